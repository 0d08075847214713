"""What the rest of the program sees of the archive: works with their versions, chats and preferences, by owner."""

from assistant.archive.history import History
from assistant.archive.owners import Owners
from assistant.archive.works import Works


class Archive(Works, History, Owners):
    """The archive in a SQLite file (``Path``), or on a PostgreSQL server (its address).

    Every call names the owner; another owner's work is answered like a missing one (``WorkMissing``).

    Safe to call from many threads and from more than one process. Raises ``StorageFull`` where nothing can be written.
    ``notice`` is "" or one sentence for the user: the file was damaged and what came of it. ``now`` gives the time in
    seconds since 1970 (UTC). Edits that follow each other within ``BURST_PAUSE`` seconds, for at most
    ``BURST_LENGTH``, and only add text to the same sections, are one step of the history.
    """
