"""One generation of the shelf made ready for searching: labels, words and vectors in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.encoding.windows import Stack
from index.search.lexical import Lexical
from index.shelf.shelf import Shelf

SMALL = 3000
"""Up to this many passages all of them are candidates, and all their windows are kept in memory."""

_SPREAD_SAMPLE = 500

Places = NDArray[np.intp]
Codes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Labels:
    """A word for every passage, few different ones: ``names[codes[place]]``."""

    names: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, words: Sequence[str]) -> "Labels":
        """Number the words."""
        numbers = {word: n for n, word in enumerate(dict.fromkeys(words))}
        return cls(tuple(numbers), np.fromiter(map(numbers.__getitem__, words), np.int32, len(words)))

    def __getitem__(self, place: int) -> str:
        return self.names[int(self.codes[place])]

    def among(self, words: Sequence[str] | set[str]) -> NDArray[np.bool_]:
        """For every passage whether its word is one of ``words``."""
        return np.array([name in words for name in self.names], np.bool_)[self.codes]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a search needs in memory. Labels and arrays run over the passages of ``lexical``.

    ``positions`` are two rows: index in its article, passages there. ``windows`` holds those of all passages of a small
    library, of a random sample of a large one; the passage at ``place`` is number ``at[place]`` there, or -1 where it
    is not held. ``sample`` are such numbers of a random few. ``shipped`` tells the program's own samples from what
    users added. ``owners`` is None where everything is everybody's.
    """

    lexical: Lexical
    genres: Labels
    roles: Labels
    positions: Codes
    shipped: NDArray[np.bool_]
    windows: Stack
    at: Places
    sample: Places
    owners: Labels | None

    @classmethod
    def take(cls, shelf: Shelf, lexical: Lexical) -> "Snapshot":
        """Read labels and vectors of the generation that ``lexical`` was made from."""
        rows, genres, roles, materials, articles = _columns(shelf)
        sample = np.random.default_rng(0).permutation(len(rows))[:_SPREAD_SAMPLE]
        windows, at = _windows(shelf, lexical, sample)
        owners = shelf.owners()
        return cls(
            lexical,
            genres,
            roles,
            _positions(materials.codes, articles),
            materials.among(set(shelf.samples().values())),
            windows,
            at,
            at[sample][at[sample] >= 0],
            Labels.of(owners) if owners else None,
        )

    @property
    def small(self) -> bool:
        """Whether every passage is looked at in every search."""
        return len(self.lexical) <= SMALL


def _windows(shelf: Shelf, lexical: Lexical, sample: Places) -> tuple[Stack, Places]:
    """The windows that are kept in memory, and where each passage's are among them (-1 = not)."""
    total = len(lexical)
    places = np.arange(total) if total <= SMALL else np.sort(sample)
    rows = [int(row) for row in lexical.rows[places]]
    found = shelf.windows(rows, width) if (width := shelf.width()) else {}
    at = np.full(total, -1, np.intp)
    held = np.array([place for place, row in zip(places, rows, strict=True) if row in found], np.intp)
    at[held] = np.arange(len(held))
    return Stack.of([found[row] for row in rows if row in found]), at


def _columns(shelf: Shelf) -> tuple[Places, Labels, Labels, Labels, Codes]:
    labels = shelf.labels()
    rows, genres, roles, materials, articles = zip(*labels, strict=True) if labels else ((),) * 5
    order = np.argsort(np.array(rows, np.int64), kind="stable")
    first = [Labels.of(words) for words in (genres, roles, materials)]
    sorted_ = [Labels(found.names, found.codes[order]) for found in first]
    return order, sorted_[0], sorted_[1], sorted_[2], np.array(articles, np.int32)[order]


def _positions(materials: Codes, articles: Codes) -> Codes:
    """(index in its article, passages there) for passages in reading order."""
    _, article, totals = np.unique(materials.astype(np.int64) << 32 | articles, return_inverse=True, return_counts=True)
    order = np.argsort(article, kind="stable")
    index = np.empty(len(article), np.int32)
    index[order] = np.arange(len(article)) - np.repeat(np.cumsum(totals) - totals, totals)
    return np.stack([index, totals[article].astype(np.int32)])
