"""One generation of the shelf made ready for searching: labels, words and vectors in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lexical import Lexical
from index.shelf import Shelf
from index.windows import Stack

SMALL = 3000
"""Up to this many passages all of them are candidates, and all their windows are kept in memory."""

_SPREAD_SAMPLE = 500

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a search needs in memory. Tuples run over ``lexical.ids``.

    ``windows`` holds those of all passages of a small library, of a random sample of a large one; the passage at
    ``place`` is number ``at[place]`` there, or -1 where it is not held. ``sample`` are such numbers of a random few.
    ``shipped`` tells the program's own samples from what users added.
    """

    lexical: Lexical
    place: dict[str, int]
    genres: tuple[str, ...]
    roles: tuple[str, ...]
    positions: tuple[tuple[int, int], ...]
    articles: tuple[tuple[str, int], ...]
    shipped: NDArray[np.bool_]
    windows: Stack
    at: Places
    sample: Places
    owners: tuple[str, ...] = ()

    @classmethod
    def take(cls, shelf: Shelf, lexical: Lexical) -> "Snapshot":
        """Read labels and vectors of the generation that ``lexical`` was made from."""
        labels = shelf.labels()
        sample = np.random.default_rng(0).permutation(len(labels))[:_SPREAD_SAMPLE]
        windows, at = _windows(shelf, lexical, sample)
        own = set(shelf.samples().values())
        articles = tuple((label[3], label[4]) for label in labels)
        return cls(
            lexical,
            {label[0]: n for n, label in enumerate(labels)},
            tuple(label[1] for label in labels),
            tuple(label[2] for label in labels),
            _positions(articles),
            articles,
            np.array([label[3] in own for label in labels], np.bool_),
            windows,
            at,
            at[sample][at[sample] >= 0],
            tuple(shelf.owners()),
        )

    @property
    def small(self) -> bool:
        """Whether every passage is looked at in every search."""
        return len(self.lexical.ids) <= SMALL


def _windows(shelf: Shelf, lexical: Lexical, sample: Places) -> tuple[Stack, Places]:
    """The windows that are kept in memory, and where each passage's are among them (-1 = not)."""
    total = len(lexical.ids)
    places = np.arange(total) if total <= SMALL else np.sort(sample)
    rows = [int(row) for row in lexical.rows[places]]
    found = shelf.windows(rows, width) if (width := shelf.width()) else {}
    at = np.full(total, -1, np.intp)
    held = np.array([place for place, row in zip(places, rows, strict=True) if row in found], np.intp)
    at[held] = np.arange(len(held))
    return Stack.of([found[row] for row in rows if row in found]), at


def _positions(articles: Sequence[tuple[str, int]]) -> tuple[tuple[int, int], ...]:
    """(index in its article, passages there) for passages given by their articles in reading order."""
    totals = Counter(articles)
    seen: Counter[tuple[str, int]] = Counter()
    found = []
    for article in articles:
        found.append((seen[article], totals[article]))
        seen[article] += 1
    return tuple(found)
