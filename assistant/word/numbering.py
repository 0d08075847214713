"""Numbers of the levels 一、 （一） 1. （1）: read in any spelling, put right where they jump or repeat."""

import re
from dataclasses import dataclass

from index.numerals import chinese

_CHINESE = "一二三四五六七八九十百零〇"
_PATTERNS = (
    re.compile(rf"^([{_CHINESE}]{{1,4}})\s*[、．.]\s*(?=\S)"),
    re.compile(rf"^[（(]\s*([{_CHINESE}]{{1,4}})\s*[）)]\s*[、．.]?\s*(?=\S)"),
    re.compile(r"^(\d{1,2})\s*(?:[．、]|\.(?!\d))\s*(?=\S)"),
    re.compile(r"^[（(]\s*(\d{1,2})\s*[）)]\s*[、．.]?\s*(?=\S)"),
)
_ONES = "零一二三四五六七八九"


@dataclass(frozen=True)
class Numbered:
    """A line that starts with a number: its level (1–4), its number as counted, and the text after it."""

    level: int
    number: int
    rest: str


def numbered(line: str) -> Numbered | None:
    """The number that ``line`` starts with, or None."""
    for level, pattern in enumerate(_PATTERNS, 1):
        match = pattern.match(line)
        if match:
            number = int(match[1]) if level > 2 else _value(match[1])
            if number > 0:
                return Numbered(level, number, line[match.end() :])
    return None


def label(level: int, number: int) -> str:
    """The mark of ``number`` on ``level``: 一、 （一） 1. （1）."""
    if level == 1:
        return f"{chinese(number)}、"
    if level == 2:
        return f"（{chinese(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


def put_right(marks: list[Numbered | None]) -> list[Numbered | None]:
    """The same marks in order, counted anew where they repeat or jump.

    A level counts from one under every mark of a level above, but a second level that runs on through the whole
    paper without a gap is left as it is.
    """
    marks = _closed_up(marks)
    running = _runs_on([m.number for m in marks if m and m.level == 2])
    fixed: list[Numbered | None] = []
    counts = [0] * 5
    for i, mark in enumerate(marks):
        if mark is None:
            fixed.append(None)
            continue
        level = mark.level
        for deeper in range(level + 1, 5):
            counts[deeper] = 0 if deeper != 2 or not running else counts[deeper]
        if level > 2 and mark.number == 1 and counts[level] and not _all_ones(marks, i):
            counts[level] = 0
        counts[level] += 1
        fixed.append(Numbered(level, counts[level], mark.rest))
    return fixed


def _closed_up(marks: list[Numbered | None]) -> list[Numbered | None]:
    """（1） straight under （一） is the third level, written as the fourth."""
    closed: list[Numbered | None] = []
    above = 0
    for mark in marks:
        if mark and mark.level == 4 and above in (0, 2):
            closed.append(Numbered(3, mark.number, mark.rest) if above == 2 else mark)
            continue
        above = mark.level if mark and mark.level < 4 else above
        closed.append(mark)
    return closed


def _runs_on(numbers: list[int]) -> bool:
    return numbers == list(range(1, len(numbers) + 1))


def _all_ones(marks: list[Numbered | None], at: int) -> bool:
    """Whether the list around ``at`` counts 1. 1. 1., the lazy way of writing a list."""
    here = marks[at]
    before = marks[at - 1] if at else None
    return bool(here and before and before.level == here.level and before.number == 1)


def _value(text: str) -> int:
    total, digit = 0, 0
    for c in text.replace("〇", "零"):
        if c == "百":
            total, digit = total + (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _ONES.index(c)
    return total + digit
