"""Names of people, places and units, without their role words."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.text import Text, Token

_HAN = "\u4e00-\u9fff"
_NOT_GIVEN = set(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所"
)
_PLACE_END = ("街道", "社区", "自治县", "自治州", "开发区", "县", "市", "区", "乡", "镇", "村", "省", "州", "屯", "旗")
_GENERIC_BEFORE = set(
    "全本各该我某每此两多几一二三四五六七八九十百千数个的老新小大城农山校辖园景灾社地街牧渔林郊库矿厂片战防特专"
    "省市县区乡镇村、，。；：（）“”《》在到往去从与和及或向为把被是有对至于以下返回他家故外赴进入走由让使给等级内跨"
)


@dataclass(frozen=True)
class Name:
    """A name and its place in the plain text; ``sort`` is person, place or unit."""

    start: int
    end: int
    sort: str


def find_people(text: Text) -> Iterator[Name]:
    """Names of people: a surname and one or two characters, borne out by a role word or the sentence around."""
    tokens = text.tokens
    for i, token in enumerate(tokens):
        if token.tag == "nr":
            end = _person_end(text, tokens, i)
            if end:
                yield Name(token.start, end, "person")


def _person_end(text: Text, tokens: list[Token], i: int) -> int:
    token = tokens[i]
    surname = _surname(token.word, text.lexicon)
    if not surname:
        return 0
    given = token.word[len(surname) :]
    if 1 <= len(given) <= 2 and not set(given) & _NOT_GIVEN:
        return token.end
    return 0


def _surname(word: str, lexicon: Lexicon) -> str:
    return next((word[:n] for n in (2, 1) if word[:n] in lexicon.surnames), "")


@functools.cache
def _place_pattern() -> re.Pattern[str]:
    return re.compile(rf"[{_HAN}]{{2,6}}?(?:{'|'.join(_PLACE_END)})")


def find_places(text: Text) -> Iterator[Name]:
    """Names of administrative places (青禾县, 东风镇, 兴隆社区)."""
    return iter(())
