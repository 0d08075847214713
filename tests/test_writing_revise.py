"""Instructions on a draft: what is named changes, everything else stays byte for byte, and the facts stay told."""

import pytest

from assistant.brief import Brief
from assistant.draft import Draft, Section
from assistant.events import BriefChanged, Proposed, Said
from assistant.headings import parallel
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing.wishes import chinese_value, understand
from assistant.writing.writer import Writer
from tests.writing_fakes import large_model

FACTS = ("举办法治报告会46场，受教育学生1.8万人次", "与213名留守儿童结对帮扶", "编印《青禾红色故事》2000册")
DRAFT = Draft(
    "立足实际抓关爱——在全县会上的发言",
    (
        Section("", "按照会议安排，现将有关工作情况汇报如下。", role="开场"),
        Section(
            "一、讲好红色故事，点亮少年心灯",
            "红色资源是最生动的教材。我们编印《青禾红色故事》2000册，让孩子们记住英雄。讲故事要讲得真、讲得近。",
            (2,),
        ),
        Section(
            "二、加强法治教育，守护青春航程",
            "预防走在前面，比事后挽救更要紧。我们举办法治报告会46场，受教育学生1.8万人次，引导孩子们学法守法。"
            "普法不能只念条文，要用身边的案例说话。帮教是慢功夫，要有耐心。",
            (0,),
        ),
        Section(
            "三、深化关爱帮扶，温暖困境童心",
            "留守的孩子，更需要有人惦记。我们与213名留守儿童结对帮扶，让孩子们有人疼、有人管。",
            (1,),
        ),
        Section("", "下一步，我们将继续努力。\n谢谢大家！", role="结尾"),
    ),
    "经验交流发言",
    salutation="尊敬的各位领导：",
)
WORK = Work(Brief("经验交流发言", "青禾县关工委", facts=FACTS), None, DRAFT)


@pytest.fixture
def writer(tmp_path):
    return Writer(None, None, Settings(home=tmp_path))


def revised(writer: Writer, ask: str, selection: str = "", work: Work = WORK) -> Proposed:
    events = list(writer.revise(work, ask, selection))
    assert isinstance(events[-1], Proposed), events[-1]
    return events[-1]


def changed(proposed: Proposed) -> list[int]:
    pairs = zip(proposed.before.sections, proposed.after.sections, strict=True)
    return [i for i, (before, after) in enumerate(pairs) if before != after]


@pytest.mark.parametrize(
    ("ask", "section"), [("第二部分压到七十字", 2), ("法治那部分短一点", 2), ("把第一部分精简到50字", 1)]
)
def test_shortening_touches_one_section_and_keeps_its_figures(writer, ask, section):
    proposed = revised(writer, ask)
    assert changed(proposed) == [section]
    after = proposed.after.sections[section]
    assert after.length < DRAFT.sections[section].length
    assert all(figure in after.text for figure in (("46场", "1.8万人次") if section == 2 else ("2000册",)))


def test_shortening_stops_before_it_loses_a_fact(writer):
    proposed = revised(writer, "第二部分压到十个字")
    assert "46场，受教育学生1.8万人次" in proposed.after.sections[2].text
    assert "丢要点" in proposed.summary


def test_expanding_adds_no_figure(writer):
    proposed = revised(writer, "第三部分扩到150字")
    assert changed(proposed) == [3]
    text = proposed.after.sections[3].text
    assert len(text) > len(DRAFT.sections[3].text)
    assert [c for c in text if c.isdigit()] == list("213")


def test_moving_a_section_counts_the_headings_again(writer):
    proposed = revised(writer, "把留守儿童那段挪到前面")
    headings = [s.heading for s in proposed.after.sections]
    assert headings[1] == "一、深化关爱帮扶，温暖困境童心"
    assert headings[2] == "二、讲好红色故事，点亮少年心灯"
    assert {s.text for s in proposed.after.sections} == {s.text for s in DRAFT.sections}


def test_swapping_two_sections(writer):
    headings = [s.heading for s in revised(writer, "第一部分和第二部分对调").after.sections]
    assert headings[1].startswith("一、加强法治") and headings[2].startswith("二、讲好红色")


def test_deleting_says_which_fact_goes(writer):
    proposed = revised(writer, "删掉第三部分")
    assert len(proposed.after.sections) == 4
    assert "要点2" in proposed.summary


def test_deleting_the_selected_words(writer):
    proposed = revised(writer, "删掉", "讲故事要讲得真、讲得近。")
    assert changed(proposed) == [1]
    assert "讲得真" not in proposed.after.to_markdown()


def test_replacing_a_figure_changes_the_fact_too(writer):
    events = list(writer.revise(WORK, "把46场改成48场"))
    brief = next(e for e in events if isinstance(e, BriefChanged)).brief
    assert "48场" in brief.facts[0]
    assert "48场" in events[-1].after.sections[2].text and changed(events[-1]) == [2]


def test_headings_become_parallel_and_the_text_stays(writer):
    uneven = DRAFT.with_section(1, Section("一、讲红色故事", DRAFT.sections[1].text, (2,)))
    proposed = revised(writer, "小标题改成对仗", work=Work(WORK.brief, None, uneven))
    headings = [s.heading for s in proposed.after.sections if s.heading]
    assert parallel(headings)
    assert [s.text for s in proposed.after.sections] == [s.text for s in uneven.sections]


def test_a_new_title_and_a_new_heading(writer):
    assert revised(writer, "题目改成“用心用情做好关工委工作”").after.title == "用心用情做好关工委工作"
    proposed = revised(writer, "把第二部分的标题改成“学法守法，护航成长”")
    assert proposed.after.sections[2].heading == "二、学法守法，护航成长"
    assert changed(proposed) == [2]


def test_adding_a_fact_puts_it_where_it_belongs(writer):
    events = list(writer.revise(WORK, "再加一条：今年走访困境儿童36人"))
    assert next(e for e in events if isinstance(e, BriefChanged)).brief.facts[-1] == "今年走访困境儿童36人"
    assert changed(events[-1]) == [3]
    assert "36人" in events[-1].after.sections[3].text


def test_writing_in_a_fact_that_is_told_already_changes_nothing(writer):
    events = list(writer.revise(WORK, f"把要点2写进去：{FACTS[1]}"))
    assert isinstance(events[-1], Said) and "已经写到" in events[-1].text


def test_a_wrong_sentence_is_set_again_from_its_fact(writer):
    wrong = DRAFT.with_section(3, Section("三、深化关爱帮扶，温暖困境童心", "我们与312名留守儿童结对帮扶。", (1,)))
    proposed = revised(writer, "“312名”与要点2不符，照要点2改", work=Work(WORK.brief, None, wrong))
    assert proposed.after.sections[3].text == "我们与213名留守儿童结对帮扶。"


def test_without_a_model_a_change_of_tone_is_declined_plainly(writer):
    assert "写作模型" in list(writer.revise(WORK, "第二部分语气朴实些"))[-1].text


def test_an_instruction_that_names_nothing_is_asked_about(writer):
    assert isinstance(list(writer.revise(WORK, "改一下"))[-1], Said)


def test_rewording_keeps_what_the_model_may_not_change(tmp_path):
    def answer(messages):
        text = str(messages[-1].content).split("原文：〔〔")[1].split("〕〕")[0]
        if "46场" in text:
            return text.replace("46场", "64场")
        return "把预防做在前头，比出了事再挽救要紧得多。" if text.startswith("预防") else text

    writer = Writer(large_model(answer), None, Settings(home=tmp_path))
    proposed = revised(writer, "第二部分语气朴实些")
    assert changed(proposed) == [2]
    text = proposed.after.sections[2].text
    assert "把预防做在前头" in text and "46场" in text and "64场" not in text


def test_rewriting_a_section_leaves_the_others(tmp_path):
    writer = Writer(None, None, Settings(home=tmp_path))
    proposed = revised(writer, "重写第二部分")
    assert changed(proposed) == [2]
    after = proposed.after.sections[2]
    assert after.heading == DRAFT.sections[2].heading
    assert "46场" in after.text and "1.8万人次" in after.text


@pytest.mark.parametrize(
    ("text", "value"), [("三百", 300), ("1200", 1200), ("一千二", 1200), ("两千", 2000), ("八百五十", 850), ("十", 10)]
)
def test_lengths_in_chinese_numerals(text, value):
    assert chinese_value(text) == value


@pytest.mark.parametrize(
    ("ask", "kind", "section"),
    [
        ("第二部分压到三百字", "shorten", 2),
        ("开头写得生动一点", "tone", 0),
        ("结尾太短了，展开一些", "expand", 4),
        ("红色教育那块挪到最后", "move", 1),
        ("标题都换一换，要对仗", "headings", None),
        ("整篇太长，压到一千字", "shorten", None),
    ],
)
def test_what_an_instruction_means(ask, kind, section):
    wish = understand(ask, DRAFT)
    assert (wish.kind, wish.section) == (kind, section)
