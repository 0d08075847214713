"""The archive: every work, version, chat and preference of every owner, in a SQLite file or on a PostgreSQL server."""

from assistant.archive.store import Archive
from assistant.archive.values import (
    UNTITLED,
    ArchiveTooNew,
    Message,
    Saved,
    SaveKind,
    VersionEntry,
    VersionMissing,
    WorkEntry,
    WorkMissing,
)

__all__ = [
    "UNTITLED",
    "Archive",
    "ArchiveTooNew",
    "Message",
    "SaveKind",
    "Saved",
    "VersionEntry",
    "VersionMissing",
    "WorkEntry",
    "WorkMissing",
]
