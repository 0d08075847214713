"""The archive under faults: killed at any moment, damaged on the disk, opened by a newer release."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.archive import Archive, WorkMissing, database
from assistant.archive.schema import MIGRATIONS, migrate
from assistant.brief import Brief
from assistant.work import Work
from index.errors import StorageFull, XinhuoError

ROOT = Path(__file__).parents[1]
ROUNDS = 30

WRITER = """
import sys
from pathlib import Path
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.work import Work
archive = Archive(Path(sys.argv[1]))
works = archive.list("王")
work_id = works[0].work_id if works else archive.create("王", Work(Brief(facts=("0",))))
saved = archive.load(work_id, "王")
n, version = int(saved.work.brief.facts[0]), saved.version
print("ready", n, flush=True)
while True:
    n += 1
    version = archive.save(work_id, "王", Work(Brief(facts=(str(n), "字" * 3000))), version)
    archive.add_message(work_id, "王", "user", str(n))
    print("saved", n, flush=True)
"""


def kill_while_saving(file, seconds):
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout.readline().startswith("ready")
        time.sleep(seconds)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        told = process.stdout.read().split("\n")[:-1]
        process.stdout.close()
        process.wait()
    return [int(line.split()[1]) for line in told]


@pytest.mark.slow
def test_nothing_that_was_saved_is_lost_by_a_kill(tmp_path):
    file, chance = tmp_path / "archive.sqlite3", random.Random(7)
    last, told = 0, set()
    for _ in range(ROUNDS):
        told.update(kill_while_saving(file, chance.uniform(0, 0.2)))
        last = max((last, *told))
        with Archive(file) as archive:
            assert archive.notice == ""
            work_id = archive.list("王")[0].work_id
            saved = archive.load(work_id, "王")
            assert last <= int(saved.work.brief.facts[0]) <= last + 1
            numbers = [v.number for v in archive.versions(work_id, "王")]
            assert numbers == sorted(set(numbers), reverse=True)
            assert {int(m.text) for m in archive.messages(work_id, "王")} >= told
            last = int(saved.work.brief.facts[0])
    print(f"\n{ROUNDS} kills, {last} saves, 0 lost")
    with Archive(file) as archive:
        while archive.undo(work_id, "王").can_undo:
            last -= 1
        assert last == 1


def filled(file, count=40):
    works = {}
    with Archive(file) as archive:
        for n in range(count):
            noise = "".join(chr(0x4E00 + (n * 977 + i * 7919) % 20000) for i in range(2000))
            work = Work(Brief(facts=(f"第{n}份", noise)))
            works[archive.create("王", work)] = work
    return works


@pytest.mark.parametrize("place", [0.3, 0.5, 0.7, 0.95])
def test_a_damaged_file_is_set_aside_and_the_readable_works_come_over(tmp_path, place):
    file = tmp_path / "archive.sqlite3"
    works = filled(file)
    content = bytearray(file.read_bytes())
    start = int(len(content) * place) // 4096 * 4096
    content[start : start + 2 * 4096] = b"\xff" * (2 * 4096)
    file.write_bytes(content)
    with Archive(file) as archive:
        assert "已损坏" in archive.notice and "没有删除" in archive.notice
        found = 0
        for work_id, work in works.items():
            try:
                assert archive.load(work_id, "王").work == work
                found += 1
            except WorkMissing:
                pass
        assert found >= 20
        assert f"找回了 {found} 份" in archive.notice
        archive.create("王", Work())
    aside = [f for f in tmp_path.iterdir() if "damaged" in f.name]
    assert [f.read_bytes() for f in aside] == [bytes(content)]
    with Archive(file) as archive:
        assert archive.notice == ""


@pytest.mark.parametrize(
    "content", [b"not a database at all " * 500, b"\x00" * 8192, b"SQLite format 3\x00" + b"\xff" * 4080]
)
def test_a_file_that_is_no_archive_is_kept(tmp_path, content):
    file = tmp_path / "archive.sqlite3"
    file.write_bytes(content)
    with Archive(file) as archive:
        assert "没能从中找回文稿" in archive.notice
        archive.create("王", Work())
    assert [f.read_bytes() for f in tmp_path.iterdir() if "damaged" in f.name] == [content]


def test_a_rescue_that_was_cut_off_is_finished_at_the_next_start(tmp_path, monkeypatch):
    file = tmp_path / "archive.sqlite3"
    works = filled(file)
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 2 * 4096] = b"\xff" * (2 * 4096)
    file.write_bytes(content)
    replace = Path.replace

    def cut_off(self: Path, target: Path) -> Path:
        if self.name.endswith(".salvage"):
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", cut_off)
    with pytest.raises(KeyboardInterrupt):
        Archive(file)
    monkeypatch.undo()
    assert not file.exists()
    with Archive(file) as archive:
        assert len(archive.list("王")) >= len(works) // 2
    assert not list(tmp_path.glob("*.salvage"))


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_copies_are_for_their_owner_alone(tmp_path):
    file = tmp_path / "archive.sqlite3"
    with Archive(file) as archive:
        archive.create("王", Work(Brief(facts=("只给自己看的事",))))
        archive.backup(tmp_path / "copy.sqlite3")
    assert [f.stat().st_mode & 0o077 for f in (file, tmp_path / "copy.sqlite3")] == [0, 0]
    with Archive(tmp_path / "copy.sqlite3") as copy:
        assert len(copy.list("王")) == 1


def test_a_cut_off_file_is_set_aside(tmp_path):
    file = tmp_path / "archive.sqlite3"
    filled(file)
    with file.open("r+b") as out:
        out.truncate(file.stat().st_size // 2)
    with Archive(file) as archive:
        assert "已损坏" in archive.notice
        archive.create("王", Work())


def test_what_is_only_in_the_log_is_found_too(tmp_path):
    file, copy = tmp_path / "archive.sqlite3", tmp_path / "copy" / "archive.sqlite3"
    copy.parent.mkdir()
    with Archive(file) as archive:
        work_id = archive.create("王", Work(Brief(facts=("只在日志里",))))
        for ending in ("", "-wal"):
            shutil.copyfile(f"{file}{ending}", f"{copy}{ending}")
    with Archive(copy) as archive:
        assert archive.load(work_id, "王").work.brief.facts == ("只在日志里",)


def test_an_older_form_is_brought_up_with_a_backup_beside_it(tmp_path, monkeypatch):
    file = tmp_path / "archive.sqlite3"
    works = filled(file, 2)
    newer = (*MIGRATIONS, "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)")
    monkeypatch.setattr(database, "MIGRATIONS", newer)
    with Archive(file) as archive:
        assert {e.work_id for e in archive.list("王")} == set(works)
    with sqlite3.connect(file) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == len(newer)
        assert db.execute("SELECT count(*) FROM notes").fetchone()[0] == 0
    db.close()
    monkeypatch.undo()
    with Archive(tmp_path / "archive.form1.backup") as before:
        assert {e.work_id for e in before.list("王")} == set(works)


def test_a_failed_migration_leaves_the_old_form(tmp_path):
    file = tmp_path / "archive.sqlite3"
    works = filled(file, 2)
    db = sqlite3.connect(file, isolation_level=None)
    with pytest.raises(sqlite3.Error):
        migrate(db, (*MIGRATIONS, "CREATE TABLE notes (id INTEGER); CREATE TABLE works (id INTEGER)"))
    db.close()
    with Archive(file) as archive:
        assert {e.work_id for e in archive.list("王")} == set(works)


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("database or disk is full", StorageFull, "磁盘已满"),
        ("attempt to write a readonly database", StorageFull, "不能写入"),
        ("unable to open database file", StorageFull, "不能写入"),
        ("database is locked", XinhuoError, "正忙"),
        ("database disk image is malformed", XinhuoError, "重新打开"),
    ],
)
def test_every_fault_of_the_store_is_one_chinese_sentence(said, kind, words):
    with pytest.raises(kind, match=words), database.plain_errors():
        raise sqlite3.OperationalError(said)
