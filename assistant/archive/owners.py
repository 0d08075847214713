"""What is kept about an owner beside the works, and all of it shown or erased."""

from typing import Any

from sqlalchemy import delete, select

from assistant.archive.body import sound_text
from assistant.archive.opened import Opened
from assistant.archive.rows import contents
from assistant.archive.tables import PREFERENCES, WORKS, kept_preference

_LAST = "last_work"


class Owners(Opened):
    """Preferences, what lay on the desk last, and an owner's data as a whole."""

    def preference(self, owner: str, key: str, default: str = "") -> str:
        """What ``set_preference`` kept, or ``default``."""
        asked = select(PREFERENCES.c.value).where(PREFERENCES.c.owner == owner, PREFERENCES.c.key == key)
        with self._database.reading() as db:
            value = db.execute(asked).scalar()
        return default if value is None else str(value)

    def set_preference(self, owner: str, key: str, value: str) -> None:
        """Keep a preference of the owner (font size, house profile …)."""
        with self._database.writing() as db:
            db.execute(kept_preference(db, owner, key, sound_text(value)))

    def last_opened(self, owner: str) -> str | None:
        """The work that the owner had on the desk last, where it still exists outside the bin."""
        work_id = self.preference(owner, _LAST)
        asked = select(WORKS.c.id).where(WORKS.c.id == work_id, WORKS.c.owner == owner, WORKS.c.deleted == 0)
        with self._database.reading() as db:
            found = db.execute(asked).first()
        return work_id if found else None

    def set_last_opened(self, owner: str, work_id: str) -> None:
        """Remember what lies on the desk."""
        self.set_preference(owner, _LAST, work_id)

    def owner_data(self, owner: str) -> dict[str, Any]:
        """All that is kept about an owner, as JSON-ready values."""
        named = (WORKS.c.id, WORKS.c.title, WORKS.c.created, WORKS.c.updated)
        with self._database.reading() as db:
            works = db.execute(select(*named).where(WORKS.c.owner == owner)).mappings().all()
            kept = db.execute(select(PREFERENCES.c.key, PREFERENCES.c.value).where(PREFERENCES.c.owner == owner))
            return {
                "owner": owner,
                "works": [{**dict(row), **contents(db, row["id"])} for row in works],
                "preferences": {row.key: row.value for row in kept},
            }

    def erase_owner(self, owner: str) -> int:
        """Remove everything of an owner for good, overwriting it in the file; how many works there were."""
        with self._database.writing() as db:
            count = db.execute(delete(WORKS).where(WORKS.c.owner == owner)).rowcount
            db.execute(delete(PREFERENCES).where(PREFERENCES.c.owner == owner))
        self._database.shrink()
        return int(count)
