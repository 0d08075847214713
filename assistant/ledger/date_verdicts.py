"""Verdicts on dates."""

import re
from dataclasses import replace

from assistant.ledger.dates import Date
from assistant.ledger.figure_index import Entry
from assistant.ledger.reading import Reading
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Finding, Sources, named, supported
from assistant.ledger.subjects import agreement

_SAME_SUBJECT = 0.4
_DONE = re.compile("已经?|成功|圆满|顺利|如期|完成|[举召]办了|开展了|建成|落下帷幕|拉开帷幕|取得")
_WHEN = "^(?:上午|下午|晚上|早上|中午|傍晚|凌晨|早|晚)"
_OUTDONE = 0.45
_SLACK, _WELL = 0.05, 0.9


def judge_date(draft: Reading, number: int, sources: Sources) -> Finding:
    """The verdict on date ``number`` of the draft: a partial date is supported by a full one."""
    mention = draft.mentions[number]
    date, words, scene = mention.date, draft.words(mention), draft.scene(number)
    assert date is not None
    entries = [e for e in sources.entries.get("date", ()) if _told(date, e) or _rivals(date, e.mention.date)]
    scored = [(agreement(scene, e.scene, sources, dates=False)[0], e) for e in entries]
    scored.sort(key=lambda pair: (-pair[0], pair[1].fact is None))
    good = [(score, e) for score, e in scored if _told(date, e)]
    rivals = [(score, e) for score, e in scored if not _told(date, e) and _rivals(date, e.mention.date)]
    if good:
        score, entry = good[0]
        rivals = rivals if entry.scene.near else []  # 2022年、2023年分别为: nothing says what is told of it
        better = [r for r in rivals if r[0] > max(score, 0.0) + _OUTDONE and r[0] >= 0.8 and entry.fact is not None]
        outdone = next((r for r in better if not _elsewhere(r[1], r[0], draft, number, sources)), None)
        if outdone:
            return _altered(outdone[1], words)
        parts = [e.mention.date for _, e in good if e.mention.date]
        if draft.text.plain.startswith("全年", mention.end) and all(d.season or d.month for d in parts):
            return _altered(entry, f"{words}全年")
        if not date.other and _done_too_soon(scene, entry):
            return Finding("altered", entry.fact, f"{entry.place}的{entry.words}，计划写成了已经做到")
        return supported(entry)
    pieced = _pieced(date, scored) or _ends(date, sources) or _quarters(date, sources)
    if pieced:
        return supported(pieced)
    if date.level == "clock" and sources.mentions(re.sub(_WHEN, "", words)):
        return next(named(fact) for fact, text in sources.texts() if re.sub(_WHEN, "", words) in text)
    if any(date.within(other) for other in sources.sample_dates):
        return Finding("leaked", None, f"{words}不在要点里，来自范文")
    rivals.sort(key=lambda pair: -pair[0] - 0.3 * _shared(date, pair[1].mention.date))
    if date.level == "jubilee" and len({e.mention.date for _, e in rivals}) == 1:
        return _altered(rivals[0][1], words)
    for score, entry in rivals:
        if score >= _SAME_SUBJECT or _replaces(date, entry.mention.date):
            return _altered(entry, words)
    return Finding("unsupported", None, f"要点里没有{words}")


def _done_too_soon(draft: Scene, entry: Entry) -> bool:
    """True where the fact plans for the date what the draft tells as done; its figures would say so themselves."""
    if any(m.figure is not None and m.firm for m in entry.reading.mentions):
        return False
    return done_too_soon(draft, entry.scene)


def done_too_soon(draft: Scene, fact: Scene) -> bool:
    """True where the fact plans what the draft tells as done."""
    return "plan" in fact.marks and "plan" not in draft.marks and bool(_DONE.search(draft.clause))


def _elsewhere(rival: Entry, score: float, draft: Reading, number: int, sources: Sources) -> bool:
    """True where another date of the draft tells the rival in its own place, so that this one cannot stand for it."""
    return any(
        other != number
        and _told(date, rival)
        and agreement(draft.scene(other), rival.scene, sources, dates=False)[0] >= min(score - _SLACK, _WELL)
        for other, date in draft.dates
    )


def _altered(entry: Entry, words: str) -> Finding:
    return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处写成{words}")


def _told(date: Date, entry: Entry) -> bool:
    fact = entry.mention.whole or entry.mention.date
    if fact is None:
        return False
    if date.third and date.third != (fact.third or (min(2, (fact.day - 1) // 10) + 1 if fact.day else 0)):
        return False
    return date.within(fact) or (date == Date(fact.year_end) and bool(fact.year_end))


def _rivals(date: Date, fact: Date | None) -> bool:
    """True where the fact's date is of the draft's sort, so that one may stand for the other."""
    if fact is None:
        return False
    if date.other or fact.other:
        return date.level == fact.level
    return bool(
        (date.year and fact.year)
        or (date.month and fact.month)
        or (date.season and fact.season)
        or (date.day and fact.day)
    )


def _shared(date: Date, fact: Date | None) -> int:
    """How many parts the two have in common."""
    return sum(a == b for a, b in zip(date.parts, fact.parts, strict=True) if a) if fact else 0


def _replaces(date: Date, fact: Date | None) -> bool:
    """True where all but one part agree: another year with the same month, another day of the same month."""
    if fact is None:
        return False
    pairs = [(a, b) for a, b in zip(date.parts, fact.parts, strict=True) if a and b]
    return sum(a == b for a, b in pairs) >= 1 and sum(a != b for a, b in pairs) == 1


def _ends(date: Date, sources: Sources) -> Entry | None:
    """The entry of the first of two years that one fact tells apart (2019年至2024年) and the draft as one."""
    if not date.year_end:
        return None
    years: dict[int, dict[int, Entry]] = {}
    for entry in sources.entries.get("date", ()):
        if entry.mention.date:
            years.setdefault(id(entry.reading), {}).setdefault(entry.mention.date.year, entry)
    return next((found[date.year] for found in years.values() if date.year in found and date.year_end in found), None)


_PARTS = {"前三季度": "一二三", "前二季度": "一二", "上半年": "一二", "下半年": "三四"}


def _quarters(date: Date, sources: Sources) -> Entry | None:
    """The first entry where the facts tell every quarter that the draft's season is made of."""
    entries = sources.entries.get("date", ())
    seasons = {e.mention.date.season: e for e in reversed(entries) if e.mention.date and e.mention.date.season}
    parts = [seasons.get(f"{quarter}季度") for quarter in _PARTS.get(date.season, "")]
    return parts[0] if parts and all(parts) and not date.month else None


def _pieced(date: Date, scored: list[tuple[float, Entry]]) -> Entry | None:
    """The entry for the finer part of a date whose year stands in another fact or in the context."""
    if not date.year or not (date.month or date.season):
        return None
    rest = replace(date, year=0)
    years = {e.mention.date.year for _, e in scored if e.mention.date}
    for _, entry in scored:
        fact = entry.mention.date
        if fact and rest.within(fact) and not fact.year and date.year in years:
            return entry
    return None
