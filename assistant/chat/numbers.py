"""Chinese and Arabic whole numbers as people type them in a chat: lengths, dates, numbers of parts and facts."""

import re
import unicodedata

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "俩": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}

CHINESE = "[〇零一二两俩三四五六七八九十百千万]"
NUMBER = rf"(?:\d[\d,，]*(?:\.\d+)?[万千]?|{CHINESE}+)"


def half_width(text: str) -> str:
    """``text`` with full-width digits and letters as half-width ones, character by character, so that offsets hold."""
    return "".join(
        unicodedata.normalize("NFKC", c) if "０" <= c <= "９" or "Ａ" <= c <= "ｚ" or c == "．" else c for c in text
    )


def whole_number(text: str) -> int:
    """The number that ``text`` (digits with separators, 一千五, 1.5千, 两万三) says; 0 where it says none."""
    plain = re.sub(r"[,，\s]", "", half_width(text))
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([万千]?)", plain)
    if match:
        return round(float(match[1][:12]) * _UNITS.get(match[2], 1))
    if plain and all(c in _DIGITS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain)[:12])
    return _by_units(plain)


def _by_units(text: str) -> int:
    total, section, digit, unit = 0, 0, 0, 1
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
            unit = 1 if digit == 0 else unit
        elif c == "万":
            total, section, digit = (total + section + digit or 1) * 10000, 0, 0
            unit = 10000
        elif c in _UNITS:
            section, digit, unit = section + (digit or 1) * _UNITS[c], 0, _UNITS[c]
        else:
            return 0
    if digit and unit > 10:  # 一千五 is 1500
        digit *= unit // 10
    return total + section + digit
