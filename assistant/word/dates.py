"""Dates under a title or a signature, in Arabic digits without zero padding (GB/T 9704-2012, 7.3.5.5)."""

import re

_DIGITS = "〇一二三四五六七八九"
_ZEROS = str.maketrans("零○ＯO", "〇〇〇〇")
_DATE = re.compile(
    r"^[（(]?\s*(?P<year>[〇一二三四五六七八九\d×X]{4})\s*年"
    r"(?:\s*(?P<month>[十〇一二三四五六七八九\d×X]{1,3})\s*月)?"
    r"(?:\s*(?P<day>[十〇一二三四五六七八九\d×X]{1,3})\s*[日号])?\s*[)）]?$"
)
_SHORT = re.compile(r"^[（(]?\s*(\d{4})\s*[-./]\s*(\d{1,2})(?:\s*[-./]\s*(\d{1,2}))?\s*[)）]?$")


def normal_date(text: str) -> str:
    """``text`` as 2024年3月5日 if it is a date and nothing else, "" if it is not. Brackets around it are dropped."""
    short = _SHORT.match(text.strip())
    if short:
        year, month, day = short.groups()
        return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "")
    match = _DATE.match(text.strip().translate(_ZEROS))
    if not match:
        return ""
    year = "".join(str(_DIGITS.index(c)) if c in _DIGITS else c for c in match["year"])
    month, day = (_number(match[part]) for part in ("month", "day"))
    return f"{year}年" + (f"{month}月" if month else "") + (f"{day}日" if day else "")


def _number(text: str | None) -> str:
    if not text:
        return ""
    if text.isdigit() and text.isascii():
        return str(int(text))
    if "十" in text:
        tens, _, ones = text.partition("十")
        return str((_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0))
    return "".join(str(_DIGITS.index(c)) if c in _DIGITS else c for c in text).lstrip("0") or text
