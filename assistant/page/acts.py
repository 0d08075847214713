"""What the buttons of the page do. Every act gets the window and the button's data; messages go into the window."""

import json
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from assistant.brief import Brief, genre_named
from assistant.chat.fields import LONGEST, SHORTEST, Fields, take_length
from assistant.errors import BadBrief, EditConflict
from assistant.page import checking, edits
from assistant.page.comparing import Comparing
from assistant.page.examples import examples, start_from
from assistant.page.kept import CHANGED_ELSEWHERE
from assistant.page.papers import Papers
from assistant.page.remedies import Remedies
from assistant.page.service import Service
from assistant.page.window import Paged, Telling, Window
from index.errors import XinhuoError

logger = logging.getLogger(__name__)

Said = Mapping[str, str]


class Acts:
    """The page's buttons by name."""

    def __init__(self, service: Service, papers: Papers, example_folder: Path) -> None:
        self.service = service
        self.papers = papers
        self.examples = examples(example_folder)
        self.comparing = Comparing(service.archive)
        self._named: dict[str, Callable[[Window, Said], None]] = {
            "choose": lambda w, s: self.send(w, s["text"]),
            "example": self._example,
            "outline": lambda w, _: w.begun(self.service.outline(w.desk)),
            "write": lambda w, _: w.begun(self.service.write(w.desk)),
            "addfact": lambda w, s: w.desk.change(edits.add_facts(w.desk.work, s.get("text", "").splitlines())),
            "fact": lambda w, s: w.desk.change(edits.change_fact(w.desk.work, int(s["number"]), s["text"])),
            "factgone": lambda w, s: w.desk.change(edits.remove_fact(w.desk.work, int(s["number"]))),
            "factup": lambda w, s: self._move_fact(w, int(s["number"]), int(s["number"]) - 1),
            "factdown": lambda w, s: self._move_fact(w, int(s["number"]), int(s["number"]) + 1),
            "factmove": lambda w, s: self._move_fact(w, int(s["number"]), int(s["to"])),
            "head": lambda w, s: w.desk.change(edits.rename_section(w.desk.work, int(s["number"]), s["text"])),
            "secup": lambda w, s: self._move_section(w, int(s["number"]), int(s["number"]) - 1),
            "secdown": lambda w, s: self._move_section(w, int(s["number"]), int(s["number"]) + 1),
            "secmove": lambda w, s: self._move_section(w, int(s["number"]), int(s["to"])),
            "secgone": lambda w, s: w.desk.change(edits.remove_section(w.desk.work, int(s["number"]))),
            "deal": lambda w, s: w.desk.change(edits.deal_fact(w.desk.work, int(s["fact"]), int(s["text"]))),
            "accept": lambda w, _: w.desk.decide(accept=True),
            "reject": lambda w, _: w.desk.decide(accept=False),
            "ask": lambda w, s: self.papers.ask(w, s.get("edition", "正式版")),
            "export": lambda w, s: self.papers.export(w, s.get("edition", w.edition)),
            "preview": self._preview,
            "picture": lambda w, _: self.papers.picture(w),
            "profile": self._profile,
            "resync": lambda w, _: w.forget(),
            "close": self._close,
            "open": lambda w, s: self.open(w, s["id"]),
            "rename": lambda w, s: self.service.archive.rename(s["id"], w.owner, s["text"]),
            "copy": self._copy,
            "delete": self._delete,
            "restore": lambda w, s: self.service.archive.restore(s["id"], w.owner),
            "purge": lambda w, s: self.service.archive.purge(s["id"], w.owner),
            "big": self._big,
            "retry": lambda _w, _s: self.service.retry(),
            **Remedies(service).named,
            **self.comparing.named,
        }

    def add(self, name: str, act: Callable[[Window, Said], None]) -> None:
        """One more act, of another part of the page."""
        self._named[name] = act

    def do(self, window: Window, said: Said) -> None:
        """Carry out one act; what goes wrong is told in the window."""
        act = self._named.get(said.get("act", ""))
        if act is None:
            return
        with self.told(window):
            self.absorb(window, said.get("now", ""))
            if window.desk.busy and said["act"] not in _WHILE_BUSY:
                raise XinhuoError("正在写，停下或写完之后再改。")
            act(window, said)

    @staticmethod
    def told(window: Window) -> Telling:
        """Errors that we can explain become the window's message."""
        return Telling(window)

    def absorb(self, window: Window, now: str) -> None:
        """Take over what was typed on the paper and not sent yet. Raises ``EditConflict``."""
        if not now:
            return
        typed = json.loads(now)
        if typed.get("text") is not None:
            self.typed(window, typed)

    def typed(self, window: Window, typed: Mapping[str, object]) -> None:
        """Take over what was typed on the paper."""
        desk, text = window.desk, str(typed.get("text") or "")
        if str(typed.get("work", "")) != desk.work_id:
            return
        try:
            desk.typed(text, int(str(typed.get("rev") or 0)))
            window.seen.typed = text
        except EditConflict:
            window.dialog, window.force = checking.conflict(text, CHANGED_ELSEWHERE), True

    def send(self, window: Window, text: str, files: tuple[Path, ...] = ()) -> None:
        """Send a message of the chat."""
        if text.strip() or files:
            window.begun(self.service.say(window.desk, text.strip() or "看看附上的材料", files))

    def resume(self, window: Window) -> None:
        """Write the sections that are still missing."""
        window.begun(self.service.write(window.desk, resume=True))

    def fresh(self, window: Window) -> None:
        """An empty desk."""
        window.desk = self.service.desk(window.owner)
        window.dialog = window.notice = ""
        window.compared, window.preview = None, False
        self.service.archive.set_last_opened(window.owner, "")

    def open(self, window: Window, work_id: str) -> None:
        """Put a work on the desk."""
        window.desk = self.service.desk(window.owner, work_id)
        window.dialog, window.compared, window.preview = "", None, False
        self.service.archive.set_last_opened(window.owner, work_id)

    def _example(self, window: Window, said: Said) -> None:
        for name, _, brief in self.examples:
            if name == said.get("name"):
                start_from(window.desk, brief)

    @staticmethod
    def _move_fact(window: Window, number: int, to: int) -> None:
        window.desk.change(edits.move_fact(window.desk.work, number, to))

    @staticmethod
    def _move_section(window: Window, number: int, to: int) -> None:
        window.desk.change(edits.move_section(window.desk.work, number, to))

    # versions and works

    def _copy(self, window: Window, said: Said) -> None:
        self.service.archive.copy(said["id"], window.owner)

    def _delete(self, window: Window, said: Said) -> None:
        self.service.archive.delete(said["id"], window.owner)
        if said["id"] == window.desk.work_id:
            self.fresh(window)
        window.notice = "已删除。可以在“已删除的”里恢复。"

    @staticmethod
    def _close(window: Window, _: Said) -> None:
        window.dialog = window.notice = ""

    # the form

    def fill(self, window: Window, field: str, value: str) -> None:
        """One field of the form beside the chat."""
        brief = window.desk.work.brief
        if field == "length":
            changed = replace(brief, length=_length_said(value))
        elif field == "genre":
            changed = replace(brief, genre=genre_named(value, self.service.genres()) if value else "")
        elif field in ("unit", "occasion", "speaker", "date"):
            changed = Brief(**{**vars(brief), field: value.strip()})
        else:
            raise BadBrief("没有这一项。")
        if changed != brief:
            window.desk.change(replace(window.desk.work, brief=changed))

    # the page itself

    def _preview(self, window: Window, said: Said) -> None:
        window.preview = said.get("on") == "1"
        if window.preview and window.desk.work.draft is None:
            window.preview = False
            raise XinhuoError("还没有文稿可以预览。")

    def _big(self, window: Window, said: Said) -> None:
        window.big = said.get("on") == "1"
        self.service.archive.set_preference(window.owner, "big", said.get("on", ""))

    def check(self, window: Window) -> None:
        """Judge the draft once more."""
        if window.desk.work.draft is None:
            raise XinhuoError("还没有文稿可以核对。")
        window.desk.look()
        window.notice = ""

    def _profile(self, window: Window, said: Said) -> None:
        self.service.house.choose(window.owner, said.get("text", ""))
        window.paged = Paged()


def _length_said(value: str) -> int:
    """Characters that a field names (1500, 1500-2000, 两千字, 一页半), 0 for an empty one. Raises ``BadBrief``."""
    said = value.strip()
    found = Fields()
    take_length(said if re.search("[字页分]", said) else f"{said}字", found)
    if said and not found.length:
        raise BadBrief(f"篇幅请写字数，{SHORTEST} 到 {LONGEST}，例如 1500。")
    return found.length


_WHILE_BUSY = frozenset(
    ("close", "big", "open", "rename", "copy", "delete", "restore", "purge", "compare", "nameversion", "resync")
)
