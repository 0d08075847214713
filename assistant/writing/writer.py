"""The writer: from a brief to a draft, and everything else that writes. Events tell what happens."""

import threading
from collections.abc import Iterator, Mapping

from assistant.brief import Brief
from assistant.draft import Outline, Section
from assistant.events import Event
from assistant.model import Model
from assistant.settings import Settings
from assistant.writing.bank import Bank, open_bank
from assistant.writing.drafting import Drafting, make_plan
from assistant.writing.genres import Genre, genre_of
from index.library import Library


class Writer:
    """Writes with ``model`` (None: from facts and bank alone) in the manner of ``library`` (None: of the bank)."""

    def __init__(self, model: Model | None, library: Library | None, settings: Settings) -> None:
        self._model = model
        self._library = library
        self._settings = settings

    def outline(self, brief: Brief) -> Outline:
        """The outline of a brief. Raises ``BadBrief`` on an unknown genre."""
        return make_plan(brief, self._genre(brief), self._bank()).outline

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
        plan = make_plan(brief, self._genre(brief), self._bank(), outline)
        drafting = Drafting(plan, self._model, self._library, self._settings.request_seconds, stop, done)
        yield from drafting.run()

    def _genre(self, brief: Brief) -> Genre:
        return genre_of(brief.genre, self._settings.home / "genres")

    def _bank(self) -> Bank:
        return open_bank(self._settings.home / "bank")
