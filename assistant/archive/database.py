"""Connections to the archive's file: opened once each, lent to one call at a time, errors in plain words.

Durability: WAL with ``synchronous=FULL``, so that a commit that was answered survives a power cut, and a kill at any
moment leaves either the state before a call or the state after it.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.archive.salvage import salvage
from assistant.archive.schema import MIGRATIONS, form_of, migrate
from assistant.archive.values import ArchiveTooNew
from index.errors import StorageFull, XinhuoError

BUSY_SECONDS = 30.0
_NO_ROOM = ("disk is full", "readonly", "read-only", "unable to open", "disk i/o error")


class Database:
    """The file, checked at opening. ``notice`` is "" or one sentence for the user about what opening had to do."""

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self.file = file
        self.notice = ""
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._closed = False
        with plain_errors():
            file.parent.mkdir(parents=True, exist_ok=True)
            self._open(now)

    def _open(self, now: Callable[[], float]) -> None:
        if self.file.exists() and not _sound(self.file):
            self.notice = _set_aside(self.file, now())
        connection = self._connect()
        form = form_of(connection)
        if form > len(MIGRATIONS):
            connection.close()
            raise ArchiveTooNew("这些文稿由更新版本的程序保存，请先升级程序再打开。")
        if form < len(MIGRATIONS):
            if form:
                copy_to(connection, self.file.with_name(f"{self.file.stem}.form{form}.backup"))
            migrate(connection, MIGRATIONS)
        self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        connection.row_factory = sqlite3.Row
        if self.file.stat().st_size == 0:
            self.file.chmod(0o600)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one read transaction: all of its queries see the same state."""
        with self._lent() as connection:
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection inside one write transaction, committed at the end, undone where an error passes through."""
        with self._writing, self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        with plain_errors():
            with self._lock:
                if self._closed:
                    raise XinhuoError("文稿存档已经关闭。")
                connection = self._idle.pop() if self._idle else None
            connection = connection or self._connect()
            try:
                yield connection
            finally:
                self._give_back(connection)

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    def backup(self, to: Path) -> None:
        """Write a whole copy to ``to``, which appears only when it is complete."""
        with self._lent() as connection:
            copy_to(connection, to)

    def shrink(self) -> None:
        """Move everything out of the write-ahead log, so that erased text is nowhere in the folder."""
        with self._writing, self._lent() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection that is not lent; the others close when their call ends."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()


def copy_to(connection: sqlite3.Connection, to: Path) -> None:
    """Copy the connection's whole database into the file ``to``, written beside it first and then renamed."""
    with plain_errors():
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_name(to.name + ".part")
        part.unlink(missing_ok=True)
        try:
            with closing(sqlite3.connect(part)) as copy:
                connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            part.replace(to)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what SQLite and the file system say into one Chinese sentence."""
    try:
        yield
    except sqlite3.Error as error:
        if any(words in str(error).lower() for words in _NO_ROOM):
            raise StorageFull("磁盘已满或文件夹不能写入，刚才的改动没有保存。请腾出空间后再试。") from error
        if "locked" in str(error) or "busy" in str(error):
            raise XinhuoError("文稿存档正忙，请稍后再试。") from error
        raise XinhuoError("文稿存档读写出错，请重新打开程序，会自动检查。") from error
    except OSError as error:
        raise StorageFull("磁盘已满或文件夹不能写入，刚才的改动没有保存。请腾出空间后再试。") from error


def _sound(file: Path) -> bool:
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_SECONDS)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError) and any(w in str(error).lower() for w in (*_NO_ROOM, "locked")):
            raise
        return False


def _set_aside(file: Path, now: float) -> str:
    """Put a damaged file, with its log, under another name and what can be read of it in its place; what to tell."""
    stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now))
    aside = file.with_name(f"{file.stem}.damaged-{stamp}{file.suffix}")
    saved = file.with_name(file.name + ".salvage")
    count = salvage(file, saved)
    for ending in ("-wal", "-shm", ""):
        part = file.with_name(file.name + ending)
        if part.exists():
            part.replace(aside.with_name(aside.name + ending))
    saved.replace(file)
    found = f"从中找回了 {count} 份文稿" if count else "没能从中找回文稿"
    return f"原来的文稿存档已损坏，{found}；损坏的文件保留为“{aside.name}”，没有删除。"
