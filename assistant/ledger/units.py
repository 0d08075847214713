"""Names of schools, companies, committees …; generic organs (县教育局, 各学校) are none."""

import functools
import re
from collections.abc import Iterator, Sequence

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.names import Name
from assistant.ledger.places import HAN, LANDFORM
from assistant.ledger.text import Text, Token
from assistant.ledger.word_sets import words_of

_NUMBERED = re.compile(
    r"第?[一二三四五六七八九十\d]{1,2}(?:中学|小学|幼儿园|高中|初中|高级中学|初级中学|实验小学|实验中学)"
    r"|[一二三四五六七八九十]{1,2}(?:中|小)(?![学心组时间午期国央型队学生孩朋说家康节城区院等年级])"
)
_CLASS = re.compile(r"(?:[一二三四五六七八九]年级|[初高][一二三])\s?[（(]?[一二三四五六七八九十\d]{1,2}[）)]?班")
_HAMLET = re.compile(rf"[\u4e00-\u9fff]家{LANDFORM}$")
_LEARNT = re.compile("会(?!议|场|堂)|[到习得懂]")  # what may follow 中学 where 学 is a verb: 动手中学会
_SCHOOL_WORDS = words_of(
    "实验 中心 希望 育才 育英 育红 外国语 师范 职业 高级 初级 附属 第一 第二 第三 第四 第五 第六 第七 第八 第九 第十"
    " 直属 民族 特殊教育 职业技术 人民 红军 逸夫 思源 双语 教育 县 市 区 镇 乡 少年 建筑 食品 科技 农业 电力 文化 旅游"
    " 有限 责任 股份 实业 机械 种植 养殖 林业 直属机关 中级 农商 商业 建设 工商 高等 专科 医学 理工 财经 幼儿师范"
    " 技术 技工 技师 卫生 体育 艺术 商务 广播电视"
    " 中医 妇幼 烈士 革命 历史 青少年 工业 贸易 农机 水利 商贸 物流 药业 纺织 电子 集团"
)
# Nouns that say what sort of school it is, not its name.
_NO_SCHOOL_NAMES = _SCHOOL_WORDS | words_of(
    "乡村 农村 城市 城镇 村级 民办 公办 公立 私立 重点 普通 山区 老区 库区 牧区"
    " 矿区 城区 镇区 郊区 灾区 边远 偏远 母校 当地 本地 外地 各地 定点 试点"
    " 示范 联系 学校 学生 儿童 孩子 家长 教师 老师 校园 社区 村庄 街道 乡镇"
    " 全县 全市 全区 全镇 县城 县级 市级 区级 省级 镇级 国家 地区 地方 全国"
    " 全省 单位 部门 机关 基地 品牌 优质 特色 薄弱 规模 寄宿 九年 周边 附近"
    " 邻近 对口 结对 帮扶 课程 教材 作文 语文 数学 英语 音乐 美术 体育 科学"
    " 全体 所在 原来 附设 校本 思政 书记 主任"
    " 动手 动脑 游戏 活动 实践 生活 劳动 课堂 玩耍 故事 体验 观察"
)
_PROPER_WORDS = words_of(
    "农业 工商 建设 邮储 邮政储蓄 农商 商业"
    " 实验 育才 育英 育红 外国语 第一 第二 第三 第四 第五 第六 第七 第八 第九 第十 逸夫 思源 红军"
)
_NAMED_AFTER = words_of("美术馆 艺术馆 文学馆 纪念馆 博物馆 图书馆 陈列馆 展览馆 剧院 大剧院 故居 公园")
_STOP_TAGS = frozenset("vdpucrxmqtyeo")
_NAME_TAGS = ("nr", "ns", "nz", "nt", "nrt")
_LONGEST = 18


@functools.cache
def _ending(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted(lexicon.organs | lexicon.schools, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def find_units(text: Text, places: Sequence[Name]) -> Iterator[Name]:
    """Schools, companies, committees … with a name of their own, a place before them included."""
    for match in _CLASS.finditer(text.plain):
        yield Name(match.start(), match.end(), "unit", match[0])
    before = {place.end: place.start for place in places}
    seen: set[int] = set()
    matches = [*_NUMBERED.finditer(text.plain), *_ending(text.lexicon).finditer(text.plain)]
    for match in sorted(matches, key=lambda m: (m.start(), -m.end())):
        if match.start() in seen or _runs_on(text, match):
            continue
        start = _start(text, match, before)
        if start is not None:
            end = match.end() + 3 if text.plain.startswith("关工委", match.end()) else match.end()
            seen.update(range(start, end))
            yield Name(start, end, "unit", text.plain[start:end])


def _runs_on(text: Text, match: re.Match[str]) -> bool:
    """True where the ending is the front of a longer word (小学生, 中学部)."""
    if text.plain.startswith("校长", match.end()):
        return False
    if match[0] == "中学" and _LEARNT.match(text.plain, match.end()):
        return True  # 动手中学会, 游戏中学到
    last = text.token_at(match.end() - 1)
    return last.end > match.end() and not _NUMBERED.fullmatch(match[0]) and match[0] not in text.lexicon.organs


def _start(text: Text, match: re.Match[str], places: dict[int, int]) -> int | None:
    numbered = bool(_NUMBERED.fullmatch(match[0]))
    start, proper = _within(text, match, numbered)
    while start > 0 and match.end() - start <= _LONGEST:
        if start in places:
            start, proper = places[start], True
            continue
        previous = text.token_at(start - 1)
        word = text.plain[previous.start : start]
        hamlet = _HAMLET.search(text.plain, max(0, start - 3), start)
        if hamlet and hamlet[0][0] in text.lexicon.surnames:
            start, proper = hamlet.start(), True  # 石家/营小学
            break
        if _is_school_noun(previous, word, match) or _is_namesake(text, previous, match):
            start, proper = previous.start, True
            continue
        if word in _SCHOOL_WORDS:
            proper = proper or word in _PROPER_WORDS
        elif _is_proper(text, previous, word) or (numbered and previous.tag in _NAME_TAGS and len(word) > 1):
            proper = True
        elif not proper and _single_pair(text, previous, match):
            start, proper = previous.start - 1, True
            break
        elif not proper and _cut_off(text, previous):
            start, proper = text.token_at(previous.start - 1).start, True
            break
        else:
            break
        start = previous.start
    own = text.plain[start : match.start()]
    if own[:1] in tuple("各全每") or (start and text.plain[start - 1] in "各全每"):
        return None
    if match[0] in text.lexicon.organs and not (proper and match[0] in text.lexicon.schools):
        return start if own and start in places.values() else None
    if numbered:
        return start if match[0].startswith("第") or (own and (proper or own[-1] in "县市区镇")) else None
    return start if proper and own else None


def _is_school_noun(token: Token, word: str, match: re.Match[str]) -> bool:
    """True for an everyday noun that names the school it stands before (铁路小学, 长征中学)."""
    named = match[0] in ("小学", "中学", "幼儿园") and token.end == match.start() and token.word == word
    return named and len(word) == 2 and token.tag in ("n", "nz", "ns", "nr") and word not in _NO_SCHOOL_NAMES


def _is_namesake(text: Text, token: Token, match: re.Match[str]) -> bool:
    """True for the person whom a museum, gallery or theatre is named after (鲁迅纪念馆)."""
    named = match[0] in _NAMED_AFTER and token.end == match.start() and token.tag.startswith("nr")
    word = text.plain[token.start : token.end]
    generic = word in text.lexicon.place_words or word in text.lexicon.concepts or word in text.lexicon.light
    return named and 2 <= len(word) <= 4 and word[0] in text.lexicon.surnames and not generic


def _single_pair(text: Text, last: Token, match: re.Match[str]) -> bool:
    """True for a school's name that the segmenter cut to single characters after a pause (、潭/城/小学)."""
    start = last.start - 1
    if (
        match[0] not in ("小学", "中学", "学校", "幼儿园")
        or last.end != match.start()
        or len(last.word) > 1
        or start < 0
    ):
        return False
    front = text.token_at(start)
    opens = start == 0 or text.plain[start - 1] in "、，。；：！？\n（和与到在去赴"
    return (
        len(front.word) == 1
        and opens
        and front.tag[0] in "nagzjs"
        and last.tag[0] in "nagzjs"
        and front.word not in "全各本该"
    )


def _cut_off(text: Text, last: Token) -> bool:
    """True for the last character of a name that the segmenter cut off (福寿/堂养老院)."""
    if len(last.word) > 1 or last.tag[0] in "vpducrmfx" or not last.start:
        return False
    front = text.token_at(last.start - 1)
    return len(front.word) in (2, 3) and _is_proper(text, front, front.word)


def _within(text: Text, match: re.Match[str], numbered: bool) -> tuple[int, bool]:
    """Where the word begins that the ending is cut from, and whether it is a name of its own."""
    token = text.token_at(match.start())
    if token.start == match.start():
        return match.start(), False
    head = text.plain[token.start : match.start()]
    if numbered:
        return (token.start, head in _PROPER_WORDS) if head in _SCHOOL_WORDS else (match.start(), False)
    if token.end == match.end() and (head in _SCHOOL_WORDS or _is_proper(text, token, head)):
        return token.start, head not in _SCHOOL_WORDS or head in _PROPER_WORDS
    return match.start(), False


def _is_proper(text: Text, token: Token, word: str) -> bool:
    """True for a word that can only be a name here: a known place, or one that no dictionary has."""
    if not HAN.fullmatch(word) or token.tag[0] in _STOP_TAGS or text.is_person(token):
        return False
    if word in text.lexicon.places or word in text.lexicon.place_names:
        return True
    generic = word in text.lexicon.place_words or word in text.lexicon.light or word in text.lexicon.concepts
    rare = not text.knows(word) or token.tag in ("nz", "nt", "nrt", "nr", "ns")
    return len(word) >= 2 and not generic and rare and token.tag[0] == "n"
