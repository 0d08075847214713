"""The archive in one SQLite file: checked at opening, mended where it is damaged.

Durability: WAL with ``synchronous=FULL``, so that a commit that was answered survives a power cut, and a kill at any
moment leaves either the state before a call or the state after it.
"""

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.engine import Connection
from sqlalchemy.pool import QueuePool

from assistant.archive.connections import NO_ROOM, Connections, plain_errors
from assistant.archive.salvage import salvage
from assistant.archive.schema import MIGRATIONS, form_of, migrate
from assistant.archive.values import ArchiveTooNew

__all__ = ["Database", "copy_to", "plain_errors"]

BUSY_SECONDS = 30.0
_IDLE = 5


class Database(Connections):
    """The file, checked at opening."""

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self.file = file
        self._writing = threading.Lock()
        with plain_errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._open(now)
        # As many connections as there are calls at once, the last used first.
        engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=_IDLE,
            max_overflow=-1,
            pool_use_lifo=True,
        )
        super().__init__(engine)

    def _open(self, now: Callable[[], float]) -> None:
        if self.file.exists() and not _sound(self.file):
            self.notice = _set_aside(self.file, now())
        elif not self.file.exists() and _salvaged(self.file).exists():
            _salvaged(self.file).replace(self.file)  # an earlier start was cut off between the two renames
        with closing(self._connect()) as connection:
            form = form_of(connection)
            if form > len(MIGRATIONS):
                raise ArchiveTooNew("这些文稿由更新版本的程序保存，请先升级程序再打开。")
            if form < len(MIGRATIONS):
                if form:
                    copy_to(connection, self.file.with_name(f"{self.file.stem}.form{form}.backup"))
                migrate(connection, MIGRATIONS)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        if self.file.stat().st_size == 0:
            self.file.chmod(0o600)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _turn(self) -> AbstractContextManager[object]:
        return self._writing

    def _begin(self, connection: Connection, *, writing: bool) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    def backup(self, to: Path) -> None:
        """Write a whole copy to ``to``, which appears only when it is complete."""
        with self._lent() as connection:
            copy_to(connection.connection.driver_connection, to)  # type: ignore[arg-type]

    def shrink(self) -> None:
        """Move everything out of the write-ahead log, so that erased text is nowhere in the folder."""
        with self._writing, self._lent() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def copy_to(connection: sqlite3.Connection, to: Path) -> None:
    """Copy the connection's whole database into the file ``to``, written beside it first and then renamed."""
    with plain_errors():
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_name(to.name + ".part")
        part.unlink(missing_ok=True)
        try:
            part.touch(mode=0o600)
            with closing(sqlite3.connect(part)) as copy:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)


def _sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and any(w in str(error).lower() for w in (*NO_ROOM, "locked")):
            raise
        return False


def _salvaged(file: Path) -> Path:
    return file.with_name(file.name + ".salvage")


def _set_aside(file: Path, now: float) -> str:
    """Put a damaged file, with its log, under another name and what can be read of it in its place; what to tell."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
    aside = file.with_name(f"{file.stem}.damaged-{stamp}{file.suffix}")
    saved = _salvaged(file)
    count = salvage(file, saved)
    for ending in ("-wal", "-shm", ""):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    saved.replace(file)
    found = f"从中找回了 {count} 份文稿" if count else "没能从中找回文稿"
    return f"原来的文稿存档已损坏，{found}；损坏的文件保留为“{aside.name}”，没有删除。"
