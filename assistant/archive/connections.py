"""Connections lent to one call at a time, in a transaction; what goes wrong in plain words."""

import sqlite3
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from index.errors import StorageFull, XinhuoError

NO_ROOM = ("disk is full", "readonly", "read-only", "unable to open", "disk i/o error", "no space left")
_FULL = "磁盘已满或文件夹不能写入，刚才的改动没有保存。请腾出空间后再试。"


class Connections(ABC):
    """What the archive needs of a database. ``notice`` is "" or one sentence about what opening had to do."""

    notice = ""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._closed = False
        self._state = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection inside one read transaction: all of its queries see the same state."""
        with self._lent() as connection:
            self._begin(connection, writing=False)
            yield connection
            connection.rollback()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection inside one write transaction, committed at the end, undone where an error passes through."""
        with self._turn(), self._lent() as connection:
            self._begin(connection, writing=True)
            yield connection
            connection.commit()

    @contextmanager
    def _lent(self) -> Iterator[Connection]:
        with plain_errors():
            with self._state:
                if self._closed:
                    raise XinhuoError("文稿存档已经关闭。")
            # Closing gives the connection back, with whatever was not committed undone.
            with self._engine.connect() as connection:
                yield connection

    def close(self) -> None:
        """Close every connection that is not lent; the others close when their call ends."""
        with self._state:
            self._closed = True
        self._engine.dispose()

    def _turn(self) -> AbstractContextManager[object]:
        """What a writer of this process waits for."""
        return nullcontext()

    @abstractmethod
    def _begin(self, connection: Connection, *, writing: bool) -> None:
        """Begin a transaction."""

    @abstractmethod
    def backup(self, to: Path) -> None:
        """Write a whole copy to the file ``to``, which appears only when it is complete."""

    @abstractmethod
    def shrink(self) -> None:
        """Give up what was erased, so that it is nowhere any more."""


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what databases and the file system say into one Chinese sentence."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _explained(error) from error
    except OSError as error:
        raise StorageFull(_FULL) from error


def _explained(error: Exception) -> XinhuoError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said, state = str(cause).lower(), str(getattr(cause, "sqlstate", "") or "")
    if any(words in said for words in NO_ROOM) or state == "53100":
        return StorageFull(_FULL)
    if "locked" in said or "busy" in said or state in ("40P01", "40001", "55P03"):
        return XinhuoError("文稿存档正忙，请稍后再试。")
    if not isinstance(cause, sqlite3.Error):
        return XinhuoError("文稿存档的数据库没有回应，刚才的改动可能没有保存。请稍后再试，或告诉管理员。")
    return XinhuoError("文稿存档读写出错，请重新打开程序，会自动检查。")
