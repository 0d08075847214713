"""The whole library in one file, and back."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

from index.errors import LibraryDamaged, StorageFull
from index.settings import LibrarySettings
from index.shelf.ownership import own
from index.shelf.schema import migrate


def write(source: sqlite3.Connection, target: Path) -> None:
    """Copy an open shelf to ``target``, consistent even while others write. Raises ``StorageFull``."""
    unfinished = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)
        with contextlib.closing(sqlite3.connect(unfinished)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        unfinished.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        raise StorageFull(f"备份写不进去，请检查磁盘空间和权限：{target}。") from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(settings: LibrarySettings, backup: Path) -> int:
    """Put the library of ``settings.home`` back as it was in ``backup``; returns how many materials it holds.

    Raises ``LibraryDamaged`` when the file is no backup, ``LibraryBusy`` when a program is using the library, and
    ``StorageFull``.
    """
    folder = settings.library_folder
    incoming = folder / "incoming.sqlite"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFull(f"资料库的文件夹建不起来：{folder}。") from error
    lock = own(folder)
    try:
        shutil.copyfile(backup, incoming)
        count = _checked(incoming, backup)
        for name in ("shelf.sqlite-wal", "shelf.sqlite-shm"):
            (folder / name).unlink(missing_ok=True)
        incoming.replace(folder / "shelf.sqlite")
    except OSError as error:
        raise StorageFull(f"备份打不开或写不进去：{backup}。") from error
    finally:
        incoming.unlink(missing_ok=True)
        lock.release()
    return count


def _checked(file: Path, named: Path) -> int:
    try:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
            if connection.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
            count = int(connection.execute("SELECT count(*) FROM materials").fetchone()[0])
            migrate(connection)
            # The indexes beside the shelf were made from another library.
            connection.execute("DELETE FROM meta WHERE key IN ('chroma', 'epoch', 'identity')")
            return count
    except sqlite3.DatabaseError as error:
        raise LibraryDamaged(f"这不是完好的备份文件：{named}。") from error
