"""Revising sections whose items are counted: the counting and the labels stay whole."""

from pathlib import Path

from assistant.brief import Brief
from assistant.draft import Draft, Section
from assistant.events import Proposed
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing.writer import Writer

FACTS = ("开展宣讲88场，参加学生2.6万人次", "清明组织1400名学生到烈士陵园祭扫", "筹集助学款12万元")
TEXT = (
    "一是组织老同志宣讲。孩子爱听故事。开展宣讲88场，参加学生2.6万人次。讲得好不好，要看孩子听没听懂。\n"
    "二是用好红色资源。清明，组织1400名学生到烈士陵园祭扫。活动不在热闹，在于孩子心里有没有触动。\n"
    "三是筹资助学解困。筹集助学款12万元。每一笔钱都要用在孩子身上，这是最起码的要求。"
)


def revised(ask: str, home: Path) -> tuple[Draft, Draft]:
    """The draft before and after the instruction."""
    draft = Draft(
        "清溪县关工委2026年工作总结",
        (
            Section("", "现总结如下。", role="开场"),
            Section("一、传承红色基因，厚植家国情怀", TEXT, (0, 1, 2), role="做法"),
        ),
        "工作总结",
    )
    brief = Brief(genre="工作总结", unit="清溪县关工委", facts=FACTS)
    event = list(Writer(None, None, Settings(home=home)).revise(Work(brief, None, draft), ask))[-1]
    assert isinstance(event, Proposed), event
    return event.before, event.after


def test_shortening_keeps_the_counting_and_the_labels(tmp_path: Path) -> None:
    before, after = revised("第一部分压到一百字", tmp_path)
    lines = after.sections[1].text.split("\n")
    assert [line[:2] for line in lines] == ["一是", "二是", "三是"]
    assert all(label in after.sections[1].text for label in ("宣讲88场", "1400名", "12万元", "用好红色资源"))
    assert after.sections[1].length < before.sections[1].length
    assert after.sections[0] == before.sections[0]


def test_a_fact_more_becomes_an_item_more(tmp_path: Path) -> None:
    before, after = revised("再加一条：慰问困境儿童家庭36户", tmp_path)
    lines = after.sections[1].text.split("\n")
    assert len(lines) == 4 and lines[3].startswith("四是") and "36户" in lines[3]
    assert lines[:3] == before.sections[1].text.split("\n")
