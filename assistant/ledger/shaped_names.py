"""Names of people by the shape of the sentence: 由温建军担任, 高明远，男, 何秀英的丈夫, 邵东来被评为."""

import functools
import itertools
import re
from collections.abc import Iterator

from assistant.ledger.given_names import NOT_GIVEN, PAUSES, Name
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.text import Text

_OPENS = r"(?:(?<=[，。；：！？、,;:!?（(“”\n|*>#\s和与及])|^)"
# After these only a person can have opened the clause.
_SURE_AFTER = (
    r"，(?:男|女|现年|今年\d|\d{2}岁|汉族|中共党员)|（(?:男|女|左|右|中)|被(?:评|授|聘|誉|推选)|(?:荣获|获评|当选)"
    r"|任[^务何教职期意]|担任|同志|老人|老师|等(?:同志|人|五老|\d|[一二三四五六七八九]位)"
)
# After these it did where the characters are those of given names.
_LIKELY_AFTER = (
    r"的(?:丈夫|妻子|老伴|儿子|女儿|家|孩子|事迹|带动|带领|帮助|努力|建议|故事|感召|影响|陪伴|指导|书屋|工作室|悉心|倡议|关心|关爱|资助|鼓励|名字|爱心|善举|家中|父亲|母亲|学生|课)"
    r"|说|表示|介绍|告诉|回忆|坚持|主动|自筹|自费|带头|带领|每天|每周|每月|先后|曾|义务|退休|不顾|毅然|负责|走进|深入|利用|多次|积极|自发|联合|和老伴|夫妇|家里|捐|资助|宣讲|帮教|辅导|创办|撰写"
)
# After these where besides no dictionary has the word.
_ADDING_AFTER = "也|则|随即|随后|接着|正在|刚刚|当即|立即|立刻|当场|亲自|特意|专门|早早|默默|独自|一边|一早"
_ADDING = re.compile(_ADDING_AFTER)
_BY = (
    r"由(?P<by>{name})(?=担任|任|牵头|主持|负责|带领|主讲|授课|领衔|领头|带队|讲|宣讲|作报告|执笔|主编|编写|撰写"
    r"|整理|执教|任教|指导|管理|照看|辅导|值守|保管|主演|组织|出面|捐|资助|为)"
)
# 在方志远的主持下, 迎接大家的是方志远。, 方志远陪同。
_ACTS = re.compile(
    r"(?<=[，。；\n].{3})(?:陪同|主持|出席|到场|致辞|点评|随行|主讲|讲课|授课|作陪|压轴|领读|领唱|伴奏|执教)(?:[，。；了]|$)"
    r"|(?<![\s\S]{4})(?<=.{3})(?:主持|主讲|陪同|出席)(?:[，。；了]|$)"
)
_LED = (
    r"在(?P<led>{name})(?=(?:老人|同志|老师|等人)?的[^，。；]{{0,6}}(?:主持|带领|带动|领导|指导|陪同|见证|组织|感召|影响|帮助|鼓励|引导|倡议|推动"
    r"|牵头|协调|动员|建议|支持|劝说|努力|奔走|提议|关心|号召|指挥|讲解|引荐|陪伴|教导|策划|安排|主导)[^，。；]{{0,2}}[下中])"
    r"|(?:的是|的，是|上还有)(?P<there>{name})(?=[，。；！]|$)"
    r"|(?:经|应|受|随|跟着|跟随|围着|陪着|看望了?|慰问了?|拜访了?|请教|采访了?|请来了?|邀请了?|聘请了?|特邀|交给了?|送给了?|见到了?|遇到了?|找到了?|感谢|向|给)"
    r"(?P<object>{two})(?=[，。；！？的]|$|介绍|邀请|委托|推荐|指点|启发|影响|感染|一家|夫妇|等人|那里|手[里中上]|身[边上]|面前|学习|请教|致敬|敬礼|问好|献)"
)


@functools.cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    surnames = "|".join(sorted(lexicon.surnames, key=len, reverse=True))
    rarer = "|".join(sorted(lexicon.plain_surnames, key=len, reverse=True))
    name = rf"(?:{surnames})[\u4e00-\u9fff]{{1,2}}?"
    two = rf"(?:{rarer})[\u4e00-\u9fff]{{2}}"
    after = f"{_LIKELY_AFTER}|{_ADDING_AFTER}"
    return re.compile(
        rf"{_OPENS}(?:(?P<sure>{name})(?={_SURE_AFTER})|(?P<likely>{two})(?={after}))" + "|" + _BY.format(name=name)
    )


@functools.cache
def _led(lexicon: Lexicon) -> re.Pattern[str]:
    """A pattern apart, since what its ways begin with are few characters, which are found fast."""
    surnames = "|".join(sorted(lexicon.surnames, key=len, reverse=True))
    rarer = "|".join(sorted(lexicon.plain_surnames, key=len, reverse=True))
    full, two = (rf"(?:{some})[\u4e00-\u9fff]{{2}}" for some in (surnames, rarer))
    return re.compile(_LED.format(name=full, two=two))


def shaped_names(text: Text) -> Iterator[Name]:
    """Names that the clause's shape bears out."""
    lexicon, plain = text.lexicon, text.plain
    for match in _pattern(lexicon).finditer(plain):
        core, (start, end) = match[match.lastgroup or 0], match.span(match.lastgroup or 0)
        likely = match.lastgroup == "likely"
        if likely and _ADDING.match(plain, end) and _is_word(text, core, start):
            continue
        if _is_name(text, core, start, likely=likely):
            yield Name(start, end, "person", core)
    led = (match.span(match.lastgroup or 0) for match in _led(lexicon).finditer(plain))
    acting = ((match.start() - 3, match.start()) for match in _ACTS.finditer(plain))
    for start, end in itertools.chain(led, acting):
        core = plain[start:end]
        surname = core[:2] in lexicon.surnames or core[:1] in lexicon.surnames
        if surname and not _is_word(text, core, start) and _is_name(text, core, start, likely=True):
            yield Name(start, end, "person", core)


def _is_word(text: Text, core: str, start: int) -> bool:
    """True for a word of the dictionary that the segmenter takes for no noun."""
    return text.knows(core) and not text.token_at(start).tag.startswith("n")


def _is_name(text: Text, core: str, start: int, *, likely: bool) -> bool:
    lexicon = text.lexicon
    surname = next(core[:n] for n in (2, 1) if core[:n] in lexicon.surnames)
    given = core[len(surname) :]
    if not given or set(given) & (NOT_GIVEN | PAUSES) or core in lexicon.public_figures:
        return False
    if core[:2] in lexicon.not_names or core in lexicon.concepts or core in lexicon.roles:
        return False
    if len(core) == 2 and (given not in lexicon.given_more or _is_common(text, core, start)):
        return False
    if likely and not all(c in lexicon.given_more for c in given):
        return False
    return not (core[-1] in "县镇乡村市区省校局院委会老" or _is_common(text, core, start))


def _is_common(text: Text, core: str, start: int) -> bool:
    """True for an everyday word of the dictionary."""
    token = text.token_at(start)
    return (
        token.start == start
        and len(token.word) >= len(core)
        and not token.tag.startswith("nr")
        and text.knows(token.word)
    )
