"""Names of Han people, read from where they begin: a surname and one or two characters, or what no dictionary has."""

import re

from assistant.particulars.sample import HAN, NO_NAME, Sample

AGED = re.compile(r"工作室|等\d|(?:今年)?\d\d岁|(?:今年)?[五六七八九]十[一二三四五六七八九]?岁")
"""What follows nothing but a name."""

NO_LAST = frozenset(
    "说写笑哭道常总却就才便又也都因从在把被带领捧握拉拄摸望看听回教讲走跑坐站蹲请趴加称考是会，。、等的亲每自工夫"
)
"""Characters that begin the word after a name (德海说) and end none."""

_WORDS = frozenset("和由初能者早排补税后回花满来从向于应占多把才折别通连边过")
_FIRST_GIVEN = frozenset("有之其以")  # 有福, 之华
_NO_END = frozenset("有其以")
_AFTER = re.compile(
    r"$|[，。；、：！？（“…\n]|(?:今年|现年|时年)?[\d五六七八九]"
    r"|[说带把被从在是也就都还却又自每一和与同的等到用给以走写讲当为握捧拿站坐笑家]"
    r"|退休|如今|今年|现在|主动|介绍|告诉|表示|回忆|宣读|同志|老师"
)
_WORD = re.compile(f"[{HAN}]+")


def han_name(sample: Sample, start: int, *, told: bool = False) -> int:
    """Length of the name with a surname that begins here, 0 where there is none; ``told`` where a role announces it."""
    plain = sample.plain
    family = 2 if plain[start : start + 2] in sample.surnames else 1
    if plain[start : start + family] not in sample.surnames or not (told or sample.begins(start)):
        return 0
    for length in (family + 2, family + 1):
        end = start + length
        if end > len(plain) or not _WORD.fullmatch(plain, start, end) or not _ends_well(sample, start + family, end):
            continue
        if _is_no_word(sample, start, end, family, told):
            return length
    return 0


def _ends_well(sample: Sample, given: int, end: int) -> bool:
    """True where characters of a name are followed by the beginning of another word."""
    plain = sample.plain
    if set(plain[given:end]) & NO_NAME - _FIRST_GIVEN or plain[end - 1] in _NO_END | NO_LAST:
        return False
    return sample.begins(end) or bool(_AFTER.match(plain, end))


def _is_no_word(sample: Sample, start: int, end: int, family: int, told: bool) -> bool:
    lexicon, name = sample.lexicon, sample.plain[start:end]
    given, everyday = name[family:], name[0] in lexicon.everyday_surnames
    if sample.is_everyday(start, end) or name[:2] in lexicon.not_names or name.startswith(sample.lists.address):
        return False
    if name[0] in _WORDS and (sample.agreed(start + 1, end) or given in lexicon.concepts):
        return False  # 和家长, 由党建
    if len(given) == 1:
        return given in sample.given and not everyday
    words = sample.agreed if told and sample.given.issuperset(given) else sample.is_everyday
    if family == 1 and words(start, start + 2):
        return False
    if sample.given.issuperset(given):
        return True
    if told and not everyday and name[0] not in lexicon.rare_surnames and _AFTER.match(sample.plain, end):
        return given not in lexicon.concepts
    return not sample.knows(given) and given not in lexicon.concepts


def opens_with_name(sample: Sample, start: int) -> bool:
    """True where the three characters from here are a surname and two of given names, and no words."""
    lexicon, family, given = sample.lexicon, sample.plain[start], sample.plain[start + 1 : start + 3]
    passive = sample.plain[start - 1 : start] == "的" and sample.plain.startswith(("被", "说"), start + 3)
    if family not in sample.surnames or (family in lexicon.everyday_surnames and not passive):
        return False
    if set(given) & NO_NAME or not sample.given.issuperset(given) or sample.knows(family + given):
        return False
    return not sample.is_everyday(start, start + 2) and (passive or not sample.agreed(start + 1, start + 3))


def unlisted_name(sample: Sample, start: int) -> int:
    """Length of a name that begins here though its first character is in no list of surnames, else 0."""
    if start >= len(sample.plain) or sample.token_at(start).start != start:
        return 0
    if _has_given(sample, start):
        return 3
    for length in (3, 2, 4):
        name = sample.plain[start : start + length]
        if _WORD.fullmatch(name) and AGED.match(sample.plain, start + length) and sample.begins(start + length):
            return 0 if name in sample.lexicon.concepts or set(name) & NO_NAME else length
    word = sample.token_at(start).word
    common = sample.knows(word) or word in sample.lexicon.concepts or set(word) & (NO_NAME - {"之"})
    return len(word) if not common and 3 <= len(word) <= 4 else 0


def _has_given(sample: Sample, start: int) -> bool:
    """True where two characters of given names follow, and the three are no words."""
    end = start + 3
    name = sample.plain[start:end]
    if len(name) < 3 or not _WORD.fullmatch(name) or set(name) & NO_NAME or not sample.given.issuperset(name[1:]):
        return False
    if sample.is_everyday(start, start + 2) or sample.is_everyday(start, end) or sample.knows(name[1:]):
        return False
    return sample.begins(end) or bool(_AFTER.match(sample.plain, end))
