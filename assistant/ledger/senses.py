"""What a word says by itself, looked up once for each word of a text."""

import functools
from typing import NamedTuple

from assistant.ledger.lexicon import Concept, Lexicon
from assistant.ledger.word_sets import words_of

GRADES = words_of("国家级 省级 市级 县级 区级 镇级 乡级 乡镇级 村级 社区级 校级 街道级 城区 农村")
_TELLING_TAGS = frozenset("nvajlibsz")
_PUPILS = {"男": "男生", "女": "女生"}
_VAGUE = ("活动", "人员")


class Sense(NamedTuple):
    """``name`` is what the word counts for in a scene, with its ``weight``: the name of its ``concept`` or the word
    itself; "" where it says nothing. ``tells`` is true for a noun or verb that says what something is about, whether
    the word lists have it or not; ``direction`` is its mark (up, down, plan, gap, not …)."""

    name: str = ""
    weight: float = 0.0
    concept: Concept | None = None
    tells: bool = False
    direction: str = ""


SILENT = Sense()


@functools.lru_cache(maxsize=65536)
def sense_of(lexicon: Lexicon, word: str, tag: str) -> Sense:
    """The sense of a word with its part of speech."""
    concept, direction = lexicon.concepts.get(word), lexicon.directions.get(word, "")
    tells = not direction and _tells(lexicon, word, tag)
    if concept is not None:
        return Sense(concept.name, 0.4 if concept.name in _VAGUE else 1.0, concept, tells, direction)
    if tells or word in GRADES:
        pupil = lexicon.concepts.get(_PUPILS[word[0]]) if _is_pupil(lexicon, word) else None
        return Sense(pupil.name if pupil else word, 0.6, pupil, tells, direction)
    return Sense("", 0.0, None, False, direction) if direction else SILENT


def _is_pupil(lexicon: Lexicon, word: str) -> bool:
    """True for 女队员, 男选手 and the like, which stand for girls and boys."""
    if word[0] not in _PUPILS or len(word) < 3 or word[-1] not in "员手友童徒":
        return False
    concept = lexicon.concepts.get(word[1:])
    return concept is None or "学生" in (concept.name, concept.wider)


def _tells(lexicon: Lexicon, word: str, tag: str) -> bool:
    if word in lexicon.light or word in lexicon.units or tag[0] not in _TELLING_TAGS:
        return False
    return (len(word) > 1 or tag[0] == "n") and "\u4e00" <= word[0] <= "\u9fff"
