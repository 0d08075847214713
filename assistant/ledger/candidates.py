"""What may follow from two figures of the facts: differences, shares, changes, so much for each."""

import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.lexicon import Lexicon, Unit
from assistant.ledger.numerals import Number, simple
from assistant.ledger.scenes import Scene, counts_same, noun_of
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Sources
from assistant.ledger.subjects import likeness
from assistant.ledger.times import in_time, of_two_times, turned
from assistant.ledger.values import same_unit, tell
from assistant.ledger.word_sets import words_of

_UNDONE = words_of("没 没有 未 尚未 还未 还没")
_REST = _UNDONE | words_of(
    "原有 原来 此前 其余 其他 其它 剩余 剩下 余下 另 另有 另外 还 还有 尚 尚有 仍 仍有 不 非 以外 之外"
)
_WEAKLY = words_of("还 还有 另 另有 另外 没有 还没 没 不 非")  # these count what is left only beside what it is left of
_MOVES = words_of("翻 翻番 翻了 多 少 比 相比 同比 相差 差 多出 高出 低 高 拉开")
_MEASURED = ("长度", "面积", "重量", "时间")
_EACH_MEASURE = re.compile("每一?(个?小时|公里|公斤|千克|公顷|平方米|[吨亩里斤米])|(亩)均")
_MOST_OF_FACT = 8
_MOST_ACROSS = 16


@dataclass(frozen=True)
class Derived:
    """A value that follows from facts' figures; ``sure`` where no other value can be meant."""

    value: Number
    told: str
    entries: tuple[Entry, ...]
    sure: bool = True


def asked_of(figure: Figure, scene: Scene, told: bool) -> frozenset[str]:
    """How the figure may follow from others: as a "share", a change ("moves"), the "rest" or so much for "each"."""
    said = scene.said - {"多"} if figure.manner == "over" else scene.said  # the 多 of 六成多
    left = said & _REST
    rest = left if told or scene.marks & {"not", "gap"} else left - _WEAKLY
    ways = {
        "share": figure.base in ("%", "倍"),
        "moves": scene.marks & {"up", "down"} or said & _MOVES,
        "rest": rest,
        "each": scene.each,
    }
    return frozenset(way for way, asked in ways.items() if asked)


def candidates(
    figure: Figure,
    scene: Scene,
    asked: Collection[str],
    entries: Sequence[Entry],
    sources: Sources,
    sentence: Sentence,
) -> Iterator[Derived]:
    """What may follow from the facts\' figures in the ways that are ``asked``, the likeliest first."""
    moves, rest, told = "moves" in asked, "rest" in asked, sentence.facts
    per = _measure_of(scene, sources.lexicon)
    if figure.base == "%" and scene.said & _REST:
        yield from _complements(sources)
    if rest:
        yield from _rests(figure, entries, sources)
    pool = sources.figures.of_same_facts(entries)
    if figure.base not in ("%", "倍") and not scene.each:
        pool = [e for e in pool if e.mention.figure and _same_measure(figure, e.mention.figure)]
    for one, other in _pairs(pool):
        a, b = one.mention.figure, other.mention.figure
        if a is None or b is None or not a.number or not b.number:
            continue
        alike = same_unit(a, b) and bool(a.base and b.base)
        if scene.each:
            yield from _averages(figure, per, one, other)
        if alike and figure.base in ("%", "倍") and a.base != "%":
            yield from _ratios(figure, scene, one, other, moves)
            if figure.base == "%" and not moves:
                yield from _shares_of_sum(scene, one, other, sources)
        elif alike and figure.base not in ("%", "倍") and turned(scene, one, other):
            continue
        elif (
            alike
            and (moves or rest or (one.fact == other.fact and one.fact in told and _whole_told(a, b, sentence)))
            and _same_measure(figure, a)
            and (moves or rest or not _named(scene, one, other, sources))
        ):
            low, high = min(a.number, b.number), max(a.number, b.number)
            if _is_no_difference(scene, one if a.number == low else other, one, other, sentence):
                continue
            yield Derived(high - low, f"{tell(high)}-{tell(low)}={tell(high - low)}", (one, other), moves)


def _named(scene: Scene, one: Entry, other: Entry, sources: Sources) -> bool:
    """True where the draft's noun is that of a third figure of the fact (13名升学，9名就业 of 就业7名)."""
    own = noun_of(scene)
    beside = (e for e in sources.figures.of_same_facts([one]) if e is not one and e is not other)
    return len(own) > 1 and any(noun_of(e.scene) == own for e in beside)


def _is_no_difference(scene: Scene, part: Entry, one: Entry, other: Entry, sentence: Sentence) -> bool:
    """True where the draft tells what the facts tell a figure of: the part itself, an end of a change, what is left
    of another part than the sentence has told."""
    undone = scene.said & _UNDONE - part.scene.said  # 救助74只，放飞63只: 没有放飞的11只
    whole = other if part is one else one
    shared = (scene.plain & part.scene.plain) - whole.scene.plain
    compared = scene.said & (_REST | _MOVES) or scene.marks & {"up", "down", "not", "gap"}
    if (counts_same(scene, part.scene) and not undone) or (shared and not compared):
        return True
    if scene.marks & {"from", "to"} and of_two_times(one, other):
        return True
    figures = [entry.mention.figure for entry in (one, other)]
    numbers = {f.number for f in figures if f is not None}
    told = {n for n in sentence.numbers if n in numbers or any(f and n < f.number for f in figures)}
    return bool(scene.said & _REST) and max(numbers) in told and len(told) > 1 and min(numbers) not in told


def _rests(figure: Figure, entries: Sequence[Entry], sources: Sources) -> Iterator[Derived]:
    """What is left of a fact's first figure without all that follow in its unit (43名，其中29名……、11名……: 3名)."""
    for _, group in itertools.groupby(sources.figures.of_same_facts(entries), key=lambda e: id(e.reading)):
        parts = [e for e in group if e.mention.figure and e.mention.figure.base == figure.base]
        numbers = [e.mention.figure.number for e in parts if e.mention.figure]
        if len(parts) > 2 and (left := numbers[0] - sum(numbers[1:])) > 0:
            yield Derived(left, f"{'-'.join(map(tell, numbers))}={tell(left)}", tuple(parts), sure=False)


def _whole_told(one: Figure, other: Figure, sentence: Sentence) -> bool:
    """True where the sentence tells what the part is taken from (50名学子，女生28名，男生22名)."""
    return max(one.number, other.number) in sentence.numbers


def _pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of one fact first, then of two where there are few."""
    for _, group in itertools.groupby(entries, key=lambda e: id(e.reading)):
        yield from itertools.combinations(list(group)[:_MOST_OF_FACT], 2)
    if len(entries) <= _MOST_ACROSS:
        yield from (p for p in itertools.combinations(entries, 2) if p[0].reading is not p[1].reading)


def _complements(sources: Sources) -> Iterator[Derived]:
    for entry in sources.figures.entries:
        figure = entry.mention.figure
        if figure and figure.base == "%" and figure.exact and 0 < figure.number < 100:
            rest = 100 - figure.number
            yield Derived(rest, f"100-{tell(figure.number)}={tell(rest)}", (entry,), sure=False)


def _same_measure(figure: Figure, other: Figure) -> bool:
    return same_unit(figure, other) or (figure.base == "百分点" and other.base == "%")


def _measure_of(scene: Scene, lexicon: Lexicon) -> Unit | None:
    """The unit of measure that the clause tells so much for each of (每吨, 亩均)."""
    each = _EACH_MEASURE.search(scene.clause) if scene.each else None
    return lexicon.units.get(each[1] or each[2]) if each else None


def _averages(figure: Figure, per: Unit | None, one: Entry, other: Entry) -> Iterator[Derived]:
    for whole, part in ((one, other), (other, one)):
        a, b = whole.mention.figure, part.mention.figure
        if a and b and a.base == figure.base and (per is None or per.base == b.base):
            # 每吨 of 62.4吨, which are kept as 公斤
            number = simple(Fraction(b.number) / per.factor) if per else b.bare if b.family in _MEASURED else b.number
            value = Fraction(a.number) / number
            yield Derived(value, f"{tell(a.number)}÷{tell(number)}={tell(value)}", (whole, part))


def _ratios(figure: Figure, scene: Scene, one: Entry, other: Entry, moves: bool) -> Iterator[Derived]:
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
        if scene.said & _REST:
            left = 100 - share
            yield Derived(left, f"({tell(high)}-{tell(low)})÷{tell(high)}={tell(left)}%", pair)


def _shares_of_sum(scene: Scene, one: Entry, other: Entry, sources: Sources) -> Iterator[Derived]:
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


def tells_rest(scene: Scene) -> bool:
    """True where the clause says that something is left, or each, or more (其余, 剩下, 平均, 增加)."""
    return bool(scene.said & (_REST | _MOVES)) or scene.each or bool(scene.marks & {"up", "down"})
