"""The word lists of the ledger: data files, one family each, that a user's folder may extend."""

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from assistant.ledger.numerals import Number, simple

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Unit:
    """A unit of measure or classifier: ``factor`` of it make one ``base``; only one ``family`` is compared."""

    word: str
    base: str
    factor: Number
    family: str
    weak: bool


@dataclass(frozen=True)
class Concept:
    """What a word counts: ``kind`` is its class (event, people, place, goods, theme), ``wider`` a wider concept."""

    kind: str
    name: str
    wider: str


@dataclass(frozen=True, eq=False)
class Lexicon:
    """All word lists. Immutable; load it with ``load_lexicon``."""

    units: Mapping[str, Unit]
    concepts: Mapping[str, Concept]
    roles: Mapping[str, tuple[str, str]]
    directions: Mapping[str, str]
    set_phrases: frozenset[str]
    policy: frozenset[str]
    surnames: frozenset[str]
    everyday_surnames: frozenset[str]
    rare_surnames: frozenset[str]
    abstract: frozenset[str]
    organs: frozenset[str]
    schools: frozenset[str]
    hotlines: frozenset[str]
    given: frozenset[str]
    given_more: frozenset[str]
    place_words: frozenset[str]
    place_names: frozenset[str]
    places: frozenset[str]
    public_figures: frozenset[str]
    light: frozenset[str]
    not_names: frozenset[str]
    short_titles: Mapping[str, str]

    @functools.cached_property
    def plain_surnames(self) -> frozenset[str]:
        """Surnames that are no everyday word of a sentence."""
        return self.surnames - self.everyday_surnames

    @functools.cached_property
    def wider(self) -> Mapping[str, str]:
        """Concept name to the name of its wider concept."""
        return {c.name: c.wider for c in self.concepts.values() if c.wider}

    @functools.cached_property
    def akin(self) -> frozenset[tuple[str, str]]:
        """Pairs of people's concepts where a word of the first ends with one of the second (五老志愿者, 志愿者)."""
        people = {w: c.name for w, c in self.concepts.items() if c.kind == "people"}
        return frozenset(
            (name, people[word[i:]])
            for word, name in people.items()
            for i in range(1, len(word) - 1)
            if word[i:] in people and people[word[i:]] != name
        )

    @functools.cached_property
    def akin_of(self) -> Mapping[str, frozenset[str]]:
        """Concept name to those that it is a pair with in ``akin``, as the first."""
        names = {one for one, _ in self.akin}
        return {name: frozenset(other for one, other in self.akin if one == name) for name in names}

    @functools.cached_property
    def kinds(self) -> Mapping[str, str]:
        """Concept name to its class."""
        return {c.name: c.kind for c in self.concepts.values()}


@functools.cache
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """The shipped lists, extended by files of the same names in ``folder``. Line starts with ``#``: comment."""
    return Lexicon(
        units={u.word: u for u in map(_unit, _rows("units.tsv", folder))},
        concepts=dict(_concepts(folder)),
        roles={row[0]: (row[1], row[2]) for row in _rows("roles.tsv", folder)},
        directions={row[0]: row[1] for row in _rows("directions.tsv", folder)},
        set_phrases=_words(folder, "set_phrases.txt", "festivals.txt", "idioms.txt"),
        policy=_words(folder, "policy_phrases.txt", "festivals.txt", "idioms.txt"),
        surnames=_words(folder, "surnames.txt"),
        everyday_surnames=_words(folder, "surnames_everyday.txt"),
        rare_surnames=_words(folder, "surnames_rare.txt"),
        abstract=_words(folder, "abstract_nouns.txt"),
        organs=_words(folder, "organs.txt"),
        schools=_words(folder, "schools.txt"),
        hotlines=_words(folder, "hotlines.txt"),
        given=_words(folder, "given_chars.txt"),
        given_more=_words(folder, "given_chars.txt", "given_more.txt"),
        place_words=_words(folder, "place_words.txt"),
        place_names=_words(folder, "place_names.txt"),
        places=_words(folder, "places.txt"),
        public_figures=_words(folder, "public_figures.txt"),
        light=_words(folder, "light_words.txt"),
        not_names=_words(folder, "not_names.txt"),
        short_titles={row[0]: row[1] for row in _rows("title_short_names.tsv", folder)},
    )


def _lines(name: str, folder: Path | None) -> Iterator[str]:
    for base in (DATA, folder):
        path = base / name if base else None
        if path and path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines()
            yield from (line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _rows(name: str, folder: Path | None) -> Iterator[list[str]]:
    return (line.split("\t") for line in _lines(name, folder))


def _words(folder: Path | None, *names: str) -> frozenset[str]:
    return frozenset(word for name in names for line in _lines(name, folder) for word in line.split())


def _unit(row: list[str]) -> Unit:
    word, base, factor, family, *flags = row
    return Unit(word, base, simple(Fraction(factor)), family, "w" in flags)


def _concepts(folder: Path | None) -> Iterator[tuple[str, Concept]]:
    for kind, name, words in _rows("subjects.tsv", folder):
        concept, _, wider = name.partition(">")
        for word in words.split():
            yield word, Concept(kind, concept, wider)
