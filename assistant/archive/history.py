"""What was: the kept versions of a work, and the chat about it."""

from sqlalchemy import insert, select, update

from assistant.archive.body import sound_text, unpack
from assistant.archive.opened import Opened
from assistant.archive.rows import check
from assistant.archive.tables import MESSAGES, VERSIONS
from assistant.archive.values import Message, VersionEntry, VersionMissing
from assistant.work import Work


class History(Opened):
    """Versions and chats."""

    def versions(self, work_id: str, owner: str) -> list[VersionEntry]:
        """All kept versions, newest first, those that an undo left behind included."""
        columns = (VERSIONS.c[name] for name in ("number", "kind", "name", "time", "length"))
        asked = select(*columns).where(VERSIONS.c.work == work_id).order_by(VERSIONS.c.number.desc())
        with self._database.reading() as db:
            current = check(db, work_id, owner)
            rows = db.execute(asked).mappings()
            return [VersionEntry(**row, current=row["number"] == current) for row in rows]

    def name_version(self, work_id: str, owner: str, number: int, name: str) -> None:
        """Name a version, so that it is found again; "" takes the name away."""
        chosen = (VERSIONS.c.work == work_id) & (VERSIONS.c.number == number)
        with self._database.writing() as db:
            check(db, work_id, owner)
            if not db.execute(update(VERSIONS).where(chosen).values(name=sound_text(name.strip()))).rowcount:
                raise VersionMissing

    def version(self, work_id: str, owner: str, number: int) -> Work:
        """The work as version ``number`` holds it."""
        asked = select(VERSIONS.c.body).where(VERSIONS.c.work == work_id, VERSIONS.c.number == number)
        with self._database.reading() as db:
            check(db, work_id, owner)
            body = db.execute(asked).scalar()
        if body is None:
            raise VersionMissing
        return unpack(body)

    def add_message(self, work_id: str, owner: str, role: str, text: str) -> None:
        """Add a line to the chat about a work."""
        values = {"work": work_id, "role": role, "text": sound_text(text), "time": self._now()}
        with self._database.writing() as db:
            check(db, work_id, owner)
            db.execute(insert(MESSAGES).values(values))

    def messages(self, work_id: str, owner: str) -> list[Message]:
        """The chat about a work, oldest first."""
        asked = select(MESSAGES.c.role, MESSAGES.c.text, MESSAGES.c.time).where(MESSAGES.c.work == work_id)
        with self._database.reading() as db:
            check(db, work_id, owner)
            return [Message(*row) for row in db.execute(asked.order_by(MESSAGES.c.id))]
