"""What a window is sent: only what changed; and what leaves and enters the page as files."""

import errno
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.archive import Archive
from assistant.brief import Brief
from assistant.draft import MARK, Draft, Outline, PlannedSection, Section
from assistant.errors import BadProfile
from assistant.events import Event, SectionChanged, SectionGrew
from assistant.page.acts import Acts
from assistant.page.backups import Backups
from assistant.page.choices import with_choices
from assistant.page.downloads import Downloads
from assistant.page.live import Live
from assistant.page.office import Office
from assistant.page.paper import LiveLine, Seen, payload, steps, title_breaks
from assistant.page.papers import Papers
from assistant.page.service import LOCAL_OWNER, Service
from assistant.page.stacks import Stacks
from assistant.page.views import texts
from assistant.page.window import Window
from assistant.settings import Settings
from assistant.users import Users
from assistant.word import export_draft, load_profile
from assistant.work import Work
from index.errors import XinhuoError
from tests.library_fakes import opened, speech

FACTS = ("全县有五老416人", "法治宣讲46场")
DRAFT = Draft(
    "青禾县关工委工作总结",
    (
        Section("一、建强队伍", "全县有五老416人，都是退下来的老同志，天天有人在。", (0,)),
        Section("二、抓实宣讲", "法治宣讲46场，讲的是身边的事，孩子们爱听。", (1,)),
    ),
    "工作总结",
)
OUTLINE = Outline(DRAFT.title, tuple(PlannedSection(s.heading, s.facts) for s in DRAFT.sections))
WORK = Work(Brief("工作总结", "青禾县关工委", facts=FACTS), OUTLINE, DRAFT)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    settings = Settings(home=tmp_path / "home", base_url="http://127.0.0.1:9/v1", model="m")
    made = Service(settings, Archive(settings.archive_file))
    yield made
    made.close()


@pytest.fixture
def papers(service: Service) -> Papers:
    return Papers(service, Downloads(service.settings.home / "exports"))


@pytest.fixture
def window(service: Service) -> Window:
    opened = Window(LOCAL_OWNER, service.desk(LOCAL_OWNER))
    opened.desk.change(WORK)
    return opened


def settled(window: Window) -> None:
    for thread in threading.enumerate():
        if thread.name.startswith("Thread-") and window.job:
            thread.join(10)


# what is sent


def follow(lines: list[LiveLine], ops: list[list]) -> list[LiveLine]:
    """What the browser makes of the steps."""
    shown = list(lines)
    for place, gone, *rest in ops:
        if isinstance(gone, str):
            kind, text, section = shown[place]
            shown[place] = (kind, text + gone, section)
        else:
            shown[place : place + gone] = [(line["k"], line["t"], line["s"]) for line in rest[0]]
    return shown


_LINES = st.lists(st.tuples(st.sampled_from("hp"), st.text("甲乙丙丁", max_size=6)), max_size=5)


@given(st.lists(_LINES, min_size=3, max_size=3), st.lists(_LINES, min_size=3, max_size=3))
def test_steps_lead_from_any_paper_to_any_other(before, after) -> None:
    old, new = ([(k, t, n) for n, part in enumerate(parts) for k, t in part] for parts in (before, after))
    assert follow(old, steps(old, new)) == new


def test_while_it_is_written_only_the_new_words_are_sent(window: Window) -> None:
    window.desk.live = Live(OUTLINE, "工作总结")
    window.desk.live.grow(SectionGrew(0, "全县有五老416人。" * 60))
    whole = json.loads(payload(window.desk, seen=window.seen))
    assert len(whole["lines"]) > 3
    assert payload(window.desk, seen=window.seen) == ""
    window.desk.live.grow(SectionGrew(0, "都是老同志"))
    more = payload(window.desk, seen=window.seen)
    assert "都是老同志" in more and "416人" not in more and len(more.encode()) < 250
    assert json.loads(more)["base"] == whole["number"]


def test_typed_words_are_not_sent_back(window: Window) -> None:
    text = DRAFT.to_markdown().replace("孩子们爱听", "孩子们都爱听")
    window.desk.typed(text, window.desk.version)
    window.seen.work, window.seen.typed = window.desk.work_id, text
    answer = payload(window.desk, seen=window.seen)
    assert json.loads(answer)["same"] and "孩子们都爱听" not in answer
    assert any(claim["v"] == "supported" for claim in json.loads(answer)["claims"])
    assert payload(window.desk, seen=window.seen) == ""
    window.forget()
    assert "孩子们都爱听" in payload(window.desk, seen=window.seen)


def test_a_later_answer_is_known_from_an_earlier_one(window: Window) -> None:
    first = json.loads(payload(window.desk, seen=window.seen))
    window.desk.typed(DRAFT.to_markdown().replace("孩子们爱听", "孩子们都爱听"), window.desk.version)
    second = json.loads(payload(window.desk, seen=window.seen))
    window.forget()
    third = json.loads(payload(window.desk, seen=window.seen))
    assert first["serial"] < second["serial"] < third["serial"]
    reopened = json.loads(payload(window.desk, seen=Seen()))
    assert reopened["serial"] >= third["serial"]


def test_a_title_stands_in_the_lines_in_which_it_prints() -> None:
    title = "发挥银龄优势\u3000情系祖国未来——在全市关工委工作经验交流会上的发言"
    ends = title_breaks(title)
    assert [title[a:b] for a, b in zip([0, *(end for end, _ in ends)], (end for end, _ in ends), strict=False)] == [
        "发挥银龄优势",
        "\u3000",
        "情系祖国未来",
        "——在全市关工委工作经验交流会上的发言",
    ]
    assert title_breaks("青禾县关工委工作总结") == ()


def test_the_same_words_said_twice_are_two_messages(window: Window, service: Service, papers: Papers) -> None:
    acts = Acts(service, papers, Path("none"))
    window.notice = "没有找到这个版本。"
    first = texts(window, service, acts)["notice"]
    window.notice = "没有找到这个版本。"
    assert texts(window, service, acts)["notice"] != first


# printed pages and profiles


def test_preview_shows_the_pages_by_the_profile_chosen(window: Window, service: Service, papers: Papers) -> None:
    acts = Acts(service, papers, Path("none"))
    acts.do(window, {"act": "preview", "on": "1"})
    shown = texts(window, service, acts)["preview"]
    assert shown is not None and 'class="paper"' in shown and "全县有五老416人" in shown
    acts.do(window, {"act": "profile", "text": "发言大字"})
    other = texts(window, service, acts)["preview"]
    assert other is not None and other != shown and "发言大字" in other
    acts.do(window, {"act": "profile", "text": "没有的版式"})
    assert window.notice == "没有这个版式。"
    acts.do(window, {"act": "preview", "on": ""})
    assert texts(window, service, acts)["preview"] == ""


def test_the_gauge_tells_as_many_pages_as_the_preview_shows(window: Window, service: Service, papers: Papers) -> None:
    acts = Acts(service, papers, Path("none"))
    window.desk.change(replace(WORK, draft=DRAFT.with_section(1, replace(DRAFT.sections[1], text="讲法。" * 700))))
    found = []
    for profile in ("标准", "发言大字"):
        acts.do(window, {"act": "profile", "text": profile})
        acts.do(window, {"act": "preview", "on": "1"})
        shown = texts(window, service, acts)
        count = (shown["preview"] or "").count('<section class="paper"')
        assert f" {count} 页" in (shown["gauge"] or "") and f"{count} 页" in (shown["preview"] or "")
        found.append(count)
    assert found[0] < found[1], "larger type takes more pages"


def test_an_office_brings_its_own_profile(window: Window, service: Service, tmp_path: Path) -> None:
    good, bad = tmp_path / "本单位.toml", tmp_path / "坏.toml"
    good.write_text('page_number = "居中"\n', encoding="utf-8")
    bad.write_text("lines = 400\n", encoding="utf-8")
    assert service.house.add(good) == "本单位"
    service.house.choose(LOCAL_OWNER, "本单位")
    assert load_profile(service.house.of(LOCAL_OWNER)).page_number == "居中"
    with pytest.raises(BadProfile, match="lines"):
        service.house.add(bad)
    assert "坏" not in service.house.names()


def test_pdf_says_why_not(window: Window, papers: Papers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.word.pdf_tool", lambda: None)
    with pytest.raises(XinhuoError, match="LibreOffice"):
        papers.ask(window, "PDF")


# a Word file that comes back


def test_what_was_changed_in_word_is_proposed(window: Window, papers: Papers, tmp_path: Path) -> None:
    edited = DRAFT.with_section(1, replace(DRAFT.sections[1], text="法治宣讲46场，讲的是身边的事，孩子们最爱听。"))
    file = tmp_path / "改过.docx"
    export_draft(edited, file, genre="工作总结")
    papers.bring_back(window, file)
    proposal = window.desk.proposal
    assert proposal is not None and "改了 1 处" in proposal.summary
    window.desk.decide(accept=True)
    draft = window.desk.work.draft
    assert draft is not None and "孩子们最爱听" in draft.to_markdown()
    assert [section.facts for section in draft.sections] == [(0,), (1,)]


def test_a_word_file_without_changes_proposes_nothing(window: Window, papers: Papers, tmp_path: Path) -> None:
    window.desk.typed(DRAFT.to_markdown().replace("46场", "46场、评优37人"), window.desk.version)
    file = tmp_path / "原样.docx"
    draft = window.desk.work.draft
    assert draft is not None
    export_draft(draft, file, genre="工作总结", report=window.desk.report)
    papers.bring_back(window, file)
    assert window.desk.proposal is None and "没有改动" in window.notice
    assert MARK not in window.desk.work.draft.to_markdown()  # type: ignore[union-attr]


def test_another_word_file_becomes_a_work_of_its_own(window: Window, papers: Papers, tmp_path: Path) -> None:
    before, file = window.desk.work_id, tmp_path / "别的.docx"
    other = Draft("白沙镇工作要点", (Section("一、办好家长学校", "每村一所，退休教师轮流讲。"),), "工作要点")
    export_draft(other, file, genre="工作要点")
    papers.bring_back(window, file)
    assert window.desk.work_id != before and window.desk.work.draft is not None
    assert window.desk.work.draft.title == "白沙镇工作要点"
    assert papers.service.archive.load(before, LOCAL_OWNER).work == WORK


@pytest.mark.parametrize(("name", "words"), [("稿.doc", "另存为"), ("稿.docx", "稿.docx")])
def test_a_file_that_is_no_word_file_is_told(name: str, words: str, window: Window, papers: Papers, tmp_path: Path):
    (tmp_path / name).write_bytes(b"PK\x03\x04broken")
    with pytest.raises(XinhuoError, match=words):
        papers.bring_back(window, tmp_path / name)
    assert window.desk.work == WORK


# downloads, backups, choices


def test_a_download_is_its_owners_alone(tmp_path: Path) -> None:
    downloads = Downloads(tmp_path / "exports")
    file = downloads.place("稿.docx")
    file.write_bytes(b"x")
    token = downloads.offer(file, "王").removeprefix("download/")
    assert downloads.find(token, "王") and downloads.find(token, "李") is None


def test_a_backup_brings_back_what_is_gone_and_leaves_the_rest(
    window: Window, service: Service, papers: Papers, tmp_path: Path
) -> None:
    window.desk.say("user", "全县有五老416人")
    window.desk.typed(DRAFT.to_markdown().replace("爱听", "最爱听"), window.desk.version)
    kept = service.archive.create(LOCAL_OWNER, Work(Brief(facts=("另一份",))))
    backups = Backups(service, papers)
    backups.make(window)
    file = papers.downloads.find(window.download["url"].removeprefix("download/"), LOCAL_OWNER)
    assert file is not None and file.path.suffix == ".zip"
    gone = window.desk.work_id
    service.archive.purge(gone, LOCAL_OWNER)
    backups.ask(window, file.path)
    assert "2 份文稿" in window.dialog
    backups.bring_back(window, library=False)
    assert "加回 1 份" in window.notice
    entries = service.archive.list(LOCAL_OWNER)
    assert {entry.title for entry in entries} >= {DRAFT.title} and kept in {entry.work_id for entry in entries}
    back = next(entry.work_id for entry in entries if entry.title == DRAFT.title)
    assert "最爱听" in service.archive.load(back, LOCAL_OWNER).work.draft.to_markdown()  # type: ignore[union-attr]
    assert "最爱听" not in service.archive.undo(back, LOCAL_OWNER).work.draft.to_markdown()  # type: ignore[union-attr]
    assert [line.text for line in service.archive.messages(back, LOCAL_OWNER)] == ["全县有五老416人"]


def test_a_user_gets_back_only_what_is_his(tmp_path: Path) -> None:
    users = Users(tmp_path / "users")
    for name in ("王老师", "李老师"):
        users.add(name, "一个很长的口令 1")
    settings = Settings(home=tmp_path / "home", base_url="http://127.0.0.1:9/v1", users=tmp_path / "users")
    service = Service(settings, Archive(settings.archive_file))
    papers = Papers(service, Downloads(tmp_path / "exports"))
    window, backups = Window("王老师", service.desk("王老师")), Backups(service, papers)
    window.desk.change(WORK)
    service.archive.create("李老师", Work(Brief(facts=("李老师的要点",))))
    backups.make(window)
    found = papers.downloads.find(window.download["url"].removeprefix("download/"), "王老师")
    assert found is not None and "李老师的要点" not in found.path.read_text(encoding="utf-8")
    service.archive.purge(window.desk.work_id, "王老师")
    backups.ask(window, found.path)
    assert "加回 1 份" in window.notice
    assert len(service.archive.list("王老师")) == len(service.archive.list("李老师")) == 1
    assert service.administrator("王老师") and not service.administrator("李老师")
    service.close()


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x05\x06" + bytes(18), b"not a backup"])
def test_a_file_that_is_no_backup_is_told(content: bytes, window: Window, service: Service, papers, tmp_path) -> None:
    file = tmp_path / "坏.zip"
    file.write_bytes(content)
    with pytest.raises(XinhuoError, match="备份"):
        Backups(service, papers).ask(window, file)


def test_choices_are_kept_and_the_environment_goes_first(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "open_model", lambda: None)
    monkeypatch.setattr(service, "reopen_library", lambda: None)
    service.use_concurrency(99)
    service.use_encoder("BAAI/bge-small-zh-v1.5")
    home = service.settings.home
    monkeypatch.delenv("XINHUO_ENCODER", raising=False)
    again = with_choices(Settings(home=home))
    assert (again.encoder, again.concurrency) == ("BAAI/bge-small-zh-v1.5", 16)
    assert with_choices(Settings(home=home, encoder="x")).encoder == "x"
    (home / "choices.json").write_text("[1", encoding="utf-8")
    assert with_choices(Settings(home=home)).concurrency == 4


def test_two_jobs_are_not_done_at_once(window: Window) -> None:
    go_on = threading.Event()
    window.pursue("正在转成 PDF。", lambda: go_on.wait(10) and None)
    with pytest.raises(XinhuoError, match="还没有做完"):
        window.pursue("再来一件。", lambda: None)
    go_on.set()
    settled(window)
    assert not window.job


def test_versions_are_compared_with_each_other(window: Window, service: Service, papers: Papers) -> None:
    acts = Acts(service, papers, Path("none"))
    for word in ("最爱听", "都爱听"):
        text = DRAFT.to_markdown().replace("爱听", word)
        window.desk.change(
            replace(WORK, draft=replace(DRAFT, sections=(DRAFT.sections[0], Section("二、抓实宣讲", text))))
        )
    numbers = [entry.number for entry in service.archive.versions(window.desk.work_id, LOCAL_OWNER)]
    acts.do(window, {"act": "compare", "number": str(min(numbers))})
    shown = texts(window, service, acts)["above"]
    assert shown is not None and "版本对比" in shown and "<ins>" in shown
    acts.do(window, {"act": "compareto", "text": str(min(numbers))})
    assert "没有变化" in (texts(window, service, acts)["above"] or "")
    acts.do(window, {"act": "uncompare"})
    assert texts(window, service, acts)["above"] == ""


def test_a_comparison_stays_while_something_is_written_and_a_name_shows_at_once(
    window: Window, service: Service, papers: Papers
) -> None:
    acts, gone_on = Acts(service, papers, Path("none")), threading.Event()
    window.desk.change(replace(WORK, draft=DRAFT.with_section(1, replace(DRAFT.sections[1], text="孩子们最爱听。"))))
    acts.do(window, {"act": "compare", "number": "1"})
    acts.do(window, {"act": "nameversion", "number": "1", "text": "初稿"})
    assert "初稿" in (texts(window, service, acts)["versions"] or "")

    def begin(_: Work, __: threading.Event) -> Iterator[Event]:
        gone_on.wait(10)
        yield SectionGrew(0, "写")

    window.desk.start(begin)
    shown = texts(window, service, acts)
    gone_on.set()
    assert "版本对比" in (shown["above"] or "") and shown["versions"] == ""


def test_a_part_is_drawn_anew_where_what_it_stands_on_is_another(
    window: Window, service: Service, papers: Papers
) -> None:
    acts = Acts(service, papers, Path("none"))
    first = texts(window, service, acts)
    assert texts(window, service, acts)["facts"] == first["facts"]
    window.desk.say("user", "再加一条")
    acts.do(window, {"act": "addfact", "text": "走访困境儿童37人次"})
    then = texts(window, service, acts)
    assert "37人次" in (then["facts"] or "") and "再加一条" in (then["log"] or "") and then["check"] != first["check"]
    window.desk = service.desk(LOCAL_OWNER)
    empty = texts(window, service, acts)
    assert "37人次" not in (empty["facts"] or "") and "再加一条" not in (empty["log"] or "") and empty["paper"]


def test_a_stopped_section_keeps_its_words(window: Window) -> None:
    def begin(_: Work, __: threading.Event) -> Iterator[Event]:
        yield SectionGrew(0, "刚写到一半")
        yield SectionChanged(0, "stopped")

    window.desk.start(begin)
    for _ in range(200):
        if not window.desk.busy:
            break
        threading.Event().wait(0.02)
    assert "刚写到一半" in window.desk.work.draft.to_markdown()  # type: ignore[union-attr]


# what can go wrong is told in one plain sentence


def _full(*_: object) -> Path:
    raise OSError(errno.ENOSPC, "full")


def test_a_full_disk_is_told_and_nothing_is_lost(
    window: Window, papers: Papers, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers.downloads, "place", _full)
    acts = Acts(service, papers, Path("none"))
    acts.do(window, {"act": "export", "edition": "正式版"})
    assert "磁盘满了" in window.notice
    with pytest.raises(XinhuoError, match="磁盘满了"):
        Backups(service, papers).make(window)
    monkeypatch.setattr(service, "keep_uploads", _full)
    service.library = SimpleNamespace(close=lambda: None)  # type: ignore[assignment]
    told = [message for message, _ in Stacks(service).upload(window, ["a.txt"])]
    assert "不能写入" in told[-1]
    assert window.desk.work == WORK


def test_the_settings_tell_where_the_data_lie_and_who_said_so(service: Service, tmp_path: Path) -> None:
    assert str(service.settings.home) in Office(service).state() and "XINHUO_HOME" in Office(service).state()
    service.settings = Settings.model_construct(**dict(service.settings), _fields_set=set())
    assert "XINHUO_HOME" not in Office(service).state() and "--home" in Office(service).state()


def test_settings_that_cannot_be_kept_are_told(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.page.choices._write", _full)
    said, kept = Office(service).save_endpoint("http://127.0.0.1:9/v1", "m", "k", 5)
    assert not kept and "不能写入" in said


def test_a_material_is_seen_by_whom_it_is_for_and_removed_by_whom_it_belongs_to(
    service: Service, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    service.library, service.library_note = opened(service.settings.home), ""
    service._library_opening = False
    monkeypatch.setattr(service, "administrator", lambda owner: owner == "主任")
    wang, li, head = (Window(name, service.desk(name)) for name in ("王", "李", "主任"))
    stacks = Stacks(service)
    for name, subject, private in (("我的.txt", "口琴社团", True), ("大家.txt", "太极拳", False)):
        (tmp_path / name).write_text(speech(subject), "utf-8")
        list(stacks.upload(wang, [str(tmp_path / name)], private))
    assert "我的.txt" in stacks.show(wang) and "我的.txt" not in stacks.show(li)
    assert "大家.txt" in stacks.show(wang) and "大家.txt" in stacks.show(li)
    assert "我的.txt" in list(stacks.search(wang, "口琴社团"))[-1]
    assert "我的.txt" not in list(stacks.search(li, "口琴社团"))[-1]
    seen = service.seen_by("李")
    assert seen and {s.file for s in seen.dump()} == {"大家.txt"}
    ids = {m.file: m.material for m in service.library.list()}
    for name in ids:
        stacks.act(li, {"act": "forget", "id": ids[name]})
        stacks.act(li, {"act": "tag", "id": ids["我的.txt"], "text": "偷看"})
        stacks.act(li, {"act": "look", "id": ids["我的.txt"]})
        assert "听孩子" not in stacks.show(li) and li.opened == ""
    assert {m.file for m in service.library.list()} == set(ids)
    assert "只有管理员" in stacks.act(li, {"act": "forget", "id": ids["大家.txt"]})[0]
    assert service.library.list("王")[0].tags == ()
    stacks.act(wang, {"act": "forget", "id": ids["我的.txt"]})
    stacks.act(head, {"act": "forget", "id": ids["大家.txt"]})
    assert service.library.list() == []
