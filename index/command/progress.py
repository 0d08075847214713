"""How far a command is, said on standard error."""

from index.command.parser import say
from index.records import AddProgress


class Percent:
    """Says how much of a download is there, every tenth of it."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, done: int, total: int) -> None:
        tenth = done * 10 // max(1, total)
        if tenth > self._said:
            self._said = tenth
            say(f"[{tenth * 10:3d}%] {done // 2**20}/{total // 2**20} MB")


def say_progress(progress: AddProgress) -> None:
    """One line: the share that is done, the stage, the file, the seconds that are left."""
    left = f"，约还要 {progress.seconds_left:.0f} 秒" if progress.seconds_left else ""
    name = f" {progress.file}" if progress.file else ""
    say(f"[{progress.share:4.0%}] {progress.done}/{progress.total} {progress.stage}{name}{left}")
