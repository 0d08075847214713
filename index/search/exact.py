"""Vectors compared one by one: exact, at hand at once, and good for some hundred thousand passages."""

import numpy as np
from numpy.typing import NDArray

from index.shelf.shelf import Shelf

Rows = NDArray[np.int64]
Block = tuple[Rows, NDArray[np.float32]]
_NONE = np.zeros(0, np.int64)
_AT_ONCE = 20_000
_SMALL_BLOCKS = 16


class ExactIndex:
    """The vectors of all passages in memory, but of those that another index holds (``besides``)."""

    def __init__(self) -> None:
        self._generation = ""
        self._blocks: list[Block] = []

    def sync(self, shelf: Shelf, besides: Rows = _NONE) -> None:
        """Read what is new on the shelf and forget what is gone from it."""
        with shelf.steady():
            generation = f"{shelf.epoch} {shelf.generation} {len(besides)} {besides[-1:].tolist()}"
            if generation == self._generation:
                return
            if not self._generation.startswith(shelf.epoch):
                self._blocks = []
            wanted = np.setdiff1d(shelf.encoded(), besides, assume_unique=True)
            self._forget(wanted)
            held = np.sort(np.concatenate([_NONE, *(rows for rows, _ in self._blocks)]))
            missing = np.setdiff1d(wanted, held, assume_unique=True)
            last = int(missing[0]) - 1 if len(missing) else 0
            while len(missing) and last < missing[-1]:
                block = shelf.vectors(last, _AT_ONCE)
                last = int(block[0][-1])
                self._blocks.append(_chosen(block, missing))
        small = [block for block in self._blocks if len(block[0]) < _AT_ONCE // 2]
        if len(small) > _SMALL_BLOCKS:
            large = [block for block in self._blocks if len(block[0]) >= _AT_ONCE // 2]
            self._blocks = [*large, _joined(small)]
        self._generation = generation

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The ``count`` nearest passages."""
        found: list[tuple[int, float]] = []
        for rows, matrix in self._blocks:
            cosines = matrix @ vector
            best = np.argpartition(-cosines, count)[:count] if count < len(rows) else np.arange(len(rows))
            found += zip(rows[best].tolist(), cosines[best].tolist(), strict=True)
        return sorted(found, key=lambda pair: -pair[1])[:count]

    def around(self, vectors: NDArray[np.float32], count: int) -> Rows:
        """The ``count`` nearest passages of every vector, all together; one look for all is a tenth of one for each."""
        numbers, cosines = [np.zeros((0, len(vectors)), np.int64)], [np.zeros((0, len(vectors)), np.float32)]
        for rows, matrix in self._blocks:
            near = matrix @ vectors.T
            if count < len(rows):
                best = np.argpartition(-near, count, axis=0)[:count]
                numbers.append(rows[best])
                cosines.append(np.take_along_axis(near, best, axis=0))
            else:
                numbers.append(np.repeat(rows[:, None], len(vectors), axis=1))
                cosines.append(near)
        best = np.argsort(-np.concatenate(cosines), axis=0)[:count]
        return np.unique(np.take_along_axis(np.concatenate(numbers), best, axis=0))

    def close(self) -> None:
        """Nothing is held open; the memory is given back."""
        self._blocks, self._generation = [], ""

    def __len__(self) -> int:
        return sum(len(rows) for rows, _ in self._blocks)

    def _forget(self, wanted: Rows) -> None:
        kept = [
            block if np.isin(block[0], wanted, assume_unique=True).all() else _chosen(block, wanted)
            for block in self._blocks
        ]
        self._blocks = [block for block in kept if len(block[0])]


def _chosen(block: Block, wanted: Rows) -> Block:
    rows, matrix = block
    keep = np.isin(rows, wanted, assume_unique=True)
    return block if keep.all() else (rows[keep], matrix[keep])


def _joined(blocks: list[Block]) -> Block:
    return np.concatenate([rows for rows, _ in blocks]), np.concatenate([matrix for _, matrix in blocks])
