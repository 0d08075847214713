"""What is known of headings as text: their numbers, and whether they are parallel."""

import re
from collections.abc import Sequence

NUMERALS = "一二三四五六七八九十"


def numbered(headings: Sequence[str]) -> list[str]:
    """Headings with 一、二、三、 before them."""
    return [f"{chinese_number(i + 1)}、{heading}" for i, heading in enumerate(headings)]


def chinese_number(number: int) -> str:
    """1–999 in Chinese numerals, as list marks use them; Arabic beyond, where no list of a paper reaches."""
    if number <= 10:
        return NUMERALS[number - 1]
    if number > 999:
        return str(number)
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        between = "零" if 0 < rest < 10 else "一" if 10 <= rest < 20 else ""
        return f"{NUMERALS[hundreds - 1]}百{between}{chinese_number(rest) if rest else ''}"
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


def without_number(heading: str) -> str:
    """A heading without its 一、 or （一） mark."""
    return re.sub(
        r"^\s*(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、．])\s*", "", heading
    )


def parallel(headings: Sequence[str]) -> bool:
    """Whether headings are parallel: as many clauses, each as long to within a character, no head word twice."""
    plain = [without_number(h) for h in headings if h]
    if len(plain) < 2:
        return True
    shapes = [[len(re.sub(r"\W", "", clause)) for clause in re.split(r"[，,、　\s]", h) if clause] for h in plain]
    same_count = len({len(shape) for shape in shapes}) == 1
    return (
        same_count
        and all(max(lengths) - min(lengths) <= 1 for lengths in zip(*shapes, strict=False))
        and not repeated_heads(plain)
    )


def repeated_heads(headings: Sequence[str]) -> list[str]:
    """First words (two characters) that more than one heading begins with; a shared 在 is a pattern, no repetition."""
    heads = [re.sub(r"\W", "", without_number(h))[:2] for h in headings if h]
    heads = [h for h in heads if not h.startswith(("在", "以", "把"))]
    return sorted({h for h in heads if heads.count(h) > 1})
