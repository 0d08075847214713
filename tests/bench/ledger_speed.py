"""Measures the fact ledger: python tests/bench/ledger_speed.py [--profile]."""

import argparse
import cProfile
import json
import pstats
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "data" / "ledger_cases.jsonl"


def material(characters: int, facts: int) -> tuple[str, list[str], list[str]]:
    """A draft of ``characters`` that tells every fact amid running text, ``facts`` facts, and 20 samples."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "index" / "samples").glob("*.md"))]
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    own = list(dict.fromkeys(fact for case in cases for fact in case["facts"]))
    own = [f"{fact}（{i}）" if i >= len(own) else fact for i, fact in enumerate(own * (facts // len(own) + 1))][:facts]
    running = "".join(texts)
    step = max(1, (characters - sum(map(len, own))) // facts)
    draft = "".join(running[i * step : (i + 1) * step] + fact + "。" for i, fact in enumerate(own))[:characters]
    samples = [texts[i % len(texts)][500:1000] for i in range(20)]
    return draft, own, samples


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    started = time.process_time()
    from assistant.ledger import judge

    print(f"import {(time.process_time() - started) * 1000:.0f} ms")
    started = time.process_time()
    judge("举办讲座30场", ["举办讲座30场"])
    print(f"first judgement {(time.process_time() - started) * 1000:.0f} ms")
    for characters, facts in ((1000, 10), (5000, 40), (20000, 200)):
        draft, own, samples = material(characters, facts)
        judge("热身", own, samples)
        new: list[float] = []
        again: list[float] = []
        for i in range(5):
            other = draft.replace("。", "了" * i + "。")  # no sentence is as it was
            for times in (new, again):
                started = time.process_time()
                result = judge(other, own, samples)
                times.append(time.process_time() - started)
        shown = f"a new draft {min(new) * 1000:.0f} ms, one judged before {min(again) * 1000:.0f} ms of processor time"
        print(f"{characters} characters, {facts} facts, 20 samples, {len(result.claims)} claims: {shown}")
    if options.profile:
        draft, own, samples = material(20000, 200)
        judge(draft, own, samples)
        profile = cProfile.Profile()
        profile.runcall(judge, draft, own, samples)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
