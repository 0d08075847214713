"""The assistant's command line, as its contract says: one JSON value, exit codes, plain Chinese errors."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from assistant.__main__ import main

ROOT = Path(__file__).parents[1]
DRAFT = """# 在全市交流会上的发言

尊敬的各位领导：

我县有五老志愿者416人，开展宣讲58场。😀参加了的孩子有320名。

## 一、健全组织，织密网络

全县建立基层关工委组织126个。
"""
FACTS = "全县有五老志愿者416人\n开展宣讲85场\n建立基层关工委组织126个\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "draft.md").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "facts.txt").write_text(FACTS, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, Any, str]:
    code = main([str(a) for a in arguments])
    said = capsys.readouterr()
    return code, json.loads(said.out) if said.out.strip().startswith(("{", "[")) else said.out, said.err


def test_check_finds_what_the_facts_do_not_say(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = run(capsys, "check", folder / "draft.md", "--facts", folder / "facts.txt", "--json")
    assert code == 0
    verdicts = {claim["text"]: claim for claim in found["claims"]}
    assert verdicts["416人"]["verdict"] == "supported"
    assert verdicts["416人"]["fact"] == 0
    assert (verdicts["58场"]["verdict"], verdicts["58场"]["fact"]) == ("altered", 1)
    assert "要点2" in verdicts["58场"]["why"]
    assert verdicts["320名"]["verdict"] == "unsupported"
    assert found["uncovered"] == [1]
    for claim in found["claims"]:
        assert DRAFT[claim["start"] : claim["end"]] == claim["text"]


def test_check_knows_a_leak_from_a_sample(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    samples = folder / "samples.txt"
    samples.write_text("某县开展活动，参加学生320名。\n\n另一篇样稿。", encoding="utf-8")
    _, found, _ = run(
        capsys, "check", folder / "draft.md", "--facts", folder / "facts.txt", "--samples", samples, "--json"
    )
    assert {c["text"]: c["verdict"] for c in found["claims"]}["320名"] == "leaked"


def test_a_batch_is_judged_in_one_process(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [
        {"id": "a", "facts": ["志愿者416人"], "samples": [], "draft": "现有志愿者416人。"},
        {"id": "b", "facts": ["志愿者416人"], "samples": [], "draft": "现有志愿者461人。"},
        {"id": "c", "facts": [], "samples": [], "draft": ""},
    ]
    (folder / "cases.json").write_text(json.dumps(cases, ensure_ascii=False), encoding="utf-8")
    code, found, _ = run(capsys, "check", "--batch", folder / "cases.json", "--json")
    assert code == 0
    assert [case["id"] for case in found] == ["a", "b", "c"]
    assert [case["uncovered"] for case in found] == [[], [0], []]
    assert [[claim["verdict"] for claim in case["claims"]] for case in found] == [["supported"], ["altered"], []]


def test_export_needs_no_model_and_keeps_every_word(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = run(capsys, "export", folder / "draft.md", "--out", folder / "draft.docx", "--genre", "发言稿")
    assert code == 0
    text = "".join(p.text for p in Document(str(folder / "draft.docx")).paragraphs)
    for words in ("在全市交流会上的发言", "尊敬的各位领导：", "一、健全组织，织密网络", "126个"):
        assert words in text


def test_a_review_edition_becomes_a_final_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    review, final = folder / "review.docx", folder / "final.docx"
    facts = ("--facts", folder / "facts.txt")
    assert run(capsys, "export", folder / "draft.md", "--out", review, "--edition", "核对版", *facts)[0] == 0
    comments = "".join(c.text for c in Document(str(review)).comments)
    assert "要点2" in comments
    assert run(capsys, "export", review, "--out", final)[0] == 0
    assert not list(Document(str(final)).comments)


def test_a_folder_is_exported_and_a_bad_file_does_not_stop_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drafts = folder / "drafts"
    drafts.mkdir()
    (drafts / "good.md").write_text(DRAFT, encoding="utf-8")
    (drafts / "empty.md").write_text("", encoding="utf-8")
    code, _, said = run(capsys, "export", drafts, "--out", folder / "out")
    assert code == 1
    assert "empty.md" in said
    assert [p.name for p in (folder / "out").iterdir()] == ["good.docx"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "missing.md", "--facts", "missing.txt"),
        ("export", "missing.md", "--out", "x.docx"),
        ("outline", "missing.json"),
    ],
)
def test_a_missing_file_is_said_in_one_line(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert "missing" in said
    assert len(said.strip().splitlines()) == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("brief", "words"),
    [
        ('{"genre": "诗歌", "facts": ["一条"]}', "经验交流发言、工作要点、工作总结、事迹材料"),
        ('{"genre": "工作总结", "facts": []}', "要点是空的"),
        ('{"genre": ', "JSON"),
        ('{"genre": 3, "facts": ["一条"]}', "genre"),
    ],
)
def test_a_bad_brief_is_said(brief: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "brief.json").write_text(brief, encoding="utf-8")
    code, _, said = run(capsys, "outline", tmp_path / "brief.json", "--home", tmp_path)
    assert code == 1
    assert words in said


def test_wrong_usage_ends_with_two() -> None:
    for arguments in (["draft"], ["check"], ["no-such-command"], []):
        done = subprocess.run(
            [sys.executable, "-m", "assistant", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
        )
        assert done.returncode == 2, arguments
        assert "Traceback" not in done.stderr
