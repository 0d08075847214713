"""Scores the fact ledger on labelled cases: python tests/bench/ledger_score.py CASES.jsonl [--wrong].

A case is ``{"id", "category", "facts", "samples", "draft", "claims", "uncovered"}``; every claim that must be flagged
stands in ``claims`` with its span, verdict and fact, supported ones where their fact matters.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.ledger import Claim, judge


@dataclass
class Score:
    """Counts over cases; ``precision`` and ``recall`` are of flags (verdict other than supported)."""

    right: int = 0
    false: int = 0
    missed: int = 0
    verdicts: int = 0
    spans: int = 0
    facts: list[bool] = field(default_factory=list)
    uncovered: list[bool] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.false)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)

    def line(self, name: str) -> str:
        share = [sum(x) / len(x) if x else 1.0 for x in (self.facts, self.uncovered)]
        flags = max(1, self.right)
        return (
            f"{name:16} P {self.precision:.3f} R {self.recall:.3f}  flags {self.right + self.missed:4}  "
            f"verdict {self.verdicts / flags:.3f}  span {self.spans / flags:.3f}  "
            f"fact {share[0]:.3f}  uncovered {share[1]:.3f}"
        )


def load(path: Path) -> list[dict[str, Any]]:
    """Cases of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def overlaps(claim: Claim, label: dict[str, Any]) -> bool:
    return bool(claim.start < label["end"] and label["start"] < claim.end)


def score_case(case: dict[str, Any], score: Score) -> list[str]:
    """Adds one case to ``score``; what went wrong, one line each."""
    result = judge(case["draft"], case["facts"], case["samples"])
    wrong: list[str] = []
    flags = [c for c in result.claims if c.verdict != "supported"]
    labels = [c for c in case["claims"] if c["verdict"] != "supported"]
    for label in labels:
        match = next((c for c in flags if overlaps(c, label)), None)
        if match is None:
            score.missed += 1
            wrong.append(f"missed {label['text']} ({label['verdict']} {label['fact']})")
            continue
        score.right += 1
        score.verdicts += match.verdict == label["verdict"]
        score.spans += (match.start, match.end) == (label["start"], label["end"])
        if (match.verdict, match.start, match.end) != (label["verdict"], label["start"], label["end"]):
            wrong.append(f"flag {label['text']}: {label['verdict']}, got {match.text} {match.verdict} {match.why}")
        elif label["fact"] is not None:
            score.facts.append(match.fact == label["fact"])
            if match.fact != label["fact"]:
                wrong.append(f"fact of {label['text']}: {label['fact']}, got {match.fact} {match.why}")
    for claim in flags:
        if not any(overlaps(claim, label) for label in labels):
            score.false += 1
            wrong.append(f"false alarm {claim.text} {claim.kind} {claim.verdict} {claim.why}")
    for label in (c for c in case["claims"] if c["verdict"] == "supported"):
        match = next((c for c in result.claims if (c.start, c.end) == (label["start"], label["end"])), None)
        score.facts.append(match is not None and match.fact == label["fact"])
        if match is None or match.fact != label["fact"]:
            got = [c.text for c in result.claims if overlaps(c, label)]
            found = got if match is None else match.fact
            wrong.append(f"supported {label['text']}: fact {label['fact']}, got {found}")
    score.uncovered.append(list(result.uncovered) == case["uncovered"])
    if list(result.uncovered) != case["uncovered"]:
        wrong.append(f"uncovered {case['uncovered']}, got {list(result.uncovered)}")
    return wrong


def score_all(cases: Iterable[dict[str, Any]]) -> tuple[dict[str, Score], dict[str, list[str]]]:
    """Scores by category (and ``all``), and what went wrong by case id."""
    scores: dict[str, Score] = defaultdict(Score)
    wrong: dict[str, list[str]] = {}
    for case in cases:
        lines = score_case(case, scores["all"])
        score_case(case, scores[case["category"]])
        if lines:
            wrong[case["id"]] = lines
    return scores, wrong


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("cases", type=Path)
    parser.add_argument("--wrong", action="store_true", help="show what went wrong")
    options = parser.parse_args()
    cases = load(options.cases)
    scores, wrong = score_all(cases)
    if options.wrong:
        for case in cases:
            if case["id"] in wrong:
                print(case["id"], case["category"], "|".join(case["facts"]), "=>", case["draft"])
                print("".join(f"     {line}\n" for line in wrong[case["id"]]), end="")
    for name, score in scores.items():
        print(score.line(name))


if __name__ == "__main__":
    main()
