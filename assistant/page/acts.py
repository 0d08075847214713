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
from assistant.ledger import Claim
from assistant.page import checking, edits, planning
from assistant.page.desk import CHANGED_ELSEWHERE, Desk
from assistant.page.examples import examples, start_from
from assistant.page.facts import part_names
from assistant.page.papers import Papers
from assistant.page.service import Service
from assistant.page.window import Compared, Paged, Telling, Window
from index.errors import XinhuoError

logger = logging.getLogger(__name__)

Said = Mapping[str, str]
_SECTION_ASKS = {
    "rewrite": "重写{}",
    "expand": "扩写{}",
    "shrink": "压缩{}",
    "reword": "把{}换个说法",
}


class Acts:
    """The page's buttons by name."""

    def __init__(self, service: Service, papers: Papers, example_folder: Path) -> None:
        self.service = service
        self.papers = papers
        self.examples = examples(example_folder)
        self._named: dict[str, Callable[[Window, Said], None]] = {
            "choose": lambda w, s: self.send(w, s["text"]),
            "example": self._example,
            "outline": lambda w, _: self._begin(w, self.service.outline(w.desk)),
            "write": lambda w, _: self._begin(w, self.service.write(w.desk)),
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
            "asfact": self._as_fact,
            "confirm": self._confirm,
            "cut": self._cut,
            "writein": self._write_in,
            "accept": lambda w, _: w.desk.decide(accept=True),
            "reject": lambda w, _: w.desk.decide(accept=False),
            "revise": self._revise,
            "noexample": self._no_example,
            "compare": self._compare,
            "revert": self._revert,
            "nameversion": self._name_version,
            "compareto": self._compare_to,
            "uncompare": self._uncompare,
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
            self._begin(window, self.service.say(window.desk, text.strip() or "看看附上的材料", files))

    def resume(self, window: Window) -> None:
        """Write the sections that are still missing."""
        self._begin(window, self.service.write(window.desk, resume=True))

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

    @staticmethod
    def _begin(window: Window, begun: bool) -> None:
        if not begun:
            window.notice = "正在写，停下或写完之后再说。"

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

    # findings

    def _claim(self, window: Window, said: Said) -> tuple[Claim, str]:
        draft, report = window.desk.work.draft, window.desk.report
        start = int(said.get("start", "-1"))
        found = (
            next((c for c in report.claims if c.start == start and c.text == said.get("text")), None)
            if report
            else None
        )
        if draft is None or found is None:
            raise XinhuoError("这处文字刚改过，请看重新核对后的结果。")
        return found, draft.to_markdown()

    def _retype(self, window: Window, markdown: str) -> None:
        window.desk.typed(markdown, window.desk.version)

    def _as_fact(self, window: Window, said: Said) -> None:
        claim, markdown = self._claim(window, said)
        changed = edits.as_fact_says(markdown, claim, window.desk.work.brief.facts)
        if changed is None:
            fact = (claim.fact or 0) + 1
            self._begin(window, self.service.revise(window.desk, f"“{claim.text}”与要点{fact}不符，照要点{fact}改", ""))
        else:
            self._retype(window, changed)

    def _confirm(self, window: Window, said: Said) -> None:
        claim, markdown = self._claim(window, said)
        first, last = edits.sentence_around(markdown, claim.start, claim.end)
        window.desk.change(edits.add_facts(window.desk.work, [markdown[first:last].lstrip("# ").rstrip("。；")]))

    def _cut(self, window: Window, said: Said) -> None:
        claim, markdown = self._claim(window, said)
        self._retype(window, edits.without_sentence(markdown, claim.start, claim.end))

    def _write_in(self, window: Window, said: Said) -> None:
        facts = window.desk.work.brief.facts
        number = edits.there(facts, int(said["fact"]))
        fact = facts[number]
        self._begin(window, self.service.revise(window.desk, f"把要点{number + 1}写进去：{fact}", ""))

    def _revise(self, window: Window, said: Said) -> None:
        draft, words = window.desk.work.draft, said.get("words", "")
        if draft is None or not said.get("number", "").isdigit():
            raise XinhuoError("先把光标放到要改的那一部分里。")
        number = int(said["number"])
        if number >= len(draft.sections):
            raise XinhuoError("先把光标放到要改的那一部分里。")
        section = draft.sections[number]
        if said["how"] == "example":
            plan = window.desk.work.outline
            theme = next((s.theme for s in plan.sections if s.heading == section.heading), "") if plan else ""
            self._begin(window, self.service.example(window.desk, theme or section.heading or section.text[:30]))
            return
        target = "所选文字" if words else part_names(draft)[number]
        ask = _SECTION_ASKS[said["how"]].format(target)
        self._begin(window, self.service.revise(window.desk, ask, words))

    @staticmethod
    def _no_example(window: Window, _: Said) -> None:
        window.desk.example = None

    # versions and works

    @staticmethod
    def _compare(window: Window, said: Said) -> None:
        window.compared, window.preview = Compared(int(said["number"])), False

    @staticmethod
    def _compare_to(window: Window, said: Said) -> None:
        if window.compared:
            window.compared = Compared(window.compared.old, int(said["text"]))

    @staticmethod
    def _uncompare(window: Window, _: Said) -> None:
        window.compared = None

    def compared(self, window: Window) -> str:
        """The comparison of two versions that the window asked for, as HTML."""
        desk, asked = window.desk, window.compared
        if asked is None or not desk.work_id:
            return ""
        entries = desk.versions()
        numbers = {entry.number for entry in entries}
        if asked.old not in numbers or (asked.new and asked.new not in numbers):
            window.compared = None
            return ""
        texts = (self._version(desk, number) for number in (asked.old, asked.new))
        return planning.comparison(entries, asked.old, asked.new, *texts)

    def _version(self, desk: Desk, number: int) -> str:
        work = self.service.archive.version(desk.work_id, desk.owner, number) if number else desk.work
        return work.draft.to_markdown() if work.draft else ""

    def _revert(self, window: Window, said: Said) -> None:
        desk = window.desk
        desk.change(self.service.archive.version(desk.work_id, desk.owner, int(said["number"])))
        window.compared, window.notice = None, "已换回。要取消，点“撤销”。"

    def _name_version(self, window: Window, said: Said) -> None:
        window.desk.name_version(int(said["number"]), said["text"])

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
