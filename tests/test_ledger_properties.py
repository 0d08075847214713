"""What must hold for any facts: told in their own words they are never flagged, and one changed digit always is."""

import functools
import itertools
import random
import re
from pathlib import Path

import pytest

from assistant.ledger import judge
from tests.bench.ledger_score import load

DATA = Path(__file__).parent / "data"
ORDINALS = "一二三四五六七八九十"
BEFORE = ("同时，", "我们", "一年来，", "此外，", "目前，", "为此，", "全年", "")
AFTER = ("，取得了明显成效", "，受到好评", "，让孩子们感受到温暖", "，形成了良好氛围", "")
# Sets of facts of the labelled data, the same ones in every run.
SETS = 120


@functools.cache
def fact_sets() -> list[tuple[str, ...]]:
    cases = [case for path in sorted(DATA.glob("ledger_cases*.jsonl")) for case in load(path)]
    return list(dict.fromkeys(tuple(case["facts"]) for case in cases))


def some_sets(seed: int, least: int = 1) -> list[tuple[str, ...]]:
    sets = [facts for facts in fact_sets() if len(facts) >= least]
    return random.Random(seed).sample(sets, min(SETS, len(sets)))


def flagged(draft: str, facts: tuple[str, ...]) -> list[tuple[str, str, str]]:
    return [(draft, c.text, c.why) for c in judge(draft, facts).claims if c.verdict != "supported"]


def test_a_fact_in_its_own_words_is_never_flagged() -> None:
    facts = dict.fromkeys(itertools.chain.from_iterable(fact_sets()))
    assert [flag for fact in facts for flag in flagged(fact, (fact,))] == []


@pytest.mark.parametrize("joint", ["。", "；", "，", "、", "\n"])
def test_all_facts_joined_are_never_flagged(joint: str) -> None:
    assert [flag for facts in some_sets(3, 2) for flag in flagged(joint.join(facts), facts)] == []


def test_facts_in_any_order_with_markers_are_never_flagged() -> None:
    rng = random.Random(5)
    found = []
    for facts in some_sets(5, 2):
        order = rng.sample(facts, len(facts))
        marked = [f"{ordinal}是{fact}" for ordinal, fact in zip(ORDINALS, order, strict=False)]
        found += flagged("；".join(marked) + "。", facts)
    assert found == []


def dressed(facts: tuple[str, ...], rng: random.Random) -> str:
    order = rng.sample(facts, len(facts))
    return "；".join(rng.choice(BEFORE) + fact.rstrip("。；") + rng.choice(AFTER) for fact in order) + "。"


def test_words_around_a_fact_change_nothing() -> None:
    rng = random.Random(7)
    assert [flag for facts in some_sets(7) for flag in flagged(dressed(facts, rng), facts)] == []


def test_one_changed_digit_is_flagged_where_it_stands() -> None:
    """At least 98 of 100: what is left may by chance be a sum, or follow (超过95% bears out 超过45%)."""
    rng = random.Random(11)
    tried = found = 0
    for facts in some_sets(11):
        draft = dressed(facts, rng)
        claims = [c for c in judge(draft, facts).claims if re.search("[0-9]", c.text)]
        if not claims:
            continue
        claim = rng.choice(claims)
        at = rng.choice([i for i in range(claim.start, claim.end) if draft[i].isdigit()])
        other = rng.choice([digit for digit in "123456789" if digit != draft[at]])
        changed = judge(draft[:at] + other + draft[at + 1 :], facts).claims
        tried += 1
        found += any(c.verdict != "supported" and c.start <= at < c.end for c in changed)
    assert tried >= 60
    assert found >= 0.98 * tried


def test_what_was_kept_of_an_earlier_draft_changes_no_verdict() -> None:
    rng = random.Random(13)
    for facts in some_sets(13, 2)[:40]:
        first, second = dressed(facts, rng), dressed(facts, rng)
        judge(first, facts)
        kept = judge(second + first, facts)
        assert kept == judge(second + first, facts, [""])  # another set of sources, read afresh
