"""Review of a draft: claims and coverage by the ledger, and findings on length, headings, wording and punctuation.

No model and no library are needed, and nothing heavy is imported.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.copied import longest_copied
from assistant.draft import Draft, Outline, PlannedSection, Source
from assistant.ledger import Claim, Judgement, judge
from assistant.report import Covered, Finding, Report
from assistant.review_text import fixed_phrases, text_findings
from assistant.sentences import overlap
from assistant.work import Work

__all__ = ["review", "section_spans", "text_findings"]

TOLD = 0.6  # share of a qualitative fact's character pairs that a section must hold to count as telling it
VERBATIM = 0.95
LENGTH_OFF = 0.1
LONGEST_COPY = 24


def section_spans(draft: Draft) -> list[tuple[int, int]]:
    """Start and end of every section (heading and text) in ``draft.to_markdown()``."""
    markdown = draft.to_markdown()
    spans: list[tuple[int, int]] = []
    position = 0
    for section in draft.sections:
        lines = [f"## {section.heading}"] if section.heading else []
        lines += [line for line in section.text.split("\n") if line.strip()]
        start = position
        for i, line in enumerate(lines):
            at = markdown.find(line, position)
            if i == 0:
                start = at
            position = at + len(line)
        spans.append((start, position))
    return spans


def section_at(spans: Sequence[tuple[int, int]], position: int) -> int:
    """Number of the section that holds the character at ``position``, -1 for title, front matter and 落款."""
    return next((i for i, (start, end) in enumerate(spans) if start <= position < end), -1)


def review(
    work: Work,
    samples: Sequence[Source] = (),
    *,
    questions: Sequence[str] = (),
    timing: Mapping[str, float] | None = None,
    tokens: Mapping[str, int] | None = None,
    own: Path | None = None,
) -> Report:
    """The report on ``work.draft`` (an empty one where there is no draft), against the facts of its brief.

    ``samples`` are sources beyond those that the sections name; all of them count for leaks and copied runs.
    ``own`` is the folder of the user's fixed wordings and filler phrases.
    """
    draft = work.draft or Draft("", ())
    markdown, brief = draft.to_markdown(), work.brief
    sources = [*samples, *(s for section in draft.sections for s in section.sources)]
    judgement = judge(markdown, brief.facts, list(dict.fromkeys(s.text for s in sources if s.text)), brief.context)
    spans = section_spans(draft)
    body = markdown[spans[0][0] : spans[-1][1]] if spans else ""
    copied = longest_copied(body, [(s.text, s.file) for s in sources], (*fixed_phrases(own), *brief.facts))
    findings = [
        *text_findings(markdown, draft.genre or brief.genre, own),
        *_length(draft, brief.length),
        *_copied(markdown, copied),
    ]
    return Report(
        title=draft.title,
        genre=draft.genre or brief.genre,
        target=brief.length,
        actual=draft.length,
        outline=work.outline or outline_of(draft),
        claims=judgement.claims,
        claim_sections=tuple(section_at(spans, c.start) for c in judgement.claims),
        coverage=coverage(judgement, brief.facts, markdown, spans),
        findings=tuple(findings),
        sources=tuple((i, s) for i, section in enumerate(draft.sections) for s in section.sources),
        longest_copied=copied,
        questions=tuple(questions),
        timing=dict(timing or {}),
        tokens=dict(tokens or {}),
    )


def outline_of(draft: Draft) -> Outline:
    """The outline that a finished draft shows."""
    return Outline(draft.title, tuple(PlannedSection(s.heading, s.facts, s.length, s.role) for s in draft.sections))


def coverage(
    judgement: Judgement, facts: Sequence[str], markdown: str, spans: Sequence[tuple[int, int]]
) -> tuple[Covered, ...]:
    """How each fact stands. A fact without figures, names and dates is told where its wording is found again."""
    found: list[Covered] = []
    for status in judgement.coverage:
        fact = status.fact
        sections = _claim_sections(judgement.claims, fact, spans)
        state = status.status
        if state == "qualitative":
            sections = [i for i, (a, b) in enumerate(spans) if overlap(facts[fact], markdown[a:b]) >= TOLD]
            state = "qualitative" if sections or overlap(facts[fact], markdown) >= TOLD else "missing"
        elif state == "missing" and (told := _verbatim(facts[fact], markdown, spans)):
            state, sections = "covered", told
        found.append(Covered(fact, facts[fact], state, tuple(sections)))
    return tuple(found)


def _verbatim(fact: str, markdown: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Sections that hold a fact in its own words: its only name may be traced to another fact that shares it."""
    return [i for i, (a, b) in enumerate(spans) if overlap(fact, markdown[a:b]) >= VERBATIM]


def _claim_sections(claims: Sequence[Claim], fact: int, spans: Sequence[tuple[int, int]]) -> list[int]:
    numbers = {section_at(spans, c.start) for c in claims if c.fact == fact and c.verdict == "supported"}
    return sorted(n for n in numbers if n >= 0)


def _length(draft: Draft, target: int) -> list[Finding]:
    if not target or not draft.sections or abs(draft.length - target) <= LENGTH_OFF * target:
        return []
    more = "多" if draft.length > target else "少"
    message = f"全文 {draft.length} 字，比要求的 {target} 字{more} {abs(draft.length - target)} 字。"
    return [Finding("篇幅", "", 0, 0, message)]


def _copied(markdown: str, copied: tuple[str, str]) -> list[Finding]:
    run, file = copied
    if len(run) <= LONGEST_COPY:
        return []
    at = max(0, markdown.find(run))
    return [Finding("雷同", run, at, at + len(run), f"有 {len(run)} 字与样稿《{file}》相同，请改写。")]
