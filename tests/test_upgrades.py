"""What an earlier release has written opens with everything in it: an archive of the oldest form, kept as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.archive import Archive

OLDEST = Path(__file__).with_name("data") / "archive_form1.sql"
OWNER = "王老师"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive as the first release left it: two works, one in the bin, a draft, a chat, a preference."""
    file = tmp_path / "archive.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(OLDEST.read_text(encoding="utf-8"))
    return file


def test_the_oldest_archive_opens_with_everything_in_it(old: Path) -> None:
    with Archive(old) as archive:
        assert archive.notice == ""
        (entry,) = archive.list(OWNER)
        saved = archive.load(entry.work_id, OWNER)
        assert saved.work.brief.facts == ("全县有五老416人", "举办报告会46场")
        assert saved.work.brief.requirements == ("语言朴实",)
        assert saved.work.outline is not None and saved.work.outline.sections[0].facts == (0, 1)
        draft = saved.work.draft
        assert draft is not None and draft.sections[0].text == "全县有五老416人，举办报告会46场。"
        assert draft.sections[0].sources[0].headings == ("一、做法",)
        assert draft.signature == ("青禾县关工委", "2024年12月26日")
        assert [(m.role, m.text) for m in archive.messages(entry.work_id, OWNER)] == [("user", "先写")]
        assert archive.last_opened(OWNER) == entry.work_id
        assert archive.preference(OWNER, "profile") == "居中页码"
        assert len(archive.list(OWNER, deleted=True)) == 1


def test_the_oldest_archive_can_be_worked_on(old: Path) -> None:
    with Archive(old) as archive:
        (entry,) = archive.list(OWNER)
        assert archive.undo(entry.work_id, OWNER).work.draft is None
        assert archive.redo(entry.work_id, OWNER).work.draft is not None
        archive.copy(entry.work_id, OWNER)
        assert len(archive.list(OWNER)) == 2
    with Archive(old) as archive:
        assert len(archive.list(OWNER)) == 2 and archive.notice == ""
