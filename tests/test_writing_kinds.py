"""A fact is told by the kind of activity that it is: what a director would strike out must not stand beside it."""

from pathlib import Path

import pytest

from assistant.brief import Brief
from assistant.draft import Draft
from assistant.events import Drafted
from assistant.settings import Settings
from assistant.writing.facts import is_setback, read_facts, role_of, shortcoming_and_plan
from assistant.writing.moves import open_moves
from assistant.writing.predicates import begins_with_verb
from assistant.writing.writer import Writer


def drafted(home: Path, genre: str, *facts: str, **fields: str) -> Draft:
    """The draft without a model."""
    brief = Brief(genre=genre, unit=fields.pop("unit", "清溪县关工委"), length=1500, facts=facts, **fields)  # type: ignore[arg-type]
    *_, last = Writer(None, None, Settings(home=home)).draft(brief)
    assert isinstance(last, Drafted)
    assert all(c.status in ("covered", "qualitative") for c in last.report.coverage)
    return last.draft


@pytest.mark.parametrize(
    ("fact", "kind"),
    [
        ("与教育局联合开展校园欺凌专题调研，走访学校12所，发放问卷2300份", "调研建议"),
        ("向县委提出关于校外培训机构安全隐患的建议1份", "调研建议"),
        ("检察开放日接待学生和家长460人", "开放参观"),
        ("暑期组织防溺水巡查90天", "安全守护"),
        ("县委把关工委工作纳入党建目标考核", "基层组织"),
        ("帮教罪错未成年人42人，其中39人回归校园或稳定就业", "司法保护"),
        ("用老祠堂办起“农家书屋”，周末开门", "读书书屋"),
        ("聘请校外辅导员12名", "队伍"),
    ],
)
def test_what_was_done_decides_not_a_word_in_passing(fact: str, kind: str) -> None:
    assert open_moves().kinds(read_facts((fact,))[0])[0].name == kind


def test_a_fact_of_no_kind_is_told_by_its_form() -> None:
    fact = read_facts(("到全镇13所中小学讲课390多场",))[0]
    assert open_moves().about(fact)[-1].name == "讲课形式"


@pytest.mark.parametrize(
    "text",
    [
        "部分村级关工小组有名无实，活动少",
        "镇村信息报送不及时",
        "帮教对象回访记录不够规范",
        "有的村没场地",
        "目前缺心理辅导人员",
        "经费紧张",
    ],
)
def test_shortcomings_are_known_without_their_label(text: str) -> None:
    assert role_of(text) == "不足"


@pytest.mark.parametrize(
    "text",
    ["看望慰问患病“五老”28人", "办课堂13年来从未收费", "2012年患脑梗，仍坚持下村", "全县未成年人犯罪案件同比下降21%"],
)
def test_help_and_perseverance_are_no_failure(text: str) -> None:
    assert not is_setback(text)


def test_what_was_obtained_is_no_plan() -> None:
    assert role_of("为11名孤儿争取到低保") != "打算"
    assert role_of("接下来准备把开放时间延长到晚上8点") == "打算"


@pytest.mark.parametrize(
    ("body", "verb"),
    [("累计照看放学后的孩子600多名", True), ("任关工委主任", True), ("退役老兵19人参加", False), ("五老有25人", False)],
)
def test_a_subject_is_missing_only_before_a_deed(body: str, verb: bool) -> None:
    assert begins_with_verb(body) is verb


def test_what_somebody_said_stays_word_for_word(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path, "事迹材料", "骆清水，男，73岁，乡关工委副主任", "把自家门面房改成书屋，藏书7300册",
        "骆清水常说：“娃娃好，山里才有奔头。”", "老伴说：他退休比上班还忙", speaker="骆清水",
    )  # fmt: skip
    text = draft.to_markdown()
    assert "骆清水常说：“娃娃好，山里才有奔头。”" in text and "奔头。”。" not in text
    assert "老伴说：他退休比上班还忙。" in text and "方面，" not in text


def test_a_story_names_its_hero_though_the_brief_does_not(tmp_path: Path) -> None:
    draft = drafted(tmp_path, "事迹材料", "主人公栗春生，68岁，退伍军人", "捐了2000本书", "给孩子讲战斗故事18年")
    assert draft.title.endswith("记栗春生") and "主人公" not in draft.to_markdown()
    assert draft.sections[0].text.startswith("栗春生")


@pytest.mark.parametrize(
    "introduced", ["退休教师邬桂兰，71岁，2015年办起辅导班", "社区退休民警邬桂兰（69岁），常年护学"]
)
def test_a_hero_is_introduced_by_trade_too(tmp_path: Path, introduced: str) -> None:
    text = drafted(tmp_path, "事迹材料", introduced, "2021年做过膝盖手术，休息不到20天就回来上课").to_markdown()
    assert "邬桂兰做过膝盖手术" in text and "委做过" not in text and "考虑不周" not in text


def test_who_leads_or_helps_a_collective_is_no_hero(tmp_path: Path) -> None:
    first = drafted(tmp_path, "事迹材料", "主任关维民，68岁", "办夏令营9期")
    second = drafted(tmp_path, "事迹材料", "有五老28人", "退休教师邬桂兰，71岁，辅导学生6名", "办夏令营9期")
    assert "记关维民" not in first.title and "记邬桂兰" not in second.title


def test_a_collective_is_no_hero(tmp_path: Path) -> None:
    facts = ("队长赵满囤，70岁", "志愿队16个人", "管了6年的校门口交通")
    brief = Brief(genre="事迹材料", unit="城南社区志愿队", facts=facts, requirements=("先进集体",))
    *_, last = Writer(None, None, Settings(home=tmp_path)).draft(brief)
    assert isinstance(last, Drafted) and "记赵满囤" not in last.draft.title


def test_a_plan_in_a_shortcoming_goes_to_the_plans(tmp_path: Path) -> None:
    fact = "不足：书屋冬天没有取暖；打算明年装上空调"
    assert shortcoming_and_plan(fact)[1] == "打算明年装上空调"
    draft = drafted(tmp_path, "工作总结", "开展宣讲20场", "结对帮扶留守儿童36人", fact)
    told = {s.role: s.text for s in draft.sections}
    assert "没有取暖" in told["不足"] and "空调" not in told["不足"]
    assert "空调" in told["打算"] and draft.to_markdown().count("空调") == 1


def test_a_university_has_students_and_a_farm_has_no_children(tmp_path: Path) -> None:
    facts = ("组织报告会5场，听众3100人次", "谈心室接待学生316人次", "导师听课288节")
    assert "孩子" not in drafted(tmp_path, "经验交流发言", *facts, unit="云岭师范学院关工委").to_markdown()
    farm = drafted(tmp_path, "工作总结", "举办农技培训班12期，培训青年农民1500人次", "指导返乡青年种植蓝莓30亩")
    assert "孩子" not in "".join(s.text for s in farm.sections if s.role == "做法")


def test_tasks_begin_with_their_time(tmp_path: Path) -> None:
    facts = ("3月组织清明祭扫", "每季度开展一次防校园欺凌宣传", "办好家长学校")
    text = drafted(tmp_path, "工作要点", *facts).to_markdown()
    assert "3月组织清明祭扫" in text and "每季度开展一次" in text and "月，要" not in text


def test_next_steps_are_announced_once(tmp_path: Path) -> None:
    text = drafted(
        tmp_path, "经验交流发言", "宣讲18场", "五老有25人", "办课堂收了38个孩子", "书屋没有取暖；想争取装空调"
    ).to_markdown()
    assert text.count("下一步") <= 1
