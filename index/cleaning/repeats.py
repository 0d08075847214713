"""Repetition: what a page says twice is a teaser, a menu or a summary, and once is enough."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.cleaning.articles import TITLE_WORDS, is_body, key
from index.cleaning.lines import Line
from index.cleaning.marks import ends_sentence, mark_level

_AFTER = (
    r"\s*[\[【（(<《]?\s*(?:(?:点击|点此|点这里)?(?:查看|阅读|展开|浏览|显示|了解)?(?:更多|详细|详情|全文|原文|剩余)(?:内容|信息)?)?"
    r"\s*(?:[\]】）)》]|>{1,2})?\s*$"
)
_CUT_OFF = re.compile(rf"(?:…+|\.{{3,}}|\. \.+|\s\.){_AFTER}|[\[【](?:更多|详细|详情)[\]】]$")
_PIECE = 12
_MOST_TEASERS = 200
"""More lines than this that end in … are how the text is written."""

Dropped = list[tuple[str, str]]


def drop_repeats(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """Lines without cut-off teasers, menu lines and paragraphs that stand in full elsewhere."""
    gone = _menu(lines) | _teasers(lines) | _copies(lines)
    kept: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        if index in gone:
            dropped.append((line.text, "重复内容"))
            gap = True
        else:
            kept.append(replace(line, gap=line.gap or gap))
            gap = False
    return kept


def _menu(lines: Sequence[Line]) -> set[int]:
    """Short lines that the page shows three times or more, titles aside."""
    counts = Counter(line.text for line in lines)
    return {
        index
        for index, line in enumerate(lines)
        if counts[line.text] >= 3
        and len(line.text) <= 30
        and not ends_sentence(line.text)
        and not mark_level(line.text)
        and not TITLE_WORDS.search(line.text)
    }


def _teasers(lines: Sequence[Line]) -> set[int]:
    """Lines cut off with … whose text stands in full in another line, or that were there already."""
    ends = {i: end.start() for i, line in enumerate(lines) if (end := _CUT_OFF.search(line.text[-40:]))}
    cut = {i: key(lines[i].text[: len(lines[i].text) - len(lines[i].text[-40:]) + at]) for i, at in ends.items()}
    whole = "".join(key(line.text) for i, line in enumerate(lines) if i not in cut)
    found: set[int] = set()
    seen: set[str] = set()
    for index, bare in list(cut.items())[:_MOST_TEASERS]:
        if len(bare) >= 20 and (bare in seen or bare in whole or _mostly_elsewhere(bare, whole)):
            found.add(index)
        seen.add(bare)
    return found


def _mostly_elsewhere(bare: str, whole: str) -> bool:
    pieces = [bare[i : i + _PIECE] for i in range(0, len(bare) - _PIECE, _PIECE // 2)]
    return bool(pieces) and sum(piece in whole for piece in pieces) >= len(pieces) * 0.7


def _copies(lines: Sequence[Line]) -> set[int]:
    """Paragraphs that stand word for word elsewhere among text, but here among lines of the page."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line.text) >= 30 and ends_sentence(line.text):
            places.setdefault(key(line.text), []).append(index)
    found: set[int] = set()
    for same in places.values():
        if len(same) > 1:
            best = max(same, key=lambda index: (_company(lines, index), -index))
            found.update(index for index in same if index != best and _company(lines, index) < 2)
    return found


def _company(lines: Sequence[Line], index: int) -> int:
    """How many of the four lines around are text of an article."""
    around = [*lines[max(0, index - 2) : index], *lines[index + 1 : index + 3]]
    return sum(is_body(line) for line in around)
