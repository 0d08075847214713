"""Former values that follow from a fact's value of today and the change told of it (8%，比上年下降3个百分点: 11%)."""

import itertools
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.numerals import Number, simple
from assistant.ledger.scenes import Scene
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.subjects import likeness, shared
from assistant.ledger.values import holds, tell

_UP = "增长|增加|提高|提升|上升|上涨|多|高|增|升|新增|净增"
_DOWN = "下降|减少|降低|下滑|回落|缩减|少|低|减|降"
# What comes before a change; 到 and 至 before the figure make it the value of today.
_CHANGE = re.compile(
    rf"(?:[比较](?P<when>[^，。；：、\d]{{0,6}}(?:\d{{4}}年)?[^，。；：、\d]{{0,6}}?)|同比|环比)(?:净|又)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[了出]?$"
)
_BEFORE, _SAME_THING = 24, 0.9
_FORMERLY = re.compile(
    "上年|去年|前年|上一年|前一年|上一届|上届|上期|此前|以前|之前|先前|从前|过去|原来|原先|原有|原本|起初|当初|年初|月初|期初|开学时|成立时|组建时|同期"
)
_MORE = re.compile("[比较][^，。；\\d]{1,8}[多少增减高低][^，。；到至为\\d]{0,4}\\d")
_YEAR = re.compile(r"\d{4}年")


class _Past(NamedTuple):
    """What a value was before a change."""

    number: Number
    told: str
    when: str
    now: Entry


def former(figure: Figure, scene: Scene, sources: Sources, sentence: Sentence, words: str) -> Finding | None:
    """Supported where the clause tells of earlier and the figure is what a fact's value was before its change; altered
    where the sentence tells that fact and the figure is another."""
    if figure.base in ("%", "倍") and "by" in scene.marks and (rate := _rate(figure, scene, sources, sentence)):
        return rate
    when = _FORMERLY.search(scene.clause)
    years = _YEAR.findall(scene.clause)
    if not (when or years or "from" in scene.marks):
        return None
    wrong: Finding | None = None
    for past in sources.remembered("former", lambda: list(_pasts(sources))):
        now = past.now.mention.figure
        if now is None or now.base != figure.base or not (when or "from" in scene.marks or past.when in years):
            continue
        beside = past.now.fact in sentence.facts
        if not beside and not shared(scene, past.now.scene, sources):
            continue
        fact = past.now.fact
        if when and _MORE.search(scene.clause):  # 比上年多卖了12万斤
            if holds(figure, max(now.number, past.number) - min(now.number, past.number)):
                return Finding("supported", fact, past.told, () if fact is None else (fact,))
            continue
        if holds(figure, past.number) and figure.manner not in ("least", "most"):
            return Finding("supported", fact, past.told, () if fact is None else (fact,))
        if beside and when and figure.exact:
            wrong = wrong or Finding("altered", fact, f"{past.told}，此处写成{words}")
    return wrong


def _rate(figure: Figure, scene: Scene, sources: Sources, sentence: Sentence) -> Finding | None:
    """Supported where the figure is the rate of a change that the facts tell with the value of today."""
    for past in sources.remembered("former", lambda: list(_pasts(sources))):
        now, fact = past.now.mention.figure, past.now.fact
        if now is None or now.base in ("%", "百分点") or ("down" in scene.marks) != (now.number < past.number):
            continue
        change = max(now.number, past.number) - min(now.number, past.number)
        rate = simple(Fraction(change) / past.number * (100 if figure.base == "%" else 1))
        if holds(figure, rate) and (fact in sentence.facts or shared(scene, past.now.scene, sources)):
            told = f"{past.told}，{tell(now.number)}比它{'多' if now.number > past.number else '少'}{tell(rate)}"
            return Finding("supported", fact, told + figure.base, () if fact is None else (fact,))
    return None


_HAD = re.compile("(?:原有|原来有?|原本有?|年初有?|此前有?)[^，。；：\\d]{0,10}$")
_ADDED = re.compile("(?:新增|净增|增加|新招募?|新吸收|新聘|新发展|又添|添)了?[^，。；：\\d]{0,6}$")
_NOW = re.compile("现有|目前|如今|现在|总数|[增达]至|[增加升达发展]+到|共|累计")


def grown(figure: Figure, scene: Scene, sources: Sources) -> Finding | None:
    """Supported where the clause tells of today what a former value and its increase make (60名，新增25名: 85名)."""
    if not (_NOW.search(scene.clause) or "to" in scene.marks):
        return None
    for one, other in sources.remembered("grown", lambda: list(_growths(sources))):
        a, b = one.mention.figure, other.mention.figure
        if a is None or b is None or a.base != figure.base or not holds(figure, a.number + b.number):
            continue
        facts = () if one.fact is None else (one.fact,)
        return Finding("supported", one.fact, f"{tell(a.number)}+{tell(b.number)}={tell(a.number + b.number)}", facts)
    return None


def _growths(sources: Sources) -> Iterator[tuple[Entry, Entry]]:
    """Neighbouring figures of a fact, the first told of before, the second of what has come to it."""
    for one, other in itertools.pairwise(sources.figures.plain()):
        a, b, plain = one.mention, other.mention, one.reading.text.plain
        beside = one.reading is other.reading and a.figure and b.figure and a.figure.base == b.figure.base
        if beside and _HAD.search(plain[: a.start]) and _ADDED.search(plain[a.end : b.start]):
            yield one, other


def _pasts(sources: Sources) -> Iterator[_Past]:
    """What the facts' values were before the changes that the same facts tell of them."""
    entries = sources.figures.plain()
    for entry in entries:
        change, start = entry.mention.figure, entry.mention.start
        told = _CHANGE.search(entry.reading.text.plain, max(0, start - _BEFORE), start)
        if change is None or told is None:
            continue
        beside = [e for e in sources.figures.of_same_facts([entry]) if e.mention.start < start]
        beside = beside or [e for e in sources.figures.plain(change.base) if _is_now(e, entry, sources)]
        if not beside:
            continue
        now = beside[-1].mention.figure
        sign = 1 if told["up"] else -1
        number = _before(now, change, sign) if now is not None else None
        if now is None or number is None or number <= 0:
            continue
        year = _YEAR.search(told["when"] or "")
        yield _Past(number, _written(now, change, sign, number), year[0] if year else "", beside[-1])


def _is_now(entry: Entry, change: Entry, sources: Sources) -> bool:
    """True where another fact tells the value of today of what ``change`` is told of."""
    if entry.reading is change.reading or entry.scene.marks & {"by", "from", "plan", "not", "gap"}:
        return False
    return likeness(entry.scene, change.scene, sources) >= _SAME_THING


def _before(now: Figure, change: Figure, sign: int) -> Number | None:
    """The value before; None where the two are not of one measure."""
    if now.base == change.base or (now.base, change.base) == ("%", "百分点"):
        return now.number - sign * change.number
    if change.base != "%" or now.base in ("百分点", "倍") or sign * change.number <= -100:
        return None
    value = Fraction(now.number) * 100 / (100 + sign * change.number)
    return value.numerator if value.denominator == 1 else value


def _written(now: Figure, change: Figure, sign: int, number: Number) -> str:
    if change.base == "%" != now.base:
        return f"{tell(now.number)}÷(1{'+' if sign > 0 else '-'}{tell(change.number)}%)={tell(number)}"
    return f"{tell(now.number)}{'-' if sign > 0 else '+'}{tell(change.number)}={tell(number)}"
