"""Articles of a page: where one ends and the next begins, and what each is called."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.cleaning_lines import Line
from index.cleaning_marks import DATE, DATE_LINE, SALUTATION, UNIT_END, ends_sentence, mark_level, ordinal

_NTH = re.compile(
    r"^[【〖\[（(]?\s*第?\s*[一二三四五六七八九十\d]{1,3}\s*篇\s*[】〗\]）)：:、.．]?\s*(?P<title>[^。]{0,60}?)\s*[】〗\]]?$"
    r"|^(?:篇|范文|例文)\s*[一二三四五六七八九十\d]{1,3}\s*[：:、.．]?\s*(?P<other>[^。]{0,60})$"
)
_MORE = re.compile(
    r"^(?:扩展阅读|延伸阅读|拓展阅读|相关范文|附文|另附|附)\s*[一二三四五\d]?\s*[:：]\s*(?P<title>[^。]{4,60})$"
)
TITLE_WORDS = re.compile(
    r"总结|要点|材料|发言|讲话|报告|计划|方案|汇报|事迹|经验|交流|安排|意见|关工委|下一代|致辞|倡议|通知|心得|纪实|侧记|小结|打算"
)
THANKS = re.compile(r"^(?:我的(?:发言|汇报).{0,8})?(?:谢谢|感谢)(?:大家|各位|您).{0,6}$|^(?:此致|敬礼)[！!]?$")
_BY = re.compile(r"^(?:文[/／]|作者|撰稿|供稿)")


@dataclass
class Piece:
    """Lines of one article, with the title that its marker gave it (often empty)."""

    lines: list[Line]
    marked_title: str = ""
    head: list[Line] = field(default_factory=list)


def split_pieces(lines: Sequence[Line]) -> list[Piece]:
    """Lines dealt to articles: at markers (第3篇, 扩展阅读：…) and where first-level numbering starts anew."""
    pieces = [Piece([])]
    highest = 0
    for line in lines:
        found = _NTH.match(line.text) or _MORE.match(line.text)
        if found and not (mark_level(line.text) and not found.group(0)):
            pieces.append(Piece([], next((g for g in found.groups() if g), "").strip()))
            highest = 0
            continue
        number = ordinal(line.text) if mark_level(line.text) == 1 else 0
        if number == 1 and highest >= 2 and (start := _restart(pieces[-1].lines)) is not None:
            moved = pieces[-1].lines[start:]
            del pieces[-1].lines[start:]
            pieces.append(Piece(moved))
            highest = 0
        highest = max(highest, number)
        pieces[-1].lines.append(line)
    return pieces


def _restart(lines: Sequence[Line]) -> int | None:
    """Index of the title of a second article at the end of ``lines``; None where there is none."""
    last_mark = max((i for i, line in enumerate(lines) if mark_level(line.text) == 1), default=0)
    for index in range(len(lines) - 1, last_mark, -1):
        text = lines[index].text
        if (
            _titlelike(text)
            and TITLE_WORDS.search(text)
            and any(len(x.text) > 40 for x in lines[last_mark + 1 : index])
        ):
            while (
                index - 1 > last_mark
                and _titlelike(lines[index - 1].text)
                and not UNIT_END.search(lines[index - 1].text)
            ):
                index -= 1
            return index
    return None


def _titlelike(text: str) -> bool:
    return 4 <= len(text) <= 45 and not ends_sentence(text) and not mark_level(text) and not DATE_LINE.match(text)


def is_body(line: Line) -> bool:
    """Whether a line is certainly text of an article: a salutation, a heading mark, a finished sentence."""
    text = line.text
    if line.level or SALUTATION.match(text) or THANKS.match(text) or mark_level(text) in (1, 2):
        return True
    if len(text) > 60:
        return True
    return len(text) >= 15 and bool(re.search(r"[。！？!?；;：:]", text)) and not DATE_LINE.match(text)


def body_start(lines: Sequence[Line]) -> int:
    """Index of the first line that is certainly the article's text; ``len(lines)`` where none is."""
    return next((i for i, line in enumerate(lines) if is_body(line)), len(lines))


@dataclass(frozen=True)
class Head:
    """Title block of an article: title, unit, date, and the lines that were neither."""

    title: str
    unit: str
    date: str
    rest: tuple[str, ...]


def read_head(lines: Sequence[Line], page_title: str) -> Head:
    """What the lines before the text say: the title (two lines joined), who, when."""
    titles: list[str] = []
    unit = date = ""
    rest: list[str] = []
    for line in lines:
        text = line.text
        if DATE_LINE.match(text):
            date = text.strip("（）() ")
        elif titles and UNIT_END.search(text) and len(text) <= 30 and not re.search("，|总结|工作$", text):
            unit = text.strip("（）() ")
        elif _BY.match(text) or len(text) > 60:
            rest.append(text)
        else:
            titles.append(text)
    others = [t for t in titles if key(t) != key(page_title)]
    rest += [t for t in titles if others and t not in others]
    chosen = others or titles[:1]
    while len(chosen) > 1 and not TITLE_WORDS.search(chosen[0]) and len(chosen) > 2:
        rest.append(chosen.pop(0))
    return Head(" ".join(dict.fromkeys(chosen)), unit, date, tuple(rest))


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
