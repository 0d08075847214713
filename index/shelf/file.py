"""The shelf's SQLite file: opened, written in transactions, its errors in plain words."""

import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from index import backup
from index.errors import LibraryDamaged, StorageFull
from index.shelf.schema import migrate

BATCH = 500
"""Identifiers asked for in one statement."""

_CACHE_KIB = 16 * 1024


class ShelfFile:
    """All access to the SQLite file goes through here. Safe to use from several threads; one writer at a time."""

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
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            migrate(connection)
            connection.execute("PRAGMA foreign_keys = ON")
        except sqlite3.DatabaseError as error:
            connection.close()
            raise _explained(error, file) from error
        except LibraryDamaged:
            connection.close()
            raise
        return cls(connection, file)

    def close(self) -> None:
        """Close the file; the shelf is not usable afterwards."""
        with self._lock:
            self._connection.close()

    def backup(self, target: Path) -> None:
        """Copy the whole shelf to one file. Raises ``StorageFull``."""
        with self._lock:
            backup.write(self._connection, target)

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
        return self._token("epoch")

    @property
    def identity(self) -> str:
        """Differs between libraries, and changes when a backup takes the place of one."""
        return self._token("identity")

    def _token(self, key: str) -> str:
        if not self.get(key):
            with self._writing(changes=False) as connection:
                connection.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", (key, secrets.token_hex(8)))
        return self.get(key)

    # -- statements -------------------------------------------------------------------------------------------------

    @contextmanager
    def steady(self) -> Iterator[None]:
        """All that is read inside belongs to one state of the shelf. Nothing may be written inside."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            _ = self.identity, self.epoch  # made where they are missing, before the transaction
            self._all("BEGIN")
            try:
                yield
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

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

    def _all(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise _explained(error, self.file) from error

    def _one(self, statement: str, *values: object) -> tuple[Any, ...] | None:
        rows = self._all(statement, *values)
        return rows[0] if rows else None


def _explained(error: sqlite3.DatabaseError, file: Path) -> LibraryDamaged | StorageFull:
    if "full" in str(error) or "readonly" in str(error) or "disk I/O" in str(error):
        return StorageFull(f"磁盘已满或不能写入，资料库没有改动：{file.parent}。")
    if "locked" in str(error):
        return StorageFull("资料库正忙，另一个程序占用太久，请稍后再试。")
    return LibraryDamaged(f"资料库文件打不开或已损坏：{file}。可以用备份恢复。")
