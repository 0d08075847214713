"""The writer: from a brief to a draft, and everything else that writes. Events tell what happens."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.brief import Brief, genre_named
from assistant.draft import Outline, Section
from assistant.errors import BadBrief
from assistant.events import Event, ExampleFound, Said
from assistant.model import Model
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing.answer import answer
from assistant.writing.asking import messages_of
from assistant.writing.bank import Bank, open_bank
from assistant.writing.drafting import Drafting
from assistant.writing.example import find_example
from assistant.writing.genres import Genre, genre_of
from assistant.writing.plan import Plan, make_plan
from assistant.writing.recent import open_recent
from assistant.writing.revise import Revision
from assistant.writing.tails import tail_request
from index.views import Readable


def warm(model: Model) -> None:
    """Let a small model read beforehand what all its requests begin with, so that the first draft need not wait."""
    if model.small:
        model.share(messages_of(tail_request("", "", 0.0)))


class Writer:
    """Writes with ``model`` (None: from facts and bank alone) in the manner of ``library`` (None: of the bank)."""

    def __init__(self, model: Model | None, library: Readable | None, settings: Settings) -> None:
        self._model = model
        self._library = library
        self._settings = settings

    @property
    def model(self) -> Model | None:
        """The model that writes, None where there is none."""
        return self._model

    def outline(self, brief: Brief) -> Outline:
        """The outline of a brief. Raises ``BadBrief`` on an unknown genre."""
        return self._plan(brief, library=self._library).outline

    def draft(
        self,
        brief: Brief,
        outline: Outline | None = None,
        stop: threading.Event | None = None,
        done: Mapping[int, Section] | None = None,
    ) -> Iterator[Event]:
        """Writes a draft; the last event is ``Drafted``, also after ``stop`` is set (with what there is then).

        A given ``outline`` is binding. ``done`` are sections (by position) that stay as they are.
        """
        plan = self._plan(brief, outline, self._library)
        home, seconds = self._settings.home, self._settings.request_seconds
        drafting = Drafting(plan, self._model, self._library, seconds, stop, done, home)
        yield from drafting.run()

    def revise(self, work: Work, ask: str, selection: str = "") -> Iterator[Event]:
        """Carries out an instruction on ``work.draft``; ends with ``Proposed``, or ``Said`` where nothing changes.

        ``selection`` is text of the draft that the instruction is about. Sections that are not named stay as they are.
        """
        if work.draft is None:
            yield Said("还没有文稿，先写一稿再改。")
            return
        genre = self._genre_for(work)
        revision = Revision(
            work, work.draft, genre, self._bank(), self._model, self._redraft, self._settings.request_seconds
        )
        yield from revision.run(ask, selection)

    def example(self, theme: str, unit: str = "") -> ExampleFound:
        """Originals of the library on ``theme`` and an adapted paragraph; both empty where nothing fits."""
        return find_example(self._library, theme, unit)

    def answer(self, question: str) -> Iterator[Event]:
        """The answer to a question about the library's texts, with its sources, or that they do not say."""
        yield from answer(self._library, self._model, question, self._settings.request_seconds)

    def _redraft(self, brief: Brief, outline: Outline) -> Iterator[Event]:
        plan = self._plan(brief, outline)
        yield from Drafting(plan, self._model, None, self._settings.request_seconds).run()

    def _plan(self, brief: Brief, outline: Outline | None = None, library: Readable | None = None) -> Plan:
        recent = open_recent(self._settings.home)
        return make_plan(brief, self._genre(brief), self._bank(), outline, library, recent)

    def _genre_for(self, work: Work) -> Genre:
        name = work.brief.genre or (work.draft.genre if work.draft else "")
        if not name:
            try:
                name = genre_named(work.draft.title if work.draft else "")
            except BadBrief:
                name = "经验交流发言"
        return self._genre(replace(work.brief, genre=name))

    def _genre(self, brief: Brief) -> Genre:
        return genre_of(brief.genre, self._settings.home / "genres")

    def _bank(self) -> Bank:
        return open_bank(self._settings.home / "bank")
