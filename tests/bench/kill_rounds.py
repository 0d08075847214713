"""Kills processes at random moments while they save, add and export: ``python tests/bench/kill_rounds.py [ROUNDS]``.

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

SAVE = """
import sys
from pathlib import Path
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.work import Work
archive = Archive(Path(sys.argv[1]) / "archive.sqlite3")
print("ready", flush=True)
n = int(sys.argv[2])
while True:
    n += 1
    print(archive.create("王", Work(Brief(facts=(str(n), "字" * 3000)))), flush=True)
"""
ADD = """
import sys
from pathlib import Path
from tests.library_fakes import opened, speech
home = Path(sys.argv[1])
with opened(home / "library") as library:
    print("ready", flush=True)
    n = int(sys.argv[2])
    while True:
        n += 1
        file = home / f"稿{n}.txt"
        file.write_text(speech(f"第{n}项工作"), encoding="utf-8")
        if library.add([file])[0].status == "added":
            print(file.name, flush=True)
"""
EXPORT = """
import sys
from pathlib import Path
from assistant.draft import Draft, Section
from assistant.word import export_draft
draft = Draft("关于工作的总结", tuple(Section(f"{c}、做法", "我们一家一家地走。" * 60) for c in "一二三四"), "工作总结")
print("ready", flush=True)
n = int(sys.argv[2])
while True:
    n += 1
    print(export_draft(draft, Path(sys.argv[1]) / f"{n}.docx", genre="工作总结").path, flush=True)
"""


def killed(script: str, home: Path, start: int, seconds: float) -> list[str]:
    """Run ``script`` and kill it ``seconds`` after it is ready; what it answered as done."""
    command = [sys.executable, "-c", script, str(home), str(start)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    if process.stdout.readline().strip() != "ready":
        process.wait()
        raise SystemExit("it did not open after a kill")
    time.sleep(seconds)
    os.kill(process.pid, signal.SIGKILL)
    done = process.stdout.read().split("\n")[:-1]
    process.stdout.close()
    process.wait()
    return done


def saved(home: Path) -> set[str]:
    """Works that the archive holds; it must open without a word about damage."""
    from assistant.archive import Archive

    with Archive(home / "archive.sqlite3") as archive:
        if archive.notice:
            raise SystemExit(archive.notice)
        return {entry.work_id for entry in archive.list("王") if archive.load(entry.work_id, "王").work.brief.facts}


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


KINDS = {"save": (SAVE, saved, 0.4), "add": (ADD, added, 8.0), "export": (EXPORT, exported, 1.2)}


def rounds(kind: str, count: int, seed: int = 8) -> tuple[int, int, int, int]:
    """Rounds, values answered as kept, how many of those are gone, and half files under a final name."""
    script, look, longest = KINDS[kind]
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        told: set[str] = set()
        for _ in range(count):
            told |= set(killed(script, home, 1000 * len(told), chance.uniform(0, longest)))
        found = look(home)
        lost = len(told - found)
        half = sum(not whole(file) for file in home.glob("*.docx"))
        return count, len(told), lost, half


def main() -> None:
    """Print one line a kind."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for kind in KINDS:
        done, told, lost, half = rounds(kind, count)
        print(f"{kind}: {done} kills, {told} answered as kept, {lost} lost, {half} half files", flush=True)
        if lost or half:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
