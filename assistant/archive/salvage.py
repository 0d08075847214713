"""Taking what can still be read out of a damaged archive into a new one."""

import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.archive.body import readable
from assistant.archive.schema import MIGRATIONS, form_of, migrate

logger = logging.getLogger(__name__)

_BODY = 9
_KEYS = {"works": ("id",), "versions": ("rowid",), "messages": ("rowid",), "preferences": ("owner", "key")}


def salvage(damaged: Path, new_file: Path) -> int:
    """Copy every readable row of ``damaged`` into a new archive at ``new_file``; how many works came over.

    ``damaged`` is left as it is. Works without a readable current version are pointed at their newest readable one,
    works with none are left out.
    """
    new_file.unlink(missing_ok=True)
    with closing(sqlite3.connect(new_file, isolation_level=None)) as new:
        migrate(new)
        try:
            with _opened_copy(damaged) as old:
                if form_of(old) == len(MIGRATIONS):
                    _copy_rows(old, new)
        except sqlite3.DatabaseError:
            logger.warning("nothing could be read from the damaged archive")
        _mend(new)
        count = int(new.execute("SELECT count(*) FROM works").fetchone()[0])
    new_file.chmod(0o600)
    return count


@contextmanager
def _opened_copy(damaged: Path) -> Iterator[sqlite3.Connection]:
    # A copy with its log beside it: opening would fold the log into the file, and the damaged one stays as found.
    with tempfile.TemporaryDirectory(dir=damaged.parent, ignore_cleanup_errors=True) as folder:
        copy = Path(folder, damaged.name)
        for ending in ("", "-wal"):
            part = damaged.with_name(damaged.name + ending)
            if part.exists():
                shutil.copyfile(part, copy.with_name(copy.name + ending))
        with closing(sqlite3.connect(copy)) as connection:
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            yield connection


def _copy_rows(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    new.execute("BEGIN")
    for table in _KEYS:
        for row in _readable(old, table):
            if table == "versions" and not _whole(row[_BODY]):
                continue
            marks = ",".join("?" * len(row))
            new.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)
    new.execute("COMMIT")


def _readable(old: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    # Forwards until the first bad page, then backwards until it from the other end.
    for direction in ("", " DESC"):
        keys = ", ".join(f"{key}{direction}" for key in _KEYS[table])
        try:
            yield from old.execute(f"SELECT * FROM {table} ORDER BY {keys}")
        except sqlite3.DatabaseError:
            continue
        else:
            return


def _whole(body: object) -> bool:
    return isinstance(body, bytes) and readable(body)


def _mend(new: sqlite3.Connection) -> None:
    new.execute("DELETE FROM works WHERE id NOT IN (SELECT work FROM versions)")
    new.execute(
        "UPDATE works SET current = (SELECT max(number) FROM versions WHERE work = works.id)"
        " WHERE NOT EXISTS (SELECT 1 FROM versions WHERE work = works.id AND number = works.current)"
    )
    new.execute(
        "UPDATE versions SET parent = (SELECT max(v.number) FROM versions v"
        " WHERE v.work = versions.work AND v.number < versions.number)"
        " WHERE parent IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM versions v WHERE v.work = versions.work AND v.number = versions.parent)"
    )
    new.execute(
        "UPDATE versions SET redo = NULL WHERE redo IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM versions v WHERE v.work = versions.work AND v.number = versions.redo)"
    )
    for table in ("versions", "messages"):
        new.execute(f"DELETE FROM {table} WHERE work NOT IN (SELECT id FROM works)")
