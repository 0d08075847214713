"""What belongs together stands together, whose deeds are told, and of which year a text is."""

import re
from pathlib import Path

import pytest

from assistant.brief import Brief
from assistant.draft import Draft
from assistant.events import Drafted
from assistant.report import Report
from assistant.settings import Settings
from assistant.writing.frame import year_of
from assistant.writing.writer import Writer

FACTS = (
    "全县建成校外辅导站12个",
    "开展红色宣讲46场",
    "组建“红烛宣讲团”，有退休教师23人",
    "校外辅导站全年接待学生3200人次",
    "举办法治课18场",
    "红烛宣讲团被评为市优秀志愿服务项目",
    "五老志愿者416人",
    "其中65岁以下的占38%",
    "资助困难学生52人",
    "建“童心书屋”5个",
    "“阳光书屋”2个，藏书3000册",
)


def written(brief: Brief, home: Path) -> tuple[Draft, Report]:
    """The draft without a model."""
    *_, last = Writer(None, None, Settings(home=home)).draft(brief)
    assert isinstance(last, Drafted)
    assert [c for c in last.report.coverage if c.status in ("missing", "altered")] == []
    return last.draft, last.report


@pytest.mark.parametrize("genre", ["经验交流发言", "工作总结", "事迹材料"])
@pytest.mark.parametrize(("one", "other"), [(0, 3), (2, 5), (6, 7)])
def test_a_thing_and_what_came_of_it_stand_in_one_part(tmp_path: Path, genre: str, one: int, other: int) -> None:
    brief = Brief(genre, "清河县关工委", date="2026年12月", length=1500, facts=FACTS)
    outline = Writer(None, None, Settings(home=tmp_path)).outline(brief)
    assert any({one, other} <= set(section.facts) for section in outline.sections)


def test_what_goes_on_is_told_in_the_same_breath(tmp_path: Path) -> None:
    text = written(Brief("工作总结", "清河县关工委", length=1500, facts=FACTS), tmp_path)[0].to_markdown()
    assert "五老志愿者416人，其中65岁以下的占38%" in text
    assert re.search(r"校外辅导站12个[^。]*。校外辅导站全年接待学生3200人次", text)


def test_two_things_of_one_sort_with_names_of_their_own_are_two(tmp_path: Path) -> None:
    text = written(Brief("工作总结", "清河县关工委", length=1500, facts=FACTS), tmp_path)[0].to_markdown()
    assert "“童心书屋”5个。“阳光书屋”" not in text


STORY = (
    "主人公巴图·苏和，男，蒙古族，1951年生，退休教师",
    "2012年退休后在家乡办起书屋，最初只有图书187册，现有1.6万册",
    "84岁的老校长常来帮忙",
    "每周三下午在学校讲故事，已讲186次",
    "因病动手术，出院第18天就去学校",
    "获2023年全省最美五老",
    "没有第二个志愿者接班",
)


def test_deeds_are_told_of_who_did_them(tmp_path: Path) -> None:
    brief = Brief("事迹材料", "草原镇关工委", "推荐先进个人", date="2024年", length=900, facts=STORY)
    text = written(brief, tmp_path)[0].to_markdown()
    assert "记巴图·苏和" in text
    for deed in ("每周三下午，巴图·苏和在学校", "巴图·苏和因病动手术", "2012年，巴图·苏和退休后", "难处也有："):
        assert deed in text
    assert "关工委因病" not in text and "关工委在学校" not in text


def test_somebodys_deeds_are_not_the_committees(tmp_path: Path) -> None:
    brief = Brief("事迹材料", "草原镇关工委", "推荐先进个人", facts=("劝返失学儿童23名", "开办读书会86场", "捐书300册"))
    text = written(brief, tmp_path)[0].to_markdown()
    assert "关工委劝返" not in text and "关工委开办" not in text


def test_the_barest_facts_are_asked_about(tmp_path: Path) -> None:
    brief = Brief("事迹材料", "草原镇关工委", length=2000, facts=STORY)
    question = written(brief, tmp_path)[1].questions[0]
    assert "要点3（84岁的老校长常来帮忙）" in question and "当时的经过" in question
    assert "要点6" not in question  # an honour has no story


@pytest.mark.parametrize(
    ("date", "facts", "plans", "year"),
    [
        ("2027年1月10日", ("2026年宣讲46场", "2027年打算办班"), False, "2026年"),
        ("2027年1月10日", ("宣讲46场", "2027年打算办班"), False, ""),
        ("2026年12月20日", ("宣讲46场", "打算：2027年办班"), False, "2026年"),
        ("2026年12月25日", ("2027年一季度完成换届",), True, "2027年"),
        ("2026年12月25日", ("一季度完成换届",), True, ""),
        ("2025年8月", ("2025—2026学年的主线是立德树人",), True, "2025—2026学年"),
        ("2026.12.20", ("宣讲46场",), False, "2026年"),
        ("", ("2025年宣讲46场", "2024年宣讲40场"), False, ""),
    ],
)
def test_the_year_of_a_text_is_stated_or_left_out(date: str, facts: tuple[str, ...], plans: bool, year: str) -> None:
    assert year_of(Brief("工作总结", date=date, facts=facts), of_plans=plans) == year


def test_a_wish_names_the_year_before_the_date_does() -> None:
    brief = Brief("工作总结", date="2027年7月5日", facts=("宣讲46场",), requirements=("写2027年上半年的总结",))
    assert year_of(brief) == "2027年上半年"
