"""Articles of a page: where one ends and the next begins, and what each is called."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from index.cleaning.lines import Line
from index.cleaning.marks import DATE, DATE_LINE, RUN, SALUTATION, UNIT_END, ends_sentence, mark_level, ordinal

_NTH = re.compile(
    r"^[【〖\[（(]?\s*第?\s*[一二三四五六七八九十\d]{1,3}\s*篇\s*[】〗\]）)：:、.．]?\s*(?P<title>[^。]{0,60}?)\s*[】〗\]]?$"
    r"|^[【〖\[（(]?(?:篇|范文|例文|范例)\s*[一二三四五六七八九十\d]{1,3}\s*[】〗\]）)：:、.．]?\s*(?P<other>[^。]{0,60})$"
)
MORE = re.compile(
    r"^(?:扩展阅读|延伸阅读|拓展阅读|相关范文|附文|另附|附)\s*[一二三四五\d]?\s*[:：]\s*(?P<title>[^。]{4,60})$"
)
TITLE_WORDS = re.compile(
    r"总结|要点|材料|发言|讲话|报告|计划|方案|汇报|事迹|经验|交流|安排|意见|关工委|下一代|致辞|倡议|通知|心得|纪实|侧记|小结|打算"
)
THANKS = re.compile(r"^(?:我的(?:发言|汇报).{0,8})?(?:谢谢|感谢)(?:大家|各位|您).{0,6}$|^(?:此致|敬礼)[！!]?$")
_ADDRESSED = re.compile(r"^(?!.*(?:正文|内容|标题|摘要|导读|如下))[^。！？：:\s]{2,24}[：:]$")
"""Who is spoken or written to, on a line of its own just above the text."""
_STOPS = ("。", "！", "？", "!", "?", "；")
_HELLO = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的)?(?:各位[^。！!：:]{0,20}[，,、]?)?大家(?:上午|下午|早上|晚上)?好[！!，。]"
)

_NUMBERED = re.compile(
    r"^(?P<stem>.{4,40}?(?:总结|材料|要点|发言稿?|讲话稿?|报告|计划|事迹|范文|稿|方案))"
    r"\s*[（(【\[]?\s*(?:第|篇)?\s*(?P<number>[一二三四五六七八九十]{1,2}|\d{1,2})\s*篇?\s*[）)】\]]?$"
)


@dataclass
class Piece:
    """Lines of one article, with the title that its marker gave it (often empty).

    ``series`` says that the marker only counts: other articles of the page have the same title but for its number.
    """

    lines: list[Line]
    marked_title: str = ""
    series: bool = False


def split_pieces(lines: Sequence[Line], announced: frozenset[str] = frozenset()) -> list[Piece]:
    """Lines dealt to articles: at markers (第3篇, 扩展阅读：…), at titles with a running number (…总结2) or
    ``announced`` by a table of contents, after a closing with a new title, and where first-level numbering starts anew
    under a title."""
    numbered = _running_titles(lines) | {i: line.text for i, line in enumerate(lines) if line.text in announced}
    pieces = [Piece([])]
    highest = 0
    for index, line in enumerate(lines):
        title = _marker(line) if index not in numbered else numbered[index]
        if title is not None:
            pieces.append(Piece([], title))
            highest = 0
            continue
        if _fresh_start(pieces[-1].lines, lines[index : index + 12]):
            pieces.append(Piece([]))
            highest = 0
        number = ordinal(line.text) if mark_level(line.text) == 1 else 0
        if number == 1 and highest >= 2 and (start := _restart(pieces[-1].lines)) is not None:
            moved = pieces[-1].lines[start:]
            del pieces[-1].lines[start:]
            pieces.append(Piece(moved))
            highest = 0
        highest = max(highest, number)
        pieces[-1].lines.append(line)
    return _serial(pieces)


def _serial(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with those marked whose titles differ by a number only; a styled line under such a title is their own."""
    stems = Counter(_stem(piece.marked_title) for piece in pieces if piece.marked_title)
    for piece in pieces:
        piece.series = stems[_stem(piece.marked_title)] >= 2
        if piece.series and piece.lines and not mark_level(piece.lines[0].text):
            piece.lines[0] = replace(piece.lines[0], level=0)
    return list(pieces)


def _stem(title: str) -> str:
    """A title without the number that counts it among others."""
    if found := _NTH.match(title):
        title = next((group for group in found.groups() if group), "")
    found = _NUMBERED.match(title)
    return key(found["stem"] if found else title)


def _marker(line: Line) -> str | None:
    """Title that a marker line gives (may be empty); None where the line is no marker."""
    found = MORE.match(line.text) or _NTH.match(line.text)
    if found and MORE.match(line.text) and not TITLE_WORDS.search(line.text):
        return None
    return None if found is None else next((g for g in found.groups() if g), "").strip()


def _running_titles(lines: Sequence[Line]) -> dict[int, str]:
    """Lines that repeat one title with numbers counting up from 1 or 2, each followed by text."""
    stems: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        if (found := _NUMBERED.match(line.text)) and any(is_body(after) for after in lines[index + 1 : index + 5]):
            number = int(found["number"]) if found["number"].isdigit() else ordinal(found["number"])
            stems.setdefault(found["stem"], []).append((index, number))
    return {
        index: lines[index].text
        for places in stems.values()
        if len(places) >= 2 and all(b[1] == a[1] + 1 for a, b in pairwise(places))
        for index, _ in places
    }


def _fresh_start(before: Sequence[Line], after: Sequence[Line]) -> bool:
    """Whether a closing (thanks, or unit and date) stands before and a new title with text after.

    A bare line with a greeting after it needs no closing before: nobody greets in the middle of a speech.
    """
    if _greets(before, after):
        return True
    if len(before) < 4 or not _titlelike(after[0].text) or not TITLE_WORDS.search(after[0].text):
        return False
    last = before[-1].text
    closed = DATE_LINE.match(last) or THANKS.match(last) or last.endswith(("谢谢大家！", "谢谢大家!", "谢谢大家。"))
    if not closed or UNIT_END.search(after[0].text):
        return False
    rest = after[1:5]
    return any(is_body(line) for line in rest) and _length(after[1:]) >= 150


def _greets(before: Sequence[Line], after: Sequence[Line]) -> bool:
    if len(after) < 3 or not _titlelike(after[0].text) or not (before and is_body(before[-1])):
        return False
    greeting = _HELLO.match(after[1].text) or SALUTATION.match(after[1].text)
    return (
        bool(greeting) and not before[-1].text.endswith(("：", ":")) and min(_length(before), _length(after[1:])) >= 150
    )


def _length(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _restart(lines: Sequence[Line]) -> int | None:
    """Index of the title of a second article at the end of ``lines``; None where there is none."""
    last_mark = max((i for i, line in enumerate(lines) if mark_level(line.text) == 1), default=0)
    for index in range(len(lines) - 1, last_mark, -1):
        text = lines[index].text
        if _titlelike(text) and TITLE_WORDS.search(text) and any(len(x.text) > 40 for x in lines[last_mark:index]):
            while index - 1 > last_mark and _titlelike(lines[index - 1].text) and not _signs(lines[index - 1].text):
                index -= 1
            return index
    return None


def _signs(text: str) -> bool:
    return bool(UNIT_END.search(text) or DATE_LINE.match(text))


def _titlelike(text: str) -> bool:
    return 4 <= len(text) <= 45 and not ends_sentence(text) and not mark_level(text) and not DATE_LINE.match(text)


def is_body(line: Line) -> bool:
    """Whether a line is certainly text of an article: a salutation, a heading mark, a finished sentence."""
    text = line.text
    if line.level or SALUTATION.match(text) or THANKS.match(text) or mark_level(text) in (1, 2) or RUN.match(text):
        return True
    if DATE_LINE.match(text):
        return False
    if len(text) > 60 or re.search(r"[。！？!?][”’）)]*$", text):
        return True
    return len(text) >= 15 and bool(re.search(r"[。！？!?；;：:]", text))


def starts_body(line: Line) -> bool:
    """Whether the text of an article can start with this line: more is asked than of a line in its middle."""
    text = line.text
    if not is_body(line):
        return False
    return bool(line.level or mark_level(text) or RUN.match(text) or len(text) > 60 or ends_sentence(text)) or bool(
        SALUTATION.match(text)
    )


def body_start(lines: Sequence[Line]) -> int:
    """Index of the first line that is certainly the article's text; ``len(lines)`` where none is."""
    sure = (i for i, line in enumerate(lines) if starts_body(line))
    start = next(sure, next((i for i, line in enumerate(lines) if is_body(line)), len(lines)))
    before = lines[start - 1].text if 0 < start < len(lines) else ""
    return start - 1 if _ADDRESSED.match(before) or mark_level(before) else start


def ends_body(line: Line) -> bool:
    """Whether a line is so surely an article's that nothing before it can be the end of the page."""
    text = line.text
    if line.level or SALUTATION.match(text) or THANKS.match(text) or mark_level(text) in (1, 2) or RUN.match(text):
        return True
    last = text.rstrip("”’）)")[-1:]
    # Readers' remarks mostly end with ！ or with nothing.
    return bool(DATE.match(text) and DATE_LINE.match(text)) or (
        len(text) >= (8 if last == "。" else 25) and last in _STOPS
    )


def is_label(line: Line) -> bool:
    """Whether a line is as short and bare as what stands on buttons and in lists of links."""
    text = line.text
    return len(text) <= 30 and not re.search(r"[。；;，]", text) and not mark_level(text) and not DATE_LINE.match(text)


def key(text: str) -> str:
    """``text`` reduced to what matters when two titles are compared."""
    return re.sub(r"[^\w]", "", text)


def signature(lines: Sequence[Line]) -> tuple[int, str, str]:
    """How many lines at the end are unit and date, and both of them."""
    count, unit, date = 0, "", ""
    for line in reversed(lines):
        text = line.text
        if DATE_LINE.match(text) and not date:
            date = text.strip("（）() ")
        elif (found := DATE.search(text)) and len(text) <= 40 and not ends_sentence(text) and not date:
            date, unit = found[0], text[: found.start()].strip()
        elif (
            UNIT_END.search(text) and len(text) <= 30 and not ends_sentence(text) and not mark_level(text) and not unit
        ):
            unit = text
        else:
            break
        count += 1
    return count, unit, date
