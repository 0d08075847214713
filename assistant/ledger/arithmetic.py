"""Sums and derivations of the facts' figures, exact, with the arithmetic told."""

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from assistant.ledger.derivations import derivation
from assistant.ledger.figures import Figure
from assistant.ledger.sources import Entry, Finding, Sources
from assistant.ledger.subjects import Scene, kinds_clash, likeness, related
from assistant.ledger.values import holds, same_unit, tell

_SUM_WORDS = frozenset(
    "共 累计 合计 总计 一共 共计 总共 总 总数 两项 三项 全年 先后 各类 各级 加起来 合起来 两年 总额 总量 三年".split()
)
_MOST_PARTS = 40


def derive(figure: Figure, scene: Scene, sources: Sources, words: str) -> Finding | None:
    """A finding where the figure is a sum of the facts' figures or follows from two of them; None where neither."""
    entries = [
        e
        for e in sources.entries.get("figure", ())
        if e.mention.figure and e.mention.figure.exact and e.fact is not None
    ]
    return _sum(figure, scene, entries, sources) or derivation(figure, scene, entries, sources, words)


def _sum(figure: Figure, scene: Scene, entries: Sequence[Entry], sources: Sources) -> Finding | None:
    parts = [e for e in entries if _alike(figure, e) and _summable(scene, e.scene, sources)]
    for group in _groups(parts[:_MOST_PARTS]):
        total = sum((_number(e) for e in group), Fraction(0))
        if holds(figure, total) and _one_kind(group, sources):
            facts = tuple(dict.fromkeys(e.fact for e in group if e.fact is not None))
            return Finding("supported", facts[0], f"{_arithmetic(group)}，合计无误", facts)
    return None


def _groups(parts: list[Entry]) -> Iterator[tuple[Entry, ...]]:
    if len(parts) >= 2:
        yield tuple(parts)
    for reading in dict.fromkeys(id(e.reading) for e in parts):
        own = tuple(e for e in parts if id(e.reading) == reading)
        if 2 <= len(own) < len(parts):
            yield own
    for size in (2, 3, 4):
        if len(parts) > size and len(parts) <= (40, 16, 10)[size - 2]:
            yield from itertools.combinations(parts, size)


def _alike(figure: Figure, entry: Entry) -> bool:
    other = entry.mention.figure
    return other is not None and other.base == figure.base and other.base not in ("%", "百分点", "倍", "岁")


def _summable(draft: Scene, fact: Scene, sources: Sources) -> bool:
    """True where the draft's subject may be the whole of which the fact's is a part."""
    if draft.marks & {"gap", "not"} != fact.marks & {"gap", "not"} or ("plan" in draft.marks) != ("plan" in fact.marks):
        return False
    if fact.head and draft.near and not _names_part(draft, fact, sources):
        return False
    if kinds_clash(draft, fact, sources.lexicon, "theme") or kinds_clash(draft, fact, sources.lexicon, "people"):
        return False
    return likeness(draft.near, fact.near, sources.lexicon) != 0.0


def _names_part(draft: Scene, fact: Scene, sources: Sources) -> bool:
    """True where the draft names the part, or a wider thing, or nothing of its kind."""
    lexicon = sources.lexicon
    own = [word for word in draft.near if lexicon.kinds.get(word) == lexicon.kinds[fact.head]]
    return not own or any(related(lexicon, word, fact.head) for word in own)


def _one_kind(group: Sequence[Entry], sources: Sources) -> bool:
    heads = [e.scene.head for e in group]
    if len(set(heads)) <= 1:
        return True
    return all(h for h in heads)


def _number(entry: Entry) -> Fraction:
    figure = entry.mention.figure
    return figure.number if figure else Fraction(0)


def _arithmetic(group: Sequence[Entry]) -> str:
    total = sum((_number(e) for e in group), Fraction(0))
    return "+".join(tell(_number(e)) for e in group) + "=" + tell(total)
