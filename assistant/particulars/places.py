"""Names of regions, places and units: by their endings, by the list of counties, by what LAC sees."""

import functools
import re
from collections.abc import Iterator

from assistant.ledger.text import Token
from assistant.particulars.beginnings import NEVER, beginning
from assistant.particulars.sample import HAN, NO_NAME, Part, Sample
from assistant.particulars.tagging import Word
from assistant.particulars.words import Words

_REGION = (
    r"(?:黔|滇|桂|川|湘|鄂|豫|皖|苏|浙|赣|闽|粤|琼|冀|晋|鲁|辽|陕|甘|秦|巴|蜀|沪|渝|青|藏|新|蒙)"
    r"(?:[东西南北中](?![京海安宁山昌湖江路门部方面边])[东西南北]?|[豫皖鄂湘川陕甘黔桂滇赣闽粤冀鲁]交界)(?:州|山区|地区)?"
    r"|(?:兵团)?第[一二三四五六七八九十]+师(?:[〇零一二三四五六七八九十]+团)?|[〇零一二三四五六七八九十]{2,}[团连](?=中学|小学|学校|医院)"
    r"|[河陇]套|河西走廊|珠江口|长江口"
)
_SORT = (
    "(?:民族|实验|初级|高级|职业|中心|完全|第[一二三四五六七八九十]+|九年一贯制|九年制|寄宿制|子弟|特殊教育|艺术|工艺美术"
    "|附属|师范|技术)*"
)
_NUMBERED = "[一二三四五六七八九十][中小](?=[，。、的与和等念读上])"
_UNIT_REACH, _PLACE_REACH = 9, 4
"""Characters that a name has before its ending at most."""
_CHAINED = re.compile(rf"[{HAN}]{{2,3}}(?=[，。；、的]|$)")
_AT_UNKNOWN = re.compile(rf"(?<=[在到赴往])[{HAN}]{{3,5}}(?=[，。；、的]|$)")
_SYLLABLE = frozenset("其")
_NUMERALS = frozenset("三四六七八九十百千万")
_AT = frozenset("在到赴往")
_TO = re.compile(
    "[在到赴往从去回离抵经过距]|来自|走进|位于|家住|定居|落户|前往|返回|途经|地处|走出|来到|回到|调到|县$|市$|州$"
)


@functools.cache
def _units(words: Words) -> re.Pattern[str]:
    return re.compile(f"(?:有限责任|有限|股份)?(?:{_SORT}(?:{'|'.join(words.units)})|{_NUMBERED})")


@functools.cache
def _places(words: Words) -> re.Pattern[str]:
    return re.compile("|".join(words.places))


@functools.cache
def _regions(words: Words) -> re.Pattern[str]:
    return re.compile(rf"{_REGION}|(?:{'|'.join(words.regions)})(?:山区?|山?[东西南北]麓)")


def find_places(sample: Sample) -> Iterator[Part]:
    """Offsets of names of places and units, as often as a rule finds them."""
    found = [*_ending(sample), *_listed(sample)]
    found += (match.span() for match in _regions(sample.lists).finditer(sample.plain))
    found += ((_told(sample, word.start), word.end) for word in sample.names if word.tag != "PER")
    yield from found
    for end in {end for _, end in found}:  # the smaller place after a larger one: 麻栗坡/猛硐
        match = _CHAINED.match(sample.plain, end)
        if match and _is_unknown(sample, *match.span()):
            yield match.span()
    yield from (match.span() for match in _AT_UNKNOWN.finditer(sample.plain) if _is_unknown(sample, *match.span()))


def _is_unknown(sample: Sample, start: int, end: int) -> bool:
    """True where no two characters that follow each other are a word, so that nothing but a name is left."""
    name = sample.plain[start:end]
    foreign = len(sample.lists.syllables.intersection(name)) > 1
    if set(name) & (NO_NAME | NEVER - _NUMERALS) - (_SYLLABLE if foreign else frozenset()) or not (
        sample.begins(start) and sample.begins(end)
    ):
        return False
    if foreign:
        return not sample.has_words(start, end)
    return not any(sample.knows(name[i : i + n]) for n in (2, 3, 4) for i in range(len(name) - n + 1))


def _ending(sample: Sample) -> Iterator[Part]:
    plain, places = sample.plain, _places(sample.lists)
    for match in _units(sample.lists).finditer(plain):
        start = beginning(sample, match.span(), _UNIT_REACH)
        if start is not None:
            yield start, match.end()
    for match in places.finditer(plain):
        if not places.match(plain, match.end()):  # 红柳滩/镇
            start = beginning(sample, match.span(), _PLACE_REACH)
            if start is not None:
                yield start, match.end()


def _told(sample: Sample, start: int) -> int:
    """Where the name begins of which LAC took the first character for a word (在/则/克台镇)."""
    first, word = sample.plain[start - 1 : start], sample.word_from.get(start - 1)
    if start < 2 or sample.plain[start - 2] not in _AT or word is None or first in NEVER or not "一" <= first <= "鿿":
        return start
    return start - 1


def _listed(sample: Sample) -> Iterator[Part]:
    """Counties and cities without their endings (靖州); everyday words among them (会同) only where a place fits."""
    bare, common = sample.lists.counties | sample.lexicon.places, sample.lists.common_counties
    seen = {at for word in sample.words if word.tag == "LOC" for at in range(word.start, word.end)}
    named: tuple[Word | Token, ...] = (*sample.words, *sample.tokens)
    for word in named:
        if word.word in bare and not _within(sample, word.start, word.end):
            yield word.start, word.end
        elif word.tag == "ns" and len(word.word) > 1 and not seen.isdisjoint(range(word.start, word.end)):
            if word.word not in sample.lists.general:
                yield word.start, word.end
        elif word.word in common and word.tag in ("LOC", "ns"):
            before = sample.plain[max(0, word.start - 2) : word.start]
            if _TO.search(before) and sample.word_from.get(word.start, word).end == word.end:
                yield word.start, word.end


def _within(sample: Sample, start: int, end: int) -> bool:
    """True where jieba has a longer everyday word there."""
    token = sample.token_at(start)
    return token.end > end and sample.is_everyday(token.start, token.end)
