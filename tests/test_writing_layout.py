"""Instructions on the make-up of a draft: what is named changes, the rest stays, the facts stay told."""

from dataclasses import replace
from pathlib import Path

from assistant.brief import Brief
from assistant.draft import Draft, Section
from assistant.events import Proposed
from assistant.ledger import judge
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing.writer import Writer

LAID_OUT = Draft(
    "凝聚力量——在全县交流会上的发言",
    (
        Section("", "很高兴有机会在全县交流会上与各位交流。", role="开场"),
        Section("一、健全组织网络，夯实工作基础", "我们成立关工小组32个。\n制度要人人照着做。", (0,)),
        Section("二、讲好红色故事，点亮少年心灯", "宣讲46场。讲得真，孩子才信。", (1,)),
        Section(
            "三、深化关爱帮扶，温暖困境童心",
            "一是资助困难学生21名。钱要用得明白。\n二是结对留守儿童86人。贵在常见面。",
            (2, 3),
        ),
        Section("", "会后我们继续努力。\n谢谢大家！", role="结尾"),
    ),
    "经验交流发言",
    salutation="各位领导：",
)
LAID_FACTS = ("成立关工小组32个", "宣讲46场", "资助困难学生21名", "结对留守儿童86人")


def laid_out(ask: str, home: Path) -> Draft | str:
    """The draft after the instruction, or what is said instead."""
    brief = Brief("经验交流发言", "清溪县关工委", "全县交流会", facts=LAID_FACTS)
    events = list(Writer(None, None, Settings(home=home)).revise(Work(brief, None, LAID_OUT), ask))
    last = events[-1]
    return last.after if isinstance(last, Proposed) else str(getattr(last, "text", ""))


def changed(ask: str, home: Path) -> Draft:
    """The draft after an instruction that is carried out."""
    after = laid_out(ask, home)
    assert isinstance(after, Draft), after
    return after


def texts(draft: Draft) -> list[str]:
    """The texts of the sections."""
    return [s.text for s in draft.sections]


def test_two_parts_named_together_change_places(tmp_path: Path) -> None:
    after = changed("一、二两部分对调", tmp_path)
    assert [s.heading[:4] for s in after.sections if s.heading] == ["一、讲好", "二、健全", "三、深化"]
    assert sorted(texts(after)) == sorted(texts(LAID_OUT))


def test_a_sentence_named_by_its_place_is_one_sentence(tmp_path: Path) -> None:
    after = changed("删去第二部分最后一句", tmp_path)
    assert after.sections[2].text == "宣讲46场。"
    assert [s for i, s in enumerate(after.sections) if i != 2] == [s for i, s in enumerate(LAID_OUT.sections) if i != 2]


def test_a_sentence_that_is_not_found_costs_no_part(tmp_path: Path) -> None:
    assert "没有找到" in str(laid_out("第二部分里那句排比删掉", tmp_path))


def test_the_salutation_changes_and_nothing_else(tmp_path: Path) -> None:
    after = changed("称呼改成“各位领导、各位老同志”", tmp_path)
    assert after == replace(LAID_OUT, salutation="各位领导、各位老同志：")


def test_the_occasion_changes_wherever_it_stands(tmp_path: Path) -> None:
    after = changed("这份稿子是现场会上用的，把场合改过来，其他别动", tmp_path)
    assert after.title == "凝聚力量——在现场会上的发言" and "全县交流会" not in after.to_markdown()
    assert texts(after)[1:] == texts(LAID_OUT)[1:]


def test_short_headings_are_short_and_the_text_stays(tmp_path: Path) -> None:
    after = changed("小标题每个不超过八个字", tmp_path)
    heads = [s.heading.split("、", 1)[1].replace("，", "") for s in after.sections if s.heading]
    assert all(len(h) <= 8 for h in heads) and texts(after) == texts(LAID_OUT)


def test_items_become_paragraphs_and_paragraphs_items(tmp_path: Path) -> None:
    after = changed("把一是、二是换成自然段，不编号", tmp_path)
    assert after.sections[3].text == "资助困难学生21名。钱要用得明白。\n结对留守儿童86人。贵在常见面。"
    after = changed("第一部分用一是二是列出来", tmp_path)
    assert [line[:2] for line in after.sections[1].text.split("\n")] == ["一是", "二是"]


def test_parts_are_joined_and_parted_without_losing_a_fact(tmp_path: Path) -> None:
    joined = changed("第一、二部分合并成一个部分", tmp_path)
    assert len([s for s in joined.sections if s.heading]) == 2
    assert "32个" in joined.sections[1].text and "46场" in joined.sections[1].text
    parted = changed("把留守儿童那段单独列成一个部分", tmp_path)
    heads = [s.heading for s in parted.sections if s.heading]
    assert [h[0] for h in heads] == ["一", "二", "三", "四"]
    assert "86人" in parted.sections[4].text and "86人" not in parted.sections[3].text
    assert all(figure in parted.to_markdown() for figure in ("32个", "46场", "21名", "86人"))


def test_a_quoted_sentence_goes_where_it_is_asked_to(tmp_path: Path) -> None:
    after = changed("最后加一句“不妥之处，请批评指正。”", tmp_path)
    assert after.sections[-1].text == "会后我们继续努力。\n不妥之处，请批评指正。谢谢大家！"
    assert texts(after)[:-1] == texts(LAID_OUT)[:-1]


def test_an_opening_sentence_claims_nothing(tmp_path: Path) -> None:
    after = changed("第二部分开头加一句总起的话", tmp_path)
    added = after.sections[2].text.removesuffix(LAID_OUT.sections[2].text)
    assert added and not judge(added, LAID_FACTS, ()).claims


def test_words_that_do_not_stand_there_are_said_to_be_missing(tmp_path: Path) -> None:
    assert "没有“99场”" in str(laid_out("把“99场”全部改成“35场”", tmp_path))
