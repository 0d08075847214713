"""One generation of the shelf made ready for searching: labels, words and a sample of vectors in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.background import Background
from index.lexical import Lexical
from index.material import StoredPassage
from index.query import Query
from index.ranking import Evidence, confident, folded, fuse, lexical_evidence
from index.records import Found
from index.search_index import DenseIndex
from index.shelf import Shelf
from index.structure import affinity
from index.windows import Vectors, best_cosines

NEAREST = 150
"""Candidates taken from either half of the search."""

NEAREST_FILTERED = 400
"""… when a filter or a wish for a part of a text will throw many away."""

NOISE_NEAREST = 20

SMALL = 3000
"""Up to this many passages all of them are candidates."""

_SPREAD_SAMPLE = 500


@dataclass(frozen=True)
class Snapshot:
    """What a search needs in memory. Tuples run over ``lexical.ids``.

    ``windows`` are the vectors of all passages of a small library, of a random sample of a large one.
    """

    lexical: Lexical
    place: dict[str, int]
    genres: tuple[str, ...]
    roles: tuple[str, ...]
    positions: tuple[tuple[int, int], ...]
    windows: dict[str, Vectors]
    sample: tuple[str, ...]
    owners: tuple[str, ...] = ()

    @classmethod
    def take(cls, shelf: Shelf, lexical: Lexical) -> "Snapshot":
        """Read labels and sample vectors of the generation that ``lexical`` was made from."""
        labels = shelf.labels()
        ids = [label[0] for label in labels]
        sample = tuple(ids[i] for i in np.random.default_rng(0).permutation(len(ids))[:_SPREAD_SAMPLE])
        windows = shelf.windows(ids if len(ids) <= SMALL else sample)
        return cls(
            lexical,
            {identifier: n for n, identifier in enumerate(ids)},
            tuple(label[1] for label in labels),
            tuple(label[2] for label in labels),
            _positions([(label[3], label[4]) for label in labels]),
            windows,
            tuple(i for i in sample if i in windows),
            tuple(shelf.owners()),
        )


class Searcher:
    """Runs queries against one snapshot. ``vector`` is the encoded query, or None where there is no encoder."""

    def __init__(self, shelf: Shelf, dense: DenseIndex, snapshot: Snapshot) -> None:
        self._shelf = shelf
        self._dense = dense
        self._snapshot = snapshot
        self._noise: tuple[float, float] | None = None
        self._elsewhere: Vectors | None = None

    def learn_outside(self, outside: Background) -> None:
        """Measure what questions from outside the library's field reach here (``index.background`` says why)."""
        if self._noise is None and self._snapshot.sample:
            best = [max(self._cosines(self._nearest(v), v)[0].tolist(), default=0.0) for v in outside.questions]
            self._noise = (float(np.mean(best)), float(np.std(best)))
            self._elsewhere = outside.sentences

    def _nearest(self, vector: Vectors) -> Sequence[str]:
        ids = self._snapshot.lexical.ids
        return ids if len(ids) <= SMALL else [i for i, _ in self._dense.nearest(vector, NOISE_NEAREST)]

    def search(
        self, query: Query, vector: Vectors | None, k: int, genre: str = "", role: str = "", owner: str = ""
    ) -> Found:
        """The best ``k`` passages of ``genre`` and ``role`` (empty = any), near-duplicates folded.

        Only what is everybody's or ``owner``'s is found.
        """
        evidence = self._evidence(query, vector, genre, role, owner)
        if not evidence.ids:
            return Found(False)
        scores = fuse(evidence, query)
        order = [int(i) for i in np.argsort(-scores, kind="stable")]
        chosen = self._distinct(evidence, order, k)
        sure = confident(evidence, query, [place for place, _ in chosen])
        return Found(sure, tuple(replace(s, score=round(float(scores[n]), 4)) for n, s in chosen))

    def _evidence(self, query: Query, vector: Vectors | None, genre: str, role: str, owner: str) -> Evidence:
        snapshot = self._snapshot
        bm25, coverage = lexical_evidence(snapshot.lexical, query)
        near = self._near(vector, bool(genre or role or query.wish))
        places = self._candidates(query, bm25, near, genre, role)
        if snapshot.owners:
            places = [p for p in places if snapshot.owners[p] in ("", owner)]
        ids = tuple(snapshot.lexical.ids[p] for p in places)
        cosines, spread = self._cosines(ids, vector)
        rows = np.array(places, dtype=np.intp)
        return Evidence(
            ids,
            cosines,
            bm25[rows],
            coverage[rows],
            self._fitting(query, places),
            tuple(snapshot.genres[p] for p in places),
            spread,
            self._noise or spread,
            self._best_elsewhere(vector),
        )

    def _best_elsewhere(self, vector: Vectors | None) -> float | None:
        if vector is None or self._elsewhere is None:
            return None
        return float((self._elsewhere @ vector).max())

    def _near(self, vector: Vectors | None, filtered: bool) -> list[str]:
        if vector is None or len(self._snapshot.lexical.ids) <= SMALL:
            return []
        total = len(self._snapshot.lexical.ids)
        wanted = NEAREST_FILTERED if filtered else NEAREST
        return [i for i, _ in self._dense.nearest(vector, min(total, wanted))]

    def _candidates(self, query: Query, bm25: Vectors, near: Sequence[str], genre: str, role: str) -> list[int]:
        snapshot = self._snapshot
        if len(snapshot.lexical.ids) <= SMALL:
            places = set(range(len(snapshot.lexical.ids)))
        else:
            count = NEAREST_FILTERED if genre or role or query.wish else NEAREST
            best = np.argpartition(-bm25, count)[:count]
            places = {int(p) for p in best if bm25[p] > 0}
            places.update(snapshot.place[i] for i in near if i in snapshot.place)
        return sorted(
            p for p in places if (not genre or snapshot.genres[p] == genre) and (not role or snapshot.roles[p] == role)
        )

    def _cosines(self, ids: Sequence[str], vector: Vectors | None) -> tuple[Vectors, tuple[float, float]]:
        """Best cosines of the candidates, and mean and deviation of the query's best cosines over the library."""
        snapshot = self._snapshot
        if vector is None or not snapshot.sample:
            return np.zeros(len(ids), np.float32), (0.0, 1.0)
        sample = best_cosines([snapshot.windows[i] for i in snapshot.sample], vector)
        mean, deviation = float(sample.mean()), float(sample.std()) or 1.0
        far = [i for i in ids if i not in snapshot.windows]
        windows = {**snapshot.windows, **self._shelf.windows(far)} if far else snapshot.windows
        known = [i for i in ids if i in windows]
        cosines = dict(zip(known, best_cosines([windows[i] for i in known], vector).tolist(), strict=True))
        return np.array([cosines.get(i, mean) for i in ids], np.float32), (mean, deviation)

    def _fitting(self, query: Query, places: list[int]) -> Vectors:
        """How well each candidate serves as the part of a text that the query wishes for."""
        if not query.wish:
            return np.zeros(len(places), np.float32)
        snapshot = self._snapshot
        ids = [snapshot.lexical.ids[p] for p in places]
        stored = {s.passage_id: s.passage for s in self._shelf.passages(ids)}
        return np.array(
            [
                affinity(query.wishes, stored[i], snapshot.positions[p]) if i in stored else 0.0
                for i, p in zip(ids, places, strict=True)
            ],
            np.float32,
        )

    def _distinct(self, evidence: Evidence, order: list[int], k: int) -> list[tuple[int, StoredPassage]]:
        """The first ``k`` of the order that do not repeat what stands before them."""
        ahead = max(2 * k, k + 10)
        head = order[:ahead]
        stored = {s.passage_id: s for s in self._shelf.passages([evidence.ids[n] for n in head])}
        texts = {n: stored[evidence.ids[n]].passage.text for n in head if evidence.ids[n] in stored}
        kept = folded([n for n in head if n in texts], texts)[:k]
        return [(n, stored[evidence.ids[n]]) for n in kept]


def _positions(articles: Sequence[tuple[str, int]]) -> tuple[tuple[int, int], ...]:
    """(index in its article, passages there) for passages given by their articles in reading order."""
    totals = Counter(articles)
    seen: Counter[tuple[str, int]] = Counter()
    found = []
    for article in articles:
        found.append((seen[article], totals[article]))
        seen[article] += 1
    return tuple(found)
