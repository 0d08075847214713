"""The lexical half of the search: BM25 over words."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.material import OTHER_GENRE, StoredPassage
from index.search.postings import Rows, Segment

Scores = NDArray[np.float32]

HEADING_WEIGHT = 2
"""Words of headings count as if they occurred this often; found on the gold queries."""

_K1 = 1.2
_B = 0.6
_MOST_COUNTED = 5000


def words(text: str) -> list[str]:
    """Words of a text for searching: jieba's finer cut (longer words and their parts), blanks and marks left out."""
    import rjieba

    whole = text.encode("utf-8", "ignore").decode("utf-8").lower()
    return [word for word in rjieba.cut_for_search(whole) if any(c.isalnum() for c in word)]


def words_of(stored: StoredPassage) -> list[str]:
    """Words by which a passage is found: its text, the headings above it, and what kind of passage it is."""
    passage = stored.passage
    headings = words(" ".join((stored.article, *passage.headings)))
    genre = "" if passage.genre == OTHER_GENRE else passage.genre
    labels = words(" ".join((genre, passage.role, *passage.themes)))
    return words(passage.text) + headings * HEADING_WEIGHT + labels


class Lexical:
    """BM25 over the passages of the numbers ``rows``, rising; every array of scores runs over them.

    ``segments`` may hold passages that are gone.
    """

    def __init__(self, rows: Rows, segments: Sequence[Segment]) -> None:
        self.rows = rows
        self.segments = tuple(segments)
        held = np.concatenate([np.zeros(0, np.int64), *(s.rows for s in segments)])
        self._alive = np.isin(held, rows)
        self._all_alive = bool(self._alive.all())
        lengths = np.concatenate([np.zeros(0, np.int32), *(s.lengths for s in segments)]).astype(np.float32)
        mean = float(lengths[self._alive].mean()) if self._alive.any() else 1.0
        self._counted: dict[str, int] = {}
        self._norms = (_K1 * (1 - _B + _B * lengths / max(mean, 1e-6))).astype(np.float32)

    def __len__(self) -> int:
        return len(self.rows)

    def places(self, rows: Sequence[int] | Rows) -> NDArray[np.intp]:
        """Where the passages of these numbers stand among all, rising; those that are not there are left out."""
        wanted = np.sort(np.array(rows, np.int64))
        places = np.searchsorted(self.rows, wanted)
        places, wanted = places[places < len(self.rows)], wanted[places < len(self.rows)]
        return np.asarray(places[self.rows[places] == wanted], np.intp)

    def knows(self, word: str) -> bool:
        """Whether any passage holds the word."""
        return self._having(word) > 0

    def scores(self, word: str) -> Scores:
        """The BM25 share of one word for every passage; zeros for an unknown word."""
        out = np.zeros(len(self._norms), np.float32)
        rarity, offset = np.float32(self.weight(word)), 0
        for segment in self.segments:
            hits = segment.hits(word)
            if hits is not None:
                places, counts = hits[0] + offset, hits[1].astype(np.float32)
                out[places] = rarity * counts / (counts + self._norms[places])
            offset += len(segment.rows)
        return out if self._all_alive else out[self._alive]

    def weight(self, word: str) -> float:
        """Inverse document frequency of a word, the largest possible one for a word that occurs nowhere."""
        having = self._having(word)
        return float(np.log(1 + (len(self.rows) - having + 0.5) / (having + 0.5)))

    def total(self, weighted: Sequence[tuple[str, float]]) -> Scores:
        """Weighted sum of the words' scores for every passage."""
        out = np.zeros(len(self.rows), np.float32)
        for word, weight in weighted:
            out += np.float32(weight) * self.scores(word)
        return out

    def _having(self, word: str) -> int:
        if word in self._counted:
            return self._counted[word]
        having, offset = 0, 0
        for segment in self.segments:
            hits = segment.hits(word)
            if hits is not None:
                having += len(hits[0]) if self._all_alive else int(self._alive[hits[0] + offset].sum())
            offset += len(segment.rows)
        if len(self._counted) >= _MOST_COUNTED:
            self._counted.clear()
        self._counted[word] = having
        return having
