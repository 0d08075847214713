"""Queries run against one generation of the shelf."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.encoding.windows import Stack, Vectors
from index.material import StoredPassage
from index.records import Found
from index.search.background import Background
from index.search.choice import SAME_ARTICLE, SAME_ARTICLE_STRUCTURAL, chosen
from index.search.chroma import DenseIndex
from index.search.query import Query
from index.search.ranking import Evidence, confident, fuse, lexical_evidence, unknown_share
from index.search.snapshot import Snapshot
from index.search.structure import affinity
from index.search.wording import shared_wording
from index.shelf.shelf import Shelf

NEAREST = 150
"""Candidates taken from either half of the search."""

NEAREST_FILTERED = 400
"""… when a filter or a wish for a part of a text will throw many away."""

NOISE_NEAREST = 20

WORDING = 0.7
"""What the wording that a passage shares with the question counts; found on the gold queries."""


class Searcher:
    """Runs queries against one snapshot. ``vector`` is the encoded query, or None where there is no encoder."""

    def __init__(self, shelf: Shelf, dense: DenseIndex, snapshot: Snapshot) -> None:
        self._shelf = shelf
        self._dense = dense
        self._snapshot = snapshot
        self._fits: dict[str, dict[int, float]] = {}
        self._noise: tuple[float, float] | None = None
        self._elsewhere: Vectors | None = None
        self._outside = (0.0, 1.0)

    def learn_outside(self, outside: Background) -> None:
        """Measure what questions from outside the library's field reach here (``index.search.background`` says why)."""
        if self._noise is None and len(self._snapshot.sample):
            best = self._near_to(outside.questions).reached(outside.questions)
            self._noise = (float(np.mean(best)), float(np.std(best)))
            self._elsewhere = outside.sentences
            own = (outside.sentences @ outside.questions.T).max(axis=0)
            self._outside = (float(np.mean(own)), float(np.std(own)))

    def _near_to(self, vectors: Vectors) -> Stack:
        """Windows of all passages of a small library, of those nearest to any of ``vectors`` in a large one."""
        snapshot = self._snapshot
        if snapshot.small:
            return snapshot.windows
        places = snapshot.lexical.places(self._dense.around(vectors, NOISE_NEAREST))
        return Stack.of(list(self._windows_of(places.tolist(), vectors.shape[1]).values()))

    def _windows_of(self, places: Sequence[int], width: int) -> dict[int, Vectors]:
        """Place → windows of passages that are not in memory."""
        rows = self._snapshot.lexical.rows
        numbers = {int(rows[place]): place for place in places}
        return {numbers[row]: part for row, part in self._shelf.windows(list(numbers), width).items()}

    def search(
        self, query: Query, vector: Vectors | None, k: int, genre: str = "", role: str = "", owner: str = ""
    ) -> Found:
        """The best ``k`` passages of ``genre`` and ``role`` (empty = any), near-duplicates folded.

        Only what is everybody's or ``owner``'s is found.
        """
        query = query.among(self._snapshot.lexical.knows)
        evidence = self._evidence(query, vector, genre, role, owner)
        if not evidence.ids:
            return Found(False)
        best = self._chosen(query, evidence, fuse(evidence, query), k)
        sure = confident(evidence, query, [place for place, _ in best])
        return Found(sure, tuple(stored for _, stored in best))

    def _evidence(self, query: Query, vector: Vectors | None, genre: str, role: str, owner: str) -> Evidence:
        snapshot = self._snapshot
        bm25, coverage = lexical_evidence(snapshot.lexical, query)
        near = self._near(vector, bool(genre or role or query.wish))
        places = self._candidates(query, bm25, near, genre, role)
        if snapshot.owners is not None:
            places = [p for p in places if snapshot.owners[p] in ("", owner)]
        cosines, spread = self._cosines(places, vector)
        rows = np.array(places, dtype=np.intp)
        return Evidence(
            tuple(snapshot.lexical.rows[rows].tolist()),
            cosines,
            bm25[rows],
            coverage[rows],
            self._fitting(query, places),
            tuple(snapshot.genres[p] for p in places),
            (~snapshot.shipped[rows]).astype(np.float32),
            spread,
            self._noise or spread,
            self._best_elsewhere(vector),
            self._outside,
            unknown_share(snapshot.lexical, query),
        )

    def _best_elsewhere(self, vector: Vectors | None) -> float | None:
        if vector is None or self._elsewhere is None:
            return None
        return float((self._elsewhere @ vector).max())

    def _near(self, vector: Vectors | None, filtered: bool) -> list[int]:
        if vector is None or self._snapshot.small:
            return []
        total = len(self._snapshot.lexical)
        wanted = NEAREST_FILTERED if filtered else NEAREST
        return [i for i, _ in self._dense.nearest(vector, min(total, wanted))]

    def _candidates(self, query: Query, bm25: Vectors, near: Sequence[int], genre: str, role: str) -> list[int]:
        snapshot = self._snapshot
        if snapshot.small:
            places = set(range(len(snapshot.lexical)))
        else:
            count = NEAREST_FILTERED if genre or role or query.wish else NEAREST
            best = np.argpartition(-bm25, count)[:count]
            places = {int(p) for p in best if bm25[p] > 0}
            places.update(snapshot.lexical.places(near).tolist())
        return sorted(
            p for p in places if (not genre or snapshot.genres[p] == genre) and (not role or snapshot.roles[p] == role)
        )

    def _cosines(self, places: Sequence[int], vector: Vectors | None) -> tuple[Vectors, tuple[float, float]]:
        """Best cosines of the candidates, and mean and deviation of the query's best cosines over the library."""
        snapshot = self._snapshot
        if vector is None or not len(snapshot.sample):
            return np.zeros(len(places), np.float32), (0.0, 1.0)
        best = snapshot.windows.best(vector)
        sample = best[snapshot.sample]
        mean, deviation = float(sample.mean()), float(sample.std()) or 1.0
        held = snapshot.at[np.array(places, np.intp)]
        cosines = np.where(held >= 0, best[held], np.float32(mean))
        if not snapshot.small:
            far = self._windows_of([p for p, n in zip(places, held, strict=True) if n < 0], len(vector))
            found = dict(zip(far, Stack.of(list(far.values())).best(vector).tolist(), strict=True))
            cosines = np.array([found.get(p, c) for p, c in zip(places, cosines.tolist(), strict=True)], np.float32)
        return cosines, (mean, deviation)

    def _fitting(self, query: Query, places: list[int]) -> Vectors:
        """How well each candidate serves as the part of a text that the query wishes for."""
        fitting = np.zeros(len(places), np.float32)
        for wish in query.wishes:
            known = self._fits.setdefault(wish, {})
            self._learn_fits(wish, known, [place for place in places if place not in known])
            fitting += np.array([known.get(place, 0.0) for place in places], np.float32)
        return fitting / np.float32(max(1, len(query.wishes)))

    def _learn_fits(self, wish: str, known: dict[int, float], places: Sequence[int]) -> None:
        snapshot = self._snapshot
        rows = snapshot.lexical.rows
        found = self._shelf.texts_at([int(rows[place]) for place in places])
        for place in places:
            if (passage := found.get(int(rows[place]))) is not None:
                index, total = snapshot.positions[:, place].tolist()
                known[place] = affinity(wish, passage, (index, total))

    def _chosen(self, query: Query, evidence: Evidence, scores: Vectors, k: int) -> list[tuple[int, StoredPassage]]:
        """The ``k`` best candidates, each with its place among them."""
        ahead = [int(n) for n in np.argsort(-scores, kind="stable")[: max(2 * k, k + 30)]]
        stored = self._shelf.passages_at([evidence.ids[n] for n in ahead])
        head = {n: stored[evidence.ids[n]] for n in ahead if evidence.ids[n] in stored}
        ranked = {n: float(scores[n]) for n in head}
        if not query.structural:
            texts = [s.passage.text for s in head.values()]
            above = [" ".join(s.passage.headings) for s in head.values()]
            for n, shared in zip(head, shared_wording(query.text, texts, above).tolist(), strict=True):
                ranked[n] += WORDING * shared
        penalty = SAME_ARTICLE_STRUCTURAL if query.structural else SAME_ARTICLE
        best = chosen(
            ranked,
            {n: s.passage.text for n, s in head.items()},
            {n: (s.material, s.article_number) for n, s in head.items()},
            k,
            penalty,
        )
        return [(n, replace(head[n], score=round(score, 4))) for n, score in best]
