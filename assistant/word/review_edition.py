"""The 核对版: a comment at every claim, and 【待核实】 where the facts say nothing."""

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.draft import MARK, Draft
from assistant.word import styles
from assistant.word.clean import clean_line
from assistant.word.runs import add_run
from assistant.word.setting import Laid

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from assistant.ledger import Claim
    from assistant.report import Report

AUTHOR = "薪火文稿核对"
_VERDICTS = {
    "supported": "有据",
    "altered": "与要点不一致",
    "leaked": "来自样稿，不是本单位的",
    "unsupported": "要点里没有",
}


@dataclass(frozen=True)
class _Note:
    """What to say at a place of the draft's Markdown. ``doubt`` asks for a 【待核实】 behind it."""

    text: str
    start: int
    message: str
    doubt: bool


@dataclass(frozen=True)
class _Place:
    """Where a note stands in a paragraph: characters of its text without line breaks."""

    note: _Note
    paragraph: "Paragraph"
    start: int
    end: int


def annotate(
    document: "Document", laid: Sequence[Laid], draft: Draft, report: "Report | None", *, comments: bool
) -> None:
    """Put 【待核实】 behind every claim of ``report`` without support and, with ``comments``, a comment at every claim.

    Without a report each 【待核实】 of the draft gets a comment. A claim that cannot be found in its line again is
    noted at the whole line.
    """
    notes = list(_notes(report)) if report else []
    places = [place for note in notes if (place := _find(note, laid, draft))]
    if comments:
        places += _marks(laid, {(id(p.paragraph._p), p.end) for p in places if p.note.doubt})
    by_paragraph: dict[int, list[_Place]] = {}
    for place in places:
        by_paragraph.setdefault(id(place.paragraph._p), []).append(place)
    for found in by_paragraph.values():
        _annotate_paragraph(document, found, comments=comments)


def _notes(report: "Report") -> Iterator[_Note]:
    for claim in report.claims:
        yield _Note(claim.text, claim.start, _claim_message(claim, report), claim.verdict != "supported")
    for finding in report.findings:
        if finding.text:
            yield _Note(finding.text, finding.start, f"提示：{finding.message}", doubt=False)


def _claim_message(claim: "Claim", report: "Report") -> str:
    lines = [f"{_VERDICTS[claim.verdict]}：{claim.text}"]
    if claim.fact is not None:
        fact = next((c.text for c in report.coverage if c.fact == claim.fact), "")
        lines.append(f"要点{claim.fact + 1}：{fact}" if fact else f"要点{claim.fact + 1}")
    if claim.verdict != "supported" and (why := reason(claim)).rstrip("。") != _VERDICTS[claim.verdict]:
        lines.append(why)
    return "\n".join(lines)


def reason(claim: "Claim") -> str:
    """Why a claim is not supported, as one sentence."""
    return claim.why or f"{_VERDICTS[claim.verdict]}。"


def _find(note: _Note, laid: Sequence[Laid], draft: Draft) -> _Place | None:
    line, offset, length = _line_of(note.start, draft)
    block = next((item for item in laid if item.block.lines[0] <= line <= item.block.lines[1]), None)
    if block is None or not block.paragraphs:
        return None
    wanted = list(dict.fromkeys(text for text in (note.text, clean_line(note.text)) if text))
    best: _Place | None = None
    distance = float("inf")
    for paragraph in block.paragraphs:
        text = _flat(paragraph)
        for piece in wanted:
            at = text.find(piece)
            while at >= 0:
                off = abs(at / max(1, len(text)) - offset / max(1, length))
                if off < distance:
                    distance, best = off, _Place(note, paragraph, at, at + len(piece))
                at = text.find(piece, at + 1)
    whole = block.paragraphs[0]
    return best or (_Place(note, whole, 0, len(_flat(whole))) if _flat(whole) else None)


def _line_of(start: int, draft: Draft) -> tuple[int, int, int]:
    """Number of the Markdown line that holds character ``start``, how far in, and how long the line is."""
    at = 0
    lines = draft.to_markdown().rstrip("\n").split("\n\n")
    for number, line in enumerate(lines):
        if start < at + len(line) + 2:
            return number, start - at, len(line)
        at += len(line) + 2
    return len(lines) - 1, 0, 1


def _flat(paragraph: "Paragraph") -> str:
    text: str = paragraph.text
    return text.replace("\n", "")


def _marks(laid: Sequence[Laid], known: set[tuple[int, int]]) -> Iterator[_Place]:
    """A place for each 【待核实】 that the draft brought along and no claim explains."""
    for item in laid:
        for paragraph in item.paragraphs:
            text = _flat(paragraph)
            at = text.find(MARK)
            while at >= 0:
                if (id(paragraph._p), at) not in known:
                    note = _Note(MARK, 0, "这一处还没有核实：补上依据，或者改写、删去。", doubt=False)
                    yield _Place(note, paragraph, at, at + len(MARK))
                at = text.find(MARK, at + 1)


def _annotate_paragraph(document: "Document", places: Sequence[_Place], *, comments: bool) -> None:
    paragraph = places[0].paragraph
    text = _flat(paragraph)
    _cut(paragraph, sorted({edge for place in places for edge in (place.start, place.end)}))
    spans = list(_spans(paragraph))
    for place in sorted(places, key=lambda p: (p.start, -p.end)):
        runs = [run for run, start, end in spans if start < place.end and end > place.start and end > start]
        if runs and comments:
            document.add_comment(runs, text=place.note.message, author=AUTHOR, initials="核")
    for place in places:
        runs = [run for run, start, end in spans if start < place.end and end > place.start and end > start]
        if runs and place.note.doubt and not text.startswith(MARK, place.end) and not text.endswith(MARK, 0, place.end):
            _mark_after(paragraph, runs[-1])


def _mark_after(paragraph: "Paragraph", run: "Run") -> None:
    last = run._r
    following = last.getnext()
    # The mark stands behind the comment's own end, so that the comment is at the claim alone.
    while following is not None and _ends_comment(following):
        last, following = following, following.getnext()
    if following is not None and "".join(following.itertext()) == MARK:
        return
    last.addnext(add_run(paragraph, MARK, styles.UNVERIFIED)._r)


def _ends_comment(element: "BaseOxmlElement") -> bool:
    from docx.oxml.ns import qn

    return element.tag == qn("w:commentRangeEnd") or element.find(qn("w:commentReference")) is not None


def _spans(paragraph: "Paragraph") -> Iterator[tuple["Run", int, int]]:
    at = 0
    for run in paragraph.runs:
        size = len(run.text.replace("\n", ""))
        yield run, at, at + size
        at += size


def _cut(paragraph: "Paragraph", edges: Sequence[int]) -> None:
    """Split runs so that every edge lies between two of them."""
    from docx.text.run import Run

    for edge in edges:
        for run, start, end in list(_spans(paragraph)):
            if start < edge < end:
                right = copy.deepcopy(run._r)
                run._r.addnext(right)
                text = run.text
                run.text = text[: edge - start]
                Run(right, paragraph).text = text[edge - start :]
