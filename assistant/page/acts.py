"""What the buttons of the page do. Every act gets the window and the button's data; messages go into the window."""

import json
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.brief import Brief, genre_named
from assistant.errors import BadBrief, EditConflict
from assistant.ledger import Claim
from assistant.page import checking, edits, planning
from assistant.page.desk import CHANGED_ELSEWHERE
from assistant.page.facts import part_names
from assistant.page.service import Service, examples, start_from
from assistant.page.window import Window
from index.errors import XinhuoError

logger = logging.getLogger(__name__)

Said = Mapping[str, str]
_SECTION_ASKS = {
    "rewrite": "重写{}",
    "expand": "扩写{}",
    "shrink": "压缩{}",
    "reword": "把{}换个说法",
}
_BAD_NAME = '\\/:*?"<>|\n\r\t'


@dataclass
class Download:
    """A file that a window may fetch once it knows the name; kept for an hour."""

    path: Path
    name: str
    until: float
    owner: str


class Acts:
    """The page's buttons by name."""

    def __init__(self, service: Service, example_folder: Path) -> None:
        self.service = service
        self.examples = examples(example_folder)
        self.downloads: dict[str, Download] = {}
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
            "export": lambda w, s: self.export(w, s.get("edition", w.edition)),
            "close": self._close,
            "open": lambda w, s: self.open(w, s["id"]),
            "rename": lambda w, s: self.service.archive.rename(s["id"], w.owner, s["text"]),
            "copy": self._copy,
            "delete": self._delete,
            "restore": lambda w, s: self.service.archive.restore(s["id"], w.owner),
            "purge": lambda w, s: self.service.archive.purge(s["id"], w.owner),
            "big": lambda w, s: self.service.archive.set_preference(w.owner, "big", s.get("on", "")),
            "retry": lambda _w, _s: self.service.retry(),
        }

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

    def told(self, window: Window) -> "_Told":
        """Errors that we can explain become the window's message."""
        return _Told(window)

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
        window.dialog = window.notice = window.compared = ""
        self.service.archive.set_last_opened(window.owner, "")

    def open(self, window: Window, work_id: str) -> None:
        """Put a work on the desk."""
        window.desk = self.service.desk(window.owner, work_id)
        window.dialog = window.compared = ""
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
        number = int(said["fact"])
        fact = window.desk.work.brief.facts[number]
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

    def _compare(self, window: Window, said: Said) -> None:
        desk = window.desk
        old = self.service.archive.version(desk.work_id, desk.owner, int(said["number"])).draft
        now = desk.work.draft
        texts = (draft.to_markdown() if draft else "" for draft in (old, now))
        window.compared = planning.comparison(int(said["number"]), *texts)

    def _revert(self, window: Window, said: Said) -> None:
        desk = window.desk
        desk.change(self.service.archive.version(desk.work_id, desk.owner, int(said["number"])))
        window.compared, window.notice = "", "已换回。要取消，点“撤销”。"

    def _name_version(self, window: Window, said: Said) -> None:
        desk = window.desk
        self.service.archive.name_version(desk.work_id, desk.owner, int(said["number"]), said["text"])

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
            digits = "".join(c for c in value if c.isdigit())
            changed = replace(brief, length=int(digits[:6] or 0))
        elif field == "genre":
            changed = replace(brief, genre=genre_named(value) if value else "")
        elif field in ("unit", "occasion", "speaker", "date"):
            changed = Brief(**{**vars(brief), field: value.strip()})
        else:
            raise BadBrief("没有这一项。")
        if changed != brief:
            window.desk.change(replace(window.desk.work, brief=changed))

    # export

    def ask_export(self, window: Window, edition: str) -> None:
        """Export, after a question where something is unverified."""
        window.edition = edition
        if window.desk.work.draft is None:
            raise XinhuoError("还没有文稿可以导出。")
        window.desk.look()
        if edition == "正式版" and checking.open_points(window.desk.report):
            window.dialog = checking.ask_export(window.desk.report, edition)
        else:
            self.export(window, edition)

    def export(self, window: Window, edition: str) -> None:
        """Write the Word file and hand it to the browser."""
        from assistant.word import export_draft

        desk, window.dialog = window.desk, ""
        if desk.work.draft is None:
            raise XinhuoError("还没有文稿可以导出。")
        name = file_name(
            desk.work.brief.unit, desk.work.draft.genre or desk.work.brief.genre, edition, desk.work.draft.title
        )
        folder = self.service.settings.home / "exports" / secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        profile = self.service.profile(window.owner)
        result = export_draft(
            desk.work.draft,
            folder / name,
            genre=desk.work.draft.genre,
            edition=edition,
            profile=profile,
            report=desk.report,
        )
        notes = [str(note) for note in getattr(result, "warnings", ())]
        window.notice = "。".join([f"已导出：{name}", *notes])
        self.hand_over(window, folder / name, name)

    def backup(self, window: Window) -> None:
        """Hand over a copy: the whole archive to the one local user, an owner's own data where there are several."""
        folder = self.service.settings.home / "exports" / secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        stamp = time.strftime("%Y%m%d-%H%M")
        if self.service.settings.users is None:
            path = folder / f"薪火文稿备份{stamp}.sqlite3"
            self.service.archive.backup(path)
        else:
            path = folder / f"薪火文稿备份{stamp}.json"
            data = self.service.archive.owner_data(window.owner)
            path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        self.hand_over(window, path, path.name)

    def hand_over(self, window: Window, path: Path, name: str) -> None:
        """Let the browser fetch a file."""
        now = time.time()
        self.downloads = {key: d for key, d in self.downloads.items() if d.until > now}
        token = secrets.token_urlsafe(24)
        self.downloads[token] = Download(path, name, now + 3600, window.owner)
        window.download = {"url": f"download/{token}", "name": name, "seen": token}


_WHILE_BUSY = frozenset(
    ("close", "big", "open", "rename", "copy", "delete", "restore", "purge", "compare", "nameversion")
)


class _Told:
    def __init__(self, window: Window) -> None:
        self._window = window

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if isinstance(error, XinhuoError):
            self._window.notice = str(error)
            return True
        return False


def file_name(unit: str, genre: str, edition: str, title: str) -> str:
    """单位+文种+日期.docx, without characters that a file system refuses."""
    today = time.strftime("%Y%m%d")
    stem = f"{unit}{genre}" or title or "文稿"
    stem = "".join("_" if c in _BAD_NAME or ord(c) < 32 else c for c in stem)[:60].strip(" .")
    return f"{stem}{'（核对版）' if edition == '核对版' else ''}{today}.docx"
