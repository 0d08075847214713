"""Kills processes at random moments while they save, draft, add and export.

``python tests/bench/kill_rounds.py [ROUNDS [KIND…]]``.
Prints how many rounds, how many values that were answered as kept got lost, how many half files lay under a final name.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

# One process imports everything and forks a child for each round: a round costs what is broken, not what is loaded.
NURSERY = """
import os, sys
from pathlib import Path
home = Path(sys.argv[1])
{work}
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        for done in work(int(line)):
            print(done, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""
SAVE = """
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.work import Work
def work(n):
    archive = Archive(home / "archive.sqlite3")
    yield f"ready {os.getpid()}"
    while True:
        n += 1
        yield archive.create("王", Work(Brief(facts=(str(n), "字" * 3000))))
"""
DRAFT = """
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing.writer import Writer
FACTS = ("全县32所中小学全部成立关工委组织，现有五老416人", "举办法治报告会46场，受教育学生1.8万人次")
def work(n):
    archive, writer = Archive(home / "archive.sqlite3"), Writer(None, None, Settings(home=home))
    yield f"ready {os.getpid()}"
    while True:
        brief = Brief("工作总结", "青禾县关工委", facts=FACTS)
        kept = archive.create("王", Work(brief))
        saved = archive.load(kept, "王")
        for event in writer.draft(brief):
            draft = getattr(event, "draft", None)
            if draft is not None:
                archive.save(kept, "王", Work(brief, None, draft), saved.version, "model")
                yield kept
"""
ADD = """
from tests.library_fakes import opened, speech
def work(n):
    with opened(home / "library") as library:
        yield f"ready {os.getpid()}"
        while True:
            n += 1
            file = home / f"稿{n}.txt"
            file.write_text(speech(f"第{n}项工作"), encoding="utf-8")
            if library.add([file])[0].status == "added":
                yield file.name
"""
EXPORT = """
import docx
from assistant.draft import Draft, Section
from assistant.word import export_draft
draft = Draft("关于工作的总结", tuple(Section(f"{c}、做法", "我们一家一家地走。" * 60) for c in "一二三四"), "工作总结")
def work(n):
    yield f"ready {os.getpid()}"
    while True:
        n += 1
        yield export_draft(draft, home / f"{n}.docx", genre="工作总结").path
"""


class Nursery:
    """A process whose children do ``work`` and are killed at it."""

    def __init__(self, work: str, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", NURSERY.replace("{work}", work), str(home)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            encoding="utf-8",
        )  # fmt: skip

    def killed(self, start: int, chance: random.Random) -> list[str]:
        """Let a child work and kill it somewhere in its next answer; what it answered as done.

        The moment follows the machine's own pace: up to two answers' time after a few answers.
        """
        process = self._process
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{start}\n")
        process.stdin.flush()
        ready, _, child = process.stdout.readline().strip().partition(" ")
        if ready != "ready":
            raise SystemExit("it did not open after a kill")
        wanted, begun = chance.randint(1, 3), time.monotonic()
        done = [process.stdout.readline().rstrip("\n") for _ in range(wanted)]
        time.sleep(chance.uniform(0, 2 * (time.monotonic() - begun) / wanted))
        os.kill(int(child), signal.SIGKILL)
        for line in process.stdout:
            # A line that was cut by the kill runs into this word: it was never answered.
            if line.rstrip("\n").endswith("dead"):
                break
            done.append(line.rstrip("\n"))
        return done

    def close(self) -> None:
        """No more rounds."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def saved(home: Path) -> set[str]:
    """Works that the archive holds; it must open without a word about damage."""
    from assistant.archive import Archive

    with Archive(home / "archive.sqlite3") as archive:
        if archive.notice:
            raise SystemExit(archive.notice)
        return {entry.work_id for entry in archive.list("王") if archive.load(entry.work_id, "王").work.brief.facts}


def drafted(home: Path) -> set[str]:
    """Works of the archive whose draft is there, whole."""
    from assistant.archive import Archive

    with Archive(home / "archive.sqlite3") as archive:
        if archive.notice:
            raise SystemExit(archive.notice)
        loaded = ((entry.work_id, archive.load(entry.work_id, "王").work.draft) for entry in archive.list("王"))
        return {work_id for work_id, draft in loaded if draft is not None and "46场" in draft.to_markdown()}


def added(home: Path) -> set[str]:
    """Files that the library holds with all of their passages."""
    from tests.library_fakes import opened

    with opened(home / "library") as library:
        passages = {stored.material for stored in library.dump()}
        return {material.file for material in library.list() if material.material in passages}


def exported(home: Path) -> set[str]:
    """Word files that are whole."""
    return {str(file) for file in home.glob("*.docx") if whole(file)}


def whole(file: Path) -> bool:
    """Whether a Word file opens and every part of it reads; one that does not is a half file."""
    try:
        with zipfile.ZipFile(file) as package:
            return package.testzip() is None
    except (zipfile.BadZipFile, EOFError):
        return False


KINDS = {
    "save": (SAVE, saved),
    "draft": (DRAFT, drafted),
    "add": (ADD, added),
    "export": (EXPORT, exported),
}


def rounds(kind: str, count: int, seed: int = 8) -> tuple[int, int, int, int]:
    """Rounds, values answered as kept, how many of those are gone, and half files under a final name."""
    script, look = KINDS[kind]
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        told: set[str] = set()
        nursery = Nursery(script, home)
        for number in range(count):
            told |= set(nursery.killed(1000 * number, chance))
        nursery.close()
        found = look(home)
        lost = len(told - found)
        half = sum(not whole(file) for file in home.glob("*.docx"))
        return count, len(told), lost, half


def main() -> None:
    """Print one line a kind."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for kind in sys.argv[2:] or KINDS:
        done, told, lost, half = rounds(kind, count)
        print(f"{kind}: {done} kills, {told} answered as kept, {lost} lost, {half} half files", flush=True)
        if lost or half:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
