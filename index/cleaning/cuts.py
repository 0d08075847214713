"""Where the headings of an article end that are glued to their text, weighed for all of them at once.

Headings of one article are built alike, so a length that suits all of them says more than any one of them does.
"""

import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from index.cleaning.lexicon import tagged
from index.cleaning.places import places

ENOUGH = 0.5
"""The least probability of a place among the others of its text; below it the text stays as it is."""

ALIKE = 2.6
"""What full likeness to the article's other headings counts, in logarithms of probability."""

_SAID_AGAIN = 3
"""Three characters that an article says so often are one name or one word to it: no heading ends among them."""

_OWN_PLACE = re.compile(r"[一-鿿]{2,3}?[省市县区乡镇村](?![里上中下委级镇城属直情域])")
_BEGINS_WITH_PLACE = 3.0
"""What it counts, in logarithms of probability, that the text goes on with the place that the article is of."""

_ROUNDS = 5
_STARTS = 3
_HOPELESS = -9.0
_LABEL = re.compile(r"[一-鿿“”]{1,8}[：:](?=[一-鿿“])")
_QUOTES = str.maketrans("", "", "“”《》")


class Head(NamedTuple):
    """A heading that a text may have, and how the text goes on after it; both empty where it has none."""

    text: str
    after: str


Choice = tuple[Head, float]


def find_cuts(texts: Sequence[str], least: float = ENOUGH, none: float = 0.0) -> list[int | None]:
    """For each text (a heading with its text glued to it, mark taken off) where the heading ends.

    None where nothing is glued: the heading is a sentence of its own, or the text has none, or no place has the
    probability ``least``. ``none`` is what speaks for that beforehand, in logarithms of probability.
    """
    labels = [found.end() if (found := _LABEL.match(text)) else 0 for text in texts]
    if not all(labels):
        labels = [0] * len(texts)
    choices = [choices_of(text[start:]) for text, start in zip(texts, labels, strict=True)]
    whole = "\n".join(texts)
    choices = [
        [
            (head, score + (_place_said(text[start + len(head.text) :], whole) if head.text else none))
            for head, score in found
            if not _parts_a_name(head, whole)
        ]
        for text, start, found in zip(texts, labels, choices, strict=True)
    ]
    heads = _together(choices)
    ends = [_certain(found, heads, i, least) for i, found in enumerate(choices)]
    return [start + end if end else None for start, end in zip(labels, ends, strict=True)]


def _parts_a_name(head: Head, whole: str) -> bool:
    """Whether the heading would end within what the article says again and again (清源|县, an unknown place)."""
    return bool(head.text) and whole.count(head.text[-2:] + head.after) >= _SAID_AGAIN


def _place_said(after: str, whole: str) -> float:
    found = _OWN_PLACE.match(after)
    return _BEGINS_WITH_PLACE * bool(found and whole.count(found[0]) >= _SAID_AGAIN)


def choices_of(text: str) -> list[Choice]:
    """The headings that ``text`` may begin with, each with the logarithm of its probability."""
    return [(Head(text[:at], text[at : at + 1]), score) for at, score in places(text) if score > _HOPELESS]


def _certain(found: Sequence[Choice], heads: Sequence[Head], own: int, least: float) -> int | None:
    """The end of the heading chosen, if it is likely enough beside the other choices."""
    weights = {head: math.exp(score + ALIKE * _fit(head, heads, own)) for head, score in found}
    chosen = heads[own]
    return len(chosen.text) if chosen.text and weights[chosen] >= least * sum(weights.values()) else None


def _together(choices: Sequence[Sequence[Choice]]) -> list[Head]:
    """The heading chosen for each text, so that they are likely and alike."""
    if not choices:
        return []
    patterns = [head for found in choices for head, _ in sorted(found, key=lambda c: -c[1])[:_STARTS]]
    starts = [[max(found, key=lambda c: c[1])[0] for found in choices]]
    starts += [
        [max(found, key=lambda c: c[1] + ALIKE * likeness(c[0], head))[0] for found in choices]
        for head in dict.fromkeys(patterns)
    ]
    return max((_settled(choices, start) for start in starts), key=lambda heads: _worth(choices, heads))


def _settled(choices: Sequence[Sequence[Choice]], heads: list[Head]) -> list[Head]:
    """The headings after each in turn has been chosen to suit the others."""
    for _ in range(_ROUNDS):
        before = list(heads)
        for i, found in enumerate(choices):
            heads[i] = max(found, key=lambda c: c[1] + ALIKE * _fit(c[0], heads, i))[0]
        if heads == before:
            break
    return heads


def _worth(choices: Sequence[Sequence[Choice]], heads: Sequence[Head]) -> float:
    return sum(
        dict(found)[head] + ALIKE * _fit(head, heads, i)
        for i, (found, head) in enumerate(zip(choices, heads, strict=True))
    )


def _fit(head: Head, heads: Sequence[Head], own: int) -> float:
    others = [likeness(head, other) for i, other in enumerate(heads) if i != own]
    return sum(others) / max(1, len(others))


@lru_cache(maxsize=20_000)
def likeness(one: Head, other: Head) -> float:
    """How much two headings are built alike, -0.5 to 2.9: clauses of the same number and length, the same last words.

    Texts that go on with the same character are a sign that the headings go on too.
    """
    if not one.text or not other.text:
        return 0.0
    again = 0.5 if one.after == other.after else 0.0
    (widths, tags), (others, their_tags) = _built(one.text), _built(other.text)
    if len(widths) != len(others):
        return -again
    gap = abs(widths[-1] - others[-1])
    alike = {0: 1.2, 1: 0.4}.get(gap, 0.0 if gap <= 3 else -0.5)
    if len(widths) > 1:
        alike += {0: 0.25, 1: -0.1}.get(abs(widths[0] - others[0]), -0.25)
    pairs = zip((0.4, 0.4, 0.2), one.text[::-1], other.text[::-1], strict=False)
    alike += sum(share for share, mine, theirs in pairs if mine == theirs)
    alike += 0.2 * (tags[-1:] == their_tags[-1:]) + 0.2 * (tags[-2:] == their_tags[-2:])
    alike -= 0.5 * (("”" in one.text) != ("”" in other.text))
    return max(0.0, alike) - again


@lru_cache(maxsize=2_000)
def _built(head: str) -> tuple[list[int], list[str]]:
    """Lengths of the clauses of a heading, and the parts of speech of its words."""
    return [len(clause) for clause in re.split("[，,]", head.translate(_QUOTES))], [tag for _, tag in tagged(head)]
