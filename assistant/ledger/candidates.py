"""What may follow from two figures of the facts: differences, shares, changes, so much for each."""

import itertools
import re
from collections.abc import Collection, Iterator, Sequence

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.ratios import REST, UNDONE, Derived, averages, measure_of, of_year, ratios, shares_of_sum
from assistant.ledger.scenes import Scene, counts_same, noun_of, opposite
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Sources
from assistant.ledger.times import of_two_times, turned
from assistant.ledger.values import same_unit, tell
from assistant.ledger.word_sets import words_of

_SURELY_REST = words_of("其余 剩余 剩下 余下")
_COMPARED = re.compile("比([^，。；\\d]{1,12}?)[又还]?[多少高低]出?了?(?=[\\d一二三四五六七八九十百千两])")
_BEYOND = words_of("超过 超出 超额")
_WEAKLY = words_of("还 还有 另 另有 另外 没有 还没 没 不 非")  # these count what is left only beside what it is left of
_MOVES = words_of("超额 超出 翻 翻番 翻了 多 少 比 相比 同比 相差 差 多出 高出 低 高 拉开")
_UNDONE = {"not", "gap"}
_MOST_OF_FACT = 8
_MOST_ACROSS = 16


def asked_of(figure: Figure, scene: Scene, told: bool) -> frozenset[str]:
    """How the figure may follow from others: as a "share", a change ("moves"), the "rest" or so much for "each"."""
    said = scene.said - {"多"} if figure.manner == "over" else scene.said  # the 多 of 六成多
    if figure.exact and "超过" in said:
        said = said | {"超出"}  # 超过目标12场
    left = said & REST
    rest = left if told or scene.marks & {"not", "gap"} else left - _WEAKLY
    ways = {
        "share": figure.base in ("%", "倍"),
        "moves": scene.marks & {"up", "down"} or said & _MOVES or compared(scene),
        "rest": rest,
        "each": scene.each,
    }
    return frozenset(way for way, asked in ways.items() if asked)


def compared(scene: Scene) -> str:
    """What the clause compares with (西片 of 比西片多7场), however the segmenter cut it; "" where it does not."""
    found = _COMPARED.search(scene.clause)
    return found[1] if found else ""


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
    per = measure_of(scene, sources.lexicon)
    if figure.base == "%" and scene.said & REST:
        yield from _complements(sources)
    if scene.each:
        yield from of_year(figure, scene, entries)
    if rest:
        yield from _rests(figure, entries, sources)
        if scene.said & _SURELY_REST:
            yield from _rests_of_another(figure, sentence, sources)
    pool = sources.figures.of_same_facts(entries)
    if figure.base not in ("%", "倍") and not scene.each:
        pool = [e for e in pool if e.mention.figure and _same_measure(figure, e.mention.figure)]
    for one, other in _pairs(pool):
        a, b = one.mention.figure, other.mention.figure
        if a is None or b is None or not a.number or not b.number:
            continue
        alike = same_unit(a, b) and (bool(a.base and b.base) or (a.base == b.base and one.reading is other.reading))
        left = alike and figure.number == abs(a.number - b.number) and _turned_over(scene, one, other)
        meant = alike and (left or _opposite_told(scene, one, other, sentence))
        if scene.each:
            yield from averages(figure, scene, per, one, other)
        if alike and figure.base in ("%", "倍") and a.base != "%":
            yield from ratios(figure, scene, one, other, moves)
            if figure.base == "%" and not moves:
                yield from shares_of_sum(scene, one, other, sources)
        elif alike and figure.base not in ("%", "倍") and turned(scene, one, other):
            continue
        elif figure.base == a.base == "%" and "by" in scene.marks:
            continue  # from 88% to 97% are nine points more, not 9%
        elif (
            alike
            and (
                moves or rest or meant or (one.fact == other.fact and one.fact in told and _whole_told(a, b, sentence))
            )
            and _same_measure(figure, a)
            and (moves or rest or meant or not _named(scene, one, other, sources))
        ):
            low, high = min(a.number, b.number), max(a.number, b.number)
            if _is_no_difference(scene, one if a.number == low else other, one, other, sentence):
                continue
            yield Derived(
                high - low,
                f"{tell(high)}-{tell(low)}={tell(high - low)}",
                (one, other),
                bool(moves) or _all_told(scene, a, b, sentence),
                meant,
            )


def _named(scene: Scene, one: Entry, other: Entry, sources: Sources) -> bool:
    """True where the draft's noun is that of a third figure of the fact (13名升学，9名就业 of 就业7名)."""
    own = noun_of(scene)
    beside = (e for e in sources.figures.of_same_facts([one]) if e is not one and e is not other)
    return len(own) > 1 and any(noun_of(e.scene) == own for e in beside)


def _is_no_difference(scene: Scene, part: Entry, one: Entry, other: Entry, sentence: Sentence) -> bool:
    """True where the draft tells what the facts tell a figure of: the part itself, an end of a change, what is left
    of another part than the sentence has told."""
    undone = scene.said & UNDONE - part.scene.said  # 救助74只，放飞63只: 没有放飞的11只
    whole = other if part is one else one
    shared = (scene.plain & part.scene.plain) - whole.scene.plain
    moved = scene.said & (REST | _MOVES | _BEYOND) or scene.marks & {"up", "down", "not", "gap"}
    said_other = undone or scene.said & _BEYOND or _turned_over(scene, one, other)
    if (counts_same(scene, part.scene) and not said_other) or (shared and not (moved or said_other)):
        return True
    if scene.marks & {"from", "to"} and of_two_times(one, other):
        return True
    figures = [entry.mention.figure for entry in (one, other)]
    numbers = {f.number for f in figures if f is not None}
    told = {n for n in sentence.numbers if n in numbers or any(f and n < f.number for f in figures)}
    return bool(scene.said & REST) and max(numbers) in told and len(told) > 1 and min(numbers) not in told


def _opposite_told(scene: Scene, one: Entry, other: Entry, sentence: Sentence) -> bool:
    """True where the clause counts the opposite of a part that the sentence tells (500名，其中女生300名: 男生200名)."""
    figures = [(e.mention.figure.number, e) for e in (one, other) if e.mention.figure]
    part = min(figures, key=lambda pair: pair[0])
    return one.fact == other.fact and part[0] in sentence.numbers and opposite(scene, part[1].scene)


def _turned_over(scene: Scene, one: Entry, other: Entry) -> bool:
    """True where the clause tells done what the fact tells undone of a part, or the other way (23个村，7个没有建立:
    16个已建立)."""
    parts = [(e.mention.figure.number, e.scene) for e in (one, other) if e.mention.figure]
    (_, part), (_, whole) = sorted(parts, key=lambda pair: pair[0])
    undone = [bool(each.marks & _UNDONE) for each in (scene, part, whole)]
    return one.fact == other.fact and undone[0] != undone[1] and not undone[2] and bool(scene.plain & part.plain)


def _rests(figure: Figure, entries: Sequence[Entry], sources: Sources) -> Iterator[Derived]:
    """What is left of a fact's first figure without all that follow in its unit (43名，其中29名……、11名……: 3名)."""
    for _, group in itertools.groupby(sources.figures.of_same_facts(entries), key=lambda e: id(e.reading)):
        parts = [e for e in group if e.mention.figure and e.mention.figure.base == figure.base]
        numbers = [e.mention.figure.number for e in parts if e.mention.figure]
        if len(parts) > 2 and (left := numbers[0] - sum(numbers[1:])) > 0:
            yield Derived(left, f"{'-'.join(map(tell, numbers))}={tell(left)}", tuple(parts), sure=False)


def _rests_of_another(figure: Figure, sentence: Sentence, sources: Sources) -> Iterator[Derived]:
    """What is left of another fact's figure without all that the sentence tells (17名；9名、5名，其余: 3名)."""
    for fact in sentence.facts:
        entries = sources.figures.of_facts([fact])
        parts = [e for e in entries if e.mention.figure and e.mention.figure.base == figure.base]
        taken = sum(e.mention.figure.number for e in parts if e.mention.figure)
        for whole in sources.figures.plain(figure.base):
            known = whole.mention.figure
            if known and parts and whole.fact != fact and known.number - taken == figure.number > 0:
                told = "-".join(tell(e.mention.figure.number) for e in (whole, *parts) if e.mention.figure)
                yield Derived(figure.number, f"{told}={tell(figure.number)}", (whole, *parts), sure=False, meant=True)


def _all_told(scene: Scene, one: Figure, other: Figure, sentence: Sentence) -> bool:
    """True where the sentence has told both whole and part, and goes on with the rest by name (其余97名)."""
    return bool(scene.said & _SURELY_REST) and {one.number, other.number} <= sentence.numbers


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


def tells_rest(scene: Scene) -> bool:
    """True where the clause says that something is left, or each, or more (其余, 剩下, 平均, 增加)."""
    return bool(scene.said & (REST | _MOVES)) or scene.each or bool(scene.marks & {"up", "down"})
