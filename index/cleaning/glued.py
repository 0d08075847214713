"""Headings glued to text: where a one-line document starts a section, and where the heading ends."""

import re
from itertools import pairwise, zip_longest

from index.cleaning.marks import LEVEL_1, mark_level, ordinal, unmarked
from index.cleaning.series import split_series

_SECTION = re.compile(
    r"(?<=[。！？!?；;：:”’）)])\s*(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]{1,3}(?:是|等|年级)))"
    r"|(?<=[。！？!?；;：:”’])\s*(?=[（(][一二三四五六七八九十]{1,3}[）)])"
)
_NUMBERED = re.compile(r"(?:(?<=[。！？!?：:”’])|^)\s*(\d{1,2})[.、．]\s*(?=[一-鿿“])")
_FIRST_INSIDE = re.compile(r"(?<=[一-鿿”])(?= ?(?:[（(][一1１][）)]|[1１][、.．](?!\d)|①))")
_BRACKETED = re.compile(r"【[一-鿿、]{2,10}】")
_LEAST_LABELS = 3
_LEAST_BRACKETED = 30
_LEAST_SECTION = 60
"""Characters of a heading with its section; an enumeration has less."""

_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的)?各位[^。，,！!：:]{0,24}[：:]|尊敬的[^。！!：:]{2,30}[：:]"
    r"|(?:(?:尊敬的)?(?:各位)?领导[和与、，])?同志们[：:]"
)
_THANKS = re.compile(
    r"(?<=[。！!])\s*(?:我的(?:发言|汇报)(?:完毕|到此结束|完了)[^。！!]{0,4}[。！!，,]?\s*)?谢谢(?:大家|各位)?[!！。]?$"
)
_TITLE_END = re.compile(
    r"^[^。；！？]{4,70}?(?:总结|要点|材料|发言稿?|讲话稿?|汇报|事迹|计划|报告|方案|办法|细则|倡议书|纪实|(?<=的)(?:意见|通知|决定))(?:[（(](?:试行|暂行|草案|修订)[）)])?"
    r"(?![的会及和、，。与中里上材稿暨团员（(])"
)


def split_sections(text: str) -> list[str]:
    """A long line cut before each heading mark that follows a finished sentence; in a shorter line only where the mark
    of a first item follows the heading at once (一、活动内容1.建书角……)."""
    if len(text) < 200:
        starts = [m.end() for m in _SECTION.finditer(text) if _FIRST_INSIDE.search(text[m.end() : m.end() + 20], 5)]
        return [text[a:b] for a, b in pairwise((0, *starts, len(text))) if text[a:b].strip()]
    if len(LEVEL_1.findall(text)) + len(_SECTION.findall(text)) == 0:
        return _split_numbered(text)
    pieces: list[str] = []
    start, last = 0, 0
    marks = list(_SECTION.finditer(text))
    for found, following in zip_longest(marks, marks[1:]):
        number = ordinal(text[found.end() :])
        if _listed(text, found.start(), following.start() if following else len(text)):
            continue
        if text[found.end()] not in "（(":
            if number <= last:
                continue
            last = number
        pieces.append(text[start : found.start()])
        start = found.end()
    return [piece for piece in (*pieces, text[start:]) if piece.strip()]


def _split_numbered(text: str) -> list[str]:
    """A long line whose sections are numbered 1. 2. 3. and nothing else."""
    starts: list[int] = []
    for found in _NUMBERED.finditer(text):
        if int(found[1]) == len(starts) + 1:
            starts.append(found.start(1))
    ends = [*starts[1:], len(text)]
    if len(starts) < _LEAST_LABELS or any(e - s < _LEAST_SECTION for s, e in zip(starts, ends, strict=True)):
        return [text]
    return [piece for piece in (text[: starts[0]], *(text[s:e] for s, e in zip(starts, ends, strict=True))) if piece]


def _listed(text: str, start: int, end: int) -> bool:
    """Whether a mark at ``start`` numbers an item of a sentence (一、…；二、…；), not a section."""
    return text[start - 1] in "；;" or (text[end - 1] in "；;" and not re.search("[。！？!?]", text[start : end - 1]))


def split_labels(text: str) -> list[tuple[str, bool]]:
    """(piece, whether a heading) of a line whose headings have marks of another kind: 甲：… 乙：…, 第一条 …, 一是 …"""
    return split_series(text)


def split_bracketed(text: str) -> list[tuple[str, bool]]:
    """(piece, whether a heading) of a long line whose headings stand in 【】 without a break around them.

    Two at least, all different, each after a finished sentence (the first also after a title) and before some text.
    """
    marks = list(_BRACKETED.finditer(text))
    ends = [m.start() for m in marks[1:]] + [len(text)]
    if len(marks) < 2 or len({m[0] for m in marks}) < len(marks):
        return [(text, False)]
    if any(e - m.end() < _LEAST_BRACKETED for m, e in zip(marks, ends, strict=True)):
        return [(text, False)]
    first = text[: marks[0].start()].strip()
    title = len(first) <= 40 or first[-1] in "。！？!?”：:"
    if not title or any(text[m.start() - 1] not in "。！？!?”…" for m in marks[1:]):
        return [(text, False)]
    pieces = [(first, False)]
    for mark, end in zip(marks, ends, strict=True):
        pieces += [(mark[0], True), (text[mark.end() : end], False)]
    return [(piece, heading) for piece, heading in pieces if piece.strip()]


def split_greeting(text: str) -> list[str]:
    """Title, salutation and text of a line in which they stand glued together."""
    found = _GREETING.search(text[:120])
    if not found or (found.end() == len(text) and found.start() == 0):
        return [text]
    before, rest = text[: found.start()], text[found.end() :]
    if before and re.search("[。，,；;]", before):
        return [text]
    parts = [before, found[0]]
    if hello := re.match(r"(?:大家|各位)[^。，,！!]{0,4}好[！!。]\s*", rest):
        parts[-1] += hello[0]
        rest = rest[hello.end() :]
    return [part for part in (*parts, rest) if part.strip()]


def split_marked(text: str) -> list[str]:
    """A line that starts with a heading mark as heading and text, where a blank or the next mark parts them."""
    level = mark_level(text)
    if level not in (1, 2):
        return [text]
    mark = len(text) - len(unmarked(text))
    first = re.search(r"[。！？!?；;：:]", text)
    limit = first.start() if first else len(text)
    inner = _FIRST_INSIDE.search(text[: mark + min(limit, 40)], mark + 4)
    if inner and (level == 1 or "一" not in text[inner.start() : inner.start() + 2]):
        return [text[: inner.start()], *split_marked(text[inner.start() :].lstrip())]
    if len(text) > mark + 12 and (blank := re.search(r"(?<=[一-鿿”]) +(?=[一-鿿])", text[mark:limit])):
        at = mark + blank.start()
        if 4 <= blank.start() <= 45 and (len(text) - at > 60 or (first and len(text) - at > 25)):
            return [text[:at], text[mark + blank.end() :]]
    return [text]


def split_thanks(text: str) -> list[str]:
    """The closing 谢谢大家 of a long line as a line of its own."""
    found = _THANKS.search(text)
    return [text[: found.start()], found[0].strip()] if found and found.start() > 200 else [text]


def split_title(text: str) -> list[str]:
    """Title and text of the first line of a file, where the two stand glued together."""
    found = _TITLE_END.search(text[:80])
    if not found or len(text) - found.end() < 100:
        return [text]
    return [text[: found.end()], text[found.end() :]]


def headed(text: str) -> tuple[str, str] | None:
    """(heading, text after it) of a line that starts with a mark of the first or second level.

    ("", text) where the line has no heading of its own; None where a heading is glued to its text without a sign, so
    that only ``index.cleaning.cuts`` can tell.
    """
    rest = unmarked(text)
    first = re.search(r"[。！？!?；;：:]", rest)
    if first is None:
        return (text, "") if len(rest) <= 50 else None
    if first.end() == len(rest) and len(rest) <= 50:
        return text, ""
    return None


def mark_of(text: str) -> str:
    """The heading mark at the start of ``text``."""
    return text[: len(text) - len(unmarked(text))]
