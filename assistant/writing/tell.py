"""Telling one fact as one plain sentence in the voice of the genre, in the user's own words."""

import re
from dataclasses import dataclass

from assistant.draft import MARK
from assistant.writing.facts import Fact, is_negative, shortcoming_and_plan
from assistant.writing.genres import Genre
from assistant.writing.predicates import begins_with_verb, lacks_person

_TIME = re.compile(
    r"^((?:自|从)?(?:每年(?:\d{1,2}月(?:\d{1,2}日)?|[春夏秋冬暑寒][天季假])|每月\d{1,2}[日号]|每月(?:最后|第)一?[一-鿿\d]{1,5}(?=[是在办为由组开])"
    r"|每[周个]?(?:周|星期)?[一二三四五六日天末](?:[上下]午|晚上?)?|每天(?:早晚|早上|中午|[上下]午|晚上|放学后)|每[晚早]|[今去前]年(?:\d{1,2}月(?:\d{1,2}日)?|[春夏秋冬暑寒][天季假])|\d{1,2}年来|[一二三四五六七八九十]{1,3}年来|[一二三四五六七八九十]{2,3}年(?=走|帮|坚|接|资|护|讲|办)|今年|去年|前年|近年来|近几年|几年来|多年来|一年来|每年|每学期|每学年|每月|每周|每季度|全年|上半年|下半年|年初|年底|学期初|开学初|同年|当年"
    r"|\d{2,4}年\d{1,2}月(?:至|到|—|-)(?:\d{2,4}年)?\d{1,2}月|\d{2,4}年(?:至|到|—|-)\d{2,4}年|\d{2,4}年(?:\d{1,2}月(?!至|到|—|-)(?:\d{1,2}日)?|(?!\d{1,2}月))|(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}日)?|第?[一二三四]季度|[暑寒]假|[“]?(?:六一|七一|五四|十一|八一|国庆|清明|端午|重阳|春节|元旦|中秋|教师节|儿童节|国家宪法日|学雷锋日)[”]?(?:儿童)?(?:节)?)"
    r"(?:[初中末底起]|以来|期间|前夕|前后|前|后|里|间|上半年|下半年|暑假|寒假|春季|秋季|[春夏秋冬](?:天|季|里)|寒冬|隆冬|严冬|盛夏|深秋|初春|开春)*)[，,]?(?=[^年月日是、至到—\-的之和与及或]|到(?!\d{2,4}年|今|现|目前))"
)
_LABEL = re.compile(r"^([一-鿿“”]{2,8})[：](?!.*[：])(.+)$")
_ROLE_LABEL = re.compile(
    r"^(?:存在的?)?(?:不足|问题|困难|短板|差距|(?:明年|下年|来年|今后|下一步|下步)?(?:的)?(?:工作)?(?:打算|计划)|下一步(?:工作)?|目标|做法|成效|概况|基本情况|效果|荣誉|亮点|特色)(?:之处|方面)?(?:是|有)?[：:]"
)
_EFFECT = re.compile(
    r"[，；][^，；]{0,4}(?:让|使|引导|帮助|为了|确保|有效|极大|促进|带动|受到|增强|提高|解决了|做到)[^，；]*$"
    r"|[，；][给为][^，；]{1,8}(?:做|树|当|提供|创造)[^，；]*$"
)
_RESULT = re.compile(
    r"[，；][^，；]*(?:好转|获[^，；]{0,14}奖|下降|降[到至]|提高|增长|就业|考[入上]|回归|毕业|达标|整改|推广|列第\d|(?:没有|未)发生|劝[离返阻]|进入|采用|合格|取得[^，；]{0,8}证)[^，；]*$"
)
# “红色宣讲40场”, “助学资金20万元”: a task that names no verb.
_AMOUNT = re.compile(
    r"^[一-鿿“”]{2,10}(?<!不少于)(?<!达到)\d+(?:\.\d+)?万?(场|次|期|篇|讲|课|个|元|所|处|户|对)(?:[，；]|$)"
)
# What a thing is or has, not what was done: no purpose follows.
_DESCRIBES = re.compile(r"都是|均为|平均|有\d|队伍\d|[现共]有|由[^，。]{1,12}组成|其中|来自|位于|覆盖率|达标率|占")
_SHORT_TIME = 4  # characters, comma included
# “普法讲座10场”: what was done, named without a verb.
_NAMED_DEED = re.compile(
    r"^(?!.*(?:开展|举办|组织))[一-鿿“”]{0,8}(?:讲座|宣讲|培训|座谈会|报告会|法治课|家访|义诊|夏令营|读书会|走访|巡查)\d+(?:余|多)?(?:场|次|期|节|人次)"
)
_PLAN_WORD = re.compile(r"计划|打算|将|拟|力争|争取|要|准备|目标|确保")


@dataclass(frozen=True)
class Told:
    """A fact as the parts of a sentence: ``time`` with its comma or "", ``subject`` that may be left out, ``body``."""

    fact: Fact
    time: str
    subject: str
    body: str
    task: bool = False

    def sentence(self, *, subject: bool = True, lead: str = "", tail: str = "") -> str:
        """The sentence: ``lead`` clause, time, subject, body, ``tail`` clause, full stop."""
        if self.fact.instruction:
            return f"{self.body}。"
        lead = f"{lead}，" if lead else ""
        tail = f"，{tail}" if tail else ""
        told = self.subject if subject else ""
        # “每年举办……”, but “每年，我们举办……”
        time = self.time if told or not self.subject or len(self.time) > _SHORT_TIME else self.time.rstrip("，")
        stop = "" if self.body.endswith(("。”", "！”", "？”")) and not tail else "。"
        return f"{lead}{time}{told}{self.body}{tail}{stop}"


def tell(fact: Fact, genre: Genre, subject: str, *, plain: bool = True) -> Told:
    """``fact`` in the genre's voice. ``subject`` names the own unit or person in this text, "" for none.

    ``plain`` puts written forms for words of talk.
    Only the frame of the sentence is ours; the words, figures and names stay the user's.
    """
    if fact.instruction:
        return Told(fact, "", "", f"“{fact.text.replace('“', '‘').replace('”', '’')}”{MARK}")
    text = _without_label(fact)
    text = _plain_words(text) if plain else text
    if fact.role == "不足":
        text, plan = shortcoming_and_plan(re.sub(r"((?:打算|计划)(?:是)?)：", r"\1", text), sure=True)
        text += f"。{plan_sentence(plan, subject)}" if plan else ""
    match = _TIME.match(text)
    time, body = (match[1] + "，", text[match.end() :]) if match and len(text) - match.end() >= 4 else ("", text)
    starts_with_verb = begins_with_verb(body)
    if genre.person != "none" and not starts_with_verb and _NAMED_DEED.match(body):
        body, starts_with_verb = f"开展{body}", True
    if genre.person == "none":
        spoken = match is not None and match[0].endswith(("，", ","))
        if time and starts_with_verb and not spoken:  # “6月底前完成……”, as such papers have it
            return Told(fact, "", "", time.rstrip("，") + body, task=True)
        time = time if spoken or "要" in body[:4] else time.rstrip("，")
        return Told(fact, time, "", _as_task(fact, body, starts_with_verb), task=True)
    if time and (not starts_with_verb or re.match(r"[^，]{1,3}，", body)):
        time = time if len(time) > 3 and not re.match(r"[^，]{1,3}，", body) else time.rstrip("，")
    if genre.person == "third" and fact.role in ("做法", "成效") and subject and subject not in body[:12]:
        starts_with_verb = starts_with_verb or lacks_person(body)
    if fact.role == "打算":
        if re.match(r"争取|力争|确保", body):
            body = f"将{body}"
        elif not _PLAN_WORD.search(body):
            body = f"将{body}" if starts_with_verb else f"计划{body}"
        starts_with_verb = True
    if genre.person == "third" and fact.role in ("不足", "打算"):
        time, body = _in_story(fact, time, body)
    return Told(fact, time, subject if starts_with_verb else "", body)


def _in_story(fact: Fact, time: str, body: str) -> tuple[str, str]:
    """What is wanting, or planned, said to be so: at the end of a story nothing else announces it."""
    if fact.role == "打算":
        return time or ("" if _PLAN_WORD.match(body) and "下一步" in body else "下一步，"), body
    return time, body if re.match(r".{0,8}(?:困难|难处|不足|问题|遗憾)", body) else f"难处也有：{body}"


def plan_sentence(plan: str, subject: str) -> str:
    """The plan that a fact names after its shortcoming, as a sentence of its own, without full stop."""
    body = re.sub(r"^(?:下一?步|今后|接下来)[，,]?(?:我们)?", "", plan)
    body = re.sub(r"^(打算|计划)(?:是)?：", r"\1", body)
    body = re.sub(r"^想(?=[一-鿿])", "打算", body)
    return f"下一步，{subject}{body}"


# Words of talk and their written forms; figures and names are left alone.
_TALK: tuple[tuple[str, str], ...] = (
    (r"俺们?|咱们?", "我们"),
    (r"娃娃们|娃们|孩儿们", "孩子们"),
    (r"娃娃", "孩子"),
    (r"(?<![一-鿿]娃)娃(?!娃)", "孩子"),
    (r"搞点(?=活动)", "开展一些"),
    (r"搞(?=活动)", "开展"),
    (r"老伙计们?", "老同志"),
    (r"搭把手", "参与帮忙"),
    (r"没人管", "无人照管"),
    (r"(?<=\d)块钱", "元"),
    (r"^(?:毛病|短处)嘛[，,]?", ""),
    (r"没出一档子", "没有发生一起"),
    (r"弄了(?=\d)", "办了"),
    (r"啥", "什么"),
    (r"一个多钟头", "一个多小时"),
    (r"(?<=[\d一二三四五六七八九十两])回(?=[，。；]|$)", "次"),
)


def _plain_words(text: str) -> str:
    """``text`` in written forms; what stands in quotes was said or is a name, and stays."""
    pieces = re.split(r"(“[^”]*”|《[^》]*》)", text)
    for talk, plain in _TALK:
        pieces[::2] = [re.sub(talk, plain, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _without_label(fact: Fact) -> str:
    text = re.sub(r"^(?:主人公|事迹人物)[：:，]?", "", fact.text)
    text = re.sub(r"^(\d{4}年)的?(?:工作)?(?:打算|计划)(?:是|有)?[：:]", r"\1", text)
    if fact.role in ("不足", "打算") or re.match(r"^[^：]{2,6}：", text):
        text = _ROLE_LABEL.sub("", text, count=1) or text
    if fact.role == "打算":
        text = re.sub(r"^(?:下一步|今后|接下来)[，,]?(?=.{4})", "", text)
    text = re.sub(r"^(第?[一二三四]季度|上半年|下半年|全年|年初|年底|[\d一二三四五六七八九十]{1,3}月)：", r"\1，", text)
    label = _LABEL.match(text)
    if label and not re.search(r"[说讲道问答写喊叫言]$", label[1]):
        head, rest = label[1], label[2]
        joiner = "方面，" if not re.search(r"[名字址间期]$", head) else "为"
        text = f"{head}{joiner}{rest}" if not rest.startswith(head) else rest
    return text


def _as_task(fact: Fact, body: str, starts_with_verb: bool) -> str:
    if fact.role in ("不足", "概况", "成效") or re.match(r"^要|.{0,8}(?:要|确保|力争|计划|打算|拟)", body):
        return re.sub(r"^(?:计划|打算|拟|准备)(?=[一-鿿])", "要", body)
    if starts_with_verb:
        return f"要{body}"
    amount = None if re.search(r"安排|拨付|投入|提供|资助|拨款|达到", body) else _AMOUNT.match(body)
    return f"要{'完成' if amount[1] in '场次期篇讲课' else '落实'}{body}" if amount else body


def may_have_tail(told: Told) -> bool:
    """Whether a clause on the purpose may follow: not after a shortcoming, a plan, an honour or a sentence with one."""
    fact = told.fact
    if "。" in told.body:  # several facts in one breath
        return False
    describes = _DESCRIBES.search(fact.text) and not told.subject
    if fact.role in ("不足", "概况") or fact.instruction or len(fact.text) > 90 or is_negative(fact.text) or describes:
        return False
    if fact.role == "打算" and not told.task:
        return False
    return (
        fact.theme != "先进表彰"
        and not _EFFECT.search(fact.text)
        and not _RESULT.search(fact.text)
        and not fact.text.endswith(("称号", "奖"))
    )
