"""Dates: full, partial, in Chinese numerals, ranges, quarters, sessions, anniversaries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from assistant.ledger.numerals import read_number

_CN = "〇零○一二三四五六七八九"
_YEAR = rf"(?:(?<!\d)(?:18|19|20)\d{{2}}|[一二][{_CN}]{{3}})"
_MONTH = r"(?:(?<!\d)(?:1[0-2]|0?[1-9])|(?<![一二三四五六七八九十])(?:十[一二]?|[一二三四五六七八九]))"
_DAY = r"(?:(?:3[01]|[12]\d|0?[1-9])(?!\d)|(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]))"
_PART = r"(?:上旬|中旬|下旬|底|初|末|份)"
_THIRDS = {"上旬": 1, "初": 1, "中旬": 2, "下旬": 3, "底": 3, "末": 3}
_SEASON = r"(?:上半年|下半年|第?[一二三四1-4]季度(?!一[次开会议评考查调报通测期])|前[二三两23]季度)"
_WHEN = r"(?:上午|下午|晚上|早上|中午|傍晚|凌晨|早|晚)"
_HOUR = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})"
_NUM = rf"(?:\d{{1,4}}|[{_CN}十百]{{1,6}})"
_PATTERN = re.compile(
    rf"(?=[\d{_CN}十第首上下前早晚中\s])(?:(?P<iso>(?<![\d.])(?P<iy>(?:19|20)\d{{2}})(?P<sep>[-./])(?P<im>1[0-2]|0?[1-9])(?:(?P=sep)(?P<id>3[01]|[12]\d|0?[1-9]))(?![\d.]))"
    rf"|(?P<years>(?P<y1>{_YEAR})\s?(?:—|–|－|-|~|～|至){{1,2}}\s?(?P<y2>{_YEAR}|(?<=[-—–])\d\d)(?:年度|年|学年度?)?(?!\d|月))"
    rf"|(?P<full>(?:(?P<y>{_YEAR})\s?年度?\s?(?:度)?)(?:(?P<s>{_SEASON})|(?P<m>{_MONTH})\s?月(?:{_PART}|\s?(?P<d>{_DAY})\s?[日号])?|[底初末]|学年度?)?)"
    rf"|(?P<md>(?P<m2>{_MONTH})\s?月(?!一[^日号])(?![饼亮球光票坛嫂薪供租刊季度考息均费])(?:\s?(?P<d2>{_DAY})\s?[日号]|{_PART})?)"
    rf"|(?P<from>(?<![\d.第])(?:1[0-2]|[1-9])(?=(?:至|到|—|–|-|~|～)(?:1[0-2]|[1-9])(?:两|三)?月))"
    rf"|(?P<day>(?<=[至到—–\-~～、和，])\s?(?P<d3>(?:3[01]|[12]\d|[1-9]))[日号](?!文))"
    rf"|(?P<season>{_SEASON})"
    rf"|(?P<session>(?:第(?P<nth>{_NUM})|首)(?:届|季(?!度)))"
    rf"|(?P<jubilee>(?P<count>{_NUM})周年)"
    rf"|(?P<decade>(?:(?:20|二十|上)世纪)?(?P<dec>\d0|(?<![一二三四五六七八九])[一二三四五六七八九]十)年代)"
    rf"|(?P<clock>(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)|(?:(?![早晚]一点(?!半)){_WHEN}|(?<=[时点半分\d][至到—-])){_HOUR}[时点](?:半|{_HOUR}分)?(?![名人个间代候期段常刻辰])|(?<![\d.第])(?:1?\d|2[0-4])点(?:半|整)(?![名人个])|(?<=[到至])(?:1?\d|2[0-4])点(?=[，。；、才收结，]|$)|(?<!\d)\d{{1,2}}时(?:\d{{1,2}}分)?(?![间代候期段常刻辰])))"
)


@dataclass(frozen=True)
class Date:
    """What a date states; 0 or "" where it does not say. ``other`` holds a session, jubilee, decade or
    clock time, ``third`` which third of the month (上旬 1, 中旬 2, 下旬 3)."""

    year: int = 0
    month: int = 0
    day: int = 0
    season: str = ""
    year_end: int = 0
    other: str = ""
    third: int = 0

    def within(self, whole: "Date") -> bool:
        """True where ``whole`` says all that this date says."""
        pairs = zip(self.parts, whole.parts, strict=True)
        return any(self.parts) and all(not own or own == other for own, other in pairs)

    @property
    def parts(self) -> tuple[object, ...]:
        """All that is said, in a fixed order."""
        return (self.year, self.month, self.day, self.season, self.year_end, self.other)

    @property
    def level(self) -> str:
        """The finest thing said: day, month, season, year or other."""
        if self.other:
            return self.other.partition(":")[0]
        return "day" if self.day else "month" if self.month else "season" if self.season else "year"


class FoundDate(NamedTuple):
    """A date and its place in the plain text."""

    start: int
    end: int
    date: Date
    whole: Date


_TO = re.compile(r"\s?(?:至|到|—|–|-|~|～|、|和){1,2}\s?$")


def find_dates(text: str) -> Iterator[FoundDate]:
    """Every date of ``text``, from left to right."""
    end, whole = -9, Date()
    for match in _PATTERN.finditer(text):
        date = _date(match)
        goes_on = match.start() - end <= 3 and _TO.fullmatch(text, end, match.start() + _blanks(match[0]))
        whole = _completed(date, whole) if goes_on else date
        end = match.start() + len(match[0].rstrip())
        yield FoundDate(match.start() + _blanks(match[0]), end, date, whole)


def _completed(date: Date, first: Date) -> Date:
    """What the end of a range leaves to its beginning (4月10日至12日: the twelfth of April)."""
    if date.year or date.other or date.season or not first.year + first.month:
        return date
    month = date.month or (first.month if date.day else 0)
    return replace(date, month=month, year=first.year if month >= first.month else 0)


def _blanks(words: str) -> int:
    return len(words) - len(words.lstrip())


def _date(match: re.Match[str]) -> Date:
    if match["iso"]:
        return Date(int(match["iy"]), int(match["im"]), int(match["id"]))
    if match["years"]:
        first, second = _int(match["y1"]), _int(match["y2"])
        return Date(first, year_end=second if second > 99 else first // 100 * 100 + second)
    if match["full"]:
        return Date(_int(match["y"]), _int(match["m"]), _int(match["d"]), _season(match["s"]), third=_third(match))
    if match["md"]:
        return Date(0, _int(match["m2"]), _int(match["d2"]), third=_third(match))
    if match["from"]:
        return Date(0, _int(match["from"]))
    if match["day"]:
        return Date(day=_int(match["d3"]))
    if match["season"]:
        return Date(season=_season(match["season"]))
    if match["session"]:
        return Date(other=f"session:{_int(match['nth']) or 1}{match['session'][-1]}")
    if match["jubilee"]:
        return Date(other=f"jubilee:{_int(match['count'])}")
    if match["decade"]:
        return Date(other=f"decade:{_int(match['dec'])}")
    return Date(other=f"clock:{_minutes(match['clock'])}")


def _minutes(words: str) -> int:
    """Minutes of a time of day, of half a day, since 下午4点 and 16:00 are one."""
    hours, _, rest = (
        re.sub(r"^[^\d一二两三四五六七八九十]+", "", words).replace("：", ":").replace("点", "时").partition("时")
    )
    if ":" in hours:
        hours, _, rest = hours.partition(":")
    rest = "30" if rest == "半" else rest.partition(":")[0].rstrip("分")
    return (_int(hours) * 60 + _int(rest)) % 720


def _third(match: re.Match[str]) -> int:
    written = match[0].rstrip()
    if "月" not in written or written.endswith(("日", "号")):
        return 0
    return next((third for ending, third in _THIRDS.items() if written.endswith(ending)), 0)


def _int(text: str | None) -> int:
    value = read_number(text) if text else None
    return int(value) if value is not None else 0


def _season(text: str | None) -> str:
    if not text:
        return ""
    return text.lstrip("第").translate(str.maketrans("1234两", "一二三四二"))
