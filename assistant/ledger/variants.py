"""Names that are a fact's name with one character changed or two exchanged: 王秀芝 for 王秀兰."""

import functools
import re
from collections.abc import Iterator

from assistant.ledger.given_names import NOT_GIVEN, PAUSES, Name, surname_of
from assistant.ledger.text import Text

_ANY = "[\u4e00-\u9fff]"
_KEPT = {"place": 1, "unit": 2}
_NOT_IN_PLACE = frozenset("在到从往赴于由和与及至对把被将向为是有了的各全本该每某我两几多所等各个")
_LONGEST = 8


@functools.lru_cache(maxsize=16)
def _pattern(names: tuple[tuple[str, str], ...], sort: str) -> re.Pattern[str] | None:
    forms: dict[str, None] = {}
    for word, kind in names:
        if kind == sort == "person" and len(word) == 2:
            forms[re.escape(word[0]) + _ANY] = None
        if kind != sort or not 3 <= len(word) <= _LONGEST:
            continue
        for i in range(len(word) - _KEPT.get(kind, 0)):
            forms[re.escape(word[:i]) + _ANY + re.escape(word[i + 1 :])] = None
        if kind == "person":
            forms[re.escape(word[0] + word[:0:-1])] = None
    return re.compile("|".join(sorted(forms, key=len, reverse=True))) if forms else None


def variants(text: Text, names: tuple[tuple[str, str], ...], sort: str) -> Iterator[Name]:
    """The near-misses of the names of one ``sort`` (person, place, unit) among ``names`` (word and sort)."""
    pattern = _pattern(names, sort)
    known = {word for word, _ in names}
    for match in pattern.finditer(text.plain) if pattern else ():
        if match[0] not in known and _stands_alone(text, match) and _may_be_name(text, match[0], sort):
            yield Name(*match.span(), sort, match[0])


def _stands_alone(text: Text, match: re.Match[str]) -> bool:
    end = match.end()
    if len(match[0]) == 2:  # 女儿石兰 for 女儿石岚: only after a word that announces a person
        before = (text.plain[max(0, match.start() - n) : match.start()] for n in (2, 3, 4))
        return any(word in text.lexicon.roles for word in before) and match[0][1] in text.lexicon.given_more
    if set(match[0][1:]) <= text.lexicon.given_more:
        return True
    return end >= len(text.plain) or text.token_at(end).start == end or text.plain[end] in PAUSES


def _may_be_name(text: Text, word: str, sort: str) -> bool:
    if sort != "person":
        return not set(word) & _NOT_IN_PLACE
    surname = surname_of(word[:2], text.lexicon)
    given = word[len(surname) :]
    return bool(surname) and not set(given) & (NOT_GIVEN | PAUSES) and given[-1] not in "县镇乡村市区"
