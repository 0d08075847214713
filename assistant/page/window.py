"""One open page: what it shows, what it was last sent, and its messages. Nothing here outlives a refresh."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import is_
from typing import Any

from assistant.page.desk import Desk
from assistant.page.paper import Seen
from index.errors import XinhuoError

MOST_WINDOWS = 500
"""Windows that a server remembers: one that was not heard of for longer starts anew from what is saved."""


@dataclass(frozen=True)
class Compared:
    """Two versions beside each other; ``new`` 0 is the present state."""

    old: int
    new: int = 0


@dataclass(frozen=True)
class Paged:
    """How many pages a version of a work takes when it is set by a profile."""

    version: tuple[str, int] = ("", 0)
    profile: str = ""
    number: int = 0


@dataclass
class Window:
    """A browser window of one owner."""

    owner: str
    desk: Desk
    sent: dict[str, Any] = field(default_factory=dict)
    drawn_at: tuple[str, int, int] = ("", 0, 0)
    seen: Seen = field(default_factory=Seen)
    dialog: str = ""
    download: dict[str, Any] = field(default_factory=dict)
    compared: Compared | None = None
    force: bool = False
    edition: str = "正式版"
    big: bool = False
    preview: bool = False
    pictures: tuple[str, ...] = ()
    pictured: tuple[int, str] = (0, "")
    paged: Paged = Paged()
    drawn: tuple[str, str] = ("", "")
    job: str = ""
    opened: str = ""
    sorted_by: str = ""
    told: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    _notice: str = ""
    _drawn: dict[str, tuple[tuple[object, ...], str]] = field(default_factory=dict)

    @property
    def notice(self) -> str:
        """What the page has to say just now."""
        return self._notice

    @notice.setter
    def notice(self, text: str) -> None:
        # The same words said a second time are another message.
        self._notice = text
        self.told += bool(text)

    def once(self, part: str, on: tuple[object, ...], draw: Callable[[], str]) -> str:
        """What ``draw`` made of a part, drawn anew where one of the things that the part stands ``on`` is another."""
        known = self._drawn.get(part)
        if known is None or not all(map(is_, known[0], on)):
            known = self._drawn[part] = on, draw()
        return known[1]

    def forget(self) -> None:
        """Forget what the browser was sent: it gets everything anew."""
        self.sent, self.seen, self.force = {}, Seen(serial=self.seen.serial), False

    @property
    def place(self) -> tuple[str, int, int]:
        """Where the desk stands now; ``drawn_at`` is where it stood when the window was last shown it."""
        return self.desk.work_id, self.desk.version, self.desk.changes

    def begun(self, begun: bool) -> None:
        """Whether something began to be written; where not, the page says why."""
        if not begun:
            self.notice = "正在写，停下或写完之后再说。"

    def pursue(self, text: str, task: Callable[[], None]) -> None:
        """Carry out ``task`` in the background while the page says ``text``. Raises ``XinhuoError`` while one runs."""
        if self.job:
            raise XinhuoError("上一件事还没有做完，请稍等。")
        self.job = text

        def carry_out() -> None:
            try:
                with Telling(self):
                    task()
            finally:
                self.job = ""

        threading.Thread(target=carry_out, daemon=True).start()


class Windows:
    """The windows that are open, by the name that the server gave each; at most ``MOST_WINDOWS``, the latest."""

    def __init__(self) -> None:
        self._all: OrderedDict[str, Window] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, name: str, window: Window) -> None:
        """Remember a window; the one that was silent longest is forgotten where there are too many."""
        with self._lock:
            self._all[name] = window
            self._all.move_to_end(name)
            while len(self._all) > MOST_WINDOWS:
                self._all.popitem(last=False)

    def get(self, name: str) -> Window | None:
        """The window of that name, if it is open."""
        with self._lock:
            if name in self._all:
                self._all.move_to_end(name)
            return self._all.get(name)

    def drop(self, name: str) -> None:
        """Forget a window that was closed."""
        with self._lock:
            self._all.pop(name, None)


class Telling:
    """Errors that the program can explain become the window's message."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> bool:
        if isinstance(error, XinhuoError):
            self._window.notice = str(error)
            return True
        return False
