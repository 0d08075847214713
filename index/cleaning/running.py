"""What is printed on every page of a paper: heads and feet, page numbers inside paragraphs."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from index.cleaning.lines import Line, starts_anew
from index.cleaning.marks import ends_sentence

_NUMBERED = re.compile(
    r"^(?P<stem>.{4,50}?)[\s—–·-]*(?:第\s*\d{1,4}\s*页.{0,12}|[—–-]\s*\d{1,4}\s*[—–-]|\s\d{1,4}\s*/\s*\d{1,4})$"
)
_OF = re.compile(r"^[-—–·\s第]*\d{1,4}\s*页?\s*[/，,共 ]\s*共?\s*(?P<total>\d{1,4})\s*页?[-—–·\s]*$")
_FULL = r"第\s*\d{1,4}\s*页[，,/\s]*共\s*\d{1,4}\s*页"
_LONGEST = 60

Dropped = list[tuple[str, str]]


def drop_running(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """Lines without the heads and feet of printed pages, and without the page numbers that slipped into paragraphs."""
    stems = _stems(lines)
    again = _repeated(lines)
    totals = Counter(found["total"] for line in lines if (found := _OF.match(line.text)))
    inside = _inside([total for total, count in totals.items() if count >= 2])
    kept: list[Line] = []
    gap = False
    for index, line in enumerate(lines):
        if index in again or _is_head(line.text, stems):
            dropped.append((line.text, "页眉页脚"))
            gap = True
            continue
        dropped += [(found[0].strip(), "页码") for found in inside.finditer(line.text)]
        kept.append(replace(line, text=inside.sub("", line.text), gap=gap))
        gap = False
    return kept


def _stems(lines: Sequence[Line]) -> set[str]:
    """What stands before the page number in two lines or more."""
    found = [match["stem"].strip() for line in lines if (match := _NUMBERED.match(line.text))]
    return {stem for stem, count in Counter(found).items() if count >= 2 and re.search("[一-鿿]{2}", stem)}


def _is_head(text: str, stems: set[str]) -> bool:
    """Whether a line is such a stem with a number or a short remark set apart from it by a blank."""
    numbered = _NUMBERED.match(text)
    head, _, rest = text.rpartition(" ")
    return bool(numbered and numbered["stem"].strip() in stems) or (head in stems and 0 < len(rest) <= 8)


def _repeated(lines: Sequence[Line]) -> set[int]:
    """Copies of a line that once stands in the middle of a sentence; the first copy is a title unless it does."""
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if 4 <= len(line.text) <= _LONGEST and not ends_sentence(line.text) and not starts_anew(line.text):
            places.setdefault(line.text, []).append(index)
    found: set[int] = set()
    for same in places.values():
        cutting = [index for index in same if _interrupts(lines, index)]
        if len(same) >= 2 and cutting:
            found |= {*same[1:], *cutting}
    return found


def _interrupts(lines: Sequence[Line], index: int) -> bool:
    """Whether the lines around ``index`` are the two halves of one sentence."""
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1].text, lines[index + 1].text
    halved = len(before) >= 20 and not ends_sentence(before) and bool(re.search("[，。；、]", before))
    return halved and len(after) >= 8 and not starts_anew(after) and bool(re.search("[，。；、！？]", after))


def _inside(totals: Sequence[str]) -> re.Pattern[str]:
    """Page numbers between Chinese text: 第 2 页 共 5 页, - 4 -, and 2 / 5 where lines of their own count to that."""
    counted = "|".join(rf"\d{{1,4}}\s*/\s*{total}" for total in totals)
    numbers = rf"(?:{_FULL}|{counted})" if counted else _FULL
    numbers = rf"(?:{numbers}|(?<=[-–])\s*\d{{1,3}}(?=\s*[-–])|(?<=—)\s+\d{{1,3}}(?=\s+—))"
    return re.compile(rf"(?<=[一-鿿，。；、：！？”])\s*[-—–]?\s*{numbers}(?!\d)\s*[-—–]?\s*(?=[一-鿿“，。；、]|$)")
