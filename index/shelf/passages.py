"""Passages on the shelf, with their numbers, labels and vectors."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoding.windows import Vectors
from index.material import Passage, StoredPassage
from index.shelf.file import BATCH, ShelfFile
from index.shelf.rows import PASSAGE_COLUMNS, PASSAGE_TABLES, TEXT_COLUMNS, blobs, passage, stored

Rows = NDArray[np.int64]


class PassageShelf(ShelfFile):
    """Reading passages and keeping their vectors. A passage's number (row) is never given to another one."""

    def count(self) -> int:
        """Number of passages."""
        row = self._one("SELECT count(*) FROM passages")
        return int(row[0]) if row else 0

    def passages(self) -> list[StoredPassage]:
        """All passages in reading order."""
        rows = self._all(f"SELECT {PASSAGE_COLUMNS} FROM {PASSAGE_TABLES} ORDER BY p.row")
        return [stored(row) for row in rows]

    def passages_at(self, rows: Sequence[int]) -> dict[int, StoredPassage]:
        """Number → passage, for those of these numbers that are there."""
        found = self._at(f"SELECT p.row, {PASSAGE_COLUMNS} FROM {PASSAGE_TABLES} WHERE p.row IN", rows)
        return {row: stored(columns) for row, *columns in found}

    def texts_at(self, rows: Sequence[int]) -> dict[int, Passage]:
        """… without what its file and its article are called, in half the time."""
        found = self._at(f"SELECT p.row, {TEXT_COLUMNS} FROM passages p WHERE p.row IN", rows)
        return {row: passage(columns) for row, *columns in found}

    def _at(self, statement: str, rows: Sequence[int]) -> Iterator[tuple[Any, ...]]:
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            yield from self._all(f"{statement} ({','.join('?' * len(part))})", *part)

    def passages_after(self, row: int, limit: int) -> list[tuple[int, StoredPassage]]:
        """Up to ``limit`` passages with their numbers, those that follow the number ``row``."""
        rows = self._all(
            f"SELECT {PASSAGE_COLUMNS}, p.row FROM {PASSAGE_TABLES} WHERE p.row > ? ORDER BY p.row LIMIT ?", row, limit
        )
        return [(int(found[-1]), stored(found[:-1])) for found in rows]

    def rows(self) -> Rows:
        """Numbers of all passages, rising: their reading order."""
        return self._numbers("SELECT row FROM passages")

    def labels(self) -> list[tuple[int, str, str, str, int]]:
        """(number, genre, role, material, article number) of every passage, without texts, in no order."""
        return self._all("SELECT row, genre, role, material, article FROM passages")

    def owners(self) -> list[str]:
        """Whose each passage is ("" = everybody's), in reading order; empty where all are everybody's."""
        if not self._all("SELECT 1 FROM materials WHERE owner <> '' LIMIT 1"):
            return []
        rows = self._all("SELECT m.owner FROM passages p JOIN materials m ON m.id = p.material ORDER BY p.row")
        return [str(owner) for (owner,) in rows]

    # -- vectors ----------------------------------------------------------------------------------------------------

    def without_vectors(self, limit: int) -> list[StoredPassage]:
        """Up to ``limit`` passages that still need a vector."""
        rows = self._all(
            f"SELECT {PASSAGE_COLUMNS} FROM {PASSAGE_TABLES} WHERE p.encoded = 0 ORDER BY p.row LIMIT ?", limit
        )
        return [stored(row) for row in rows]

    def set_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Store the windows' vectors of passages that are already on the shelf."""
        kept = [(passage, *blobs(windows)) for passage, windows in vectors.items()]
        number = "(SELECT row FROM passages WHERE id = ?)"
        with self._writing() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO vectors SELECT row, ? FROM passages WHERE row = {number}",
                [(vector, passage) for passage, vector, _ in kept],
            )
            connection.executemany(
                f"INSERT OR REPLACE INTO windows SELECT row, ? FROM passages WHERE row = {number}",
                [(windows, passage) for passage, _, windows in kept],
            )
            connection.executemany("UPDATE passages SET encoded = 1 WHERE id = ?", [(i,) for i, _, _ in kept])

    def forget_vectors(self) -> None:
        """Drop all vectors, before another encoder makes new ones."""
        with self._writing() as connection:
            connection.execute("DELETE FROM vectors")
            connection.execute("DELETE FROM windows")
            connection.execute("UPDATE passages SET encoded = 0")
            connection.execute("DELETE FROM meta WHERE key = 'epoch'")

    def encoded(self) -> Rows:
        """Numbers of all passages that have a vector, rising."""
        waiting = self._numbers("SELECT row FROM passages WHERE encoded = 0")
        return np.setdiff1d(self.rows(), waiting, assume_unique=True)

    def _numbers(self, statement: str) -> Rows:
        # Sorted here: asked for them in order, SQLite reads the whole table instead of an index.
        found = self._all(statement)
        return np.sort(np.fromiter(chain.from_iterable(found), np.int64, len(found)))

    def vectors(self, after: int = 0, limit: int = -1) -> tuple[Rows, Vectors]:
        """Numbers and vectors (one row each) of the passages that follow the number ``after``."""
        found = self._all("SELECT row, vector FROM vectors WHERE row > ? ORDER BY row LIMIT ?", after, limit)
        if not found:
            return np.zeros(0, np.int64), np.zeros((0, 0), np.float32)
        matrix = np.frombuffer(b"".join(vector for _, vector in found), "<f2").reshape(len(found), -1)
        return np.array([row for row, _ in found], np.int64), matrix.astype(np.float32)

    def windows(self, rows: Sequence[int], width: int) -> dict[int, Vectors]:
        """Number → vectors of its windows (``width`` numbers each), for those of ``rows`` that have been encoded."""
        found = list(self._at("SELECT row, windows FROM windows WHERE row IN", rows))
        whole = np.frombuffer(b"".join(blob for _, blob in found), "<f2").reshape(-1, width).astype(np.float32)
        ends = np.cumsum([len(blob) // (2 * width) for _, blob in found]).tolist()
        starts = [0, *ends[:-1]]
        return {row: whole[a:b] for (row, _), a, b in zip(found, starts, ends, strict=True)}

    def width(self) -> int:
        """Length of a vector here; 0 while there is none."""
        row = self._one("SELECT length(vector) / 2 FROM vectors LIMIT 1")
        return int(row[0]) if row else 0
