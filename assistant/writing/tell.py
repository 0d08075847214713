"""Telling one fact as one plain sentence in the voice of the genre, in the user's own words."""

import re
from dataclasses import dataclass

from assistant.draft import MARK
from assistant.writing.facts import Fact, is_negative
from assistant.writing.genres import Genre

_TIME = re.compile(
    r"^((?:自|从)?(?:\d{1,2}年来|[一二三四五六七八九十]{1,3}年来|今年|去年|前年|近年来|近几年|几年来|多年来|一年来|每年|每学期|每学年|每月|每周|每季度|全年|上半年|下半年|年初|年底|学期初|开学初|同年|当年"
    r"|\d{2,4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}日)?|第?[一二三四]季度|[暑寒]假|[“]?(?:六一|七一|五四|十一|八一|国庆|清明|端午|重阳|春节|元旦|中秋|教师节|儿童节|国家宪法日|学雷锋日)[”]?(?:儿童)?(?:节)?)"
    r"(?:[初中末底起]|以来|期间|前夕|前后|前|后|里|间|上半年|下半年|暑假|寒假|春季|秋季|[春夏秋冬](?:天|季|里))*)[，,]?(?=[^年月日、至到—\-的之和与及或]|到(?!\d{2,4}年|今|现|目前))"
)
_VERBS = [
    "开展",
    "组织",
    "举办",
    "举行",
    "建立",
    "成立",
    "组建",
    "聘请",
    "发动",
    "动员",
    "邀请",
    "召开",
    "编印",
    "编写",
    "制定",
    "制作",
    "完善",
    "修订",
    "走访",
    "慰问",
    "看望",
    "资助",
    "发放",
    "帮扶",
    "结对",
    "巡查",
    "检查",
    "排查",
    "摸排",
    "筹集",
    "筹措",
    "募集",
    "争取",
    "协调",
    "联合",
    "会同",
    "利用",
    "依托",
    "打造",
    "建成",
    "建设",
    "创建",
    "创办",
    "开办",
    "开设",
    "办起",
    "办",
    "培训",
    "评选",
    "表彰",
    "宣讲",
    "深入",
    "配合",
    "推动",
    "推进",
    "推行",
    "指导",
    "选聘",
    "选派",
    "选树",
    "实施",
    "启动",
    "搭建",
    "设立",
    "落实",
    "坚持",
    "探索",
    "撰写",
    "印发",
    "下发",
    "出版",
    "拍摄",
    "录制",
    "收集",
    "整理",
    "接待",
    "调解",
    "转化",
    "帮助",
    "救助",
    "安排",
    "投入",
    "新建",
    "新增",
    "调整",
    "充实",
    "吸收",
    "发展",
    "参与",
    "参加",
    "承办",
    "协办",
    "主办",
    "带领",
    "围绕",
    "抓住",
    "通过",
    "针对",
    "为",
    "对",
    "与",
    "和",
    "向",
    "在",
    "把",
    "将",
    "给",
    "到",
    "挖掘",
    "讲述",
    "传唱",
    "排演",
    "征集",
    "捐赠",
    "捐出",
    "出资",
    "送",
    "请",
    "带",
    "抓",
    "做",
    "写",
    "建",
    "用",
    "出",
    "订阅",
    "征订",
    "健全",
    "改造",
    "修缮",
    "配备",
    "购置",
    "调研",
    "督导",
    "考核",
    "总结",
    "推广",
    "命名",
    "授予",
]
_VERB_START = re.compile(
    "^(?:累计|先后|共|还|已|又|继续|积极|主动|广泛|定期|大力|认真|重点)?(?:" + "|".join(_VERBS) + ")"
)
_NOT_VERB = re.compile(
    r"^(?:组织(?:机构|网络|队伍)|建设(?:经费|资金)|培训(?:班|率|经费)|发展(?:不|还)|为人|对象|和平|向阳|把手|将军|办公|宣讲(?:团|队|员)|志愿|与会|出席|给力|到会|制度|在校|在职|在册|在岗|投入(?:不足|较少)|调研(?:组|队)|结对(?:率|工作)|总结会|检查组|参与(?:率|度))"
)
_LABEL = re.compile(r"^([一-鿿“”]{2,8})[：](?!.*[：])(.+)$")
_ROLE_LABEL = re.compile(
    r"^(?:存在的?)?(?:不足|问题|困难|短板|差距|(?:明年|下年|来年|今后|下一步|下步)?(?:的)?(?:工作)?(?:打算|计划)|下一步(?:工作)?|目标|做法|成效|概况|基本情况|效果|荣誉|亮点|特色)(?:之处|方面)?(?:是|有)?[：:]"
)
_EFFECT = re.compile(
    r"[，；][^，；]{0,4}(?:让|使|引导|帮助|为了|确保|有效|极大|促进|带动|受到|增强|提高|解决了|做到)[^，；]*$"
)
# “红色宣讲40场”, “助学资金20万元”: a task that names no verb.
_AMOUNT = re.compile(
    r"^[一-鿿“”]{2,10}(?<!不少于)(?<!达到)\d+(?:\.\d+)?万?(场|次|期|篇|讲|课|个|元|所|处|户|对)(?:[，；]|$)"
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
        return f"{lead}{self.time}{self.subject if subject else ''}{self.body}{tail}。"


def tell(fact: Fact, genre: Genre, subject: str) -> Told:
    """``fact`` in the genre's voice. ``subject`` names the own unit or person in this text, "" for none.

    Only the frame of the sentence is ours; the words, figures and names stay the user's.
    """
    if fact.instruction:
        return Told(fact, "", "", f"“{fact.text.replace('“', '‘').replace('”', '’')}”{MARK}")
    text = _plain_words(_without_label(fact))
    text = re.sub(r"[；，。]\s*(?:下一步)?(?:打算|计划)(?:是)?：", f"。下一步，{subject}打算", text)
    match = _TIME.match(text)
    time, body = (match[1] + "，", text[match.end() :]) if match and len(text) - match.end() >= 4 else ("", text)
    starts_with_verb = bool(_VERB_START.match(body)) and not _NOT_VERB.match(body)
    if genre.person == "none":
        spoken = match is not None and match[0].endswith(("，", ","))
        time = time if starts_with_verb or spoken or "要" in body[:4] else time.rstrip("，")
        return Told(fact, time, "", _as_task(fact, body, starts_with_verb), task=True)
    if time and (not starts_with_verb or re.match(r"[^，]{1,3}，", body)):
        time = time if len(time) > 3 and not re.match(r"[^，]{1,3}，", body) else time.rstrip("，")
    if fact.role == "打算":
        if re.match(r"争取|力争|确保", body):
            body = f"将{body}"
        elif not _PLAN_WORD.search(body):
            body = f"将{body}" if starts_with_verb else f"计划{body}"
        starts_with_verb = True
    return Told(fact, time, subject if starts_with_verb else "", body)


# Words of talk and their written forms; figures and names are left alone.
_TALK: tuple[tuple[str, str], ...] = (
    (r"俺们?|咱们?", "我们"),
    (r"娃娃们?|娃们|孩儿们", "孩子们"),
    (r"(?<![一-鿿]娃)娃(?!娃)", "孩子"),
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
    for talk, plain in _TALK:
        text = re.sub(talk, plain, text)
    return text


def _without_label(fact: Fact) -> str:
    text = fact.text
    if fact.role in ("不足", "打算") or re.match(r"^[^：]{2,6}：", text):
        text = _ROLE_LABEL.sub("", text, count=1) or text
    if fact.role == "打算":
        text = re.sub(r"^(?:下一步|今后|接下来)[，,]?(?=.{4})", "", text)
    text = re.sub(r"^(第?[一二三四]季度|上半年|下半年|全年|年初|年底|[\d一二三四五六七八九十]{1,3}月)：", r"\1，", text)
    label = _LABEL.match(text)
    if label:
        head, rest = label[1], label[2]
        joiner = "方面，" if not re.search(r"[名字址间期]$", head) else "为"
        text = f"{head}{joiner}{rest}" if not rest.startswith(head) else rest
    return text


def _as_task(fact: Fact, body: str, starts_with_verb: bool) -> str:
    if fact.role in ("不足", "概况", "成效") or re.match(r"^要|.{0,8}(?:要|确保|力争|计划|打算|拟)", body):
        return re.sub(r"^(?:计划|打算|拟|准备)(?=[一-鿿])", "要", body)
    if starts_with_verb:
        return f"要{body}"
    amount = _AMOUNT.match(body)
    return f"要{'完成' if amount[1] in '场次期篇讲课' else '落实'}{body}" if amount else body


def may_have_tail(told: Told) -> bool:
    """Whether a clause on the purpose may follow: not after a shortcoming, a plan, an honour or a sentence with one."""
    fact = told.fact
    if fact.role in ("不足", "概况") or fact.instruction or len(fact.text) > 90 or is_negative(fact.text):
        return False
    if fact.role == "打算" and not told.task:
        return False
    return fact.theme != "先进表彰" and not _EFFECT.search(fact.text) and not fact.text.endswith(("称号", "奖"))
