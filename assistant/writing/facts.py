"""One fact of the brief: what it is about, what it does in a text, and how it reads as a plain sentence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.writing.fact_themes import theme_of
from index.themes import THEMES

FactRole = Literal["概况", "做法", "成效", "不足", "打算"]

_GENERAL = re.compile(
    r"^[一-鿿“”]{0,8}(?:队|小组|团|组)(?:现有|共有|有)?\d+(?:余|多)?(?:名|个)?人(?=，|$)"
    r"|^\d{4}(?:年|[—–-]\d{4}学年)是|(?:收官|开局|关键)之年"
    r"|^(?:学校|医院|单位|公司|全?[院校]|[一-鿿]{2,8}(?:社区|街道|村|镇|乡|学校|小学|中学|医院))(?:现有|共有|有)?(?:在校|在职)?"
    r"(?:学生|师生|教职工|职工|离退休|居民|村民|常住|户籍|未成年人|青少年)"
    r"|^全[县市区镇乡校村](?:共|现有|辖)?\d+个(?!.*(?:建立|成立|开展|组织|建成|举办|实现))"
    r"|^[一-鿿]{2,10}(?:村|社区|乡|镇|县|区|学校|小学|中学)(?:现有|共有|有)?\d+(?:余|多)?(?:户|口|人)"
    r"|^(?:我们?)?(?:全?[县市区镇乡校村]|街道|社区)?.{0,6}(?:位于|地处|下辖|辖区|辖(?=\d|[一二三四五六七八九十])|总人口|常住人口|面积)"
    r"|总人口|户籍人口|常住人口|^(?:全?[县市区镇乡]|街道|辖区)?(?:现有|共有|有)[^，。]{0,8}(?:所|个)(?:中小学|学校|村|社区)"
    r"|^(?:全?[县市区镇乡校村]|我[县市区镇乡校村]|街道|辖区|社区)?(?:现|共|现共)?有(?:各类|各级)?(?:中小学|学校|小学|中学|幼儿园|行政村|村|社区|学生|青少年|未成年人|居民|户籍)"
    r"|^(?:[一-鿿]{0,6})?(?:主任|组长|队长|会长|站长|校长)由[^，。]{2,8}(?:兼任|担任)|^(?:常务)?副?(?:主任|组长|队长|会长|团长|站长)[一-鿿]{2,3}，\d{2}岁"
    r"|^(?:\d{4}年)?(?:全年|今年)?(?:共|累计){0,2}(?:开展|举办|组织)各(?:类|项|种)[^，。；\d]{0,8}\d|^[^，。；]{0,20}(?:工作)?(?:主线|主题|总体思路)是"
    r"|由[^，。；]{1,24}(?:组成|构成)(?:$|，(?!每))|有(?:委员|成员|会员)\d|平均年龄"
    r"|^.{0,10}(?:成立|组建|创建|建校|始建)于|^基本情况|在校(?:学生|生)\d|(?:有|共)(?:未成年人|青少年)\d"
)
_SHORTCOMING = re.compile(
    r"不足|薄弱|欠缺|不够|短板|缺少|缺乏|不平衡|不均衡|偏少|偏低|偏大|老化|断档|滞后|有待|难以|差距|跟不上|不高|不强|不多|不到位"
    r"|有名无实|名存实亡|参差不齐|青黄不接|走过场|接不上|忙不过来|顾不上|简陋|陈旧|空转|断层|老套|活动(?:较|偏|很)?少(?=[，。；、]|$)"
    r"|不(?:及时|规范|经常|稳定|健全|完善|扎实|深入|具体|熟悉|会用|均|广|宽|深|细|严|实|紧|快|密)(?=[，。；、]|$)"
    r"|没有?(?:第二|人接班|接班)|无人接班|后继无人|没(?:有)?(?:场地|经费|活动室|教室|设备|专人|地方)(?=[，。；]|$)|(?:经费|人手|资金|力量|师资|场地|设备)(?:较|比较|很|还)?(?:紧张|紧缺|吃紧|有限)|(?<![一-鿿])(?:目前)?(?:还|仍|尚)?缺[一-鿿]{0,6}(?:人员|老师|教师|场地|经费|设备|资金|力量|辅导)"
    r"|(?:较|偏|很|太|过于|还)(?:弱|差|少|低|窄|浅|旧|慢|单一|粗放|分散|松散|大)(?=[，。；、]|$)"
    r"|流于形式|积极性不|没有(?:专职|专门|专项|经费|列入|固定|落实|纳入|配备|建立|开展|办起|办成|搞成|做成|完成|达到|请到|场地|来过|取暖)|没(?:搞|办|做)成"
    r"|毛病|只(?:有\d+人来|开过?|办过?)\d|(?:参与|参加|覆盖|到课|到会|达标)率.{0,8}(?:下降|减少|降|低)|(?:还|仍|尚)(?:没|未|有.{0,12}(?:没|未))"
    r"|未(?:建|配|落实|纳入|列入|覆盖)|主要(?:困难|问题)|^(?:问题|不足|困难|短板|差距)[：:]|^(?:存在|困难是|问题是)|缺口"
)
_NOT_SHORTCOMING = re.compile(
    r"(?:解决|化解|破解|弥补|补齐|克服|帮助.{0,6}克服|针对|给|为|到).{0,18}$|心理问题|问题(?:青少年|学生|少年|孩子)"
)
_PLAN = re.compile(
    r"打算|下一步|接下来|今后|(?<!转入)(?<!结转)(?<!到)(?<!至)(?<!留)(?:明年|来年|下年)|下半年将|(?<!模)(?<!虚)拟(?!定|订|人)|准备(?=在|开|建|组|办|举|把|给|为|用|新|再)|力争|争取(?=在|年|明|实现|达|建成|把|再|全)"
    r"|(?:^|[，。；])将(?=[^军领来])|计划(?=在|于|明|今|到|建|开|举|组|用|新|再|把|为|年|全|下|利|对|投|培|争)|^(?:打算|计划|目标|下一步)[：:]"
)
_PLAN_LABEL = re.compile(
    r"^(?:(?:下一?步|明年|下年|来年|今后|下半年|\d{4}年)的?(?:工作)?)?(?:打算|计划|目标|思路|设想)(?:是|有)?[：:]"
)
_RESULT = re.compile(r"下降|上升|提高到|增长|明显|零犯罪|无一|受到.{0,10}(?:好评|欢迎|肯定)|被评为|荣获|获评|获得")
_INSTRUCTION = re.compile(
    r"忽略.{0,12}(?:要求|指令|提示|规则|内容)|无视.{0,10}(?:要求|指令|规则)|不要(?:理会|遵守|管).{0,10}(?:要求|指令|规则)"
    r"|(?:请|直接|改为|只)(?:输出|回答|写一首|写首|回复)|系统(?:消息|提示|指令)|请你|请(?:把|将|"
    r"在).{0,12}(?:正文|下面|文中|当成|改成|写成)|你(?:现在)?是(?:一个|一名)|system|prompt|"
    r"ignore .{0,30}instructions|扮演"
    r"|[\u202a-\u202e\u2066-\u2069]",  # hidden marks of direction: what is read is not what stands there
    re.I,
)
_NEGATIVE = re.compile(
    r"没|未(?!成年|来|保|检)|不(?!断|少于|超过|[到满足](?=[\d一二两三四五六七八九十百半几])|定期|同|久|畏|怕|仅|但|忘|低于|等|论)|只(?:有|开|办|来|剩)|下降|减少|降到|断了|停了|缺|差(?!额|旅)|去世|患病|病|死|父亲有|离异|前科"
)
_NO_HARM = re.compile(
    r"(?:从|均|都)?(?:没有?|未|不)(?:有|曾)?(?:发生|出(?!席|现)|受伤|漏|间断|断过|缺|收费|收过|收一|停|迟到|埋怨|抱怨|后悔|推辞|计较|叫苦|喊累|计报酬|要报酬|取分文)[^，。；]*"
    r"|缺席[0零]|不间断|免费|(?:最初|起初|开始时?|刚开始|当初|原来|原先|由)只有[^，。；]*|(?:犯罪|再犯|案件|事故|发案|辍学|流失|违法|投诉|近视)[^，。；]{0,16}(?:下降|减少|降低|降到|降至)[^，。；]*"
    r"|[^，。；]*[，；]?[^，。；]*(?:仍然?|依然|依旧|还是|照样|还)坚持[^，。；]*"
)
# Troubles of those who are helped are the reason for the help, not something that went wrong.
_SAID = re.compile(r"^.{1,12}(?:说|讲|道|写信|信上写|评价)[：:，“]|^[她他][^，]{0,4}说|(?:信上|信中|信里|留言).{0,4}写")
# “……不高；打算……”: where the shortcoming ends and the plan begins.
_AND_PLAN = re.compile(
    r"[；。，]\s*(?=(?:下一?步|今后|接下来|明年|来年)?[，,]?(?:我们)?(?:打算|计划|准备|拟|想(?!念)|争取(?=[^了过])|力争|将(?=[一-鿿]{2})))"
)
_HELPED = re.compile(
    r"(?:慰问|看望|探望|资助|救助|帮助|帮扶|帮教|关爱|关心|走访|照顾|照料|服务|陪伴|为|给|对)[^，。；]{0,10}?"
    r"(?:患病|重病|大病|生病|因病|病困|病残|重残|去世|离异|失学|辍学|失足|不良|未成年犯|服刑)"
)
_HONOUR = re.compile(
    r"^(?:\d{4}年)?(?:[^，。；]{0,10})?获(?:得|评)?[^，。；]{0,24}(?:先进|最美|优秀|模范|标兵|表彰|称号)|"
    r"(?:被|获)(?:[^，。；]{0,20})?(?:评为|授予|命名为|评)|荣获|获得.{0,20}(?:称号|表彰)|荣立"
)
_LIFE = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:出)?生|\d{2}岁(?:[，,。；]|$)|[退离]休(?=[一-鿿]{1,4}(?:，|$)|前)|中共党员|入党|参军|转业|党龄|从教\d"
)
_PERSON = re.compile(
    r"\d{4}年(?:出)?生|^[一-鿿·]{2,18}[，（](?:[男女]，)?(?:(?:今年|现年)?\d{2}岁|[退离]休[一-鿿]{2,4}(?:，|$))"
)
_PAST = re.compile(
    r"去年|上年|已(?:经)?(?=[^知成]|成立|建成)|截至|累计|共(?:举办|开展|组织|帮|发|资|建)|[了过](?=\d)|被评为|荣获|现有"
)


_TERSE = 14  # characters up to which a fact without a theme goes on with the one before it
_GOES_ON = re.compile(r"^(?:其中|他|她|并|同时|还|又|也|另外|此外|这|该)")
_LEAST_PLAN = 4  # characters under which what follows is no plan of its own


@dataclass(frozen=True)
class Fact:
    """A fact as dealt: ``number`` from 0, its clean ``text`` (no list mark, full-width marks, no final mark).

    ``inherited`` means that the theme is that of the fact before it, ``joined`` that it goes on from that fact and is
    heard directly after it; ``kin`` is the earliest of the facts that tell of the same thing, -1 where there are none.
    """

    number: int
    text: str
    role: FactRole
    theme: str
    instruction: bool = False
    inherited: bool = False
    joined: bool = False
    kin: int = -1

    @property
    def root(self) -> int:
        """The earliest fact of those that it belongs with; its own number where it stands alone."""
        return self.number if self.kin < 0 else self.kin

    @property
    def weight(self) -> int:
        """Characters of the text: what it costs to tell it."""
        return len(self.text)


def tidy(text: str) -> str:
    """A fact without list mark and final mark, with full-width marks between Chinese words."""
    text = re.sub(
        r"^\s*(?:[-*•·▪●○◆■]+|[(（]?\d{1,2}[)）.、．](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*", "", text
    )
    text = re.sub(r"(?<=[一-鿿”》）\d%])\s*,\s*(?=[一-鿿“《])", "，", text)
    text = re.sub(r"(?<=[一-鿿”》）\d%])\s*;\s*", "；", text)
    text = re.sub(r"(?<=[一-鿿”》）]):\s*", "：", text)
    text = re.sub(r"\(([^()]*[一-鿿][^()]*)\)", r"（\1）", text)
    text = re.sub(r"(?<=[一-鿿])\s+(?=[一-鿿\d])|(?<=\d)\s+(?=[一-鿿])", "", text)
    text = re.sub(r"(?<=[一-鿿，])[?](?=$)|[!]$", "", text)
    return text.strip().rstrip("。.；;，,、 ")


def role_of(text: str) -> FactRole:
    """What a fact does in a text: 概况, 做法, 成效, 不足 or 打算."""
    if _PLAN_LABEL.match(text):
        return "打算"
    match = _SHORTCOMING.search(text)
    if match and not (_NOT_SHORTCOMING.search(text[: match.end()]) and not text.startswith(("不足", "问题", "困难"))):
        return "不足"
    if _PLAN.search(text):
        return "打算"
    if _GENERAL.search(text):
        return "概况"
    return "成效" if _RESULT.search(text) else "做法"


def is_life(text: str) -> bool:
    """Whether a fact introduces a person: born, served, retired, age."""
    return len(_LIFE.findall(text)) >= 2 or bool(_PERSON.search(text))


def is_said(text: str) -> bool:
    """Whether a fact tells what somebody said or wrote: it belongs to the fact before it."""
    return bool(_SAID.search(text))


def is_honour(text: str) -> bool:
    """Whether a fact is short and tells what honour the own side was given."""
    return bool(_HONOUR.search(text)) and len(text) <= 50


def shortcoming_and_plan(text: str, *, sure: bool = False) -> tuple[str, str]:
    """A fact that tells of a shortcoming and then of a plan against it, as the two; the plan is "" where none is.

    ``sure`` means that the fact is known to begin with a shortcoming, whatever its words are.
    """
    cuts = [m for m in _AND_PLAN.finditer(text) if sure or _SHORTCOMING.search(text[: m.start()])]
    if not cuts or len(text) - cuts[0].end() < _LEAST_PLAN:
        return text, ""
    return text[: cuts[0].start()], text[cuts[0].end() :]


def is_instruction(text: str) -> bool:
    """Whether a bullet reads like an order to a writing program. It is told as a quoted sentence, never obeyed."""
    return bool(_INSTRUCTION.search(text))


def is_negative(text: str) -> bool:
    """Whether a fact tells of something that failed, fell, was missing or hard: no praise may follow it."""
    return bool(_NEGATIVE.search(text))


def is_setback(text: str) -> bool:
    """Whether a fact tells of something that was not done or went wrong, and of no answer to it.

    That nothing happened (“没有发生事故”) is none, nor is a lack that the fact then says was met.
    """
    clauses = [c for c in re.split(r"[，；。]", _HELPED.sub("", _NO_HARM.sub("", text))) if c]
    return any(is_negative(c) for c in clauses[1:] or clauses)


def is_past(text: str) -> bool:
    """Whether a fact tells what has been done (it cannot be a task of 工作要点)."""
    return (
        bool(_PAST.search(text))
        and not _PLAN.search(text)
        and not re.search(r"(?:今|本|明)年.{0,6}(?:要|将|力争|达到)", text)
    )


def read_facts(facts: Sequence[str]) -> tuple[Fact, ...]:
    """The brief's facts with role and theme. A fact without a theme of its own takes that of the fact before it."""
    found: list[Fact] = []
    for number, raw in enumerate(facts):
        text = tidy(raw)
        theme = "" if is_said(text) else theme_of(text)
        inherited = not theme
        if not theme and found and not is_instruction(text) and (len(text) <= _TERSE or _GOES_ON.search(text)):
            theme = found[-1].theme
        theme = theme if theme in (*THEMES, "综合") else ""
        found.append(Fact(number, text, role_of(text), theme, is_instruction(text), inherited))
    return tuple(found)
