"""Headings of one kind glued to their text in a line: 第一条 …, 一是 …, 1. …, 甲：…, or two clauses alike."""

import re
from collections.abc import Sequence

from index.cleaning.cuts import ENOUGH, find_cuts
from index.cleaning.marks import DIGITS

Pieces = list[tuple[str, bool]]
"""Parts of a line in their order, each with whether it is a heading."""

_NUMBER = "[一二三四五六七八九十]{1,3}"
_UNIT = r"(?:(?:[条章节讲步招课站篇]|部分|阶段|方面|环节)[、：:]?|(?:件事|[个项大点][一-鿿]{0,3})[：:])"
_AFTER = r"(?:(?<=[。！？!?：:”’）) ])|^)\s*"
_ARTICLE = re.compile(rf"{_AFTER}(?P<mark>第(?P<number>{_NUMBER}){_UNIT}\s*)(?=[一-鿿“])")
_SAY = re.compile(rf"{_AFTER}(?P<mark>(?P<number>{_NUMBER})是：?)(?=[一-鿿“])")
KINDS = (
    _ARTICLE,
    _SAY,
    re.compile(rf"{_AFTER}(?P<mark>(?P<number>\d{{1,2}})[.、．]\s*)(?=[一-鿿“])"),
    re.compile(rf"{_AFTER}(?P<mark>[（(]?(?P<number>\d{{1,2}})[）)]\s*)(?=[一-鿿“])"),
    re.compile(rf"{_AFTER}(?P<mark>(?P<number>[①-⑨])\s*)(?=[一-鿿“])"),
)
_LABEL = re.compile(r"(?:(?<=[。！？!?”：:])|^)(?P<mark>[一-鿿]{1,6}[：:])(?=[^“‘\"])")
_TWO_CLAUSES = re.compile(r"(?<=[。！？!?])(?P<mark>)(?=(?!第|[首其]|一[是来方])(?P<first>[一-鿿“”]{2,8})，[一-鿿“])")
_ONE_CLAUSE = re.compile(r"(?<=[。！？!?])(?P<mark>)(?=(?P<first>[把让从以用给向为做当教帮])[一-鿿“]{3})")
_BLANK = re.compile("[^。！？!?；; ]{2,40}(?= )")
_BRIEF = re.compile("[^。！？!?；;：:，,]{3,18}。(?=[^。！？!?；;]{10,})")
_KEY = re.compile(
    "(?<=[。！？!?])(?P<mark>[一-鿿]{3,10}是(?:前提|基础|关键|根本|保证|保障|核心|动力|重点|灵魂|抓手|支撑|底线|目的))(?=[一-鿿“])"
)
_SENTENCE = re.compile("[。！？!?]")
_SAID = re.compile("[说道问答们]：$|者：$|师：$")

_LEAST = 2
_LEAST_LABELS = 3
_LEAST_SECTION = 40
"""Characters of a section with its label; an enumeration has less."""
_LEAST_NUMBERED = 16
_SURE = 0.6
"""The least probability of a cut where a mark may as well number the items of a paragraph."""
_LONG = 9
_RUN_IN = 1.5
"""How much more likely than elsewhere (in logarithms) a mark of these kinds is to number items without headings."""
_LABELLED = -1.0
"""The same for labels that are alike and all different."""
_MOST = 60


def split_series(text: str) -> Pieces:
    """A line cut at the headings of the first kind of mark that counts headings in it; else the line as it is."""
    for kind in KINDS:
        marks = _counted(text, kind)
        if len(marks) < (_LEAST_LABELS if kind is _SAY else _LEAST):
            continue
        pieces = _parted(text, marks, _LEAST_NUMBERED, 0.0 if kind is _ARTICLE else _RUN_IN)
        if pieces and (_told_at_length(text, marks, kind) or _twins([head for head, heading in pieces if heading])):
            return pieces
    return _labelled(text) or _opened_alike(text) or [(text, False)]


def _counted(text: str, kind: re.Pattern[str]) -> list[re.Match[str]]:
    """The marks of a kind that count 1, 2, 3 …; none where one of them comes out of turn."""
    marks: list[re.Match[str]] = []
    for found in kind.finditer(text):
        if _value(found["number"]) == len(marks) + 1:
            marks.append(found)
        elif _value(found["number"]) == 1:
            return []
    return marks if len(marks) <= _MOST else []


def _told_at_length(text: str, marks: Sequence[re.Match[str]], kind: re.Pattern[str]) -> bool:
    """Whether what follows the marks is more than an item of a list: most of it two sentences or more.

    Less is asked of numbers that stand right after the heading above them, and of articles (第一条).
    """
    ends = [m.start("mark") for m in marks[1:]] + [len(text)]
    parts = [text[m.end() : end] for m, end in zip(marks, ends, strict=True)]
    if sum(len(_SENTENCE.findall(part)) > 1 for part in parts) > len(parts) / 2 or kind is _ARTICLE:
        return True
    return kind is not _SAY and (marks[0].start("mark") == 0 or min(map(len, parts)) >= _LEAST_SECTION)


def _value(number: str) -> int:
    if number.isdigit() and number.isascii():
        return int(number)
    if "①" <= number <= "⑨":
        return ord(number) - ord("①") + 1
    tens, mark, ones = number.rpartition("十")
    return (10 * DIGITS.get(tens, 1) if mark else 0) + DIGITS.get(ones, 0)


def _labelled(text: str) -> Pieces:
    """A line whose headings are 甲：… 乙：… without numbers: three at least, all different, of like length."""
    marks = [m for m in _LABEL.finditer(text) if not _SAID.search(m["mark"])]
    widths = [len(m["mark"]) for m in marks]
    usual = max(widths, key=widths.count, default=0)
    marks = [m for m in marks if len(m["mark"]) == usual]
    if len(text) < 200 or len(marks) < _LEAST_LABELS or len({m["mark"] for m in marks}) < len(marks):
        return []
    return _parted(text, marks, _LEAST_SECTION, _LABELLED)


def _parted(text: str, marks: Sequence[re.Match[str]], shortest: int, none: float) -> Pieces:
    """The line parted at ``marks`` into headings and what follows them; nothing where too few headings are certain."""
    starts, ends = [m.start("mark") for m in marks], [m.start("mark") for m in marks[1:]] + [len(text)]
    if any(end - start < shortest for start, end in zip(starts, ends, strict=True)):
        return []
    texts = [text[m.end("mark") : end] for m, end in zip(marks, ends, strict=True)]
    cuts = _told_by_signs(texts, marks[0]["mark"])
    if not cuts:
        cuts = find_cuts(texts, _SURE if none > 0 else ENOUGH, none)
        if not _alike([after[:cut] for after, cut in zip(texts, cuts, strict=True) if cut], len(texts)):
            return []
    return _at_ends(text, marks, [m.end("mark") + cut if cut else None for m, cut in zip(marks, cuts, strict=True)])


def _told_by_signs(texts: Sequence[str], mark: str) -> list[int | None]:
    """Where the headings end if all of them end at a blank, or, after 1. 2. 3., with a brief first sentence."""
    for sign in (_BLANK, _BRIEF) if mark[:1] == "1" else (_BLANK,):
        found = [sign.match(text) for text in texts]
        if all(found):
            return [m.end() for m in found if m]
    return []


def _at_ends(text: str, marks: Sequence[re.Match[str]], heads: Sequence[int | None]) -> Pieces:
    """The line parted at ``marks``, each heading from its mark to its end in ``heads``."""
    pieces: Pieces = [(text[: marks[0].start("mark")], False)]
    ends = [m.start("mark") for m in marks[1:]] + [len(text)]
    for mark, end, at in zip(marks, ends, heads, strict=True):
        start = mark.start("mark")
        pieces += [(text[start:at], True), (text[at:end], False)] if at else [(text[start:end], False)]
    return [(piece, heading) for piece, heading in pieces if piece.strip()]


def _twins(heads: Sequence[str]) -> bool:
    """Whether headings have the same clauses to a character, and are too long for that to be an accident."""
    built = {tuple(map(len, re.split("[，,]", head))) for head in heads}
    return len(built) == 1 and min(map(len, heads)) >= _LONG


def _alike(heads: Sequence[str], all_marks: int) -> bool:
    """Whether so many of the marks have a heading, and so many of those are built alike, that they are no accident."""
    built = [re.split("[，,]", head) for head in heads]
    widths = sorted(len(clauses[-1]) for clauses in built)
    if len(heads) < max(_LEAST, 0.75 * all_marks):
        return False
    usual = max((len(clauses) for clauses in built), key=[len(c) for c in built].count)
    near = [c for c in built if len(c) == usual and abs(len(c[-1]) - widths[len(widths) // 2]) <= 3]
    return len(near) >= 0.75 * len(heads)


def _opened_alike(text: str) -> Pieces:
    """A line whose headings have no mark but begin with one character, the first of two clauses of one width or not."""
    keys = list(_KEY.finditer(text))
    if len(keys) >= _LEAST_LABELS:
        return _at_ends(text, keys, [m.end() for m in keys])
    groups: dict[tuple[str, int], list[re.Match[str]]] = {}
    for kind in (_TWO_CLAUSES, _ONE_CLAUSE):
        for found in kind.finditer(text):
            first = found["first"]
            groups.setdefault((first[0], len(first)), []).append(found)
    for marks in groups.values():
        if len(marks) >= _LEAST_LABELS and len({text[m.start() : m.start() + 8] for m in marks}) == len(marks):
            pieces = _parted(text, marks, _LEAST_SECTION, _RUN_IN)
            if sum(heading for _, heading in pieces) == len(marks):
                return pieces
    return []
