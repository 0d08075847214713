"""What the figures told before in a sentence leave no choice in: what is left of them, their sum, their difference."""

import itertools
import re

from assistant.ledger.numerals import Number
from assistant.ledger.reading import Reading
from assistant.ledger.sentence import Sentence
from assistant.ledger.spans import Mention
from assistant.ledger.values import tell

_REST = re.compile("(?:其余|剩下|剩余|余下|尚余|下余|剩)的?[^，。；：\\d]{0,4}$")
_TO_BE = "(?:正好|刚好)?(?:是|有|为|达)?$"
_PUT_TOGETHER = re.compile(f"(?:[加合凑]起来|加在一起|合在一起|相加){_TO_BE}")
_TOTAL = re.compile(f"(?:^|，)(?:[二两三四五六七八九][项笔者类种期处边方])?(?:一共|总共|合计|共计|总计|共){_TO_BE}")
_EACH = re.compile("每|各|均|[×x*]")
_GAP = re.compile("相差了?$")
_CHANGE = re.compile("(?:^|，)(?:净|整整|足足)?(?:少|多|减少|增加|下降|降低|提高|上升|增|减|降|升)了?$")
_MORE = re.compile("(?:还|又|整整|足足)?(?:多|少|多出|增加|减少|提高|高出)了?")
_PART = re.compile("其中[^，。；：\\d]{0,10}$")
_MOST_PARTS = 5
_BACK = 16
_UNCOUNTED = ("%", "百分点", "倍", "")


def contradiction(draft: Reading, number: int, sentence: Sentence, *, totalled: bool) -> str:
    """The arithmetic that figure ``number`` does not obey, as told to the user; "" where it does or none is meant.

    Only what the claims before in the sentence tell rightly and exactly counts. ``totalled``: a fact tells the figure
    as a total or as what is left, whatever stands before it.
    """
    mention = draft.mentions[number]
    figure, text = mention.figure, draft.text
    if figure is None or not figure.exact or figure.base in _UNCOUNTED or sentence.doubtful:
        return ""
    start = text.sentence_start(mention.start)
    before = [m for m in draft.mentions[max(0, number - _BACK) : number] if m.figure is not None and m.start >= start]
    alike = [m for m in before if m.figure is not None and m.figure.base == figure.base and m.firm]
    if any(m.figure is not None and not m.figure.exact for m in alike):
        return ""
    told = [n for n, base, _ in sentence.amounts if base == figure.base]
    front = text.plain[max(start, mention.start - 20) : mention.start]
    if len(told) != len(alike) or not told:
        return ""
    if _PART.search(front) and before[-1] is alike[-1] and figure.number > told[-1]:
        return f"其中一部分比总数{tell(told[-1])}还多"
    if len(told) < 2:
        return ""
    if not totalled and _REST.search(front):
        return _left(figure.number, told)
    together = _PUT_TOGETHER.search(front) or (not totalled and _TOTAL.search(front))
    if together and before[-1] is alike[-1] and not _EACH.search(text.plain, start, mention.start):
        return _together(figure.number, told)
    than = text.plain.rfind("比", start, alike[-1].start) >= alike[-2].end and _MORE.fullmatch(
        text.plain, alike[-1].end, mention.start
    )
    if than or _GAP.search(front) or (_CHANGE.search(front) and _from_to(draft, alike[-2:])):
        low, high = sorted(told[-2:])
        return "" if figure.number == high - low else f"{tell(high)}-{tell(low)}={tell(high - low)}"
    return ""


def _left(number: Number, told: list[Number]) -> str:
    whole = max(told)
    parts = told[told.index(whole) + 1 :]
    if not parts or sum(parts) >= whole or len(parts) > _MOST_PARTS:
        return ""
    sizes = range(1, len(parts) + 1)
    taken = {sum(some) for size in sizes for some in itertools.combinations(parts, size)}
    if whole - number in taken:
        return ""
    return f"{'-'.join(map(tell, (whole, *parts)))}={tell(whole - sum(parts))}"


def _together(number: Number, told: list[Number]) -> str:
    sums = [sum(told[i:j]) for i in range(len(told) - 1) for j in range(i + 2, len(told) + 1)]
    return "" if number in sums or number in told else f"{'+'.join(map(tell, told))}={tell(sum(told))}"


def _from_to(draft: Reading, pair: list[Mention]) -> bool:
    numbers = [draft.mentions.index(mention) for mention in pair]
    marks = [draft.scene(number).marks for number in numbers]
    return "from" in marks[0] and "to" in marks[1]
