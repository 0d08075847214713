"""Lines that name the field they fill (单位：…, 字数：1500, 要求：…)."""

import re

from assistant.brief import genre_named
from assistant.chat import fields as finders
from assistant.chat.cues import cue
from assistant.chat.fields import Fields
from assistant.chat.numbers import half_width
from assistant.errors import BadBrief

_LABELS = {
    **dict.fromkeys(("单位", "单位名称"), "unit"),
    **dict.fromkeys(("场合", "会议", "会议名称", "用途"), "occasion"),
    **dict.fromkeys(("发言人", "主讲人", "汇报人"), "speaker"),
    **dict.fromkeys(("日期", "时间", "会议时间", "发言时间"), "date"),
    **dict.fromkeys(("字数", "篇幅", "长度"), "length"),
    **dict.fromkeys(("文种", "体裁", "类型"), "genre"),
    **dict.fromkeys(("要求", "写作要求", "语气", "风格", "题目", "标题", "主题"), "wish"),
}
_KEYS = "|".join(sorted(_LABELS, key=len, reverse=True))
_LABELLED = re.compile(rf"^(?P<key>{_KEYS})\s*(?:[:：]|是|为)\s*(?P<value>\S.*?)[。；;，,]?$", re.S)
_DATED = re.compile(r"^(?:落款|成文)(?:日期|时间)?\s*(?:[:：]|是|为|写|用|就写)*\s*(?P<value>\S.*?)[。；;，,]?$")
_LONGEST_NAME, _LONGEST = 60, 500


def labelled(text: str, found: Fields) -> tuple[str, ...] | None:
    """Take ``text`` in where it names the field it fills; the wishes it holds, None where it names none."""
    if len(text) > _LONGEST:
        return None
    dated, match = _DATED.match(text), _LABELLED.match(text)
    if dated and _date(dated["value"], found):
        return ()
    if not match:
        return None
    name, key, value = _LABELS[match["key"]], match["key"], match["value"].strip()
    if name == "wish":
        return (value if key in ("要求", "写作要求") else f"{key}：{value}",)
    return () if _filled(name, value, found) else None


def _filled(name: str, value: str, found: Fields) -> bool:
    if name == "length":
        finders.take_length(value if not half_width(value).isdigit() else f"{value}字", found)
        return bool(found.length)
    if name == "genre":
        return _genre(value, found)
    if name == "date":
        return _date(value, found)
    if finders.QUANTITY.search(value) or len(value) > _LONGEST_NAME or cue("brief.past").search(value):
        return False
    found.put(name, value)
    return True


def _date(value: str, found: Fields) -> bool:
    finders.take_date(value, found)
    return bool(found.date)


def _genre(value: str, found: Fields) -> bool:
    try:
        found.put("genre", genre_named(value, found.own))
    except BadBrief:
        return False
    return True
