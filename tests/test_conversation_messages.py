"""What a message says about the brief: fields are recognised, facts keep their wording, nothing vanishes."""

import datetime
import json
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.chat.dates import written_date
from assistant.chat.extract import extract
from assistant.chat.numbers import whole_number

TODAY = datetime.date(2024, 11, 20)
MESSAGES = json.loads((Path(__file__).parent / "data" / "messages.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case["text"][:16])
def test_messages_are_read(case):
    found = extract(case["text"], TODAY, case.get("answering", False))
    seen = {
        "fields": found.fields,
        "facts": list(found.facts),
        "requirements": list(found.requirements),
        "go": found.go,
    }
    assert seen == {key: case[key] for key in seen}


@pytest.mark.parametrize("case", MESSAGES, ids=lambda case: case["text"][:16])
def test_every_figure_of_a_message_is_somewhere(case):
    found = extract(case["text"], TODAY, case.get("answering", False))
    kept = "".join([*found.facts, *found.requirements])
    if not found.length and not found.date:
        body = re.sub(r"(?m)^\s*[（(]?[\d①-⑳]+[）).、]\s*|(?<=\s)\d+、", "", case["text"])
        for figure in re.findall(r"\d[\d.]*", body):
            assert figure in kept


# A loaded machine is no fault of the reader.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
PIECES = [
    "五老416人",
    "宣讲46场",
    "，",
    "。",
    "；",
    "\n",
    "1、",
    "- ",
    "语气朴实些",
    "直接写",
    "单位：青禾县关工委",
    "“",
    "”",
    "《",
    "》",
    "（",
    "）",
    " ",
    "\x00",
    "\u202e",
    "\ud83d",
    "<b>",
]


@PATIENT
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_no_fact_is_lost_or_reworded_whatever_stands_around_it(message):
    found = extract(message, TODAY)
    kept = "\n".join([*found.facts, *found.requirements])
    for fact in ("五老416人", "宣讲46场"):
        assert kept.count(fact) == message.count(fact)
    for fact in found.facts:
        assert fact in message


@PATIENT
@given(st.text(max_size=400))
def test_any_text_can_be_read(message):
    found = extract(message, TODAY)
    assert all(fact.strip() and fact in message for fact in found.facts)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("1500", 1500),
        ("一千五", 1500),
        ("一千五百", 1500),
        ("两千", 2000),
        ("1.5千", 1500),
        ("１，２００", 1200),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三万二", 32000),
        ("一万零五百", 10500),
        ("二〇二四", 2024),
        ("很多", 0),
        ("", 0),
        ("百", 100),
    ],
)
def test_numbers(said, number):
    assert whole_number(said) == number


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("下周五", "2024年11月29日"),
        ("这周五", "2024年11月22日"),
        ("周一", "2024年11月25日"),
        ("周三", "2024年11月20日"),
        ("明天上午9点", "2024年11月21日"),
        ("12月5号", "2024年12月5日"),
        ("1月8日", "2025年1月8日"),
        ("2024年12月05日", "2024年12月5日"),
        ("2024-12-05", "2024年12月5日"),
        ("下个月8号", "2024年12月8日"),
        ("明年三月十二日", "2025年3月12日"),
        ("13月5日", ""),
        ("2月30日", ""),
        ("改天", ""),
    ],
)
def test_dates(said, date):
    assert written_date(said, TODAY) == date


def test_a_bare_month_among_the_fields_is_the_date() -> None:
    found = extract("青禾县关工委，在全市经验交流会上发言，1500字左右，2026年6月\n全县有五老志愿者416人")
    assert found.date == "2026年6月"
    assert list(found.facts) == ["全县有五老志愿者416人"]
