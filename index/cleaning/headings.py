"""Which lines of an article are headings: by style, by mark, by standing alone among paragraphs."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from index.cleaning import glued
from index.cleaning.cuts import find_cuts
from index.cleaning.lines import Line
from index.cleaning.marks import DATE_LINE, RUN, ends_sentence, mark_level, unmarked
from index.material import Paragraph

_RUN_LINE = re.compile(r"^第[一二三四五六七八九十]{1,2}[，,、]")
_SMALL_RUN = 5
_MOST_HEADINGS = 400
"""More headings of one level than an article has: a list, whose entries need not be taken apart."""
_LEAST_TEXT = 30
"""Characters of the paragraph under a heading that nothing else tells."""


def with_headings(body: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of an article, its headings told from its text."""
    cuts = _cuts(body)
    bare = _bare_headings(body)
    small = _small_headings(body)
    return [
        paragraph
        for index, line in enumerate(body)
        for paragraph in (
            [Paragraph(line.text, small[index])] if index in small else _paragraphs(body, index, cuts, bare)
        )
    ]


def _cuts(body: Sequence[Line]) -> dict[int, int]:
    """Lines whose heading is glued to its text, with the length of the heading (mark included)."""
    found: dict[int, int] = {}
    levels = {mark_level(line.text) for line in body}
    for level in (1, 2) if levels & {1, 2} else (3,):
        marked = [i for i, line in enumerate(body) if not line.level and mark_level(line.text) == level]
        marked = [i for i in marked if level < 3 or body[i].glued]
        open_ends = [i for i in marked if _open_ended(body[i])]
        if len(open_ends) > _MOST_HEADINGS:
            continue
        ends = find_cuts([unmarked(body[i].text) for i in open_ends])
        found |= {i: at + len(glued.mark_of(body[i].text)) for i, at in zip(open_ends, ends, strict=True) if at}
    return found


def _open_ended(line: Line) -> bool:
    """Whether a heading may have text glued to it: no sign parts them, or it was cut out as a whole sentence."""
    return glued.headed(line.text) is None or (line.glued and ends_sentence(line.text))


def _paragraphs(body: Sequence[Line], index: int, cuts: Mapping[int, int], bare: set[int]) -> list[Paragraph]:
    line = body[index]
    if line.level:
        return [Paragraph(line.text, line.level)]
    level = mark_level(line.text)
    if index in cuts:
        return [Paragraph(line.text[: cuts[index]], level), Paragraph(line.text[cuts[index] :])]
    if level in (1, 2):
        return [Paragraph(line.text, level if glued.headed(line.text) else 0)]
    if level and len(line.text) <= 30 and not re.search("[。；;，,]", line.text) and index + 1 < len(body):
        return [Paragraph(line.text, level)]
    return [Paragraph(line.text, 0 if level or index not in bare else 1)]


def _small_headings(body: Sequence[Line]) -> dict[int, int]:
    """Lines with a small mark (1、 ① 第一，) that are headings though they have a comma, with their levels: two or more
    of a kind, none a sentence, each over a paragraph of some length without such a mark."""
    found: dict[int, list[int]] = {}
    for index, (line, after) in enumerate(pairwise(body)):
        kind = mark_level(line.text) or (_SMALL_RUN if _RUN_LINE.match(line.text) else 0)
        alone = kind > 2 and len(line.text) <= 40 and not re.search(r"[。；;：:！？!?]|[，,、]$", line.text)
        under = len(after.text) >= _LEAST_TEXT and ends_sentence(after.text) and not after.level
        if alone and not line.level and under and not (mark_level(after.text) or RUN.match(after.text)):
            found.setdefault(kind, []).append(index)
    return {index: min(kind, 4) for kind, places in found.items() if len(places) >= 2 for index in places}


def _bare_headings(body: Sequence[Line]) -> set[int]:
    """Short lines without a mark among paragraphs: one stands over a paragraph of some length and has no comma, of
    several alike each may have one (一条船，就是一所学校)."""
    found = [index for index in range(len(body)) if _stands_alone(body, index)]
    firm = {i for i in found if not re.search("[，,]", body[i].text) and len(body[i + 1].text) >= _LEAST_TEXT}
    alone = set(found)
    parted = [i for i in found if (_complete(body, i - 1) or i - 1 not in alone) and ends_sentence(body[i + 1].text)]
    return firm | set(parted) if len(parted) >= 2 else firm


def _stands_alone(body: Sequence[Line], index: int) -> bool:
    """Whether a line may be a heading by itself: no sentence, no date or unit, nothing that a colon announces."""
    text = body[index].text
    if (
        not 4 <= len(text) <= 28
        or ends_sentence(text)
        or re.search(r"[。；;|]|[，,、]$", text)
        or DATE_LINE.match(text)
    ):
        return False
    after = body[index + 1].text if index + 1 < len(body) else ""
    if mark_level(text) or RUN.match(text) or not (ends_sentence(after) or len(after) >= _LEAST_TEXT):
        return False
    before = next((line.text for line in reversed(body[:index]) if ends_sentence(line.text) or line.level), "")
    run = index and not _complete(body, index - 1)
    return not (before.endswith(("：", ":")) and (run or body[index - 1].text == before))


def _complete(body: Sequence[Line], index: int) -> bool:
    """Whether the line at ``index`` is over: a heading, a finished sentence, who is quoted; so is what comes first."""
    if index < 0:
        return True
    line = body[index]
    return bool(line.level or mark_level(line.text) or ends_sentence(line.text) or line.text.startswith("——"))
