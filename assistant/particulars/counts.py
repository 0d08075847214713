"""Quoted names, counts and days that the ledger rightly flags nowhere (两根肋骨), and that tell of one place only."""

import re
from collections.abc import Iterator

from assistant.ledger.sifting import set_spans
from assistant.ledger.spans import Kind
from assistant.particulars.sample import HAN, Part, Sample

_TENS = "二两三四五六七八九十百千万"
_ANY = f"一{_TENS}"
_COUNT = re.compile(
    rf"(?<![第\d{_ANY}这那每各前后初])(?:[{_TENS}][{_ANY}]{{0,6}}多?|几(?=[十百千万])[{_TENS}几]+多?|半(?=年|个))"
    r"(?=个(?![^，。]{0,2}(?:明显|方面|关键|环节|维护|自信|意识|一|重点))"
    r"|[名位户支场次篇册本张枚只双根辆艘株亩里届季期批趟遍圈茬站堂节课门袋盒碗桶封幅盏所间处座栋声夜丝架头口条把顶块面件样路匹粒]"
    r"|[县市乡村校地省遭番颗句首宿回层楼代]"
    r"|年多?|个?(?:学年|学期|小时|昼夜|月|半小时)|天|夜|岁|人|成|公里|[毛角分块]钱?(?=[，。；、钱的])|[响球](?=[，。])|尺|寸|米|里[路地多]|亩|斤|吨)"
)
# Counts even where the words are part of a set phrase, and 一 where it measures.
_SURE = re.compile(
    r"(?<![第头每上下这那])一(?=米[多五深高宽长]|公里|里[多路地]|尺|亩|斤|个[多半]|个小时|个月|年[半多](?!载)|天一夜|小时)"
    r"|(?<=[提交给发补卖])一(?=[分块毛角]钱)|(?<=天)[一两三](?=夜)|[两三四五六七八九十](?=下[，。；！])|一[百千万]+(?=[名个元张块户场响人次封本册亩里米])|(?<=第)(?:[二三四五六七八九十](?=名)|[二三四五六七八九]?十[一二三四五六七八九]?)|(?<=[吨斤亩块米])[一二三四五六七八九](?=[，。])|十一(?=[遍次个名天年])"
    rf"|(?<=[过上近逾超破])[十百千万亿]{{1,3}}(?=[，。；、人名次元册件份])|(?<![千上成数])[{_ANY}]{{1,4}}[万千百亿](?=[，。；])"
    rf"|(?<=凌晨|早上|清晨|上午|中午|下午|傍晚|晚上|夜里|深夜)[{_ANY}]{{1,3}}(?=点)|[{_TENS}](?=头[牛羊猪驴骡骆马])"
)
_MEASURED = re.compile(rf"(?:上|近|约|不足)?[\d{_TENS}几][\d{_TENS}几零余多半.]*(?P<unit>[{HAN}]{{1,3}})")
_POINTS = frozenset("不面件条步点方级项讲有手头")
_DAY = re.compile(
    r"(?:农历)?(?:正|腊|冬|闰?[一二三四五六七八九十]{1,2})月"
    r"(?:初[一二三四五六七八九十]|[十廿]?[一二三四五六七八九十]|二十[一二三四五六七八九]?)(?![个名次场天月年])"
    r"|(?<=年)(?:八一|七一|六一|五一|十一|五四|三八)(?![一二三四五六七八九十])"
)
_DIGITS = re.compile(r"(?<![\d.])(?<!^)(?<!\n)[0-9０-９]+(?:[.,，][0-9０-９]+)*(?![0-9０-９、.．）)])[%％‰]?")
_QUOTED = re.compile(r"“([^“”，。！？；：\n]{2,16})”")
_GENERAL = re.compile(
    rf"五老|[{_TENS}一双][{HAN}]{{1,3}}|[{HAN}]{{0,2}}关工委|青少年|留守|传帮带|传、帮、带|下一代|大手牵小手"
)
_POINTED = re.compile(f"[{_ANY}][个项条](?:[{HAN}]{{2}}|$)")
_SPOKEN = re.compile("[你您吗呢吧啊么怎谁哪这那了着过没都还就把被什得]")


def find_counts(sample: Sample) -> Iterator[tuple[int, int, Kind]]:
    """Quoted names, days and counts, but for those of set phrases (两个确立) and announced points (三个到位)."""
    plain = sample.plain
    for match in _QUOTED.finditer(plain):
        if not _GENERAL.fullmatch(match[1]) and not _POINTED.search(match[1]) and not _SPOKEN.search(match[1]):
            yield match.start(), match.end(), "activity"
    yield from ((*match.span(), "date") for match in _DAY.finditer(plain))
    yield from ((*match.span(), "figure") for match in _SURE.finditer(plain))
    phrases = set_spans(sample)
    for start, end in (*_counted(sample), *_measured(sample)):
        if not phrases[start] and not _announces(sample, end):
            yield start, end, "figure"


def _counted(sample: Sample) -> Iterator[Part]:
    for pattern in (_COUNT, _DIGITS):
        yield from (match.span() for match in pattern.finditer(sample.plain))


def _measured(sample: Sample) -> Iterator[Part]:
    """What LAC takes for a number with its measure (七架, 半辈子), if no dictionary has it."""
    for word in sample.words:
        measured = _MEASURED.fullmatch(word.word) if word.tag in ("m", "TIME") else None
        if measured is None or measured["unit"] in _POINTS or sample.plain.startswith("级", word.end):
            continue
        if not sample.knows(word.word):
            yield word.start, word.end


def _announces(sample: Sample, at: int) -> bool:
    """True where 个 stands here before what is no thing to be counted."""
    if not sample.plain.startswith("个", at) or at + 1 >= len(sample.plain) or sample.plain[at + 1] == "人":
        return False
    counted = sample.token_at(at + 1)
    seen = sample.word_from.get(at + 1)
    if seen is not None and seen.tag == "n" and len(seen.word) > len(counted.word):
        return False  # 三个接力点
    return counted.word in sample.lexicon.abstract or counted.tag[0] in "vda"
