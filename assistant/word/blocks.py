"""A draft as the blocks that Word sets: roles, heading levels, run-in headings, tables, numbers put right."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.draft import Draft
from assistant.draft_reading import is_filler
from assistant.word.clean import clean_byline, clean_heading, clean_line
from assistant.word.dates import normal_date
from assistant.word.numbering import Numbered, label, numbered, put_right

Role = Literal["title", "subtitle", "byline", "salutation", "heading", "body", "table", "attachment", "unit", "date"]

_HASHES = re.compile(r"^(#{1,6})\s*(.+?)(?:\s+#+)*\s*$")
_UNNUMBERED = re.compile(r"前言|引言|导语|结语|结束语|附|[一二三四五六七八九十]是|第[一二三四五六七八九十]|[①-⑳]|\d")
_LEAD_LIMIT = 36
_HEADING_LIMIT = 45
_RULE = re.compile(r"^\s*(?:[-*_=]\s*){3,}$|^\s*(?:```|~~~)\w*\s*$")


@dataclass(frozen=True)
class Block:
    """One paragraph or table. ``level`` is a heading's (1–4); ``lead`` counts the characters of a run-in heading at
    the start of a body paragraph, of level ``lead_level``. ``lines`` are the first and last line of the draft's
    Markdown form (counted from 0, blank lines aside) that the block was made from.
    """

    role: Role
    text: str = ""
    level: int = 0
    lead: int = 0
    lead_level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()
    lines: tuple[int, int] = (-1, -1)


def blocks_of(draft: Draft) -> tuple[Block, ...]:
    """The blocks of ``draft`` in order, cleaned and counted."""
    raw = [block for block in _raw(draft) if block.rows or block.text.strip("： \u3000")]
    marks = put_right(_with_missing(raw, [_mark(block) for block in raw]))
    return tuple(_relabelled(block, mark) for block, mark in zip(raw, marks, strict=True))


def _raw(draft: Draft) -> Iterator[Block]:
    line = 0
    if draft.title:
        yield Block("title", _title(draft.title), lines=(0, 0))
        line = 1
    for text in draft.front:
        yield replace(_front(text), lines=(line, line))
        line += 1
    if draft.salutation:
        yield Block("salutation", _salutation(draft.salutation), lines=(line, line))
        line += 1
    for section in draft.sections:
        if section.heading:
            yield replace(_heading(section.heading, 1), lines=(line, line))
            line += 1
        texts = [text for text in section.text.split("\n") if text.strip()]
        yield from _body(texts, line)
        line += len(texts)
    for i, text in enumerate(draft.attachments):
        yield Block("attachment", attachment_text(text, first=i == 0), lines=(line, line))
        line += 1
    for text in draft.signature:
        yield replace(_signed(text), lines=(line, line))
        line += 1


def _title(text: str) -> str:
    """A title keeps one blank between its clauses; the title breaker decides what becomes of it."""
    cleaned = clean_byline(text)
    return cleaned.rstrip("。；，、\u3000") or cleaned


def _front(text: str) -> Block:
    date = normal_date(text)
    if date:
        return Block("byline", f"（{date}）")
    cleaned = clean_byline(text)
    return Block("subtitle" if cleaned.startswith("——") else "byline", cleaned)


def _salutation(text: str) -> str:
    return clean_line(text).rstrip("：:，,。") + "："


def _signed(text: str) -> Block:
    date = normal_date(text)
    cleaned = clean_byline(text)
    return Block("date", date) if date else Block("unit", cleaned.rstrip("。，；：\u3000") or cleaned)


def attachment_text(text: str, *, first: bool) -> str:
    """One line of the 附件说明: ``附件：`` once, numbers as 1., no closing mark."""
    cleaned = clean_line(text)
    match = re.match(r"^附件\s*(\d*)\s*[：:]?\s*", cleaned)
    number = ""
    if match:
        number, cleaned = match[1], cleaned[match.end() :]
    mark = numbered(cleaned)
    if mark and mark.level == 3:
        number, cleaned = str(mark.number), mark.rest
    cleaned = cleaned.rstrip("。；，、;,.") or cleaned
    return ("附件：" if first else "") + (f"{number}." if number else "") + cleaned


def _body(texts: Sequence[str], start: int) -> Iterator[Block]:
    i = 0
    while i < len(texts):
        size = _table_size(texts[i:])
        if size:
            yield Block("table", rows=_rows(texts[i : i + size]), lines=(start + i, start + i + size - 1))
            i += size
            continue
        block = _paragraph(texts[i])
        if block:
            yield replace(block, lines=(start + i, start + i))
        i += 1


def _paragraph(text: str) -> Block | None:
    if _RULE.match(text) or is_filler(text):
        return None
    match = _HASHES.match(text.strip())
    if match:
        return _heading(match[2], max(1, min(4, len(match[1]) - 1)))
    cleaned = clean_line(text)
    mark = numbered(cleaned)
    if mark and mark.level <= 2 and len(cleaned) <= _HEADING_LIMIT and cleaned[-1] not in "。；！？：，、…":
        return Block("heading", cleaned, level=mark.level)
    return Block("body", cleaned) if cleaned else None


def _heading(text: str, level: int) -> Block:
    cleaned = clean_line(text)
    mark = numbered(cleaned)
    level = mark.level if mark else level
    if mark and _is_run_in(cleaned):
        return Block("body", cleaned)
    return Block("heading", clean_heading(text), level=level)


def _is_run_in(text: str) -> bool:
    stop = re.search(r"[。！？]", text)
    return bool(stop and stop.end() < len(text) and len(text) > _HEADING_LIMIT)


def _with_missing(blocks: Sequence[Block], marks: list[Numbered | None]) -> list[Numbered | None]:
    """A heading that alone among its like has no number gets one."""
    filled = list(marks)
    for level in (1, 2):
        headings = [i for i, block in enumerate(blocks) if block.role == "heading" and block.level == level]
        bare = [i for i in headings if marks[i] is None and not _UNNUMBERED.match(blocks[i].text)]
        if 2 * len(bare) < sum(marks[i] is not None for i in headings) + 1:
            for i in bare:
                filled[i] = Numbered(level, 1, blocks[i].text)
    return filled


def _mark(block: Block) -> Numbered | None:
    return numbered(block.text) if block.role in ("heading", "body") else None


def _relabelled(block: Block, mark: Numbered | None) -> Block:
    if mark is None:
        return block
    prefix = label(mark.level, mark.number)
    if block.role == "heading":
        return replace(block, text=prefix + mark.rest, level=mark.level)
    stop = re.search(r"[。！？：]", mark.rest)
    lead = stop.end() if stop and stop.end() < len(mark.rest) and stop.end() <= _LEAD_LIMIT else 0
    return replace(
        block, text=prefix + mark.rest, lead=len(prefix) + lead if lead else 0, lead_level=mark.level if lead else 0
    )


_SEPARATOR = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def _table_size(texts: Sequence[str]) -> int:
    """How many lines from the first on are one Markdown table, 0 for none."""
    if len(texts) < 2 or "|" not in texts[0] or "|" not in texts[1] or not _SEPARATOR.match(texts[1]):
        return 0
    size = 2
    while size < len(texts) and "|" in texts[size]:
        size += 1
    return size


def _rows(texts: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    rows = [_cells(text) for i, text in enumerate(texts) if i != 1]
    width = max(len(row) for row in rows)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _cells(text: str) -> tuple[str, ...]:
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(clean_line(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", inner))
