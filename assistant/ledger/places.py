"""Names of places, schools and other units; generic organs (县教育局, 各学校) are none."""

import functools
import re
from collections.abc import Iterator

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.names import Name
from assistant.ledger.text import Text

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_ENDINGS = ("街道", "社区", "自治县", "自治州", "自治区", "县", "市", "区", "乡", "镇", "村", "省", "屯")
_ENDING = re.compile("|".join(_ENDINGS))
_AFTER_NOT = {
    "县": "级城域",
    "市": "场民级值",
    "区": "域别分块间",
    "乡": "村亲愁土贤情级镇音",
    "镇": "定静压痛江海",
    "村": "庄落居史容级",
    "省": "级份钱力心略",
    "屯": "",
}
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,2}(?:中学|小学|幼儿园|高中|初中|高级中学|初级中学|实验小学|实验中学)|[一二三四五六七八九十]{1,2}(?:中|小)(?![学心组时间午期国央型队学生孩朋说家康康节城区院等年级]))"
)
_PROPER_TAGS = ("nr", "ns", "nz", "nt")
_STOP_TAGS = frozenset("vdpucrxmqtyeo")
_NOT_PLACES = frozenset(
    "中国 中华 全国 中央 长江 黄河 亚洲 世界 国际 东方 西方 华夏 神州 国家 祖国 大陆 海外 内地 沿海 长征 中华人民共和国 新中国 港澳台 港澳 东部 西部 中部 南方 北方 江南 中原 北京时间 华人 天安门 宇宙 城关 国外 境外 国内 省内 市内 本土".split()
)


@functools.cache
def _unit_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted(lexicon.organs | lexicon.schools, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def find_places(text: Text) -> Iterator[Name]:
    """Places by their endings (青禾县, 东风镇, 兴隆社区), and well-known ones without."""
    at = 0
    for match in _ENDING.finditer(text.plain):
        start = _place_start(text, match, at)
        if start is not None:
            at = match.end()
            yield Name(start, match.end(), "place", text.plain[start : match.end()])
    for token in text.tokens:
        if token.tag == "ns" and len(token.word) >= 2 and _is_known_place(text, token.start, token.end, token.word):
            yield Name(token.start, token.end, "place", token.word)


def _is_known_place(text: Text, start: int, end: int, word: str) -> bool:
    if word in _NOT_PLACES or word.endswith(tuple("县市区乡镇村省路街") + ("社区", "街道")) or not _HAN.fullmatch(word):
        return False
    return not text.plain.startswith(("精神", "会议", "时期", "革命", "战役", "起义", "人民", "画", "大学"), end)


def _place_start(text: Text, match: re.Match[str], floor: int) -> int | None:
    plain, ending = text.plain, match[0]
    after = plain[match.end() : match.end() + 1]
    if after and after in _AFTER_NOT.get(ending[-1], "") and not (ending == "社区" or ending == "街道"):
        return None
    token = text.token_at(match.end() - 1)
    if token.end > match.end() and token.word not in text.lexicon.organs:
        inner = match.end() - token.start
        if not (inner >= 3 and token.tag.startswith("n")):
            return None
    start = max(token.start, floor)
    if start > match.start():
        return None
    name = plain[start : match.start()]
    if not name:
        if start == floor and floor:
            return None
        previous = text.token_at(start - 1) if start else None
        if previous is None or previous.start < floor:
            return None
        name, start = previous.word, previous.start
        if len(name) == 1 and _single(previous.tag, name) and start > floor:
            earlier = text.token_at(start - 1)
            if (
                earlier.start >= floor
                and len(earlier.word) <= 2
                and earlier.tag[0] not in "vdpucrxmqt"
                and _HAN.fullmatch(earlier.word)
            ):
                name, start = earlier.word + name, earlier.start
        elif (
            previous.tag[0] in "vdpucrxmqtfi"
            and not previous.tag.startswith("vn")
            and name not in text.lexicon.place_names
        ):
            return None
        elif previous.tag[0] == "a" and previous.tag != "an" and name not in text.lexicon.place_names:
            return None
    if not _HAN.fullmatch(name) or not 2 <= len(name) <= 5 or name in text.lexicon.place_words:
        return None
    if (
        any(name.endswith(w) and len(w) > 1 for w in text.lexicon.place_words)
        and text.token_at(start).tag != "ns"
        and name not in text.lexicon.place_names
    ):
        return None
    if (
        name in ("联合", "会同", "配合", "协同", "协助")
        and match.end() < len(plain)
        and any(plain.startswith(o, match.end()) for o in text.lexicon.organs)
    ):
        return None
    if name[0] in "各全本该每某我两几多所到在往从":
        return None
    return start


def _single(tag: str, name: str) -> bool:
    return tag[0] in "nagbjzv" and name not in "各全本该每某我两几多所的了"


def find_units(text: Text, places: list[Name]) -> Iterator[Name]:
    """Schools, companies, committees … with a name of their own, a place before them included."""
    ends = {place.end: place.start for place in places}
    seen: set[int] = set()
    matches = [*_NUMBERED.finditer(text.plain), *_unit_pattern(text.lexicon).finditer(text.plain)]
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if match.start() in seen:
            continue
        start = _unit_start(text, match, ends)
        if start is not None:
            end = match.end() + 3 if text.plain.startswith("关工委", match.end()) else match.end()
            seen.update(range(start, end))
            yield Name(start, end, "unit", text.plain[start:end])


_UNIT_WORDS = frozenset(
    "实验 中心 希望 育才 育英 育红 外国语 师范 职业 高级 初级 附属 第一 第二 第三 第四 第五 第六 第七 第八 第九 第十 直属 民族 特殊教育 职业技术 人民 红军 逸夫 思源 双语 教育 县 市 区 镇 乡 少年 建筑 食品 科技 农业 电力 文化 旅游 有限 责任 股份 实业 机械 种植 养殖 林业 直属机关 中级 基层 农商 农村 商业 建设 工商 高等 专科 医学 师范大学 理工 财经 幼儿师范 中医 妇幼 烈士 革命 历史 青少年".split()
)
_PROPER_WORDS = frozenset(
    "实验 育才 育英 育红 外国语 第一 第二 第三 第四 第五 第六 第七 第八 第九 第十 逸夫 思源 红军".split()
)


def _unit_start(text: Text, match: re.Match[str], ends: dict[int, int]) -> int | None:
    plain = text.plain
    last = text.token_at(match.end() - 1)
    if last.end > match.end() and not _NUMBERED.fullmatch(match[0]) and match[0] not in text.lexicon.organs:
        return None
    numbered = bool(_NUMBERED.fullmatch(match[0]))
    start, proper = match.start(), False
    token = text.token_at(start)
    if token.start < start and token.start not in ends.values():
        if token.tag[0] in _STOP_TAGS and not numbered:
            return None
        if token.end == match.end() and token.tag.startswith(_PROPER_TAGS):
            start, proper = token.start, True
        elif numbered and token.word[: start - token.start] in _UNIT_WORDS:
            start = token.start
    while start > 0 and match.end() - start <= 16:
        if start in ends:
            start, proper = ends[start], True
            continue
        previous = text.token_at(start - 1)
        word = plain[previous.start : start]
        if not _HAN.fullmatch(word):
            break
        if word in _UNIT_WORDS:
            proper = proper or word in _PROPER_WORDS
            start = previous.start
        elif (
            previous.tag.startswith(_PROPER_TAGS)
            and len(word) >= 2
            and word not in _NOT_PLACES
            and not text.is_person(previous)
        ):
            start, proper = previous.start, True
        else:
            break
    while plain[start : start + 2] in ("人民", "教育", "文化", "基层") and not proper:
        start += 2
    if match[0] in text.lexicon.organs and not _has_place(plain[start : match.start()], start, ends):
        return None
    if numbered:
        own = plain[start : match.start()]
        return (
            start if own and (proper or own[-1:] in "县市区镇" or len(own) >= 2) or match[0].startswith("第") else None
        )
    return start if proper and start < match.start() else None


def _has_place(head: str, start: int, ends: dict[int, int]) -> bool:
    return bool(head) and start in ends.values()
