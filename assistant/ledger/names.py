"""Names of people, without their role words."""

import functools
import re
from collections.abc import Iterator, Sequence

from assistant.ledger.free_names import dotted_names, free_names
from assistant.ledger.given_names import Name, cut_amiss, listed, name_before, name_from, titled, titled_before
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.posts import role_pattern
from assistant.ledger.shaped_names import shaped_names
from assistant.ledger.text import Text
from assistant.ledger.variants import variants
from assistant.ledger.word_sets import words_of

__all__ = ["Known", "Name", "find_elders", "find_people"]

Known = tuple[tuple[str, str], ...]
"""Names to look for, each with its sort: person, place or unit."""


def find_people(text: Text, names: Known = ()) -> Iterator[Name]:
    """Names of people: borne out by a role word, a list of names or the sentence around, or known beforehand."""
    known = tuple(word for word, sort in names if sort == "person")
    found: dict[int, Name] = {}
    for name in (*_known(text, known), *dotted_names(text), *variants(text, names, "person")):
        found.setdefault(name.start, name)
    roles = list(role_pattern(text.lexicon).finditer(text.plain))
    for role in roles:
        for name in _beside(text, role):
            found.setdefault(name.start, name)
    for cue in _TRADE.finditer(text.plain):
        named = name_from(text, cue.end(), cued=True) or titled(text, cue.end())
        if named:
            found.setdefault(named.start, named)
    for start in _calling(text):
        named = name_from(text, start, cued=True) or titled(text, start)
        if named and len(named.core) > 2 and set(named.core[1:]) <= text.lexicon.given_more:
            found.setdefault(named.start, named)
    for cue in _SCHOOL.finditer(text.plain):
        named = titled(text, cue.end())
        if named:
            found.setdefault(named.start, named)
    for name in (*shaped_names(text), *free_names(text), *find_elders(text, known)):
        found.setdefault(name.start, name)
    again = dict.fromkeys(name.core for name in found.values() if len(name.core) > 2)
    for name in _known(text, tuple(again)):
        found.setdefault(name.start, name)
    yield from _with_lists(text, found)


def _known(text: Text, known: Sequence[str]) -> Iterator[Name]:
    for word in known:
        at = text.plain.find(word)
        while at >= 0:
            yield Name(at, at + len(word), "person", word)
            at = text.plain.find(word, at + len(word))


# 退休馆员, 老船工: a trade that no list has.
_TRADE = re.compile("(?:退休|离休|退役|老)[\u4e00-\u9fff]{1,4}?[员师长工匠手兵警家生](?=[\u4e00-\u9fff]{2})")
_SCHOOL = re.compile("(?:小学|中学|学校|学院|大学|幼儿园)(?=[\u4e00-\u9fff]{3})")
# 请来了……, 名叫……: who is asked to come or called so.
_ASKED = re.compile("(?:[邀特]请|请)(?:[来到]了?|了)?(?=[一-鿿]{3})|特邀(?=[一-鿿]{3})|名叫(?=[一-鿿]{3})")
_DOES = (
    "说|讲|来到|来了|带着|拿出|拉着|握着|笑着|听了|走到|走进|回到|告诉|把|今年|从小|常说|总是"
    "|都|也|却|每天|每周|[，、和与]"
)
# Words that end like an occupation and stand for people at large.
_NOBODY = words_of(
    "人员 工作人员 职工 员工 成员 全员 人民 农民 居民 村民 市民 公民 老人 工人 别人 他人 家人 大人 专人 每人 本人"
    " 民工 用工"
)
# 小康, 小高, 老黄: words and forms of address that need more than a surname.
_MORE_THAN_NAMES = frozenset("康高金黄白牛马江时幸龙方毛米粟石苗兰花古夏年巧强娃乡商农家")


def _calling(text: Text) -> Iterator[int]:
    """Where a name may begin after a word for an occupation that no list has (皮影艺人, 修车师傅), or who is asked."""
    for match in _occupied(text.lexicon).finditer(text.plain):
        token = text.token_at(match.start())
        if token.end == match.end() and len(token.word) > 1 and token.tag[0] == "n" and token.word not in _NOBODY:
            yield match.end()
    for match in _ASKED.finditer(text.plain):
        yield match.end()


@functools.cache
def _occupied(lexicon: Lexicon) -> re.Pattern[str]:
    surnames = "".join(name for name in sorted(lexicon.plain_surnames) if len(name) == 1)
    return re.compile(f"[人师员工匠手警医夫民农友徒傅娘嫂婶汉](?=[{surnames}][一-鿿]{{2}})")


def _beside(text: Text, role: re.Match[str]) -> Iterator[Name]:
    where = text.lexicon.roles[role[0]][1]
    if "b" in where:
        name = name_from(text, role.end(), cued=True) or cut_amiss(text, role.end()) or titled(text, role.end())
        if name:
            yield name
    if "a" in where:
        name = name_before(text, role.start()) or titled_before(text, role.start()) or _surname_only(text, role)
        if name:
            yield name


def find_elders(text: Text, known: Sequence[str]) -> Iterator[Name]:
    """陈老, 老陈: forms of address made of the surname of somebody ``known``."""
    yield from _familiar(text)
    surnames = "".join({name[0] for name in known})
    if not surnames:
        return
    for match in re.finditer(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[和与、]))(?:[{surnames}]老|老[{surnames}])(?![\u4e00-\u9fff]?[师人年党干])",
        text.plain,
    ):
        after = text.token_at(match.end()) if match.end() < len(text.plain) else None
        if after is None or after.start == match.end():
            yield Name(match.start(), match.end(), "person", match[0].strip("老"))


def _familiar(text: Text) -> Iterator[Name]:
    """小李, 谭老 of whomever, where the segmenter has a surname and somebody does something."""
    for match in _familiar_pattern(text.lexicon).finditer(text.plain):
        token = text.token_at(match.start())
        if token.start == match.start() and (len(token.word) == 1 or token.tag.startswith("nr")):
            yield Name(match.start(), match.end(), "person", match[0].strip("小老"))


@functools.cache
def _familiar_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    surnames = "".join(name for name in sorted(lexicon.plain_surnames - _MORE_THAN_NAMES) if len(name) == 1)
    return re.compile(
        rf"(?:^|(?<=[，。；：！？\n“（、和与同对跟]))(?:[小老][{surnames}](?={_DOES})|[{surnames}]老(?={_DOES}))", re.M
    )


def _surname_only(text: Text, role: re.Match[str]) -> Name | None:
    start = role.start() - 1
    if start < 0 or text.plain[start] not in text.lexicon.surnames:
        return None
    token = text.token_at(start)
    if token.word != text.plain[start] and not (token.start == start and token.end <= role.end()):
        return None
    if text.plain[start] not in text.lexicon.plain_surnames and not token.tag.startswith("nr"):
        return None
    if token.word[:1] + role[0] in ("毛主席", "习主席", "周总理") or role[0] in (
        "五老",
        "代表",
        "教师",
        "学生",
        "孩子",
        "青年",
        "党员",
        "村民",
        "农民",
        "领导",
    ):
        return None
    return Name(start, role.end(), "person", text.plain[start])


def _counts(text: Text, name: Name) -> bool:
    """True where the surname is a classifier that is told twice (一束束鲜花, 一封封家书)."""
    return text.plain[max(0, name.start - 2) : name.start + 1] == f"一{text.plain[name.start] * 2}"


def _with_lists(text: Text, found: dict[int, Name]) -> Iterator[Name]:
    """``found`` and the names that follow or precede them in a list (李国强、王秀兰和周明德)."""
    queue = sorted((n for n in found.values() if not _counts(text, n)), key=lambda n: n.start)
    for name in queue:
        yield name
    for name in queue:
        at = name.end
        while at < len(text.plain) and text.plain[at] in "、和与及":
            following = name_from(text, at + 1, cued=True) or titled(text, at + 1) or listed(text, at + 1)
            if not following or following.start in found:
                break
            found[following.start] = following
            yield following
            at = following.end
        at = name.start
        while at > 0 and text.plain[at - 1] in "、和与及":
            preceding = name_before(text, at - 1)
            if not preceding or preceding.start in found:
                break
            found[preceding.start] = preceding
            yield preceding
            at = preceding.start
