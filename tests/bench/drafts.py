"""Drafts from every brief in ``tests/data/briefs``: what came out, measured.

``python -m tests.bench.drafts [--no-model] [--only TEXT] [--save DIR] [--briefs DIR] [--again]``.
One line a brief, then the sums. ``--again`` writes each brief twice in a new home without a model and says how much of
what tells no fact is said again.
"""

import argparse
import json
import re
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.brief import Brief
from assistant.draft import MARK
from assistant.events import Drafted
from assistant.headings import parallel
from assistant.model import Model, open_model
from assistant.sentences import alike, repeated, split_sentences
from assistant.settings import Settings
from assistant.writing.writer import Writer
from index.library import Library

_SAME, _SHORTEST = 0.8, 9  # likeness from which on two sentences are one, characters of one that counts
BRIEFS = Path(__file__).parents[1] / "data" / "briefs"
HEAD = "覆盖    改 漏 无据 标 | 目标 实际 比   | 抄 对仗 重复 | 秒  模型秒 词元入/出 | 文种 要点"


@dataclass(frozen=True)
class Result:
    """What one brief gave."""

    name: str
    covered: int
    facts: int
    altered: int
    leaked: int
    unsupported: int
    marks: int
    target: int
    actual: int
    copied: int
    parallel: bool
    repeats: int
    seconds: float
    model_s: float
    tokens: tuple[int, int]
    first_s: float
    findings: tuple[str, ...]

    @property
    def line(self) -> str:
        """The result on one line."""
        ratio = f"{self.actual / self.target:.2f}" if self.target else "  - "
        return (
            f"{self.covered:2}/{self.facts:2}  {self.altered:3}{self.leaked:3}{self.unsupported:4}{self.marks:4} | "
            f"{self.target:4} {self.actual:5} {ratio} | "
            f"{self.copied:3} {'是' if self.parallel else '否'} {self.repeats:4} | "
            f"{self.seconds:5.0f} {self.model_s:5.0f} {self.tokens[0]:6}/{self.tokens[1]:4} | {self.name}"
        )


def run(writer: Writer, path: Path, save: Path | None) -> Result:
    """Draft one brief and measure the draft."""
    brief = Brief.from_dict(json.loads(path.read_text(encoding="utf-8")))
    started = time.monotonic()
    event = list(writer.draft(brief))[-1]
    assert isinstance(event, Drafted)
    draft, report = event.draft, event.report
    markdown = draft.to_markdown()
    wrong = [c for c in report.claims if c.verdict != "supported" and not markdown.startswith(MARK, c.end)]
    headings = [s.heading for s, p in zip(draft.sections, report.outline.sections, strict=True) if p.theme]
    if save:
        save.mkdir(parents=True, exist_ok=True)
        (save / f"{path.stem}.md").write_text(markdown, encoding="utf-8")
        (save / f"{path.stem}.json").write_text(json.dumps(report.to_dict(), ensure_ascii=False, indent=1), "utf-8")
    sentences = [s for s in split_sentences(markdown) if s.strip()]
    return Result(
        path.stem,
        sum(c.status in ("covered", "qualitative") for c in report.coverage),
        len(brief.facts),
        *(sum(c.verdict == verdict for c in wrong) for verdict in ("altered", "leaked", "unsupported")),
        markdown.count(MARK),
        brief.length,
        draft.length,
        len(report.longest_copied[0]),
        parallel(headings),
        len(repeated(sentences)),
        time.monotonic() - started,
        report.timing.get("model_s", 0.0),
        (report.tokens.get("prompt", 0), report.tokens.get("completion", 0)),
        report.timing.get("first_text_s", 0.0),
        tuple(f"{f.kind}：{f.message}" for f in report.findings),
    )


def said_again(path: Path) -> float:
    """Share (0–1) of the sentences without figures that the second draft of a brief has in common with the first."""
    brief = Brief.from_dict(json.loads(path.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as home:
        writer = Writer(None, None, Settings(home=Path(home)))
        first, second = (_general(list(writer.draft(brief))[-1]) for _ in range(2))
    return sum(any(alike(s, other) >= _SAME for other in first) for s in second) / max(1, len(second))


def _general(event: object) -> list[str]:
    assert isinstance(event, Drafted)
    sentences = (s.strip() for s in split_sentences(event.draft.to_markdown()))
    return [s for s in sentences if len(s) >= _SHORTEST and not re.search(r"\d", s)]


def _print_again(paths: list[Path]) -> None:
    shares = []
    for path in paths:
        shares.append(said_again(path))
        print(f"{shares[-1]:.2f}  {path.stem}")
    print(f"第二稿与第一稿相同的无数字句：{sum(shares) / max(1, len(shares)):.2f}")


def main() -> None:
    """Run the briefs and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--no-model", action="store_true")
    parser.add_argument("--no-library", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--briefs", type=Path, default=BRIEFS, help="a folder of briefs")
    parser.add_argument("--again", action="store_true", help="how much a second draft says again")
    options = parser.parse_args()
    if options.again:
        _print_again([p for p in sorted(options.briefs.glob("*.json")) if options.only in p.stem])
        return
    settings = Settings()
    model: Model | None = None if options.no_model else open_model(settings)
    library = None if options.no_library else Library.open(settings)
    writer = Writer(model, library, settings)
    results: list[Result] = []
    print(HEAD)
    try:
        for path in sorted(options.briefs.glob("*.json")):
            if options.only in path.stem:
                results.append(run(writer, path, options.save))
                print(results[-1].line)
                sys.stdout.flush()
                for finding in results[-1].findings:
                    print("      ", finding)
    finally:
        if library:
            library.close()
        if model:
            model.close()
    _print_sums(results)


def _print_sums(results: list[Result]) -> None:
    facts = sum(r.facts for r in results)
    wrong = sum(r.altered + r.leaked + r.unsupported for r in results)
    aimed = [r for r in results if r.target]
    near = sum(abs(r.actual - r.target) <= 0.1 * r.target for r in aimed)
    print(f"要点 {sum(r.covered for r in results)}/{facts}，未标明的错 {wrong}，标出 {sum(r.marks for r in results)}，")
    print(f"篇幅在一成以内 {near}/{len(aimed)}，标题对仗 {sum(r.parallel for r in results)}/{len(results)}，")
    print(f"重复 {sum(r.repeats for r in results)}，最长照抄 {max((r.copied for r in results), default=0)} 字")


if __name__ == "__main__":
    main()
