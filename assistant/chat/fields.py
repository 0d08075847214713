"""The fields of a brief, found inside one clause: each finder takes its words out and leaves the rest."""

import datetime
import re
from dataclasses import dataclass, field

from assistant.chat.dates import DATE, written_date
from assistant.chat.numbers import NUMBER, half_width, whole_number
from assistant.draft import SPOKEN_PER_MINUTE

PAGE = 600
SHORTEST, LONGEST = 100, 50_000

MEETING = (
    "(?:工作会议|推进会|交流会|座谈会|现场会|表彰会|总结会|动员会|汇报会|报告会|培训会|部署会|例会|年会|大会|会议|全会|"
    "论坛|培训班|启动仪式|仪式|研讨会|观摩会|碰头会|会)"
)
_HEAD = (
    "主任|秘书长|书记|局长|校长|园长|会长|主席|团长|镇长|乡长|县长|区长|院长|检察长|所长|站长|科长|股长|厂长|经理|委员"
)
POST = f"(?:(?:分管|常务|执行)?副?(?:{_HEAD})|秘书|老师|同志)"
_ABOUT = (
    r"(?:大约|大概|约莫|差不多|控制在|不超过|不少于|最多|至少|约|在|写|要|有|个|字数|篇幅|长度|以内|[:：，,是为\s])*"
)
LENGTH = re.compile(
    rf"{_ABOUT}(?P<a>[千百]把|{NUMBER})\s*(?:[-—–~～到至]\s*(?P<b>{NUMBER}))?\s*(?P<more>多|来|几)?\s*(?:个)?"
    r"(?P<unit>字(?!头)|页纸|页半|页|分钟|分半钟)(?:半|钟)?(?:左右|上下|以内|之内|就行|就可以|就够了?|为宜|吧|的|篇幅|够了|内容)*"
)
_FEW = {"一两": 1.5, "两三": 2.5, "三四": 3.5, "四五": 4.5, "五六": 5.5, "六七": 6.5, "七八": 7.5, "八九": 8.5}
BARE_LENGTH = re.compile(
    rf"^(?:字数|篇幅|长度)(?:大约|大概|约|要|得|在|控制|写|就|是|为|[:：\s])*(?P<a>{NUMBER})(?:左右|上下|以内|吧|就行|好了)*$"
)


QUANTITY = re.compile(
    r"\d[\d,.]*\s*(?:余|多)?(?:%|％|人|名|场|次|所|个(?!部分|方面)|万|元|户|支|件|册|本|家|位|亩|期|项|例|起|节|对)"
)
"""A counted number: what holds one is a fact rather than a wish or a field."""


@dataclass
class Fields:
    """What was found so far; the first finding of a field stays. ``own`` are the office's own kinds of text."""

    genre: str = ""
    unit: str = ""
    occasion: str = ""
    speaker: str = ""
    date: str = ""
    length: int = 0
    unit_known: bool = False
    own: tuple[str, ...] = ()
    today: datetime.date = field(default_factory=datetime.date.today)

    def put(self, name: str, value: str | int) -> None:
        """Set a field that is still empty."""
        if value and not getattr(self, name):
            setattr(self, name, value)


def take_length(clause: str, found: Fields) -> str:
    """Take a length (1500字左右, 两千字, 一页半, 八分钟) out of ``clause``."""
    bare = BARE_LENGTH.match(half_width(clause.strip()))
    if bare and SHORTEST <= whole_number(bare["a"]) <= LONGEST:
        found.put("length", whole_number(bare["a"]))
        return ""
    match = LENGTH.search(half_width(clause))
    if not match:
        return clause
    value = _length_of(match)
    if not SHORTEST <= value <= LONGEST:
        return clause
    found.put("length", value)
    return clause[: match.start()] + clause[match.end() :]


def _length_of(match: re.Match[str]) -> int:
    said, half = match["a"], "半" in match[0]
    tail = said[2:]
    if said[:2] in _FEW and tail in ("", "千", "百"):
        number = _FEW[said[:2]] * {"千": 1000, "百": 100, "": 1}[tail]
    else:
        number = float(whole_number("一" + said[0] if said[1:] == "把" else said))
    if match["b"]:
        last = whole_number(match["b"])
        if said[-1:].isdigit() is False and number < 10 and last >= 1000:  # 一到两千
            number *= 1000
        number = (number + last) / 2
    if match["unit"].startswith("页"):
        return round((number + 0.5 * half) * PAGE)
    if match["unit"].startswith("分"):
        return round((number + 0.5 * half) * SPOKEN_PER_MINUTE / 50) * 50
    return round(number)


def take_occasion(clause: str, found: Fields) -> str:
    """Take “在……会上” and its like out of ``clause``."""
    for pattern in _OCCASIONS:
        match = pattern.search(clause)
        if match and not _NOT_OCCASION.search(match["o"]):
            meeting = match["o"].removeprefix("的")
            if date := DATE.match(half_width(meeting)):
                found.put("date", written_date(date[0], found.today))
                meeting = meeting[date.end() :].removeprefix("的")
            found.put("occasion", meeting)
            start, end = match.span("all")
            return clause[:start] + clause[end:]
    match = _HELD.search(clause)
    if match:
        found.put("occasion", match["place"] + match["o"])
        return clause[: match.start()] + clause[match.end() :]
    return clause


# 县里开工作会, 市里要开个经验交流会要用: what is told of a meeting to come, in spoken words.
_HELD = re.compile(
    rf"(?P<place>(?:全?[省市县区镇乡校]|局|教育局)(?:里|上)?)(?:要|准备|马上|将)?(?:开|办)(?:一个|个|一次)?(?P<o>[\u4e00-\u9fff]{{1,20}}?{MEETING})(?:要用|上用|用|$|，)"
)
_OCCASIONS = (
    re.compile(
        rf"(?P<all>(?:用在|用于|在|参加|到|去|出席|为)(?P<o>[^，。；：在]{{1,40}}?{MEETING})(?:上面|上|里|期间|中)?用?)(?![长员务费期见])"
    ),
    re.compile(
        rf"^(?:[^，。；：]{{0,6}}?)(?P<all>(?P<o>[^，。；：在是]{{1,40}}?{MEETING})(?:上)?(?=(?:要|让|叫|喊|安排|通知|请|点名)(?:我|咱|俺)))"
    ),
    re.compile(
        rf"(?P<all>(?P<o>[全省市县区州镇校][\u4e00-\u9fff“”]{{0,30}}?{MEETING})上)(?=(?:的|要|讲|发|作|做|交流|用))"
    ),
)
_NOT_OCCASION = re.compile(r"(?<!超)[了过]|召开|举办|举行|组织|开展|\d+[场次]|社会|机会|委员会$|协会$|妇联会")


def take_date(clause: str, found: Fields) -> str:
    """Take a date of the occasion out of ``clause``."""
    match = DATE.search(half_width(clause))
    if not match:
        return clause
    found.put("date", written_date(match[0], found.today))
    return clause[: match.start()] + clause[match.end() :]


_MONTH = re.compile(r"(\d{4})\s*年\s*0?(\d{1,2})\s*月(?:份|\s)*")


def take_bare_date(clause: str, found: Fields) -> bool:
    """Take ``clause`` as the date of the occasion where it says nothing else; a month of a year will do."""
    text = half_width(clause).strip("（()） ")
    if month := _MONTH.fullmatch(text):
        found.put("date", f"{month[1]}年{int(month[2])}月")
    elif DATE.fullmatch(text):
        found.put("date", written_date(text, found.today))
    else:
        return False
    return True


_SPEAKER = (
    re.compile(r"^我(?:叫|的名字叫|名叫)(?P<s>[\u4e00-\u9fff·]{2,8})$"),
    re.compile(r"(?:发言人|主讲人|讲话人|汇报人|宣读人)(?:是|为|[:：])?\s*(?P<s>[\u4e00-\u9fff·]{2,12})"),
    re.compile(
        rf"(?:由|请|让|是)?(?P<s>(?:我们|咱们)?{POST}?[\u4e00-\u9fff]{{1,3}}?{POST}?)(?:同志)?(?:来|上台|上去|去)(?:讲|发言|汇报|念|宣读|交流)"
    ),
    re.compile(r"由(?P<s>[\u4e00-\u9fff]{2,10}?)(?:同志)?(?:来|上台|上去|去)?(?:讲|发言|汇报|念|宣读|交流|作)"),
)


def take_speaker(clause: str, found: Fields) -> str:
    """Take who will speak out of ``clause``."""
    for pattern in _SPEAKER:
        match = pattern.search(clause)
        if (match and re.search(POST, match["s"])) or (match and pattern is not _SPEAKER[2]):
            found.put("speaker", re.sub("^(?:我们|咱们|是|分管)+", "", match["s"]))
            return clause[: match.start()] + clause[match.end() :]
    return clause
