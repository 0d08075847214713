"""Small words and numbers for the screen."""

import math
import time

from assistant.draft import SPOKEN_PER_MINUTE, Draft
from index.numerals import chinese

_UNHEADED = {"开场": "开头", "概况": "概况", "不足": "不足", "打算": "下一步", "结尾": "结尾", "成效": "成效"}


def count(number: int) -> str:
    """1,184."""
    return f"{number:,}"


def spoken(characters: int) -> str:
    """How long reading aloud takes: “约 5 分半”."""
    halves = max(1, round(characters / SPOKEN_PER_MINUTE * 2))
    minutes, half = divmod(halves, 2)
    if not minutes:
        return "约半分钟"
    return f"约 {minutes} 分半" if half else f"约 {minutes} 分钟"


def size_of(draft: Draft, count_pages: int) -> str:
    """3 页 · 约 5 分半读完, of a draft that takes so many pages."""
    return f"{count_pages} 页 · {spoken(draft.length)}读完"


def wait(seconds: float | None) -> str:
    """“约还要 40 秒”, rounded so that it does not flicker; "" where nobody knows."""
    if seconds is None:
        return ""
    if seconds < 8:
        return "马上就好"
    if seconds < 90:
        return f"约还要 {math.ceil(seconds / 10) * 10} 秒"
    return f"约还要 {math.ceil(seconds / 60)} 分钟"


def clock(moment: float) -> str:
    """12:04 today, 11月20日 12:04 otherwise."""
    then, now = time.localtime(moment), time.localtime()
    minute = time.strftime("%H:%M", then)
    if then[:3] == now[:3]:
        return minute
    day = f"{then.tm_mon}月{then.tm_mday}日"
    return f"{day} {minute}" if then.tm_year == now.tm_year else f"{then.tm_year}年{day}"


def size(count_bytes: float) -> str:
    """1.1 GB, 350 MB."""
    return f"{count_bytes / 1e9:.1f} GB" if count_bytes >= 1e9 else f"{max(1, round(count_bytes / 1e6))} MB"


def section_name(number: int, heading: str, role: str) -> str:
    """What the user calls a section: its heading, else what it is for."""
    return heading or _UNHEADED.get(role, "") or f"第{chinese(number + 1)}部分"
