"""Where 落款 and 附件说明 stand: indents in twips, from the width of the text."""

from dataclasses import dataclass

from assistant.word.profile import Profile


@dataclass(frozen=True)
class Signature:
    """Right indents in twips of the unit's lines and of the date, both set flush right.

    ``date_left`` is set where the date stands clear of the margin: then its left indent counts, and it is set flush
    left, so that its first character stands true in any font.
    """

    units: tuple[int, ...]
    date: int
    date_left: int | None = None


# A stand-in for the Latin font may set digits this much wider; with less room the date could turn into a second line.
_WIDEST_DIGITS = 1.35


def width(text: str, profile: Profile) -> int:
    """Width of body text on one line, in twips: a 汉字 is one em, a Latin character or digit half."""
    em, tight = profile.character, profile.tightening
    return sum((em // 2 if c.isascii() else em) + tight for c in text)


def signature(units: tuple[str, ...], date: str, profile: Profile) -> Signature:
    """The indents of a 落款 (GB/T 9704-2012, 7.3.5.1 with a seal, 7.3.5.2 without)."""
    em, room = profile.character, profile.text_width
    widths = [min(width(unit, profile), room) for unit in units]
    day = width(date, profile)
    if profile.sealed:
        centre = 4 * em + day // 2
        return Signature(tuple(max(0, min(centre - w // 2, room - w)) for w in widths), 4 * em)
    if not widths:
        return Signature((), 4 * em if date else 2 * em)
    widest = max(widths)
    if day > widest:
        units_at = min(4 * em + day - widest, room - widest)
        return Signature(tuple(units_at + widest - w for w in widths), 2 * em)
    # The date's first character stands two further in than the unit's.
    left = room - widest if widest >= day * _WIDEST_DIGITS else None
    return Signature(tuple(2 * em for _ in widths), max(0, widest - day), left)


def attachment(text: str, profile: Profile) -> tuple[int, int]:
    """Left indent and hanging part of one line of the 附件说明, so that a turned line falls under its name."""
    em = profile.character
    head, _, name = text.rpartition("附件：")
    digits = len(name) - len(name.lstrip("0123456789"))
    number = name[: digits + 1] if digits and name[digits : digits + 1] == "." else ""
    hanging = width(number, profile) + (width("附件：", profile) if head or text.startswith("附件：") else 0)
    left = 2 * em + width("附件：" + number, profile)
    return left, hanging
