"""Which word occurs how often in which passage: segments of plain arrays, mapped from disk, merged as they grow.

BM25 itself is three lines; what the libraries for it lack is growing by one file without counting everything again
(bm25s), or giving the score of a single word for every passage, which the ranking asks for (tantivy, FTS5). The tests
compare the scores with those of bm25s.
"""

import os
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
_ARRAYS = ("rows", "lengths", "starts", "places", "counts")
_WORDS = "words.txt"
_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True, eq=False)
class Segment:
    """Passages counted together. ``rows`` are their numbers on the shelf, rising; ``lengths`` their words.

    Word ``n`` of the sorted ``words`` occurs in the passages ``places[starts[n]:starts[n + 1]]`` (counted from 0 within
    the segment, rising), ``counts`` times each.
    """

    rows: Rows
    lengths: NDArray[np.int32]
    words: Sequence[str]
    starts: NDArray[np.int64]
    places: NDArray[np.int32]
    counts: NDArray[np.uint16]

    @classmethod
    def count(cls, rows: Sequence[int], documents: Sequence[Sequence[str]]) -> "Segment":
        """Count the words of some passages."""
        numbers: dict[str, int] = {}
        flat = [numbers.setdefault(word, len(numbers)) for words in documents for word in words]
        lengths = np.array([len(words) for words in documents], np.int32)
        ordered = sorted(numbers)
        rank = np.empty(len(ordered), np.int64)
        rank[[numbers[word] for word in ordered]] = np.arange(len(ordered))
        found = rank[np.array(flat, np.int64)] if flat else np.zeros(0, np.int64)
        places = np.repeat(np.arange(len(documents)), lengths)
        keys, counts = np.unique(found * max(1, len(documents)) + places, return_counts=True)
        return cls(
            np.array(rows, np.int64),
            lengths,
            ordered,
            _starts(keys // max(1, len(documents)), len(ordered)),
            (keys % max(1, len(documents))).astype(np.int32),
            np.minimum(counts, _MOST).astype(np.uint16),
        )

    def hits(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.uint16]] | None:
        """Places and counts of a word, None where it does not occur."""
        n = bisect_left(self.words, word)
        if n >= len(self.words) or self.words[n] != word:
            return None
        part = slice(int(self.starts[n]), int(self.starts[n + 1]))
        return self.places[part], self.counts[part]

    def save(self, folder: Path) -> None:
        """Write the segment into a new folder; on return it is on the disk. Raises ``OSError``."""
        folder.mkdir(parents=True)
        for name in _ARRAYS:
            with (folder / f"{name}.npy").open("wb") as out:
                np.save(out, getattr(self, name))
                os.fsync(out.fileno())
        with (folder / _WORDS).open("w", encoding="utf-8", newline="\n") as text:
            text.write("\n".join(self.words))
            text.flush()
            os.fsync(text.fileno())

    @classmethod
    def load(cls, folder: Path) -> "Segment":
        """Map a saved segment. Raises ``OSError`` or ``ValueError`` where it is missing or damaged."""
        rows, lengths, starts, places, counts = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in _ARRAYS)
        text = (folder / _WORDS).read_text("utf-8")
        words = text.split("\n") if text else []
        whole = len(starts) == len(words) + 1 and starts[-1] == len(places) == len(counts) and len(rows) == len(lengths)
        if not whole:
            raise ValueError("the pieces of a segment do not fit together")
        return cls(rows, lengths, words, starts, places, counts)


def merged(first: Segment, second: Segment, gone: Rows) -> Segment:
    """One segment of two, without the passages whose rows are ``gone`` and what only they say; the rows of ``second``
    follow the others."""
    words = sorted({*first.words, *second.words})
    number = {word: n for n, word in enumerate(words)}
    parts, kept_before = [], 0
    for segment in (first, second):
        alive = ~np.isin(segment.rows, gone)
        place = np.cumsum(alive) - 1 + kept_before
        own = np.fromiter((number[word] for word in segment.words), np.int64, len(segment.words))
        found = np.repeat(own, np.diff(segment.starts))
        kept = alive[segment.places]
        parts.append((found[kept], place[segment.places[kept]], segment.counts[kept]))
        kept_before += int(alive.sum())
    found, places, counts = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    said, found = np.unique(found, return_inverse=True)
    words = [words[n] for n in said.tolist()]
    order = np.argsort(found, kind="stable")
    alive = ~np.isin(np.concatenate([first.rows, second.rows]), gone)
    return Segment(
        np.concatenate([first.rows, second.rows])[alive],
        np.concatenate([first.lengths, second.lengths])[alive],
        words,
        _starts(found[order], len(words)),
        places[order].astype(np.int32),
        counts[order],
    )


def tiered(segments: Sequence[Segment], gone: Rows) -> list[Segment]:
    """The segments with the last ones merged until each is more than twice its successor: few, and rarely rewritten."""
    done: list[Segment] = []
    for segment in segments:
        done.append(segment)
        while len(done) > 1 and len(done[-2].rows) <= 2 * len(done[-1].rows):
            last = done.pop()
            done.append(merged(done.pop(), last, gone))
    return done


def _starts(found: NDArray[np.int64], words: int) -> NDArray[np.int64]:
    return np.searchsorted(found, np.arange(words + 1)).astype(np.int64)
