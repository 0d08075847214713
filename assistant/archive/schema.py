"""Tables of the archive, and the way from each released form to the next.

A file carries its form in ``PRAGMA user_version``. ``MIGRATIONS[n]`` leads from form n to form n + 1; a released entry
is never changed, a new form is a new entry.
"""

import sqlite3
from collections.abc import Sequence

_FORM_1 = """
CREATE TABLE works (
    id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    title TEXT NOT NULL,
    titled INTEGER NOT NULL DEFAULT 0,
    genre TEXT NOT NULL,
    stage TEXT NOT NULL,
    length INTEGER NOT NULL,
    words TEXT NOT NULL,
    current INTEGER NOT NULL,
    created REAL NOT NULL,
    updated REAL NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX works_by_owner ON works (owner, deleted, updated);
CREATE TABLE versions (
    work TEXT NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    parent INTEGER,
    redo INTEGER,
    kind TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    started REAL NOT NULL,
    time REAL NOT NULL,
    length INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (work, number)
);
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    work TEXT NOT NULL REFERENCES works (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    text TEXT NOT NULL,
    time REAL NOT NULL
);
CREATE INDEX messages_by_work ON messages (work, id);
CREATE TABLE preferences (
    owner TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner, key)
) WITHOUT ROWID
"""

MIGRATIONS: tuple[str, ...] = (_FORM_1,)


def form_of(connection: sqlite3.Connection) -> int:
    """The form that the file is in; 0 for an empty one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Bring the file to the newest form in one transaction: it is in the old form or in the new one, never between."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for form in range(form_of(connection), len(migrations)):
            for statement in migrations[form].split(";"):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
