"""What happens while a turn is carried out: values that the conversation and the writer yield, and the page shows."""

from dataclasses import dataclass
from typing import Literal

from assistant.brief import Brief
from assistant.draft import Draft, Outline, Section
from assistant.report import Report

SectionState = Literal["waiting", "writing", "checking", "done", "fallback", "stopped"]


@dataclass(frozen=True)
class Said:
    """A whole reply of the assistant, plain text, never markup. ``choices`` are button texts to answer with."""

    text: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class BriefChanged:
    """The brief after what the user said."""

    brief: Brief


@dataclass(frozen=True)
class Outlined:
    """The outline to write from."""

    outline: Outline


@dataclass(frozen=True)
class SectionGrew:
    """More text of section ``number`` (from 0, in the outline's order); ``text`` is only the new piece."""

    number: int
    text: str


@dataclass(frozen=True)
class SectionChanged:
    """Section ``number`` is now in ``state``; ``section`` replaces what was streamed where it is given."""

    number: int
    state: SectionState
    section: Section | None = None


@dataclass(frozen=True)
class Progress:
    """One line on how far the writing is. ``remaining_s`` is None until it can be told honestly."""

    text: str
    done: int
    total: int
    remaining_s: float | None = None


@dataclass(frozen=True)
class Drafted:
    """A draft is finished (or stopped: then with what is there) and judged."""

    draft: Draft
    report: Report


@dataclass(frozen=True)
class Proposed:
    """A change to the draft that the user may accept or reject. ``summary`` is one sentence."""

    before: Draft
    after: Draft
    summary: str


@dataclass(frozen=True)
class ExampleFound:
    """An example on a theme: originals with their source, and an adapted paragraph ("" where none)."""

    originals: tuple["Original", ...]
    adapted: str


@dataclass(frozen=True)
class Original:
    """A sample paragraph as it stands in the library."""

    text: str
    file: str
    article: str
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportAsked:
    """The user asked for a Word file."""

    edition: str = "正式版"


@dataclass(frozen=True)
class UndoAsked:
    """The user asked to take the last change back, or with ``forward`` to bring it back again."""

    forward: bool = False


Event = (
    Said
    | BriefChanged
    | Outlined
    | SectionGrew
    | SectionChanged
    | Progress
    | Drafted
    | Proposed
    | ExampleFound
    | ExportAsked
    | UndoAsked
)
