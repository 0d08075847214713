"""Totals: what the sentence has told put together, and what a fact tells of each, times their number, summed up."""

import itertools
import re
from collections.abc import Iterator

from assistant.ledger.figures import Figure
from assistant.ledger.numerals import Number, read_number
from assistant.ledger.scenes import Scene
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.values import holds, tell

_SUMS = re.compile(
    "(?<![雅公])共(?!赏|同|产|青|建|享|育|创|话|谋|筑|度|庆|商|治|管|读|学|进|鸣|识|性|和)|累计|[合总]计|总(?:额|量|数|人数)|[两三四五][项笔者]|[加合凑]起来|合成|加在一起|加总|相加|算下来|算在一起"
)
# 前两样加起来: so many of those told, wherever they stand.
_SO_MANY = re.compile(
    "([两二三四五])(?:[样项类门种者处地笔批个]|个?[村镇乡街校])"
    "(?=[^，。；]{0,6}(?:[加合凑]起来|加在一起|相加|[合总共]计|[一总]?共))"
)
_IN_THE_END = re.compile("届时|总数|[将可]达|[增扩]到|增至")
NOT_SUMMED = ("%", "百分点", "倍", "岁", "")


def tells_total(scene: Scene) -> bool:
    """True where the clause puts several figures together (共, 合计, 加起来)."""
    return bool(_SUMS.search(scene.clause))


def sum_of_told(figure: Figure, scene: Scene, sentence: Sentence) -> Finding | None:
    """The last figures of the sentence put together (抚恤金2万元、积蓄11万元，夫妻俩的13万元)."""
    if figure.base in NOT_SUMMED or not (figure.exact or tells_total(scene)) or scene.each:
        return None
    told = [(number, fact) for number, base, fact in sentence.amounts if base == figure.base]
    counted = _SO_MANY.search(scene.clause)
    size = read_number(counted[1]) if counted else 0
    runs = [told[i : i + int(size)] for i in range(len(told) - int(size) + 1)] if size else []
    for parts in (*(told[-size:] for size in range(2, len(told) + 1)), *runs):
        if holds(figure, total := sum(number for number, _ in parts)):
            facts = tuple(dict.fromkeys(fact for _, fact in parts if fact is not None))
            written = "+".join(tell(number) for number, _ in parts)
            why = f"{written}={tell(total)}，合计无误"
            return Finding("supported", facts[0] if facts else None, why, facts)
    return None


def sum_with_plan(figure: Figure, scene: Scene, sources: Sources, sentence: Sentence) -> Finding | None:
    """Supported where the figure is what there is and what the sentence plans (19个; 再设6个，届时达25个)."""
    if figure.base in NOT_SUMMED or not figure.exact or not _IN_THE_END.search(scene.clause):
        return None
    alike = [e for e in sources.figures.plain(figure.base) if e.mention.figure]
    planned = [e for e in alike if "plan" in e.scene.marks and e.fact in sentence.facts]
    for plan, now in itertools.product(planned, (e for e in alike if "plan" not in e.scene.marks)):
        one, other = now.mention.figure, plan.mention.figure
        if one is not None and other is not None and one.number + other.number == figure.number:
            facts = tuple(sorted({e.fact for e in (now, plan) if e.fact is not None}))
            return Finding(
                "supported", now.fact, f"{tell(one.number)}+{tell(other.number)}={tell(figure.number)}", facts
            )
    return None


def sum_of_products(figure: Figure, scene: Scene, sources: Sources) -> Finding | None:
    """Supported where a fact tells so much for each of several numbers (20人，每人800元；15人，每人1200元: 3.4万元)."""
    if figure.base in NOT_SUMMED or scene.each:
        return None
    for fact, base, total, told in sources.remembered("sums of products", lambda: list(_sums_of_products(sources))):
        if base == figure.base and holds(figure, total):
            return Finding("supported", fact, told, (fact,))
    return None


def _sums_of_products(sources: Sources) -> Iterator[tuple[int, str, Number, str]]:
    """For each fact that tells a number and so much for each of it twice or more: unit, sum, and how it comes about."""
    for _, group in itertools.groupby(sources.figures.plain(), key=lambda e: id(e.reading)):
        pairs = [
            (count.mention.figure.number, each.mention.figure, each.fact)
            for count, each in itertools.pairwise(group)
            if count.mention.figure and each.mention.figure and each.scene.each and not count.scene.each
        ]
        units = {each.base for _, each, _ in pairs}
        if len(pairs) > 1 and len(units) == 1:
            total = sum((count * each.number for count, each, _ in pairs), 0)
            written = "+".join(f"{tell(count)}×{tell(each.number)}" for count, each, _ in pairs)
            yield pairs[0][2] or 0, units.pop(), total, f"{written}={tell(total)}，合计无误"
