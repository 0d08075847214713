"""How closely passages share a question's wording, by pairs of characters.

Words are cut differently in speech and in papers (摸个底 and 调查摸底, 娃放学 and 放学后); pairs of characters are not.
Looked at among the best candidates only: there it costs under a millisecond, and a question's pairs need no index.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

_HEADING_WEIGHT = 2
_K1 = 1.2
_B = 0.6
_FULL = 8.0
"""A best sum below this is weak evidence, and counts by so much less. Found, as the others, on the gold queries."""

_LITTLE = frozenset(
    "的了和与及等在是对为以把被让从到给向由于中上下里都也就还又很最更并而或之其这那有要做么怎吗呢吧啊能不谁哪什"
)


def pairs_asked(text: str) -> list[str]:
    """Pairs of neighbouring Chinese characters of a question, those of two little words left out."""
    return [
        one + other
        for one, other in dict.fromkeys(pairwise(text))
        if "一" <= one <= "鿿" and "一" <= other <= "鿿" and not (one in _LITTLE and other in _LITTLE)
    ]


def shared_wording(question: str, texts: Sequence[str], headings: Sequence[str]) -> Scores:
    """0–1 for every passage, given by its text and the headings above it: BM25 over the question's pairs."""
    total = np.zeros(len(texts), np.float32)
    if not texts:
        return total
    read = [text + f"\n{above}" * _HEADING_WEIGHT for text, above in zip(texts, headings, strict=True)]
    lengths = np.array([len(text) for text in read], np.float32)
    norms = _K1 * (1 - _B + _B * lengths / max(float(lengths.mean()), 1e-6))
    for pair in pairs_asked(question):
        counts = np.array([text.count(pair) for text in read], np.float32)
        having = int((counts > 0).sum())
        if having:
            rarity = np.float32(np.log(1 + (len(texts) - having + 0.5) / (having + 0.5)))
            total += rarity * counts / (counts + norms)
    best = float(total.max())
    return total / np.float32(best) * np.float32(min(1.0, best / _FULL)) if best > 0 else total
