"""What a text is called (青禾县关工委2024年工作总结): its unit, its genre, and the year or period that it is about."""

import re
from collections.abc import Iterable
from functools import lru_cache

from assistant.chat.fields import Fields
from assistant.chat.genre_words import genre_called, genre_pattern
from assistant.chat.numbers import half_width
from assistant.chat.units import UNIT, take_unit

OF_YEAR = ("年度：", "时段：")
"""What begins the wish that holds the year or, without one, the period that a text is about (2024年工作总结)."""
WHOSE = re.compile(r"个人|集体")
_PERIOD = r"全年|上半年|下半年|半年|年度|年终|第?[一二三四]季度"


@lru_cache(maxsize=16)
def _title(own: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        r"^(?:(?:请|帮|给|替|麻烦|我们?|想|要|来|准备)*(?:写|拟|起草|弄|整|做)?一?[份篇个]?)?"
        rf"(?:{UNIT})?(?:的)?(?:关于.{{2,20}}的)?"
        r"(?P<year>(?:\d{4}|[〇零一二三四五六七八九]{4})年|今年|本年|去年)?(?:度)?(?:的)?"
        rf"(?P<period>{_PERIOD})?(?:的)?(?:先进集体|先进个人|集体|个人)?"
        rf"(?P<genre>{genre_pattern(own).pattern}|(?:总结|计划))$"
    )


_YEAR = re.compile(r"\d{4}年(?:度)?")
_ABOUT = re.compile(
    rf"^关于(?P<unit>{UNIT})(?P<year>(?:\d{{4}}|[〇零一二三四五六七八九]{{4}})年)?(?:度)?(?P<period>{_PERIOD})?"
    r"(?:的)?(?:关心下一代)?工作(?:开展)?情况(?:的?(?:汇报|报告|总结|说明))?(?:[（(][^（）()]*[)）])?$"
)


def title(text: str, found: Fields) -> tuple[str, ...] | None:
    """Take ``text`` for what a text is called: fields go into ``found``, the wishes it holds come back.

    None where it is no such thing. After the genre a bare year (2026年) is the year that the text is about.
    """
    if found.genre and _YEAR.fullmatch(text):
        return (f"{OF_YEAR[0]}{half_width(text).removesuffix('度')}",)
    match = _title(found.own).match(text)
    if not match:
        return _about(text, found)
    take_unit(text, found)
    found.put("genre", genre_called(match["name"] or match["genre"], found.own))
    whole = (text,) if "关于" in text or WHOSE.search(text) else ()
    return whole + _when(match, found)


def _about(text: str, found: Fields) -> tuple[str, ...] | None:
    match = _ABOUT.match(text)
    if not match:
        return None
    found.put("unit", match["unit"])
    found.put("genre", "工作总结")
    return _when(match, found)


def _when(match: re.Match[str], found: Fields) -> tuple[str, ...]:
    year, period = match["year"] or "", match["period"] or ""
    if year in ("今年", "本年", "去年"):
        year = f"{found.today.year - (year == '去年')}年"
    period = "" if period in ("年度", "年终") else period
    return (f"{OF_YEAR[not year]}{half_width(year)}{period}",) if year + period else ()


def years(requirements: Iterable[str]) -> list[str]:
    """The years and periods among wishes that came from what a text was called, as “年度：2024年”."""
    return [text for text in requirements if text.startswith(OF_YEAR)]
