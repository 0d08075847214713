"""What the rest of the program sees of the archive: works with their versions, chats and preferences, by owner."""

import builtins
import secrets
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from assistant.archive.body import folded, pack, small_change, sound_text, summary, unpack
from assistant.archive.database import Database
from assistant.archive.rows import (
    about_columns,
    check,
    contents,
    current_row,
    describe,
    insert_version,
    next_number,
    saved,
)
from assistant.archive.values import Message, Saved, SaveKind, VersionEntry, VersionMissing, WorkEntry
from assistant.errors import EditConflict
from assistant.work import Work

BURST_PAUSE = 3.0
BURST_LENGTH = 15.0
_LAST = "last_work"


class Archive:
    """Every call names the owner; another owner's work is answered like a missing one (``WorkMissing``).

    Safe to call from many threads and from more than one process. Raises ``StorageFull`` where nothing can be written.
    ``notice`` is "" or one sentence for the user: the file was damaged and what came of it. ``now`` gives the time in
    seconds since 1970 (UTC). Edits that follow each other within ``BURST_PAUSE`` seconds, for at most
    ``BURST_LENGTH``, and only add text to the same sections, are one step of the history.
    """

    def __init__(self, file: Path, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._database = Database(file, now)

    @property
    def notice(self) -> str:
        """ "" or what opening had to do about a damaged file."""
        return self._database.notice

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    # works

    def create(self, owner: str, work: Work | None = None, title: str = "") -> str:
        """Put a new work on the desk; its id, which cannot be guessed."""
        work = work or Work()
        about, work_id, now = summary(work), secrets.token_urlsafe(16), self._now()
        named = sound_text(title.strip())
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO works VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 0)",
                (work_id, owner, named or about.title, bool(named), *about_columns(about), now, now),
            )
            insert_version(db, work_id, 1, None, "edit", now, now, about.length, pack(work))
        return work_id

    def save(self, work_id: str, owner: str, work: Work, expected: int, kind: SaveKind = "edit") -> int:
        """Keep ``work`` as the newest state; the number of its version.

        Raises ``EditConflict`` where the current version is not ``expected`` any more. Saving what is there already
        changes nothing. A real change to a deleted work brings it back.
        """
        about, body, now = summary(work), pack(work), self._now()
        with self._database.writing() as db:
            row = current_row(db, work_id, owner)
            if row["number"] != expected:
                raise EditConflict("这份文稿刚在另一个窗口改过。请先刷新，再继续修改。")
            if row["body"] == body and (kind == row["kind"] or kind == "edit"):
                return expected
            number = next_number(db, work_id)
            if kind == "edit" and self._same_burst(row, work, now):
                parent, started = row["parent"], row["started"]
                db.execute("DELETE FROM versions WHERE work = ? AND number = ?", (work_id, expected))
            else:
                parent, started = expected, now
            insert_version(db, work_id, number, parent, kind, started, now, about.length, body)
            db.execute("UPDATE versions SET redo = ? WHERE work = ? AND number = ?", (number, work_id, parent))
            describe(db, work_id, about, number, now)
        return number

    def _same_burst(self, row: sqlite3.Row, work: Work, now: float) -> bool:
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
            row = current_row(db, work_id, owner)
            if row[link] is None:
                return saved(row)
            if link == "parent":
                back = (row["number"], work_id, row["parent"])
                db.execute("UPDATE versions SET redo = ? WHERE work = ? AND number = ?", back)
            body = db.execute(
                "SELECT body FROM versions WHERE work = ? AND number = ?", (work_id, row[link])
            ).fetchone()[0]
            describe(db, work_id, summary(unpack(body)), row[link], self._now())
            return saved(current_row(db, work_id, owner))

    def list(self, owner: str, query: str = "", deleted: bool = False) -> builtins.list[WorkEntry]:
        """The owner's works, newest change first, that hold every word of ``query`` in title, facts or text."""
        words = [folded(word) for word in query.split()]
        columns = "id AS work_id, title, genre, stage, length, created, updated, deleted"
        condition = "".join(" AND (instr(words, ?) OR instr(lower(title), ?))" for _ in words)
        asked = [word for word in words for _ in (0, 1)]
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {columns} FROM works WHERE owner = ? AND deleted = ?{condition} ORDER BY updated DESC, id",
                (owner, deleted, *asked),
            )
            return [WorkEntry(**{**dict(row), "deleted": bool(row["deleted"])}) for row in rows]

    def rename(self, work_id: str, owner: str, title: str) -> None:
        """Give the work a title of its own; "" goes back to the title of its text."""
        named = sound_text(" ".join(title.split()))
        with self._database.writing() as db:
            about = summary(unpack(current_row(db, work_id, owner)["body"]))
            values = (named or about.title, bool(named), work_id)
            db.execute("UPDATE works SET title = ?, titled = ? WHERE id = ?", values)

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
            db.execute("UPDATE works SET deleted = ? WHERE id = ?", (deleted, work_id))

    def purge(self, work_id: str, owner: str) -> None:
        """Remove the work with its versions and chat for good."""
        with self._database.writing() as db:
            check(db, work_id, owner)
            db.execute("DELETE FROM works WHERE id = ?", (work_id,))
        self._database.shrink()

    # versions

    def versions(self, work_id: str, owner: str) -> builtins.list[VersionEntry]:
        """All kept versions, newest first, those that an undo left behind included."""
        with self._database.reading() as db:
            current = check(db, work_id, owner)
            rows = db.execute(
                "SELECT number, kind, name, time, length FROM versions WHERE work = ? ORDER BY number DESC", (work_id,)
            )
            return [VersionEntry(**dict(row), current=row["number"] == current) for row in rows]

    def name_version(self, work_id: str, owner: str, number: int, name: str) -> None:
        """Name a version, so that it is found again; "" takes the name away."""
        with self._database.writing() as db:
            check(db, work_id, owner)
            values = (sound_text(name.strip()), work_id, number)
            if not db.execute("UPDATE versions SET name = ? WHERE work = ? AND number = ?", values).rowcount:
                raise VersionMissing

    def version(self, work_id: str, owner: str, number: int) -> Work:
        """The work as version ``number`` holds it."""
        with self._database.reading() as db:
            check(db, work_id, owner)
            row = db.execute("SELECT body FROM versions WHERE work = ? AND number = ?", (work_id, number)).fetchone()
        if row is None:
            raise VersionMissing
        return unpack(row[0])

    # chat

    def add_message(self, work_id: str, owner: str, role: str, text: str) -> None:
        """Add a line to the chat about a work."""
        with self._database.writing() as db:
            check(db, work_id, owner)
            values = (work_id, role, sound_text(text), self._now())
            db.execute("INSERT INTO messages (work, role, text, time) VALUES (?, ?, ?, ?)", values)

    def messages(self, work_id: str, owner: str) -> builtins.list[Message]:
        """The chat about a work, oldest first."""
        with self._database.reading() as db:
            check(db, work_id, owner)
            rows = db.execute("SELECT role, text, time FROM messages WHERE work = ? ORDER BY id", (work_id,))
            return [Message(*row) for row in rows]

    # owner

    def preference(self, owner: str, key: str, default: str = "") -> str:
        """What ``set_preference`` kept, or ``default``."""
        with self._database.reading() as db:
            row = db.execute("SELECT value FROM preferences WHERE owner = ? AND key = ?", (owner, key)).fetchone()
        return default if row is None else str(row[0])

    def set_preference(self, owner: str, key: str, value: str) -> None:
        """Keep a preference of the owner (font size, house profile …)."""
        with self._database.writing() as db:
            db.execute("INSERT OR REPLACE INTO preferences VALUES (?, ?, ?)", (owner, key, sound_text(value)))

    def last_opened(self, owner: str) -> str | None:
        """The work that the owner had on the desk last, where it still exists outside the bin."""
        work_id = self.preference(owner, _LAST)
        with self._database.reading() as db:
            found = db.execute(
                "SELECT 1 FROM works WHERE id = ? AND owner = ? AND deleted = 0", (work_id, owner)
            ).fetchone()
        return work_id if found else None

    def set_last_opened(self, owner: str, work_id: str) -> None:
        """Remember what lies on the desk."""
        self.set_preference(owner, _LAST, work_id)

    def owner_data(self, owner: str) -> dict[str, Any]:
        """All that is kept about an owner, as JSON-ready values."""
        with self._database.reading() as db:
            works = db.execute("SELECT id, title, created, updated FROM works WHERE owner = ?", (owner,)).fetchall()
            preferences = db.execute("SELECT key, value FROM preferences WHERE owner = ?", (owner,)).fetchall()
            return {
                "owner": owner,
                "works": [{**dict(row), **contents(db, row["id"])} for row in works],
                "preferences": {row["key"]: row["value"] for row in preferences},
            }

    def erase_owner(self, owner: str) -> int:
        """Remove everything of an owner for good, overwriting it in the file; how many works there were."""
        with self._database.writing() as db:
            count = db.execute("DELETE FROM works WHERE owner = ?", (owner,)).rowcount
            db.execute("DELETE FROM preferences WHERE owner = ?", (owner,))
        self._database.shrink()
        return count

    def backup(self, to: Path) -> None:
        """Write a copy of the whole archive to ``to``; it opens as an archive. Works while others write."""
        self._database.backup(to)
