"""How well the surroundings of two mentions agree: whether they tell of one subject."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Protocol

from assistant.ledger import kin
from assistant.ledger.dates import Date
from assistant.ledger.kin import Kin, related
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.scenes import Scene
from assistant.ledger.word_sets import words_of


class Grounds(Protocol):
    """What two scenes are compared on: the word lists, the facts' words, and whether the facts mention a name."""

    @property
    def lexicon(self) -> Lexicon:
        """The word lists."""

    @property
    def kin(self) -> Kin:
        """Which words of the facts are related to a draft's."""

    def mentions(self, words: str) -> bool:
        """True where a fact or the context holds ``words``."""

    def dated(self, date: Date) -> bool:
        """True where a fact or the context tells ``date``."""


UNKNOWN = 0.5
_LENT = 0.6
_LEVELS = {"town": ("镇", "乡", "街道"), "village": ("村", "社区"), "county": ("县", "市", "区")}
_AGENTS = words_of(
    "学员 五老 老党员 老教师 老军人 老模范 老专家 离退休干部 志愿者 监督员 宣讲员 辅导员 干部 党员 教师 副校长 联络员"
)
_ANYBODY = "学员"  # young and old may learn, listen and read
_TELLING_APART = (("theme", 0.5), ("grade", 0.6), ("people", 0.4))
_EVENT_UNITS = ("场次", "期", "课")


def keys(scene: Scene, lexicon: Lexicon) -> Iterator[str]:
    """Words under which a scene can be found by others that share a subject with it."""
    return itertools.chain.from_iterable(kin.keys(lexicon, word) for word in (*scene.whole, *scene.lent))


def likeness(draft: Scene, fact: Scene, sources: Grounds) -> float:
    """How much of the shorter description the two share, 0 to 1; -1 where one of them says nothing."""
    if fact.lent and draft.near:
        return _LENT * _overlap(draft.near, draft.near_weight, fact.lent, sum(fact.lent.values()), sources.kin)
    near = _overlap(draft.near, draft.near_weight, fact.near, fact.near_weight, sources.kin)
    if near >= 0.9:
        return near
    if len(draft.near) == len(draft.whole) and len(fact.near) == len(fact.whole):
        return near  # the clauses around add nothing
    whole = _overlap(draft.whole, draft.whole_weight, fact.whole, fact.whole_weight, sources.kin)
    return max(near, 0.9 * whole) if near >= 0 else whole


def _overlap(
    draft: Mapping[str, float], draft_weight: float, fact: Mapping[str, float], fact_weight: float, words: Kin
) -> float:
    total = min(draft_weight, fact_weight)
    if total < 0.3:
        return -1.0
    shared = 0.0
    for word, weight in draft.items():
        if word in fact:
            shared += min(weight, fact[word])
        elif (akin := words[word]) and not fact.keys().isdisjoint(akin):
            shared += max(alike * min(weight, fact[other]) for other, alike in akin.items() if other in fact)
    return min(1.0, shared / total)


def shared(draft: Scene, fact: Scene, sources: Grounds) -> dict[str, float]:
    """The draft's words that the fact's surroundings bear out, each with how much it weighs."""
    words = {**fact.lent, **fact.whole}
    found = {}
    for word, weight in draft.whole.items():
        like = min(weight, words.get(word, 0.0))
        for other, alike in sources.kin[word].items():
            like = max(like, alike * min(weight, words.get(other, 0.0)))
        if like:
            found[word] = like
    return found


def heads_clash(draft: Scene, fact: Scene, lexicon: Lexicon) -> bool:
    """True where the two count different things of one kind (困难学生 / 留守儿童, 讲座 / 巡查)."""
    if not draft.head or not fact.head or lexicon.kinds[draft.head] != lexicon.kinds[fact.head]:
        return False
    if draft.head_word in fact.head_word or fact.head_word in draft.head_word:
        return False  # 志愿者 and 五老志愿者
    if _ANYBODY in (draft.head, fact.head) and lexicon.kinds[fact.head] == "people":
        return False
    if draft.head in fact.tail or fact.head in draft.tail:
        return False  # 29所学校 of 29所学校关工委
    if lexicon.kinds[draft.head] == "place" and fact.head in draft.near:
        return False  # 308个村有关工小组 of 308个村级关工小组
    pairs = ((one, other) for one in (draft.head, draft.other_head) for other in (fact.head, fact.other_head))
    return not any(one and other and related(lexicon, one, other) for one, other in pairs)


def kinds_clash(draft: Scene, fact: Scene, lexicon: Lexicon, kind: str) -> bool:
    """True where both name things of ``kind`` and none of one agrees with any of the other; agents are left out."""
    if kind not in draft.kinds or kind not in fact.kinds:
        return False
    one, other = draft.kinds[kind] - _AGENTS, fact.kinds[kind] - _AGENTS
    if not one or not other or not one.isdisjoint(other):
        return False
    return not any(related(lexicon, a, b) for a in one for b in other)


def agreement(
    draft: Scene, fact: Scene, sources: Grounds, family: str = "", *, dates: bool = True
) -> tuple[float, bool]:
    """How well two scenes tell of one subject (about 0 to 1.5), and whether they name different things."""
    lexicon = sources.lexicon
    score = likeness(draft, fact, sources)
    if score < 0:
        score = UNKNOWN + _of_light_words(draft, fact)
    penalty = 0.0
    if draft.head and draft.head == fact.head:
        score += 0.2
    elif draft.head and fact.head and heads_clash(draft, fact, lexicon):
        penalty += 0.6
    for kind, weight in _TELLING_APART:
        if kind in draft.kinds and kind in fact.kinds and not (kind == "people" and family in _EVENT_UNITS):
            penalty += weight if kinds_clash(draft, fact, lexicon, kind) else 0.0
    if (
        not score
        and draft.after
        and fact.after
        and not draft.head
        and not fact.head
        and not related(lexicon, draft.after, fact.after)
        and set(draft.after).isdisjoint(fact.after)  # 轮流值班 and 轮值
    ):
        penalty += 0.4
    for one, two, people in ((draft.people, fact.people, True), (draft.places, fact.places, False)):
        if not one or not two:
            continue
        if not one.isdisjoint(two):
            score += 0.3
        elif _names_clash(one, two, sources, people):
            penalty += 1.2
    if draft.lacks and fact.lacks and not _same_lack(draft.lacks, fact.lacks, lexicon):
        penalty += 0.6
    own = [date for date in draft.dates if sources.dated(date)] if dates and fact.dates else []
    if own and not any(agree(a, b) for a in own for b in fact.dates):
        penalty += 0.6
    return score - penalty, penalty > 0


def _same_lack(one: frozenset[str], other: frozenset[str], lexicon: Lexicon) -> bool:
    """True where what is wanting may be the same: a word akin, or a character in common."""
    if set("".join(one)) & set("".join(other)):
        return True
    names = [[c.name if (c := lexicon.concepts.get(word)) else word for word in words] for words in (one, other)]
    return any(related(lexicon, a, b) for a in names[0] for b in names[1])


def _of_light_words(draft: Scene, fact: Scene) -> float:
    """Where nothing else tells subjects apart, the light verbs do (收集 150 个，实现 142 个)."""
    if not draft.plain or not fact.plain:
        return 0.0
    return 0.25 if draft.plain & fact.plain else -0.1


def _names_clash(draft: frozenset[str], fact: frozenset[str], sources: Grounds, people: bool) -> bool:
    """True for different names, where the draft's is one of the facts' (a foreign name is flagged itself)."""
    known = [name for name in draft if sources.mentions(name)]
    return bool(known) and all(
        a not in b and b not in a and (people or level(a) == level(b)) for a in known for b in fact
    )


def level(name: str) -> str:
    """The level of a place, so that a county and its town are no contradiction."""
    return next((level for level, endings in _LEVELS.items() if name.endswith(endings)), name[-1:])


def agree(one: Date, other: Date) -> bool:
    """True where no part that both dates say differs."""
    return all(not a or not b or a == b for a, b in zip(one.parts, other.parts, strict=True))
