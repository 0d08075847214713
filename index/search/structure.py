"""Parts of a text: which part a query wishes for, and how well a passage serves as one.

Reading gives every passage one role. A wish is answered more finely, because one passage is often two things (a last
paragraph that names shortcomings and then thanks): by its role, its heading, its wording and its place in the article.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from index.material import ROLES, Passage

GUIDING = "指导思想"
"""A wish of its own, served by openings; other wishes are named as the roles are, or no role answers them."""


@dataclass(frozen=True)
class _Part:
    """One entry of ``parts.toml``, which explains the fields; what is left out there matches nothing."""

    wish: re.Pattern[str]
    heading: re.Pattern[str]
    cues: re.Pattern[str]
    telling: re.Pattern[str]
    first: float
    last: float

    @classmethod
    def of(cls, entry: dict[str, Any]) -> "_Part":
        wish, heading, cues, telling = (
            re.compile(entry.get(key, "(?!)")) for key in ("wish", "heading", "cues", "telling")
        )
        return cls(wish, heading, cues, telling, entry.get("first", 0.0), entry.get("last", 0.0))


_WITHOUT_ROLE = 1.6
"""What heading and wording count more where no role is told from the start: together as much as with one."""

_ENOUGH_CUES = 4
"""So many different cue words in one passage are full evidence."""

_PATTERN = re.compile(r"[“\"『「]([^“”\"』」]{1,24}(?:…|\.\.\.|—|～|~|××|XX|[某几X×])[^“”\"』」]{0,24})[”\"』」]")
_GAP = re.compile(r"(?:…|\.\.\.|—|～|~|××|XX|[某几X×])+")
_PATTERN_FITS = 1.2
"""A passage that has the very wording asked for serves better than one that only is the right part."""


def wishes_of(text: str) -> tuple[str, ...]:
    """What a query wishes for, the most telling first, mostly nothing or one thing: parts of a text, or a wording with
    gaps, in quotation marks (“以……为抓手”)."""
    patterns = tuple(f"“{found[1]}”" for found in _PATTERN.finditer(text) if _GAP.sub("", found[1]).strip())
    rest = _PATTERN.sub(" ", text)
    return (*patterns, *(name for name, part in _parts().items() if part.wish.search(rest)))


def without_wishes(text: str, wishes: Sequence[str]) -> str:
    """The query without the words of its wishes."""
    text = _PATTERN.sub(" ", text)
    for wish in wishes:
        if wish in _parts():
            text = _parts()[wish].wish.sub(" ", text)
    return text


def role_for(wish: str) -> str:
    """The role that answers a wish."""
    return "开场" if wish == GUIDING else wish


def affinity(wish: str, passage: Passage, place: tuple[int, int]) -> float:
    """How well a passage serves as the part wished for, 0–1 or a little more.

    ``place`` is (index in its article, passages there).
    """
    if (part := _parts().get(wish)) is None:
        return _PATTERN_FITS * bool(_worded(wish).search("\n".join((*passage.headings, passage.text))))
    index, total = place
    cues = len(set(part.cues.findall(passage.text)))
    told = 1.0 if part.telling.search(passage.text) else min(1.0, cues / _ENOUGH_CUES)
    score = 0.3 * any(part.heading.search(heading) for heading in passage.headings[-1:]) + 0.4 * told
    if (role := role_for(wish)) in ROLES:
        score += 0.4 * (passage.role == role)
    else:
        score *= _WITHOUT_ROLE
    score += part.first * (index == 0 or (wish == GUIDING and index == 1)) * 0.5
    score += part.last * (index == total - 1) * 0.5
    # What opens an article cannot close it, and the other way round.
    wrong = (part.last >= 0.5 and index < total * 0.7) or (part.first >= 0.5 and index > 1 + total * 0.3)
    return score * (0.3 if wrong else 1.0)


@cache
def _worded(wish: str) -> re.Pattern[str]:
    """A wording with gaps as a pattern: what stands between the gaps, in this order, within one clause or two."""
    parts = [re.escape(part.strip("，。、 ")) for part in _GAP.split(wish[1:-1])]
    return re.compile("[^。！？；\n]{1,24}?".join(part for part in parts if part))


@cache
def _parts() -> dict[str, _Part]:
    """The parts by their names, the most telling first."""
    entries = tomllib.loads(resources.files("index").joinpath("search/parts.toml").read_text("utf-8"))
    return {name: _Part.of(entry) for name, entry in entries.items()}
