"""The block above an article's text: its title, who wrote it, when; what else stands there is the page's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.cleaning.articles import TITLE_WORDS, key
from index.cleaning.lines import Line
from index.cleaning.marks import DATE_LINE, UNIT_END

_SUBTITLE = re.compile(r"^[—–-]{1,3}\s*(?=\S)")
_BY = re.compile(r"^(?:文[/／]|作者|撰稿|供稿)")
_TAG = re.compile(r"^[\[【](?:转载?|原创|精华|转帖|置顶|推荐|分享)[\]】]\s*|^(?:标题|题目)[:：]\s*")
_STAMPED = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}:\d\d$")
_SITE = re.compile(r"(?:网|网站|论坛|博客|文库|门户|频道|在线|社区|空间|平台)$")
_FITS = 0.4
"""Share of a line's pairs of characters that the text has too, from which on the line speaks of the text."""
_YEAR = r"(?:(?:[12][\dxX×*＊]{3}|[xX×*＊_]{2,4}|二[〇○零ＯO一二三四五六七八九]{3})年(?:度|上半年|下半年)?)"
_TITLED_UNIT = re.compile(
    rf"^{_YEAR}?(?P<unit>[一-鿿×xX*＊_○〇]{{2,24}}?(?:关工委|关心下一代工作委员会|教育局|教体局|街道|小学|中学|学校))"
    rf"(?=(?:关于)?(?:{_YEAR}|[半全]年|年[度终]|工作(?:总结|要点|汇报|情况|计划|经验)|先进|事迹|经验|交流|汇报|典型))"
)


@dataclass(frozen=True)
class Head:
    """Title block of an article: title, unit, date, and the lines that were neither."""

    title: str
    unit: str
    date: str
    rest: tuple[str, ...]


def read_head(lines: Sequence[Line], page_title: str, marked: bool, text: str) -> Head:
    """What the lines before ``text`` say: the title (two lines joined), who, when.

    The title stands next to the text, or speaks of what the text speaks of: lines before the last of the page's own
    are not it, if others are. After a marker (``marked``) every line is part of it, elsewhere only those from the
    first that names a kind of text.
    """
    blocks = _blocks(lines)
    named = not any(TITLE_WORDS.search(line.text) for line in lines)
    for sure in (True, False):
        for start, end in reversed(blocks):
            near = _sorted_out(lines[start:], page_title, marked, text) if end > start else None
            if near and near.title and _accepted(near.title, text, marked, named, sure):
                rest = tuple(line.text for line in lines[:start])
                return Head(near.title, near.unit, near.date, rest + near.rest)
    found = _sorted_out(lines, page_title, marked, text)
    return found if found.title else Head(found.unit, found.unit, found.date, found.rest)


def _blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Starts and ends of the runs of lines between which lines of the page were dropped; a subtitle starts none."""
    starts = [i for i, line in enumerate(lines) if not i or (line.gap and not _SUBTITLE.match(line.text))]
    return list(pairwise([*starts, len(lines)]))


def _accepted(title: str, text: str, marked: bool, named: bool, sure: bool) -> bool:
    """Whether the lines nearest to the text hold its title; where none of the head names a kind of text (``named``),
    the first try (``sure``) asks that it speaks of the text."""
    if marked or TITLE_WORDS.search(title) or fit(title, text) >= _FITS:
        return True
    return named and not sure


def fit(title: str, text: str) -> float:
    """Share of the pairs of Chinese characters in ``title`` that ``text`` has too."""
    pairs = {pair for run in re.findall("[一-鿿]+", _TAG.sub("", title)) for pair in map("".join, pairwise(run))}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _sorted_out(lines: Sequence[Line], page_title: str, marked: bool, text: str) -> Head:
    titles: list[str] = []
    unit = date = ""
    rest: list[str] = []
    for line in lines:
        row = line.text
        if DATE_LINE.match(row):
            date = row.strip("（）() ")
        elif UNIT_END.search(row) and len(row) <= 30 and not unit and not re.search("，|总结|工作$", row):
            unit = row.strip("（）() ")
        elif _BY.match(row) or _STAMPED.search(row) or len(row) > 60:
            rest.append(row)
        else:
            titles.append(row)
    titles = list(dict.fromkeys(titles))
    if len(titles) > 1 and _SITE.search(titles[0]) and not _SUBTITLE.match(titles[1]) and not marked:
        rest.append(titles.pop(0))
    chosen = _chosen(titles, page_title, marked, text)
    rest += [row for row in titles if row not in chosen]
    return Head(" ".join(_TAG.sub("", row) for row in chosen), unit, date, tuple(rest))


def _chosen(titles: Sequence[str], page_title: str, marked: bool, text: str) -> list[str]:
    """The lines that make up the title, one to three."""
    others = [row for row in titles if key(row) != key(page_title)]
    named = marked or any(TITLE_WORDS.search(row) and not _SUBTITLE.match(row) for row in others)
    rows = others if others and named else list(titles)
    if marked:
        first = 0
    elif any(map(TITLE_WORDS.search, rows)) and not _outdone(rows, text):
        first = next(i for i, row in enumerate(rows) if TITLE_WORDS.search(row))
    else:
        first = max(range(len(rows)), key=lambda i: (_likely(rows[i], page_title, text), i), default=0)
        return [*rows[first : first + 1], *(row for row in rows[first + 1 : first + 2] if _SUBTITLE.match(row))]
    if first and _SUBTITLE.match(rows[first]):
        first -= 1
    return rows[first : first + 3]


def _outdone(rows: Sequence[str], text: str) -> bool:
    """Whether the line next to the text speaks of it much more than the one that names a kind of text (a bulletin's
    name, a question asked)."""
    first = next(row for row in rows if TITLE_WORDS.search(row))
    last = rows[-1]
    return last != first and len(last) >= 6 and fit(last, text) >= max(_FITS, fit(first, text) + 0.2)


def _likely(row: str, page_title: str, text: str) -> int:
    """How likely a line that names no kind of text is a title: the page's own title, then what speaks of the text."""
    if _SUBTITLE.match(row):
        return -1
    return 2 * (key(row) == key(page_title)) + (fit(row, text) >= _FITS)


def unit_in(title: str) -> str:
    """The unit that a title names before what the paper is (高岭镇关工委2024年工作总结); empty where it names none."""
    found = _TITLED_UNIT.match(title)
    return found["unit"] if found else ""
