"""The fact ledger against its labelled cases: minimal pairs of every category of the specification."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from tests.bench.ledger_score import Score, load, score_all

DATA = Path(__file__).parent / "data"
ASIDE = (
    "ledger_cases_held",
    "ledger_cases_second",
    "ledger_cases_fresh",
    "ledger_cases_blind",
    "ledger_cases_dense",
    "ledger_cases_retold",
    "ledger_cases_twins",
    "ledger_cases_causes",
)
NAMES = ("ledger_cases", *ASIDE)


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    return score_all(load(DATA / "ledger_cases.jsonl"))[0]


def test_flags_are_precise_and_complete(scores: dict[str, Score]) -> None:
    assert scores["all"].precision >= 0.97
    assert scores["all"].recall >= 0.97


def test_verdicts_spans_facts_and_coverage(scores: dict[str, Score]) -> None:
    total = scores["all"]
    assert total.verdicts / total.right >= 0.97
    assert total.spans / total.right >= 0.97
    assert sum(total.facts) / len(total.facts) >= 0.97
    assert sum(total.uncovered) / len(total.uncovered) >= 0.97


def test_nothing_on_the_list_of_what_is_no_claim_is_flagged(scores: dict[str, Score]) -> None:
    assert scores["notclaim"].false == 0


@pytest.mark.parametrize("name", ASIDE)
def test_cases_held_aside(name: str) -> None:
    """Cases written before the ledger had seen them; the faults that a first look found were then mended.

    First look: held P 0.957 R 0.908, second P 1 R 1, fresh in five batches P 0.908 R 0.965, P 0.885 R 0.951,
    P 0.988 R 0.919, P 0.935 R 0.915, P 0.968 R 0.968; blind (paragraphs of many facts) in six batches
    P 0.811 R 0.924, P 0.878 R 0.973, P 0.691 R 0.927, P 0.964 R 0.844,
    P 0.894 R 1, P 0.880 R 1, some of it the labels' own faults; dense (whole paragraphs retold in other words) in
    four batches P 0.756 R 0.773, P 0.833 R 0.893, P 0.913 R 0.840, P 1 R 0.960. Six sealed sets of dense paragraphs by
    another author, which are not kept here: P 0.738 R 0.886, P 0.735 R 0.806, P 0.853 R 0.853, P 0.900 R 0.947,
    P 0.946 R 0.795, P 0.947 R 0.900; six more, fuller of what follows from the facts (averages, shares, sums, counts of
    names) and of exchanged names: P 0.722 R 0.684, P 0.808 R 0.840, P 0.656 R 0.913, P 0.517 R 0.600, P 0.720 R 0.783,
    P 0.577 R 0.750. Retold and causes: what those taught, in sentences of our own, seen while mending. Twins: every
    clause of the specification in right and wrong pairs of our own, seen while mending; two sealed sets of short cases
    after it: P 1 R 1, P 1 R 0.959. Two more of whole paragraphs: P 0.973 R 0.923, P 0.977 R 0.935.
    """
    total = score_all(load(DATA / f"{name}.jsonl"))[0]["all"]
    assert total.precision >= 0.97
    assert total.recall >= 0.97


def test_cases_are_many_and_sound() -> None:
    cases = [case for name in NAMES for case in load(DATA / f"{name}.jsonl")]
    assert len(cases) >= 400
    assert len({case["id"] for case in cases}) == len(cases)
    for case in cases:
        for claim in case["claims"]:
            assert case["draft"][claim["start"] : claim["end"]] == claim["text"]
    assert min(Counter(case["category"] for case in cases).values()) >= 3


def test_the_order_of_cases_changes_nothing() -> None:
    cases = load(DATA / "ledger_cases.jsonl")[:80]
    before = score_all(cases)[0]["all"]
    random.Random(7).shuffle(cases)
    after = score_all(cases)[0]["all"]
    assert (before.right, before.false, before.missed) == (after.right, after.false, after.missed)


def test_case_files_are_one_object_a_line() -> None:
    for path in DATA.glob("ledger_cases*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert set(json.loads(line)) == {"id", "category", "facts", "samples", "draft", "claims", "uncovered"}
