"""What the library answers with: results of adding, listing and searching, and progress on the way."""

from dataclasses import dataclass
from typing import Literal

from index.material import StoredPassage

Status = Literal["added", "duplicate", "updated", "failed"]


@dataclass(frozen=True)
class Added:
    """What became of one file. ``error`` is one Chinese sentence when ``status`` is failed, else empty."""

    file: str
    status: Status
    articles: int = 0
    passages: int = 0
    error: str = ""


@dataclass(frozen=True)
class AddProgress:
    """How far an addition is: ``done`` of ``total`` files, the share of all work (0–1), seconds left if known."""

    file: str
    stage: str
    done: int
    total: int
    share: float
    seconds_left: float | None = None


@dataclass(frozen=True)
class Material:
    """One file of the library. ``added_at`` is ISO 8601 in UTC; ``sample`` marks what came with the program.

    ``owner`` is the only user who sees it ("" = everybody), ``added_by`` who added it ("" where nobody signs in).
    """

    material: str
    file: str
    title: str
    articles: int
    passages: int
    genres: tuple[str, ...]
    added_at: str
    themes: tuple[str, ...] = ()
    date: str = ""
    tags: tuple[str, ...] = ()
    sample: bool = False
    path: str = ""
    owner: str = ""
    added_by: str = ""


@dataclass(frozen=True)
class Found:
    """Passages that fit a query, best first; ``confident`` is False where nothing in the library fits it."""

    confident: bool
    passages: tuple[StoredPassage, ...] = ()
