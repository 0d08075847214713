"""The surroundings of a figure or date: the nouns and verbs, people, places and times that say what it is about."""

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.ledger.dates import Date
from assistant.ledger.directions import marks_of
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.spans import Mention
from assistant.ledger.text import Text, Token
from assistant.ledger.word_sets import words_of

_EACH = re.compile(
    "[人户校年月场次村班期份堂生]均|平均|每(?:一|个)?[人名户场所个年月校次份堂期支班村镇乡生位册本节课套件]"
)
# A sentence without end is looked back on this far, in characters.
_FARTHEST = 240
# A clause with one of these tells what has been or still is, whatever was planned before it.
_LOOKS_BACK = re.compile("上年|去年|已|仍|目前|现有|累计|原有|今年以来")
_GOES_ON = re.compile("累计|总数|总计|达到?了?$|[加升高展大多增少降低减](?:到|至)了?$")
_FROM = re.compile(r"[由从][^，。；、\d]{0,6}$")
_TO = re.compile("[加升高展大多增少降低减](?:到|至|为)了?$")
_DATE_TAIL = re.compile("(?:以来|来|间|起|期间|后|前|里|内)?，")
_DEEDS = words_of("建立 发放 编印 捐赠 拨款 表彰")
_GRADES = words_of("国家级 省级 市级 县级 区级 镇级 乡级 乡镇级 村级 社区级 校级 街道级 城区 农村")
_HEAD_KINDS: Mapping[str, tuple[str, ...]] = {
    "人": ("people",),
    "人次": ("people",),
    "户": ("people",),
    "场次": ("event",),
    "期": ("event",),
    "课": ("event",),
    "所": ("place",),
    "支": ("place",),
    "处": ("place",),
    "家": ("place",),
    "册": ("goods",),
    "元": ("goods", "event"),
}


@dataclass(frozen=True)
class Scene:
    """The surroundings of one mention. ``near`` are the words of its clause, ``whole`` those and the words of the
    sentence before it that no other figure claims; a word is a concept name of the lexicon or the word itself, with a
    weight. ``head`` is what is counted, ``after`` the noun after it; ``kinds`` the concepts by class; ``people`` and
    ``places`` the names that the mention belongs to; ``marks`` its direction; ``said`` every word of the clause,
    ``plain`` its own nouns and verbs, light ones too; ``each`` tells an average; ``head_word`` is the head as written."""

    near: Mapping[str, float]
    whole: Mapping[str, float]
    near_weight: float
    whole_weight: float
    head: str
    after: str
    kinds: Mapping[str, frozenset[str]]
    people: frozenset[str]
    places: frozenset[str]
    dates: tuple[Date, ...]
    marks: frozenset[str]
    said: frozenset[str]
    plain: frozenset[str]
    each: bool
    head_word: str


class _View:
    """One mention with the mentions around it, and the bounds of its clause and sentence."""

    def __init__(self, text: Text, mentions: Sequence[Mention], number: int, taken: bytearray) -> None:
        self.text = text
        self.taken = taken
        self.mention = mentions[number]
        self.sentence = max(text.sentence_start(self.mention.start), self.mention.start - _FARTHEST)
        low = bisect.bisect_left(mentions, self.sentence, lo=max(0, number - 16), hi=number, key=lambda m: m.start)
        self.around = mentions[low : number + 5]
        self.earlier = mentions[low:number]
        figures = [m for m in self.earlier if _is_figure(m)]
        later = next((m.start for m in mentions[number + 1 : number + 5] if _is_figure(m)), len(text.plain))
        self.start = max(self.sentence, text.clause_start(self.mention.start))
        if figures and figures[-1].end > self.start:
            self.start = _phrase_end(text, figures[-1].end, self.mention.start)
        self.tail_end = _phrase_end(text, self.mention.end, later)
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

    def words(self, start: int, end: int) -> list[Token]:
        """The words of a span that belong to no name, date or figure."""
        taken = self.taken
        return [t for t in self.text.tokens_in(start, end) if not taken[t.start]]

    def elliptic(self) -> list[Token]:
        """The words of the clause of the figure before, where the mention has none (新建17个，累计达到45个)."""
        figures = [m for m in self.earlier if _is_figure(m)]
        if not figures or not _GOES_ON.search(self.text.plain, self.start, self.mention.start):
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


def _is_figure(mention: Mention) -> bool:
    return mention.kind == "figure" and mention.firm


def scene_of(text: Text, mentions: Sequence[Mention], number: int, taken: bytearray) -> Scene:
    """The scene of mention ``number`` of ``mentions`` (those of ``text``, in order); ``taken`` as ``claimed`` says."""
    view = _View(text, mentions, number, taken)
    before = view.words(view.start, view.mention.start)
    tail = view.words(view.mention.end, view.tail_end)
    own = before + view.words(view.mention.end, max(view.tail_end, view.reach))
    near = _weights(own, text.lexicon)
    whole = {**_weights(_unclaimed(view), text.lexicon), **near}
    if not whole:
        whole = _weights(view.elliptic(), text.lexicon)
    head, after, head_word = _head(view.mention, before, tail, text.lexicon)
    clause = text.tokens_in(view.start, view.clause_end)
    return Scene(
        near,
        whole,
        sum(near.values()),
        sum(whole.values()),
        head,
        after,
        _by_kind(own, text.lexicon),
        _names(view, "person"),
        _names(view, "place"),
        _dates(view),
        _marks(view),
        frozenset(t.word for t in clause),
        frozenset(t.word for t in own if t.tag[0] in "nv"),
        bool(_EACH.search(text.plain[view.start : view.mention.start])),
        head_word,
    )


def _marks(view: _View) -> frozenset[str]:
    """The direction of the clause; a plan told earlier in the sentence goes on until a clause that looks back."""
    text = view.text
    marks = marks_of(text.tokens_in(view.mark_start, view.clause_end), text)
    before = text.plain[max(0, view.mention.start - 10) : view.mention.start]
    marks |= {mark for mark, pattern in (("from", _FROM), ("to", _TO)) if pattern.search(before)}
    if not _LOOKS_BACK.search(text.plain, view.start, view.clause_end):
        earlier = text.tokens_in(view.sentence, view.start)
        if any(text.lexicon.directions.get(token.word) == "plan" for token in earlier):
            return marks | {"plan"}
    return marks


def _phrase_end(text: Text, start: int, limit: int) -> int:
    """Where the noun phrase after a figure ends: before a pause or a verb that is not part of a compound."""
    at = start
    for token in text.tokens_in(start, min(limit, start + 24)):
        if token.tag == "x" and token.word not in "“”《》（(":
            break
        concept = text.lexicon.concepts.get(token.word)
        if token.tag[0] in "vpd" and token.tag != "vn" and concept is None:
            break
        if concept and concept.kind == "event" and token.tag != "vn" and at > start:
            break
        at = token.end
    return min(at, limit)


def _unclaimed(view: _View) -> list[Token]:
    """The words of earlier clauses of the sentence that hold no figure."""
    claiming = [m for m in view.earlier if _is_figure(m) or (m.kind == view.mention.kind == "date")]
    result: list[Token] = []
    clause: list[Token] = []
    begin = view.sentence
    tokens = view.words(view.sentence, view.start)
    for token in tokens:
        clause.append(token)
        last = token is tokens[-1]
        if token.word in "，,、" or last:
            end = view.start if last else token.end
            if not any(begin <= m.start < end for m in claiming):
                result += clause
            clause, begin = [], end
    return result


def _weights(tokens: Iterable[Token], lexicon: Lexicon) -> dict[str, float]:
    weights: dict[str, float] = {}
    for token in tokens:
        concept = lexicon.concepts.get(token.word)
        if concept:
            weights[concept.name] = 0.4 if concept.name in ("活动", "人员") else 1.0
        elif tells(token, lexicon):
            weights.setdefault(token.word, 0.6)
    return weights


def tells(token: Token, lexicon: Lexicon) -> bool:
    """True for a noun or verb that says what something is about."""
    if token.word in lexicon.light or token.word in lexicon.directions or token.word in lexicon.units:
        return False
    return (
        token.tag[0] in "nvajlibsz"
        and (len(token.word) > 1 or token.tag[0] == "n")
        and "\u4e00" <= token.word[0] <= "\u9fff"
    )


def _by_kind(tokens: Iterable[Token], lexicon: Lexicon) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for token in tokens:
        concept = lexicon.concepts.get(token.word)
        if concept:
            kinds.setdefault(concept.kind, set()).add(concept.name)
        elif token.word in _GRADES:
            kinds.setdefault("grade", set()).add(token.word)
    return {kind: frozenset(names) for kind, names in kinds.items()}


def _head(mention: Mention, before: list[Token], tail: list[Token], lexicon: Lexicon) -> tuple[str, str, str]:
    """What is counted: a fitting noun after the figure, else the last fitting one before it; and the noun after it."""
    family = mention.figure.family if mention.figure else ""
    kinds = _HEAD_KINDS.get(family, ("people", "event", "place", "goods"))
    after = ""
    for token in tail:
        concept = lexicon.concepts.get(token.word)
        if concept and concept.kind in ("people", "event", "place", "goods"):
            after = concept.name
        elif tells(token, lexicon) and not after:
            after = token.word
    spare = "", ""
    for token in [*reversed(tail), *reversed(before)]:
        concept = lexicon.concepts.get(token.word)
        if concept and concept.kind in kinds:
            if concept.name not in _DEEDS:
                return concept.name, after, token.word
            spare = spare if spare[0] else (concept.name, token.word)
    return spare[0], after, spare[1]


def _names(view: _View, sort: str) -> frozenset[str]:
    """The people or places that a figure belongs to: those of its clause, else the last one named before it."""
    names = [m for m in view.around if m.kind == "name" and (m.sort == "person") == (sort == "person")]
    inside = [m for m in names if view.start <= m.start < view.tail_end]
    if not inside:
        inside = [m for m in names if m.start < view.mention.start][-1:]
    return frozenset(view.text.plain[m.start : m.end] for m in inside)


def _dates(view: _View) -> tuple[Date, ...]:
    dates = [(m.start, m.date) for m in view.earlier if m.date and m.date.level != "clock"]
    inside = [date for start, date in dates if start >= view.start] or [date for _, date in dates][-1:]
    return tuple(inside)
