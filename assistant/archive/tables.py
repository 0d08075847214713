"""The archive's tables as SQLAlchemy sees them, for SQLite and PostgreSQL alike. ``schema`` makes them."""

from typing import Any

from sqlalchemy import Column, Double, Executable, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_METADATA = MetaData()

WORKS = Table(
    "works",
    _METADATA,
    Column("id", Text, primary_key=True),
    Column("owner", Text),
    Column("title", Text),
    Column("titled", Integer),
    Column("genre", Text),
    Column("stage", Text),
    Column("length", Integer),
    Column("words", Text),
    Column("current", Integer),
    Column("created", Double),
    Column("updated", Double),
    Column("deleted", Integer),
)
VERSIONS = Table(
    "versions",
    _METADATA,
    Column("work", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("parent", Integer),
    Column("redo", Integer),
    Column("kind", Text),
    Column("name", Text),
    Column("started", Double),
    Column("time", Double),
    Column("length", Integer),
    Column("body", LargeBinary),
)
MESSAGES = Table(
    "messages",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("work", Text),
    Column("role", Text),
    Column("text", Text),
    Column("time", Double),
)
PREFERENCES = Table(
    "preferences",
    _METADATA,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text),
)
TABLES = (WORKS, VERSIONS, MESSAGES, PREFERENCES)
"""In an order in which rows may be copied."""


class position(FunctionElement[int]):
    """Where the second text begins in the first, from 1; 0 where it does not occur."""

    type = Integer()
    inherit_cache = True


@compiles(position)
def _instr(element: Any, compiler: Any, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's protocol
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(position, "postgresql")
def _strpos(element: Any, compiler: Any, **options: Any) -> str:  # noqa: ANN401
    return f"strpos({compiler.process(element.clauses, **options)})"


def kept_preference(db: Connection, owner: str, key: str, value: str) -> Executable:
    """The statement that sets a preference, whether or not there is one."""
    insert = postgresql.insert if db.dialect.name == "postgresql" else sqlite.insert
    statement = insert(PREFERENCES).values(owner=owner, key=key, value=value)
    return statement.on_conflict_do_update(index_elements=["owner", "key"], set_={"value": value})
