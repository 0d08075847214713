"""The archive as the page uses it: nothing lost, nothing overwritten, nothing of another owner's."""

import sqlite3
import threading
from dataclasses import replace

import pytest

from assistant.archive import Archive, ArchiveTooNew, VersionMissing, WorkMissing
from assistant.brief import Brief
from assistant.draft import Draft, Section
from assistant.errors import EditConflict
from assistant.work import Work
from index.errors import StorageFull, XinhuoError
from tests.postgres import database, server

__all__ = ["database", "server"]


class Clock:
    def __init__(self):
        self.seconds = 1_000_000.0

    def __call__(self):
        return self.seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["file", "server"])
def archive(request, tmp_path, clock):
    """The archive in a file, and on a PostgreSQL server."""
    file = tmp_path / "home" / "archive.sqlite3"
    with Archive(file if request.param == "file" else request.getfixturevalue("database"), clock) as archive:
        yield archive


@pytest.fixture
def in_file(tmp_path, clock):
    with Archive(tmp_path / "home" / "archive.sqlite3", clock) as archive:
        yield archive


def drafted(text, title="在推进会上的发言", heading="一、聚力抓队伍"):
    return Work(Brief(genre="经验交流发言", facts=("“五老”418人",)), None, Draft(title, (Section(heading, text),)))


def with_facts(*facts):
    return Work(Brief(facts=facts))


def test_a_work_comes_back_as_it_was_saved(archive):
    work_id = archive.create("王")
    saved = archive.load(work_id, "王")
    assert saved.work == Work()
    assert archive.save(work_id, "王", drafted("正文。"), saved.version) != saved.version
    assert archive.load(work_id, "王").work == drafted("正文。")


def test_it_is_there_after_closing(tmp_path):
    with Archive(tmp_path / "a.sqlite3") as archive:
        work_id = archive.create("王", drafted("正文。"))
        archive.add_message(work_id, "王", "user", "写个发言稿")
    with Archive(tmp_path / "a.sqlite3") as archive:
        assert archive.load(work_id, "王").work == drafted("正文。")
        assert [m.text for m in archive.messages(work_id, "王")] == ["写个发言稿"]


def test_a_save_from_an_old_state_is_refused(archive):
    work_id = archive.create("王")
    archive.save(work_id, "王", with_facts("甲"), 1)
    with pytest.raises(EditConflict, match="另一个窗口"):
        archive.save(work_id, "王", with_facts("乙"), 1)
    assert archive.load(work_id, "王").work == with_facts("甲")


def test_saving_the_same_again_makes_no_version(archive):
    work_id = archive.create("王", with_facts("甲"))
    assert archive.save(work_id, "王", with_facts("甲"), 1) == 1
    assert len(archive.versions(work_id, "王")) == 1


def test_undo_and_redo_go_all_the_way(archive, clock):
    work_id = archive.create("王", with_facts("0"))
    version = 1
    for n in range(1, 60):
        clock.seconds += 60
        version = archive.save(work_id, "王", with_facts(str(n)), version)
    for n in range(58, -1, -1):
        saved = archive.undo(work_id, "王")
        assert saved.work == with_facts(str(n))
    assert not saved.can_undo
    assert archive.undo(work_id, "王").work == with_facts("0")
    for n in range(1, 60):
        saved = archive.redo(work_id, "王")
        assert saved.work == with_facts(str(n))
    assert not saved.can_redo
    assert archive.redo(work_id, "王").work == with_facts("59")


def test_writing_after_an_undo_keeps_the_other_branch_in_the_versions(archive, clock):
    work_id = archive.create("王", with_facts("一"))
    second = archive.save(work_id, "王", with_facts("二"), 1)
    saved = archive.undo(work_id, "王")
    third = archive.save(work_id, "王", with_facts("三"), saved.version)
    saved = archive.load(work_id, "王")
    assert saved.can_undo and not saved.can_redo
    assert archive.version(work_id, "王", second) == with_facts("二")
    assert archive.undo(work_id, "王").work == with_facts("一")
    assert archive.redo(work_id, "王").version == third


def test_a_stale_window_is_told_after_an_undo_elsewhere(archive):
    work_id = archive.create("王", with_facts("一"))
    second = archive.save(work_id, "王", with_facts("二"), 1)
    archive.undo(work_id, "王")
    with pytest.raises(EditConflict):
        archive.save(work_id, "王", with_facts("三"), second)


def test_typing_on_is_one_step(archive, clock):
    work_id = archive.create("王", drafted("开头。"))
    version = 1
    for n in range(1, 5):
        clock.seconds += 1
        version = archive.save(work_id, "王", drafted("开头。" + "字" * n), version)
    assert len(archive.versions(work_id, "王")) == 2
    assert archive.undo(work_id, "王").work == drafted("开头。")
    assert archive.redo(work_id, "王").work == drafted("开头。字字字字")


def test_typing_for_long_makes_steps(archive, clock):
    work_id = archive.create("王", drafted("开头。"))
    version = 1
    for n in range(1, 61):
        clock.seconds += 1
        version = archive.save(work_id, "王", drafted("开头。" + "字" * n), version)
    assert 4 <= len(archive.versions(work_id, "王")) <= 8


def test_taking_text_away_is_a_step_of_its_own(archive, clock):
    work_id = archive.create("王", drafted("开头。"))
    clock.seconds += 1
    version = archive.save(work_id, "王", drafted("开头。很长的一段话。"), 1)
    clock.seconds += 1
    version = archive.save(work_id, "王", drafted("。"), version)
    clock.seconds += 1
    archive.save(work_id, "王", drafted("。又写"), version)
    assert archive.undo(work_id, "王").work == drafted("开头。很长的一段话。")


@pytest.mark.parametrize("kind", ["model", "export"])
def test_versions_of_the_assistant_and_of_exports_stay(archive, clock, kind):
    work_id = archive.create("王", drafted("开头。"))
    version = archive.save(work_id, "王", drafted("开头。二。"), 1, kind)
    clock.seconds += 1
    version = archive.save(work_id, "王", drafted("开头。二。三。"), version)
    clock.seconds += 1
    archive.save(work_id, "王", drafted("开头。二。三。四。"), version)
    assert [v.kind for v in archive.versions(work_id, "王")] == ["edit", kind, "edit"]


def test_a_named_version_stays_and_is_found(archive, clock):
    work_id = archive.create("王", drafted("开头。"))
    version = archive.save(work_id, "王", drafted("开头。二。"), 1)
    archive.name_version(work_id, "王", version, " 送审稿 ")
    clock.seconds += 1
    archive.save(work_id, "王", drafted("开头。二。三。"), version)
    assert [(v.name, v.current) for v in archive.versions(work_id, "王")] == [
        ("", True),
        ("送审稿", False),
        ("", False),
    ]
    assert archive.version(work_id, "王", version) == drafted("开头。二。")
    with pytest.raises(VersionMissing):
        archive.name_version(work_id, "王", 99, "无")
    with pytest.raises(VersionMissing):
        archive.version(work_id, "王", 99)


def test_export_of_an_unchanged_work_is_a_version(archive):
    work_id = archive.create("王", drafted("开头。"))
    version = archive.save(work_id, "王", drafted("开头。"), 1, "export")
    assert version == 2 and archive.versions(work_id, "王")[0].kind == "export"


def test_the_list_tells_title_stage_and_length(archive, clock):
    first = archive.create("王")
    clock.seconds += 10
    second = archive.create("王", drafted("正文五个字。"))
    assert [e.work_id for e in archive.list("王")] == [second, first]
    entry = archive.list("王")[0]
    assert (entry.title, entry.genre, entry.stage) == ("在推进会上的发言", "经验交流发言", "文稿")
    assert entry.length == drafted("正文五个字。").draft.length
    assert archive.list("王")[1].title == "未命名文稿"


def test_search_wants_every_word_in_title_facts_or_text(archive):
    one = archive.create("王", drafted("走访留守儿童。"))
    archive.create("王", drafted("法治宣讲进校园。"))
    assert [e.work_id for e in archive.list("王", "留守 五老")] == [one]
    assert len(archive.list("王", "推进会")) == 2
    assert archive.list("王", "100%_'") == []


def test_rename_copy_delete_restore_purge(archive):
    work_id = archive.create("王", drafted("正文。"))
    archive.rename(work_id, "王", "给局长的稿子")
    archive.save(work_id, "王", drafted("正文改了。", title="新标题"), 1)
    assert archive.load(work_id, "王").title == "给局长的稿子"
    copied = archive.copy(work_id, "王")
    assert archive.load(copied, "王").title == "给局长的稿子（副本）"
    archive.delete(work_id, "王")
    assert [e.work_id for e in archive.list("王")] == [copied]
    assert [e.work_id for e in archive.list("王", deleted=True)] == [work_id]
    archive.restore(work_id, "王")
    assert len(archive.list("王")) == 2
    archive.rename(work_id, "王", "")
    assert archive.load(work_id, "王").title == "新标题"
    archive.purge(work_id, "王")
    with pytest.raises(WorkMissing):
        archive.load(work_id, "王")


def test_an_edit_brings_a_deleted_work_back(archive):
    work_id = archive.create("王", with_facts("一"))
    archive.delete(work_id, "王")
    archive.save(work_id, "王", with_facts("一"), 1)
    assert archive.list("王") == []
    archive.save(work_id, "王", with_facts("一", "二"), 1)
    assert [e.work_id for e in archive.list("王")] == [work_id]


CALLS = [
    lambda a, w, o: a.load(w, o),
    lambda a, w, o: a.save(w, o, Work(), 1),
    lambda a, w, o: a.undo(w, o),
    lambda a, w, o: a.redo(w, o),
    lambda a, w, o: a.rename(w, o, "改"),
    lambda a, w, o: a.copy(w, o),
    lambda a, w, o: a.delete(w, o),
    lambda a, w, o: a.restore(w, o),
    lambda a, w, o: a.purge(w, o),
    lambda a, w, o: a.versions(w, o),
    lambda a, w, o: a.version(w, o, 1),
    lambda a, w, o: a.name_version(w, o, 1, "改"),
    lambda a, w, o: a.add_message(w, o, "user", "改"),
    lambda a, w, o: a.messages(w, o),
]


@pytest.mark.parametrize("call", CALLS)
def test_another_owners_work_is_answered_like_a_missing_one(archive, call):
    work_id = archive.create("王", with_facts("一"))
    with pytest.raises(WorkMissing) as other:
        call(archive, work_id, "李")
    with pytest.raises(WorkMissing) as missing:
        call(archive, "nothing", "王")
    assert str(other.value) == str(missing.value)
    assert archive.load(work_id, "王").work == with_facts("一")
    assert archive.list("李") == []


def test_the_desk_and_preferences_are_each_owners_own(archive):
    work_id = archive.create("王")
    archive.set_last_opened("王", work_id)
    archive.set_last_opened("李", work_id)
    assert archive.last_opened("王") == work_id
    assert archive.last_opened("李") is None
    archive.delete(work_id, "王")
    assert archive.last_opened("王") is None
    archive.set_preference("王", "字号", "大")
    assert archive.preference("王", "字号") == "大"
    assert archive.preference("李", "字号", "标准") == "标准"


def test_erasing_an_owner_leaves_no_text_in_any_file(in_file, tmp_path):
    archive = in_file
    work_id = archive.create("王", with_facts("一"), title="SECRETTITLE")
    archive.add_message(work_id, "王", "user", "SECRETMESSAGE")
    other = archive.create("李", with_facts("二"))
    assert archive.owner_data("王")["works"][0]["messages"][0]["text"] == "SECRETMESSAGE"
    assert archive.erase_owner("王") == 1
    assert archive.owner_data("王") == {"owner": "王", "works": [], "preferences": {}}
    assert archive.load(other, "李").work == with_facts("二")
    for file in (tmp_path / "home").iterdir():
        assert b"SECRET" not in file.read_bytes(), file.name


ODD = "半个\ud83d字\udc00 双\ud83d\ude00 空\x00 右\u202e左 零\u200b宽 <script>alert(1)</script>"


def test_odd_characters_survive_or_are_replaced(archive):
    work_id = archive.create("王", with_facts(ODD), title=ODD)
    archive.add_message(work_id, "王", "user", ODD)
    fact = archive.load(work_id, "王").work.brief.facts[0]
    assert "双😀" in fact and "右\u202e左 零\u200b宽 <script>alert(1)</script>" in fact
    for text in (fact, archive.messages(work_id, "王")[0].text, archive.load(work_id, "王").title):
        assert text.encode()
        assert "\x00" not in text
    assert archive.save(work_id, "王", with_facts(ODD), 1) == 1


def test_a_backup_opens_and_holds_everything(archive, tmp_path):
    work_id = archive.create("王", with_facts("一"))
    archive.backup(tmp_path / "copies" / "one.sqlite3")
    archive.save(work_id, "王", with_facts("二"), 1)
    with Archive(tmp_path / "copies" / "one.sqlite3") as copy:
        assert copy.load(work_id, "王").work == with_facts("一")
    assert [f.name for f in (tmp_path / "copies").iterdir()] == ["one.sqlite3"]


def test_twenty_threads_write_at_once(archive):
    shared = archive.create("王")
    errors, conflicts = [], []

    def write(n):
        try:
            mine = archive.create(f"人{n}")
            version = 1
            for i in range(10):
                version = archive.save(mine, f"人{n}", with_facts(f"{n}:{i}"), version)
                archive.add_message(mine, f"人{n}", "user", str(i))
                try:
                    archive.save(shared, "王", with_facts(f"{n}:{i}"), archive.load(shared, "王").version)
                except EditConflict:
                    conflicts.append(n)
            assert archive.load(mine, f"人{n}").work == with_facts(f"{n}:9")
        except (XinhuoError, sqlite3.Error, AssertionError) as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(archive.versions(shared, "王")) == 1 + 200 - len(conflicts)


def test_two_processes_share_the_file(tmp_path):
    with Archive(tmp_path / "a.sqlite3") as one, Archive(tmp_path / "a.sqlite3") as two:
        work_id = one.create("王", with_facts("一"))
        version = two.save(work_id, "王", with_facts("二"), 1)
        with pytest.raises(EditConflict):
            one.save(work_id, "王", with_facts("三"), 1)
        assert one.load(work_id, "王").version == version


def test_a_file_of_a_later_release_is_left_alone(tmp_path):
    file = tmp_path / "a.sqlite3"
    Archive(file).close()
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = file.read_bytes()
    with pytest.raises(ArchiveTooNew, match="升级"):
        Archive(file)
    assert file.read_bytes() == before


def test_a_full_disk_is_said_and_loses_nothing(in_file):
    archive = in_file
    work_id = archive.create("王", drafted("原来的。"))
    with archive._database._lent() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    noise = "".join(chr(0x4E00 + (n * 7919) % 20000) for n in range(60000))
    with pytest.raises(StorageFull, match="磁盘已满"):
        archive.save(work_id, "王", drafted(noise), 1)
    assert archive.load(work_id, "王").work == drafted("原来的。")


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFull, match="不能写入"):
        Archive(tmp_path / "file" / "archive.sqlite3")


def test_closed_means_closed(tmp_path):
    archive = Archive(tmp_path / "a.sqlite3")
    archive.close()
    with pytest.raises(XinhuoError, match="已经关闭"):
        archive.create("王")


def test_a_long_work_is_saved_quickly(archive, clock):
    work = drafted("句子很长。" * 20000)
    facts = tuple(f"第{n}条要点，走访{n}人次" for n in range(10_000))
    work = replace(work, brief=Brief(facts=facts))
    work_id = archive.create("王", work)
    assert archive.load(work_id, "王").work == work
