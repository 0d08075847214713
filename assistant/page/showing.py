"""What the windows show: which windows there are, what each was sent already, and what is another by now."""

from typing import Any

from assistant.page.acts import Acts
from assistant.page.papers import Papers
from assistant.page.service import Service
from assistant.page.views import form, texts
from assistant.page.window import Window, Windows

Props = dict[str, Any]
Shown = str | Props
"""The value of a part, or properties of it."""


class Showing:
    """The windows of all users."""

    def __init__(self, service: Service, acts: Acts, papers: Papers) -> None:
        self.windows = Windows()
        self._service = service
        self._acts = acts
        self._papers = papers

    def window(self, name: str, username: str) -> Window:
        """The window of that name, as the server calls it; a new one after a restart of the program.

        Raises ``XinhuoError`` where ``username`` is no user.
        """
        owner, archive = self._service.owner(username), self._service.archive
        window = self.windows.get(name)
        if window is None or window.owner != owner:
            window = Window(owner, self._service.last(owner), big=bool(archive.preference(owner, "big")))
            window.notice = archive.notice
            self.windows.put(name, window)
        return window

    def changed(self, window: Window) -> dict[str, Shown]:
        """The parts that differ from what the window shows already, by name; from now on it shows them."""
        with window.lock:
            desk = window.desk
            self._service.keep(desk)
            with desk.lock:
                self._export_asked(window)
                values = {**texts(window, self._service, self._acts), **buttons(window), **form(window)}
                window.force, window.drawn_at = False, window.place
            sent, window.sent = window.sent, values
            return {
                name: value
                for name, value in values.items()
                if value is not None and not (name in sent and sent[name] == value)
            }

    def stale(self, window: Window) -> bool:
        """Whether the window shows what is no longer so; nothing counts as shown by asking."""
        with window.lock, window.desk.lock:
            now = {**texts(window, self._service, self._acts, paper=False), **buttons(window), **form(window)}
            same = all(value is None or window.sent.get(name) == value for name, value in now.items())
            return not same or window.drawn_at != window.place or bool(window.desk.export_asked)

    def _export_asked(self, window: Window) -> None:
        desk = window.desk
        if desk.export_asked and not desk.busy:
            edition, desk.export_asked = desk.export_asked, ""
            with self._acts.told(window):
                self._papers.ask(window, edition)


def buttons(window: Window) -> dict[str, Props]:
    """Which of the standing buttons can be pressed, and which clock runs."""
    desk = window.desk
    saved, idle, written = desk.saved, not desk.busy, desk.work.draft is not None
    ready = "primary" if written and not desk.proposal else "secondary"
    return {
        "undo": {"interactive": bool(idle and saved and saved.can_undo)},
        "redo": {"interactive": bool(idle and saved and saved.can_redo)},
        "stop": {"interactive": desk.busy},
        "resume": {"interactive": desk.resumable},
        "send": {"interactive": idle, "variant": "secondary" if desk.work.brief.facts else "primary"},
        "recheck": {"interactive": written},
        "export": {"interactive": written, "variant": ready},
        "timer": {"active": desk.busy or bool(window.job)},
        "slow": {"active": idle and not window.job},
    }
