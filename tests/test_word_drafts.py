"""Drafts as people and models really write them: what is read as what, and what is put right on the way to Word."""

import pytest

from assistant.draft import Draft
from assistant.draft_reading import parse_markdown
from assistant.word.blocks import blocks_of
from assistant.word.clean import clean_heading, clean_line
from assistant.word.dates import normal_date
from assistant.word.geometry import attachment, signature
from assistant.word.profile import load_profile
from assistant.word.title import break_title, measure


def roles(text: str) -> list[tuple[str, str]]:
    return [(block.role, block.text) for block in blocks_of(parse_markdown(text))]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("全县有五老416人,其中骨干58人.", "全县有五老416人，其中骨干58人。"),
        ('弘扬"五老"精神', "弘扬“五老”精神"),
        ("弘扬”五老“精神", "弘扬“五老”精神"),
        ("每年2期--春秋各一期", "每年2期——春秋各一期"),
        ("成效明显...", "成效明显……"),
        ("成效明显。。。", "成效明显……"),
        ("共 12 个乡镇 , 186 个村", "共12个乡镇，186个村"),
        ("**重点**工作", "重点工作"),
        ("比例为3:1，时间10:30", "比例为3:1，时间10:30"),
        ("共1,200人，增长9.5%", "共1,200人，增长9.5%"),
        ("2020—2024年", "2020—2024年"),
        ("（社区)建组织", "（社区）建组织"),
        ("村(社区)建组织", "村（社区）建组织"),
        ("访问www.example.cn查询", "访问www.example.cn查询"),
        ("学习 Word 2016 软件", "学习Word 2016软件"),
        ("共４１６人，占９５％", "共416人，占95%"),
        ("下一步\u200b打算", "下一步打算"),
        ("- 抓好培训", "抓好培训"),
        ("> 引用的话", "引用的话"),
        ("详见[通知](#a)", "详见通知"),
        ("他说：'好'", "他说：‘好’"),
        ("5*3等于15，2*4等于8", "5*3等于15，2*4等于8"),
        ("English, only.", "English, only."),
    ],
)
def test_a_line_is_cleaned(written: str, printed: str) -> None:
    assert clean_line(written) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("一、强化领导 健全机制", "一、强化领导，健全机制"),
        ("（一）**抓队伍**。", "（一）抓队伍"),
        ("二、主要做法：", "二、主要做法"),
    ],
)
def test_a_heading_is_cleaned(written: str, printed: str) -> None:
    assert clean_heading(written) == printed


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2024年03月05日", "2024年3月5日"),
        ("（2024年12月05日）", "2024年12月5日"),
        ("二〇二四年十二月二十六日", "2024年12月26日"),
        ("二零二五年一月十日", "2025年1月10日"),
        ("2024-03-05", "2024年3月5日"),
        ("2024.3", "2024年3月"),
        ("2024 年 3 月", "2024年3月"),
        ("20××年×月×日", ""),
        ("2024年工作总结", ""),
        ("全年共3场", ""),
    ],
)
def test_dates_are_written_the_standard_way(written: str, date: str) -> None:
    assert normal_date(written) == (date or normal_date(written))
    if not date and "×" not in written:
        assert normal_date(written) == ""


def test_front_matter_of_a_speech() -> None:
    found = roles("# 在会上的发言\n青禾县教育局 李明\n2024年03月05日\n各位领导、同志们:\n大家好！")
    assert found == [
        ("title", "在会上的发言"),
        ("byline", "青禾县教育局　李明"),
        ("byline", "（2024年3月5日）"),
        ("salutation", "各位领导、同志们："),
        ("body", "大家好！"),
    ]


@pytest.mark.parametrize(
    "line",
    ["现将有关情况汇报如下：", "主要做法是：", "下面，我汇报几点体会：", "一、主要情况：", "附件：名单"],
)
def test_what_only_ends_like_an_address_is_body(line: str) -> None:
    assert parse_markdown(f"# 标题\n\n{line}\n\n正文。").salutation == ""


@pytest.mark.parametrize(
    "line",
    [
        "尊敬的各位领导，同志们：",
        "各位领导、同志们!",
        "老师们、同学们：",
        "各乡镇关工委，县直各单位：",
        "尊敬的李主任，各位同志：",
        "县关工委：",
        "省、市关工委：",
        "县委老干部局、县教育局、县司法局、团县委、县妇联、县民政局、县公安局、县卫生健康局、县人民法院、县人民检察院，"
        "各乡镇（街道）关工委，县直机关各单位关工委，各中小学校关工委：",
    ],
)
def test_addresses(line: str) -> None:
    assert parse_markdown(f"# 标题\n\n{line}\n\n正文。").salutation == line


def test_a_short_first_paragraph_is_no_front_matter() -> None:
    draft = parse_markdown("# 标题\n\n各位好，先说成绩。\n\n一、做法\n\n正文。")
    assert draft.front == () and draft.sections[0].text == "各位好，先说成绩。"


def test_an_assistants_remarks_are_dropped() -> None:
    text = "好的，以下是为您撰写的发言稿：\n\n# 标题\n\n正文。\n\n希望以上内容对您有所帮助！"
    assert parse_markdown(text).to_markdown() == "# 标题\n\n正文。\n"


@pytest.mark.parametrize(
    "line", ["以上是我县的一些做法，仅供参考。", "如有不妥，请批评指正。", "好的传统要传下去。", "希望同志们多提意见。"]
)
def test_a_speakers_own_words_stay(line: str) -> None:
    assert line in parse_markdown(f"# 标题\n\n正文。\n\n{line}").to_markdown()


def test_two_who_sign_one_after_the_other() -> None:
    signed = ("青禾县关心下一代工作委员会", "2024年12月5日", "青禾县教育局关工委", "2024年12月6日")
    draft = parse_markdown("# 标题\n\n正文。\n\n附件：1. 名单\n2. 安排表\n\n" + "\n\n".join(signed))
    assert draft.signature == signed
    assert draft.attachments == ("附件：1. 名单", "2. 安排表")
    assert [b.text for b in blocks_of(draft) if b.role in ("unit", "date")] == list(signed)


def test_the_end_matter_in_any_order() -> None:
    unit, date = "青禾县关心下一代工作委员会", "2024年12月5日"
    for end in (
        f"附件：1. 名单\n2. 安排表\n\n{unit}\n{date}",
        f"{unit}\n{date}\n\n附件：1. 名单\n2. 安排表",
        f"附件：1. 名单\n2. 安排表\n\n{unit}  {date}",
    ):
        draft = parse_markdown(f"# 标题\n\n正文。\n\n{end}")
        assert draft.signature == (unit, date)
        assert draft.attachments == ("附件：1. 名单", "2. 安排表")
        assert draft.sections[0].text == "正文。"


def test_a_unit_without_a_date_signs() -> None:
    assert parse_markdown("# 标题\n\n正文。\n\n青禾县关工委").signature == ("青禾县关工委",)


def test_thanks_do_not_sign() -> None:
    draft = parse_markdown("# 标题\n\n正文。\n\n谢谢大家\n\n2024年12月5日")
    assert draft.signature == ("2024年12月5日",)


def test_levels_come_from_the_numbers() -> None:
    text = "# 标题\n\n### 一、甲\n\n## （一）乙\n\n### 1. 丙\n\n正文。\n\n**二、丁**\n\n正文。\n\n（一）戊\n\n正文。"
    found = [(b.level, b.text) for b in blocks_of(parse_markdown(text)) if b.role == "heading"]
    assert found == [(1, "一、甲"), (2, "（一）乙"), (3, "1.丙"), (1, "二、丁"), (2, "（一）戊")]


def test_numbers_are_put_right() -> None:
    headings = "## 一、甲", "### (一)乙", "### (三) 丙", "## 一、丁", "### （三）戊", "## 四．己"
    text = "# 题\n\n" + "\n\n文。\n\n".join(headings)
    found = [b.text for b in blocks_of(parse_markdown(text)) if b.role == "heading"]
    assert found == ["一、甲", "（一）乙", "（二）丙", "二、丁", "（一）戊", "三、己"]


def test_a_missing_number_is_filled_in() -> None:
    text = "# 题\n\n## 一、甲\n\n文。\n\n## 乙\n\n文。\n\n## 三、丙\n\n文。\n\n## 结束语\n\n文。"
    found = [b.text for b in blocks_of(parse_markdown(text)) if b.role == "heading"]
    assert found == ["一、甲", "二、乙", "三、丙", "结束语"]


def test_headings_without_any_number_stay_so() -> None:
    text = "# 题\n\n## 一杯热茶\n\n文。\n\n## 一间小屋\n\n文。"
    assert [b.text for b in blocks_of(parse_markdown(text)) if b.role == "heading"] == ["一杯热茶", "一间小屋"]


def test_a_second_level_that_runs_on_is_left() -> None:
    text = "# 题\n\n## 一、甲\n\n### （一）乙\n\n文。\n\n## 二、丙\n\n### （二）丁\n\n文。"
    assert [b.text for b in blocks_of(parse_markdown(text)) if b.level == 2] == ["（一）乙", "（二）丁"]


def test_lazy_lists_are_counted() -> None:
    text = "# 题\n\n正文。\n\n1. 甲事办好。\n1. 乙事办好。\n1. 丙事办好。"
    assert [b.text[:2] for b in blocks_of(parse_markdown(text))][2:] == ["1.", "2.", "3."]


def test_figures_at_the_start_are_no_numbers() -> None:
    text = "# 题\n\n2.3万人次受教育。\n\n1.8万元用于助学。"
    assert [b.text for b in blocks_of(parse_markdown(text))][1:] == ["2.3万人次受教育。", "1.8万元用于助学。"]


def test_a_run_in_heading_stays_in_its_paragraph() -> None:
    (block,) = [
        b for b in blocks_of(parse_markdown("# 题\n\n（一）抓好培训。每年办班2期，培训160人次。")) if b.role == "body"
    ]
    assert (block.text[: block.lead], block.lead_level) == ("（一）抓好培训。", 2)


def test_named_values_at_the_top() -> None:
    draft = parse_markdown(
        "---\n标题: 在会上的发言\n单位: 青禾县关工委\n日期: 2024年3月5日\n---\n\n## 一、做法\n\n正文。"
    )
    assert draft.title == "在会上的发言"
    assert draft.front == ("青禾县关工委", "2024年3月5日")


def test_a_title_on_two_lines() -> None:
    assert parse_markdown("# 凝聚力量\n# 护航成长\n\n正文。").title == "凝聚力量 护航成长"
    draft = parse_markdown("# 凝聚力量\n# ——在会上的发言\n\n正文。")
    assert (draft.title, draft.front) == ("凝聚力量", ("——在会上的发言",))


@pytest.mark.parametrize(
    "title",
    [
        "青禾县关心下一代工作委员会2024年工作总结及2025年工作打算",
        "在全县关心下一代工作会议上的经验交流发言",
        "青禾县柳河镇中心学校关工委关于充分发挥“五老”作用加强青少年法治教育工作的情况汇报",
        "关于印发《青禾县关心下一代工作委员会2025年工作要点》的通知",
        "发挥老同志独特优势为培养担当民族复兴大任的时代新人贡献力量",
    ],
)
def test_titles_break_well(title: str) -> None:
    lines = break_title(title, 18)
    widths = [measure(line) for line in lines]
    assert "".join(lines) == title
    assert not any(line[0] in "的和与及、，”》" for line in lines[1:])
    assert not any(line[-1] in "《“和与及" for line in lines[:-1])
    assert min(widths) >= max(widths) * 0.4
    assert not (len(widths) == 3 and widths[1] < min(widths[0], widths[2]))
    for word in ("工作委员会", "关心下一代", "工作总结", "经验交流", "民族复兴"):
        assert title.count(word) == sum(line.count(word) for line in lines)


@pytest.mark.parametrize("limit", [16.4, 18, 18.5, 20])
def test_a_units_name_stays_on_one_line_of_a_title(limit: float) -> None:
    title = "青禾县柳河镇中心学校关工委关于充分发挥“五老”作用加强青少年法治教育工作的情况汇报"
    lines = break_title(title, limit)
    assert "".join(lines) == title and max(map(measure, lines)) <= limit
    assert sum("柳河镇中心学校关工委" in line for line in lines) == 1


def test_geometry_of_a_long_unit() -> None:
    profile = load_profile()
    ends = signature(("青禾县关心下一代工作委员会",), "2024年12月6日", profile)
    assert ends.units == (640,)
    assert ends.date_left == profile.text_width - 13 * 315


def test_geometry_of_a_short_unit() -> None:
    """A date longer than the unit stands two characters in, the unit two further left than the date."""
    ends = signature(("青关工委",), "2024年12月26日", load_profile())
    date_width = 3 * 315 + 8 * 155
    assert ends.date == 640
    assert ends.units[0] == 640 + date_width + 640 - 4 * 315


def test_attachment_lines_fall_under_the_name() -> None:
    profile = load_profile()
    left, hanging = attachment("附件：1.名单", profile)
    second_left, second_hanging = attachment("2.安排表", profile)
    assert left == second_left
    assert left - hanging == 640
    assert second_left - second_hanging == 640 + 3 * 315


def test_reading_a_draft_twice_changes_nothing() -> None:
    text = "# 题\n\n青禾县关工委\n\n各位领导：\n\n开头。\n\n一、甲\n\n（一）乙\n\n文。\n\n青禾县关工委\n2024年3月5日"
    once = parse_markdown(text)
    assert parse_markdown(once.to_markdown()) == once
    assert isinstance(once, Draft)
