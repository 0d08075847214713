"""``python -m index`` from outside: JSON forms, exit codes, streams."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.intake import files_of
from tests.library_fakes import opened, speech

REPOSITORY = Path(__file__).parents[1]


def run(*arguments: object, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """One command. The encoder is out of reach, so search goes by words; models are tested elsewhere."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "index", *map(str, arguments)],
        cwd=REPOSITORY,
        env={
            **os.environ,
            "XINHUO_HOME": str(home),
            "XINHUO_ENCODER": str(home / "no-encoder"),
            "HF_HUB_OFFLINE": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two materials."""
    folder = tmp_path_factory.mktemp("cli")
    for name, subject in (("甲.txt", "校园气象站"), ("乙.txt", "社区说书人")):
        (folder / name).write_text(speech(subject), "utf-8")
    with opened(folder / "home") as library:
        library.add([folder / "甲.txt", folder / "乙.txt"])
    return folder


def test_list_and_dump_give_the_agreed_forms_and_need_no_encoder(kept: Path) -> None:
    listed = run("list", "--json", home=kept / "home")
    assert listed.returncode == 0, listed.stderr
    (first, _) = json.loads(listed.stdout)
    assert list(first) == ["material", "file", "title", "articles", "passages", "genres", "added_at"]
    dumped = run("--json", "dump", home=kept / "home")
    values = json.loads(dumped.stdout)
    assert list(values[0]) == ["passage_id", "file", "article", "article_number", "genre", "headings", "text"]
    assert {value["file"] for value in values} == {"甲.txt", "乙.txt"}


def test_a_dump_holds_the_whole_article_with_its_headings(kept: Path, tmp_path: Path) -> None:
    source = "\n".join(line for line in (kept / "甲.txt").read_text("utf-8").splitlines() if line.strip())
    values = json.loads(run("--json", "dump", home=kept / "home").stdout)
    texts = "\n".join(value["text"] for value in values if value["file"] == "甲.txt")
    assert any(value["headings"] for value in values)
    assert "".join(texts.split()) == "".join(source.split("\n", 1)[1].split())


def test_commands_that_encode_nothing_do_not_load_torch(kept: Path) -> None:
    code = (
        "import sys; from index.__main__ import main; "
        "code = main(['list', '--json']); assert code == 0; "
        "sys.exit(int('torch' in sys.modules or 'chromadb' in sys.modules))"
    )
    environment = {**os.environ, "XINHUO_HOME": str(kept / "home")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0


def test_one_query_gives_an_object_and_a_batch_a_list(kept: Path, tmp_path: Path) -> None:
    environment = {"XINHUO_ENCODER": "multilingual-e5-small", "XINHUO_MODELS": str(tmp_path)}
    # No network and no encoder: the words alone must answer.
    environment |= {"PIP_NO_INDEX": "1"}
    with opened(kept / "home", reading=True):
        pass
    one = run("search", "校园气象站", "-k", "2", "--json", home=kept / "home", **environment)
    assert one.returncode == 0, one.stderr
    answer = json.loads(one.stdout)
    assert list(answer) == ["confident", "passages"]
    assert list(answer["passages"][0]) == ["passage_id", "text", "score", "file", "article", "genre", "headings"]
    assert answer["passages"][0]["file"] == "甲.txt"
    assert len(answer["passages"]) == 2


def test_add_and_remove(tmp_path: Path) -> None:
    file = tmp_path / "信.txt"
    file.write_text(speech("老照片展"), "utf-8")
    empty = tmp_path / "空.txt"
    empty.write_bytes(b"")
    home = tmp_path / "home"
    environment = {"XINHUO_ENCODER": "multilingual-e5-small", "XINHUO_MODELS": str(tmp_path / "m"), "PIP_NO_INDEX": "1"}
    added = run("add", file, empty, "--no-samples", "--json", home=home, **environment)
    assert added.returncode == 1
    values = {Path(value["file"]).name: value for value in json.loads(added.stdout)}
    assert list(values["信.txt"]) == ["file", "status", "articles", "passages", "error"]
    assert values["信.txt"]["status"] == "added"
    assert values["空.txt"]["status"] == "failed"
    assert "空.txt" in added.stderr
    assert "Traceback" not in added.stderr
    material = json.loads(run("list", "--json", home=home).stdout)[0]["material"]
    assert run("remove", material, home=home).returncode == 0
    assert json.loads(run("list", "--json", home=home).stdout) == []
    again = run("remove", material, home=home)
    assert again.returncode == 1
    assert "没有" in again.stderr


def test_preview_shows_what_is_kept_and_dropped_and_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "信.txt"
    file.write_text(speech("老照片展"), "utf-8")
    shown = run("add", "--preview", file, "--json", home=tmp_path / "home")
    assert shown.returncode == 0, shown.stderr
    (value,) = json.loads(shown.stdout)
    assert list(value) == ["file", "articles", "dropped", "error"]
    assert "老照片展" in value["articles"][0]["text"]
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("nothing",),
        ("search",),
        ("add",),
        ("search", "问", "-k", "0"),
        ("search", "问", "--genre", "散文"),
        ("list", "-x"),
    ],
)
def test_wrong_usage_is_two_and_chinese(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*arguments, home=tmp_path)
    assert done.returncode == 2
    assert "用法" in done.stderr
    assert done.stdout == ""


def test_a_bad_batch_file_is_one_sentence(kept: Path, tmp_path: Path) -> None:
    batch = tmp_path / "问.json"
    batch.write_text('{"not": "a list"}', "utf-8")
    done = run("search", "--batch", batch, "--json", home=kept / "home")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_home_may_stand_before_or_after_the_command(kept: Path, tmp_path: Path) -> None:
    home = kept / "home"
    before = run("--home", home, "list", "--json", home=tmp_path)
    after = run("list", "--home", home, "--json", home=tmp_path)
    assert json.loads(before.stdout) == json.loads(after.stdout) != []


def test_a_busy_library_is_told_but_may_be_looked_at(kept: Path, tmp_path: Path) -> None:
    file = tmp_path / "新.txt"
    file.write_text(speech("胡同游戏"), "utf-8")
    with opened(kept / "home"):
        busy = run("add", file, home=kept / "home")
        assert busy.returncode == 1
        assert "另一个" in busy.stderr
        assert len(json.loads(run("list", "--json", home=kept / "home").stdout)) == 2


def test_backup_and_restore(kept: Path, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "b.xinhuo", home=kept / "home").returncode == 0
    restored = run("restore", tmp_path / "b.xinhuo", "--json", home=tmp_path / "other")
    assert json.loads(restored.stdout) == {"materials": 2}
    assert len(json.loads(run("list", "--json", home=tmp_path / "other").stdout)) == 2


@pytest.mark.skipif(os.name == "nt", reason="file names are characters there, not bytes")
def test_names_in_the_bytes_of_another_system_are_read_as_chinese(tmp_path: Path) -> None:
    folder = tmp_path / "压缩包"
    folder.mkdir()
    (folder / "好.txt").write_text(speech("校园气象站"), "utf-8")
    try:
        (folder / os.fsdecode("旧材料.txt".encode("gb18030"))).write_text(speech("社区说书人"), "utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    told = []
    with opened(tmp_path / "home") as library:
        added = library.add([folder], told.append)
    listed = json.loads(run("--json", "list", home=tmp_path / "home").stdout)
    assert {value["file"] for value in listed} == {"好.txt", "旧材料.txt"}
    assert {(result.file, result.status) for result in added} == {
        (str(folder / "好.txt"), "added"),
        (str(folder / "旧材料.txt"), "added"),
    }
    assert "旧材料.txt" in {progress.file for progress in told}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_a_link_out_of_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "材料"
    folder.mkdir()
    (tmp_path / "别处.txt").write_text(speech("社区说书人"), "utf-8")
    (folder / "里面.txt").write_text(speech("校园气象站"), "utf-8")
    (folder / "同处.txt").symlink_to(folder / "里面.txt")
    (folder / "链接.txt").symlink_to(tmp_path / "别处.txt")
    assert {file.name for file in files_of([folder])} == {"里面.txt", "同处.txt"}
    assert files_of([folder / "链接.txt"]) == [folder / "链接.txt"], "named itself, it is meant"
