"""What a figure counts: the noun after it, or before it."""

import itertools
from collections.abc import Mapping

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.spans import Mention
from assistant.ledger.text import Token
from assistant.ledger.word_sets import words_of

DEEDS = words_of("建立 发放 编印 捐赠 拨款 表彰")
_WHEN = ("后", "以后", "之后", "时", "期间", "以来")
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


def head_of(mention: Mention, before: list[Token], tail: list[Token]) -> tuple[str, str, str]:
    """What is counted: a fitting noun after the figure, else the last fitting one before it; and the noun after it."""
    family = mention.figure.family if mention.figure else ""
    kinds = _HEAD_KINDS.get(family, ("people", "event", "place", "goods"))
    after = ""
    for token in tail:
        concept = token.sense.concept
        if concept and concept.kind in ("people", "event", "place", "goods"):
            after = concept.name
        elif token.sense.tells and not after:
            after = token.word
    spare = "", ""
    tail = _counted_part(tail)
    after_all = max((i + 1 for i, token in enumerate(before) if token.word in _WHEN), default=0)
    before = before[after_all:]  # 家长返乡就业后减少结对34名
    for token in itertools.chain(reversed(tail), reversed(before)):
        concept = token.sense.concept
        if concept and concept.kind in kinds:
            if concept.name not in DEEDS:
                return concept.name, after, token.word
            spare = spare if spare[0] else (concept.name, token.word)
    return spare[0], after, spare[1]


def _counted_part(tail: list[Token]) -> list[Token]:
    """The front of a phrase that names people and what is theirs (318名孩子的父母 counts the children)."""
    for i, token in enumerate(tail[:-1]):
        concept = token.sense.concept
        if concept is not None and concept.kind == "people" and tail[i + 1].word == "的":
            return tail[: i + 1]
    return tail


def head_before(before: list[Token], head: str, lexicon: Lexicon) -> str:
    """What the word right before a figure names (“代理家长”212名结对留守儿童): it is counted as well."""
    nouns = [token for token in before if token.tag != "x"]
    concept = nouns[-1].sense.concept if nouns else None
    if len(nouns) > 1 and concept is not None and concept.name == head and nouns[-2].end == nouns[-1].start:
        concept = nouns[-2].sense.concept  # 大学生志愿者24名
    alike = concept is not None and head and concept.kind == lexicon.kinds[head] and concept.name != head
    return concept.name if concept is not None and alike else ""
