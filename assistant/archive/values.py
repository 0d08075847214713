"""What the archive hands out, and its errors."""

from dataclasses import dataclass
from typing import Literal

from assistant.work import Work
from index.errors import XinhuoError

SaveKind = Literal["edit", "model", "export"]
UNTITLED = "未命名文稿"


class WorkMissing(XinhuoError):
    """There is no such work, or it is another owner's: both are told in the same words."""

    def __init__(self) -> None:
        super().__init__("没有找到这份文稿。")


class VersionMissing(XinhuoError):
    """The work has no version of that number."""

    def __init__(self) -> None:
        super().__init__("没有找到这个版本。")


class ArchiveTooNew(XinhuoError):
    """A later release of the program wrote the file."""


@dataclass(frozen=True)
class Saved:
    """A work as it stands now. ``version`` is what the next ``save`` must name as ``expected``.

    ``kind`` and ``name`` are those of the version, ``time`` is when it was saved (seconds since 1970, UTC).
    """

    work_id: str
    work: Work
    version: int
    title: str
    can_undo: bool
    can_redo: bool
    kind: SaveKind
    name: str
    time: float


@dataclass(frozen=True)
class WorkEntry:
    """A line of the list of works. ``length`` counts characters of the draft; times are seconds since 1970, UTC."""

    work_id: str
    title: str
    genre: str
    stage: str
    length: int
    created: float
    updated: float
    deleted: bool


@dataclass(frozen=True)
class VersionEntry:
    """A saved state of a work. ``current`` marks the one on the desk; ``length`` counts characters of its draft."""

    number: int
    kind: SaveKind
    name: str
    time: float
    length: int
    current: bool


@dataclass(frozen=True)
class Message:
    """One line of the chat about a work; ``role`` is ``user`` or ``assistant``."""

    role: str
    text: str
    time: float
