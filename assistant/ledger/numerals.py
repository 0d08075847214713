"""Numerals of every notation to exact numbers."""

import re
from fractions import Fraction

Number = int | Fraction

DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_LARGE_FIRST = (("亿", 10**8), ("万", 10**4), ("千", 1000), ("百", 100), ("十", 10))
_MIXED = re.compile(r"\d+(?:\.\d+)?[亿万千百](?:零?\d+[亿万千百十]?万?)+")
CHINESE = "零〇○一二两三四五六七八九十百千万亿"
_ARABIC = re.compile(r"\d[\d,]*(?:\.\d+)?")


def read_number(text: str) -> Number | None:
    """The value of 1,200 / 1.8万 / 三百二十 / 二〇二四 / 3百万; None where ``text`` is no numeral."""
    if _MIXED.fullmatch(text):
        return _read_mixed(text)
    match = _ARABIC.match(text)
    if match:
        digits = match[0].replace(",", "").rstrip(".")
        value: Number = Fraction(digits) if "." in digits else int(digits)
        for char in text[match.end() :]:
            factor = _SMALL.get(char) or _LARGE.get(char)
            if factor is None:
                return None
            value *= factor
        return simple(value)
    whole, dot, decimals = text.partition("点")
    if dot and not (decimals and all(c in DIGITS for c in decimals)):
        return None
    number = _read_chinese(whole)
    if number is None or not dot:
        return number
    return number + Fraction(int("".join(str(DIGITS[c]) for c in decimals)), 10 ** len(decimals))


def _read_mixed(text: str) -> Number:
    """18万6千, 1亿2千万, 3万5000."""
    for mark, factor in _LARGE_FIRST:
        head, found, rest = text.partition(mark)
        if found:
            return simple(
                _read_mixed(head or "1") * factor + (_read_mixed(rest.lstrip("零")) if rest.strip("零") else 0)
            )
    return simple(Fraction(text))


_NEIGHBOURS = re.compile(
    "(?P<front>(?:[一二三四五六七八九]?[十百千万])*)"
    "(?P<pair>一[两二]|[两二]三|三[四五]|四五|五六|六七|七八|八九)(?P<scale>[十百千万亿]*)"
)


def read_neighbours(text: str) -> tuple[Number, Number] | None:
    """The lowest value that two neighbouring numerals leave open, and the first above (六七十: 60, 80); else None."""
    match = _NEIGHBOURS.fullmatch(text)
    if match is None:
        return None
    front, scale = match["front"], match["scale"]
    low, high = (read_number(f"{front}{digit}{scale}") for digit in match["pair"])
    step = read_number(f"一{scale}")
    assert low is not None and high is not None and step is not None
    return (low, high + step) if low < high else None


def _read_chinese(text: str) -> Number | None:
    if not text or any(c not in CHINESE for c in text):
        return None
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = last = 0
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in _SMALL:
            last = _SMALL[char]
            section += (digit or 1) * last
            digit = 0
        else:
            last = _LARGE[char]
            total = (total + section + digit or 1) * last
            section = digit = 0
    if digit and last >= 100 and text[-2] not in "零〇○":  # 三百二 is 320
        digit *= last // 10
    return total + section + digit


def simple(value: Number) -> Number:
    """An int where the value is whole: ints are compared and hashed many times faster than fractions."""
    return value.numerator if value.denominator == 1 else value


def step_of(value: Number) -> Number:
    """The place of the last digit that is not zero: 300 → 100, 320 → 10, 1.8万 → 1000, 9.5 → 0.1."""
    if value == 0:
        return 1
    step: Number = 1
    while value % (step * 10) == 0:
        step *= 10
    while value % step != 0 and step > Fraction(1, 10**6):
        step = Fraction(step, 10)
    return step
