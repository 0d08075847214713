"""What the conversation is made of besides its turns: the writer it needs, limits, and what follows a draft."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from assistant.brief import Brief
from assistant.chat import replies
from assistant.chat.desk import unfinished
from assistant.draft import Outline, Section
from assistant.events import Drafted, Event, ExampleFound, Said
from assistant.work import Work

MAX_FACTS = 10_000

History = Sequence[tuple[str, str]]


class Writes(Protocol):
    """What the conversation needs of the writer."""

    def outline(self, brief: Brief) -> Outline: ...

    def draft(
        self,
        brief: Brief,
        outline: Outline | None = None,
        stop: threading.Event | None = None,
        done: Mapping[int, Section] | None = None,
    ) -> Iterator[Event]: ...

    def revise(self, work: Work, ask: str, selection: str = "") -> Iterator[Event]: ...

    def example(self, theme: str, unit: str = "") -> ExampleFound: ...

    def answer(self, question: str) -> Iterator[Event]: ...


def asked(history: History) -> bool:
    """Whether the assistant asked for what is missing before: it asks once."""
    return any(role == "assistant" and replies.ASK_MARK in text for role, text in history)


def after_draft(drafted: Drafted, stop: threading.Event | None) -> Iterator[Said]:
    """What to say when a draft is there: which parts are not written out, and what would help."""
    from assistant.writing.drafting import NO_MODEL

    notes = [section.note for section in drafted.draft.sections if section.note]
    if stop is not None and stop.is_set():
        yield Said(replies.STOPPED, (replies.CONTINUE,))
    elif NO_MODEL in notes:
        yield Said(replies.PLAIN)
    elif notes:
        yield Said(replies.unwritten(len(notes)), (replies.CONTINUE,))
    if drafted.report.questions:
        yield Said("".join(drafted.report.questions[:2]))


def limited(brief: Brief) -> tuple[Brief, int]:
    """``brief`` with at most ``MAX_FACTS`` facts, and how many were left out."""
    return brief.with_facts(brief.facts[:MAX_FACTS]), max(0, len(brief.facts) - MAX_FACTS)


def done_sections(work: Work) -> dict[int, Section]:
    """The sections, by position, that need not be written again."""
    sections = work.draft.sections if work.draft else ()
    open_ones = set(unfinished(work))
    return {n: section for n, section in enumerate(sections) if n not in open_ones}


def write_in(work: Work) -> str:
    """The instruction to write in the facts that no section of the draft tells."""
    told = {fact for section in work.draft.sections for fact in section.facts} if work.draft else set()
    missing = [n for n in range(len(work.brief.facts)) if n not in told]
    missing = missing or list(range(len(work.brief.facts)))
    numbers = "、".join(str(n + 1) for n in missing)
    return f"把要点{numbers}写进去：" + "；".join(work.brief.facts[n].rstrip("。；") for n in missing)
