"""Where a heading glued to its text may end: every place with what speaks for it.

The weights (``places.tsv``) are those of a logistic fit on headings set before beginnings of paragraphs.
"""

import math
import re
from functools import cache
from importlib import resources

from index.cleaning.lexicon import tagged
from index.cleaning.tells import Features, begins, tells, unfinished

LONGEST, SHORTEST = 40, 2
_LOOKED_AT = 72
_END = re.compile(r"[。！？!?；;：:]")
_NEVER_LAST = "，,、“（(《"
_NEVER_FIRST = "，,、。；;：”）)》的"


def places(text: str) -> list[tuple[int, float]]:
    """(length of the heading, logarithm of its probability) for a heading with its text glued to it, mark taken off.

    A length of 0 stands for "nothing is glued": the text has no heading, or the heading is a sentence of its own.
    """
    weights = _weights()
    found = candidates(text)
    scores = [sum(weights.get(name, 0.0) * value for name, value in features.items()) for _, features in found]
    most = max(scores)
    whole = most + math.log(sum(math.exp(score - most) for score in scores))
    return [(at, score - whole) for (at, _), score in zip(found, scores, strict=True)]


def candidates(text: str) -> list[tuple[int, Features]]:
    """Every length that the heading may have, with its features; 0 is always among them."""
    first = _END.search(text)
    limit = first.start() if first else len(text)
    borders: set[int] = set()
    at = 0
    for word, _ in tagged(text[: min(limit, LONGEST + 20) + 12]):
        at += len(word)
        borders.add(at)
    found = [
        (at, tells(text[:at], text[at:_LOOKED_AT], at in borders))
        for at in range(SHORTEST, min(LONGEST + 1, limit - 1))
        if text[at - 1] not in _NEVER_LAST
        and text[at] not in _NEVER_FIRST
        and not _open(text[:at])
        and not unfinished(text[:at])
    ]
    return [*found, (0, begins(text))]


def _open(head: str) -> bool:
    return head.count("“") != head.count("”") or head.count("《") != head.count("》")


@cache
def _weights() -> dict[str, float]:
    rows = resources.files("index").joinpath("cleaning/places.tsv").read_text("utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row[:1] != "#")
    return {name: float(weight) for name, weight in pairs}
