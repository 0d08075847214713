"""Names of people: Han names after a role or by a surname, names of other peoples by their characters."""

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.ledger.text import Token
from assistant.particulars.sample import NO_NAME, Sample
from assistant.particulars.words import Words

_HAN = "一-鿿"
Part = tuple[int, int]

_NO_LAST = frozenset("说写笑哭道常总却就才便又也都因从在把被带领捧握拉拄摸望看听回教讲走跑坐站蹲是会，。、等的亲每自工夫")
_AGED = re.compile(
    rf"(?:^|(?<=[，。！？；：、\n“]))(?P<name>[{_HAN}]{{2,6}}?)"
    r"(?=(?:今年)?(?:\d\d|[六七八九]?十[一二三四五六七八九]?)岁|退休前)"
)
_ALIEN = re.compile(
    rf"(?:岁的|徒弟|叫|带头的|最年轻的)(?P<name>[{_HAN}]{{2,5}}?)(?=[，。、在会是就把因却从每给和与的说]|退休|今年)"
)
_TIMES = re.compile("今年|现年|退休|如今|已经|年近|快要|刚满")
_FIRST_GIVEN = frozenset("有之其以")  # 有福, 之华: in names, though not at their end
_CALLED = re.compile("[老小](?!康)[一-鿿]")
_AT_WORK = re.compile(r"工作室|等\d|(?:今年)?\d\d岁|(?:今年)?[五六七八九]十[一二三四五六七八九]?岁")
_CLAUSE = re.compile(rf"(?:^|(?<=[，。！？；：、\n]))(?=[{_HAN}]{{2,3}}(?:工作室|等\d|[、，]|[说写常种背在的]))")
_SURNAMED = re.compile(rf"姓(?P<family>[{_HAN}])(?=[，。、])(?:[，、]单?名(?:叫)?(?P<given>[{_HAN}]{{1,2}})(?=[，。]))?")
_SUBJECT = re.compile(rf"(?:^|(?<=[，。！？；：、\n“]))[{_HAN}]{{3}}(?=[的说把被从在是带也就都给和与]|今年|退休)")
_AFTER = re.compile(
    r"$|[，。；、：！？（“…\n]|(?:今年|现年|时年)?[\d五六七八九]|[说带把被从在是也就都还却又自每一和与同的等等到用给走写讲当为握捧拿站坐笑家]"
    r"|退休|如今|今年|现在|主动|介绍|告诉|表示|回忆|宣读|同志|老师"
)


def find_people(sample: Sample) -> Iterator[Part]:
    """Offsets of names of people, as often as a rule finds them."""
    yield from ((word.start, word.end) for word in sample.names if word.tag == "PER")
    yield from _aged(sample)
    yield from _after_roles(sample)
    yield from _at_clauses(sample)
    yield from _segmented(sample)
    yield from _addressed(sample)
    for match in _SURNAMED.finditer(sample.plain):
        yield from (match.span(part) for part in ("family", "given") if match[part])


def _aged(sample: Sample) -> Iterator[Part]:
    for match in (*_AGED.finditer(sample.plain), *_ALIEN.finditer(sample.plain)):
        start, end = match.span("name")
        role = _roles(sample.lists).match(sample.plain, start)
        start = role.end() if role else start
        name = sample.plain[start:end]
        common = end - start < 2 or sample.is_everyday(start, end) or _TIMES.search(name) or _has_words(sample, start, end)
        if not common and not set(name[1:]) & NO_NAME and name[-1] not in "人员师长手":
            yield start, end


@functools.cache
def _roles(words: Words) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words.people)}|岁的|最多的|最年轻的|带头的|的是|正是|就是|其中有|还有|包括|姓)")


@functools.cache
def _addresses(words: Words) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words.address)})")


def _after_roles(sample: Sample) -> Iterator[Part]:
    for start in sorted({match.end() for match in _roles(sample.lists).finditer(sample.plain)}):
        start += sample.plain.startswith("是", start)
        length = han_name(sample, start, told=True) or unlisted_name(sample, start)
        if length:
            yield start, start + length


def without_role(sample: Sample, start: int, end: int) -> Part:
    """The name without a role that a reading took for a part of it (律师池毓秀)."""
    role = _roles(sample.lists).match(sample.plain, start, end)
    return (role.end(), end) if role and len(role[0]) > 1 and end - role.end() > 1 else (start, end)


def _at_clauses(sample: Sample) -> Iterator[Part]:
    for match in _CLAUSE.finditer(sample.plain):
        start = match.start()
        named = sample.token_at(start).tag.startswith("nr") or _AT_WORK.match(sample.plain, start + 3)
        length = han_name(sample, start) if named else 0
        if not length and _AT_WORK.match(sample.plain, start + 3):
            length = unlisted_name(sample, start)
        if length:
            yield start, start + length
    for match in _SUBJECT.finditer(sample.plain):
        if _opens_with_name(sample, match.start()):
            yield match.span()


def _opens_with_name(sample: Sample, start: int) -> bool:
    """True where three characters that open a clause are a surname and two of given names, and no words."""
    family, given = sample.plain[start], sample.plain[start + 1 : start + 3]
    lexicon = sample.lexicon
    if family in lexicon.everyday_surnames or family not in lexicon.surnames | lexicon.rare_surnames | sample.lists.surnames:
        return False
    if set(given) & NO_NAME or not all(c in lexicon.given_more for c in given) or sample.knows(family + given):
        return False
    return not sample.is_everyday(start, start + 2) and not sample.agreed(start + 1, start + 3)


def _segmented(sample: Sample) -> Iterator[Part]:
    """What jieba takes for a name, alone or in two halves."""
    surnames = sample.lexicon.surnames | sample.lexicon.rare_surnames
    for token, after in pairwise((*sample.tokens, Token("", len(sample.plain), len(sample.plain), "x"))):
        full = sample.is_person(token) and not sample.knows(token.word) and token.word not in sample.lexicon.concepts
        if full or (token.tag == "nr" and _CALLED.fullmatch(token.word) and token.word[1] in surnames):
            yield token.start, token.end - (len(token.word) > 3 and token.word[-1] in _NO_LAST)
        elif token.tag == after.tag == "nr" and len(token.word + after.word) == 3 and token.word[0] in surnames:
            yield token.start, after.end


def _addressed(sample: Sample) -> Iterator[Part]:
    """覃副主任, 权大爷, 游爷爷: a surname before what a person is called by."""
    surnames = sample.lexicon.surnames | sample.lists.surnames
    for match in _addresses(sample.lists).finditer(sample.plain):
        start = match.start() - 1
        if start < 0 or sample.plain[start] not in surnames or not sample.begins(start):
            continue
        before = sample.plain[start - 1 : start]
        word = sample.word_from.get(start)
        if (before and not "一" <= before <= "鿿") or (word and word.tag == "PER"):
            yield start, match.start()


def han_name(sample: Sample, start: int, *, told: bool = False) -> int:
    """Length of the name with a surname that begins here, 0 where there is none; ``told`` where a role announces it."""
    plain = sample.plain
    surnames = sample.lexicon.surnames | sample.lexicon.rare_surnames | sample.lists.surnames
    family = 2 if plain[start : start + 2] in surnames else 1
    if plain[start : start + family] not in surnames or not (told or sample.begins(start)):
        return 0
    for given in (2, 1):
        end = start + family + given
        name = plain[start:end]
        if len(name) == family + given and _is_han_name(sample, start, end, family, told):
            return end - start
    return 0


def _is_han_name(sample: Sample, start: int, end: int, family: int, told: bool) -> bool:
    name = sample.plain[start:end]
    given = name[family:]
    if not all("一" <= c <= "鿿" for c in name) or set(given) & NO_NAME - _FIRST_GIVEN or given[-1] in "有其以" or not (sample.begins(end) or _AFTER.match(sample.plain, end)):
        return False
    if given[-1] in _NO_LAST or sample.is_everyday(start, end) or name[:2] in sample.lexicon.not_names:
        return False
    if len(given) == 1:
        return given in sample.lexicon.given_more and family == 1 and name[0] not in sample.lexicon.everyday_surnames
    if all(c in sample.lexicon.given_more for c in given):
        return not sample.is_everyday(start, start + 2)
    plain_surname = name[0] in sample.lexicon.plain_surnames | sample.lists.surnames - sample.lexicon.rare_surnames
    if told and plain_surname and name[0] not in sample.lexicon.everyday_surnames and _AFTER.match(sample.plain, end):
        return not sample.is_everyday(start, start + 2) and given not in sample.lexicon.concepts
    everyday = sample.knows(given) or given in sample.lexicon.concepts or sample.is_everyday(start, start + 2)
    return not everyday


def unlisted_name(sample: Sample, start: int) -> int:
    """Length of a word of three or four characters that begins here and that no dictionary has, else 0."""
    if start >= len(sample.plain) or sample.token_at(start).start != start:
        return 0
    name = sample.plain[start : start + 3]
    if len(name) == 3 and not set(name) & NO_NAME and all(c in sample.lexicon.given_more for c in name[1:]):
        words = sample.is_everyday(start, start + 2) or sample.is_everyday(start, start + 3) or sample.agreed(start + 1, start + 3)
        if _AFTER.match(sample.plain, start + 3) and not words and "一" <= name[0] <= "鿿":
            return 3
    word = sample.token_at(start).word
    aged = next((n for n in (3, 2, 4) if _AT_WORK.match(sample.plain, start + n) and sample.begins(start + n)), 0)
    if aged and sample.plain[start : start + aged] not in sample.lexicon.concepts and not set(sample.plain[start : start + aged]) & NO_NAME:
        return aged
    common = sample.knows(word) or word in sample.lexicon.concepts or set(word) & (NO_NAME - {"之"})
    return len(word) if not common and 3 <= len(word) <= 4 else 0


@functools.cache
def _syllables(words: Words) -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(words.syllables))}和]{{2,9}}")


def find_foreign(sample: Sample) -> Iterator[Part]:
    """Runs of the characters that write names of other peoples (才让多杰), where no reading knows them for words."""
    for match in _syllables(sample.lists).finditer(sample.plain):
        start, end = _without_words(sample, *match.span())
        run = sample.plain[start:end]
        if len(run) < 3 or sample.is_everyday(start, end):
            continue
        named = _named_share(sample, start, end)
        if named >= 2 or (len(run) >= 4 and not _has_words(sample, start, end)):
            yield start, end


def _without_words(sample: Sample, start: int, end: int) -> Part:
    """The run without everyday words at its ends, and without 和 there."""
    while end - start > 1:
        token = sample.token_at(start)
        if sample.plain[start] == "和":
            start += 1
        elif token.start < start and token.end <= end:
            start = token.end if sample.agreed(token.start, token.end) else start
            if start != token.end:
                break
        elif len(token.word) > 1 and token.end <= end and sample.agreed(start, token.end):
            start = token.end
        else:
            break
    while end - start > 1:
        last = sample.token_at(end - 1)
        if sample.plain[end - 1] == "和":
            end -= 1
        elif last.start >= start and (len(last.word) > 1 or last.end > end) and sample.agreed(last.start, last.end):
            end = last.start
        else:
            break
    return start, end


def _named_share(sample: Sample, start: int, end: int) -> int:
    named: set[int] = set()
    for word in sample.names:
        if word.start < end and start < word.end:
            named.update(range(max(start, word.start), min(end, word.end)))
    for token in sample.tokens_in(start, end):
        if token.tag in ("nr", "nrt", "nz", "ns") and token.end <= end and len(token.word) > 1:
            named.update(range(token.start, token.end))
    return len(named)


def _has_words(sample: Sample, start: int, end: int) -> bool:
    return any(len(token.word) > 1 and sample.agreed(token.start, token.end) for token in sample.tokens_in(start, end))
