"""One generation of the shelf made ready for searching: labels, words and a sample of vectors in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.lexical import Lexical
from index.material import StoredPassage
from index.query import Query
from index.ranking import Evidence, confident, folded, fuse, lexical_evidence
from index.records import Found
from index.search_index import DenseIndex
from index.shelf import Shelf

NEAREST = 200
"""Candidates taken from either half of the search."""

NEAREST_FILTERED = 1000
"""… when a filter or a wish for a part of a text will throw many away."""

SMALL = 3000
"""Up to this many passages all of them are candidates."""

_SPREAD_SAMPLE = 1000


@dataclass(frozen=True)
class Snapshot:
    """What a search needs in memory. Arrays and tuples run over ``lexical.ids``."""

    lexical: Lexical
    place: dict[str, int]
    genres: tuple[str, ...]
    roles: tuple[str, ...]
    sample: NDArray[np.float32]

    @classmethod
    def take(cls, shelf: Shelf, lexical: Lexical) -> "Snapshot":
        """Read labels and sample vectors of the generation that ``lexical`` was made from."""
        labels = shelf.labels()
        ids = [label[0] for label in labels]
        chosen = np.random.default_rng(0).permutation(len(ids))[:_SPREAD_SAMPLE]
        _, sample = shelf.vectors([ids[i] for i in chosen])
        return cls(
            lexical,
            {identifier: n for n, identifier in enumerate(ids)},
            tuple(label[1] for label in labels),
            tuple(label[2] for label in labels),
            sample,
        )


class Searcher:
    """Runs queries against one snapshot. ``vector`` is the encoded query, or None where there is no encoder."""

    def __init__(self, shelf: Shelf, dense: DenseIndex, snapshot: Snapshot) -> None:
        self._shelf = shelf
        self._dense = dense
        self._snapshot = snapshot

    def search(
        self, query: Query, vector: NDArray[np.float32] | None, k: int, genre: str = "", role: str = ""
    ) -> Found:
        """The best ``k`` passages of ``genre`` and ``role`` (empty = any), near-duplicates folded."""
        evidence = self._evidence(query, vector, genre, role)
        if not evidence.ids:
            return Found(False)
        scores = fuse(evidence, query)
        order = [int(i) for i in np.argsort(-scores, kind="stable")]
        chosen = self._distinct(evidence, order, k)
        sure = confident(evidence, query, [place for place, _ in chosen])
        return Found(sure, tuple(replace(s, score=round(float(scores[n]), 4)) for n, s in chosen))

    def _evidence(self, query: Query, vector: NDArray[np.float32] | None, genre: str, role: str) -> Evidence:
        snapshot = self._snapshot
        bm25, coverage = lexical_evidence(snapshot.lexical, query)
        near = self._near(vector, bool(genre or role or query.role))
        places = self._candidates(query, bm25, near, genre, role)
        ids = tuple(snapshot.lexical.ids[p] for p in places)
        cosines, spread = self._cosines(ids, near, vector)
        rows = np.array(places, dtype=np.intp)
        return Evidence(
            ids,
            cosines,
            bm25[rows],
            coverage[rows],
            tuple(snapshot.roles[p] for p in places),
            tuple(snapshot.genres[p] for p in places),
            spread,
        )

    def _near(self, vector: NDArray[np.float32] | None, filtered: bool) -> dict[str, float]:
        if vector is None:
            return {}
        total = len(self._snapshot.lexical.ids)
        wanted = NEAREST_FILTERED if filtered else NEAREST
        return dict(self._dense.nearest(vector, min(total, wanted)))

    def _candidates(
        self, query: Query, bm25: NDArray[np.float32], near: dict[str, float], genre: str, role: str
    ) -> list[int]:
        snapshot = self._snapshot
        if len(snapshot.lexical.ids) <= SMALL:
            places = set(range(len(snapshot.lexical.ids)))
        else:
            count = NEAREST_FILTERED if genre or role or query.role else NEAREST
            best = np.argpartition(-bm25, count)[:count]
            places = {int(p) for p in best if bm25[p] > 0}
            places.update(snapshot.place[i] for i in near if i in snapshot.place)
        return sorted(
            p for p in places if (not genre or snapshot.genres[p] == genre) and (not role or snapshot.roles[p] == role)
        )

    def _cosines(
        self, ids: Sequence[str], near: dict[str, float], vector: NDArray[np.float32] | None
    ) -> tuple[NDArray[np.float32], tuple[float, float]]:
        """Cosines of the candidates, and mean and deviation of the query's cosines over the whole library."""
        if vector is None or not len(self._snapshot.sample):
            return np.zeros(len(ids), np.float32), (0.0, 1.0)
        sample = self._snapshot.sample @ vector
        mean, deviation = float(sample.mean()), float(sample.std()) or 1.0
        far = [i for i in ids if i not in near]
        cosines = dict(near)
        if far:
            found, matrix = self._shelf.vectors(far)
            cosines.update(zip(found, (matrix @ vector).tolist(), strict=True) if found else ())
        return np.array([cosines.get(i, mean) for i in ids], np.float32), (mean, deviation)

    def _distinct(self, evidence: Evidence, order: list[int], k: int) -> list[tuple[int, StoredPassage]]:
        """The first ``k`` of the order that do not repeat what stands before them."""
        chosen: list[tuple[int, StoredPassage]] = []
        ahead = max(2 * k, k + 10)
        head = order[:ahead]
        stored = {s.passage_id: s for s in self._shelf.passages([evidence.ids[n] for n in head])}
        texts = {n: stored[evidence.ids[n]].passage.text for n in head if evidence.ids[n] in stored}
        for n in folded([n for n in head if n in texts], texts)[:k]:
            chosen.append((n, stored[evidence.ids[n]]))
        return chosen
