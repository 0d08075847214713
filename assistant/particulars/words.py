"""The word lists of the names that a mask hides: data files beside this module, one family each."""

import functools
from dataclasses import dataclass
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, eq=False)
class Words:
    """All lists; each file says in its first line what it holds. Endings, roles and addresses come longest first."""

    counties: frozenset[str]
    common_counties: frozenset[str]
    surnames: frozenset[str]
    given: frozenset[str]
    syllables: frozenset[str]
    general: frozenset[str]
    units: tuple[str, ...]
    places: tuple[str, ...]
    kinds: tuple[str, ...]
    regions: tuple[str, ...]
    roles: tuple[str, ...]
    address: tuple[str, ...]


@functools.cache
def load_words() -> Words:
    """The lists as shipped. A line that begins with ``#`` is a comment."""
    return Words(
        counties=frozenset(_words("counties")),
        common_counties=frozenset(_words("counties_common")),
        surnames=frozenset(_words("surnames_more")),
        given=frozenset(_words("given")),
        syllables=frozenset("".join(_words("syllables"))),
        general=frozenset(_words("general")),
        units=_longest_first("endings_units"),
        places=_longest_first("endings_places"),
        kinds=_longest_first("kinds"),
        regions=_longest_first("regions"),
        roles=_longest_first("roles"),
        address=_longest_first("address"),
    )


def _words(name: str) -> list[str]:
    lines = (_DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _longest_first(name: str) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(_words(name)), key=len, reverse=True))
