"""What the fact ledger promises for any text: exact offsets, no crash, bounded time, sentences a secretary can read."""

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.ledger import Claim, find_spans, judge

PIECES = st.sampled_from(
    [
        "全年开展网吧巡查120次",
        "三百余名五老",
        "近百场",
        "《未成年人保护法》",
        "《",
        "》",
        "“",
        "”",
        "王秀兰同志",
        "2024年6月1日",
        "**",
        "201*年",
        "20xx余人",
        "XX街道",
        "😀",
        "\r\n",
        "\ufeff",
        "\u200b",
        "一是",
        "（一）",
        "1.",
        "，",
        "。",
        "百分之",
        "分之",
        "万",
        "第",
        "至",
        "—",
        "６",
        "%",
        "十",
        "点",
        "县",
        "关工委",
        "清办发〔2024〕12号",
        "# ",
        "- ",
        "主任",
        "\x00",
        "、",
    ]
)
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=25).map("".join))
RELAXED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def flags(draft: str, facts: list[str], samples: list[str] | None = None) -> list[tuple[str, str]]:
    return [(c.text, c.verdict) for c in judge(draft, facts, samples or []).claims if c.verdict != "supported"]


@RELAXED
@given(draft=TEXTS, facts=st.lists(TEXTS, max_size=4), samples=st.lists(TEXTS, max_size=2))
def test_any_text_is_judged_with_exact_offsets(draft: str, facts: list[str], samples: list[str]) -> None:
    judgement = judge(draft, facts, samples)
    end = 0
    for claim in judgement.claims:
        assert claim.start >= end
        assert draft[claim.start : claim.end] == claim.text != ""
        assert claim.fact is None or 0 <= claim.fact < len(facts)
        assert claim.verdict != "altered" or claim.fact is not None or not facts
        assert claim.why.endswith("。")
        end = claim.end
    assert [status.fact for status in judgement.coverage] == list(range(len(facts)))


@RELAXED
@given(text=TEXTS)
def test_spans_do_not_overlap(text: str) -> None:
    end = 0
    for span in find_spans(text):
        assert span.start >= end and text[span.start : span.end] == span.text
        end = span.end


@RELAXED
@given(facts=st.lists(st.lists(PIECES, max_size=8).map("".join), min_size=1, max_size=4))
def test_a_verdict_does_not_depend_on_earlier_calls(facts: list[str]) -> None:
    draft = "。".join(facts)
    assert judge(draft, facts) == judge(draft, facts)


@pytest.mark.parametrize(
    "unit", ["百", "1", "一", "《", "“", "王", "××", "**", "2024年", "1,", "〔2024〕", "县", "、王秀兰", "第", "分之"]
)
def test_time_stays_bounded(unit: str) -> None:
    judge("热身", ["热身1次"])
    started = time.process_time()
    judge(unit * 1500, ["开展网吧巡查120次", unit * 20], [unit * 500])
    assert time.process_time() - started < 12


def test_offsets_count_characters_of_the_text_as_given() -> None:
    draft = "\ufeff# 总结😀\r\n全年**巡查120次**，受教育１２００人。"
    judgement = judge(draft, ["全年巡查210次", "受教育1200人"])
    assert [(c.text, c.verdict) for c in judgement.claims] == [("120次", "altered"), ("１２００人", "supported")]
    assert draft.index("120次") == judgement.claims[0].start


def test_reasons_are_short_chinese_sentences_that_count_from_one() -> None:
    judgement = judge("开展网吧巡查210次。", ["举办讲座30场", "慰问老党员12名", "开展网吧巡查120次"])
    assert judgement.claims[0].why == "要点3为120次，此处写成210次。"
    total = judge("全年共举办讲座80场。", ["上半年举办讲座30场", "下半年举办讲座50场"]).claims[0]
    assert total.verdict == "supported" and "30+50=80" in total.why


def test_leaks_come_before_changes() -> None:
    facts, sample = ["走访慰问困难党员40名"], "走访慰问困难党员93名"
    assert flags("走访慰问困难党员93名。", facts, [sample]) == [("93名", "leaked")]
    assert flags("走访慰问困难党员93名。", facts) == [("93名", "altered")]
    assert flags("走访慰问困难党员40名。", facts, ["困难党员40名"]) == []


def test_context_supports_but_needs_no_covering() -> None:
    judgement = judge("青禾县关工委举办讲座30场。", ["举办讲座30场"], context=["青禾县关工委", "2024年12月"])
    assert [(c.verdict, c.fact) for c in judgement.claims] == [("supported", None), ("supported", 0)]
    assert judgement.uncovered == ()


def test_coverage_tells_the_four_states() -> None:
    facts = ["举办讲座30场", "结对帮扶孤儿26名", "慰问老党员12名", "关爱下一代，薪火相传"]
    judgement = judge("举办讲座30场，结对帮扶孤儿62名。", facts)
    assert [s.status for s in judgement.coverage] == ["covered", "altered", "missing", "qualitative"]
    assert judgement.uncovered == (1, 2)


def test_claim_is_json_ready() -> None:
    claim = Claim("3名", 0, 2, "figure", "unsupported", None, "要点里没有3名。")
    assert claim.to_dict()["fact"] is None and set(claim.to_dict()) == {
        "text",
        "start",
        "end",
        "kind",
        "verdict",
        "fact",
        "why",
    }


def test_reasons_hold_no_latin_words() -> None:
    draft = "王秀兰同志说，第三届活动210次，《民法典》，“星火”行动，2023年。"
    for claim in judge(draft, ["2024年王秀芝开展巡查120次", "第二届“薪火”行动"]).claims:
        assert not re.search("[A-Za-z]", claim.why)


@pytest.mark.parametrize(
    "text", ["早一点发现，晚一点再说。", "敬重老同志。", "孩子在动手中学会本领。", "在游戏中学规矩。"]
)
def test_everyday_words_that_look_like_a_time_or_a_name_are_no_claims(text):
    assert find_spans(text) == ()


def test_a_time_and_a_school_beside_such_words_are_claims():
    assert [s.text for s in find_spans("早一点半在长征中学会议室集合。")] == ["早一点半", "长征中学"]
