"""Revising a draft by an instruction: what is named changes, nothing else does; the facts stay told."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.events import Event
from assistant.writing.revise_facts import FactChanges
from assistant.writing.revise_layout import LayoutChanges
from assistant.writing.revise_structure import StructureChanges
from assistant.writing.revise_wording import WordingChanges
from assistant.writing.wishes import WishKind, understand
from assistant.writing.wishes_layout import piece_of, understand_layout

_IN_OTHER_WORDS = re.compile(r"(?:朴实|平实|实在|简单|通俗|委婉|亲切)(?:一?些|一?点)")
_OF_PIECES: tuple[WishKind, ...] = ("delete", "shorten", "tone", "rewrite")  # kinds that a sentence may be named for


class Revision(StructureChanges, LayoutChanges, FactChanges, WordingChanges):
    """One revision: the instruction understood, then carried out by the change that it asks for."""

    def run(self, ask: str, selection: str = "") -> Iterator[Event]:
        """The events; the last is ``Proposed`` or ``Said``."""
        layout = None if selection else understand_layout(ask, self.draft)
        wish = layout or understand(ask, self.draft, selection)
        if not (selection or layout) and wish.section is not None and wish.kind in _OF_PIECES:
            selection = piece_of(ask, self.draft.sections[wish.section].text)
        if wish.kind == "delete" and _IN_OTHER_WORDS.search(ask) and not selection and wish.section is not None:
            wish = replace(wish, kind="tone")  # “那句排比去掉，说得朴实些” asks for other words, not for a part less
        handler = getattr(self, f"_{wish.kind}")
        yield from handler(wish, ask, selection)
