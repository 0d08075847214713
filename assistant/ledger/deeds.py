"""A deed told of the wrong person, in words alone: the fact tells it of another."""

import re
from collections.abc import Sequence

from assistant.ledger.figure_index import Entry
from assistant.ledger.reading import Reading
from assistant.ledger.sources import Sources
from assistant.ledger.spans import Mention

_FEWEST = 2
_PAUSES = "，。；！？：\n"
_CLAUSE = re.compile(r"[^，。；！？\n]{2,40}")


def deed_of_another(draft: Reading, mention: Mention, words: str, sources: Sources) -> Entry | None:
    """The entry of the person of whom a fact tells what the draft's clause tells of ``words``; None where none does.

    Only where the clause holds no figure or date (those are judged themselves) and no other person.
    """
    text = draft.text
    clause = _CLAUSE.match(text.plain, mention.end)
    if clause is None:
        return None
    inside = draft.within(mention.end, clause.end())
    if any(m.firm and (m.kind in ("figure", "date") or m.sort == "person") for m in inside):
        return None
    deeds = [word for word in _telling(draft, clause.start(), clause.end()) if word not in text.lexicon.roles]
    if len(deeds) < _FEWEST:
        return None
    own = "".join(plain for _, plain in sources.texts() if words in plain)
    others = [word for word in deeds if word not in own]
    if not own or len(others) < _FEWEST:
        return None
    for entry in sources.entries.get("name", ()):
        plain = entry.reading.text.plain
        if entry.mention.sort == "person" and words not in plain and all(word in plain for word in deeds):
            return entry
    return None


def unit_of_another(draft: Reading, mention: Mention, words: str, sources: Sources) -> Entry | None:
    """The entry of the person whom a fact names right after the unit that stands before ``words`` in the draft.

    Only where a fact names ``words`` right after another unit (童游中学何雨桐、潭城小学傅嘉树, exchanged).
    """
    unit = _unit_before(draft, mention)
    if not unit:
        return None
    people = [e for e in sources.entries.get("name", ()) if e.mention.sort == "person"]
    units = [(e, _unit_before(e.reading, e.mention)) for e in people]
    own = {other for e, other in units if e.words == words and other}
    if not own or any(unit in other or other in unit for other in own):
        return None
    return next((e for e, other in units if e.words != words and other == unit), None)


def owner_of_another(draft: Reading, mention: Mention, words: str, sources: Sources) -> Entry | None:
    """The entry of the team or work that a fact names right after ``words``, where the draft names another's there.

    Only where a fact names the draft's right after another unit (穆店初中“小蓝钳队”, told of 大圣小学).
    """
    thing = next((m for m in draft.mentions if m.start == mention.end and m.kind in ("activity", "title")), None)
    if thing is None:
        return None
    things = [e for kind in ("activity", "title") for e in sources.entries.get(kind, ())]
    units = [(e, _unit_before(e.reading, e.mention)) for e in things]
    own = {unit for e, unit in units if e.words == draft.words(thing) and unit}
    if not own or any(words in unit or unit in words for unit in own):
        return None
    return next((e for e, unit in units if unit and unit in words), None)


def _unit_before(reading: Reading, mention: Mention) -> str:
    before = next(iter(reading.within(mention.start - 1, mention.start)), None)
    return reading.words(before) if before and before.kind == "name" and before.sort != "person" else ""


def part_of_another(draft: Reading, mention: Mention, words: str, sources: Sources) -> Entry | None:
    """The entry of the person whose part the draft gives to ``words``, where one fact tells of both; None where none.

    A part is what a fact says beside one name and beside no other: 老篾匠, 剪纸课. The draft's clause must hold such
    words of the other person, right before the name or two of them, and none of the own.
    """
    clause = _beside(draft, mention)
    if not clause:
        return None
    for own in sources.entries.get("name", ()):
        people = [m for m in own.reading.mentions if m.sort == "person"]
        if own.mention.sort != "person" or own.words != words or len(people) < 2:
            continue
        parts = {m.start: frozenset(_beside(own.reading, m)) for m in people}
        mine = parts.pop(own.mention.start)
        if not mine:
            return None
        for entry in sources.entries.get("name", ()):
            if entry.reading is not own.reading or entry.mention.start not in parts or entry.words == words:
                continue
            others = (part for start, part in parts.items() if start != entry.mention.start)
            both = mine & parts[entry.mention.start] & set(clause)  # 分管 of 一人分管宣传，一人分管组织
            if (mine - parts[entry.mention.start]) & set(clause):
                continue
            theirs = parts[entry.mention.start].difference(mine, *others)
            held = [word for word in clause if word in theirs]
            if len(held) >= _FEWEST or (held and (both or clause[0] in theirs)):
                return entry
    return None


_RANK = re.compile(
    "第[一二三四五六七八九十\\d]{1,2}[期批组届轮站场队班名]|[冠亚季]军|夺冠|夺魁|桂冠|[屈位]居第二|[名位]列第三|[一二三特]等奖"
)
_SAME_RANK = {
    "桂冠": "冠军",
    "屈居第二": "亚军",
    "位居第二": "亚军",
    "名列第三": "季军",
    "位列第三": "季军",
    "夺冠": "冠军",
    "夺魁": "冠军",
    "第一名": "冠军",
    "第二名": "亚军",
    "第三名": "季军",
}


def place_of_another(draft: Reading, mention: Mention, words: str, sources: Sources) -> tuple[int, str] | None:
    """The fact that ranks or times another as the draft does ``words``, and its clause (第一期去韶山); None where none.

    The fact tells another rank or turn of ``words``.
    """
    start, end = _clause(draft, mention)
    person = mention.sort == "person"
    said = _ranks(draft.text.plain[start:end])
    if len(said) != 1:
        return None
    others = (m for m in draft.within(start, end) if m.kind == "name" and m is not mention and m.start >= start)
    if any(m.sort == "person" or not person for m in others):
        return None
    for fact, text in sources.texts():
        if fact is None or words not in text:
            continue
        clauses = re.split("[，。；！？\n]", text)  # 冠军：石桥小学队 is one
        mine = [_ranks(clause) for clause in clauses if words in clause]
        if any(said & ranks for ranks in mine) or not any(mine):
            continue
        for clause in clauses:
            if words not in clause and said <= _ranks(clause):
                return fact, clause
    return None


def _ranks(clause: str) -> frozenset[str]:
    """The ranks and turns that a clause tells."""
    return frozenset(_SAME_RANK.get(rank, rank) for rank in _RANK.findall(clause))


def _clause(reading: Reading, mention: Mention) -> tuple[int, int]:
    plain = reading.text.plain
    start = max(plain.rfind(pause, 0, mention.start) + 1 for pause in _PAUSES)
    ends = [end for pause in _PAUSES if (end := plain.find(pause, mention.end)) >= 0]
    return start, min(ends, default=len(plain))


def _beside(reading: Reading, mention: Mention) -> list[str]:
    """The telling words of a name's clause up to other names, the one right before it first."""
    before, after = _clause(reading, mention)
    others = _others(reading, mention, before, after)
    if others and all(_introduced(reading, m, before) for m in (mention, *others)):  # 导师姜怀瑾、电工洪立夫
        before = max(before, reading.text.plain.rfind("、", before, mention.start) + 1)
        end = reading.text.plain.find("、", mention.end, after)
        after = end if end >= 0 else after
    if _others(reading, mention, before, after):
        return []
    return [*reversed(_telling(reading, before, mention.start)), *_telling(reading, mention.end, after)]


def _introduced(reading: Reading, mention: Mention, before: int) -> bool:
    """True where the item of a list that names a person says what he or she is."""
    start = max(before, reading.text.plain.rfind("、", before, mention.start) + 1)
    return bool(_telling(reading, start, mention.start))


def _others(reading: Reading, mention: Mention, before: int, after: int) -> list[Mention]:
    """The other people whom the span names."""
    inside = (m for m in reading.within(before, after) if m.start >= before and m is not mention)
    return [m for m in inside if m.sort == "person"]


def _telling(reading: Reading, start: int, end: int) -> Sequence[str]:
    return [t.word for t in reading.text.tokens_in(start, end) if t.sense.tells and len(t.word) > 1]
