"""Numbers as Chinese headings write them."""

_CN = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """``number`` in Chinese numerals: 12 → 十二, 21 → 二十一, 105 → 一百零五; beyond 999, and below 0, in digits."""
    if number < 0 or number > 999:
        return str(number)
    if number < 10:
        return _CN[number]
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _CN[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("一" if hundreds and tens == 1 else _CN[tens] if tens > 1 else "") + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_CN[ones] if ones else "")
