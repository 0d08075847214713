"""From a query to ranked passages: dense and lexical evidence fused, with role and genre, and an honest confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.search.lexical import Lexical
from index.search.query import SYNONYM_WEIGHT, Query

Scores = NDArray[np.float32]

SYNONYM_COVERS = 0.7
"""How far another word for the same thing covers a word of the query."""


CONFIDENT_COVERED, CONFIDENT_PART, CONFIDENT_WRITING, CONFIDENT_LEAST = 1.2, 1.2, 0.6, 3.15
"""What covered words, a fitting part of a text and a question about writing count against distances in deviations, and
the least sum of all.

From 730 answerable and 320 unanswerable queries over libraries of 108 and of 316 passages, the latter queries also
judged with the nearest one or two sentences of ``elsewhere.txt`` taken away, as for a subject nobody thought of."""

CONFIDENT_UNKNOWN = 2.5
"""What words that the library does not hold at all count against a question put like the title of a paper: whoever
asks for 职称评聘方案 means these words, whoever asks in everyday speech cannot know those of the papers."""

COVERED_PAPER = 0.8
"""The share of its weight that words must cover where a kind of paper is asked for that such a library seldom holds."""

COVERED_WITHOUT_ENCODER = 0.65
"""The least share of a query's weight that words must cover where they are all there is."""


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts; found on the gold queries (tests/bench/search_quality.py)."""

    dense: float = 1.0
    lexical: float = 1.0
    coverage: float = 0.3
    role: float = 1.8
    genre: float = 1.0
    structural_dense: float = 0.4
    structural_role: float = 2.5
    structural_genre: float = 2.6
    own: float = 0.5
    structural_own: float = 0.6


@dataclass(frozen=True)
class Evidence:
    """What speaks for the candidate passages of one query; arrays run over ``ids``.

    ``own`` is 1 for what users added, 0 for the program's own samples, which give way where both fit alike.
    ``spread`` is mean and deviation of this query's cosines over the library, ``noise`` mean and deviation of the best
    cosine that a question from outside its field reaches here, ``elsewhere`` how near this question comes to sentences
    of other fields (None where there is no encoder), ``outside`` mean and deviation of how near such questions come.
    ``unknown`` is the share of the query's weight whose words the library does not hold at all.
    """

    ids: tuple[int, ...]
    cosines: Scores
    lexical: Scores
    coverage: Scores
    fitting: Scores
    genres: tuple[str, ...]
    own: Scores
    spread: tuple[float, float]
    noise: tuple[float, float]
    elsewhere: float | None = None
    outside: tuple[float, float] = (0.0, 1.0)
    unknown: float = 0.0


def lexical_evidence(lexical: Lexical, query: Query) -> tuple[Scores, Scores]:
    """BM25 over all passages, and the share of the query's weight (by IDF) that each passage's words cover."""
    total = np.zeros(len(lexical), np.float32)
    covered = np.zeros(len(lexical), np.float32)
    whole = 0.0
    for concept in query.concepts:
        others = [other for other in concept.others if lexical.knows(other)]
        hits = [np.float32(SYNONYM_WEIGHT) * lexical.scores(other) for other in others]
        named = lexical.scores(concept.word)
        scores = np.max([named, *hits], axis=0)
        rarity = lexical.weight(concept.word)
        if others and not lexical.knows(concept.word):
            rarity = min(lexical.weight(other) for other in others)
        total += np.float32(concept.weight) * scores
        direct = np.where(named > 0, 1.0, SYNONYM_COVERS * (scores > 0))
        covered += np.float32(concept.weight * rarity) * direct.astype(np.float32)
        whole += concept.weight * rarity
    return total, covered / np.float32(max(whole, 1e-6))


def unknown_share(lexical: Lexical, query: Query) -> float:
    """The share of a query's weight (by IDF) that lies on words of which the library holds neither them, nor others
    for the same, nor parts."""
    weights = {c: c.weight * lexical.weight(c.word) for c in query.concepts}
    known = [c.word for c in query.concepts if len(c.word) > 1 and lexical.knows(c.word)]
    missing = [
        weight
        for c, weight in weights.items()
        if not any(map(lexical.knows, (c.word, *c.others)))
        and not any(2 * len(word) <= len(c.word) and word in c.word for word in known)
    ]
    return sum(missing) / max(sum(weights.values()), 1e-6)


def fuse(evidence: Evidence, query: Query, weights: Weights = Weights()) -> Scores:
    """One score a candidate, higher is better."""
    mean, deviation = evidence.spread
    dense = np.clip((evidence.cosines - mean) / max(deviation, 1e-6), -2, 6) / 3
    genre = np.array([bool(query.genre) and genre == query.genre for genre in evidence.genres], np.float32)
    if query.structural:
        scores = weights.structural_dense * dense + weights.structural_role * evidence.fitting
        return np.asarray(scores + weights.structural_genre * genre + weights.structural_own * evidence.own, np.float32)
    best = float(evidence.lexical.max(initial=0.0))
    trust = 0.5 + 0.5 * float(evidence.coverage.max(initial=0.0))
    scores = weights.dense * dense + weights.coverage * evidence.coverage
    scores += weights.lexical * trust * (evidence.lexical / best if best > 0 else evidence.lexical)
    scores += weights.role * evidence.fitting + weights.genre * genre + weights.own * evidence.own
    return np.asarray(scores, np.float32)


def confident(evidence: Evidence, query: Query, order: Sequence[int]) -> bool:
    """Whether the best candidates really fit the query, rather than being the least bad of what there is.

    Nearness is measured from what a question of another field reaches, both here, where it grows with the library, and
    in its own field, where it does not: so one bound serves libraries of all sizes.
    """
    if not order:
        return False
    part = any(evidence.fitting[i] >= 0.5 for i in order[:5])
    if query.structural and (part or evidence.elsewhere is None) and not query.strange:
        return part
    covered = max(float(evidence.coverage[i]) for i in order[:5])
    if evidence.elsewhere is None:
        return covered >= COVERED_WITHOUT_ENCODER
    if query.other_paper and covered < COVERED_PAPER:
        return False
    usual, deviation = evidence.outside
    above = 2 * (float(evidence.cosines.max()) - evidence.noise[0]) - (evidence.elsewhere - usual)
    told = CONFIDENT_COVERED * covered + CONFIDENT_PART * part + CONFIDENT_WRITING * query.about_writing
    told -= CONFIDENT_UNKNOWN * query.titled * evidence.unknown
    return told + above / max(deviation, 1e-6) >= CONFIDENT_LEAST
