"""How far an addition is, and how long it still takes."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from index.intake import readable_name
from index.records import AddProgress

Tell = Callable[[AddProgress], None]


class Meter:
    """Turns files and shares of files into progress with an honest remaining time: weighed by file size."""

    def __init__(self, files: Sequence[Path], tell: Tell | None) -> None:
        self._sizes = [max(1, file.stat().st_size) if file.is_file() else 1 for file in files]
        self._tell = tell
        self._done = self._begun = 0
        self._file = ""
        self._began = time.monotonic()

    def start(self, file: Path) -> None:
        """A file is begun."""
        self._file = Path(readable_name(file)).name
        self._begun += 1
        self._report("读取", 0.0)

    def within(self, share: float) -> None:
        """So much of the files that are begun and not done is encoded (0–1)."""
        self._report("编码", share)

    def finish(self) -> None:
        """All files that were begun are done."""
        self._done = self._begun
        self._report("完成", 0.0)

    def _report(self, stage: str, part: float) -> None:
        if self._tell is None:
            return
        current = sum(self._sizes[self._done : self._begun]) * part
        share = (sum(self._sizes[: self._done]) + current) / max(1, sum(self._sizes))
        spent = time.monotonic() - self._began
        left = spent * (1 - share) / share if share > 0.02 and spent > 1 else None
        self._tell(AddProgress(self._file, stage, self._done, len(self._sizes), share, left))
