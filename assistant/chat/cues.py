"""The word lists of ``cues.toml``, compiled once when they are first needed."""

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("cues.toml")

NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百]{1,5})"
_COUNTED = (
    rf"(?:(?:倒数)?第\s*{NUMBER}|最后一?|前[一二三两]|后[一二三两]|头一?|末)\s*(?:个)?(?:大)?"
    "(?:部分|段落|段|节|块|章|点|层|个问题|方面|小节|句话?|标题|小标题|条标题)"
)
_PAIR = rf"第\s*{NUMBER}\s*(?:、|和|与|跟|同)\s*第?\s*{NUMBER}\s*(?:个)?(?:部分|段|节|块|章|点)"
_NAMED = (
    "开头|开场白?|开篇|结尾|结束语|末尾|引言|概况|小标题|标题|题目|称谓|落款|署名|正文|全文|整篇|通篇|文末|不足|打算|成绩|过渡|各部分|"
    "这[段句节里块]|那[段句节块]|这部分|那部分|[\u4e00-\u9fff]{2,10}(?:那|这|的|那一|这一)(?:一)?(?:段|部分|块|截)"
)
PART = rf"(?:{_PAIR}|{_COUNTED}|{_NAMED})"
PARTS = re.compile(PART)


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    flat = {name: value for name, value in data.items() if isinstance(value, list)}
    return {**{name: value for name, value in data.items() if isinstance(value, dict)}, "": flat}


@cache
def cue(name: str) -> re.Pattern[str]:
    """The pattern of a list, named ``table.list`` or, outside tables, ``list``; case does not matter."""
    table, _, key = name.rpartition(".")
    entries = (entry.replace("{N}", NUMBER).replace("{PART}", PART) for entry in _lists()[table][key])
    return re.compile("(?:" + "|".join(entries) + ")", re.IGNORECASE)


@cache
def names() -> tuple[str, ...]:
    """The names of all lists but those of fillers."""
    return tuple(
        f"{table}.{key}" if table else key
        for table, lists in _lists().items()
        for key in lists
        if key not in ("front", "end")
    )


@cache
def edges(table: str = "") -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of what is taken off the front and off the end of a clause, as often as it stands there."""
    front, end = (cue(f"{table}.{name}" if table else name).pattern for name in ("front", "end"))
    return re.compile(f"^{front}"), re.compile(f"{end}$")


def cores(clause: str, table: str = "") -> list[str]:
    """``clause`` and what is left of it after each filler of ``table`` taken off, the end first."""
    front, end = edges(table)
    found = [clause]
    for edge in (end, front):
        while found[-1] and (shorter := edge.sub("", found[-1])) != found[-1]:
            found.append(shorter)
    return found


@cache
def twice(name: str) -> re.Pattern[str]:
    """The pattern of a list of commands, alone or two in a row (换个写法再来一版)."""
    one = cue(name).pattern
    return re.compile(f"{one}(?:(?:再|就|然后|并)?{one})?", re.IGNORECASE)
