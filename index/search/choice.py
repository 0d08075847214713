"""Which of the ranked passages are shown: none twice, and not all of them from one article."""

from collections import Counter
from collections.abc import Mapping
from heapq import heapify, heappop, heappush
from itertools import pairwise

SAME_ARTICLE = 0.1
"""What every passage of an article takes from the score of the next one of it."""

SAME_ARTICLE_STRUCTURAL = 0.6
"""… where a part of a text is asked for: an article has one opening, and five openings are five articles."""

REPEATED = 0.75
"""The share of character pairs from which two passages say the same."""


def chosen(
    scores: Mapping[int, float], texts: Mapping[int, str], articles: Mapping[int, object], k: int, penalty: float
) -> list[tuple[int, float]]:
    """(candidate, score) of the ``k`` best, best first; near-duplicates of better ones are left out.

    A score is lowered by ``penalty`` for every passage of the same article that stands above. The mappings run over the
    same candidates.
    """
    waiting = [(-score, i) for i, score in scores.items()]
    heapify(waiting)
    taken: Counter[object] = Counter()
    pairs: list[frozenset[str]] = []
    found: list[tuple[int, float]] = []
    while waiting and len(found) < k:
        believed, i = heappop(waiting)
        now = scores[i] - penalty * taken[articles[i]]
        if now < -believed:
            heappush(waiting, (-now, i))
            continue
        own = pairs_of(texts[i])
        if any(repeats(own, other) for other in pairs):
            continue
        pairs.append(own)
        found.append((i, now))
        taken[articles[i]] += 1
    return found


def pairs_of(text: str) -> frozenset[str]:
    """Neighbouring characters of a text."""
    return frozenset(map("".join, pairwise(text)))


def repeats(pairs: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two texts, given by their pairs of characters, mostly say the same."""
    return len(pairs & other) >= REPEATED * max(1, min(len(pairs), len(other)))
