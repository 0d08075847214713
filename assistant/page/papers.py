"""Paper in and out: Word files, PDF, printed pages to look at, and a Word file that comes back."""

import difflib
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.brief import Brief
from assistant.draft import MARK, Draft
from assistant.errors import ExportFailed, not_written
from assistant.events import Proposed
from assistant.page import checking, edits
from assistant.page.downloads import Downloads
from assistant.page.markup import short
from assistant.page.service import Service
from assistant.page.window import Window
from assistant.work import Work
from index.errors import XinhuoError

_BAD_NAME = '\\/:*?"<>|\n\r\t'
_NOTHING = "还没有文稿可以导出。"
_SAME_PAPER = 0.3
"""Share of equal paragraphs from which a Word file is taken for the work on the desk, edited."""


class Papers:
    """What the page does with files of finished papers."""

    def __init__(self, service: Service, downloads: Downloads) -> None:
        self.service = service
        self.downloads = downloads

    # out

    def ask(self, window: Window, edition: str) -> None:
        """Export, after a question where something is unverified. ``edition`` is 正式版, 核对版 or PDF."""
        window.edition = edition
        if window.desk.work.draft is None:
            raise ExportFailed(_NOTHING)
        if edition == "PDF":
            _need_office()
        window.desk.look()
        if edition != "核对版" and checking.open_points(window.desk.report):
            window.dialog = checking.ask_export(window.desk.report, edition)
        else:
            self.export(window, edition)

    def export(self, window: Window, edition: str) -> None:
        """Write the file and hand it to the browser; a PDF takes a while and comes from the background."""
        window.dialog = ""
        if edition == "PDF":
            window.pursue("正在转成 PDF，约要十几秒。", lambda: self._pdf(window))
        else:
            path, warnings = self._write(window, edition)
            self._hand_over(window, path, warnings)

    def _write(self, window: Window, edition: str) -> tuple[Path, Sequence[str]]:
        from assistant.word import export_draft

        work, report = window.desk.work, window.desk.report
        if work.draft is None:
            raise ExportFailed(_NOTHING)
        genre = work.draft.genre or work.brief.genre
        name = file_name(work.brief.unit, genre, edition, work.draft.title)
        try:
            path = self.downloads.place(name)
        except OSError as error:
            raise ExportFailed(not_written(name, error)) from error
        profile = self.service.house.of(window.owner)
        result = export_draft(work.draft, path, genre=work.draft.genre, edition=edition, profile=profile, report=report)
        return path, result.warnings

    def _pdf(self, window: Window) -> None:
        from assistant.word import to_pdf

        path, warnings = self._write(window, "正式版")
        self._hand_over(window, to_pdf(path), warnings)

    def _hand_over(self, window: Window, path: Path, warnings: Sequence[str]) -> None:
        faults = [text for text in warnings if text.startswith("自查")]
        fonts = [text for text in warnings if not text.startswith("自查")]
        window.notice = "\n".join([f"已导出：{path.name}", *faults, *fonts])
        self.offer(window, path)

    def offer(self, window: Window, path: Path) -> None:
        """Let the browser fetch a file."""
        url = self.downloads.offer(path, window.owner)
        window.download = {"url": url, "name": path.name, "seen": url}

    # printed pages

    def picture(self, window: Window) -> None:
        """Print the draft with LibreOffice and show its pages."""
        _need_office()
        window.pursue("正在排出打印的样子，约要十几秒。", lambda: self._picture(window))

    def _picture(self, window: Window) -> None:
        from assistant.word import to_pdf

        version, profile = window.desk.version, self.service.house.chosen(window.owner)
        path, _ = self._write(window, "正式版")
        pages = pictures_of(to_pdf(path))
        window.pictures = tuple(self.downloads.offer(page, window.owner) for page in pages)
        window.pictured = version, profile

    # in

    def bring_back(self, window: Window, path: Path) -> None:
        """Open a Word file: what was changed in the work on the desk becomes a proposal, anything else a new work."""
        from assistant.word import read_word
        from assistant.word.review_edition import AUTHOR

        if path.suffix.lower() not in (".docx", ".docm"):
            raise XinhuoError(f"“{path.name}”不是 Word 文件（.docx）。旧的 .doc 请先在 Word 里另存为 .docx。")
        reading = read_word(path)
        before = window.desk.work.draft
        if before is not None and _same_paper(before, reading.draft):
            self._propose(window, before, reading.draft)
        else:
            window.desk = self.service.desk(window.owner)
            window.dialog, window.compared = "", None
            brief = Brief(genre=reading.draft.genre)
            window.desk.change(Work(brief, None, reading.draft))
            window.desk.say("assistant", f"已打开“{path.name}”。把要点发来，右边就逐个数字对着核。")
        notes = [
            f"“{short(c.quoted)}”：{c.text}" if c.quoted else c.text for c in reading.comments if c.author != AUTHOR
        ]
        if notes:
            window.desk.say("assistant", "\n".join([f"这份 Word 里有 {len(notes)} 条批注：", *notes]))

    @staticmethod
    def _propose(window: Window, before: Draft, after: Draft) -> None:
        from assistant.word import changes

        markdown = after.to_markdown()
        if MARK not in before.to_markdown():
            markdown = markdown.replace(MARK, "")
        merged = edits.merge(_as_before(markdown, before.to_markdown()), before, before.genre)
        count = len(changes(before, merged))
        if not count:
            window.notice = "这份 Word 与文稿一样，没有改动。"
            return
        window.preview = False
        window.desk.propose(
            Proposed(before, replace(merged, genre=before.genre), f"Word 里改了 {count} 处，要收进来吗？")
        )


def pictures_of(pdf: Path) -> list[Path]:
    """The pages of ``pdf`` as pictures beside it.

    A process of its own makes them: two threads must not use the PDF library at once. Raises ``ExportFailed``.
    """
    command = [sys.executable, "-m", "assistant.page.pictures", str(pdf)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, capture_output=True, cwd=root, timeout=120, check=False)
    pages = sorted(pdf.parent.glob(f"{pdf.stem}-*.png"))
    if done.returncode or not pages:
        raise ExportFailed("打印的样子没能排出来，请看上面的版面预览。")
    return pages


def _need_office() -> None:
    from assistant.word import pdf_tool
    from assistant.word.pdf import NO_OFFICE

    if pdf_tool() is None:
        raise ExportFailed(NO_OFFICE)


def _same_paper(before: Draft, after: Draft) -> bool:
    old, new = ([line for line in draft.to_markdown().split("\n") if len(line) > 8] for draft in (before, after))
    equal = difflib.SequenceMatcher(None, old, new, autojunk=False).ratio()
    return equal >= _SAME_PAPER or (bool(before.title) and before.title == after.title)


def _as_before(after: str, before: str) -> str:
    """``after`` with the lines that differ from ``before`` in nothing but blanks as they stand there."""
    known = {"".join(line.split()): line for line in before.split("\n")}
    return "\n".join(known.get("".join(line.split()), line) for line in after.split("\n"))


def file_name(unit: str, genre: str, edition: str, title: str) -> str:
    """单位+文种+日期.docx, without characters that a file system refuses."""
    today = time.strftime("%Y%m%d")
    stem = f"{unit}{genre}" or title or "文稿"
    stem = "".join("_" if c in _BAD_NAME or ord(c) < 32 else c for c in stem)[:60].strip(" .")
    return f"{stem}{'（核对版）' if edition == '核对版' else ''}{today}.docx"
