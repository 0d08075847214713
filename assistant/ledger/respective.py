"""Figures told respectively: which of the things listed before 分别 a figure belongs to."""

import re
from collections.abc import Sequence

from assistant.ledger.spans import Mention
from assistant.ledger.text import Text

_FARTHEST = 80
_MARK = "、|和|与|及|以及"
_ITEM = r"[^，。；：、\d]{1,16}?"
# 王强、李明分别带徒14名、11名; 欺凌、欠薪、监护三类都有，分别是18件、9件、27件
_LISTED = re.compile(
    rf"(?:^|[，。；：中为有])(?P<items>{_ITEM}(?:(?:{_MARK}){_ITEM})+)"
    r"(?:[两二三四五六七八九](?:人|位|名|类|项|个|种|者|方面|镇|村|校|县)[^，。；\d]{0,6}|[^，。；：、\d]{0,8})?，?[^，。；：、\d]{0,3}分别[^，。；\d]{0,8}$"
)
_NEXT = re.compile(r"[^，。；\d]{0,4}(?:、|和|与|，)[^，。；\d]{0,4}")


def respective(text: Text, mentions: Sequence[Mention], number: int) -> tuple[int, int] | None:
    """The span of the listed thing that figure ``number`` is told of; None where nothing is told respectively."""
    if "分别" not in text.plain[text.sentence_start(mentions[number].start) : mentions[number].start]:
        return None
    first = number
    while first and _follows(text, mentions[first - 1], mentions[first]):
        first -= 1
    at = mentions[first].start
    listed = _LISTED.search(text.plain, max(0, at - _FARTHEST, text.sentence_start(at)), at)
    if listed is None:
        return None
    last = number
    while last + 1 < len(mentions) and _follows(text, mentions[last], mentions[last + 1]):
        last += 1
    items: list[tuple[int, int]] = []
    start = listed.start("items")
    for mark in [*re.finditer(_MARK, listed["items"]), None]:
        end = listed.start("items") + mark.start() if mark else at
        items.append((start, end))
        start = listed.start("items") + mark.end() if mark else end
    return items[number - first] if len(items) == last - first + 1 else None


def _follows(text: Text, one: Mention, other: Mention) -> bool:
    alike = one.figure is not None and other.figure is not None and one.figure.base == other.figure.base
    return alike and bool(_NEXT.fullmatch(text.plain, one.end, other.start))
