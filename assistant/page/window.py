"""One open page: what it shows, what it was last sent, and its messages. Nothing here outlives a refresh."""

import threading
from dataclasses import dataclass, field
from typing import Any

from assistant.page.desk import Desk


@dataclass
class Window:
    """A browser window of one owner."""

    owner: str
    desk: Desk
    sent: dict[str, Any] = field(default_factory=dict)
    notice: str = ""
    dialog: str = ""
    download: dict[str, Any] = field(default_factory=dict)
    compared: str = ""
    query: str = ""
    opened: str = ""
    force: bool = False
    edition: str = "正式版"
    big: bool = False


class Windows:
    """The windows that are open, by the name that the server gave each."""

    def __init__(self) -> None:
        self._all: dict[str, Window] = {}
        self._lock = threading.Lock()

    def put(self, name: str, window: Window) -> None:
        """Remember a window."""
        with self._lock:
            self._all[name] = window

    def get(self, name: str) -> Window | None:
        """The window of that name, if it is open."""
        with self._lock:
            return self._all.get(name)

    def drop(self, name: str) -> None:
        """Forget a window that was closed."""
        with self._lock:
            self._all.pop(name, None)
