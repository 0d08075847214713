"""Messages and commands that nobody should send: a sentence comes back, nothing breaks, nothing is lost."""

import io
import json
import sys

import pytest

from assistant.__main__ import main
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.conversation import Conversation
from assistant.events import BriefChanged, Drafted, Said
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing.writer import Writer
from index.shelf.ownership import uploads_folder
from tests.library_fakes import opened, speech

ODD = {
    "half a surrogate": "举办报告会46场\ud83d，受教育学生1200人",
    "NUL": "举办报告会46场\x00，受教育学生1200人",
    "right to left": "\u202e举办报告会46场\u202c，受教育学生1200人",
    "zero width": "举\u200b办\u200d报告会46\ufeff场，受教育学生1200人",
    "escape sequences": "\x1b]0;题目\x07\x1b[2J举办报告会46场，受教育学生1200人",
    "braces": "{举办}{{报告会}}46场${x}%s%(y)d，受教育学生1200人",
    "emoji": "举办报告会46场👨‍👩‍👧‍👦🇨🇳，受教育学生1200人",
    "combining": "举办报告会46场" + "\u0301" * 500,
    "one long line": "举办报告会46场，" + "老同志送温暖" * 3000,
    "line ends": "举办报告会46场\r\n\u2028受教育学生1200人\u2029\x0b\x0c\x85走访36户",
}


def turn(home, message, work=None):
    return list(Conversation(Writer(None, None, Settings(home=home))).turn(work or Work(), (), message))


@pytest.mark.parametrize("name", ODD)
def test_odd_characters_neither_break_a_turn_nor_the_archive(name, tmp_path):
    events = turn(tmp_path, ODD[name])
    assert events and any(isinstance(e, (Said, BriefChanged)) for e in events)
    brief = next((e.brief for e in events if isinstance(e, BriefChanged)), Brief(facts=(ODD[name],)))
    drafted = list(Writer(None, None, Settings(home=tmp_path)).draft(Brief("工作总结", facts=brief.facts, length=300)))[
        -1
    ]
    assert isinstance(drafted, Drafted) and "46" in drafted.draft.to_markdown()
    with Archive(tmp_path / "archive.sqlite3") as archive:
        work_id = archive.create("王", Work(brief, drafted.report.outline, drafted.draft))
        archive.add_message(work_id, "王", "user", ODD[name])
        assert archive.load(work_id, "王").work.draft is not None


def test_a_message_of_a_million_characters_is_answered(tmp_path):
    message = "走访慰问困难家庭36户，送去米面油。\n" * 55_000
    assert len(message.encode()) > 1_000_000
    events = turn(tmp_path, message)
    assert any(isinstance(e, Said) for e in events)


def test_ten_thousand_facts_are_kept_and_it_is_said_that_no_text_holds_them(tmp_path):
    message = "\n".join(f"第{n}所学校举办报告会{n}场" for n in range(1, 10_001))
    events = turn(tmp_path, message)
    assert any(isinstance(e, Said) and "写不下" in e.text for e in events)
    brief = next(e.brief for e in events if isinstance(e, BriefChanged))
    assert len(brief.facts) == 10_000


def command(monkeypatch, home, *arguments, typed=""):
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    return main([*arguments, "--home", str(home)])


def test_users_are_added_listed_and_removed_from_the_command_line(monkeypatch, tmp_path, capsys):
    assert command(monkeypatch, tmp_path, "users", "add", "张三", typed="八个字以上的口令\n") == 0
    assert command(monkeypatch, tmp_path, "users", "list", "--json") == 0
    out = capsys.readouterr()
    assert json.loads(out.out) == ["张三"] and "口令" not in out.err
    assert command(monkeypatch, tmp_path, "users", "add", "李四", typed="短\n") == 1
    assert "密码太短" in capsys.readouterr().err
    assert command(monkeypatch, tmp_path, "users", "remove", "张三") == 0
    assert command(monkeypatch, tmp_path, "users", "remove", "张三") == 1


def test_all_data_of_a_user_is_shown_and_deleted_and_no_one_elses(monkeypatch, tmp_path, capsys):
    with Archive(tmp_path / "archive.sqlite3") as archive:
        archive.create("张三", Work(Brief(facts=("只有张三知道的事",))))
        kept = archive.create("李四", Work(Brief(facts=("李四的事",))))
    assert command(monkeypatch, tmp_path, "erase", "--owner", "张三", "--show") == 0
    shown = capsys.readouterr().out
    assert "只有张三知道的事" in shown and "李四" not in shown
    assert command(monkeypatch, tmp_path, "erase", "--owner", "张三", typed="不\n") == 1
    export = tmp_path / "exports" / "0123456789abcdef" / "张三的稿.docx"
    export.parent.mkdir(parents=True)
    export.write_bytes("只有张三知道的事".encode())
    (tmp_path / "archive.form1.backup").write_bytes(b"old")
    with opened(tmp_path) as library:
        for owner in ("张三", "李四"):
            mine = uploads_folder(tmp_path, owner) / f"{owner}.txt"
            mine.parent.mkdir(parents=True)
            mine.write_text(speech(f"{owner}的口琴社团"), "utf-8")
            library.add([mine], owner=owner)
    capsys.readouterr()
    assert command(monkeypatch, tmp_path, "erase", "--owner", "张三", typed="张三\n") == 0
    assert "archive.form1.backup" in capsys.readouterr().err
    assert not export.exists()
    with opened(tmp_path) as library:
        assert [m.file for m in library.list()] == ["李四.txt"]
    assert [file.name for file in (tmp_path / "uploads").rglob("*.txt")] == ["李四.txt"]
    assert command(monkeypatch, tmp_path, "erase", "--owner", "张三", "--yes") == 1
    with Archive(tmp_path / "archive.sqlite3") as archive:
        assert archive.load(kept, "李四").work.brief.facts == ("李四的事",)
    left = b"".join(f.read_bytes() for f in tmp_path.glob("archive.sqlite3*"))
    assert "只有张三知道的事".encode() not in left


def test_a_list_of_more_than_ninety_nine_points_has_marks_throughout():
    from assistant.headings import chinese_number

    assert [chinese_number(n) for n in (99, 100, 101, 110, 215, 1000)] == [
        "九十九", "一百", "一百零一", "一百一十", "二百一十五", "1000",
    ]  # fmt: skip
    assert len({chinese_number(n) for n in range(1, 1200)}) == 1199
