"""Averages, shares and rates of change of two figures of the facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.lexicon import Lexicon, Unit
from assistant.ledger.numerals import Number, simple
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Sources
from assistant.ledger.subjects import likeness
from assistant.ledger.times import in_time
from assistant.ledger.values import tell
from assistant.ledger.word_sets import words_of

UNDONE = words_of("没 没有 未 尚未 还未 还没")
REST = UNDONE | words_of(
    "原有 原来 此前 其余 其他 其它 剩余 剩下 余下 另 另有 另外 还 还有 尚 尚有 仍 仍有 不 非 以外 之外"
)
_MEASURED = ("长度", "面积", "重量", "时间", "年月")
_TIMES = {
    "年月": (("年", 12), ("月", 1), ("个月", 1)),
    "周": (("周", 1),),
    "天": (("天", 1), ("日", 1)),
    "学期": (("学期", 1),),
}
_YEARLY = re.compile("全年|一年|年度|年内|这一年|(?<!\\d)\\d{4}年(?!\\d*月)")
_OF_YEAR = {"周": 52, "月": 12, "个月": 12, "季度": 4, "季": 4}
_EACH_MEASURE = re.compile("每一?(个?小时|公里|公斤|千克|公顷|平方米|[吨亩里斤米])|(亩)均")


@dataclass(frozen=True)
class Derived:
    """A value that follows from facts' figures; ``sure`` where no other value can be meant, ``meant`` where
    the words name it."""

    value: Number
    told: str
    entries: tuple[Entry, ...]
    sure: bool = True
    meant: bool = False


def measure_of(scene: Scene, lexicon: Lexicon) -> Unit | None:
    """The unit of measure that the clause tells so much for each of (每吨, 亩均)."""
    each = _EACH_MEASURE.search(scene.clause) if scene.each else None
    return lexicon.units.get(each[1] or each[2]) if each else None


def _counts_in(whole: str, each: str) -> bool:
    """True where so much of ``whole`` for each is told in ``each``: 1248人次 for 96 children are 13次 for each."""
    return whole == each or (whole, each) == ("人次", "次")


def averages(figure: Figure, scene: Scene, per: Unit | None, one: Entry, other: Entry) -> Iterator[Derived]:
    """So much for each of what one of the two counts."""
    for whole, part in ((one, other), (other, one)):
        a, b = whole.mention.figure, part.mention.figure
        if a and b and a.base == figure.base and b.family in _TIMES:
            spans = (u for word, u in _TIMES[b.family] if f"每{word}" in scene.clause or f"{word}均" in scene.clause)
            for factor in spans:
                number = simple(Fraction(b.number) / factor)
                value = Fraction(a.number) / number
                yield Derived(value, f"{tell(a.number)}÷{tell(number)}={tell(value)}", (whole, part))
        if a and b and b.number > 1 and _counts_in(a.base, figure.base) and (per is None or per.base == b.base):
            # 每吨 of 62.4吨, which are kept as 公斤
            number = simple(Fraction(b.number) / per.factor) if per else b.bare if b.family in _MEASURED else b.number
            value = Fraction(a.number) / number
            yield Derived(value, f"{tell(a.number)}÷{tell(number)}={tell(value)}", (whole, part))


def of_year(figure: Figure, scene: Scene, entries: Sequence[Entry]) -> Iterator[Derived]:
    """So much for each week or month of what a fact tells of a whole year (全年156次: 每周3次)."""
    spans = [number for word, number in _OF_YEAR.items() if re.search(f"每一?{word}|{word}均", scene.clause)]
    for entry in entries if spans else ():
        whole = entry.mention.figure
        if whole and whole.base == figure.base and _YEARLY.search(entry.reading.text.plain):
            value = Fraction(whole.number) / spans[0]
            yield Derived(value, f"{tell(whole.number)}÷{spans[0]}={tell(value)}", (entry,), sure=False)


def ratios(figure: Figure, scene: Scene, one: Entry, other: Entry, moves: bool) -> Iterator[Derived]:
    """Rates of change in time, multiples and shares of two figures in one unit."""
    first, last = in_time(one, other)
    low, high = min(first, last), max(first, last)
    pair = (one, other)
    if moves:
        if ("down" in scene.marks) != (last < first):
            return
        change: Number = Fraction(high - low) / first
        scale = 100 if figure.base == "%" else 1
        way = "增长" if last > first else "下降"
        told = f"由{tell(first)}到{tell(last)}，{way}{tell(change * 100)}%"
        yield Derived(change * scale, told, pair)
    elif figure.base == "倍":
        times = Fraction(high) / low
        yield Derived(times, f"{tell(high)}÷{tell(low)}={tell(times)}", pair)
    elif low != high:
        share = Fraction(low) / high * 100
        yield Derived(share, f"{tell(low)}÷{tell(high)}={tell(share)}%", pair)
        if figure.number > 100:  # 完成计划的120%
            yield Derived(10000 / share, f"{tell(high)}÷{tell(low)}={tell(10000 / share)}%", pair)
        if scene.said & REST:
            left = 100 - share
            yield Derived(left, f"({tell(high)}-{tell(low)})÷{tell(high)}={tell(left)}%", pair)


def shares_of_sum(scene: Scene, one: Entry, other: Entry, sources: Sources) -> Iterator[Derived]:
    """Each part's share of all figures of one unit in a fact (男生312名、女生288名: 52%)."""
    a = one.mention.figure
    if a is None or one.reading is not other.reading:
        return
    parts = [e for e in sources.figures.of_same_facts([one]) if e.mention.figure and e.mention.figure.base == a.base]
    numbers = [e.mention.figure.number for e in parts if e.mention.figure]
    if parts[:2] != [one, other]:
        return
    total = sum(numbers)
    likely = [like(scene, entry.scene, sources) for entry in parts]
    for entry, number, near in zip(parts, numbers, likely, strict=True):
        if near < max(likely):
            continue
        share = Fraction(number) / total * 100
        written = "+".join(map(tell, numbers))
        yield Derived(share, f"{tell(number)}÷({written})={tell(share)}%", (entry,), sure=False)


def like(draft: Scene, fact: Scene, sources: Sources) -> float:
    """How much a figure's surroundings share with a fact's; half where one of them says nothing."""
    score = likeness(draft, fact, sources)
    return 0.5 if score < 0 else score
