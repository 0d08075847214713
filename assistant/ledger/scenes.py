"""The surroundings of a figure or date: the nouns and verbs, people, places and times that say what it is about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from assistant.ledger.dates import Date
from assistant.ledger.heads import head_before, head_of
from assistant.ledger.senses import GRADES
from assistant.ledger.spans import Mention
from assistant.ledger.text import Text, Token
from assistant.ledger.views import View, claimed, marks_around, unclaimed

_EACH = re.compile(
    "一(?:公斤|[斤亩人户套本册台间场期])[约就]?[合摊]|[人户校年月场次村班期份堂生亩]均|平均|每(?:一|个)?(?:[人名户场所个年月校次份堂期支班村镇乡生位册本节课套件吨亩队站讲组批台辆趟轮栋片棵株箱处家间条天周]|公里|公斤|平方米|公顷)"
)
# A noun this near after a figure may be what is counted though the segmenter has a verb between.
_FOLLOWING = 5
_OF = ("", "的", "全年的", "同期的")
_THAN = ("比", "较")  # what is more than in 2024 is no figure of 2024
_NOT_EACH = re.compile("[共总计]")
_ORDINAL_YEAR = re.compile("第[一二三四五六]年|头一年|次年|翌年|转年|上一年|前一年|后一年")
NOUN = 2


__all__ = ["Scene", "claimed", "scene_of"]


class Scene(NamedTuple):
    """The surroundings of one mention. ``near`` are the words of its clause, ``whole`` those and the words of the
    sentence before it that no other figure claims; a word is a concept name of the lexicon or the word itself, with a
    weight. ``head`` is what is counted, ``after`` the noun after it; ``kinds`` the concepts by class; ``people`` and
    ``places`` the names that the mention belongs to; ``marks`` its direction; ``said`` every word of the clause,
    ``plain`` its own nouns and verbs, light ones too; ``each`` tells an average; ``head_word``
    is the head as written; ``lent`` the words of the figure before, where this one has none;
    ``other_head`` the thing named right before the figure, where ``head`` stands after it; ``lacks`` the words after
    没有, 缺 and the like; ``clause`` all of it as written; ``tail`` what the noun phrase after it names;
    ``wants`` the words of the clause that tell of want; ``total`` tells a sum or an end (累计, 达到); ``counted`` is
    what stands right before the figure and right after it, as written."""

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
    lent: Mapping[str, float]
    other_head: str
    lacks: frozenset[str]
    clause: str
    tail: frozenset[str]
    wants: frozenset[str]
    total: bool
    counted: tuple[str, str]


def counts_same(draft: Scene, fact: Scene) -> bool:
    """True where the draft's figure stands beside the noun that the fact's stands beside (34名老队员, 老队员34名)."""
    own, (before, after) = draft.counted[1].partition("的")[0] or draft.counted[0], fact.counted
    if len(own) < NOUN:
        return False
    if len(after) >= NOUN and (after.startswith(own) or own.startswith(after) or own.endswith(after)):
        return True
    return len(before) >= NOUN and (own.endswith(before) or before.endswith(own))


def noun_of(scene: Scene) -> str:
    """What stands right after the figure, or before it, as written (就业7名, 7名就业)."""
    before, after = scene.counted
    return after.partition("的")[0] or before


_OPPOSITES = (("男", "女"), ("老", "少"), ("城", "乡"))


def opposite(draft: Scene, fact: Scene) -> bool:
    """True where the draft's figure stands beside the opposite of the fact's noun (女声部18人, 男声部18人)."""
    own = draft.counted[1].partition("的")[0] or draft.counted[0]
    for noun in filter(None, fact.counted):
        size = min(len(own), len(noun))
        if size < NOUN:
            continue
        differing = [(a, b) for a, b in zip(own[-size:], noun[-size:], strict=True) if a != b]
        if len(differing) == 1 and any(set(pair) == set(differing[0]) for pair in _OPPOSITES):
            return True
    return False


def scene_of(text: Text, mentions: Sequence[Mention], number: int, taken: bytearray) -> Scene:
    """The scene of mention ``number`` of ``mentions`` (those of ``text``, in order); ``taken`` as ``claimed`` says."""
    view = View(text, mentions, number, taken)
    before = view.words(*view.item) if view.item else view.words(view.start, view.mention.start)
    tail = view.words(view.mention.end, view.tail_end)
    own = before + view.words(view.mention.end, max(view.tail_end, view.reach))
    near = _weights(own)
    ahead = view.ahead() if view.mention.kind == "figure" else []
    whole = {**_weights(unclaimed(view)), **near}
    if view.item:
        whole = dict(near)
    lent = _weights(view.elliptic()) if not whole or view.goes_on else {}
    if view.goes_on:
        whole, lent = {**lent, **whole}, {}
    elif not lent and not view.item:
        whole = {**_weights(ahead), **whole}
    head, after, head_word = head_of(view.mention, before, tail)
    if not tail:
        following = view.words(view.mention.end, min(view.mention.end + _FOLLOWING, view.reach))
        counted, _, counted_word = head_of(view.mention, [], following)
        head, head_word = (counted, counted_word) if counted else (head, head_word)
    after_people = bool(head and any(t.word == head_word for t in tail) and text.lexicon.kinds.get(head) == "people")
    clause = text.tokens_in(view.start, view.clause_end)
    wanting = [i for i, token in enumerate(clause) if token.sense.direction in ("gap", "not")]
    return Scene(
        near,
        whole,
        sum(near.values()),
        sum(whole.values()),
        head,
        after,
        _by_kind(own),
        _names(view, "person", head_of_people=after_people),
        _names(view, "place"),
        _dates(view),
        marks_around(view),
        frozenset(t.word for t in clause),
        frozenset(t.word for t in own if t.tag[0] in "nvajlibz"),
        _tells_each(view),
        head_word,
        lent,
        head_before(before, head, text.lexicon),
        frozenset(t.word for t in clause[wanting[-1] + 1 :] if t.sense.tells) if wanting else frozenset(),
        text.plain[view.start : max(view.clause_end, view.reach)],
        frozenset(c.name for t in tail if (c := t.sense.concept)),
        frozenset(_want(clause[i], text) for i in wanting),
        view.goes_on,
        view.counted,
    )


def _weights(tokens: Iterable[Token]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for token in tokens:
        name, weight, concept, *_ = token.sense
        if concept is not None:
            weights[name] = weight
        elif name:
            weights.setdefault(name, weight)
    return weights


def _by_kind(tokens: Iterable[Token]) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    for token in tokens:
        concept = token.sense.concept
        if concept is not None:
            kinds.setdefault(concept.kind, set()).add(concept.name)
        elif token.word in GRADES:
            kinds.setdefault("grade", set()).add(token.word)
    return {kind: frozenset(names) for kind, names in kinds.items()}


def _tells_each(view: View) -> bool:
    """True for an average, and for what a list goes on with after one (每站平均有3名辅导员、2名教师)."""
    plain, start = view.text.plain, view.mention.start
    if _EACH.search(plain[view.after_figure : start]):
        return True
    front = plain[max(view.sentence, view.text.clause_start(start)) : start]
    return front.endswith(("、", "和", "与")) and "平均" in front and not _NOT_EACH.search(front)


def _want(token: Token, text: Text) -> str:
    return token.word if len(token.word) > 1 else text.plain[token.start : token.end + 2]


def _names(view: View, sort: str, *, head_of_people: bool = False) -> frozenset[str]:
    """The people or places that a figure belongs to: those of its clause, else the last one named before it."""
    names = [m for m in view.around if m.kind == "name" and (m.sort == "person") == (sort == "person")]
    inside = [m for m in names if view.start <= m.start < view.tail_end]
    if view.item:
        inside = [m for m in names if view.item[0] <= m.start < view.item[1]] or inside
    if not inside and not (sort == "person" and head_of_people):
        inside = [m for m in names if m.start < view.mention.start][-1:]
    return frozenset(view.text.plain[m.start : m.end] for m in inside)


def _dates(view: View) -> tuple[Date, ...]:
    if _ORDINAL_YEAR.search(view.text.plain, view.start, view.mention.start):
        return ()  # 头一年102名，第二年164名
    plain = view.text.plain
    told = [m for m in view.earlier if m.date and m.date.level != "clock"]
    # 比2024年的1500人 tells of 2024 all the same
    told = [m for m in told if plain[m.start - 1 : m.start] not in _THAN or plain[m.end : view.mention.start] in _OF]
    dates = [(m.start, m.date) for m in told if m.date]
    if view.item and (own := [date for start, date in dates if view.item[0] <= start < view.item[1]]):
        return tuple(own)
    inside = [date for start, date in dates if start >= view.start] or [date for _, date in dates][-1:]
    return tuple(inside)
