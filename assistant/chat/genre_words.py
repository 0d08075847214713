"""Kinds of text as people call them: the everyday names of those that came with the program, and the office's own."""

import re
from collections.abc import Collection
from functools import lru_cache

from assistant.brief import OTHER_NAMES
from assistant.chat.fields import Fields
from index.material import GENRES

_NAMES = {
    **{genre: genre for genre in GENRES},
    **OTHER_NAMES,
    "工作安排": "工作要点",
    "年度计划": "工作要点",
    "发个言": "经验交流发言",
    "讲个话": "经验交流发言",
}
_BETWEEN = ("要点", "总结", "计划", "汇报")
"""Names that mean a kind of text only beside other words: 总结经验 asks for nothing."""


def alternatives(own: tuple[str, ...] = ()) -> str:
    """The names as one regular expression, the longest first."""
    return _either({*own, *(name for name in _NAMES if name not in _BETWEEN)})


def _either(names: Collection[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


@lru_cache(maxsize=16)
def genre_pattern(own: tuple[str, ...] = ()) -> re.Pattern[str]:
    """Finds a kind of text where one is called by its name (group ``name``); ``own`` are the office's own kinds."""
    return re.compile(
        rf"(?P<name>{alternatives(own)}|发个言|讲个话|(?<![\u4e00-\u9fff])(?:总结|计划)(?![\u4e00-\u9fff])|(?<=年)(?:总结|计划)|(?:总结|计划)(?=要得|急)|(?<=[个份篇写])(?:总结|计划|要点|汇报))"
        r"(?:材料|稿子|稿|文章)?"
    )


def genre_called(name: str, own: tuple[str, ...] = ()) -> str:
    """The kind of text that a name means, "" for none."""
    return name if name in own else _NAMES.get(name, "")


def in_known_words(text: str, own: tuple[str, ...]) -> str:
    """``text`` with the office's own kinds called by the name of one that all rules of the chat know."""
    return re.sub(_either(own), GENRES[2], text) if own else text


_NOMINATED = re.compile(
    r"(?:申?报|推荐|推选|评选?)(?:一|1)?[个名位]?(?:[全省市县区级]{1,3})?(?:的)?"
    r"(?:先进(?:集体|个人|典型)|典型|标兵|模范|最美[\u4e00-\u9fff]{2,3})$"
)


def take_genre(clause: str, found: Fields) -> str:
    """Take the name of a genre out of ``clause``; who is nominated (报一个先进个人) has a story to be told."""
    match = genre_pattern(found.own).search(clause)
    if nominated := _NOMINATED.search(clause):
        found.put("genre", "事迹材料")
        return clause[: nominated.start()] + clause[nominated.end() :]
    if not match:
        return clause
    found.put("genre", genre_called(match["name"], found.own))
    return clause[: match.start()] + clause[match.end() :]
