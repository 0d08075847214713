"""Versions beside each other: compared, named, brought back."""

from collections.abc import Callable, Mapping

from assistant.archive import Archive
from assistant.page import planning
from assistant.page.desk import Desk
from assistant.page.window import Compared, Window

Said = Mapping[str, str]


class Comparing:
    """The buttons of the versions, by name, and the comparison that one of them asked for."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.named: Mapping[str, Callable[[Window, Said], None]] = {
            "compare": self._compare,
            "compareto": self._compare_to,
            "uncompare": self._uncompare,
            "revert": self._revert,
            "nameversion": self._name_version,
        }

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
        work = self._archive.version(desk.work_id, desk.owner, number) if number else desk.work
        return work.draft.to_markdown() if work.draft else ""

    def _revert(self, window: Window, said: Said) -> None:
        desk = window.desk
        desk.change(self._archive.version(desk.work_id, desk.owner, int(said["number"])))
        window.compared, window.notice = None, "已换回。要取消，点“撤销”。"

    @staticmethod
    def _name_version(window: Window, said: Said) -> None:
        window.desk.name_version(int(said["number"]), said["text"])
