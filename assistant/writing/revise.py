"""Revising a draft by an instruction: what is named changes, nothing else does; the facts stay told."""

from collections.abc import Iterator

from assistant.events import Event
from assistant.writing.revise_facts import FactChanges
from assistant.writing.revise_structure import StructureChanges
from assistant.writing.revise_wording import WordingChanges
from assistant.writing.wishes import understand


class Revision(StructureChanges, FactChanges, WordingChanges):
    """One revision: the instruction understood, then carried out by the change that it asks for."""

    def run(self, ask: str, selection: str = "") -> Iterator[Event]:
        """The events; the last is ``Proposed`` or ``Said``."""
        wish = understand(ask, self.draft, selection)
        handler = getattr(self, f"_{wish.kind}")
        yield from handler(wish, ask, selection)
