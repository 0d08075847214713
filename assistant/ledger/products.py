"""Figures that are so many times what the facts tell of each (每人80元, 205人: 16400元)."""

import re
from collections.abc import Iterator
from fractions import Fraction

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.numerals import Number, read_number
from assistant.ledger.scenes import Scene
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.subjects import heads_clash, shared
from assistant.ledger.values import holds, tell

_EACH_OF = re.compile(
    r"(?:每一?(?P<unit>[\u4e00-\u9fff])(?P<noun>[\u4e00-\u9fff]{0,2})|(?P<short>(?!平)[\u4e00-\u9fff])均)[^，。；]{0,8}$"
)
_EACH_IN = re.compile(
    r"(?:每一?|平均一)(?P<unit>个?小时|公里|公斤|公顷|平方米|[\u4e00-\u9fff])(?P<noun>[\u4e00-\u9fff]{0,2})"
)
# 合唱、剪纸、足球班各2期: the list is counted.
_OF_LIST = re.compile(r"[^，。；：\d]{1,14}(?:(?:、|和|与|及)[^，。；：\d]{1,14})+各[\u4e00-\u9fff]{0,4}$")
_HOLDERS = re.compile(
    r"(?P<many>\d+|[一二两三四五六七八九十百]+)(?P<what>[\u4e00-\u9fff]{1,7}?)(?<!其中)"
    r"(?:各|都|均|，?每一?个?(?P<each>[\u4e00-\u9fff]))[\u4e00-\u9fff]{0,3}$"
)
_OF_TWO = re.compile("(?:老少|男女|城乡|双方|两地|两级|夫妻|父母|上下午|早晚)各$")
_LIST_MARK = re.compile("[、和与]")
_IN_YEAR = {"月": 12, "季": 4}
_ROUNDED = ("exact", "over", "near", "about")  # 超过 and 不足 are too wide to tell a share by
_BOUNDED = ("exact", "least", "most")
_BEFORE = 40
_MOST = 24


def product(figure: Figure, scene: Scene, sources: Sources, words: str) -> Finding | None:
    """Supported where the figure is a fact's figure of each times the number that the facts tell of them.

    Where the fact tells a bound of each (每场不少于60人), the product is one too; without it the figure is altered.
    """
    if figure.manner not in _BOUNDED or figure.bare < 4:
        return None
    yearly = "年" in scene.clause
    wrong: Finding | None = None
    for entry, number, counts in sources.remembered("each", lambda: _each(sources)).get(figure.base, ()):
        if not number or figure.number % number or heads_clash(scene, entry.scene, sources.lexicon):
            continue
        if scene.each and not (yearly and "年" not in entry.scene.clause):
            continue  # 每人每年 told again is no product
        for count, by in counts:
            found = _multiplied(figure, entry, count, by, words) if number * count == figure.number else None
            if found and found.verdict == "supported":
                return found
            wrong = wrong or found
    return wrong


def _multiplied(figure: Figure, entry: Entry, count: Number, by: tuple[Entry, ...], words: str) -> Finding | None:
    told = f"{tell(Fraction(figure.number) / count)}×{tell(count)}={tell(figure.number)}"
    bounds = {e.mention.figure.manner: e for e in (entry, *by) if e.mention.figure}
    bounds = {manner: e for manner, e in bounds.items() if manner in ("least", "most")}
    if set(bounds) == ({figure.manner} - {"exact"}):
        facts = tuple(sorted({e.fact for e in (entry, *by) if e.fact is not None}))
        return Finding("supported", entry.fact, told, facts)
    if figure.exact and len(bounds) == 1:
        bound = next(iter(bounds.values()))
        return Finding("altered", bound.fact, f"{bound.place}为{bound.words}，{told}，此处写成{words}")
    return None


def share_of(figure: Figure, scene: Scene, sources: Sources, sentence: Sentence) -> Finding | None:
    """Supported where the figure is a fact's share of its amount (9.6万元, 企业赞助占七成五: 7.2万元; 7万多元)."""
    if figure.manner not in _ROUNDED or figure.base in ("%", "百分点", "倍", ""):
        return None
    told = sources.figures.plain_of(sentence.facts)
    for share in (e for e in told if e.mention.figure and e.mention.figure.base == "%"):
        percent = share.mention.figure.number if share.mention.figure else 0
        if _of_other_share(scene, share, sources):
            continue
        for whole in sources.figures.of_same_facts([share]):
            amount = whole.mention.figure
            alike = amount is not None and amount.base == figure.base
            if amount is not None and alike and holds(figure, part := Fraction(amount.number) * percent / 100):
                facts = tuple(sorted({e.fact for e in (whole, share) if e.fact is not None}))
                why = f"{tell(amount.number)}×{tell(percent)}%={tell(part)}"
                return Finding("supported", whole.fact, why, facts)
    return None


def _of_other_share(scene: Scene, share: Entry, sources: Sources) -> bool:
    """True where the draft names another share of the fact (财政承担六成，社会捐助四成: 财政出了11万元)."""
    beside = sources.figures.of_same_facts([share])
    others = [e for e in beside if e is not share and e.mention.figure and e.mention.figure.base == "%"]
    return not shared(scene, share.scene, sources) and any(shared(scene, e.scene, sources) for e in others)


_Counts = list[tuple[Number, tuple[Entry, ...]]]


def _each(sources: Sources) -> dict[str, list[tuple[Entry, Number, _Counts]]]:
    """By unit, the figures that a fact tells of each, with how many there are."""
    table: dict[str, list[tuple[Entry, Number, _Counts]]] = {}
    for entry in sources.figures.entries:
        figure = entry.mention.figure
        if figure is None or entry.fact is None or figure.manner not in _BOUNDED:
            continue
        if counts := list(_counts(entry, sources)):
            for base in (figure.base, "人次") if figure.base == "人" else (figure.base,):
                table.setdefault(base, []).append((entry, figure.number, counts))
    return table


def _counts(entry: Entry, sources: Sources) -> Iterator[tuple[Number, tuple[Entry, ...]]]:
    """How many of what the entry tells of each there are, with the entries that say so."""
    start = entry.mention.start
    before = entry.reading.text.plain[max(0, start - _BEFORE) : start]
    listed = _OF_LIST.search(before)
    if listed:
        yield len(_LIST_MARK.findall(listed[0])) + 1, ()
    if _OF_TWO.search(before):
        yield 2, ()
    own = entry.mention.figure.number if entry.mention.figure else 0
    if (whole := _in_all(entry)) != own:
        yield Fraction(whole) / own, ()
    each = _EACH_OF.search(before)
    if not each:
        return
    word, noun = each["unit"] or each["short"], each["noun"] or ""
    if word in _IN_YEAR:
        yield _IN_YEAR[word], ()
    listed = re.search(f"([一二两三四五六七八九十\\d]{{1,3}}){word}", before)
    number = read_number(listed[1]) if listed else None
    if number:
        yield number, ()  # 三辑，每辑2000册
    turns = [read_number(n) for n in re.findall(f"第([一二三四五六七八九十]{{1,2}}){word}", entry.reading.text.plain)]
    if len(turns) > 1:
        yield max(n for n in turns if n is not None), ()
    fitting = (e for e in sources.figures.entries if e is not entry and counts_in(e, word, noun, sources.lexicon))
    for _, count in zip(range(_MOST), fitting, strict=False):
        yield _in_all(count), (count,)


def _in_all(count: Entry) -> Number:
    """How many there are in all: 13个乡镇各1处 are thirteen."""
    number = count.mention.figure.number if count.mention.figure else 0
    plain, start = count.reading.text.plain, count.mention.start
    holders = _HOLDERS.search(plain, max(0, start - _BEFORE), start)
    if holders is None or (holders["each"] or "") not in holders["what"]:
        return number
    many = read_number(holders["many"])
    return number * many if many else number


def divides(scene: Scene, part: Entry, lexicon: Lexicon) -> bool:
    """True where the clause tells of each (每间) of what ``part`` counts."""
    each = _EACH_IN.search(scene.clause)
    if each is None or (each["unit"] in "人名位" and (each["noun"] or "、") not in part.scene.clause):
        return False  # 每人 may be anybody
    return counts_in(part, each["unit"], each["noun"] or "", lexicon)


def counts_in(entry: Entry, word: str, noun: str, lexicon: Lexicon) -> bool:
    """True where the entry counts what 每 stands before: ``word`` is its unit, or the first word after it."""
    unit, figure = lexicon.units.get(word), entry.mention.figure
    after = entry.reading.text.plain[entry.mention.end : entry.mention.end + 5]
    if re.match(f"[\u4e00-\u9fff]{{0,3}}{re.escape(word)}(?=[^\u4e00-\u9fff]|[每各均都共平]|$)", after):
        return True  # 每点 of 4个教学点
    if word == "个":
        return figure is not None and figure.unit == "个" and len(noun) > 1 and noun in entry.scene.clause
    return unit is not None and figure is not None and (unit.base == figure.base or unit.family == figure.family != "")
