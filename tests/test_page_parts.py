"""What the page shows and does, without a browser: text escaped, edits merged, desks that lose nothing."""

import json
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.archive import Archive
from assistant.brief import Brief
from assistant.draft import Draft, Outline, PlannedSection, Section
from assistant.errors import EditConflict
from assistant.events import Event, Outlined, Progress, Proposed, Said, SectionChanged, SectionGrew
from assistant.page import checking, edits, parts, planning, shelves
from assistant.page.desk import Desk
from assistant.page.facts import facts
from assistant.page.live import UNFINISHED
from assistant.page.paper import payload
from assistant.page.papers import file_name
from assistant.page.shell import page_html
from assistant.page.text import spoken, wait
from assistant.page.turns import QueuedWriter, Turns
from assistant.review import review
from assistant.work import Work
from index.errors import XinhuoError

EVIL = "<img src=x onerror=alert(1)>'\"`${1}"
BRIEF = Brief("工作总结", "青禾县关工委", facts=("全县有五老416人", "法治宣讲46场"))
DRAFT = Draft(
    "青禾县关工委工作总结",
    (
        Section("", "现将工作总结如下。", (), role="开场"),
        Section("一、建强队伍", "全县有五老416人。", (0,)),
        Section("二、抓实宣讲", "法治宣讲46场。", (1,)),
        Section("", "工作还不平衡。", (), role="不足"),
        Section("", "今后继续努力。", (), role="结尾"),
    ),
    "工作总结",
)
OUTLINE = Outline(DRAFT.title, tuple(PlannedSection(s.heading, s.facts, 100, s.role) for s in DRAFT.sections))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "archive.sqlite3") as opened:
        yield opened


@pytest.fixture
def desk(archive: Archive) -> Desk:
    return Desk(archive, "张", lambda work: review(work) if work.draft else None)


def quiet(desk: Desk) -> None:
    end = time.monotonic() + 10
    while desk.busy and time.monotonic() < end:
        time.sleep(0.01)
    assert not desk.busy


def test_no_markup_of_a_user_is_rendered(desk: Desk) -> None:
    draft = Draft(EVIL, (Section(EVIL, EVIL, (0,)),))
    desk.say("user", EVIL)
    desk.change(Work(Brief("工作总结", EVIL, facts=(EVIL,)), Outline(EVIL, (PlannedSection(EVIL, (0,)),)), draft))
    desk.proposal = Proposed(draft, Draft(EVIL + "改", draft.sections), EVIL)
    shown = [
        parts.chat(desk, [(EVIL, EVIL)]),
        facts(desk),
        checking.check(desk),
        checking.sources(desk),
        planning.above(desk),
        parts.notice(EVIL, 1),
        parts.status(desk.saved, busy=False, big=False),
        checking.conflict(EVIL, EVIL),
        shelves.highlight(EVIL, "onerror"),
    ]
    assert all("<img" not in html for html in shown)


def test_typed_text_keeps_what_sections_are(desk: Desk) -> None:
    typed = DRAFT.to_markdown().replace("法治宣讲46场。", "法治宣讲46场，好评如潮。\n\n又加一段。")
    merged = edits.merge(typed, DRAFT, "")
    assert [s.role for s in merged.sections] == [s.role for s in DRAFT.sections]
    assert [s.facts for s in merged.sections] == [s.facts for s in DRAFT.sections]
    assert merged.sections[2].text == "法治宣讲46场，好评如潮。\n又加一段。"
    assert merged.sections[4].text == "今后继续努力。"


def test_facts_keep_their_places_in_outline_and_draft() -> None:
    work = Work(BRIEF, OUTLINE, DRAFT)
    gone = edits.remove_fact(work, 0)
    assert gone.brief.facts == ("法治宣讲46场",)
    assert gone.draft is not None
    assert [s.facts for s in gone.draft.sections] == [(), (), (0,), (), ()]
    moved = edits.move_fact(work, 1, 0)
    assert moved.outline is not None
    assert [s.facts for s in moved.outline.sections] == [(), (1,), (0,), (), ()]


def test_an_altered_figure_goes_back_and_a_sentence_goes() -> None:
    draft = DRAFT.with_section(2, Section("二、抓实宣讲", "我们用心。法治宣讲49场。效果好。", (1,)))
    markdown = draft.to_markdown()
    claim = next(c for c in review(Work(BRIEF, OUTLINE, draft)).claims if c.text == "49场")
    assert claim.verdict == "altered"
    assert edits.as_fact_says(markdown, claim, BRIEF.facts) == markdown.replace("49场", "46场")
    assert "我们用心。效果好。" in edits.without_sentence(markdown, claim.start, claim.end)


def test_two_windows_and_a_stale_edit(desk: Desk) -> None:
    desk.change(Work(BRIEF, OUTLINE, DRAFT))
    base = desk.version
    assert desk.typed(DRAFT.to_markdown().replace("努力", "用力"), base)
    with pytest.raises(EditConflict):
        desk.typed(DRAFT.to_markdown().replace("努力", "出力"), base)
    assert "用力" in desk.work.draft.to_markdown()  # type: ignore[union-attr]
    desk.undo()
    assert "努力" in desk.work.draft.to_markdown()  # type: ignore[union-attr]


def test_what_was_written_survives_a_failure_and_can_go_on(desk: Desk) -> None:
    desk.change(Work(BRIEF))

    def begin(_: Work, __: threading.Event) -> Iterator[Event]:
        yield Outlined(OUTLINE)
        yield SectionGrew(1, "全县有五老416人。")
        yield SectionChanged(1, "done", DRAFT.sections[1])
        yield SectionGrew(2, "法治宣")
        raise XinhuoError("连不上写作模型。")

    assert desk.start(begin)
    quiet(desk)
    assert desk.lines[-1].text == "连不上写作模型。"
    assert desk.resumable
    assert set(desk.done_sections()) == {1}
    assert desk.work.draft is not None
    assert desk.work.draft.sections[2].note == UNFINISHED
    assert "法治宣" in desk.work.draft.to_markdown()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_unexpected_fault_is_told_and_frees_the_desk(desk: Desk) -> None:
    desk.change(Work(BRIEF))

    def begin(_: Work, __: threading.Event) -> Iterator[Event]:
        yield Said("好。")
        raise SystemExit

    desk.start(begin)
    quiet(desk)
    assert "出了意外" in desk.lines[-1].text


def test_a_crash_in_the_middle_is_mended_at_opening(archive: Archive, desk: Desk) -> None:
    desk.change(Work(BRIEF, OUTLINE))
    started, go_on = threading.Event(), threading.Event()

    def begin(_: Work, __: threading.Event) -> Iterator[Event]:
        yield SectionGrew(1, "全县有五老416人。")
        started.set()
        go_on.wait(10)

    desk.start(begin)
    assert started.wait(10)
    other = Desk(archive, "张", lambda work: review(work) if work.draft else None)
    other.open(desk.work_id)
    assert other.work.draft is not None
    assert "416人" in other.work.draft.to_markdown()
    assert other.resumable
    go_on.set()
    quiet(desk)


def test_the_paper_tells_lines_and_claims(desk: Desk) -> None:
    desk.change(Work(BRIEF, OUTLINE, DRAFT))
    shown = json.loads(payload(desk))
    written = [line for line in shown["text"].split("\n") if line.strip()]
    assert len(written) == len(shown["lines"])
    assert all(line.endswith(told["t"]) for line, told in zip(written, shown["lines"], strict=True))
    claim = next(c for c in shown["claims"] if shown["text"][c["s"] : c["e"]] == "416人")
    assert claim["v"] == "supported" and "要点1" in claim["w"]


def test_drafts_wait_for_their_turn() -> None:
    running, most, lock = [0], [0], threading.Lock()

    class Slow:
        def draft(self, *_: object) -> Iterator[Event]:
            with lock:
                running[0] += 1
                most[0] = max(most[0], running[0])
            time.sleep(0.05)
            yield Said("写好")
            with lock:
                running[0] -= 1

    writer = QueuedWriter(Slow, Turns(2))  # type: ignore[arg-type]
    told: list[Event] = []
    threads = [threading.Thread(target=lambda: told.extend(writer.draft(BRIEF))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most[0] == 2
    assert sum(isinstance(event, Said) for event in told) == 10
    assert all("前面还有" in event.text for event in told if isinstance(event, Progress))


def test_small_words() -> None:
    assert spoken(1184) == "约 5 分半"
    assert wait(37) == "约还要 40 秒"
    assert wait(None) == ""
    assert file_name("青禾县/关工委", "工作总结", "正式版", "").startswith("青禾县_关工委工作总结20")


def test_the_index_page_names_no_other_site() -> None:
    body = b'<html lang="en"><head><meta property="og:url" content="https://x.app/" /><title>a</title></head></html>'
    assert page_html(body, "1") == b'<html lang="zh-CN"><head><script>1</script><title>a</title></head></html>'


def test_what_needs_a_draft_sleeps_until_there_is_one() -> None:
    assert parts.tools(preview=False, office=True, draft=False).count("disabled") == 3
    assert "disabled" not in parts.tools(preview=False, office=True, draft=True)


def test_a_material_that_only_its_owner_sees_says_so() -> None:
    from index.records import Material

    def shown(owner: str) -> str:
        return shelves.materials(
            [Material("m1", "本校.txt", "本校总结", 1, 2, ("工作总结",), "2026-01-01", owner=owner)], "", ""
        )

    assert "只有自己看得到" in shown("王老师")
    assert "只有自己看得到" not in shown("")


def test_materials_show_theme_and_date_and_are_put_in_the_order_asked_for() -> None:
    from index.records import Material

    items = [
        Material("m1", "乙.txt", "乙校总结", 1, 2, ("工作总结",), "2026-03-02T01:00:00", ("法治", "宣传", "五老")),
        Material("m2", "甲.txt", "甲校发言", 1, 9, ("经验交流发言",), "2026-01-01T01:00:00", (), "2024年5月"),
        Material("m3", "丙.txt", "丙校要点", 2, 7, ("工作要点",), "2026-02-01T01:00:00", ("五老",)),
    ]

    def order(by: str) -> list[str]:
        return re.findall("([甲乙丙])校", shelves.materials(items, "", "", by))

    shown = shelves.materials(items)
    assert "法治、宣传" in shown and "2024年5月" in shown and "2026-03-02 收入" in shown
    assert order("") == order("date") == ["乙", "甲", "丙"], "as the library gives them, the latest first"
    assert order("theme") == ["丙", "乙", "甲"]
    assert order("genre") == sorted(
        order("genre"), key=lambda name: {"乙": "工作总结", "甲": "经验交流发言", "丙": "工作要点"}[name]
    )
    assert order("title") == ["丙", "乙", "甲"]
    assert shelves.materials(items, "", "", "theme").count("aria-sort") == 1
