"""What turns a figure round: a plan told as done, a want as met, a rise as a fall, the most as the least."""

import re

from assistant.ledger.directions import clash
from assistant.ledger.figure_index import Entry
from assistant.ledger.reading import Reading
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Sources
from assistant.ledger.subjects import agree
from assistant.ledger.text import Text

_PLANS = (
    "打算",
    "计划",
    "下一步",
    "要点",
    "安排",
    "思路",
    "明年",
    "努力方向",
    "今后",
    "下步",
    "下阶段",
    "展望",
    "规划",
)
_ALREADY = re.compile("已经?(?![婚故满逾近])|业已|如期|圆满")
_LACKS = ("不足", "问题", "困难", "短板", "差距", "困难和", "薄弱")
_ENDS_BEFORE = 6
_LARGEST = re.compile("[大长高](?:的|者|[不才仅也只]|$)")
_SMALLEST = re.compile("[小幼低少](?:的|者|[不才仅也只]|$)")
_BEGINS = re.compile(r"(20\d\d)年(?:\d{1,2}月)?起")


def turn_of(draft: Reading, number: int, entry: Entry, sources: Sources, section: str) -> str:
    """Why the draft tells the fact's figure the wrong way round, as a short Chinese phrase; "" where it does not."""
    text, scene, fact = draft.text, draft.scene(number), entry.scene
    marks, theirs = scene.marks, fact.marks
    if _other_end(draft, number, entry):
        return "最大和最小写反了"
    if _to_begin(entry, sources):
        dated = any(agree(one, other) for one in scene.dates for other in fact.dates)
        theirs = theirs | (marks & {"plan"}) if dated else theirs | {"plan"}
    if _tells_want(text, draft.mentions[number].start, fact):
        marks, theirs = marks - {"gap", "not"}, theirs - {"gap", "not"}
    plans = any(word in section for word in _PLANS) and not _ALREADY.search(scene.clause)
    lacks = any(word in section for word in _LACKS)
    return clash(marks, theirs, plan_section=plans, lack_section=lacks)


def _other_end(draft: Reading, number: int, entry: Entry) -> bool:
    """True where the draft tells the upper end of a fact's range as the least of it, or the lower as the most."""
    own, fact = draft.mentions[number].figure, entry.mention.figure
    if own is None or fact is None or fact.manner != "range" or not own.exact:
        return False
    before = draft.text.plain[max(0, draft.mentions[number].start - _ENDS_BEFORE) : draft.mentions[number].start]
    ends = _LARGEST.search(before), _SMALLEST.search(before)
    return bool(ends[own.number == fact.high]) and not ends[own.number != fact.high]


def _to_begin(entry: Entry, sources: Sources) -> bool:
    """True where the fact tells what begins in a year that no other fact has come to (2026年起每年奖励40名)."""
    begins = _BEGINS.search(entry.reading.text.plain, 0, entry.mention.start)
    if begins is None:
        return False
    dates = sources.entries.get("date", ())
    others = [e.mention.date.year for e in dates if e.mention.date and e.reading is not entry.reading]
    return any(others) and int(begins[1]) > max(others)


def runs_back(draft: Reading, number: int) -> str:
    """Why the direction told is not that of the two figures (由30起增加到18起); "" where it is."""
    marks = draft.scene(number).marks
    way = marks & {"up", "down"}
    if "to" not in marks or len(way) != 1 or not number:
        return ""
    one, other = draft.mentions[number - 1], draft.mentions[number]
    beside = draft.text.clause_start(other.start) - 1 <= one.end
    if one.figure is None or other.figure is None or not beside or "from" not in draft.scene(number - 1).marks:
        return ""
    if (
        one.figure.base != other.figure.base
        or not (one.figure.exact and other.figure.exact)
        or one.figure.number == other.figure.number
    ):
        return ""
    rises = one.figure.number < other.figure.number
    return "" if rises == ("up" in way) else "下降写成了上升" if "up" in way else "上升写成了下降"


def _tells_want(text: Text, offset: int, fact: Scene) -> bool:
    """True where the sentence has told of the want before, in the fact's word (对考核不合格的小组，解散了9个)."""
    before = text.plain[text.sentence_start(offset) : offset]
    return any(len(word) > 2 and word in before for word in fact.wants)
