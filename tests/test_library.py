"""Keeping: what is added, updated, removed, shared between processes, broken and brought back."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from index import adding
from index.backup import restore
from index.encoding.windows import windows
from index.errors import LibraryBusy, LibraryDamaged, UnreadableFile
from index.library import Library
from index.records import AddProgress
from index.shelf.schema import MIGRATIONS, migrate
from tests.library_fakes import PairEncoder, opened, settings_for, speech

REPOSITORY = Path(__file__).parents[1]


def write(folder: Path, name: str, subject: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(speech(subject), "utf-8")
    return file


def test_a_file_goes_in_and_is_found(tmp_path: Path) -> None:
    file = write(tmp_path, "灯谜.txt", "灯谜进课堂")
    with opened(tmp_path / "home") as library:
        (added,) = library.add([file])
        assert (added.status, added.articles, added.error) == ("added", 1, "")
        found = library.search("灯谜进课堂的台账")
        assert found.confident
        assert all(s.file == "灯谜.txt" for s in found.passages)
        assert len(library.dump()) == added.passages == library.list()[0].passages


def test_the_same_text_under_another_name_is_a_duplicate(tmp_path: Path) -> None:
    first = write(tmp_path, "甲.txt", "假日图书角")
    second = write(tmp_path, "乙.txt", "假日图书角")
    third = tmp_path / "丙.txt"
    third.write_text(first.read_text("utf-8").replace("\n\n", "\n\n\n"), "utf-8")
    with opened(tmp_path / "home") as library:
        statuses = [added.status for added in library.add([first, second, third, first])]
        assert statuses == ["added", "duplicate", "duplicate"]
        assert len(library.list()) == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_what_is_no_file_is_said_and_the_batch_goes_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    (tmp_path / "无尽.txt").symlink_to("/dev/zero")
    good = write(tmp_path, "好.txt", "灯谜进课堂")
    with opened(tmp_path / "home") as library:
        results = library.add([tmp_path / "管道.txt", tmp_path / "无尽.txt", good])
        assert [result.status for result in results] == ["failed", "failed", "added"]
        assert "不是" in results[0].error


def test_a_changed_file_takes_the_place_of_its_old_text_and_keeps_its_tags(tmp_path: Path) -> None:
    file = write(tmp_path, "计划.txt", "冬季暖衣")
    with opened(tmp_path / "home") as library:
        library.add([file])
        library.tag(library.list()[0].material, ["常用", " "])
        write(tmp_path, "计划.txt", "夏季防溺水")
        assert [added.status for added in library.add([file])] == ["updated"]
        (material,) = library.list()
        assert material.tags == ("常用",)
        assert not any("暖衣" in s.passage.text for s in library.dump())
        assert not any("暖衣" in s.passage.text for s in library.search("冬季暖衣", 20).passages)


def test_a_bad_file_fails_in_chinese_and_the_others_go_in(tmp_path: Path) -> None:
    good = write(tmp_path / "夹", "好.txt", "田间课堂")
    (tmp_path / "夹" / "空.txt").write_bytes(b"")
    (tmp_path / "夹" / "~$好.docx").write_bytes(b"lock")
    with opened(tmp_path / "home") as library:
        results = {Path(added.file).name: added for added in library.add([tmp_path / "夹", tmp_path / "没有.txt"])}
        assert results[good.name].status == "added"
        assert results["空.txt"].status == results["没有.txt"].status == "failed"
        assert "空" in results["空.txt"].error
        assert "找不到" in results["没有.txt"].error
        assert len(results) == 3


def test_removing_leaves_nothing_behind(tmp_path: Path) -> None:
    files = [write(tmp_path, f"{n}.txt", subject) for n, subject in enumerate(("法治讲堂", "亲子菜园"))]
    with opened(tmp_path / "home") as library:
        library.add(files)
        gone = next(m for m in library.list() if m.file == "1.txt")
        assert library.remove([gone.material, "没有这份"]) == [gone.material]
        library.tidy()
        assert {s.file for s in library.search("亲子菜园", 20).passages} == {"0.txt"}
    with sqlite3.connect(tmp_path / "home" / "library" / "shelf.sqlite") as shelf:
        for table in ("articles", "passages", "dropped", "tags"):
            assert shelf.execute(f"SELECT count(*) FROM {table} WHERE material = ?", (gone.material,)).fetchone() == (
                0,
            )


def test_adding_again_encodes_nothing_again(tmp_path: Path) -> None:
    encoder = PairEncoder()
    file = write(tmp_path, "一.txt", "书法小组")
    with opened(tmp_path / "home", encoder=encoder) as library:
        library.add([file])
        before = encoder.calls
        library.add([file])
        assert encoder.calls == before


def test_progress_counts_files_and_ends_at_the_whole(tmp_path: Path) -> None:
    files = [write(tmp_path, f"{n}.txt", f"第{n}号菜园") for n in range(3)]
    told: list[AddProgress] = []
    with opened(tmp_path / "home") as library:
        library.add(files, told.append)
    shares = [progress.share for progress in told]
    assert shares == sorted(shares)
    assert (told[-1].done, told[-1].total, told[-1].share) == (3, 3, 1.0)


@pytest.mark.parametrize("together", [1, 7, 1000])
def test_files_that_are_encoded_together_are_kept_as_if_alone(
    together: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "TOGETHER", together)
    files = [write(tmp_path, f"{n}.txt", f"第{n}号菜园") for n in range(6)]
    twin = tmp_path / "又一份.txt"
    twin.write_bytes(files[1].read_bytes())
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    told: list[AddProgress] = []
    with opened(tmp_path / "home") as library:
        results = library.add([*files[:3], twin, empty, *files[3:]], told.append)
        assert [r.status for r in results] == ["added"] * 3 + ["duplicate", "failed"] + ["added"] * 3
        assert [Path(r.file).name for r in results] == [f.name for f in (*files[:3], twin, empty, *files[3:])]
        shares = [progress.share for progress in told]
        assert shares == sorted(shares) and shares[-1] == 1.0
        assert {stored.file for stored in library.dump()} == {f"{n}.txt" for n in range(6)}
        for row, stored in library._shelf.passages_after(0, 1000):
            (kept,) = library._shelf.windows([row], PairEncoder().width).values()
            own = PairEncoder().documents(windows(stored.passage.text))
            np.testing.assert_allclose(kept, own, atol=1e-3, err_msg=stored.file)


def test_a_preview_stores_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, "看看.txt", "乒乓球队")
    with opened(tmp_path / "home") as library:
        assert "乒乓球队" in library.preview(file).articles[0].title
        assert library.list() == []
        with pytest.raises(UnreadableFile):
            library.preview(tmp_path / "没有.txt")


def test_the_user_can_overrule_the_cleaning(tmp_path: Path) -> None:
    file = write(tmp_path, "全.txt", "竹编手艺")
    with opened(tmp_path / "home") as library:
        library.add([file])
        assert [added.status for added in library.add([file], whole=True)] == ["updated"]
        assert len(library.list()) == 1


def test_the_shipped_samples_are_there_unless_a_home_was_begun_without(tmp_path: Path) -> None:
    with opened(tmp_path / "with", samples=True) as library:
        samples = [m for m in library.list() if m.sample]
        assert len(samples) >= 16
        library.remove([samples[0].material])
    with opened(tmp_path / "with", samples=True) as library:
        assert samples[0].file not in {m.file for m in library.list()}
        assert len(library.list()) == len(samples) - 1
    with opened(tmp_path / "without", samples=False) as library:
        assert library.list() == []
    with opened(tmp_path / "without", samples=True) as library:
        assert library.list() == []


def test_a_second_owner_is_told_and_a_reader_still_finds(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([write(tmp_path, "一.txt", "口琴社团")])
        with pytest.raises(LibraryBusy, match="另一个"):
            opened(tmp_path / "home")
        with opened(tmp_path / "home", reading=True) as reader:
            assert reader.search("口琴社团").passages[0].file == "一.txt"
            library.add([write(tmp_path, "二.txt", "沙画体验")])
            assert reader.search("沙画体验").passages[0].file == "二.txt"


def test_a_broken_index_is_made_anew_without_encoding(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([write(tmp_path, "一.txt", "风筝节")])
        library.tidy(build=True)
    index = tmp_path / "home" / "library" / "chroma"
    for file in index.rglob("*"):
        if file.is_file():
            file.write_bytes(b"\0" * 100)
    encoder = PairEncoder()
    with opened(tmp_path / "home", encoder=encoder) as library:
        library.tidy(build=True)
        assert encoder.calls == 0
        assert library.search("风筝节").passages[0].file == "一.txt"
    shutil.rmtree(index)
    with opened(tmp_path / "home") as library:
        assert library.search("风筝节").passages[0].file == "一.txt"


def test_a_new_encoder_is_noticed_and_can_be_put_to_use(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([write(tmp_path, "一.txt", "皮影戏")])
    with opened(tmp_path / "home", encoder=PairEncoder("another", 128)) as library:
        assert library.needs_reencoding
        assert library.search("皮影戏").passages, "words alone still find"
        told: list[AddProgress] = []
        assert library.reencode(told.append) == len(library.dump())
        assert told
        assert told[-1].share == 1.0
        assert not library.needs_reencoding
        assert library.search("皮影戏").passages[0].file == "一.txt"


def test_what_was_added_without_an_encoder_is_encoded_later(tmp_path: Path) -> None:
    nothing = settings_for(tmp_path / "home", models=tmp_path / "none", encoder="multilingual-e5-small")
    with Library.open(nothing, samples=False) as library:
        library.add([write(tmp_path, "一.txt", "剪纸")])
        assert library.search("剪纸").passages[0].file == "一.txt"
    encoder = PairEncoder()
    with opened(tmp_path / "home", encoder=encoder) as library:
        library.search("剪纸")
        assert encoder.calls > 1


def test_backup_and_restore(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "备份" / "资料库.xinhuo"
    with opened(home) as library:
        library.add([write(tmp_path, "一.txt", "太极拳")])
        library.backup(copy)
        library.add([write(tmp_path, "二.txt", "广场舞")])
        with pytest.raises(LibraryBusy):
            restore(settings_for(home), copy)
    assert restore(settings_for(home), copy) == 1
    with opened(home) as library:
        assert [m.file for m in library.list()] == ["一.txt"]
        assert {s.file for s in library.search("广场舞").passages} == {"一.txt"}
    assert restore(settings_for(tmp_path / "new"), copy) == 1
    (tmp_path / "不是.xinhuo").write_bytes(b"nothing of the kind")
    with pytest.raises(LibraryDamaged):
        restore(settings_for(home), tmp_path / "不是.xinhuo")
    with opened(home) as library:
        assert len(library.list()) == 1


def test_a_damaged_or_newer_shelf_is_explained(tmp_path: Path) -> None:
    shelf = tmp_path / "home" / "library" / "shelf.sqlite"
    shelf.parent.mkdir(parents=True)
    shelf.write_bytes(b"not a database at all, whatever the name says" * 50)
    with pytest.raises(LibraryDamaged, match="备份"):
        opened(tmp_path / "home")
    shelf.unlink()
    with sqlite3.connect(shelf) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    with pytest.raises(LibraryDamaged, match="升级"):
        opened(tmp_path / "home")


def test_an_older_shelf_is_brought_up_to_date(tmp_path: Path) -> None:
    with opened(tmp_path / "home") as library:
        library.add([write(tmp_path, "一.txt", "折纸")])
    connection = sqlite3.connect(tmp_path / "home" / "library" / "shelf.sqlite", isolation_level=None)
    migrate(connection, (*MIGRATIONS, "CREATE TABLE later (x);"))
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    assert connection.execute("SELECT count(*) FROM later, materials").fetchone() == (0,)
    connection.close()


_ADDER = """
import sys
from pathlib import Path
from tests.library_fakes import opened
with opened(Path(sys.argv[1])) as library:
    print("open", flush=True)
    library.add([Path(sys.argv[2])])
"""


@pytest.mark.slow
def test_killing_at_any_moment_leaves_every_file_in_or_out(tmp_path: Path) -> None:
    for n in range(40):
        write(tmp_path / "资料", f"{n:02d}.txt", f"第{n}所学校的兴趣小组")
    chance = random.Random(5)
    for _ in range(4):
        command = [sys.executable, "-c", _ADDER, str(tmp_path / "home"), str(tmp_path / "资料")]
        process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.uniform(0.0, 1.5))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with opened(tmp_path / "home") as library:
            counts = {m.file: m.passages for m in library.list()}
            assert len(set(counts.values())) <= 1, "a material is there with all its passages or not at all"
            assert len(library.dump()) == sum(counts.values())
            if counts:
                assert library.search("兴趣小组").passages
    with opened(tmp_path / "home") as library:
        library.add([tmp_path / "资料"])
        assert len(library.list()) == 40
