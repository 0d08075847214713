"""The archive on a PostgreSQL server: shared by processes, taken over from a file, server down, later release."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from assistant.archive import Archive, ArchiveTooNew
from assistant.archive.__main__ import main
from assistant.archive.schema import SERVER_MIGRATIONS
from assistant.archive.server import ServerDatabase
from assistant.brief import Brief
from assistant.errors import EditConflict
from assistant.work import Work
from index.errors import XinhuoError
from tests.postgres import Server, database, free_port, server

__all__ = ["database", "server"]

ROOT = Path(__file__).parents[1]
OTHER = """
import sys
from assistant.archive import Archive
from assistant.brief import Brief
from assistant.work import Work
with Archive(sys.argv[1]) as archive:
    (entry,) = archive.list("王")
    saved = archive.load(entry.work_id, "王")
    archive.save(entry.work_id, "王", Work(Brief(facts=("别处改的",))), saved.version)
"""


def with_facts(*facts: str) -> Work:
    return Work(Brief(facts=facts))


def test_another_process_sees_a_work_and_its_change_is_seen(database: str) -> None:
    with Archive(database) as archive:
        work_id = archive.create("王", with_facts("这里写的"))
        subprocess.run([sys.executable, "-c", OTHER, database], check=True, cwd=ROOT)
        assert archive.load(work_id, "王").work == with_facts("别处改的")
        with pytest.raises(EditConflict):
            archive.save(work_id, "王", with_facts("晚了一步"), 1)


def test_of_many_who_save_from_one_state_one_succeeds(database: str) -> None:
    archives = [Archive(database) for _ in range(6)]
    work_id = archives[0].create("王")
    kept: list[int] = []
    refused: list[int] = []

    def save(number: int) -> None:
        try:
            archives[number].save(work_id, "王", with_facts(str(number)), 1)
            kept.append(number)
        except EditConflict:
            refused.append(number)

    threads = [threading.Thread(target=save, args=(n,)) for n in range(len(archives))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 1 and len(refused) == len(archives) - 1
    assert archives[0].load(work_id, "王").work == with_facts(str(kept[0]))
    for archive in archives:
        archive.close()


def test_a_file_is_taken_over_with_history_and_chat(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive(tmp_path / "archive.sqlite3") as archive:
        work_id = archive.create("王", with_facts("一"))
        archive.save(work_id, "王", with_facts("二"), 1)
        archive.add_message(work_id, "王", "user", "写个总结")
        archive.set_preference("王", "字号", "大")
    monkeypatch.setenv("XINHUO_ARCHIVE_URL", database)
    assert main([str(tmp_path / "archive.sqlite3")]) == 0
    assert "1 份" in capsys.readouterr().out
    with Archive(database) as archive:
        assert archive.undo(work_id, "王").work == with_facts("一")
        archive.add_message(work_id, "王", "assistant", "好的")
        assert [m.text for m in archive.messages(work_id, "王")] == ["写个总结", "好的"]
        assert archive.preference("王", "字号") == "大"
    assert main([str(tmp_path / "archive.sqlite3")]) == 1
    assert "已经有文稿" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"no database at all " * 400, b""], ids=["missing", "other", "empty"])
def test_a_file_that_is_no_archive_is_not_taken_over(
    content: bytes | None,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = tmp_path / "archive.sqlite3"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("XINHUO_ARCHIVE_URL", database)
    assert main([str(file)]) == 1
    said = capsys.readouterr().err
    assert "archive.sqlite3" in said and "磁盘" not in said
    monkeypatch.setenv("XINHUO_PORT", "七千")
    assert main([str(file)]) == 1
    assert capsys.readouterr().err == "设置写得不对：XINHUO_PORT。\n"


def test_a_database_of_a_later_release_is_left_alone(database: str) -> None:
    ServerDatabase(database, (*SERVER_MIGRATIONS, "CREATE TABLE notes (id INTEGER)")).close()
    with pytest.raises(ArchiveTooNew, match="升级"):
        Archive(database)


def test_a_failed_migration_leaves_the_old_form(database: str) -> None:
    with Archive(database) as archive:
        work_id = archive.create("王", with_facts("一"))
    with pytest.raises(XinhuoError):
        ServerDatabase(
            database, (*SERVER_MIGRATIONS, "CREATE TABLE notes (id INTEGER); CREATE TABLE works (id INTEGER)")
        )
    ServerDatabase(database, (*SERVER_MIGRATIONS, "CREATE TABLE notes (id INTEGER)")).close()
    ServerDatabase(database, (*SERVER_MIGRATIONS, "CREATE TABLE notes (id INTEGER)")).close()
    assert work_id


def test_a_restart_of_the_server_is_survived_and_its_absence_is_said(server: Server, database: str) -> None:
    with Archive(database) as archive:
        work_id = archive.create("王", with_facts("一"))
        server.stop("immediate")
        with pytest.raises(XinhuoError, match="没有回应"):
            archive.load(work_id, "王")
        server.start()
        assert archive.load(work_id, "王").work == with_facts("一")


@pytest.mark.parametrize("url", ["mysql://x@y/z", "no address at all"])
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(XinhuoError, match="XINHUO_ARCHIVE_URL"):
        Archive(url)


def test_a_server_that_is_not_there_is_told_with_what_to_look_at() -> None:
    port = free_port()
    with pytest.raises(XinhuoError, match=rf"连不上.*127.0.0.1:{port}，库 nothing.*XINHUO_ARCHIVE_URL") as told:
        Archive(f"postgresql://nobody:geheim@127.0.0.1:{port}/nothing")
    assert "没有保存" not in str(told.value) and "geheim" not in str(told.value)


def test_a_database_that_is_not_on_the_server_is_told(database: str) -> None:
    with pytest.raises(XinhuoError, match=r"连不上.*库 nothing"):
        Archive(database.rpartition("/")[0] + "/nothing")
