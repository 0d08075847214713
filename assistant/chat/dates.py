"""Dates as people say them (下周五, 12月5号, 明天), told as a full date."""

import datetime
import re

from assistant.chat.numbers import half_width, whole_number

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = r"(?:(\d{4}|[〇零一二三四五六七八九]{4})\s*年|(今年|明年|去年))?"
_FULL = rf"{_YEAR}\s*({_N})\s*月\s*({_N})\s*[日号]"
_WEEK = r"(下下|下|本|这|这个|下个)?(?:周|星期|礼拜)([一二三四五六日天])"
_DAY = r"(今天|明天|后天|大后天)"
_NEXT = rf"(本月|这个月|下个月|下月)\s*({_N})\s*[日号]"
_DIGITAL = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"

DATE = re.compile(
    rf"(?:{_FULL}|{_DIGITAL}|{_NEXT}|{_WEEK}|{_DAY})"
    r"(?:[（(](?:周|星期)[一二三四五六日天][)）])?(?:上午|下午|早上|晚上|中午|早晨)?(?:\d{1,2}[:：点时]\d{0,2}分?)?"
)
_DAYS = {"今天": 0, "明天": 1, "后天": 2, "大后天": 3}
_WEEKS = {"下下": 2, "下": 1, "下个": 1}


def written_date(said: str, today: datetime.date) -> str:
    """The date that ``said`` means, as 2024年12月5日; "" where it is none. A date without a year is the nearest one."""
    match = DATE.search(half_width(said))
    if not match:
        return ""
    year, year_word, month, day, dy, dm, dd, month_word, next_day, week, weekday, day_word = match.groups()
    if day_word:
        return chinese(today + datetime.timedelta(days=_DAYS[day_word]))
    if weekday:
        return chinese(_weekday(week or "", "一二三四五六日".find(weekday.replace("天", "日")), today))
    if next_day:
        first = today.replace(day=1) + datetime.timedelta(days=32 if month_word.startswith("下") else 0)
        return _made(first.year, first.month, whole_number(next_day))
    if dy:
        return _made(int(dy), int(dm), int(dd))
    return _made(
        _year(year, year_word, whole_number(month), whole_number(day), today), *map(whole_number, (month, day))
    )


def chinese(day: datetime.date) -> str:
    """A date as official writing has it: Arabic digits, no zero padding."""
    return f"{day.year}年{day.month}月{day.day}日"


def _weekday(week: str, number: int, today: datetime.date) -> datetime.date:
    day = today + datetime.timedelta(days=number - today.weekday() + 7 * _WEEKS.get(week, 0))
    return day if week or day >= today else day + datetime.timedelta(days=7)


def _year(year: str | None, word: str | None, month: int, day: int, today: datetime.date) -> int:
    if year:
        return whole_number(year)
    if word:
        return today.year + {"今年": 0, "明年": 1, "去年": -1}[word]
    distance = (month * 31 + day) - (today.month * 31 + today.day)
    return today.year + (distance < -186) - (distance > 186)


def _made(year: int, month: int, day: int) -> str:
    try:
        return chinese(datetime.date(year, month, day))
    except ValueError:
        return ""
