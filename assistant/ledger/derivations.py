"""Figures that follow from two of the facts': share, growth, difference, complement, per head; exact only."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assistant.ledger.figures import Figure
from assistant.ledger.sources import Entry, Finding, Sources
from assistant.ledger.subjects import Scene, likeness
from assistant.ledger.values import holds, same_unit, tell

_REST = frozenset("其余 其他 其它 剩余 剩下 余下 另 另有 另外 还 还有 尚 尚有 仍 仍有 未 没有 不".split())

_MOST_PAIRS = 4000


@dataclass(frozen=True)
class _Derived:
    value: Fraction
    told: str
    entries: tuple[Entry, ...]


def derivation(figure: Figure, scene: Scene, entries: Sequence[Entry], sources: Sources, words: str) -> Finding | None:
    """Supported where the figure follows exactly; altered where it is meant to follow from one fact and does not."""
    wrong: _Derived | None = None
    for derived in itertools.islice(_candidates(figure, scene, entries), _MOST_PAIRS):
        likely = max(_like(scene, e.scene, sources) for e in derived.entries)
        same_fact = len({e.fact for e in derived.entries}) == 1
        if likely < (0.2 if same_fact and len(derived.entries) > 1 else 0.0 if same_fact else 0.45):
            continue
        facts = tuple(dict.fromkeys(e.fact for e in derived.entries if e.fact is not None))
        if holds(figure, derived.value):
            return Finding("supported", facts[0], derived.told, facts)
        if same_fact and likely >= 0.3:
            wrong = wrong or derived
    if wrong is None:
        return None
    return Finding("altered", wrong.entries[0].fact, f"{wrong.told}，此处写成{words}")


def _like(draft: Scene, fact: Scene, sources: Sources) -> float:
    score = likeness({**draft.wide, **draft.near}, {**fact.wide, **fact.near}, sources.lexicon)
    return 0.5 if score < 0 else score


def _candidates(figure: Figure, scene: Scene, entries: Sequence[Entry]) -> Iterator[_Derived]:
    if figure.base == "%":
        yield from _complements(scene, entries)
    for one, other in _pairs(entries):
        yield from _of_pair(figure, scene, one, other)


def _pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Pairs of one fact first, then of two."""
    pairs = list(itertools.combinations(entries, 2)) if len(entries) <= 60 else list(_own_pairs(entries))
    pairs.sort(key=lambda pair: pair[0].reading is not pair[1].reading)
    yield from pairs


def _own_pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for _, group in itertools.groupby(entries, key=lambda e: id(e.reading)):
        yield from itertools.combinations(group, 2)


def _complements(scene: Scene, entries: Sequence[Entry]) -> Iterator[_Derived]:
    if not scene.said & _REST:
        return
    for entry in entries:
        figure = entry.mention.figure
        if figure and figure.base == "%" and 0 < figure.number < 100:
            rest = 100 - figure.number
            yield _Derived(rest, f"100-{tell(figure.number)}={tell(rest)}", (entry,))


def _of_pair(figure: Figure, scene: Scene, one: Entry, other: Entry) -> Iterator[_Derived]:
    a, b = one.mention.figure, other.mention.figure
    if a is None or b is None or not a.number or not b.number:
        return
    pair = (one, other)
    if not same_unit(a, b) or "" in (a.base, b.base):
        for x, y in ((a, b), (b, a)):
            if x.base == figure.base and scene.each:
                yield _Derived(
                    x.number / y.number, f"{tell(x.number)}÷{tell(y.number)}={tell(x.number / y.number)}", pair
                )
        return
    low, high = min(a.number, b.number), max(a.number, b.number)
    moves = scene.marks & {"up", "down"} or scene.said & {"翻", "翻番", "翻了", "多", "少", "比", "相比"}
    if figure.base == "%" and a.base != "%":
        if moves:
            yield _Derived(
                (b.number - a.number if b.number > a.number else a.number - b.number) / a.number * 100,
                f"由{tell(a.number)}到{tell(b.number)}，变化{tell(abs(b.number - a.number) / a.number * 100)}%",
                pair,
            )
        elif low != high:
            yield _Derived(low / high * 100, f"{tell(low)}÷{tell(high)}={tell(low / high * 100)}%", pair)
            if scene.said & _REST:
                yield _Derived(
                    (high - low) / high * 100,
                    f"({tell(high)}-{tell(low)})÷{tell(high)}={tell((high - low) / high * 100)}%",
                    pair,
                )
    elif figure.base == "倍":
        grown = (high - low) / low
        yield _Derived(grown if moves else high / low, f"由{tell(low)}到{tell(high)}，为{tell(high / low)}倍", pair)
    elif (moves or scene.said & _REST) and (same_unit(figure, a) or (figure.base == "百分点" and a.base == "%")):
        yield _Derived(high - low, f"{tell(high)}-{tell(low)}={tell(high - low)}", pair)
