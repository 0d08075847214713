"""The report on a draft: the contract's JSON, as values."""

from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.draft import Outline, Source
from assistant.ledger import Claim

CoverageStatus = Literal["covered", "altered", "missing", "qualitative"]


@dataclass(frozen=True)
class Finding:
    """Something in the draft to look at. ``start``/``end`` are characters of the draft's Markdown."""

    kind: str
    text: str
    start: int
    end: int
    message: str


@dataclass(frozen=True)
class Covered:
    """How fact number ``fact`` (from 0) stands in the draft, and in which sections (from 0)."""

    fact: int
    text: str
    status: CoverageStatus
    sections: tuple[int, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that is known about a draft. Claim offsets are characters of ``draft.to_markdown()``."""

    title: str
    genre: str
    target: int
    actual: int
    outline: Outline
    claims: tuple[Claim, ...] = ()
    claim_sections: tuple[int, ...] = ()
    coverage: tuple[Covered, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: tuple[tuple[int, Source], ...] = ()
    longest_copied: tuple[str, str] = ("", "")
    questions: tuple[str, ...] = ()
    timing: dict[str, float] = field(default_factory=dict)
    tokens: dict[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON form."""
        copied, file = self.longest_copied
        return {
            "title": self.title,
            "genre": self.genre,
            "length": {"target": self.target, "actual": self.actual},
            "outline": [{"heading": s.heading, "facts": list(s.facts)} for s in self.outline.sections],
            "claims": [
                {**claim.to_dict(), "section": section}
                for claim, section in zip(self.claims, self.claim_sections, strict=True)
            ],
            "coverage": [
                {"fact": c.fact, "text": c.text, "status": c.status, "sections": list(c.sections)}
                for c in self.coverage
            ],
            "findings": [vars(finding) for finding in self.findings],
            "sources": [_source(section, source) for section, source in self.sources],
            "longest_copied_run": {"chars": len(copied), "text": copied, "file": file},
            "questions": list(self.questions),
            "timing": self.timing,
            "tokens": self.tokens,
        }


def _source(section: int, source: Source) -> dict[str, Any]:
    return {
        "section": section,
        "passage_id": source.passage_id,
        "file": source.file,
        "article": source.article,
        "headings": list(source.headings),
    }
