"""Names of people, where a role, an age, a clause or a reading of the text announces one."""

import functools
import re
from collections.abc import Iterator
from itertools import pairwise

from assistant.ledger.text import Token
from assistant.particulars.han_names import AGED, NO_LAST, han_name, opens_with_name, unlisted_name
from assistant.particulars.sample import HAN, NO_NAME, Part, Sample
from assistant.particulars.tagging import Word
from assistant.particulars.words import Words

_OPENING = r"(?:^|(?<=[，。！？；：、\n“]))"
_BEFORE_AGE = re.compile(
    rf"{_OPENING}(?P<name>[{HAN}]{{2,6}}?)"
    r"(?=(?:今年)?(?:\d\d|[六七八九]?十[一二三四五六七八九]?)岁|退休前)"
)
_TOLD = re.compile(
    rf"(?:岁的|徒弟|叫|带头的|最年轻的)(?P<name>[{HAN}]{{2,5}}?)(?=[，。、在会是就把因却从每给和与的说]|退休|今年)"
)
_TIMES = re.compile("今年|现年|退休|如今|已经|年近|快要|刚满")
_NICKNAME = re.compile(f"[老小](?!康)[{HAN}]")
_CLAUSE = re.compile(rf"{_OPENING}(?=[{HAN}]{{2,3}}(?:工作室|等\d|[、，]|[说写常种背在的]))")
_SUBJECT = re.compile(
    rf"{_OPENING}[{HAN}]{{3}}(?=[的说把被从在是带也就都给和与用教家收种每一自先又到走办捐写打讲跑守养当做看听拿买卖对向为]|今年|退休)"
)
_OWNED = re.compile(
    rf"(?<=的)[{HAN}]{{3}}(?=被|说，|今年|退休|把)|(?<=[学校镇村县区院司厂队会寨乡]的)[{HAN}]{{3}}(?![{HAN}]?的)"
)
_SURNAMED = re.compile(
    rf"(?<!百)姓(?!名)(?P<family>[{HAN}])(?=[，。、])(?:[，、]单?名(?:叫)?(?P<given>[{HAN}]{{1,2}})(?=[，。]))?"
)
_PRONOUNS = "他她我你们"
_ALIAS = re.compile(rf"(?P<name>(?<=[，。；、的])[{HAN}]{{2,3}})(?=（化名）)")
_OFFICES = frozenset("员长师匠工手徒官兵士")
_PARTICLES = frozenset("和由初能者早补后回来从向于应把才别等")
_CALLING = frozenset("他她叫喊是和与跟请让给向对的由被把到了")


def find_people(sample: Sample) -> Iterator[Part]:
    """Offsets of names of people, as often as a rule finds them."""
    yield from _seen(sample)
    yield from _with_age(sample)
    yield from _after_roles(sample)
    yield from _at_clauses(sample)
    yield from _segmented(sample)
    yield from _addressed(sample)
    yield from (match.span("name") for match in _ALIAS.finditer(sample.plain))
    for match in _SURNAMED.finditer(sample.plain):
        yield from (match.span(part) for part in ("family", "given") if match[part])


@functools.cache
def _roles(words: Words) -> re.Pattern[str]:
    return re.compile(
        f"{'|'.join(words.roles)}|岁的|最多的|最年轻的|带头的|的是|正是|就是|其中有|还有|包括|(?<!百)姓(?!名)"
    )


@functools.cache
def _addresses(words: Words) -> re.Pattern[str]:
    return re.compile("|".join(words.address))


def without_role(sample: Sample, start: int, end: int) -> Part:
    """The name without a role that a reading took for a part of it (律师池毓秀)."""
    role = _roles(sample.lists).match(sample.plain, start, end)
    if role is None or len(role[0]) < 2 or role.end() == end:
        return start, end
    rest = sample.plain[role.end() : end]
    return (role.end(), end) if len(rest) > 1 or rest in sample.surnames else (start, end)


def _seen(sample: Sample) -> Iterator[Part]:
    """What LAC sees, with a last character that it took for a word of its own (包玉/成/写)."""
    for word in sample.names:
        if word.tag == "PER":
            yield _completed(
                sample, word._replace(end=word.end - (len(word.word) > 3 and word.word[-1] in "说写讲种教"))
            )
            continue
        family, given = sample.plain[word.end : word.end + 1], sample.plain[word.end + 1 : word.end + 3]
        if family not in NO_NAME and sample.given.issuperset(given) and han_name(sample, word.end) == 3:
            yield word.end, word.end + 3  # after a place: 十里镇/后永泰


def _completed(sample: Sample, word: Word) -> Part:
    """The name with a surname or a last character that LAC took for a word of its own (者/丽艳, 包玉/成)."""
    start, end = word.start, word.end
    if end - start != 2:
        return start, end
    length = han_name(sample, start)
    family = sample.plain[start - 1 : start]
    if length < 3 and sample.begins(start - 1) and family not in NO_NAME and sample.given.issuperset(word.word):
        alone = start == 1 or sample.opens(start - 1) or sample.plain[start - 2] in _CALLING
        start -= alone and "一" <= family <= "鿿"
    return start, max(end, word.start + length)


def _with_age(sample: Sample) -> Iterator[Part]:
    for match in (*_BEFORE_AGE.finditer(sample.plain), *_TOLD.finditer(sample.plain)):
        start, end = match.span("name")
        role = _roles(sample.lists).match(sample.plain, start)
        start = role.end() if role else end - len(sample.plain[start:end].lstrip(_PRONOUNS))
        name = sample.plain[start:end]
        if end - start < 2 or _TIMES.search(name) or set(name[1:]) & NO_NAME or name[-1] in "人员师长手":
            continue
        if not sample.is_everyday(start, end) and not sample.has_words(start, end):
            yield start, end


def _after_roles(sample: Sample) -> Iterator[Part]:
    told = {match.end() for match in _roles(sample.lists).finditer(sample.plain)}
    told |= {
        token.end for token in sample.tokens if token.tag == "n" and len(token.word) > 1 and token.word[-1] in _OFFICES
    }
    for start in sorted(told):
        start += sample.plain.startswith("是", start)
        length = han_name(sample, start, told=True) or unlisted_name(sample, start)
        if length:
            yield start, start + length


def _at_clauses(sample: Sample) -> Iterator[Part]:
    for match in _CLAUSE.finditer(sample.plain):
        start = match.start()
        sure = bool(AGED.match(sample.plain, start + 3))
        length = han_name(sample, start) if sure or sample.token_at(start).tag.startswith("nr") else 0
        length = length or (unlisted_name(sample, start) if sure else 0)
        if length:
            yield start, start + length
    for match in (*_SUBJECT.finditer(sample.plain), *_OWNED.finditer(sample.plain)):
        if opens_with_name(sample, match.start()):
            yield match.span()


def _segmented(sample: Sample) -> Iterator[Part]:
    """What jieba takes for a name, alone or in two halves."""
    for token, after in pairwise((*sample.tokens, Token("", len(sample.plain), len(sample.plain), "x"))):
        if token.tag == "nrfg" and token.word not in sample.lexicon.public_figures and len(token.word) > 2:
            yield token.start, token.end
        full = sample.is_person(token) and not sample.knows(token.word) and token.word not in sample.lexicon.concepts
        if full or (token.tag == "nr" and _NICKNAME.fullmatch(token.word) and token.word[1] in sample.surnames):
            yield token.start, token.end - (len(token.word) > 3 and token.word[-1] in NO_LAST)
        elif token.tag == after.tag == "nr" and len(token.word + after.word) == 3 and token.word[0] in sample.surnames:
            yield token.start, after.end


def _addressed(sample: Sample) -> Iterator[Part]:
    """A name or a surname before what a person is called by: 粘良瑞老人, 覃副主任, 权大爷."""
    for match in _addresses(sample.lists).finditer(sample.plain):
        full = match.start() - 3
        told = full >= 0 and (sample.opens(full) or sample.plain[full - 1] in _CALLING)
        if told and 3 in (3 * opens_with_name(sample, full), unlisted_name(sample, full), han_name(sample, full)):
            yield full, full + 3
        start = match.start() - 1
        if start < 0 or sample.plain[start] not in sample.surnames or not sample.begins(start):
            continue
        word, whole = sample.word_from.get(start), sample.plain[start : match.end()]
        if sample.knows(whole) or whole.startswith(sample.lists.roles) or sample.plain[start] in _PARTICLES:
            continue
        if sample.opens(start) or sample.plain[start - 1] in _CALLING or (word is not None and word.tag == "PER"):
            yield start, match.start()
