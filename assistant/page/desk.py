"""The desk: one work, with its chat, its findings and what is being written. Shared by all windows that show it."""

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace

from assistant.archive import Archive
from assistant.chat.desk import unfinished
from assistant.chat.desk_edits import with_brief
from assistant.draft import Section, outline_from_dict
from assistant.errors import EditConflict
from assistant.events import (
    BriefChanged,
    Drafted,
    Event,
    ExampleFound,
    ExportAsked,
    Outlined,
    Progress,
    Proposed,
    Said,
    SectionChanged,
    SectionGrew,
    UndoAsked,
)
from assistant.page.kept import KeptWork, Line
from assistant.page.live import Live, partial
from assistant.report import Report
from assistant.work import Work
from index.errors import XinhuoError

logger = logging.getLogger(__name__)

_STASH_SECONDS = 2.0

Begin = Callable[[Work, threading.Event], Iterator[Event]]


class Desk(KeptWork):
    """Everything that the page shows of a work, what is being written included. Safe to call from many threads."""

    def __init__(self, archive: Archive, owner: str, check: Callable[[Work], Report | None]) -> None:
        super().__init__(archive, owner, check)
        self.live: Live | None = None
        self.example: ExampleFound | None = None
        self.progress: Progress | None = None
        self.failed = ""
        self.export_asked = ""
        self._stop = threading.Event()
        self._stashed = 0.0
        self._phase = (0.0, 0)
        self._kept: dict[int, Section] = {}

    @property
    def step(self) -> int:
        """1 while facts are told, 2 at the outline, 3 at the draft."""
        if self._work.draft or self.live:
            return 3
        return 2 if self._work.outline else 1

    @property
    def resumable(self) -> bool:
        """Whether sections are still to be written."""
        return not self.busy and bool(self._work.outline) and bool(self.missing())

    def missing(self) -> tuple[int, ...]:
        """The sections that writing left open: not begun, broken off, or set from their facts without a model."""
        draft = self._work.draft
        begun = any(s.note for s in draft.sections) if draft else bool(self.failed)
        return unfinished(self._work) if begun else ()

    def done_sections(self) -> dict[int, Section]:
        """The sections that need not be written again."""
        sections, left = self._work.draft.sections if self._work.draft else (), set(self.missing())
        return {n: section for n, section in enumerate(sections) if n not in left} if left else {}

    # what was being written when the program ended

    def open(self, work_id: str) -> None:
        """Put a work of the archive on the desk, with what was being written last. Raises ``WorkMissing``."""
        with self.lock:
            super().open(work_id)
            self._recover()
            self.look()

    def _recover(self) -> None:
        stash = self._archive.preference(self.owner, self._stash_key())
        if not stash:
            return
        data = json.loads(stash)
        live = Live(outline_from_dict(data["outline"]), data["genre"], data["texts"], data["states"])
        self._archive.set_preference(self.owner, self._stash_key(), "")
        self.failed = "上次没有写完，已写好的都在，点“继续”接着写。"
        self.put(replace(self._work, outline=live.outline, draft=partial(live)), "model")

    def _stash_key(self) -> str:
        return f"live:{self.work_id}"

    # what is being written

    def start(self, begin: Begin) -> bool:
        """Carry out events in the background; False where something is already running."""
        with self.lock:
            if self.busy:
                return False
            self._kept = self.done_sections()
            self.busy, self.failed, self.progress = True, "", None
            self._stop = threading.Event()
            threading.Thread(target=self._run, args=(begin, self._stop), daemon=True).start()
            return True

    def stop(self) -> None:
        """Stop after the piece that is being written; what is there stays."""
        self._stop.set()

    def _run(self, begin: Begin, stop: threading.Event) -> None:
        why = "出了意外，已写好的都在。请再试一次。"
        try:
            for event in begin(self._work, stop):
                with self.lock:
                    self._take(event)
            why = ""
        except XinhuoError as error:
            why = str(error)
        finally:
            self._end(why, stopped=stop.is_set())

    def _end(self, why: str, *, stopped: bool) -> None:
        with self.lock:
            live, self.live, self.progress = self.live, None, None
            stop_words = "已停下，写好的都留着。点“继续”接着写。" if stopped else ""
            try:
                if live:
                    why = why or stop_words or "还没有写完，点“继续”接着写。"
                    self._keep_partial(live)
                elif self.missing():
                    why = why or stop_words
                if why:
                    logger.warning("turn ended early: %s", why)
                    self.say("assistant", why)
            except XinhuoError as error:
                why = str(error)
                self.lines.append(Line("assistant", why))
            finally:
                self.failed, self.busy = why, False
            self.look()

    def _keep_partial(self, live: Live) -> None:
        if any(live.texts):
            self.put(replace(self._work, outline=live.outline, draft=partial(live, self._work.draft)), "model")
        self._archive.set_preference(self.owner, self._stash_key(), "")

    def _take(self, event: Event) -> None:
        match event:
            case Said(text, choices):
                self.say("assistant", text, choices)
            case BriefChanged(brief):
                self.put(with_brief(self._work, brief))
            case Outlined(outline):
                self.put(replace(self._work, outline=outline))
            case SectionGrew() | SectionChanged():
                self._take_section(event)
            case Progress():
                self._take_progress(event)
            case Drafted(draft, report):
                self.live = None
                self._archive.set_preference(self.owner, self._stash_key(), "")
                self.put(replace(self._work, draft=draft), "model")
                self.report = report
            case Proposed():
                self.proposal = event
            case ExampleFound():
                self.example = event
            case ExportAsked(edition):
                self.export_asked = edition
            case UndoAsked(forward):
                self._undo_asked(forward=forward)
        self.changes += 1

    def _undo_asked(self, *, forward: bool) -> None:
        if self.saved:
            step = self._archive.redo if forward else self._archive.undo
            possible = self.saved.can_redo if forward else self.saved.can_undo
            self._taken(step(self.saved.work_id, self.owner))
            done = "已重做。" if forward else "已撤销。要找回来，点“重做”。"
            end = "没有可重做的，现在就是最后改的样子。" if forward else "没有可撤销的，现在就是最早的样子。"
            self.say("assistant", done if possible else end)

    def _take_progress(self, event: Progress) -> None:
        if not self.progress or event.total != self.progress.total:
            self._phase = time.monotonic(), event.done
        self.progress = event

    def remaining(self) -> float | None:
        """Seconds that the writing will still take, reckoned from its own pace; None until that can be told."""
        said = self.progress
        if not said or not said.total:
            return None
        if said.remaining_s is not None:
            return said.remaining_s
        begun, at = self._phase
        done = said.done - at
        if done < max(2, said.total // 5):
            return None
        return (time.monotonic() - begun) / done * (said.total - said.done)

    def _take_section(self, event: SectionGrew | SectionChanged) -> None:
        if self.live is None:
            if not self._work.outline:
                return
            self.live = Live(self._work.outline, self._work.brief.genre)
            self.live.keep(self._kept)
            self.progress = None
        if isinstance(event, SectionGrew):
            self.live.grow(event)
        else:
            self.live.change(event)
        if time.monotonic() - self._stashed > _STASH_SECONDS:
            self._stashed = time.monotonic()
            self._stash(self.live)

    def _stash(self, live: Live) -> None:
        if self.saved:
            data = {"outline": asdict(live.outline), "genre": live.genre, "texts": live.texts, "states": live.states}
            self._archive.set_preference(self.owner, self._stash_key(), json.dumps(data, ensure_ascii=False))

    def propose(self, proposal: Proposed) -> None:
        """Show a change before it is taken. Raises ``XinhuoError`` while something is being written."""
        with self.lock:
            if self.busy:
                raise XinhuoError("正在写，停下或写完之后再改。")
            self.proposal = proposal
            self.changes += 1

    def decide(self, *, accept: bool) -> None:
        """Take over the proposed change, or put it aside."""
        with self.lock:
            proposal, self.proposal = self.proposal, None
            if proposal and accept:
                if self._work.draft != proposal.before:
                    raise EditConflict("提出修改之后文稿又改过，这处修改没有采用。请再提一次。")
                self.put(replace(self._work, draft=proposal.after), "model")
                self.look()
            self.changes += 1
