"""Names of people that no role word announces: borne out by the sentence around them alone."""

import re
from collections.abc import Iterator

from assistant.ledger.given_names import PAUSES, VERB_TAGS, Name, name_from
from assistant.ledger.text import Text, Token


def free_names(text: Text) -> Iterator[Name]:
    """Three-character names that the segmenter itself takes for names, where a sentence could have a person."""
    surnames = text.lexicon.surnames
    for token in text.tokens:
        word = token.word
        if word[0] not in surnames and word[:2] not in surnames:
            continue
        if len(word) == 2 and word in surnames:
            double = name_from(text, token.start, cued=True)
            if double and len(double.core) > 2:
                yield double
        personal = token.tag.startswith("nr")
        if not personal and _opens_with_name(text, token):
            yield Name(token.start, token.start + 3, "person", text.plain[token.start : token.start + 3])
        if not personal or len(word) > 4:
            continue
        if len(token.word) == 2 and text.knows(token.word):
            continue
        name = name_from(text, token.start, cued=False)
        if name and _fits(text, name):
            yield name


def _opens_with_name(text: Text, token: Token) -> bool:
    """True where a clause opens with a surname and two characters of given names, and a verb follows (韩庆/山/帮教)."""
    plain, start = text.plain, token.start
    if plain[start] not in text.lexicon.plain_surnames or (start and plain[start - 1] not in PAUSES):
        return False
    if len(token.word) > 2 or token.word in text.lexicon.not_names or len(plain) < start + 4:
        return False
    given = text.lexicon.given
    verb = text.token_at(start + 3)
    return plain[start + 1] in given and plain[start + 2] in given and verb.start == start + 3 and verb.tag[0] == "v"


def _fits(text: Text, name: Name) -> bool:
    before = text.plain[name.start - 1] if name.start else "\n"
    after = text.plain[name.end] if name.end < len(text.plain) else "\n"
    if text.plain.startswith(
        (
            "精神",
            "式",
            "镇",
            "县",
            "村",
            "乡",
            "区",
            "市",
            "社区",
            "街道",
            "小学",
            "中学",
            "路",
            "学校",
            "故居",
            "纪念",
        ),
        name.end,
    ):
        return False
    follows = after in PAUSES or _acts(text, name.end) or after in "的任获等"
    if _split_pair(text, name):
        return after in PAUSES or text.token_at(name.end).tag[0] in VERB_TAGS or after in "和与及等"
    opens = (
        before in PAUSES
        or text.token_at(name.start - 1).tag[0] in "vpcudt"
        or text.token_at(name.start - 1).tag[0] == "n"
    )
    given = name.core[-1] in text.lexicon.given
    if before in PAUSES and len(name.core) == 3 and len(text.token_at(name.start).word) == 3 and given:
        return True
    if len(name.core) == 2:
        return given and before in PAUSES and before != "“" and follows and after not in PAUSES
    return follows and opens and (given or name.core[1] in text.lexicon.given)


def _acts(text: Text, offset: int) -> bool:
    """True where a verb begins, or the noun of a deed (资助, 宣讲)."""
    token = text.token_at(offset)
    concept = text.lexicon.concepts.get(token.word)
    return token.tag[0] in VERB_TAGS or (concept is not None and concept.kind == "event")


def _split_pair(text: Text, name: Name) -> bool:
    """A surname that the segmenter tags as one, with a given name of two characters after it (赵/德福)."""
    token = text.token_at(name.start)
    return len(token.word) == 1 and len(name.core) == 3 and name.core[-1] in text.lexicon.given


_DOTTED = re.compile("(?<![一二三四五六七八九十])(?<=[\u4e00-\u9fff])[·•・](?=[\u4e00-\u9fff])")
_ENDS_DOTTED = frozenset("任当在说教为等是的和与同被把带到从和及获作向对来去又也都")
_LONGEST_PART = 4


def dotted_names(text: Text) -> Iterator[Name]:
    """Names with a dot in them (阿牛·木呷): what stands around it up to a word or a post."""
    for match in _DOTTED.finditer(text.plain):
        start, end = _part_before(text, match.start()), _part_after(text, match.end())
        if match.start() - start > 1 and end > match.end():
            yield Name(start, end, "person", text.plain[start:end])


def _part_before(text: Text, dot: int) -> int:
    start = dot
    while start > 0 and dot - start < _LONGEST_PART:
        token = text.token_at(start - 1)
        word = text.plain[token.start : start]
        common = text.knows(word) and len(word) > 1 and token.tag[:2] not in ("nr", "ns", "nz")
        if not "\u4e00" <= text.plain[start - 1] <= "\u9fff" or word in text.lexicon.roles or (common and start < dot):
            break
        if token.tag[0] in "vpcu" and len(word) == 1:
            break
        start = max(token.start, dot - _LONGEST_PART)
    return start


def _part_after(text: Text, start: int) -> int:
    end = start
    while end < len(text.plain) and end - start < _LONGEST_PART:
        token = text.token_at(end)
        if not "\u4e00" <= text.plain[end] <= "\u9fff" or (end > start and text.plain[end] in _ENDS_DOTTED):
            break
        if end - start >= 2 and (text.knows(token.word) or token.tag[0] in "vpdu"):
            break
        if text.plain[end:].startswith(("同志", "老人", "老师")):
            break
        end += 1
    return end
