"""Years and months that passed between two dates of the facts."""

import itertools
import re

from assistant.ledger.figures import Figure
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.values import holds

_MOST_DATES = 24
_SHORTEST_SPAN = 3  # months
_SPANS = re.compile("以来|走过|历程|持续|历时|春秋|年头|年载|寒来暑往|坚守|迄今|至今")


def span_of_years(figure: Figure, scene: Scene, sources: Sources) -> Finding | None:
    """Supported where years or months passed between two dates of the facts (1994 and 2024: 30个年头)."""
    years = {e.mention.date.year: e.fact for e in sources.entries.get("date", ()) if e.mention.date}
    years.pop(0, None)
    if figure.family == "年月" and 1 < len(years) == figure.bare and max(years) - min(years) + 1 == figure.bare:
        return Finding("supported", min(years.items())[1], f"{min(years)}年至{max(years)}年共{len(years)}年", ())
    found = _months(figure, sources) or _days(figure, sources)
    if found:
        return found
    said = scene.said
    if (
        figure.family != "年月"
        or figure.number < _SHORTEST_SPAN
        or not (_SPANS.search("".join(said) + figure.unit) or said & {"来", "年来"})
    ):
        return None
    dates = [(e.fact, e.mention.date) for e in sources.entries.get("date", ()) if e.mention.date]
    for (fact, one), (_, other) in itertools.permutations([d for d in dates if d[1].year][:_MOST_DATES], 2):
        if holds(figure, (other.year - one.year) * 12) and other.year > one.year + 1:
            told = f"{other.year}-{one.year}={other.year - one.year}"
            return Finding("supported", fact, told, ())
        months = (other.year - one.year) * 12 + other.month - one.month + 1
        if one.month and other.month and 1 < months == figure.number:
            return Finding(
                "supported", fact, f"{one.year}年{one.month}月至{other.year}年{other.month}月共{months}个月", ()
            )
    return None


def _days(figure: Figure, sources: Sources) -> Finding | None:
    """Supported where a fact tells of so many days (11月3日至7日: 五天)."""
    if figure.base != "天" or not figure.exact:
        return None
    for one, other in itertools.pairwise(sources.entries.get("date", ())):
        first, last = one.mention.date, other.mention.whole
        beside = one.reading is other.reading and other.mention.start - one.mention.end <= 1
        if not beside or first is None or last is None or not first.day or first.month != (last.month or first.month):
            continue
        if last.day - first.day + 1 == figure.number > 1:
            why = f"{first.month}月{first.day}日至{last.day}日共{figure.number}天"
            return Finding("supported", one.fact, why, ())
    return None


def _months(figure: Figure, sources: Sources) -> Finding | None:
    """Supported where a fact tells of so many months (1月至10月: 前十个月)."""
    dates = sources.entries.get("date", ())
    for one, other in itertools.pairwise(dates):
        first, last = one.mention.date, other.mention.whole
        beside = one.reading is other.reading and other.mention.start - one.mention.end <= 1
        if not beside or first is None or last is None or first.day or last.day or not (first.month and last.month):
            continue
        months = ((last.year or first.year) - first.year) * 12 + last.month - first.month + 1
        if figure.family == "年月" and figure.exact and 1 < months == figure.number:
            return Finding("supported", one.fact, f"{first.month}月至{last.month}月共{months}个月", ())
    return None
