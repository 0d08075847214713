"""A disk that is really full, a folder that may not be written: said in Chinese, nothing lost, no half file."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOM = "1500k"
SAID = ("磁盘", "写入权限", "只能读", "空间")

SETUP = """
import json, os, sys
from pathlib import Path
from index.errors import XinhuoError
home = Path(sys.argv[1])
said, kept = "", []
def until_refused(work):
    global said
    for n in range(2000):
        try:
            kept.append(work(n))
        except XinhuoError as error:
            said = str(error)
            break
"""
ARCHIVE = """
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.work import Work
archive = Archive(home / "archive.sqlite3")
until_refused(lambda n: archive.create("王", Work(Brief(facts=(f"{n}" + os.urandom(6000).hex(),)))))
archive.close()
for file in home.glob("ballast*"):
    file.unlink()
with Archive(home / "archive.sqlite3") as again:
    held = {entry.work_id for entry in again.list("王")}
    lost, notice = len(set(kept) - held), again.notice
    again.create("王", Work(Brief(facts=("又能写了",))))
print(json.dumps({"said": said, "kept": len(kept), "lost": lost, "notice": notice}))
"""
EXPORT = """
import zipfile
from assistant.draft import Draft, Section
from assistant.word import export_draft
from assistant.command_io import write
draft = Draft("总结", (Section("一、做法", "我们一家一家地走。" * 60),), "工作总结")
until_refused(lambda n: str(export_draft(draft, home / f"{n}.docx").path))
whole = sum(zipfile.ZipFile(file).testzip() is None for file in home.glob("*.docx"))
lost = len(kept) - whole
parts = [file.name for file in home.iterdir() if file.name.endswith(".part")]
before = Path(kept[0]).read_bytes()
try:
    write(Path(kept[0]), "字" * 900000)
except XinhuoError as error:
    second = str(error)
same = Path(kept[0]).read_bytes() == before
print(json.dumps({"said": said, "kept": len(kept), "lost": lost, "notice": "", "parts": parts, "second": second,
                  "same": same}))
"""
LIBRARY = """
from tests.library_fakes import opened, speech
outside = Path(sys.argv[2])
def add(n):
    file = outside / f"{n}.txt"
    file.write_text(speech(f"第{n}项工作"), encoding="utf-8")
    (result,) = library.add([file])
    if result.status != "added":
        raise XinhuoError(result.error or "")
    return file.name
with opened(home / "library") as library:
    until_refused(add)
for file in home.glob("ballast*"):
    file.unlink()
with opened(home / "library") as library:
    held = {material.file for material in library.list()}
print(json.dumps({"said": said, "kept": len(kept), "lost": len(set(kept) - held), "notice": ""}))
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1.5 MB, a third of it taken by a file that can be deleted."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    (place / "ballast").write_bytes(bytes(500_000))
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def told(script: str, *arguments: Path) -> dict:
    ran = subprocess.run(
        [sys.executable, "-c", SETUP + script, *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-1500:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_a_full_disk_stops_the_archive_and_loses_nothing(small: Path) -> None:
    found = told(ARCHIVE, small)
    assert found["kept"] > 3 and found["lost"] == 0 and found["notice"] == ""
    assert "磁盘已满" in found["said"]


def test_a_full_disk_stops_exports_and_leaves_whole_files_only(small: Path) -> None:
    found = told(EXPORT, small)
    assert found["kept"] > 3 and found["lost"] == 0 and found["parts"] == []
    assert "磁盘满了" in found["said"] and "磁盘满了" in found["second"]
    assert found["same"], "a file that could not be replaced must stay as it was"


def test_a_full_disk_stops_the_library_and_loses_nothing(small: Path, tmp_path: Path) -> None:
    found = told(LIBRARY, small, tmp_path)
    assert found["lost"] == 0
    assert any(word in found["said"] for word in SAID), found["said"]


# Run once where writing is allowed first: what is imported late could not be read any more afterwards.
AS_NOBODY = """
import json, os, shutil, sys
from pathlib import Path
from assistant.archive import Archive
from assistant.draft import Draft, Section
from assistant.users import Users
from assistant.word import export_draft, to_final
from index.errors import XinhuoError
draft = Draft("总结", (Section("一、做法", "我们一家一家地走。"),), "工作总结")
def refused(work):
    try:
        work()
    except XinhuoError as error:
        return str(error)
    return ""
def acts(place):
    users = Users(place / "users")
    return [
        refused(lambda: export_draft(draft, place / "a.docx")),
        refused(lambda: export_draft(draft, place / "deeper" / "a.docx")),
        refused(lambda: to_final(place / "旧.docx")),
        refused(lambda: users.add("王老师", "一个很长的口令 1")),
        refused(lambda: Archive(place / "archive.sqlite3").close()),
    ]
free, shut = map(Path, sys.argv[1:])
allowed = acts(free)
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
print(json.dumps([allowed, acts(shut)]))
"""


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    from assistant.draft import Draft, Section
    from assistant.word import export_draft

    if os.name != "posix":
        pytest.skip("file modes are POSIX")
    free, place = tmp_path / "free", tmp_path / "place"
    for folder in (free, place):
        folder.mkdir()
        export_draft(Draft("总结", (Section("", "旧文。"),)), folder / "旧.docx")
    before = (place / "旧.docx").read_bytes()
    for folder in (place, *place.parents):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/"):
            folder.chmod(0o555 if folder == place else folder.stat().st_mode | 0o011)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(free), str(place)],
            cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stderr[-1500:]
        allowed, said = json.loads(ran.stdout.splitlines()[-1])
    finally:
        place.chmod(0o755)
    assert allowed == [""] * 5, "the same acts pass where writing is allowed"
    assert all(any(word in sentence for word in SAID) for sentence in said), said
    assert [file.name for file in place.iterdir()] == ["旧.docx"]
    assert (place / "旧.docx").read_bytes() == before
