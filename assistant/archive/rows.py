"""Rows of the archive's tables: read, checked against their owner, written."""

from typing import Any

from sqlalchemy import case, func, insert, select, update
from sqlalchemy.engine import Connection, RowMapping

from assistant.archive.body import Summary, unpack
from assistant.archive.tables import MESSAGES, VERSIONS, WORKS
from assistant.archive.values import Saved, SaveKind, WorkMissing


def about_columns(about: Summary) -> dict[str, Any]:
    """The columns genre, stage, length and words of a work."""
    return {"genre": about.genre, "stage": about.stage, "length": about.length, "words": about.words}


def check(db: Connection, work_id: str, owner: str) -> int:
    """The number of the current version of an owner's work. Raises ``WorkMissing``."""
    asked = select(WORKS.c.current).where(WORKS.c.id == work_id, WORKS.c.owner == owner)
    found = db.execute(asked).scalar()
    if found is None:
        raise WorkMissing
    return int(found)


def hold(db: Connection, work_id: str, owner: str) -> None:
    """Keep every other writer from an owner's work until the transaction ends. Raises ``WorkMissing``."""
    asked = select(WORKS.c.id).where(WORKS.c.id == work_id, WORKS.c.owner == owner).with_for_update()
    if db.execute(asked).first() is None:
        raise WorkMissing


def current_row(db: Connection, work_id: str, owner: str) -> RowMapping:
    """The current version of an owner's work, with the work's title. Raises ``WorkMissing``."""
    both = WORKS.join(VERSIONS, (VERSIONS.c.work == WORKS.c.id) & (VERSIONS.c.number == WORKS.c.current))
    asked = select(VERSIONS, WORKS.c.title).select_from(both).where(WORKS.c.id == work_id, WORKS.c.owner == owner)
    row = db.execute(asked).mappings().first()
    if row is None:
        raise WorkMissing
    return row


def saved(row: RowMapping) -> Saved:
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


def next_number(db: Connection, work_id: str) -> int:
    """A number that no version of the work has."""
    most = db.execute(select(func.max(VERSIONS.c.number)).where(VERSIONS.c.work == work_id)).scalar_one()
    return int(most) + 1


def insert_version(
    db: Connection,
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
    values = {"work": work_id, "number": number, "parent": parent, "kind": kind, "name": "", "started": started}
    db.execute(insert(VERSIONS).values(**values, time=now, length=length, body=body))


def set_redo(db: Connection, work_id: str, number: int, redo: int) -> None:
    """Remember where 重做 leads from a version."""
    chosen = (VERSIONS.c.work == work_id) & (VERSIONS.c.number == number)
    db.execute(update(VERSIONS).where(chosen).values(redo=redo))


def describe(db: Connection, work_id: str, about: Summary, number: int, now: float) -> None:
    """Point a work at version ``number`` and bring its line in the list up to date; takes it out of the bin."""
    title = case((WORKS.c.titled == 1, WORKS.c.title), else_=about.title)
    values = {"title": title, **about_columns(about), "current": number, "updated": now, "deleted": 0}
    db.execute(update(WORKS).where(WORKS.c.id == work_id).values(values))


def contents(db: Connection, work_id: str) -> dict[str, Any]:
    """All versions and messages of a work, as JSON-ready values."""
    columns = (VERSIONS.c.number, VERSIONS.c.name, VERSIONS.c.time, VERSIONS.c.body)
    versions = db.execute(select(*columns).where(VERSIONS.c.work == work_id).order_by(VERSIONS.c.number))
    said = (MESSAGES.c.role, MESSAGES.c.text, MESSAGES.c.time)
    messages = db.execute(select(*said).where(MESSAGES.c.work == work_id).order_by(MESSAGES.c.id)).mappings()
    return {
        "versions": [
            {"number": number, "name": name, "time": time, "work": unpack(body).to_dict()}
            for number, name, time, body in versions
        ],
        "messages": [dict(row) for row in messages],
    }
