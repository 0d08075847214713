"""The shelf: materials, articles, passages and vectors in one SQLite file, the truth that indexes are made from."""

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import numpy as np

from index import backup
from index.errors import LibraryDamaged, StorageFull
from index.material import Article, Cleaned, Paragraph, Passage, StoredPassage
from index.records import Material
from index.schema import migrate
from index.windows import Vectors, centre

_PASSAGE_COLUMNS = (
    "p.id, p.text, p.headings, p.genre, p.role, p.themes, p.has_figures, p.material, m.file, a.title, p.article"
)
_PASSAGE_TABLES = (
    "passages p JOIN materials m ON m.id = p.material JOIN articles a"
    " ON (a.material, a.number) = (p.material, p.article)"
)
_BATCH = 500


@dataclass(frozen=True)
class Intake:
    """One file on its way onto the shelf: what it holds and where it came from. Hashes are hexadecimal SHA-256."""

    file: str
    path: str
    text_hash: str
    file_hash: str
    kind: str
    cleaned: Cleaned
    passages: tuple[tuple[Passage, ...], ...]
    sample: bool = False

    @property
    def material(self) -> str:
        """Identifier of the material: the beginning of its content hash."""
        return self.text_hash[:16]


@dataclass(frozen=True)
class Known:
    """What the shelf knows of a material that a new file is compared with."""

    material: str
    path: str
    text_hash: str
    file_hash: str


class Shelf:
    """All reading and writing of the SQLite file. Safe to use from several threads; one writer at a time."""

    def __init__(self, connection: sqlite3.Connection, file: Path) -> None:
        self._connection = connection
        self._lock = threading.RLock()
        self.file = file

    @classmethod
    def open(cls, file: Path) -> Self:
        """Open or create the shelf at ``file``. Raises ``LibraryDamaged`` or ``StorageFull``."""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(file, timeout=30, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.OperationalError) as error:
            raise StorageFull(f"资料库文件夹无法写入：{file.parent}。") from error
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise _explained(error, file) from error
        return cls(connection, file)

    def close(self) -> None:
        """Close the file; the shelf is not usable afterwards."""
        with self._lock:
            self._connection.close()

    # -- small facts ------------------------------------------------------------------------------------------------

    def get(self, key: str, default: str = "") -> str:
        """One remembered value, such as the encoder's identity."""
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else default

    def set(self, key: str, value: str) -> None:
        """Remember one value."""
        with self._writing(changes=False) as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> str:
        """Changes with every change of the passages; indexes compare it with the one they were made from."""
        return self.get("generation", "empty")

    @property
    def epoch(self) -> str:
        """Differs between libraries, and changes whenever all vectors are made anew."""
        if not self.get("epoch"):
            self.set("epoch", secrets.token_hex(8))
        return self.get("epoch")

    def count(self) -> int:
        """Number of passages."""
        row = self._one("SELECT count(*) FROM passages")
        return int(row[0]) if row else 0

    # -- materials --------------------------------------------------------------------------------------------------

    def known_by_text(self, text_hash: str) -> Known | None:
        """The material that holds this very text."""
        return self._known("text_hash = ?", text_hash)

    def known_by_path(self, path: str) -> Known | None:
        """The material that was read from this path."""
        return self._known("path = ?", path)

    def known_by_bytes(self, file_hash: str) -> Known | None:
        """The material that was read from a file of these very bytes."""
        return self._known("file_hash = ?", file_hash)

    def samples(self) -> dict[str, str]:
        """File hash → material of every sample that came with the program."""
        return dict(self._all("SELECT file_hash, id FROM materials WHERE sample = 1"))

    def put(self, intake: Intake, vectors: Sequence[Vectors] | None, replaces: Sequence[str] = ()) -> None:
        """Put one material on the shelf, in the place of ``replaces``, all in one transaction.

        ``vectors`` holds the windows' vectors of every passage, or is None when they are to be made later.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as connection:
            kept = self._tags_of(replaces)
            connection.executemany("DELETE FROM materials WHERE id = ?", [(material,) for material in replaces])
            connection.execute(
                "INSERT INTO materials VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(intake.material, intake.file, intake.path, intake.text_hash, intake.file_hash),
                    *(intake.kind, now, int(intake.sample)),
                ),
            )
            connection.executemany("INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?)", _article_rows(intake))
            connection.executemany(
                "INSERT INTO passages (id, material, article, text, headings, genre, role, themes, has_figures, vector,"
                " windows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                _passage_rows(intake, vectors),
            )
            connection.executemany(
                "INSERT INTO dropped VALUES (?, ?, ?, ?)",
                [(intake.material, n, line, why) for n, (line, why) in enumerate(intake.cleaned.dropped)],
            )
            connection.executemany("INSERT INTO tags VALUES (?, ?)", [(intake.material, tag) for tag in kept])

    def remove(self, materials: Iterable[str]) -> None:
        """Take materials off the shelf with all that belongs to them; unknown ones are passed over."""
        with self._writing() as connection:
            connection.executemany("DELETE FROM materials WHERE id = ?", [(material,) for material in materials])

    def tag(self, material: str, tags: Iterable[str]) -> None:
        """Set the tags of a material."""
        with self._writing(changes=False) as connection:
            connection.execute("DELETE FROM tags WHERE material = ?", (material,))
            connection.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(material, tag) for tag in tags])

    def materials(self) -> list[Material]:
        """Every material, the latest first, samples last."""
        articles = _grouped(self._all("SELECT material, title, genre, date FROM articles ORDER BY material, number"))
        themes = _grouped(self._all("SELECT DISTINCT material, themes FROM passages"))
        counts = dict(self._all("SELECT material, count(*) FROM passages GROUP BY material"))
        tags = _grouped(self._all("SELECT material, tag FROM tags ORDER BY tag"))
        rows = self._all("SELECT id, file, path, added_at, sample FROM materials ORDER BY sample, added_at DESC, file")
        return [
            _material(
                row, articles.get(row[0], []), themes.get(row[0], []), tags.get(row[0], []), counts.get(row[0], 0)
            )
            for row in rows
        ]

    def kept_and_dropped(self, material: str) -> Cleaned:
        """What cleaning kept and dropped of a material when it was read."""
        articles = self._all(
            "SELECT title, genre, unit, date, paragraphs FROM articles WHERE material = ? ORDER BY number", material
        )
        dropped = self._all("SELECT line, reason FROM dropped WHERE material = ? ORDER BY position", material)
        return Cleaned(
            tuple(
                Article(title, genre, tuple(Paragraph(text, level) for text, level in json.loads(body)), unit, date)
                for title, genre, unit, date, body in articles
            ),
            tuple((line, reason) for line, reason in dropped),
        )

    # -- passages ---------------------------------------------------------------------------------------------------

    def passages(self, ids: Sequence[str] | None = None) -> list[StoredPassage]:
        """The passages of these identifiers in their order (unknown ones left out), or all in reading order."""
        if ids is None:
            rows = self._all(f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} ORDER BY p.row")
            return [_stored(row) for row in rows]
        found: dict[str, StoredPassage] = {}
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            rows = self._all(
                f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} WHERE p.id IN ({marks})",
                *part,
            )
            found.update((row[0], _stored(row)) for row in rows)
        return [found[i] for i in ids if i in found]

    def labels(self) -> list[tuple[str, str, str, str, int]]:
        """(identifier, genre, role, material, article number) of every passage in reading order, without texts."""
        return [
            (str(i), str(g), str(r), str(m), int(a))
            for i, g, r, m, a in self._all("SELECT id, genre, role, material, article FROM passages ORDER BY row")
        ]

    def without_vectors(self, limit: int) -> list[StoredPassage]:
        """Up to ``limit`` passages that still need a vector."""
        rows = self._all(
            f"SELECT {_PASSAGE_COLUMNS} FROM {_PASSAGE_TABLES} WHERE p.vector IS NULL ORDER BY p.row LIMIT ?",
            limit,
        )
        return [_stored(row) for row in rows]

    def set_vectors(self, vectors: Mapping[str, Vectors]) -> None:
        """Store the windows' vectors of passages that are already on the shelf."""
        with self._writing() as connection:
            connection.executemany(
                "UPDATE passages SET vector = ?, windows = ? WHERE id = ?",
                [(*_blobs(windows), passage) for passage, windows in vectors.items()],
            )

    def forget_vectors(self) -> None:
        """Drop all vectors, before another encoder makes new ones."""
        with self._writing() as connection:
            connection.execute("UPDATE passages SET vector = NULL, windows = NULL")
            connection.execute("DELETE FROM meta WHERE key = 'epoch'")

    def vectors(self) -> tuple[list[str], Vectors]:
        """Identifiers and vectors (one row each) of all passages that have one, in reading order."""
        rows = self._all("SELECT id, vector FROM passages WHERE vector IS NOT NULL ORDER BY row")
        if not rows:
            return [], np.zeros((0, 0), np.float32)
        matrix = np.frombuffer(b"".join(row[1] for row in rows), "<f4").reshape(len(rows), -1)
        return [str(row[0]) for row in rows], matrix

    def windows(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Passage → vectors of its windows, for those of ``ids`` that have been encoded."""
        found: dict[str, Vectors] = {}
        for start in range(0, len(ids), _BATCH):
            part = ids[start : start + _BATCH]
            marks = ",".join("?" * len(part))
            rows = self._all(
                f"SELECT id, length(vector) / 4, windows FROM passages WHERE windows IS NOT NULL AND id IN ({marks})",
                *part,
            )
            for identifier, width, blob in rows:
                found[identifier] = np.frombuffer(blob, "<f2").reshape(-1, width).astype(np.float32)
        return found

    def backup(self, target: Path) -> None:
        """Copy the whole shelf to one file. Raises ``StorageFull``."""
        with self._lock:
            backup.write(self._connection, target)

    # -- inside -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _writing(self, changes: bool = True) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self._connection
                    if changes:
                        self._connection.execute(
                            "INSERT OR REPLACE INTO meta VALUES ('generation', ?)", (secrets.token_hex(8),)
                        )
                    self._connection.execute("COMMIT")
                finally:
                    if self._connection.in_transaction:
                        self._connection.execute("ROLLBACK")
            except sqlite3.DatabaseError as error:
                raise _explained(error, self.file) from error

    def _all(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise _explained(error, self.file) from error

    def _one(self, statement: str, *values: object) -> tuple | None:  # type: ignore[type-arg]
        rows = self._all(statement, *values)
        return rows[0] if rows else None

    def _known(self, condition: str, value: str) -> Known | None:
        row = self._one(f"SELECT id, path, text_hash, file_hash FROM materials WHERE {condition}", value)
        return Known(*row) if row else None

    def _tags_of(self, materials: Sequence[str]) -> list[str]:
        return sorted({tag for m in materials for (tag,) in self._all("SELECT tag FROM tags WHERE material = ?", m)})


def _explained(error: sqlite3.DatabaseError, file: Path) -> LibraryDamaged | StorageFull:
    if "full" in str(error) or "readonly" in str(error) or "disk I/O" in str(error):
        return StorageFull(f"磁盘已满或不能写入，资料库没有改动：{file.parent}。")
    if "locked" in str(error):
        return StorageFull("资料库正忙，另一个程序占用太久，请稍后再试。")
    return LibraryDamaged(f"资料库文件打不开或已损坏：{file}。可以用备份恢复。")


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _article_rows(intake: Intake) -> Iterator[tuple[object, ...]]:
    for number, article in enumerate(intake.cleaned.articles, 1):
        body = _dumped([(p.text, p.level) for p in article.paragraphs])
        yield (intake.material, number, article.title, article.genre, article.unit, article.date, body)


def _blobs(windows: Vectors) -> tuple[bytes, bytes]:
    return centre(windows).astype("<f4").tobytes(), windows.astype("<f2").tobytes()


def _passage_rows(intake: Intake, vectors: Sequence[Vectors] | None) -> Iterator[tuple[object, ...]]:
    row = 0
    for number, passages in enumerate(intake.passages, 1):
        for passage in passages:
            yield (
                *(f"{intake.material}-{row + 1:04d}", intake.material, number, passage.text),
                *(_dumped(passage.headings), passage.genre, passage.role, _dumped(passage.themes)),
                *(int(passage.has_figures), *((None, None) if vectors is None else _blobs(vectors[row]))),
            )
            row += 1


def _stored(row: tuple) -> StoredPassage:  # type: ignore[type-arg]
    identifier, text, headings, genre, role, themes, figures, material, file, title, number = row
    passage = Passage(text, tuple(json.loads(headings)), genre, role, tuple(json.loads(themes)), bool(figures))
    return StoredPassage(identifier, passage, material, file, title, number)


def _grouped(rows: Iterable[tuple]) -> dict[str, list[tuple]]:  # type: ignore[type-arg]
    groups: dict[str, list[tuple]] = {}  # type: ignore[type-arg]
    for key, *rest in rows:
        groups.setdefault(key, []).append(tuple(rest))
    return groups


def _material(
    row: tuple,  # type: ignore[type-arg]
    articles: list[tuple],  # type: ignore[type-arg]
    themes: list[tuple],  # type: ignore[type-arg]
    tags: list[tuple],  # type: ignore[type-arg]
    passages: int,
) -> Material:
    identifier, file, path, added_at, sample = row
    return Material(
        material=identifier,
        file=file,
        title=next((title for title, _, _ in articles if title), file),
        articles=len(articles),
        passages=passages,
        genres=tuple(dict.fromkeys(genre for _, genre, _ in articles)),
        added_at=added_at,
        themes=tuple(dict.fromkeys(theme for (listed,) in themes for theme in json.loads(listed))),
        date=next((date for _, _, date in articles if date), ""),
        tags=tuple(tag for (tag,) in tags),
        sample=bool(sample),
        path=path,
    )
