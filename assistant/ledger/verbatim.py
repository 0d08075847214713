"""Facts that a draft tells word for word: whatever such a sentence claims is borne out."""

import re
from collections.abc import Iterable

_EDGES = frozenset('，。；：！？、,;:!?\n \t（()）|“”"—')
_ENDING = "。；;.！!，, \n\t"
# What may stand before a fact that opens a clause: 一是, 二要, （三）, 1., -
_LEAD = re.compile(
    r"(?:^|[，。；：！？、,;:!?\n（(|])[ \t>*#\-]*"
    r"(?:[一二三四五六七八九十]{1,2}[是、]|其中|同时|此外|目前|另外)[，、]?$"
)
# What turns the clause after it: 明年，…… tells no deed though a fact's own words follow.
_TURNS = re.compile(
    r"[^，；。！？\n\d]*(?:明年|来年|下一步|下年|计划|打算|力争|预计|拟|将|没有|未能|尚未)[^，；。！？\n\d]*[，：:]$"
)
_SHORTEST = 4


def told(plain: str, facts: Iterable[tuple[int | None, str]]) -> list[tuple[int, int, int]]:
    """Where ``plain`` holds a whole fact between pauses: start, end and the fact's number, in order."""
    found: list[tuple[int, int, int]] = []
    for number, text in facts:
        words = text.strip(_ENDING)
        if number is None or len(words) < _SHORTEST:
            continue
        at = plain.find(words)
        while at >= 0:
            end = at + len(words)
            if _opens(plain, at) and not _turned(plain, at) and (end == len(plain) or plain[end] in _EDGES):
                found.append((at, end, number))
            at = plain.find(words, end)
    return sorted(found)


def _opens(plain: str, at: int) -> bool:
    return not at or plain[at - 1] in _EDGES or bool(_LEAD.search(plain, max(0, at - 12), at))


def _turned(plain: str, at: int) -> bool:
    begin = max(plain.rfind(pause, 0, max(0, at - 1)) for pause in "，；。！？\n") + 1
    return bool(_TURNS.match(plain, max(begin, at - 24), at))
