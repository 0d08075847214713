"""Sums of the facts' figures, exact, with the arithmetic told."""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from assistant.ledger.derivations import derivation
from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.former import former, grown
from assistant.ledger.kin import related
from assistant.ledger.numerals import Number
from assistant.ledger.payers import payers
from assistant.ledger.products import product, share_of
from assistant.ledger.scenes import Scene, noun_of
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.subjects import agreement, kinds_clash, likeness, shared
from assistant.ledger.totals import NOT_SUMMED, sum_of_products, sum_of_told, sum_with_plan, tells_total
from assistant.ledger.values import holds, tell
from assistant.ledger.word_sets import words_of
from assistant.ledger.years import span_of_years

_MOST_PARTS = 40
_PENDING = re.compile("待|尚?未|尚待|有待")
# What money from every source is called when it is put together.
_MONEY = ("经费", "捐赠")
_MOST_SOURCES = 5
_TOTALS = words_of("合计 总计 共计 总共")
# How well a figure agrees with the part that it is told of, and how much better than with the other parts.
_OWN, _APART, _APART_LOOSE = 0.9, 0.6, 0.3


def derive(figure: Figure, scene: Scene, sources: Sources, words: str, sentence: Sentence) -> Finding | None:
    """A finding where the figure is a sum of the facts' figures or follows from two of them; None where neither.

    ``sentence``: the facts that it tells before are likelier to be meant than others.
    """
    ways: tuple[Callable[[], Finding | None], ...] = (
        lambda: sum_of_told(figure, scene, sentence),
        lambda: _sum(figure, scene, sources),
        lambda: _sum_of_fact(figure, scene, sources, words, sentence),
        lambda: grown(figure, scene, sources),
        lambda: former(figure, scene, sources, sentence, words),
        lambda: derivation(figure, scene, sources, words, sentence),
        lambda: span_of_years(figure, scene, sources),
        lambda: product(figure, scene, sources, words),
        lambda: sum_of_products(figure, scene, sources),
        lambda: sum_with_plan(figure, scene, sources, sentence),
        lambda: share_of(figure, scene, sources, sentence),
        lambda: _whole_of_fact(figure, scene, sources),
        lambda: payers(figure, scene, sources),
    )
    wrong: Finding | None = None
    for way in ways:
        found = way()
        if found and found.verdict == "supported":
            return found
        wrong = wrong or found
    return wrong


def _sum(figure: Figure, scene: Scene, sources: Sources) -> Finding | None:
    if figure.base in NOT_SUMMED or "to" in scene.marks or scene.each:
        return None
    money = figure.base == "元" and (scene.head in _MONEY or scene.after in _MONEY)
    parts = sources.figures.plain(figure.base) if money else sources.figures.sharing(scene, figure.base)
    parts = [e for e in parts if _number(e) < _most(figure)]
    if len(parts) < 2:
        return None
    if not money or len(parts) > _MOST_SOURCES:
        parts = [e for e in parts if _summable(scene, e.scene, sources)][:_MOST_PARTS]
    groups = _groups(parts)
    if not figure.exact and not tells_total(scene):
        groups = (group for group in groups if len(group) == len(parts))  # 30余名 would be the sum of nearly any two
    for group in groups:
        total = sum(map(_number, group), 0)
        if (
            holds(figure, total)
            and (money or _one_kind(group) or _all_named(scene, group, sources))
            and not _of_one_part(scene, group)
            and not _names_one_part(scene, group)
            and not _has_own_part(group, sources)
            and not _tells_one_part(figure, scene, group, sources)
        ):
            facts = tuple(dict.fromkeys(e.fact for e in group if e.fact is not None))
            return Finding("supported", facts[0], f"{_arithmetic(group)}，合计无误", facts)
    return None


def _of_one_part(scene: Scene, group: Sequence[Entry]) -> bool:
    """True where the figure is told of the time of one part alone (下半年80场 is no sum of 上半年 and 下半年)."""
    if tells_total(scene) or not scene.dates:
        return False
    same = [bool(set(scene.dates) & set(entry.scene.dates)) for entry in group]
    return any(same) and not all(same)


def _names_one_part(scene: Scene, group: Sequence[Entry]) -> bool:
    """True where the draft names one part in its own words, or one is still to come (就业7名, 待就业2名: 9名就业)."""
    if tells_total(scene):
        return False
    names = [noun_of(entry.scene) for entry in group]
    own = noun_of(scene)
    pending = any(_PENDING.match(name) for name in names) and not _PENDING.search(scene.clause)
    listed = re.search(f"[、和与及]{re.escape(own)}", scene.clause)  # 升学、就业的20名
    return pending or (len(own) > 1 and names.count(own) == 1 and not listed)


def _has_own_part(group: Sequence[Entry], sources: Sources) -> bool:
    """True where one of the group is the total of a fact that another one is a part of."""
    for entry in group:
        beside = [e for e in sources.figures.of_same_facts([entry]) if _unit(e) == _unit(entry)]
        total = "其中" in entry.reading.text.plain and sum(map(_number, beside)) == 2 * _number(entry)
        if total and any(e is not entry and e.reading is entry.reading for e in group):
            return True
    return False


def _tells_one_part(figure: Figure, scene: Scene, group: Sequence[Entry], sources: Sources) -> bool:
    """True where the figure is told of one part alone, whose own it stands for (590名学生和740名家长)."""
    if tells_total(scene):
        return False
    likes = [agreement(scene, entry.scene, sources, figure.family)[0] for entry in group]
    return max(likes) >= _OWN and min(likes) < max(likes) - (_APART if figure.exact else _APART_LOOSE)


def _sum_of_fact(figure: Figure, scene: Scene, sources: Sources, words: str, sentence: Sentence) -> Finding | None:
    """A total (合计, 共) of all figures of one unit that one fact tells; altered where the only such sum differs."""
    if figure.base in NOT_SUMMED or not tells_total(scene) or scene.marks & {"gap", "not", "plan"}:
        return None
    groups: dict[int, list[Entry]] = {}
    for entry in sources.figures.plain(figure.base):
        if not entry.scene.marks & {"gap", "not", "plan"}:
            groups.setdefault(id(entry.reading), []).append(entry)
    sums = [group for group in groups.values() if len(group) > 1]
    for group in sums:
        if holds(figure, sum(map(_number, group))):
            return Finding("supported", group[0].fact, f"{_arithmetic(group)}，合计无误", (group[0].fact or 0,))
    told = set(sentence.facts)
    for group in (g for g in sums if g[0].fact in told):
        for part in _runs(group):
            if holds(figure, sum(map(_number, part))):
                return Finding("supported", group[0].fact, f"{_arithmetic(part)}，合计无误", (group[0].fact or 0,))
    listed = [entry for group in groups.values() for entry in group if entry.fact in told]
    if len(listed) > 1 and scene.said & _TOTALS and scene.near_weight < 0.6:
        return Finding("altered", listed[0].fact, f"{_arithmetic(listed)}，此处写成{words}")
    if len(sums) == 1 and scene.near_weight < 2.5:
        return Finding("altered", sums[0][0].fact, f"{_arithmetic(sums[0])}，此处写成{words}")
    return None


def _whole_of_fact(figure: Figure, scene: Scene, sources: Sources) -> Finding | None:
    """All parts that one fact lists, put together though no word says so (一等奖20名、二等奖40名: 60名)."""
    if figure.base in NOT_SUMMED or not figure.exact:
        return None
    own = set("".join(scene.whole))
    wholes = sources.remembered("wholes", lambda: _wholes(sources))
    for parts in wholes.get((figure.base, figure.number), ()):
        if own & set(parts[0].reading.text.plain):
            return Finding("supported", parts[0].fact, f"{_arithmetic(parts)}，合计无误", (parts[0].fact or 0,))
    return None


def _wholes(sources: Sources) -> dict[tuple[str, Number], list[list[Entry]]]:
    """By unit and sum, the figures of a fact that tells three of one unit or more and no sum of them itself."""
    groups: dict[tuple[int, str], list[Entry]] = {}
    for entry in sources.figures.plain():
        groups.setdefault((id(entry.reading), _unit(entry)), []).append(entry)
    table: dict[tuple[str, Number], list[list[Entry]]] = {}
    for (_, unit), parts in groups.items():
        total = sum(map(_number, parts))
        if len(parts) >= 3 and total != 2 * max(map(_number, parts)):
            table.setdefault((unit, total), []).append(parts)
    return table


def _runs(group: list[Entry]) -> Iterator[list[Entry]]:
    """Neighbouring figures of a fact (一等奖10件、二等奖20件 of 700件 handed in)."""
    for size in range(2, min(len(group), 6)):
        for start in range(len(group) - size + 1):
            yield group[start : start + size]


def _most(figure: Figure) -> Number:
    return figure.number * 2 if figure.high is None else figure.high + 1


def _groups(parts: list[Entry]) -> Iterator[tuple[Entry, ...]]:
    if len(parts) >= 2:
        yield tuple(parts)
    for reading in dict.fromkeys(id(e.reading) for e in parts):
        own = tuple(e for e in parts if id(e.reading) == reading)
        if 2 <= len(own) < len(parts):
            yield own
    for size, most in ((2, _MOST_PARTS), (3, 12), (4, 8)):
        if size < len(parts) <= most:
            yield from itertools.combinations(parts, size)


def _unit(entry: Entry) -> str:
    return entry.mention.figure.base if entry.mention.figure else ""


def _number(entry: Entry) -> Number:
    return entry.mention.figure.number if entry.mention.figure else 0


def _summable(draft: Scene, fact: Scene, sources: Sources) -> bool:
    """True where the draft's subject may be the whole of which the fact's is a part."""
    lacks = draft.marks & {"gap", "not"} != fact.marks & {"gap", "not"}
    if lacks or ("plan" in draft.marks) != ("plan" in fact.marks):
        return False
    if fact.head and draft.near and not _names_part(draft, fact, sources):
        return False
    if kinds_clash(draft, fact, sources.lexicon, "theme") or kinds_clash(draft, fact, sources.lexicon, "people"):
        return False
    return likeness(draft, fact, sources) != 0.0


def _names_part(draft: Scene, fact: Scene, sources: Sources) -> bool:
    """True where the draft names the part, or a wider thing, or nothing of its kind."""
    lexicon = sources.lexicon
    own = [word for word in draft.near if lexicon.kinds.get(word) == lexicon.kinds[fact.head]]
    return not own or any(related(lexicon, word, fact.head) for word in own)


def _one_kind(group: Sequence[Entry]) -> bool:
    heads = {e.scene.head for e in group}
    return len(heads) == 1 or "" not in heads


def _all_named(scene: Scene, group: Sequence[Entry], sources: Sources) -> bool:
    """True where the sentence names what each figure of one fact counts (律师和五老合成三十三人)."""
    if len({id(e.reading) for e in group}) > 1 or not tells_total(scene):
        return False
    return all(shared(scene, entry.scene, sources) for entry in group)


def _arithmetic(group: Sequence[Entry]) -> str:
    total = sum(map(_number, group), 0)
    return "+".join(tell(_number(e)) for e in group) + "=" + tell(total)
