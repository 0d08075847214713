"""Rows of the archive's tables: read, checked against their owner, written."""

import sqlite3
from typing import Any

from assistant.archive.body import Summary, unpack
from assistant.archive.values import Saved, SaveKind, WorkMissing


def about_columns(about: Summary) -> tuple[str, str, int, str]:
    """The columns genre, stage, length and words of a work."""
    return about.genre, about.stage, about.length, about.words


def check(db: sqlite3.Connection, work_id: str, owner: str) -> int:
    """The number of the current version of an owner's work. Raises ``WorkMissing``."""
    row = db.execute("SELECT current FROM works WHERE id = ? AND owner = ?", (work_id, owner)).fetchone()
    if row is None:
        raise WorkMissing
    return int(row[0])


def current_row(db: sqlite3.Connection, work_id: str, owner: str) -> sqlite3.Row:
    """The current version of an owner's work, with the work's title. Raises ``WorkMissing``."""
    row: sqlite3.Row | None = db.execute(
        "SELECT v.*, w.title AS title FROM works w JOIN versions v ON v.work = w.id AND v.number = w.current"
        " WHERE w.id = ? AND w.owner = ?",
        (work_id, owner),
    ).fetchone()
    if row is None:
        raise WorkMissing
    return row


def saved(row: sqlite3.Row) -> Saved:
    """A row of ``current_row`` as a value."""
    return Saved(
        work_id=row["work"],
        work=unpack(row["body"]),
        version=row["number"],
        title=row["title"],
        can_undo=row["parent"] is not None,
        can_redo=row["redo"] is not None,
        kind=row["kind"],
        name=row["name"],
        time=row["time"],
    )


def next_number(db: sqlite3.Connection, work_id: str) -> int:
    """A number that no version of the work has."""
    return int(db.execute("SELECT max(number) FROM versions WHERE work = ?", (work_id,)).fetchone()[0]) + 1


def insert_version(
    db: sqlite3.Connection,
    work_id: str,
    number: int,
    parent: int | None,
    kind: SaveKind,
    started: float,
    now: float,
    length: int,
    body: bytes,
) -> None:
    """Add a version."""
    db.execute(
        "INSERT INTO versions VALUES (?, ?, ?, NULL, ?, '', ?, ?, ?, ?)",
        (work_id, number, parent, kind, started, now, length, body),
    )


def describe(db: sqlite3.Connection, work_id: str, about: Summary, number: int, now: float) -> None:
    """Point a work at version ``number`` and bring its line in the list up to date; takes it out of the bin."""
    db.execute(
        "UPDATE works SET title = iif(titled, title, ?), genre = ?, stage = ?, length = ?, words = ?,"
        " current = ?, updated = ?, deleted = 0 WHERE id = ?",
        (about.title, *about_columns(about), number, now, work_id),
    )


def contents(db: sqlite3.Connection, work_id: str) -> dict[str, Any]:
    """All versions and messages of a work, as JSON-ready values."""
    versions = db.execute("SELECT number, name, time, body FROM versions WHERE work = ? ORDER BY number", (work_id,))
    messages = db.execute("SELECT role, text, time FROM messages WHERE work = ? ORDER BY id", (work_id,))
    return {
        "versions": [
            {"number": row[0], "name": row[1], "time": row[2], "work": unpack(row[3]).to_dict()} for row in versions
        ],
        "messages": [dict(row) for row in messages],
    }
