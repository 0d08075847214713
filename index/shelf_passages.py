"""Passages on the shelf, with their numbers, labels and vectors."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.material import StoredPassage
from index.shelf_file import BATCH, ShelfFile
from index.shelf_rows import PASSAGE_COLUMNS, PASSAGE_TABLES, blobs, stored
from index.windows import Vectors

Rows = NDArray[np.int64]


class PassageShelf(ShelfFile):
    """Reading passages and keeping their vectors. A passage's number (row) is never given to another one."""

    def count(self) -> int:
        """Number of passages."""
        row = self._one("SELECT count(*) FROM passages")
        return int(row[0]) if row else 0

    def passages(self, ids: Sequence[str] | None = None) -> list[StoredPassage]:
        """The passages of these identifiers in their order (unknown ones left out), or all in reading order."""
        if ids is None:
            rows = self._all(f"SELECT {PASSAGE_COLUMNS} FROM {PASSAGE_TABLES} ORDER BY p.row")
            return [stored(row) for row in rows]
        found: dict[str, StoredPassage] = {}
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            marks = ",".join("?" * len(part))
            rows = self._all(f"SELECT {PASSAGE_COLUMNS} FROM {PASSAGE_TABLES} WHERE p.id IN ({marks})", *part)
            found.update((row[0], stored(row)) for row in rows)
        return [found[i] for i in ids if i in found]

    def passages_after(self, row: int, limit: int) -> list[tuple[int, StoredPassage]]:
        """Up to ``limit`` passages with their numbers, those that follow the number ``row``."""
        rows = self._all(
            f"SELECT {PASSAGE_COLUMNS}, p.row FROM {PASSAGE_TABLES} WHERE p.row > ? ORDER BY p.row LIMIT ?", row, limit
        )
        return [(int(found[-1]), stored(found[:-1])) for found in rows]

    def numbered(self) -> tuple[Rows, list[str]]:
        """Numbers and identifiers of all passages in reading order."""
        found = self._all("SELECT row, id FROM passages ORDER BY row")
        return np.fromiter((row for row, _ in found), np.int64, len(found)), [i for _, i in found]

    def labels(self) -> list[tuple[str, str, str, str, int]]:
        """(identifier, genre, role, material, article number) of every passage in reading order, without texts."""
        return self._all("SELECT id, genre, role, material, article FROM passages ORDER BY row")

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
        found = self._all("SELECT row FROM vectors ORDER BY row")
        return np.fromiter((row for (row,) in found), np.int64, len(found))

    def vectors(self, after: int = 0, limit: int = -1) -> tuple[Rows, list[str], Vectors]:
        """Numbers, identifiers and vectors (one row each) of the passages that follow the number ``after``."""
        found = self._all(
            "SELECT v.row, p.id, v.vector FROM vectors v JOIN passages p ON p.row = v.row WHERE v.row > ?"
            " ORDER BY v.row LIMIT ?",
            *(after, limit),
        )
        if not found:
            return np.zeros(0, np.int64), [], np.zeros((0, 0), np.float32)
        matrix = np.frombuffer(b"".join(row[2] for row in found), "<f2").reshape(len(found), -1)
        numbers = np.fromiter((row[0] for row in found), np.int64, len(found))
        return numbers, [str(row[1]) for row in found], matrix.astype(np.float32)

    def windows(self, rows: Sequence[int], width: int) -> dict[int, Vectors]:
        """Number → vectors of its windows (``width`` numbers each), for those of ``rows`` that have been encoded."""
        found: list[tuple[int, bytes]] = []
        for start in range(0, len(rows), BATCH):
            part = rows[start : start + BATCH]
            marks = ",".join("?" * len(part))
            found += self._all(f"SELECT row, windows FROM windows WHERE row IN ({marks})", *part)
        whole = np.frombuffer(b"".join(blob for _, blob in found), "<f2").reshape(-1, width).astype(np.float32)
        ends = np.cumsum([len(blob) // (2 * width) for _, blob in found]).tolist()
        starts = [0, *ends[:-1]]
        return {row: whole[a:b] for (row, _), a, b in zip(found, starts, ends, strict=True)}

    def width(self) -> int:
        """Length of a vector here; 0 while there is none."""
        row = self._one("SELECT length(vector) / 2 FROM vectors LIMIT 1")
        return int(row[0]) if row else 0
