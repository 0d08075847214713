"""Where lines and pages end, by arithmetic in the paper's own measure: for the preview and the page count."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.word.blocks import Block
from assistant.word.geometry import attachment, signature, width
from assistant.word.profile import Profile
from assistant.word.styles import title_gaps
from assistant.word.title import measure, set_title

_NO_START = "，。、；：？！）》〉”’】〕…—%‰℃·,.;:?!)]}"
_NO_END = "（《〈“‘【〔([{"
_UNITS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/%+\-]*[A-Za-z0-9%]|——|……|[\s\S]")

# Height of a table row in lines of the page: 12 pt type on 16 pt lines with cell margins.
_ROW_POINTS, _ROW_MARGIN = 16, 4


@dataclass(frozen=True)
class SetLine:
    """One line as set. ``indent`` from the left in twips, ``before`` blank lines above it, ``height`` in lines.

    ``full`` lines are stretched to the measure; ``first`` begins its paragraph, a ``second`` one is of a second title.
    ``rows`` is a whole table.
    """

    block: Block
    text: str
    indent: int = 0
    before: float = 0
    height: float = 1
    full: bool = False
    first: bool = True
    start: int = 0
    second: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class _Laid:
    """The lines of one block, and whether it must not be parted from the next."""

    lines: tuple[SetLine, ...]
    keep: bool


def pages_of(blocks: Sequence[Block], profile: Profile) -> tuple[tuple[SetLine, ...], ...]:
    """The pages of a paper, each its lines."""
    laid = [_Laid(tuple(_lines(block, i, blocks, profile)), _keeps(i, blocks)) for i, block in enumerate(blocks)]
    pages: list[list[SetLine]] = [[]]
    used = _head(profile)
    for i, item in enumerate(laid):
        group = _together(laid, i)
        if pages[-1] and group > 0 and used + group > profile.lines + 0.01:
            pages.append([])
            used = 0.0
        for line in item.lines:
            need = line.height + (line.before if pages[-1] or len(pages) == 1 else 0)
            if pages[-1] and used + need > profile.lines + 0.01:
                pages.append([])
                used, need = 0.0, line.height
                line = replace(line, before=0)
            pages[-1].append(line)
            used += need
    return tuple(tuple(page) for page in pages)


def _head(profile: Profile) -> float:
    """Lines that a red header takes."""
    return 7.0 if profile.red_header else 0.0


def _together(laid: Sequence[_Laid], at: int) -> float:
    """Lines that must stand on one page from the first line of block ``at`` on; 0 where nothing must."""
    if not laid[at].keep or (at and laid[at - 1].keep and len(laid[at].lines) == 1):
        return 0.0
    total = 0.0
    for item in laid[at:]:
        part = item.lines if item.keep and len(item.lines) < 4 else item.lines[:1]
        total += sum(line.height + line.before for line in part)
        if not item.keep:
            break
    return total


def _keeps(at: int, blocks: Sequence[Block]) -> bool:
    after = blocks[at + 1].role if at + 1 < len(blocks) else ""
    return blocks[at].role == "heading" or after in ("unit", "date")


def _lines(block: Block, at: int, blocks: Sequence[Block], profile: Profile) -> Iterator[SetLine]:
    roles = [b.role for b in blocks]
    gaps = title_gaps(roles)
    before = roles[at - 1] if at else ""
    if block.role == "table":
        yield SetLine(block, "", height=_table_height(block, profile), rows=block.rows)
    elif block.role == "title":
        for i, line in enumerate(set_title(block.text, profile)):
            em = profile.character if line.second else profile.title_size * 20
            indent = int((profile.text_width - measure(line.text) * em) / 2)
            yield SetLine(block, line.text, indent, gaps.before if i == 0 else 0, first=i == 0, second=line.second)
    elif block.role in ("unit", "date"):
        yield _signed(block, blocks, profile, 0 if before in ("unit", "date") else 1)
    else:
        above = 1 if block.role == "salutation" else _gap(before, block.role, gaps.title, gaps.subtitle, gaps.byline)
        if block.role == "attachment" and before != "attachment":
            above = 1
        yield from _wrapped(block, profile, above)


def _gap(before: str, role: str, title: float, subtitle: float, byline: float) -> float:
    if before == role:
        return 0
    return {"title": title, "subtitle": subtitle, "byline": byline}.get(before, 0)


def _signed(block: Block, blocks: Sequence[Block], profile: Profile, before: float) -> SetLine:
    units = tuple(b.text for b in blocks if b.role == "unit")
    date = next((b.text for b in blocks if b.role == "date"), "")
    ends = signature(units, date, profile)
    right = ends.date if block.role == "date" else ends.units[units.index(block.text)]
    return SetLine(block, block.text, profile.text_width - right - width(block.text, profile), before)


def _wrapped(block: Block, profile: Profile, before: float) -> Iterator[SetLine]:
    first, rest = _indents(block, profile)
    start = 0
    pieces = list(wrap(block.text, profile.text_width - first, profile.text_width - rest, profile))
    for i, text in enumerate(pieces):
        indent = first if i == 0 else rest
        if block.role in ("byline", "subtitle"):
            indent = (profile.text_width - width(text, profile)) // 2
        full = i + 1 < len(pieces) and block.role not in ("byline", "subtitle")
        yield SetLine(block, text, indent, before if i == 0 else 0, full=full, first=i == 0, start=start)
        start += len(text)


def _indents(block: Block, profile: Profile) -> tuple[int, int]:
    if block.role in ("salutation", "byline", "subtitle"):
        return 0, 0
    if block.role == "attachment":
        left, hanging = attachment(block.text, profile)
        return left - hanging, left
    return 2 * profile.character, 0


def wrap(text: str, first: int, rest: int, profile: Profile) -> Iterator[str]:
    """``text`` broken into lines of ``first`` twips, then ``rest``; marks keep off the ends they may not stand at."""
    line, room = "", first
    used = 0
    for unit in _UNITS.findall(text):
        size = width(unit, profile)
        # The last character's tightening falls outside the measure.
        if line and used + size > room - profile.tightening:
            carried = _carried(line, unit)
            line = line[: len(line) - len(carried)]
            yield line
            line, room = carried + unit, rest
            used = width(line, profile)
            continue
        line += unit
        used += size
    if line:
        yield line


def _carried(line: str, unit: str) -> str:
    """The end of ``line`` that must go along to the next line with ``unit``."""
    at = len(line)
    if unit[0] in _NO_START and unit != "——":
        while at > 1 and line[at - 1] in _NO_START:
            at -= 1
        at -= 1
    while at > 1 and line[at - 1] in _NO_END:
        at -= 1
    return line[at:] if at > 0 else ""


def _table_height(block: Block, profile: Profile) -> float:
    columns = len(block.rows[0])
    room = profile.text_width / 20 / 12 / columns
    points = sum(
        max(1, max(-(-int(measure(cell) + 1) // max(1, int(room))) for cell in row)) * _ROW_POINTS + _ROW_MARGIN
        for row in block.rows
    )
    return min(points * 20 / profile.pitch, profile.lines)
