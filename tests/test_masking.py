"""Masking: every claim of a sample goes, the manner stays, and a mark in a draft is found as a leftover."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ledger import judge
from assistant.masking import mask
from tests.bench.ledger_score import load
from tests.test_ledger_cases import DATA


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("全年开展网吧巡查120次。", "全年开展网吧巡查××次。"),
        ("2024年6月1日，三百余名五老参加。", "××年××月××日，××名五老参加。"),
        ("主任王秀兰到东风镇调研。", "主任×××到××镇调研。"),
        ("学习《未成年人保护法》，开展“老少牵手”活动。", "学习《××》，开展“××”活动。"),
        ("青禾县实验第二小学满意率95%以上。", "××小学满意率××%以上。"),
        ("按照清办发〔2024〕12号文件要求。", "按照××〔××〕××号文件要求。"),
        ("一是抓组织，二是抓队伍，发挥五老作用。", "一是抓组织，二是抓队伍，发挥五老作用。"),
        ("领悟“两个确立”，实现三个到位，结对三个孩子。", "领悟“两个确立”，实现三个到位，结对××个孩子。"),
    ],
)
def test_marks_keep_their_kind(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("从沙柳河到红石滩镇，最远的教学点设在岩羊寨。", ("沙柳", "红石", "岩羊")),
        ("鄂东的云溪县职业中学，与海风渔业合作社结对。", ("鄂东", "云溪", "海风")),
        (
            "阿依夏木·买买提把孩子领进教室。宣讲员逄志高说，他的徒弟郗建功接了班。",
            ("阿依", "买买提", "逄志高", "郗建功"),
        ),
        ("她办起“娃娃屋”，讲稿改了八遍，断了两根肋骨，全县第41名升到第9名。", ("娃娃屋", "八遍", "两根", "41", "9名")),
        ("符德海工作室带徒五名，符德海今年七十岁。", ("符德海", "五名", "七十岁")),
    ],
)
def test_what_a_checker_may_not_flag_is_masked_all_the_same(text: str, gone: tuple[str, ...]) -> None:
    assert [word for word in gone if word in mask(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "办好家长学校，配合学校和社区，把工作做到山区、做到每个村。",
        "孩子说：“你怎么来了？”老人常说“没关系”。",
        "发挥“五老”作用，推动传帮带，落实“四个一”。",
        "老同志和青少年在一起，在农村小学和寄宿制学校都看得到。",
    ],
)
def test_what_every_office_writes_stays(text: str) -> None:
    assert mask(text) == text


def test_nearly_every_claim_of_the_cases_goes() -> None:
    kept = total = 0
    for case in load(DATA / "ledger_cases.jsonl"):
        masked = mask(case["draft"])
        for claim in case["claims"]:
            total += 1
            kept += claim["text"] in masked and "×" not in claim["text"] and not re.search("[Xx*]", claim["text"])
    assert total > 300
    assert kept / total <= 0.01


def test_a_mark_in_a_draft_is_a_leak() -> None:
    masked = mask("2023年，东风镇举办讲座30场，王秀兰老师受到表彰。")
    claims = judge(masked, ["举办讲座40场"]).claims
    assert len(claims) >= 4
    assert {claim.verdict for claim in claims} == {"leaked"}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask(text), str)
