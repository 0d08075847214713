"""The kinds of turn, and the desk that a message is read against."""

from dataclasses import dataclass
from typing import Literal

from assistant.work import Work

Kind = Literal[
    "material",
    "outline",
    "write",
    "again",
    "continue",
    "example",
    "question",
    "status",
    "revise",
    "export",
    "talk",
    "outline_edit",
    "change",
    "undo",
    "redo",
    "unclear",
]


@dataclass(frozen=True)
class Desk:
    """What the words are read against: the stage of the work and its facts."""

    facts: tuple[str, ...] = ()
    outline: bool = False
    draft: bool = False

    @property
    def stage(self) -> str:
        """The stage by its name in the examples."""
        return "draft" if self.draft else "outline" if self.outline else "facts" if self.facts else "empty"


def desk_of(work: Work) -> Desk:
    """The desk with ``work`` on it."""
    return Desk(work.brief.facts, work.outline is not None, work.draft is not None)


def unfinished(work: Work) -> tuple[int, ...]:
    """Numbers of the planned sections that are not written: missing, empty, or set from their facts without a model."""
    if not work.outline:
        return ()
    sections = work.draft.sections if work.draft else ()
    planned = range(len(work.outline.sections))
    return tuple(n for n in planned if n >= len(sections) or not sections[n].text.strip() or sections[n].note)
