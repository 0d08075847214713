"""Where the text of an article ends: after its last sentence may come what that announces, a note, a signature."""

import re
from collections.abc import Sequence

from index.cleaning import articles as parts
from index.cleaning import noise
from index.cleaning.lines import Line
from index.cleaning.marks import DATE_LINE

_ANNOUNCES = re.compile(r"(?:[是为有着道说下念唱写曰上里]|.{9,}[^我们者家友心长事任员])[：:]$")
_LIST_TITLE = re.compile(r"(?:名单|名录|名册|一览表?|统计表|情况表|明细表?|清单)$")
_NAMES = re.compile(r"^[一-鿿]{2,4}(?:[\s、，,]+[一-鿿·]{2,8})*[。]?$")
_NUMBER = re.compile(r"^[\d.,]+\s*[%％万]?[一-鿿]{0,2}$")
_NOTE = re.compile(r"^[（(](?:本文)?作者(?:系|为|是|单位)[^（()）]{2,60}[）)]$")
_MOST = 12
"""Lines of a list or poem at the end of an article; the page's own lists are longer."""
_MOST_ROWS = 200
_LONGEST_ROW = 80


def text_end(lines: Sequence[Line], last: int) -> int:
    """Index of the last line that the text reaches, from its last sure line ``last`` on.

    A line that ends in a colon or is called a list announces the short lines after it as long as they are alike
    (names, verses); a table of figures and a note on the author belong to the article too.
    """
    end = last
    while 0 <= end < len(lines) - 1:
        following = lines[end + 1].text
        listed = (_listed(lines, end + 1) if announces(lines[end].text) else 0) or _table(lines, end + 1)
        if listed:
            end += listed
        elif _NOTE.match(following) or (announces(following) and (_listed(lines, end + 2) or _table(lines, end + 2))):
            end += 1
        else:
            break
    return end


def announces(text: str) -> bool:
    """Whether a line says that a list follows: by a colon at its end, or by its name (先进个人名单)."""
    return bool(_ANNOUNCES.search(text) or (len(text) <= 40 and _LIST_TITLE.search(text)))


def _table(lines: Sequence[Line], start: int) -> int:
    """How many lines from ``start`` on are rows of a table of figures: two or more that begin with what is counted and
    end with numbers, perhaps under a row of headings. Lists of the page number its entries or name papers."""
    head = start < len(lines) and not _figures(lines[start].text) and len(_cells(lines[start].text)) >= 2
    end = start + head
    while end < min(len(lines), start + _MOST_ROWS) and _figures(lines[end].text):
        end += 1
    return end - start if end - start - head >= 2 else 0


def _figures(text: str) -> bool:
    cells = _cells(text)
    if len(text) > _LONGEST_ROW or len(cells) < 2 or noise.line_reason(text.replace("|", " "), True):
        return False
    named = re.match("[一-鿿]", cells[0]) and not parts.TITLE_WORDS.search(cells[0].replace("关工委", ""))
    return bool(named and _NUMBER.match(cells[-1]))


def _cells(text: str) -> list[str]:
    return [cell for cell in re.split(r"\s*[|｜]\s*|\s+", text) if cell]


def _listed(lines: Sequence[Line], start: int) -> int:
    """How many lines from ``start`` on are short, alike and not the page's own."""
    count = 0
    for line in lines[start : start + _MOST]:
        if len(line.text) > 40 or noise.line_reason(line.text, True) or parts.signature([line])[0]:
            break
        if count and not _alike(lines[start].text, line.text):
            break
        count += 1
    return count


def _alike(one: str, other: str) -> bool:
    shorter, longer = sorted((len(one), len(other)))
    if _NAMES.match(one) and _NAMES.match(other):
        return True
    return one.count(" ") == other.count(" ") or shorter >= 0.7 * longer


def trim_tail(lines: Sequence[Line], page: bool, dropped: list[tuple[str, str]]) -> list[Line]:
    """Lines up to the last that is text or signature; what follows is the page's, in a file that is a ``page``."""
    if not page:
        return list(lines)
    last = max((i for i, line in enumerate(lines) if parts.is_body(line)), default=-1)
    end = text_end(lines, last) + 1
    while end < len(lines) and parts.signature([lines[end]])[0]:
        end += 1
    end = max([end, *(i + 1 for i in range(end, min(end + 3, len(lines))) if DATE_LINE.match(lines[i].text))])
    dropped += [(line.text, "页尾") for line in lines[end:]]
    return list(lines[:end])
