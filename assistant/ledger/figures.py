"""Figures: modifier, numeral, 余/多, unit, 以上; read into the interval of values that they state."""

import functools
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.numerals import CHINESE, Number, read_neighbours, read_number, simple, step_of

_ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_MIXED = r"(?<![\d.])\d+(?:\.\d+)?[万亿千百](?:零?\d+[万千百十]万?)+(?:\d+)?|(?<![\d.])\d+[万亿]\d{3,4}(?!\d)"
_CHINESE = rf"[{CHINESE}]+(?:点[零〇一二三四五六七八九]+(?=[%万亿倍个]))?"
_MODIFIER = (
    r"(?:(?<![附最临靠邻])(?:将近|接近|近)|(?<![大节签预特条契相公])(?<!规民)(?:大约|约)|(?<!高)(?:超过|超)|逾|不足|不到|至少"
    r"|上了(?=[\d六七八九]\d?十?\d?岁)|年过|年逾|已过(?=\d+岁)|不少于|不低于|不超过|不多于|不高于|最多|至多|顶多|起码|最少|(?<!以)上(?=[百千万亿]))"
)
_RANGE = re.compile(r"\s?(?:至|到|—|–|－|-|~|～|─|-){1,2}\s?")
_AFTER = r"以上|以下|以内|左右|上下|还多|有余|出头"
_NOT_TENTHS = "[立为功长员果绩效就年人都本分熟群交因品型不]"
# Characters that make another word of a unit (六一期间, 20支部队).
_NO_UNIT = {
    unit: f"(?![{after}])"
    for unit, after in {
        "期": "间望待盼",
        "所": "有谓属在以长得",
        "支": "部持撑书",
        "部": "门署",
        "组": "织建长成",
        "队": "伍员长",
        "本": "地级职着县市区校",
        "起": "来到步草源",
        "条": "件例",
        "家": "庭长访风教",
        "面": "对向临积",
        "台": "账阶",
        "位": "于置",
        "年": "级代",
        "口": "号碑径味岸罩",
        "讲": "究述解授座台师话",
        "卷": "入调发子",
        "票": "选证",
        "碗": "水",
        "架": "子构",
    }.items()
}
_MOST = ("不超过", "不多于", "不高于", "最多", "至多", "顶多")
# A bound before the verb whose object the figure is: 至多管10名, 起码讲3场.
_BOUND_BEFORE = re.compile(
    "(至多|顶多|至少|起码)(?:[只能要可得会]{0,2}[\u4e00-\u9fff](?<![的时一个在者家])[到了]?"
    "|[能要可得会]?(?:结对|辅导|安排|服务|联系|开展|组织|走访|参加|举办|覆盖|帮扶|资助|培训))$"
)
_LEAST = ("超过", "超", "逾", "至少", "起码", "最少", "不少于", "不低于", "上", "过", "上了", "年过", "年逾", "已过")
_VAGUE = r"(?:数|几)[十百千万亿]+|[十百千万亿]+(?=[余多])|十几|几十"


class Figure(NamedTuple):
    """What a figure states: a value v with ``low`` ≤ v ≤ ``high`` (None: open), in multiples of ``base``.

    ``number`` is the number as written times the unit's factor; ``manner`` is exact, over (N余), least (N以上),
    near (近N), about, under, vague (数百) or range. ``weak`` marks what may be an announced count of points.
    """

    number: Number
    low: Number
    high: Number | None
    manner: str
    unit: str
    base: str
    family: str
    bare: Number
    weak: bool = False

    @property
    def exact(self) -> bool:
        """True for one plain number."""
        return self.manner == "exact"


class Found(NamedTuple):
    """A figure and its place in the plain text."""

    start: int
    end: int
    figure: Figure


@functools.cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    words = "|".join(re.escape(w) + _NO_UNIT.get(w, "") for w in sorted(lexicon.units, key=len, reverse=True))
    share = rf"(?P<percent>[百千万]分之)(?P<pnum>{_ARABIC}|[{CHINESE}]+(?:点[零〇一二三四五六七八九]+)?)"
    fraction = rf"{share}|(?P<den>[{CHINESE}]+)分之(?P<num>[{CHINESE}]+)"
    half = r"(?P<half>(?:半数|过半|一半|大半)(?!天|夜|个))"
    last = "(?:半|多|[一二三四五六七八九](?![十百千万人名个年月次老好]))?"
    tenths = rf"(?P<tenths>(?<![一二三四五六七八九十])[一二两三四五六七八九](?=成(?!{_NOT_TENTHS}))成{last})"
    number = rf"(?P<number>{_VAGUE}|{_MIXED}|(?:{_ARABIC}|{_CHINESE})(?:\.\d+)?)"
    large = r"(?P<large> [万亿](?=[元人名册份平字])|[十百千万亿]{0,2})"
    more = rf"(?:(?P<more>\s?[余多]|(?<=[十百千万\d])来))?{large}(?P<late>[余多])?"
    unit = rf"(?:\s?(?P<unit>{words}))?(?P<tail>多(?![少么了出])|余)?"
    begin = rf"(?=[\d{CHINESE}数几半过大将接近约超逾不至最上顶起])"
    return re.compile(
        rf"{begin}(?:(?P<mod>{_MODIFIER}) ?)?(?:{fraction}|{half}|{tenths}|{number}{more}{unit})(?P<after>{_AFTER})?"
    )


def find_figures(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """Every figure of ``text``, from left to right; what is no claim is sifted out later."""
    held: Found | None = None
    for match in _pattern(lexicon).finditer(text):
        found = _read(match, lexicon)
        if found is None:
            continue
        if held and _RANGE.fullmatch(text, held.end, found.start):
            one_token = found.figure.base == "岁"
            pair = _range(held, found)
            held = None
            yield from pair[-1:] if one_token else pair[:2]
            continue
        if held:
            yield held
        held = found
    if held:
        yield held


def _range(low: Found, high: Found) -> tuple[Found, Found, Found]:
    """Both ends of a range, the first with the unit of the second; and the two as one."""
    first, last = low.figure, high.figure
    if not first.unit and last.bare:
        factor = Fraction(last.number) / last.bare
        bare = first.bare * (10**4 if last.bare >= 10**4 > first.bare and last.unit else 1)
        first = first._replace(
            number=simple(bare * factor),
            low=simple(bare * factor),
            high=simple(bare * factor),
            bare=bare,
            unit=last.unit,
            base=last.base,
            family=last.family,
        )
    whole = last._replace(low=first.number, high=last.number, manner="range")
    return Found(low.start, low.end, first), high, Found(low.start, high.end, whole)


def _read(match: re.Match[str], lexicon: Lexicon) -> Found | None:
    if match["number"] is not None:
        return _read_counted(match, lexicon)
    number: Number | None
    scale: Number
    if match["percent"]:
        value = read_number(match["pnum"])
        scale = Fraction(1, {"百": 1, "千": 10, "万": 100}[match["percent"][0]])
        number = value * scale if value is not None else None
    elif match["den"]:
        den, num = read_number(match["den"]), read_number(match["num"])
        number = Fraction(num) / den * 100 if num is not None and den else None
    elif match["half"]:
        number = 50
    else:
        digit = read_number((match["tenths"] or "零")[0]) or 0
        number = simple(digit * 10) + _hundredths(match["tenths"] or "")
    if number is None:
        return None
    modifier = (match["mod"] or "") + ("过" if match["half"] in ("过半", "大半") else "")
    more = "余" if (match["tenths"] or "").endswith("多") else ""
    low, high, manner = _interval(number, step_of(number), modifier, more, match["after"] or "")
    number = simple(number)
    return Found(*match.span(), Figure(number, low, high, manner, "%", "%", "%", number))


def _hundredths(tenths: str) -> Number:
    """What stands after 成: 七成半, 七成五."""
    last = tenths[-1:]
    return 5 if last == "半" else (read_number(last) or 0) if len(tenths) == 3 and last != "多" else 0


def _read_counted(match: re.Match[str], lexicon: Lexicon) -> Found | None:
    text, large = match["number"], (match["large"] or "").strip()
    end = match.end()
    unit = lexicon.units.get(match["unit"] or "")
    if match["tail"] and (unit is None or not match["unit"]):
        end = match.start("tail")
    vague = text[0] in "数几" or text == "十几"
    pair = read_neighbours(text + large)  # 六七十岁
    value = pair[0] if pair else _vague_number(text) if vague else read_number(text)
    if value is None:
        return None
    for char in "" if pair else large:
        value *= {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[char]
    more = bool(
        match["more"] or match["late"] or (match["tail"] and end == match.end()) or "多" in (match["unit"] or "")
    )
    factor = unit.factor if unit else 1
    modifier = match["mod"] or _bound_before(match.string, match.start())
    low, high, manner = _interval(value, step_of(value), modifier, "余" if more else "", match["after"] or "")
    if vague:
        manner, low, high = "vague", value, value * 5 if text != "十几" else 20
    if pair:
        manner, low, high = "vague", *pair
    figure = Figure(
        simple(value * factor),
        simple(low * factor),
        simple(high * factor) if high is not None else None,
        manner,
        match["unit"] or "",
        unit.base if unit else "",
        unit.family if unit else "",
        value,
        bool(unit and unit.weak) and text[0] in CHINESE and value <= 20,
    )
    while end > match.start() and match.string[end - 1].isspace():
        end -= 1
    return Found(match.start(), end, figure)


def _bound_before(text: str, start: int) -> str:
    """The bound that stands apart from the figure that begins at ``start``, or ""."""
    if text.endswith("突破", 0, start):
        return "超过"
    bound = _BOUND_BEFORE.search(text, max(0, start - 8), start)
    return bound[1] if bound else ""


def _vague_number(text: str) -> Number | None:
    if text == "十几":
        return 11
    value = read_number("一" + text[1:])
    return value * 2 if value is not None else None


def _interval(number: Number, step: Number, modifier: str, more: str, after: str) -> tuple[Number, Number | None, str]:
    if modifier in ("近", "将近", "接近"):
        return number * Fraction(9, 10), number, "near"
    if modifier in ("不足", "不到"):
        return number * Fraction(8, 10), number, "near"
    if modifier in _MOST or after in ("以下", "以内"):
        return 0, number, "most"
    if modifier in _LEAST or after == "以上":
        return number, None, "least"
    if more or after in ("还多", "有余", "出头"):
        return number, number + step, "over"
    if modifier in ("约", "大约") or after in ("左右", "上下"):
        return number * Fraction(9, 10), number * Fraction(11, 10), "about"
    return number, number, "exact"
