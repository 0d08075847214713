"""Breaking a title over lines: at word boundaries, into a trapezoid or a diamond (GB/T 9704-2012, 7.3.1)."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.word.profile import Profile

# Words that belong together in titles of this field; the segmenter would part them.
_TOGETHER = re.compile(
    r"关心下一代工作委员会办公室|关心下一代工作委员会|关心下一代工作|关心下一代|关工委|工作委员会|精神文明建设"
    r"|工作总结|工作要点|工作计划|工作汇报|工作报告|经验交流|交流发言|发言材料|发言稿|汇报材料|经验材料|先进事迹|事迹材料"
    r"|先进集体|先进个人|未成年人|青少年|思想道德|法治教育|红色基因|家庭教育|社会主义|核心价值观|主题教育|座谈会|推进会|民族复兴大任|时代新人|伟大复兴|立德树人|听党话|跟党走|下一代"
    r"|\d+年度?|[〇一二三四五六七八九]{4}年度?|[上下]半年|第[一二三四]季度|\d+月(?:\d+日)?"
)
_QUOTED = re.compile(r"《[^《》]{1,16}》|“[^“”]{1,12}”|（[^（）]{1,16}）")
_NO_START = re.compile(r"^(?:[的和与及暨、，。：；！？》）”’—…等了着过们者化性里内]|(?:上|中|下|后|前|时|间|之)$)")
_NO_END = re.compile(r"(?:[《（“‘、]|和|与|及|暨|关于|在|对|向|为|以|记|致|——)$")
_UNIT_END = re.compile(
    r"(?:委员会|关工委|办公室|局|学校|中学|小学|学院|大学|街道|社区|集团|公司|中心|协会|政府|年|年度|的)$"
)
# A unit's name is not parted before what it is.
_UNIT_REST = re.compile(r"(?:关工委|关心下一代工作委员会|委员会|办公室|中心学校|中心小学|工作室)")
_MOST_LINES = 5

BLANK = "\u3000"
"""Parts two clauses of a title."""


@dataclass(frozen=True)
class TitleLine:
    """One line of a title; a ``second`` one belongs to the second title behind ——, in smaller type."""

    text: str
    second: bool = False


def set_title(title: str, profile: Profile) -> tuple[TitleLine, ...]:
    """The lines of ``title`` as ``profile`` sets it. What follows —— begins a line and a type of its own.

    One character stays free at either side: a title that fills the measure reads like a line of text.
    """
    main, dash, rest = title.partition("——")
    if not dash or measure(main) < 4 or measure(rest) < 4:
        main, rest = title, ""
    lines = [TitleLine(text) for text in break_title(main, profile.text_width / 20 / profile.title_size - 2)]
    if rest:
        room = profile.text_width / profile.character - 2
        lines += [TitleLine(text, second=True) for text in break_title(dash + rest, room)]
    return tuple(lines)


def break_title(title: str, limit: float) -> tuple[str, ...]:
    """The lines of ``title``, none wider than ``limit`` characters.

    A full-width blank between two clauses asks for a break there. Joined, the lines are the title, apart from
    that blank.
    """
    clauses = [clause for clause in title.split(BLANK) if clause]
    if len(clauses) == 2 and min(map(len, clauses)) >= 5 and max(map(measure, clauses)) <= limit:
        return tuple(clauses)
    if measure(title) <= limit:
        return (title,)
    if len(clauses) > 1:
        return _by_clauses(clauses, limit)
    return _best(_words(title), limit)


def measure(text: str) -> float:
    """Width of ``text`` in characters: 1 for a full-width one, a half for ASCII."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _by_clauses(clauses: Sequence[str], limit: float) -> tuple[str, ...]:
    """Lines of whole clauses where they fit; a clause too long for a line is broken by itself."""
    found = [
        lines
        for count in range(1, _MOST_LINES + 1)
        for lines in _splits([*clauses[:1], *(BLANK + clause for clause in clauses[1:])], count, limit + 1)
        if all(measure(line.strip(BLANK)) <= limit for line in lines)
    ]
    if found:
        fewest = min(map(len, found))
        best = min((lines for lines in found if len(lines) == fewest), key=_cost)
        return tuple(line.strip(BLANK) for line in best)
    return tuple(line for clause in clauses for line in break_title(clause, limit))


def _words(title: str) -> list[str]:
    import rjieba

    words: list[str] = []
    at = 0
    for match in sorted((*_QUOTED.finditer(title), *_TOGETHER.finditer(title)), key=lambda m: (m.start(), -m.end())):
        if match.start() < at:
            continue
        words += rjieba.cut(title[at : match.start()])
        words.append(match[0])
        at = match.end()
    words += rjieba.cut(title[at:])
    return _attached([word for word in words if word])


def _attached(words: Sequence[str]) -> list[str]:
    """Words with the marks that may not begin or end a line attached, so that no break can come between."""
    joined: list[str] = []
    for word in words:
        if joined and (_NO_START.match(word) or joined[-1][-1] in "《（“‘"):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _best(words: Sequence[str], limit: float) -> tuple[str, ...]:
    fewest = max(2, math.ceil(measure("".join(words)) / limit))
    for count in range(fewest, _MOST_LINES + 1):
        found = min(_splits(words, count, limit), key=_cost, default=None)
        if found:
            return found
    return _filled("".join(words), limit)


def _splits(words: Sequence[str], count: int, limit: float) -> Iterator[tuple[str, ...]]:
    """All ways to set ``words`` in ``count`` lines within ``limit``."""
    whole = "".join(words)
    if count == 1:
        if measure(whole) <= limit:
            yield (whole,)
        return
    line = ""
    for i, word in enumerate(words[:-1], 1):
        line += word
        if measure(line) > limit:
            return
        rest = words[i:]
        if measure("".join(rest)) <= limit * (count - 1):
            yield from ((line, *tail) for tail in _splits(rest, count - 1, limit))


def _cost(lines: Sequence[str]) -> float:
    widths = [measure(line) for line in lines]
    cost = _shape(widths)
    for before, after in pairwise(lines):
        cost += 12 if _NO_END.search(before) else 0
        cost += 6 if re.search(r".关于.{0,4}$", before) else 0
        cost += 9 if _UNIT_REST.match(after) and re.search(r"[县市区镇乡校局街道区村厂司]$", before) else 0
        cost -= 4 if after.startswith("关于") else 0
        cost -= 3 if _UNIT_END.search(before) or after.startswith(("工作", "经验", "先进", "在", "——")) else 0
    return cost


def _shape(widths: Sequence[float]) -> float:
    """Trapezoids and diamonds are cheap; rectangles, hourglasses and stumps dear."""
    longest, shortest = max(widths), min(widths)
    cost = abs(longest - shortest - 3) * 0.6
    cost += 4 if shortest < longest * 0.45 else 0
    steps = [b - a for a, b in pairwise(widths)]
    cost += 5 * sum(abs(step) < 1 for step in steps)
    hourglass = any(a < 0 < b for a, b in pairwise(steps))
    return cost + (15 if hourglass else 0)


def _filled(text: str, limit: float) -> tuple[str, ...]:
    lines, line = list[str](), ""
    for c in text:
        if line and measure(line + c) > limit:
            lines.append(line)
            line = ""
        line += c
    return (*lines, line)
