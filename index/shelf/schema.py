"""The shelf's tables, and how an older shelf becomes a current one."""

import sqlite3

import numpy as np

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

# What a search reads is kept apart from what it does not read; numbers of passages are never given twice; every
# material belongs to all ("") or to one user.
_V2 = """
CREATE TABLE materials_2 (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, path TEXT NOT NULL, text_hash TEXT NOT NULL,
    file_hash TEXT NOT NULL, kind TEXT NOT NULL, added_at TEXT NOT NULL, sample INTEGER NOT NULL DEFAULT 0,
    owner TEXT NOT NULL DEFAULT '', added_by TEXT NOT NULL DEFAULT '', UNIQUE (owner, text_hash)
);
INSERT INTO materials_2
    SELECT id, file, path, text_hash, file_hash, kind, added_at, sample, '', '' FROM materials ORDER BY rowid;
DROP TABLE materials;
ALTER TABLE materials_2 RENAME TO materials;
CREATE INDEX materials_by_path ON materials (owner, path);
CREATE INDEX materials_by_bytes ON materials (owner, file_hash);
CREATE TABLE bodies (
    material TEXT NOT NULL REFERENCES materials (id) ON DELETE CASCADE, number INTEGER NOT NULL,
    paragraphs TEXT NOT NULL, PRIMARY KEY (material, number)
);
INSERT INTO bodies SELECT material, number, paragraphs FROM articles;
ALTER TABLE articles DROP COLUMN paragraphs;
CREATE TABLE passages_2 (
    row INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    material TEXT NOT NULL REFERENCES materials (id) ON DELETE CASCADE, article INTEGER NOT NULL,
    text TEXT NOT NULL, headings TEXT NOT NULL, genre TEXT NOT NULL, role TEXT NOT NULL,
    themes TEXT NOT NULL, has_figures INTEGER NOT NULL, encoded INTEGER NOT NULL DEFAULT 0
);
INSERT INTO passages_2
    SELECT row, id, material, article, text, headings, genre, role, themes, has_figures,
           vector IS NOT NULL AND windows IS NOT NULL FROM passages ORDER BY row;
CREATE TABLE vectors (row INTEGER PRIMARY KEY REFERENCES passages_2 (row) ON DELETE CASCADE, vector BLOB NOT NULL);
INSERT INTO vectors
    SELECT row, half(vector) FROM passages WHERE vector IS NOT NULL AND windows IS NOT NULL ORDER BY row;
CREATE TABLE windows (row INTEGER PRIMARY KEY REFERENCES passages_2 (row) ON DELETE CASCADE, windows BLOB NOT NULL);
INSERT INTO windows SELECT row, windows FROM passages WHERE vector IS NOT NULL AND windows IS NOT NULL ORDER BY row;
DROP TABLE passages;
ALTER TABLE passages_2 RENAME TO passages;
CREATE INDEX passages_by_material ON passages (material);
CREATE INDEX passages_to_encode ON passages (row) WHERE encoded = 0;
DELETE FROM meta WHERE key = 'chroma';
"""

# What a search reads of every passage stands in an index: a twentieth of the table with the texts.
_V3 = """
DROP INDEX passages_by_material;
CREATE INDEX passages_by_material ON passages (material, article, genre, role);
"""

MIGRATIONS: tuple[str, ...] = (_V1, _V2, _V3)
"""One script a version: script *n* takes a shelf from version *n* to *n* + 1. Only ever append."""


def migrate(connection: sqlite3.Connection, migrations: tuple[str, ...] = MIGRATIONS) -> None:
    """Bring the shelf behind ``connection`` to the current version; each step is one transaction.

    Raises ``LibraryDamaged`` when a newer program has written it.
    """
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > len(migrations):
        raise LibraryDamaged("资料库是更新版本的程序建立的，请先升级本程序再打开。")
    if version == len(migrations):
        return
    connection.create_function("half", 1, _half, deterministic=True)
    connection.execute("PRAGMA foreign_keys = OFF")  # a table that is replaced must not take others with it
    try:
        for number in range(version, len(migrations)):
            script = f"BEGIN IMMEDIATE;\n{migrations[number]}\nPRAGMA user_version = {number + 1};\nCOMMIT;"
            connection.executescript(script)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.execute("PRAGMA foreign_keys = ON")


def _half(vector: bytes) -> bytes:
    """A vector of 4-byte floats in 2-byte ones: cosines differ in the fourth place, and it is only for candidates."""
    return np.frombuffer(vector, "<f4").astype("<f2").tobytes()
