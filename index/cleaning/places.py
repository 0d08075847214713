"""Where a heading glued to its text may end: every place with what speaks for it.

The weights (``cleaning_places.toml``) are those of a logistic fit on headings set before beginnings of paragraphs.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

LONGEST, SHORTEST = 40, 4
_LOOKED_AT = 72
_END = re.compile(r"[。！？!?；;：:]")
_STOP = re.compile(r"[，,。；;：:！!？?、]")
_STRONG = re.compile(
    r"^(?:我们|我[县市区镇乡校局街村省院厂]|本[县市区镇乡校]|各[级地校村镇乡]|全[县市区镇乡校街省体年]|近年来|近[几两三]年|今年|去年"
    r"|前年|多年来|[一二三四五几]年来|(?:19|20)[\d×xX*]{2}|通过|按照|根据|随着|针对|坚持|结合|围绕|充分|积极|认真|依托|首先|一是"
    r"|一(?P<verb>[靠抓看讲比查建管]).{2,24}?二(?P=verb)|所谓|一方面|目前|截至|由于|大力|始终|街道|关工委|[县市区镇乡校]关工委|为了|为[进切深充更做把推加确]|要|现在|过去|以前|起初|最初"
    r"|如今|有人|有的|每[年月周个逢天]|这[些个几]|那[时年天]|当[时年]|从(?:去|前|今|那)|老同志|学校|孩子|许多|很多|刚开始"
    r"|无论|不论|不管|只要|如果|凡是|凡|即使|虽然|尽管|一旦|除了|每当|自从|平时|同时|此外|其中|特别是|尤其|有一[次天回年])"
)
_ENDINGS = re.compile(
    r"(?:根基|基础|流程|成长|空间|方向|影响力|全覆盖|品牌|氛围|保障|重点|工作|建设|作用|水平|活动|温暖|环境|发展|责任|成效|实效|机制"
    r"|队伍|合力|平台|格局|组织|领导|制度|阵地|体系|力量|能力|意识|教育|服务|渠道|载体|特色|动力|活力|优势|质量|管理|规范|落实|到位"
    r"|关爱|传承|开展|情况|打算|问题|不足|经验|体会|措施|目标|任务|底线|防线|桥梁|网络|效果|素质|新篇章|新局面|台阶|健康|家长|经费"
    r"|宣传|基因|意义|形势|责任感|使命感|紧迫感|重要性|局面|见效|位置|实事|权益|青少年|情怀|品质|回音|内容|起来|下去|出来|出去|得[一-鿿])$"
)
_USUAL = re.compile(
    r"^(?:目前)?(?:存在的?(?:主要)?(?:问题|不足|困难|短板|差距)(?:[和与及](?:不足|问题|困难|差距|短板|原因))?"
    r"|(?:今后|下一?步|明年|下一?年度?|下半年|下一?学[年期])的?(?:工作)?(?:打算|思路|计划|安排|设想)"
    r"|(?:基本|总体)(?:情况|概况)|主要(?:做法|成效|工作|措施|经验)|取得的?(?:主要)?(?:成效|成绩)|努力方向"
    r"|主要工作(?:及|和|与)(?:成效|成绩|做法)|(?:几点)?(?:体会|启示|感悟|思考)(?:[和与及](?:体会|建议|启示))?"
    r"|(?:几点|对策[和与及]?|工作|意见[和与及]?)建议|指导思想|总体要求|(?:工作|目标)任务|目标要求|工作(?:目标|重点|措施|要求)"
    r"|(?:保障|主要|改进|具体|组织)措施|组织(?:领导|机构|保障)|(?:活动|时间|方法)(?:内容|安排|步骤|时间|主题|目标|对象|形式)"
    r"|(?:突出|主要|存在的突出)问题|原因分析|经验(?:做法|启示))$"
)
_WEAK = re.compile(r"^(?:在|对|从|以|把|将|由|为|先后|县|市|区|镇|乡|村|第|[一二两三四五六七八九十\d])")
_SUBJECT = re.compile(
    r"^(?:我们|我[县市区镇乡校局街村省院厂]|本[县市区镇乡校]|各[级地校村镇乡]|全[县市区镇乡校街省]|今年|去年|近年|每)"
)
_TOLD = re.compile(
    r"近[年几两三]|今年|去年|[一几多]年来|我们|我[县市区镇乡校局街]|本[县市区镇乡校]|目前|首先|一是|为此|截至|无论|如果"
)
_STOPS = frozenset("，,、")
_PIVOTS = frozenset(
    re.findall(
        r"\w+",
        "让 使 把 将 叫 令 请 帮 教 给 为 向 与 同 跟 从 在 以 用 靠 凭 按 对"
        " 沿着 围绕 围着 顺着 贴着 抢着 跟着 朝着 随着 依托 通过",
    )
)
"""Words after which a clause is open until it says what is done."""

_IS = re.compile("是[^，,]{2,14}(?:重点|责任|关键|基础|前提|根本|保证|保障|使命|任务|职责|核心|要求|大事|法宝)$")
"""A heading that is a sentence: so and so is the key to it."""

_WHERE = re.compile("在(.*)$")
_FRAMED = re.compile("[上中下里内间处前][^上中下里内间处前]{1,6}$")
"""在……上 and the like frame a place, after which something is done."""

_TELLING = frozenset("vailz")
"""Parts of speech that can say what is done or what somebody is like: verbs, adjectives, idioms."""

_QUOTES = str.maketrans("", "", "“”《》")
_NEVER_LAST = "，,、“（(《"
_NEVER_FIRST = "，,、。；;：”）)》的"
_HARDLY_LAST = frozenset("是在把被和与及对向从为将让给有以就还要也都更很最不只没的")
_HARDLY_FIRST = "了着过们得地"

_RARE = -1.0
"""Less likely than this nothing is: that the samples lack a word says little."""

Features = dict[str, float]
Tagged = list[tuple[str, str]]


@dataclass(frozen=True, eq=False)
class Habits:
    """How often characters and pairs of them occur, begin a sentence, and end a clause; "" counts the sum."""

    all: Counter[str]
    first: Counter[str]
    last: Counter[str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Habits":
        """The habits of some paragraphs."""
        habits = cls(Counter(), Counter(), Counter())
        for text in texts:
            habits.all.update(text)
            habits.all.update(text[i : i + 2] for i in range(len(text) - 1))
            habits.all[""] += len(text)
            for sentence in filter(None, (part.strip("“‘ \n") for part in re.split("(?<=[。！？；\n])", text))):
                habits.first.update((sentence[:1], sentence[:2], ""))
                clauses = (clause.strip("”’“‘ \n") for clause in _STOP.split(sentence))
                habits.last.update(end for c in clauses if len(c) >= 3 for end in (c[-1:], c[-2:], ""))
        return habits

    def begins(self, text: str) -> float:
        """How much more often than elsewhere the first two characters of ``text`` begin a sentence, as logarithm."""
        return self._more(self.first, text[:1], text[:2])

    def ends(self, text: str) -> float:
        """How much more often than elsewhere the last two characters of ``text`` end a clause, as logarithm."""
        return self._more(self.last, text[-1:], text[-2:])

    def _more(self, counts: Counter[str], one: str, two: str) -> float:
        usual = counts[""] / self.all[""]
        single = (counts[one] + 0.5) / (self.all[one] + 0.5 / usual)
        return max(_RARE, math.log((counts[two] + 3 * single) / (self.all[two] + 3) / usual))


@cache
def habits() -> Habits:
    """The habits of the samples that come with the program."""
    from index.shipped import sample_files

    lines = [line for file in sample_files() for line in file.read_text("utf-8").splitlines()]
    return Habits.of([line for line in lines if len(line) > 40 and line[0] not in "#-"])


def places(text: str) -> list[tuple[int, float]]:
    """(length of the heading, logarithm of its probability) for a heading with its text glued to it, mark taken off.

    A length of 0 stands for "nothing is glued": the heading is a sentence of its own.
    """
    weights = _weights()
    found = candidates(text, habits())
    scores = [sum(weights.get(name, 0.0) * value for name, value in features.items()) for _, features in found]
    whole = math.log(sum(map(math.exp, scores))) if scores else 0.0
    return [(at, score - whole) for (at, _), score in zip(found, scores, strict=True)]


def candidates(text: str, habits: Habits) -> list[tuple[int, Features]]:
    """Every length that the heading may have, with its features."""
    first = _END.search(text)
    limit = first.start() if first else len(text)
    words = _words(text[: min(limit, LONGEST + 20) + 12])
    found = [
        (at, _features(text[:at], text[at:_LOOKED_AT], words, habits))
        for at in range(SHORTEST, min(LONGEST + 1, limit - 1))
        if text[at - 1] not in _NEVER_LAST and text[at] not in _NEVER_FIRST and not _open(text[:at])
    ]
    if first and first[0] == "。" and limit <= LONGEST:
        found.append((0, _whole(text[:limit])))
    return found


def _whole(sentence: str) -> Features:
    """What speaks for a sentence that is a heading as it stands."""
    clauses = re.split("[，,]", sentence)
    told = any(_STRONG.match(clause) for clause in clauses[1:]) or any(
        _SUBJECT.match(sentence[at:]) for at in range(SHORTEST, len(sentence))
    )
    return {
        "none": 1.0,
        "none_long": len(sentence) / 10,
        "none_ending": float(bool(_ENDINGS.search(sentence))),
        "none_clauses": float(max(0, len(clauses) - 2)),
        "none_told": float(told),
    }


def _words(text: str) -> Tagged:
    """The words of a text with their parts of speech."""
    import rjieba

    found: Tagged = rjieba.tag(text)
    return found


def _parted(words: Tagged, at: int) -> tuple[Tagged, Tagged] | None:
    """The words before and after a place; None where it lies inside a word."""
    for number, (word, _) in enumerate(words):
        if at == 0:
            return words[:number], words[number:]
        at -= len(word)
        if at < 0:
            return None
    return None


def _open(head: str) -> bool:
    return head.count("“") != head.count("”") or head.count("《") != head.count("》")


def _features(head: str, tail: str, words: Tagged, habits: Habits) -> Features:
    features = {"ends": habits.ends(head), "begins": habits.begins(tail), **_shape(head), **_start(tail)}
    features["usual"] = float(bool(_USUAL.match(head)))
    features["ending"] = float(bool(_ENDINGS.search(head)))
    features["hardly_first"] = float(tail[0] in _HARDLY_FIRST)
    features["subject"] = float(bool(_SUBJECT.match(head)))
    bare = head.translate(_QUOTES)
    features["again"] = float(tail[:2] in bare[:-1])
    features["is"] = float(bool(_IS.search(head)))
    features["again_long"] = float(bare.startswith(tail[:4]))
    features["told_inside"] = float(bool(_TOLD.search(head, SHORTEST)))
    parted = _parted(words, len(head))
    if parted:
        before, after = parted
        features |= {"border": 1.0, f"before_{before[-1][1]}": 1.0, f"after_{after[0][1]}": 1.0}
        features |= _grammar(before)
    features["hardly_last"] = float((parted[0][-1][0] if parted else head[-1]) in _HARDLY_LAST)
    return features


def _grammar(words: Tagged) -> Features:
    """Whether the last clause of a heading is whole: 让 or 把 somebody wants what is done after it."""
    last: Tagged = []
    for word, tag in words:
        last = [] if word in _STOPS else [*last, (word, tag)]
    pivot = max((i for i, (word, _) in enumerate(last) if word in _PIVOTS), default=-1)
    told = [i for i, (_, tag) in enumerate(last) if tag[:1] in _TELLING]
    open_end = pivot >= 0 and not any(i > pivot + 1 for i in told)
    where = _WHERE.search("".join(word for word, _ in last))
    unframed = bool(where) and not _FRAMED.search(where[1] if where else "")
    return {"pivot_open": float(open_end), "no_verb": float(not told), "frame_open": float(unframed)}


def _shape(head: str) -> Features:
    """How ``head`` is built: headings are one clause or two of like length."""
    clauses = re.split("[，,]", head)
    shape = {f"clauses_{min(len(clauses), 3)}": 1.0, "short": float(len(clauses[-1]) < 3), "length": len(head) / 10}
    shape["long"] = max(0, len(head) - 20) / 5
    if len(clauses) == 2:
        gap = len(clauses[1]) - len(clauses[0])
        shape |= {"longer": max(gap, 0) / 4, "shorter": max(-gap, 0) / 2, "even": float(gap == 0)}
    elif len(clauses) == 1:
        shape |= {"from_seven": abs(len(head) - 7) / 5, "very_long": float(len(head) > 12)}
    return shape


def _start(tail: str) -> Features:
    """How ``tail`` starts."""
    stop = _STOP.search(tail)
    clause = min(stop.start() if stop else 20, 12)
    told = re.match(r"^[一-鿿的]{2,16}?是(?!否)", tail)
    start = {"clause": clause / 12, "strong": float(bool(_STRONG.match(tail))), "weak": float(bool(_WEAK.match(tail)))}
    return start | {f"clause_{min(clause, 4)}": 1.0, "told": float(bool(told) and "，" not in tail[: tail.find("是")])}


@cache
def _weights() -> dict[str, float]:
    raw = tomllib.loads(resources.files("index").joinpath("cleaning/places.toml").read_text("utf-8"))
    return {str(name): float(weight) for name, weight in raw.items()}
