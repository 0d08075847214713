"""The shelf's tables, and how an older shelf becomes a current one."""

import sqlite3

from index.errors import LibraryDamaged

_V1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE materials (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, path TEXT NOT NULL, text_hash TEXT NOT NULL UNIQUE,
    file_hash TEXT NOT NULL, kind TEXT NOT NULL, added_at TEXT NOT NULL, sample INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX materials_by_path ON materials (path);
CREATE TABLE articles (
    material TEXT NOT NULL REFERENCES materials (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    title TEXT NOT NULL, genre TEXT NOT NULL, unit TEXT NOT NULL, date TEXT NOT NULL, paragraphs TEXT NOT NULL,
    PRIMARY KEY (material, number)
) WITHOUT ROWID;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    material TEXT NOT NULL REFERENCES materials (id) ON DELETE CASCADE, article INTEGER NOT NULL,
    text TEXT NOT NULL, headings TEXT NOT NULL, genre TEXT NOT NULL, role TEXT NOT NULL,
    themes TEXT NOT NULL, has_figures INTEGER NOT NULL, vector BLOB, windows BLOB
);
CREATE INDEX passages_by_material ON passages (material);
CREATE INDEX passages_without_vector ON passages (row) WHERE vector IS NULL;
CREATE TABLE dropped (
    material TEXT NOT NULL REFERENCES materials (id) ON DELETE CASCADE, position INTEGER NOT NULL,
    line TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (material, position)
) WITHOUT ROWID;
CREATE TABLE tags (
    material TEXT NOT NULL REFERENCES materials (id) ON DELETE CASCADE, tag TEXT NOT NULL,
    PRIMARY KEY (material, tag)
) WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_V1,)
"""One script a version: script *n* takes a shelf from version *n* to *n* + 1. Only ever append."""


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring the shelf behind ``connection`` to the current version; each step is one transaction.

    Raises ``LibraryDamaged`` when a newer program has written it.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise LibraryDamaged("资料库是更新版本的程序建立的，请先升级本程序再打开。")
    for number in range(version, len(migrations)):
        script = f"BEGIN IMMEDIATE;\n{migrations[number]}\nPRAGMA user_version = {number + 1};\nCOMMIT;"
        connection.executescript(script)
