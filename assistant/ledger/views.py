"""One mention of a text with the bounds of its clause and sentence, and the words that tell of it."""

import bisect
import re
from collections.abc import Sequence

from assistant.ledger.directions import AHEAD, SOLVED, WANTING, marks_of, tells_plan
from assistant.ledger.respective import respective
from assistant.ledger.spans import Mention
from assistant.ledger.text import Text, Token

# A sentence without end is looked back on this far, in characters.
_FARTHEST = 240
# And ahead this far.
_AHEAD = 40
_BARELY = ("", "有", "达", "为", "共", "共有", "达到", "多达")
_MOST_OF_ALL = re.compile("(?:最[多少大快高好]|居[多首]|领先|排第一),?，$")
_SHORT = 14
# A clause with one of these tells what has been or still is, whatever was planned before it.
_LOOKS_BACK = re.compile("上年|去年|已|仍|目前|现有|累计|原有|今年以来")
_GOES_ON = re.compile("累计|总数|总计|达到?了?$|[加升高展大多增少降低减](?:到|至)了?$")
_FROM = re.compile(r"[由从](?:\d{4}年)?[^，。；、\d]{0,6}$")
_TO = re.compile("[加升高展大多增少降低减添短落涨扩缩压](?:到|至|为)了?$")
# How much a thing has changed by, not what it has become.
_BY = re.compile(
    "(?:[增添]加|增长|新[增添购进招]|净增|减少|下降|降低|提[高升]|上[升涨]|下滑|回落|缩[减短]|(?<![最至很更众])多|(?<!不)少|[增减降升])"
    "(?:了|出了?)?$"
)
_JOINING = ("和", "与", "及", "以及")
_UP_TO = ("到", "至")  # 从14名发展到112名
_BARE = re.compile("(?:共?有|共|达|涉及|约)?[\\d.]+[\u4e00-\u9fff%]{0,2}")
_CLOSING = re.compile("[）)]")
_MARKS = "“”‘’（）()的了"
_FEAT = re.compile("(?:已?达到?|高达|突破|跃升至?)了?$")
_TOLD_BEFORE = (("from", _FROM), ("to", _TO), ("by", _BY), ("feat", _FEAT))
_DATE_TAIL = re.compile("(?:以来|来|间|起|期间|后|前|里|内)?，")


_TOLD_AHEAD = (("low", WANTING), ("solved", SOLVED), ("ahead", AHEAD))


class View:
    """One mention with the mentions around it, and the bounds of its clause and sentence."""

    def __init__(self, text: Text, mentions: Sequence[Mention], number: int, taken: bytearray) -> None:
        self.text = text
        self.taken = taken
        self.mention = mentions[number]
        self.sentence = max(text.sentence_start(self.mention.start), self.mention.start - _FARTHEST)
        low = bisect.bisect_left(mentions, self.sentence, lo=max(0, number - 16), hi=number, key=lambda m: m.start)
        self.around = mentions[low : number + 5]
        self.earlier = mentions[low:number]
        self.later = mentions[number + 1 : number + 5]
        figures = [m for m in self.earlier if is_figure(m)]
        later = next((m.start for m in mentions[number + 1 : number + 5] if is_figure(m)), len(text.plain))
        self.start = max(self.sentence, text.clause_start(self.mention.start))
        if figures and figures[-1].end > self.start:
            self.start = _phrase_end(text, figures[-1].end, self.mention.start)
            if self.start >= self.mention.start:  # 企业32家捐款118万元: the deed tells of both
                self.start = figures[-1].end
        if not figures or figures[-1].end <= self.sentence or figures[-1].end < self.start:
            self.start = _superlative(text, self.start, self.mention.start, figures) or self.start
        # 120名学生平均每人3000元: what follows the figure before tells of this one too.
        own = figures and figures[-1].end >= text.clause_start(self.mention.start)
        self.after_figure = figures[-1].end if own else self.start
        self.tail_end = _phrase_end(text, self.mention.end, later)
        self.item = respective(text, mentions, number)
        self.mark_start = self.start
        if figures and figures[-1].end <= self.start:
            self.mark_start = max(self.start, text.plain.rfind("、", self.start, self.mention.start) + 1)
        stop = text.clause_end(self.mention.end)
        self.clause_end = min(stop, later, self.mention.end + 40)
        # What follows in the clause tells of this mention, unless another figure claims it.
        self.reach = self.clause_end if stop <= later else self.tail_end
        if self.mention.kind == "date":
            self._of_date([m for m in mentions[number + 1 : number + 3] if m.kind == "date"])

    def _of_date(self, later: list[Mention]) -> None:
        """A date tells of all of its clause, of the next where it opens one (2024年5月，……), up to another date."""
        plain, end = self.text.plain, self.mention.end
        before = [m.end for m in self.earlier if m.kind == "date"]
        if before:
            self.start = max(self.start, plain.rfind("、", before[-1], self.mention.start) + 1)
        for date in later:
            if date.start - end <= 2 and plain[end] in "至到—–-~～":
                end = date.end
        stop = self.text.clause_end(end)
        opens = _DATE_TAIL.match(plain, end)
        if opens:
            stop = self.text.clause_end(opens.end())
        bound = min((m.start for m in later if m.start > end), default=len(plain))
        self.reach = min(stop, bound, self.mention.end + 60)

    def ahead(self) -> list[Token]:
        """The words of the clauses after the mention's own that hold no figure (5名品学兼优，被评为三好学生)."""
        end = self.text.clause_end(self.mention.end)
        stop = min(self.text.sentence_end(end), end + _AHEAD)
        figure = next((m for m in self.later if m.end > end and is_figure(m)), None)
        if figure is not None:
            stop = min(stop, self.text.clause_start(figure.start))
        return self.words(end, stop) if stop > end else []

    def words(self, start: int, end: int) -> list[Token]:
        """The words of a span that belong to no name, date or figure."""
        taken = self.taken
        return [t for t in self.text.tokens_in(start, end) if not taken[t.start]]

    @property
    def goes_on(self) -> bool:
        """True where the figure is a total or an end of what the one before it tells."""
        return bool(_GOES_ON.search(self.text.plain, self.start, self.mention.start))

    @property
    def counted(self) -> tuple[str, str]:
        """What stands right before the figure and right after it, as written (老队员34名, 34名老队员)."""
        plain, end = self.text.plain, self.mention.end
        if self.item:
            return plain[slice(*self.item)].strip(_MARKS), plain[end : self.tail_end].strip(_MARKS)
        front = max(self.start, plain.rfind("、", self.start, self.mention.start) + 1)
        before, after = plain[front : self.mention.start].strip(_MARKS), plain[end : self.tail_end].strip(_MARKS)
        return before, after if before or after else plain[end : self.reach].strip(_MARKS)

    def elliptic(self) -> list[Token]:
        """The words of the clause of the figure before, where the mention has none (新建17个，累计达到45个)."""
        figures = [m for m in self.earlier if is_figure(m)]
        if not figures or self.mention.kind != "figure":
            return []
        start = max(self.sentence, self.text.clause_start(figures[-1].start))
        if len(figures) > 1:
            start = max(start, figures[-2].end)
        return self.words(start, self.start)


def claimed(text: Text, mentions: Sequence[Mention]) -> bytearray:
    """For each character 1 where a name, date or figure stands, or the post beside a person's name."""
    taken = bytearray(len(text.plain) + 1)
    for mention in mentions:
        if mention.kind not in ("name", "date", "figure"):
            continue
        start, end = mention.start, mention.end
        if mention.sort == "person":
            before = text.token_at(start - 1) if start else None
            if before and before.end == start and before.word in text.lexicon.roles:
                start = before.start
            after = text.token_at(end) if end < len(text.plain) else None
            if after and after.start == end and after.word in text.lexicon.roles:
                end = after.end
        taken[start:end] = b"\1" * (end - start)
    return taken


def is_figure(mention: Mention) -> bool:
    """True for a figure that is a claim of its own."""
    return mention.kind == "figure" and mention.firm


def _superlative(text: Text, start: int, end: int, figures: Sequence[Mention]) -> int:
    """Where the clause before begins that says of what the bare figure is told (中心小学最多，有250名); 0 for none."""
    if (
        text.plain[start:end] not in _BARELY
        or start < 2
        or not _MOST_OF_ALL.search(text.plain, max(0, start - 6), start)
    ):
        return 0
    before = max(text.clause_start(start - 2), text.sentence_start(start - 2))
    return 0 if any(before <= m.end < start for m in figures) or start - before > _SHORT else before


def _phrase_end(text: Text, start: int, limit: int) -> int:
    """Where the noun phrase after a figure ends: before a pause or a verb that is not part of a compound.

    What a conjunction joins to it belongs to the figure at ``limit``, where no pause stands between (13名和志愿者9名).
    """
    at = start
    joined = limit <= text.clause_end(start) and "、" not in text.plain[start:limit]
    for token in text.tokens_in(start, min(limit, start + 24)):
        if token.tag == "x" and token.word not in "“”《》（(":
            break
        if token.word in "（(" and not _CLOSING.search(text.plain, token.end, limit):
            break  # what the brackets tell belongs to the figure in them (18万元（村集体10万元）)
        if (joined and token.word in _JOINING) or (
            token.tag == "vn" and text.plain[token.end : token.end + 1] in _UP_TO
        ):
            break
        concept = token.sense.concept
        if token.tag[0] in "vpd" and token.tag != "vn" and concept is None:
            break
        if concept and concept.kind == "event" and token.tag != "vn" and at > start:
            break
        at = token.end
    return min(at, limit)


def unclaimed(view: View) -> list[Token]:
    """The words of earlier clauses of the sentence that hold no figure."""
    claiming = [m for m in view.earlier if is_figure(m) or (m.kind == view.mention.kind == "date")]
    result: list[Token] = []
    clause: list[Token] = []
    free: list[Token] = []
    begin = view.sentence
    tokens = view.words(view.sentence, view.start)
    for token in tokens:
        clause.append(token)
        last = token is tokens[-1]
        if token.word in "，,、" or last:
            end = view.start if last else token.end
            if not any(begin <= m.start < end for m in claiming):
                result, free = result + free, clause
            elif not any(t.sense.tells for t in clause):
                free = []  # a bare figure takes the clause before it (学习烦恼最多，98封，……)
            clause, begin = [], end
    return result + free


def marks_around(view: View) -> frozenset[str]:
    """The direction of the clause; a plan told earlier in the sentence goes on until a clause that looks back."""
    text = view.text
    tokens = text.tokens_in(view.mark_start, view.clause_end)
    bare = view.start and _BARE.fullmatch(text.plain, view.start, view.clause_end)
    if bare and view.sentence < view.start:  # 夜间巡护还是空白，有9处
        tokens = [*text.tokens_in(max(view.sentence, text.clause_start(view.start - 1)), view.start), *tokens]
    if view.mention.kind == "figure":
        tokens = [t for t in tokens if t.start < view.mention.start or t.end > view.mention.end]  # 名未 is one word
    marks = marks_of(tokens, text)
    marks |= _ahead_marks(view) if view.mention.kind == "figure" else frozenset()
    before = text.plain[max(0, view.mention.start - 10) : view.mention.start]
    marks |= {mark for mark, pattern in _TOLD_BEFORE if pattern.search(before)}
    if _LOOKS_BACK.search(text.plain, view.start, view.clause_end):
        return marks
    return marks | {"plan"} if tells_plan(text.tokens_in(view.sentence, view.start), text) else marks


def _ahead_marks(view: View) -> frozenset[str]:
    """Want, or its end, told in the clause after the figure's own (占11%，听课困难; ……的问题已经解决)."""
    text, end = view.text, view.text.clause_end(view.mention.end)
    stop = min(text.sentence_end(end), text.clause_end(end + 1), end + _AHEAD)
    if stop <= end + 1 or any(end < m.start < stop for m in view.later if is_figure(m)):
        return frozenset()
    words = text.plain[end:stop]
    return frozenset(mark for mark, pattern in _TOLD_AHEAD if pattern.search(words))
