"""A work as the archive keeps it: opened, saved, typed on, stepped back and forth; with its chat and its findings."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.archive import Archive, Saved, SaveKind, VersionEntry
from assistant.errors import BadDraft, EditConflict
from assistant.events import Proposed
from assistant.page.edits import merge
from assistant.report import Report
from assistant.work import Work

CHANGED_ELSEWHERE = "这份文稿刚在另一个窗口改过，这里已换成新的内容。"


@dataclass(frozen=True)
class Line:
    """A line of the chat; ``choices`` are answers to click."""

    role: str
    text: str
    choices: tuple[str, ...] = ()


class KeptWork:
    """One work, shared by all windows that show it. ``busy`` is whether something is being written on it.

    ``changes`` counts upwards with everything that a window could show otherwise than before.
    """

    def __init__(self, archive: Archive, owner: str, check: Callable[[Work], Report | None]) -> None:
        self.owner = owner
        self.lock = threading.RLock()
        self.saved: Saved | None = None
        self.lines: list[Line] = []
        self.report: Report | None = None
        self.proposal: Proposed | None = None
        self.busy = False
        self.changes = 0
        self._work = Work()
        self._archive = archive
        self._check = check
        self._listed: tuple[tuple[str, int], Sequence[VersionEntry]] = (("", 0), ())

    @property
    def work(self) -> Work:
        """The work as it stands."""
        return self._work

    @property
    def work_id(self) -> str:
        """Its id in the archive; "" until something is on the desk."""
        return self.saved.work_id if self.saved else ""

    @property
    def version(self) -> int:
        """The version that an edit must be based on."""
        return self.saved.version if self.saved else 0

    def versions(self) -> Sequence[VersionEntry]:
        """The versions that are kept, newest first."""
        with self.lock:
            if not self.saved:
                return ()
            if self._listed[0] != (self.work_id, self.changes):
                place = self.work_id, self.changes
                self._listed = place, self._archive.versions(self.work_id, self.owner)
            return self._listed[1]

    def name_version(self, number: int, name: str) -> None:
        """Name a version, so that it is found again; "" takes the name away."""
        with self.lock:
            self._archive.name_version(self.work_id, self.owner, number, name)
            self.changes += 1

    def open(self, work_id: str) -> None:
        """Put a work of the archive on the desk. Raises ``WorkMissing``."""
        with self.lock:
            self.saved = self._archive.load(work_id, self.owner)
            self._work = self.saved.work
            self.lines = [Line(m.role, m.text) for m in self._archive.messages(work_id, self.owner)]

    def put(self, work: Work, kind: SaveKind = "edit") -> None:
        """Make ``work`` the present state and keep it."""
        with self.lock:
            if not self.saved:
                work_id = self._archive.create(self.owner, work)
                self._archive.set_last_opened(self.owner, work_id)
                for line in self.lines:
                    self._archive.add_message(work_id, self.owner, line.role, line.text)
            else:
                work_id = self.saved.work_id
                try:
                    self._archive.save(work_id, self.owner, work, self.saved.version, kind)
                except EditConflict:
                    self._taken(self._archive.load(work_id, self.owner))
                    raise
            self._taken(self._archive.load(work_id, self.owner))

    def _taken(self, saved: Saved) -> None:
        self.saved, self._work = saved, saved.work
        self.changes += 1

    def look(self) -> None:
        """Judge the draft again."""
        self.report = self._check(self._work) if self._work.draft and not self.busy else None

    def change(self, work: Work) -> None:
        """A change by hand: keep it and judge again."""
        with self.lock:
            self.put(work)
            self.look()

    def typed(self, markdown: str, base: int) -> bool:
        """Take over what was typed on the paper; whether anything changed.

        Raises ``EditConflict`` where the paper has changed in another window since version ``base``.
        """
        with self.lock:
            before = self._work.draft
            if self.busy or markdown.strip() == (before.to_markdown().strip() if before else ""):
                return False
            if base != self.version:
                raise EditConflict(CHANGED_ELSEWHERE)
            try:
                draft = merge(markdown, before, self._work.brief.genre)
            except BadDraft:
                draft = None
            self.change(replace(self._work, draft=draft))
            return True

    def undo(self) -> None:
        """One step back."""
        self._step(self._archive.undo)

    def redo(self) -> None:
        """One step forward again."""
        self._step(self._archive.redo)

    def _step(self, step: Callable[[str, str], Saved]) -> None:
        with self.lock:
            if self.saved and not self.busy:
                self.proposal = None
                self._taken(step(self.saved.work_id, self.owner))
                self.look()

    def say(self, role: str, text: str, choices: tuple[str, ...] = ()) -> None:
        """Add a line to the chat."""
        with self.lock:
            self.lines.append(Line(role, text, choices))
            if self.saved:
                self._archive.add_message(self.saved.work_id, self.owner, role, text)
