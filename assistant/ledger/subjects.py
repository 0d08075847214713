"""What a figure or date is about: the nouns and verbs, people, places and times around it, and how well two agree."""

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.ledger.dates import Date
from assistant.ledger.directions import marks_of
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.spans import Mention
from assistant.ledger.text import Text, Token

_EACH = re.compile("[人户校年月场次]均|平均|每[人名户场所个年月校次]")
_STOPS = "，；。！？：\n,;"
_HARD = "；。！？\n;"
_AGENTS = frozenset(
    "五老 老党员 老教师 老军人 老模范 老专家 离退休干部 志愿者 监督员 宣讲员 辅导员 干部 党员 教师 副校长 联络员".split()
)
_DEEDS = frozenset("建立 发放 编印 捐赠 拨款 表彰".split())
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
    """The surroundings of one mention. ``near`` are the words of its clause, ``wide`` those of the sentence before it
    that no other figure claims; a word is a concept name of the lexicon or the word itself. ``head`` is what is
    counted; ``people`` and ``places`` the names that the mention belongs to; ``marks`` its direction."""

    near: Mapping[str, float]
    wide: Mapping[str, float]
    head: str
    after: str
    kinds: Mapping[str, frozenset[str]]
    people: frozenset[str]
    places: frozenset[str]
    dates: tuple[Date, ...]
    marks: frozenset[str]
    said: frozenset[str]
    each: bool


@dataclass(frozen=True)
class _Region:
    start: int
    end: int
    tail_end: int
    sentence: int


def scene_of(text: Text, mentions: list[Mention], number: int) -> Scene:
    """The scene of mention ``number`` of ``mentions`` (those of ``text``, in order)."""
    mention = mentions[number]
    region = _region(text, mentions, number)
    before = text.tokens_in(region.start, mention.start)
    tail = text.tokens_in(mention.end, region.tail_end)
    sentence = text.tokens_in(region.sentence, region.start)
    own = _outside(mentions, before + tail)
    near = _weights(own, text.lexicon)
    wide = _weights(_outside(mentions, _unclaimed(text, mentions, number, sentence)), text.lexicon)
    head, after = _head(mention, _outside(mentions, before), _outside(mentions, tail), text.lexicon)
    clause = text.tokens_in(region.start, _clause_end(text, mentions, number))
    plans = [t for t in sentence if text.lexicon.directions.get(t.word) == "plan"]
    people, places = _names(text, mentions, number, region)
    return Scene(
        near,
        wide,
        head,
        after,
        _by_kind(own, text.lexicon),
        people,
        places,
        _dates(mentions, number, region),
        marks_of([*plans, *clause], text),
        frozenset(t.word for t in text.tokens_in(region.start, _clause_end(text, mentions, number))),
        bool(_EACH.search(text.plain[region.start : mention.start])),
    )


def _region(text: Text, mentions: list[Mention], number: int) -> _Region:
    plain, mention = text.plain, mentions[number]
    sentence = max(plain.rfind(c, 0, mention.start) for c in _HARD) + 1
    start = max([sentence, *(plain.rfind(c, sentence, mention.start) + 1 for c in "，,")])
    figures = [m for m in mentions[max(0, number - 4) : number] if m.kind == "figure"]
    if figures and figures[-1].end > start:
        start = _tail_end(text, mentions, figures[-1].end, mention.start)
    following = next((m.start for m in mentions[number + 1 : number + 4] if m.kind == "figure"), len(plain))
    return _Region(start, mention.end, _tail_end(text, mentions, mention.end, following), sentence)


def _tail_end(text: Text, mentions: list[Mention], start: int, limit: int) -> int:
    """Where the noun phrase after a figure ends: before a pause or a verb that is not part of a compound."""
    at = start
    for token in text.tokens_in(start, min(limit, start + 24)):
        if token.tag == "x" and token.word not in "“”《》（(":
            break
        concept = text.lexicon.concepts.get(token.word)
        if token.tag[0] in "vpd" and token.tag != "vn" and concept is None:
            break
        if token.tag[0] == "v" and concept is None and token.word in text.lexicon.light:
            break
        if concept and concept.kind == "event" and token.tag != "vn" and at > start:
            break
        at = token.end
    return min(at, limit)


def _clause_end(text: Text, mentions: list[Mention], number: int) -> int:
    plain, end = text.plain, mentions[number].end
    stops = [i for c in _STOPS + "、" if (i := plain.find(c, end)) >= 0]
    following = next((m.start for m in mentions[number + 1 : number + 4] if m.kind == "figure"), len(plain))
    return min([*stops, following, end + 40])


def _outside(mentions: list[Mention], tokens: Iterable[Token]) -> list[Token]:
    tokens = list(tokens)
    if not tokens:
        return tokens
    taken = [
        m
        for m in mentions
        if m.end > tokens[0].start and m.start < tokens[-1].end and m.kind in ("name", "date", "figure")
    ]
    return [t for t in tokens if not any(m.start <= t.start < m.end for m in taken)]


def _unclaimed(text: Text, mentions: list[Mention], number: int, tokens: list[Token]) -> list[Token]:
    """The words of earlier clauses of the sentence that hold no figure."""
    if not tokens:
        return []
    first, last = tokens[0].start, tokens[-1].end
    figures = [m for m in mentions[:number] if m.kind == "figure" and m.end > first]
    result: list[Token] = []
    clause: list[Token] = []
    for token in [*tokens]:
        clause.append(token)
        if token.word in "，,、" or token.end == last:
            span = (clause[0].start, clause[-1].end)
            if not any(m.start < span[1] and m.end > span[0] for m in figures):
                result += clause
            clause = []
    return result


def _weights(tokens: Iterable[Token], lexicon: Lexicon) -> dict[str, float]:
    weights: dict[str, float] = {}
    for token in tokens:
        concept = lexicon.concepts.get(token.word)
        if concept:
            weights[concept.name] = 0.4 if concept.name in ("活动", "人员") else 1.0
        elif _tells(token, lexicon):
            weights.setdefault(token.word, 0.6)
    return weights


def _tells(token: Token, lexicon: Lexicon) -> bool:
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
    return {kind: frozenset(names) for kind, names in kinds.items()}


def _head(mention: Mention, before: list[Token], tail: list[Token], lexicon: Lexicon) -> tuple[str, str]:
    """What is counted: a fitting noun after the figure, else the last fitting one before it; and the noun after it."""
    family = mention.figure.family if mention.figure else ""
    kinds = _HEAD_KINDS.get(family, ("people", "event", "place", "goods"))
    after = ""
    for token in tail:
        concept = lexicon.concepts.get(token.word)
        if concept and concept.kind in ("people", "event", "place", "goods"):
            after = concept.name
        elif _tells(token, lexicon) and not after:
            after = token.word
    spare = ""
    for token in [*reversed(tail), *reversed(before)]:
        concept = lexicon.concepts.get(token.word)
        if concept and concept.kind in kinds:
            if concept.name not in _DEEDS:
                return concept.name, after
            spare = spare or concept.name
    return spare, after


def _names(text: Text, mentions: list[Mention], number: int, region: _Region) -> tuple[frozenset[str], frozenset[str]]:
    """The people and places that a figure belongs to: those of its clause, else the last ones named before it."""
    people: list[str] = []
    places: list[str] = []
    mention = mentions[number]
    for sort, names in (("person", people), ("place", places)):
        inside = [
            m for m in mentions if m.kind == "name" and region.start <= m.start < region.tail_end and _sort(m) == sort
        ]
        if not inside:
            previous = [
                m for m in mentions[:number] if m.kind == "name" and _sort(m) == sort and m.start >= region.sentence
            ]
            inside = previous[-1:]
        names += [text.plain[m.start : m.end] for m in inside]
    del mention
    return frozenset(people), frozenset(places)


def _sort(mention: Mention) -> str:
    return "person" if mention.sort == "person" else "place"


def _dates(mentions: list[Mention], number: int, region: _Region) -> tuple[Date, ...]:
    inside = [m.date for m in mentions[:number] if m.date and m.start >= region.start and m.date.level != "clock"]
    if not inside:
        inside = [m.date for m in mentions[:number] if m.date and m.start >= region.sentence][-1:]
    return tuple(d for d in inside if d)


@functools.cache
def _ancestors(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    wider = lexicon.wider.get(name, "")
    return (wider, *_ancestors(lexicon, wider)) if wider else ()


def related(lexicon: Lexicon, one: str, other: str) -> float:
    """1 for the same thing, 0.6 for a wider and a narrower one, 0.5 for words that share two characters, else 0."""
    if one == other:
        return 1.0
    if other in _ancestors(lexicon, one) or one in _ancestors(lexicon, other):
        return 0.6
    if one in lexicon.wider or other in lexicon.wider:
        return 0.0
    if len(one) > 1 and len(other) > 1 and (one in other or other in one):
        return 0.8
    return 0.0


def likeness(draft: Mapping[str, float], fact: Mapping[str, float], lexicon: Lexicon) -> float:
    """How much of the shorter description the two share, 0 to 1; -1 where one of them says nothing."""
    total = min(sum(draft.values()), sum(fact.values()))
    if total < 0.3:
        return -1.0
    shared = 0.0
    for word, weight in draft.items():
        best = max((related(lexicon, word, other) * min(weight, w) for other, w in fact.items()), default=0.0)
        shared += best
    return min(1.0, shared / total)


def heads_clash(draft: Scene, fact: Scene, lexicon: Lexicon) -> bool:
    """True where the two count different things of one kind (困难学生 / 留守儿童, 讲座 / 巡查)."""
    if not draft.head or not fact.head or lexicon.kinds[draft.head] != lexicon.kinds[fact.head]:
        return False
    return related(lexicon, draft.head, fact.head) == 0.0


def kinds_clash(draft: Scene, fact: Scene, lexicon: Lexicon, kind: str) -> bool:
    """True where both name things of ``kind`` and none of one agrees with any of the other; agents are left out."""
    one, other = (s.kinds.get(kind, frozenset()) - _AGENTS for s in (draft, fact))
    return bool(one and other) and not any(related(lexicon, a, b) for a in one for b in other)
