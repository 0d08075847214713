"""Where the headings of an article end that are glued to their text, weighed for all of them at once.

Headings of one article are built alike, so a length that suits all of them says more than any one of them does.
"""

import math
import re
from collections.abc import Sequence

from index.cleaning.places import places

ENOUGH = 0.4
"""The least probability of a place: a heading two characters off is better than none, one ten off is not."""

ALIKE = 1.5
"""What full likeness to the article's other headings counts, in logarithms of probability."""

_ROUNDS = 5
_STARTS = 3
_HOPELESS = -9.0

Choice = tuple[str, float]


def find_cuts(texts: Sequence[str]) -> list[int | None]:
    """For each text (a heading with its text glued to it, mark taken off) where the heading ends.

    None where nothing is glued: the heading is a sentence of its own, or the text has none.
    """
    choices = [[(text[:at], score) for at, score in places(text) if score > _HOPELESS] for text in texts]
    filled = [found for found in choices if found]
    heads = _together(filled)
    ends = iter([_certain(found, heads, i) for i, found in enumerate(filled)])
    return [next(ends) if found else None for found in choices]


def _certain(found: Sequence[Choice], heads: Sequence[str], own: int) -> int | None:
    """The end of the heading chosen, if it is likely enough beside the other choices."""
    weights = {head: math.exp(score + ALIKE * _fit(head, heads, own)) for head, score in found}
    chosen = heads[own]
    return len(chosen) if chosen and weights[chosen] >= ENOUGH * sum(weights.values()) else None


def _together(choices: Sequence[Sequence[Choice]]) -> list[str]:
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


def _settled(choices: Sequence[Sequence[Choice]], heads: list[str]) -> list[str]:
    """The headings after each in turn has been chosen to suit the others."""
    for _ in range(_ROUNDS):
        before = list(heads)
        for i, found in enumerate(choices):
            heads[i] = max(found, key=lambda c: c[1] + ALIKE * _fit(c[0], heads, i))[0]
        if heads == before:
            break
    return heads


def _worth(choices: Sequence[Sequence[Choice]], heads: Sequence[str]) -> float:
    return sum(
        dict(found)[head] + ALIKE * _fit(head, heads, i)
        for i, (found, head) in enumerate(zip(choices, heads, strict=True))
    )


def _fit(head: str, heads: Sequence[str], own: int) -> float:
    others = [likeness(head, other) for i, other in enumerate(heads) if i != own]
    return sum(others) / max(1, len(others))


def likeness(one: str, other: str) -> float:
    """How much two headings are built alike, 0 to 2.3: clauses of the same number and length, the same last words."""
    if not one or not other:
        return 0.0
    clauses, others = re.split("[，,]", one), re.split("[，,]", other)
    if len(clauses) != len(others):
        return 0.0
    gap = abs(len(clauses[-1]) - len(others[-1]))
    alike = {0: 1.0, 1: 0.4}.get(gap, 0.0 if gap <= 3 else -0.5)
    alike += sum(share for place, share in ((-1, 0.5), (-2, 0.5), (-3, 0.3)) if one[place] == other[place])
    return max(0.0, alike)
