"""What every part of the archive stands on: a database, and a clock."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from assistant.archive.connections import Connections
from assistant.archive.database import Database


class Opened:
    """An opened archive. ``place`` is a file, or the address of a PostgreSQL database."""

    def __init__(self, place: Path | str, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._database = _database(place, now)

    @property
    def notice(self) -> str:
        """ "" or what opening had to do about a damaged file."""
        return self._database.notice

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file or the server."""
        self._database.close()

    def backup(self, to: Path) -> None:
        """Write a copy of the whole archive to the file ``to``; it opens as an archive. Works while others write."""
        self._database.backup(to)


def _database(place: Path | str, now: Callable[[], float]) -> Connections:
    if isinstance(place, Path):
        return Database(place, now)
    from assistant.archive.server import ServerDatabase

    return ServerDatabase(place)
