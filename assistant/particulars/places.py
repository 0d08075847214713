"""Names of regions, places and units: by their endings, by the list of counties, by what LAC sees."""

import functools
import re
from collections.abc import Iterator, Sequence

from assistant.particulars.sample import Sample
from assistant.particulars.words import Words

Part = tuple[int, int]

_HAN = "一-鿿"
_REGION = re.compile(
    r"(?:黔|滇|桂|川|湘|鄂|豫|皖|苏|浙|赣|闽|粤|琼|冀|晋|鲁|辽|陕|甘|秦|巴|蜀|沪|渝|青|藏|新|蒙)"
    r"(?:[东西南北中](?![京海安宁山昌湖江路门部方面边])[东西南北]?|[豫皖鄂湘川陕甘黔桂滇赣闽粤冀鲁]交界)(?:州|山区|地区)?"
    r"|(?:太行|吕梁|大别|秦巴|武陵|乌蒙|六盘|罗霄|沂蒙|大凉|长白|祁连|燕)山区?|[河陇]套|河西走廊|珠江口|长江口"
)
_PREFIX = (
    "(?:民族|实验|初级|高级|职业|中心|完全|第[一二三四五六七八九十]+|九年一贯制|九年制|寄宿制|子弟|特殊教育|艺术|工艺美术|附属|师范|技术)*"
)
_NUMBERED = "[一二三四五六七八九十][中小](?=[，。、的与和等念读上])"
_COMMON = frozenset(
    "全各本该每某我你他她两几多所到在往从的了和与及其这那任为以由被将让使给对等是有无不未也都还就入户进驻走把着过地得并去回向用请带做当"
    "要能共后另同只又再很最更找查问送考买卖三四六七八九十百千万们"
)
_SOFT = frozenset("外上下里内中大小新老城乡农山郊远边偏镇县市区村省一二五来会先前")
_KINDS = re.compile(
    "(?:革命|贫困|边远|偏远|示范|试点|重点|先进|薄弱|中心|行政|自然|家长|留守|活动|办公|生活|居民|移民|安置|义务|职业|乡镇|农村|城市|城镇"
    "|社会|红色|学校|机关|教学|教育|工业|经济|文明|基层|平安|和谐|美丽|兄弟|附近|周边|当地|老同志|退休|特殊|民办|公办|中小|普通|优秀|集体"
    "|专业|民营|国有|爱心|农贸|批发|人才|毕业|青少年|少年|儿童|幼儿|党员|校外|各级|单位|部门|走出|专门|上门|出门|家门|校门|街道|知道|报道|渠道|轨道|铁路|高铁|办公|数十|几十|互联网|上网|意思|走马|公"
    "|部分|个别|有关|相关|寄宿制?|规模|整个|家|优质|支教|偏重|年一贯制|流动|互联"
    "|自己|孩子们?){1,3}"
)
_LEADING = frozenset("上下把任中内里到在从往去来回进出向于由被给让对为是有和与及跟同将用以经至离赴驻返考读念报送带领请叫帮找听说")
_CHAINED = re.compile(rf"[{_HAN}]{{2,3}}(?=[，。；、的]|$)")
_DAYS = frozenset(("八一", "五一", "七一", "六一", "五四", "三八", "十一", "五七", "二七", "五二"))
_PREPOSITIONS = re.compile("[在到赴往从去回离抵经过距]|来自|走进|位于|家住|定居|落户|前往|返回|途经|地处|走出|来到|回到|调到|县$|市$|州$")


@functools.cache
def _unit(words: Words) -> re.Pattern[str]:
    return re.compile(f"(?:有限责任|有限|股份)?(?:{_PREFIX}(?:{'|'.join(words.units)})|{_NUMBERED})")


@functools.cache
def _place(words: Words) -> re.Pattern[str]:
    return re.compile("|".join(words.places))


def find_places(sample: Sample) -> Iterator[Part]:
    """Offsets of names of places and units, as often as a rule finds them."""
    found = list(_places(sample))
    yield from found
    for end in {end for _, end in found}:
        match, word = _CHAINED.match(sample.plain, end), sample.word_from.get(end)
        if match and word and match.end() == word.end and word.tag[0] in "nvs" and not sample.knows(word.word):
            yield match.span()


def _places(sample: Sample) -> Iterator[Part]:
    plain = sample.plain
    unit, place = _unit(sample.lists), _place(sample.lists)
    for pattern, most in ((unit, 9), (place, 4)):
        for match in pattern.finditer(plain):
            if pattern is place and place.match(plain, match.end()):
                continue  # 红柳滩/镇
            begin = _before(sample, match, most)
            if begin is not None:
                yield begin, match.end()
    yield from (m.span() for m in _REGION.finditer(plain))
    yield from ((word.start, word.end) for word in sample.names if word.tag != "PER")
    yield from _listed(sample)


def _listed(sample: Sample) -> Iterator[Part]:
    """Counties and cities without their endings (会同, 靖州); where they are everyday words, only where a place fits."""
    bare, common = sample.lists.counties | sample.lexicon.places, sample.lists.common_counties
    for word in (*sample.words, *sample.tokens):
        if word.word in bare and not _within(sample, word.start, word.end):
            yield word.start, word.end
        elif word.word in common and word.tag in ("LOC", "ns"):
            before = sample.plain[max(0, word.start - 2) : word.start]
            if _PREPOSITIONS.search(before) and sample.word_from.get(word.start, word).end == word.end:
                yield word.start, word.end


def _within(sample: Sample, start: int, end: int) -> bool:
    """True where the other reading has a longer everyday word there."""
    token = sample.token_at(start)
    return (token.start, token.end) != (start, end) and token.end > end and sample.is_everyday(token.start, token.end)


def _before(sample: Sample, match: re.Match[str], most: int) -> int | None:
    """Where the name begins that ends in the match; None where it is a common noun."""
    after = sample.token_at(match.end() - 1)
    if after.end > match.end() and sample.knows(after.word) and after.word[-1] not in "边畔旁沿":
        return None  # 路上, 区域: the ending is part of another word
    start = match.start()
    while start > 0 and match.start() - start < most and "一" <= sample.plain[start - 1] <= "鿿":
        if sample.plain[start - 1] in _COMMON:
            break
        start -= 1
    before = [t for t in sample.tokens_in(start, match.start()) if t.end <= match.start()]
    if match.start() - start == most:  # a longer run: only whole words of it
        tokens = [t for t in sample.tokens_in(start, match.start()) if t.tag[0] not in "vpdcurmq" or len(t.word) == 1]
        start = tokens[0].start if tokens else match.start()
    own = next((t for t in before if len(t.word) > 1 and (t.tag[:2] in ("ns", "nr") or not sample.knows(t.word))), None)
    if own is None and after.start < match.start() and after.tag != "ns" and sample.knows(after.word):
        return None  # 照片, 社区
    for token in before:
        if (own is None or token.end <= own.start) and len(token.word) > 1 and token.tag[0] in "vpdrmtcf":
            whole_word = sample.knows(token.word) and match.start() - token.end != 1  # 永年/洼县 is one name
            start = token.end if whole_word else start  # 积极/配合/学校
    seen = max((w.start for w in sample.names if w.end == match.end() and w.tag != "PER"), default=start)
    start = max(start, seen) if match.start() - seen > 1 else start
    start = _without_verb(sample, start, match.start())
    if sample.plain[start - 2 : start] in _DAYS:
        start -= 2
    if match.start() - start == 1 and start > 0 and sample.plain[start - 1] in _COMMON and _opens(sample, start - 1):
        start -= 1  # 户撒: the name's own first character
    name = sample.plain[start : match.start()]
    everyday = sample.is_everyday(start, match.end())
    if not set(name) - _SOFT or _KINDS.fullmatch(name) or everyday:
        return None
    return start if len(name) > 1 or sample.plain[start - 1 : start] in tuple("，。、；：（") else None


def _opens(sample: Sample, at: int) -> bool:
    """True where a clause begins."""
    return at == 0 or not "一" <= sample.plain[at - 1] <= "鿿"


def _without_verb(sample: Sample, start: int, end: int) -> int:
    """Where the name begins after a verb or a word of place of one character (考/上/延河)."""
    while end - start > 1:
        word = sample.word_from.get(start)
        if word is None or len(word.word) > 1 or word.tag[0] not in "pvdfuc" or word.word not in _LEADING:
            break
        start = word.end
    return start


def apart(parts: Sequence[Part], others: Sequence[Part]) -> list[Part]:
    """``parts`` but for those that meet one of ``others``."""
    return [(low, high) for low, high in parts if not any(s < high and low < e for s, e in others)]
