"""Pieces of text on pages put into reading order: columns, lines, paragraphs, without what recurs page by page."""

import re
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.material import Document, Paragraph
from index.reading.text import strip_controls

_CJK = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…—·"
CELL = " | "
_BLANK = re.compile(rf"(?<=[{_CJK}]) +(?=[{_CJK}\dA-Za-z×])|(?<=[\dA-Za-z%×.]) +(?=[{_CJK}])")
_START = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．](?!\d))")
_OF_TEXT = re.compile(rf"[。；！？]$|{_START.pattern}")
"""What the heads and feet of pages never are: the end of a sentence, a numbered heading."""
_NUMBER = re.compile(r"^[-—–·\s]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/,，共]\s*共?\s*\d{1,4}\s*页?)?[-—–·\s]*$")


@dataclass
class Piece:
    """A run of characters on one line: text, its box in points (y upwards) and character height."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass
class _Line:
    """A line of one column (``side`` 0 left, 1 right, 2 over both), its box in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    page: int
    side: int

    @property
    def em(self) -> float:
        """Size of one Chinese character of this line, in points: its box is nine tenths as high."""
        return max((self.top - self.bottom) * 1.1, 1.0)


def document_of(pages: Sequence[list[Piece]]) -> Document:
    """The document that the pieces of all pages make up, each page's in any order. Its kind is pdf."""
    lines = [line for number, pieces in enumerate(pages) for line in _lines(pieces, number)]
    body, left_out = _without_running(lines, len(pages))
    return Document(tuple(Paragraph(text) for text in _paragraphs(body)), "pdf", "", tuple(left_out))


def _lines(pieces: Sequence[Piece], page: int) -> list[_Line]:
    """Pieces put into lines, columns one after another."""
    if not pieces:
        return []
    return [
        _line(row, page, side)
        for side, column in _columns([piece for piece in pieces if piece.text.strip()])
        for row in _rows(column)
    ]


def _rows(column: Sequence[Piece]) -> list[list[Piece]]:
    rows: list[list[Piece]] = []
    for piece in sorted(column, key=lambda p: -p.middle):
        first = rows[-1][0] if rows else None
        if first and abs(first.middle - piece.middle) < 0.5 * max(piece.height, first.height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _line(row: list[Piece], page: int, side: int) -> _Line:
    row.sort(key=lambda p: p.left)
    text = row[0].text
    for before, after in pairwise(row):
        gap = (after.left - before.right) / after.height
        text += (CELL if gap > 2.0 else " " if gap > 0.3 else "") + after.text
    right, top, bottom = max(p.right for p in row), max(p.top for p in row), min(p.bottom for p in row)
    return _Line(text, row[0].left, right, top, bottom, page, side)


def _columns(pieces: Sequence[Piece]) -> list[tuple[int, list[Piece]]]:
    """Pieces of one page by column: cut at a gutter most lines respect; full-width pieces cut the page in bands."""
    left, right = min(p.left for p in pieces), max(p.right for p in pieces)
    width = right - left
    if len(pieces) < 12 or width < 200:
        return [(0, list(pieces))]
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        at = left + width * step / 100
        crossing = sum(p.left < at - 2 and p.right > at + 2 for p in pieces)
        if best is None or crossing < best[0]:
            best = (crossing, at)
    gutter = best[1] if best else right
    wide = [p for p in pieces if p.left < gutter - 2 and p.right > gutter + 2]
    one, two = [p for p in pieces if p.right <= gutter + 2], [p for p in pieces if p.left >= gutter - 2]
    enough = min(len(one), len(two)) >= 5 and len(wide) <= 0.25 * len(pieces)
    if not enough or not _facing(one, two, width):
        return [(0, list(pieces))]
    bands: list[tuple[int, list[Piece]]] = []
    edges = sorted({p.middle for p in wide}, reverse=True)
    ceiling = float("inf")
    for edge in [*edges, float("-inf")]:
        bands += [(n, [p for p in side if edge < p.middle <= ceiling]) for n, side in enumerate((one, two))]
        bands.append((2, [p for p in wide if p.middle == edge]))
        ceiling = edge
    return [band for band in bands if band[1]]


def _facing(one: Sequence[Piece], two: Sequence[Piece], width: float) -> bool:
    """Whether two sides are columns of text (long lines on both), not labels with values."""
    return all(statistics.median(p.right - p.left for p in side) > 0.28 * width for side in (one, two))


def _without_running(lines: Sequence[_Line], pages: int) -> tuple[list[_Line], list[tuple[str, str]]]:
    """Lines without page numbers and without the heads and feet that recur in the same place from page to page."""
    edges = {i for page in range(pages) for i in _page_edges(lines, page)}
    keys = Counter(_running_key(lines[i]) for i in edges)
    kept: list[_Line] = []
    left_out: list[tuple[str, str]] = []
    for index, line in enumerate(lines):
        recurring = pages > 1 and keys[_running_key(line)] >= max(2, 0.4 * pages)
        if index in edges and _NUMBER.match(line.text):
            left_out.append((line.text, "页码"))
        elif index in edges and recurring and len(line.text) <= 60 and not _OF_TEXT.search(line.text.strip()):
            left_out.append((line.text, "页眉页脚"))
        else:
            kept.append(line)
    return kept, left_out


def _page_edges(lines: Sequence[_Line], page: int) -> list[int]:
    """Indexes of the first and last lines of a page that stand apart from its text, two at most at either end."""
    own = sorted((i for i, line in enumerate(lines) if line.page == page), key=lambda i: -lines[i].top)
    usual = _pitch([lines[i] for i in own])
    found: list[int] = []
    for order in (own, own[::-1]):
        for one, other in pairwise(order[:3]):
            gap = max(lines[one].bottom - lines[other].top, lines[other].bottom - lines[one].top)
            if gap < max(0.8 * lines[one].em, usual + 0.4 * lines[one].em) and not _NUMBER.match(lines[one].text):
                break
            found.append(one)
        if len(own) == 1:
            found += own
    return found


def _running_key(line: _Line) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text.replace(" ", "")), round(line.top / 4)


@dataclass(frozen=True)
class _Frame:
    """Edges of one column and the usual gap between its lines, in points."""

    left: float
    right: float
    pitch: float
    indented: bool


def _paragraphs(lines: Sequence[_Line]) -> list[str]:
    """Lines joined into paragraphs: a line that fills its column goes on in the next."""
    frames = {
        side: _frame([line for line in lines if line.side == side], lines) for side in {line.side for line in lines}
    }
    found: list[str] = []
    before: _Line | None = None
    for line in lines:
        text = _BLANK.sub("", strip_controls(line.text)).strip()
        if before is not None and found and _goes_on(before, line, frames):
            gap = " " if re.search(r"[A-Za-z]$", found[-1]) and re.match(r"[A-Za-z]", text) else ""
            found[-1] = re.sub(r"(?<=[a-z])-$", "", found[-1]) + gap + text
        else:
            found.append(text)
        before = line
    return [_BLANK.sub("", text) for text in found if text]


def _frame(own: Sequence[_Line], lines: Sequence[_Line]) -> _Frame:
    pages = {line.page for line in own}
    right = statistics.median_high([max(line.right for line in own if line.page == page) for page in pages])
    left = statistics.median_low([min(line.left for line in own if line.page == page) for page in pages])
    em = statistics.median(line.em for line in own)
    indented = sum(1.2 * em < line.left - left < 2.8 * em for line in own)
    return _Frame(left, right, _pitch(lines), 0.1 * len(own) <= indented <= 0.7 * len(own))


def _pitch(lines: Sequence[_Line]) -> float:
    """The usual gap between two lines of a paragraph, in points."""
    gaps = [a.bottom - b.top for a, b in pairwise(lines) if a.page == b.page and a.bottom >= b.top - 2]
    return sorted(gaps)[len(gaps) // 10] if gaps else 0.0


def _goes_on(before: _Line, line: _Line, frames: Mapping[int, _Frame]) -> bool:
    frame, own = frames[before.side], frames[line.side]
    em = min(before.em, line.em) if len(line.text) > 3 else before.em
    ended = bool(re.search(r"[。！？!?：:]$", before.text.strip()))
    if CELL in line.text + before.text or _START.match(line.text) or (own.indented and line.left - own.left > 1.2 * em):
        return False
    short = frame.right - before.right
    if ended or _START.match(before.text) or before.left - frame.left > 3 * em:
        if short > 1.8 * em:
            return False
    elif short > 0.36 * (frame.right - frame.left) or (short > 3.2 * em and not re.search("[，、。；]", before.text)):
        return False
    if line.page != before.page or line.side != before.side:
        return not ended
    if before.bottom - line.top > frame.pitch + (0.25 if ended else 0.8) * em:
        return False
    indent = line.left - before.left
    return indent <= (0.8 if ended else 1.2) * em
