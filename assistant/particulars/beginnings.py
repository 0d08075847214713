"""Where the name of a place or a unit begins whose ending is found: back to a word that is no part of names."""

import functools
import re

from assistant.ledger.text import Token
from assistant.particulars.sample import Part, Sample
from assistant.particulars.words import Words

NEVER = frozenset(
    "全各本该每某我你他她两几多所到在往从的了和与及其这那任为以由被将让使给对等是有无不未也都还就入户进驻走把着过地得并去回向用请带做当"
    "要能共后另同只又再很最更找查问送考买卖三四六七八九十百千万们"
)
"""Characters that a name is not read across, since they are mostly words of their own."""
_SOFT = frozenset("外上下里内中大小新老城乡农山郊远边偏镇县市区村省一二五来会先前")
_LEADING = frozenset(
    "上下把任中内里到在从往去来回进出向于由被给让对为是有和与及跟同将用以经至离赴驻返考读念报送带领请叫帮找听说"
)
_DAYS = frozenset(("八一", "五一", "七一", "六一", "五四", "三八", "十一", "五七", "二七", "五二"))
_NUMBERED = re.compile("[一二三四五六七八九十百千万][里家道棵龙河江岔桥塘]")  # 十里初级中学
_PARTICLES = ("p", "c", "u", "d", "v")
_AT = frozenset("在到赴往去回")
_DETERMINERS = frozenset("全各本该每某我你他她两几多")
_LEADS = ("v", "vn", "vd", "d", "ad")
_PAUSES = tuple("，。、；：（")


@functools.cache
def _kinds(words: Words) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(words.kinds)}){{1,3}}")


def beginning(sample: Sample, ending: Part, most: int) -> int | None:
    """Where the name begins that ends in ``ending``, at most ``most`` characters before it.

    None where what stands there is a common noun (学校, 社区) or tells only a sort of one (农村学校).
    """
    last = sample.token_at(ending[1] - 1)
    if last.end > ending[1] and sample.knows(last.word) and last.word[-1] not in "边畔旁沿":
        return None  # 路上, 区域: the ending is part of another word
    start = _reach(sample, ending[0], most)
    before = [t for t in sample.tokens_in(start, ending[0]) if t.end <= ending[0]]
    if ending[0] - start == most:  # a longer run: only whole words of it
        whole = [t for t in sample.tokens_in(start, ending[0]) if t.tag[0] not in "vpdcurmq" or len(t.word) == 1]
        start = whole[0].start if whole else ending[0]
    start = next((at for at in range(start, ending[0]) if sample.begins(at)), ending[0])
    own = next((t for t in before if len(t.word) > 1 and (t.tag[:2] in ("ns", "nr") or not sample.knows(t.word))), None)
    named = own is not None or last.start >= ending[0] or last.tag.startswith(("ns", "nr"))
    if not named and sample.knows(last.word):
        return None  # 照片, 社区
    start = _after_words(sample, start, ending[0], before, own)
    start = _as_seen(sample, start, ending)
    start = _without_verb(sample, start, ending[0])
    start = _with_first(sample, start, ending[0])
    return start if _is_proper(sample, start, ending) else None


def _reach(sample: Sample, end: int, most: int) -> int:
    start = end
    while start > 0 and end - start < most and "一" <= sample.plain[start - 1] <= "鿿":
        if sample.plain[start - 1] in NEVER and not _is_of_noun(sample, start - 1, end):
            break
        start -= 1
    return start


def _is_of_noun(sample: Sample, at: int, end: int) -> bool:
    """True where the character begins a noun of two characters or more (有色, 三江)."""
    token = sample.token_at(at)
    if sample.plain[at] in _DETERMINERS or token.start != at:
        return False
    return 1 < len(token.word) <= end - at and token.tag[0] == "n"


def _after_words(sample: Sample, start: int, end: int, before: list[Token], own: Token | None) -> int:
    """Without the words that only lead up to the name (积极/配合/学校)."""
    for token in before:
        if (own is not None and token.end > own.start) or len(token.word) < 2:
            continue
        if _leads(sample, token):
            start = token.end  # 规划/学校
        elif token.tag[0] in "vpdrmtcf":
            verb = token.tag[0] == "v" and token.word not in sample.known_places
            leads = sample.knows(token.word) and (verb or end - token.end != 1)  # 永年/洼县 is one name
            start = token.end if leads else start
    return start


def _leads(sample: Sample, token: Token) -> bool:
    """True for an everyday word that LAC takes for a verb, or for what modifies one."""
    word = sample.word_from.get(token.start)
    if token.word in sample.known_places:
        return False
    return word is not None and word.tag in _LEADS and sample.agreed(token.start, token.end)


def _as_seen(sample: Sample, start: int, ending: Part) -> int:
    """No further back than LAC has a name that ends there too."""
    ends = (word for word in sample.names if word.end == ending[1] and word.tag != "PER")
    seen = max((word.start for word in ends), default=start)
    return max(start, seen) if ending[0] - seen > 1 else start


def _without_verb(sample: Sample, start: int, end: int) -> int:
    """Without a verb or preposition of one character (考/上/延河)."""
    while end - start > 1:
        word = sample.word_from.get(start)
        if word is None or len(word.word) > 1 or word.tag[0] not in "pvdfuc" or word.word not in _LEADING:
            break
        start = word.end
    return start


def _with_first(sample: Sample, start: int, end: int) -> int:
    """With a first character that was taken for a word: of 八一, or one that opens the clause (户撒)."""
    if sample.plain[max(0, start - 2) : start] in _DAYS:
        return start - 2
    if end - start < 2 and end > 1 and _NUMBERED.fullmatch(sample.plain, end - 2, end):
        return end - 2
    if end - start != 1 or start == 0 or sample.plain[start - 1] not in NEVER or not sample.opens(start - 1):
        return start
    word = sample.word_from.get(start - 1)
    return start if word is not None and len(word.word) == 1 and word.tag in _PARTICLES else start - 1


def _is_proper(sample: Sample, start: int, ending: Part) -> bool:
    name = sample.plain[start : ending[0]]
    if not set(name) - _SOFT or _kinds(sample.lists).fullmatch(name) or sample.is_everyday(start, ending[1]):
        return False
    before = sample.plain[start - 1 : start]
    return len(name) > 1 or before in ("", *_PAUSES) or (before in _AT and name in sample.surnames)
