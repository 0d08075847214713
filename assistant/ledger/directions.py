"""Which way a figure points: up or down, planned or done, wanting or there."""

import re
from collections.abc import Sequence

from assistant.ledger.text import Text, Token


def marks_of(tokens: Sequence[Token], text: Text) -> frozenset[str]:
    """The marks (up, down, plan, gap, not, low, solved) that the words carry."""
    marks = {_mark(token, text) for token in tokens if token.sense.direction or token.word == _PREPARE}
    words = _words(tokens, text)
    marks |= {mark for mark, pattern in _BY_SHAPE if pattern.search(words)}
    return frozenset(marks - {""})


def tells_plan(tokens: Sequence[Token], text: Text) -> bool:
    """True where the words carry the mark of a plan."""
    plans = (t for t in tokens if t.sense.direction == "plan" or t.word == _PREPARE)
    return any(_mark(token, text) == "plan" for token in plans) or bool(_PLAN.search(_words(tokens, text)))


def _words(tokens: Sequence[Token], text: Text) -> str:
    return text.plain[tokens[0].start : tokens[-1].end] if tokens else ""


_LACKING = re.compile(
    "能|够|会|具备|符合|达|到|存在|足|全|齐|健全|完善|高|强|多|均|平衡|稳|牢|好|深|实|规范|及时|合|办|开展|设|配|愿|想|在|是"
)
_NOT = re.compile(
    r"未(?!成年|发生|出现|再|间断|缺席|中断|停|漏|断|来|婚|必|知|免|尝|雨)|(?<![从座风毫])无(?!一|微|怨|偿|愧|数|时|不|处|疑|比|畏|价|暇|私|悔|偿|疆|障碍|阻|误|休|间断|差错|保留|缝|论|微不至|比|限|穷|声|数|人机|人抚养|人监护|人照料|线|烟|锡)"
)


# jieba holds 年拟 for one word.
_PLAN = re.compile(
    "(?<![模虚比])拟(?![人态合真音])|[还也又再]将(?!把)|争取[^，。；]{0,14}(?:将|把|使|达到?|提高|增加|列入|纳入|实现|建成|完成|覆盖)|正在(?:积极|抓紧|加紧)?(?:筹[建备划措]|建设|申[报请]|争取|洽谈|规划)|筹[建备划](?:之|过程)?中"
)


# 没列入, 还差20万元: jieba gives 没 and 差 no word of their own that the lists could hold.
_NOT_DONE = re.compile("没(?=[列建配设达到办纳进参获拿享领受通得][^有么])(?!到位[之前])")
_SHORT_OF = re.compile("(?:还|仍|尚|只|就)差(?![异不距点别])")
# What was wanting is told as mended.
SOLVED = re.compile(
    "(?:已经?|全部|全面|彻底|均|都)[^，。；]{0,6}(?:消除|解决|清零|补齐|化解|销号|整改|配齐|到位|达标|有人|招[齐满到]|补[上足]|凑齐|到岗)"
    "|(?:剩下|余下|其余|剩余)[^，。；]{0,16}[也都均](?:已经?|全部|都|悉数|陆续)"
)
AHEAD = re.compile("下一步|下步|计划|打算|今后|明年|来年|要继续|将继续|争取")
WANTING = re.compile("困难|不足|欠缺|吃力|缺乏|薄弱|滞后|缺位|难以|亟待|有待")
# A shortcoming that a heading announces: 问题：……, 我们也看到差距：……
_HEADED = re.compile("(?:问题|不足|短板|差距|困难|弱项|薄弱环节|难点)[^，。；：]{0,4}：")
# Who or what is there no more, and who or what is new.
_OUT = re.compile("退出|流失|撤[销并]|关停|停办|注销|解散|搬走|迁走|转[走出]|退[队团会职学]|离[队团会职任岗]|辞任")
_IN = re.compile("加入|入[队团会职]|吸收|吸纳|转入|新[设建增]|成立|设立|创建|建[成起]|招募|上岗|补充进")
_TURNOVER = frozenset(("in", "out"))
_BY_SHAPE = (
    ("headed", _HEADED),
    ("not", _NOT),
    ("not", _NOT_DONE),
    ("gap", _SHORT_OF),
    ("plan", _PLAN),
    ("solved", SOLVED),
    ("out", _OUT),
    ("in", _IN),
)
_PREPARE = "准备"
_WITHOUT = ("辍学", "流失", "失学")  # 辍学学生 are who is counted
_DONE = ("已", "已经", "均", "再", "并", "后")
_NO_WANT = re.compile(
    "一起|(?:一[个人名丝刻天次]|任何|丝毫)?[^，。；]{0,2}(?:再|辍学|失学|闲|停|漏|落下|掉队|空着|少(?![年先儿])|断|变|松|懈|怨言|白费|辜负|退缩|豪言|发生|出现|忘|失约|缺席|事故)"
)
_PREPARATION = ("工作", "活动", "情况", "会议", "阶段")
_PREPARED = ("的", "做", "作", "有", "早", "课前")


def _mark(token: Token, text: Text) -> str:
    if token.word in ("没有", "没") and _NO_WANT.match(text.plain, token.end):
        return ""  # 没有闲着, 没有一人掉队
    if token.word in ("辍学", "失学") and text.plain[token.end : token.end + 1] in tuple("的学孩少青儿"):
        return ""  # 挽回辍学学生19名
    if token.word == "不" and not _LACKING.match(text.plain, token.end):
        return ""  # 不分寒暑, 不计报酬 tell no want
    if token.word in _WITHOUT and token.end < len(text.plain):
        concept = text.token_at(token.end).sense.concept
        return "" if concept is not None and concept.kind == "people" else token.sense.direction
    if token.word == _PREPARE:
        before = text.token_at(token.start - 1) if token.start else token
        following = text.token_at(token.end) if token.end < len(text.plain) else token
        done = before.tag[0] in "advui" or before.word in _PREPARED or following.word in ("就绪", "好", "了")
        concept = following.sense.concept
        deed = following.tag[0] in "vdp" or (concept is not None and concept.kind == "event")
        return "plan" if deed and not done and following.word not in _PREPARATION else ""
    if token.word == "将":
        if text.plain.startswith(("将至", "将近"), token.start) or text.plain.endswith(_DONE, 0, token.start):
            return ""
        following = text.token_at(token.end) if token.end < len(text.plain) else token
        return "plan" if following.tag[0] in "vdptn" and following.tag != "n" and following.word != "把" else ""
    return token.sense.direction


def clash(draft: frozenset[str], fact: frozenset[str], *, plan_section: bool, lack_section: bool) -> str:
    """Why two directions do not agree, as a short Chinese phrase; "" where they do."""
    if "from" in draft and "from" in fact:
        draft, fact = draft - {"up", "down"}, fact - {"up", "down"}  # the end of 由4起增加到5起 tells what is wrong
    if "up" in draft and "down" in fact and "up" not in fact and "down" not in draft:
        return "下降写成了上升"
    if "down" in draft and "up" in fact and "down" not in fact and "up" not in draft:
        return "上升写成了下降"
    if ("from" in draft and "to" in fact) or ("to" in draft and "from" in fact):
        return "前后写反了"
    if ("to" in draft and "by" in fact) or ("by" in draft and "to" in fact):
        return "变化了多少和变成了多少写混了"
    own, theirs = draft & _TURNOVER, fact & _TURNOVER
    if len(own) == len(theirs) == 1 and own != theirs:
        return "退出的和加入的写反了"
    if "plan" in fact and not draft & {"plan", "ahead"} and not plan_section:
        return "计划写成了已经做到"
    if "headed" in draft:
        draft = (draft - {"gap", "not"}) | {"low"}
    if "solved" in draft and "solved" not in fact and fact & {"gap", "not", "low", "headed"}:
        return "不足写成了已经解决"
    short = fact & {"low", "headed"} and not draft & {"low", "headed", "gap", "not"}
    if short and "feat" in draft and "feat" not in fact and not lack_section:
        return "不足写成了成绩"
    lacking = bool(fact & {"gap", "not"}) or bool(draft & {"gap", "not"})
    if "plan" in draft and "plan" not in fact and not plan_section and not lacking:
        return "已经做到的写成了计划"
    if (
        ("gap" in fact or "not" in fact)
        and not ("gap" in draft or "not" in draft or "low" in draft)
        and not lack_section
    ):
        return "不足写成了成绩" if "not" in fact else "缺口写成了已经落实"
    if ("gap" in draft or "not" in draft) and not ("gap" in fact or "not" in fact or "low" in fact):
        return "有的写成了没有"
    return ""
