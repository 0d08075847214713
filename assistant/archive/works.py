"""Works: put on the desk, saved, stepped back and forth, listed, binned."""

import builtins
import secrets

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.engine import RowMapping

from assistant.archive.body import folded, pack, small_change, sound_text, summary, unpack
from assistant.archive.opened import Opened
from assistant.archive.rows import (
    about_columns,
    check,
    current_row,
    describe,
    hold,
    insert_version,
    next_number,
    saved,
    set_redo,
)
from assistant.archive.tables import VERSIONS, WORKS, position
from assistant.archive.values import Saved, SaveKind, WorkEntry
from assistant.errors import EditConflict
from assistant.work import Work

BURST_PAUSE = 3.0
BURST_LENGTH = 15.0
_LISTED = ("title", "genre", "stage", "length", "created", "updated", "deleted")


class Works(Opened):
    """The works of every owner."""

    def create(self, owner: str, work: Work | None = None, title: str = "") -> str:
        """Put a new work on the desk; its id, which cannot be guessed."""
        work = work or Work()
        about, work_id, now = summary(work), secrets.token_urlsafe(16), self._now()
        named = sound_text(title.strip())
        values = {"id": work_id, "owner": owner, "title": named or about.title, "titled": int(bool(named))}
        values |= {**about_columns(about), "current": 1, "created": now, "updated": now, "deleted": 0}
        with self._database.writing() as db:
            db.execute(insert(WORKS).values(values))
            insert_version(db, work_id, 1, None, "edit", now, now, about.length, pack(work))
        return work_id

    def save(self, work_id: str, owner: str, work: Work, expected: int, kind: SaveKind = "edit") -> int:
        """Keep ``work`` as the newest state; the number of its version.

        Raises ``EditConflict`` where the current version is not ``expected`` any more. Saving what is there already
        changes nothing. A real change to a deleted work brings it back.
        """
        about, body, now = summary(work), pack(work), self._now()
        with self._database.writing() as db:
            hold(db, work_id, owner)
            row = current_row(db, work_id, owner)
            if row["number"] != expected:
                raise EditConflict("这份文稿刚在另一个窗口改过。请先刷新，再继续修改。")
            if row["body"] == body and (kind == row["kind"] or kind == "edit"):
                return expected
            number = next_number(db, work_id)
            if kind == "edit" and self._same_burst(row, work, now):
                parent, started = row["parent"], row["started"]
                db.execute(delete(VERSIONS).where(VERSIONS.c.work == work_id, VERSIONS.c.number == expected))
            else:
                parent, started = expected, now
            insert_version(db, work_id, number, parent, kind, started, now, about.length, body)
            set_redo(db, work_id, parent, number)
            describe(db, work_id, about, number, now)
        return number

    def _same_burst(self, row: RowMapping, work: Work, now: float) -> bool:
        if row["kind"] != "edit" or row["name"] or row["redo"] is not None or row["parent"] is None:
            return False
        if not 0 <= now - row["time"] <= BURST_PAUSE or now - row["started"] > BURST_LENGTH:
            return False
        return small_change(unpack(row["body"]), work)

    def load(self, work_id: str, owner: str) -> Saved:
        """The work as it stands."""
        with self._database.reading() as db:
            return saved(current_row(db, work_id, owner))

    def undo(self, work_id: str, owner: str) -> Saved:
        """Go one step back, as far as the first version; at the first nothing changes."""
        return self._step(work_id, owner, "parent")

    def redo(self, work_id: str, owner: str) -> Saved:
        """Go one step forward again, where nothing was written since the undo."""
        return self._step(work_id, owner, "redo")

    def _step(self, work_id: str, owner: str, link: str) -> Saved:
        with self._database.writing() as db:
            hold(db, work_id, owner)
            row = current_row(db, work_id, owner)
            if row[link] is None:
                return saved(row)
            if link == "parent":
                set_redo(db, work_id, row["parent"], row["number"])
            asked = select(VERSIONS.c.body).where(VERSIONS.c.work == work_id, VERSIONS.c.number == row[link])
            describe(db, work_id, summary(unpack(db.execute(asked).scalar_one())), row[link], self._now())
            return saved(current_row(db, work_id, owner))

    def list(self, owner: str, query: str = "", deleted: bool = False) -> builtins.list[WorkEntry]:
        """The owner's works, newest change first, that hold every word of ``query`` in title, facts or text."""
        asked = select(WORKS.c.id.label("work_id"), *(WORKS.c[name] for name in _LISTED))
        asked = asked.where(WORKS.c.owner == owner, WORKS.c.deleted == int(deleted))
        for word in map(folded, query.split()):
            held = (position(WORKS.c.words, word), position(func.lower(WORKS.c.title), word))
            asked = asked.where(or_(*(place > 0 for place in held)))
        with self._database.reading() as db:
            rows = db.execute(asked.order_by(WORKS.c.updated.desc(), WORKS.c.id)).mappings()
            return [WorkEntry(**{**dict(row), "deleted": bool(row["deleted"])}) for row in rows]

    def rename(self, work_id: str, owner: str, title: str) -> None:
        """Give the work a title of its own; "" goes back to the title of its text."""
        named = sound_text(" ".join(title.split()))
        with self._database.writing() as db:
            hold(db, work_id, owner)
            about = summary(unpack(current_row(db, work_id, owner)["body"]))
            values = {"title": named or about.title, "titled": int(bool(named))}
            db.execute(update(WORKS).where(WORKS.c.id == work_id).values(values))

    def copy(self, work_id: str, owner: str) -> str:
        """A new work that starts from the present state of this one, without its chat and history; its id."""
        original = self.load(work_id, owner)
        return self.create(owner, original.work, f"{original.title}（副本）")

    def delete(self, work_id: str, owner: str) -> None:
        """Put the work into the bin; ``restore`` takes it out again."""
        self._mark(work_id, owner, deleted=True)

    def restore(self, work_id: str, owner: str) -> None:
        """Take the work out of the bin."""
        self._mark(work_id, owner, deleted=False)

    def _mark(self, work_id: str, owner: str, deleted: bool) -> None:
        with self._database.writing() as db:
            check(db, work_id, owner)
            db.execute(update(WORKS).where(WORKS.c.id == work_id).values(deleted=int(deleted)))

    def purge(self, work_id: str, owner: str) -> None:
        """Remove the work with its versions and chat for good."""
        with self._database.writing() as db:
            check(db, work_id, owner)
            db.execute(delete(WORKS).where(WORKS.c.id == work_id))
        self._database.shrink()
