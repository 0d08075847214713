"""The command line at its edges: odd files, odd settings, folders that cannot be written; said in Chinese, in time."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.__main__ import main
from assistant.brief import Brief, parse_brief
from assistant.errors import BadBrief
from index.settings import LibrarySettings, read_settings
from index.shelf.ownership import uploads_folder
from tests.library_fakes import opened, speech

ROOT = Path(__file__).parents[1]
DRAFT = "# 工作总结\n\n我县有五老志愿者416人，宣讲58场。\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("XINHUO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XINHUO_ENCODER", str(tmp_path))  # nothing is fetched
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "f.txt").write_text("五老志愿者416人\n宣讲58场\n", encoding="utf-8")

    def of(*arguments: object) -> tuple[int, str, str]:
        try:
            code = main([str(a) for a in arguments])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        said = capsys.readouterr()
        return code, said.out, said.err

    return of


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["draft", "b.json"], "缺少 --out"),
        (["draft"], "缺少 brief, --out"),
        (["export", "d.md", "--out", "o.docx", "--edition", "草稿"], "--edition 不能是 '草稿'"),
        (["check", "d.md", "--facts"], "--facts 后面要写一个值"),
        (["check", "d.md", "--fact", "f.txt", "--nothing"], "不认识 --nothing"),
        (["model", "start"], "不能是 'start'"),
    ],
)
def test_wrong_usage_is_said_in_chinese(arguments: list[str], words: str, run: Run) -> None:
    code, out, said = run(*arguments)
    assert (code, out) == (2, "")
    assert words in said
    assert said.startswith("用法：") and "argument" not in said and "required" not in said


def test_help_is_in_chinese(run: Run) -> None:
    code, out, _ = run("draft", "-h")
    assert code == 0
    assert "用法：" in out and "选项" in out
    assert not any(word in out for word in ("usage", "options", "positional", "show this"))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_facts_are_read_however_the_editor_saved_them(coding: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "f.txt").write_bytes("五老志愿者416人\r\n宣讲58场\r\n".encode(coding))
    code, out, _ = run("check", "d.md", "--facts", "f.txt", "--json")
    found = json.loads(out)
    assert (code, found["uncovered"]) == (0, [])
    assert [claim["verdict"] for claim in found["claims"]] == ["supported", "supported"]


def test_a_file_that_is_no_text_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(bytes(range(128, 256)) * 40)
    code, out, said = run("check", "x.md", "--facts", "f.txt", "--json")
    assert (code, out) == (1, "")
    assert "编码" in said


@pytest.mark.parametrize(
    "cases",
    [
        "{",
        "{}",
        "[1]",
        "[" * 100_000,
        f'[{{"id": {"9" * 5000}}}]',
        '[{"id": 1, "facts": [1, 2], "draft": "五老416人"}]',
        '[{"id": 1, "facts": {"a": 1}, "draft": "五老416人"}]',
        '[{"id": 1, "facts": [], "samples": 3, "draft": "五老416人"}]',
    ],
    ids=["cut off", "object", "number", "deep", "long number", "facts of numbers", "facts as object", "samples"],
)
def test_a_batch_that_is_none_is_said_in_one_line(cases: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "cases.json").write_text(cases, encoding="utf-8")
    code, out, said = run("check", "--batch", "cases.json", "--json")
    assert (code, out) == (1, "")
    assert len(said.strip().splitlines()) == 1 and "Traceback" not in said


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("1500", 1500),
        ('"1500字左右"', 1500),
        ('"1,500"', 1500),
        ('"1500-2000字"', 1750),
        ('"八百到一千"', None),
        ('"1.5千字"', 1500),
        ("1500.5", 1500),
        ("-3", None),
        ('"3页"', None),
        ("true", None),
        ("NaN", None),
        ("null", 0),
    ],
)
def test_a_length_is_what_the_user_meant_or_refused(value: str, length: int | None) -> None:
    text = f'{{"genre": "总结", "facts": ["一条"], "length": {value}}}'
    if length is None:
        with pytest.raises(BadBrief, match="字数"):
            parse_brief(text)
    else:
        assert parse_brief(text).length == length


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]", "JSON 对象"),
        ('{"facts": ["一条"]}', "没有写文种，可以写：经验交流发言"),
        ('{"genre": "总结", "facts": [' + "[" * 100_000, "JSON"),
    ],
)
def test_a_brief_that_is_none_is_said(text: str, words: str) -> None:
    with pytest.raises(BadBrief, match=words):
        parse_brief(text)


def test_a_genre_of_the_offices_own_is_written(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "home" / "genres"
    own.mkdir(parents=True)
    shipped = (ROOT / "assistant" / "writing" / "genres" / "工作总结.toml").read_text(encoding="utf-8")
    changed = shipped.replace('name = "工作总结"', 'name = "调研报告"').replace(
        "title_patterns = [", 'title_patterns = ["关于家庭教育的调研报告",'
    )
    (own / "调研报告.toml").write_text(changed, encoding="utf-8")
    brief = {"genre": "调研报告", "facts": ["走访家庭36户", "举办家长课堂12场"]}
    (tmp_path / "b.json").write_text(json.dumps(brief, ensure_ascii=False), encoding="utf-8")
    code, out, said = run("outline", "b.json", "--json", "--no-samples")
    assert code == 0, said
    assert json.loads(out)["title"] == "关于家庭教育的调研报告"
    (tmp_path / "b.json").write_text('{"genre": "家书", "facts": ["一条"]}', encoding="utf-8")
    assert "事迹材料、调研报告" in run("outline", "b.json")[2]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "d.md/稿.docx"], "没能写成"),
        (["--out", "."], "那是一个文件夹"),
        (["--out", "稿.docx", "--report", "d.md/报告.json"], "没能写成"),
        (["--out", "稿.docx", "--profile", "没有的版式"], "没有叫“没有的版式”的版式"),
    ],
)
def test_what_would_fail_after_writing_fails_before(options: list[str], words: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text('{"genre": "总结", "facts": ["走访家庭36户"]}', encoding="utf-8")
    code, out, said = run("draft", "b.json", *options)
    assert (code, out) == (1, "")
    assert words in said and len(said.strip().splitlines()) == 1  # not one line of progress before it
    assert not (tmp_path / "home" / "library").exists()


@pytest.mark.parametrize("out", [".", "d.md/稿.docx", "长" * 120 + ".docx"])
def test_an_export_that_cannot_be_written_is_said(out: str, run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    code, printed, said = run("export", "d.md", "--out", out)
    assert (code, printed) == (1, "")
    assert "没能写成" in said and "Traceback" not in said
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("command", ["check", "revise"])
def test_everyday_names_of_genres_are_understood_everywhere(command: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "d.md").write_text("# 先进事迹\n\n我们走访了36户。\n", encoding="utf-8")
    more = {"check": [], "revise": ["--ask", "删掉第一句", "--out", "o.md"]}[command]
    code, out, said = run(command, "d.md", "--facts", "f.txt", "--genre", "家书", *more)
    assert (code, out) == (1, "") and "不认识文种“家书”" in said
    if command == "check":
        assert "人称" in run("check", "d.md", "--facts", "f.txt", "--genre", "先进事迹")[1]


@pytest.mark.parametrize(
    ("name", "value"), [("XINHUO_PORT", "七千"), ("XINHUO_CONCURRENCY", "0"), ("XINHUO_HOME", "~没有这个人/x")]
)
def test_a_wrong_setting_is_named(name: str, value: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    code, out, said = run("model")
    assert (code, out) == (1, "")
    assert said == f"设置写得不对：{name}。\n"


def test_an_empty_setting_is_none_and_the_home_may_be_written_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XINHUO_HOME", "~/文稿")
    monkeypatch.setenv("XINHUO_MAX_PAGES", "")
    settings = read_settings(LibrarySettings)
    assert settings.home == Path.home() / "文稿"
    assert settings.max_pages == 600


def test_an_environment_file_that_is_not_utf8_is_said(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("XINHUO_HOME=文稿".encode("gb18030"))
    assert ".env 读不出来" in run("model")[2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_an_output_that_cannot_be_written_is_said(run: Run, tmp_path: Path) -> None:
    assert run("check", "d.md", "--facts", "f.txt")[0] == 0
    command = [sys.executable, "-m", "assistant", "check", "d.md", "--facts", "f.txt"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, env=environment, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr == "“标准输出”没能写成：磁盘满了，请腾出空间后再试。\n"


def test_a_user_who_only_brought_files_is_shown_and_erased(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    mine = uploads_folder(home, "张三") / "口琴.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text(speech("口琴社团"), "utf-8")
    shared = mine.with_name("共用.txt")
    shared.write_text(speech("象棋小组"), "utf-8")
    with opened(home) as library:
        library.add([mine], owner="张三")
        library.add([shared], added_by="张三")
    monkeypatch.setenv("XINHUO_HOME", os.path.relpath(home))
    code, out, _ = run("erase", "--owner", "张三", "--show")
    shown: dict[str, Any] = json.loads(out)
    assert code == 0
    assert [item["file"] for item in shown["materials"]] == ["口琴.txt"] and shown["uploads"] == ["口琴.txt"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("张三\n"))
    code, out, _ = run("erase", "--owner", "张三", "--json")
    assert (code, json.loads(out)) == (0, {"owner": "张三", "works": 0, "materials": 1})
    assert not mine.exists() and shared.exists()
    assert run("erase", "--owner", "张三", "--yes")[0] == 1


def test_a_brief_of_the_shipped_genres_needs_no_list_of_others() -> None:
    assert parse_brief('{"genre": "交流材料", "facts": ["一条"]}') == Brief("经验交流发言", facts=("一条",))
