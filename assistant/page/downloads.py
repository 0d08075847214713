"""Files that a window may fetch: under names that cannot be guessed, for their owner alone, for an hour."""

import secrets
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Download:
    """A file that its owner may fetch until ``until`` (seconds since 1970)."""

    path: Path
    name: str
    until: float
    owner: str


class Downloads:
    """The files on offer. Safe to call from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._all: dict[str, Download] = {}
        self._lock = threading.Lock()

    def sweep(self) -> None:
        """Remove what an earlier run of the program left behind."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def place(self, name: str) -> Path:
        """Where a file called ``name`` can be written, in a folder of its own. Raises ``OSError``."""
        folder = self._folder / secrets.token_hex(8)
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def offer(self, path: Path, owner: str) -> str:
        """Put a file on offer; the address below the page under which its owner may fetch it."""
        token, now = secrets.token_urlsafe(24), time.time()
        with self._lock:
            old = [key for key, item in self._all.items() if item.until < now]
            gone = [self._all.pop(key) for key in old]
            self._all[token] = Download(path, path.name, now + KEPT_SECONDS, owner)
        for item in gone:
            if item.path.parent.parent == self._folder:
                shutil.rmtree(item.path.parent, ignore_errors=True)
        return f"download/{token}"

    def find(self, token: str, owner: str) -> Download | None:
        """What is on offer to ``owner`` under ``token``."""
        with self._lock:
            found = self._all.get(token)
        return found if found is not None and found.owner == owner else None
