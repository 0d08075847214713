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
from itertools import pairwise

LONGEST, SHORTEST = 40, 4
_LOOKED_AT = 72
_END = re.compile(r"[。！？!?；;：:]")
_STOP = re.compile(r"[，,。；;：:！!？?、]")
_STRONG = re.compile(
    r"^(?:我们|我[县市区镇乡校局街村省院厂]|本[县市区镇乡校]|各[级地校村镇乡]|全[县市区镇乡校街省体年]|近年来|近[几两三]年|今年|去年"
    r"|前年|多年来|[一二三四五几]年来|(?:19|20)[\d×xX*]{2}|通过|按照|根据|随着|针对|坚持|结合|围绕|充分|积极|认真|依托|首先|一是"
    r"|一方面|目前|截至|由于|大力|始终|街道|关工委|[县市区镇乡校]关工委|为了|为[进切深充更做把推加确]|要|现在|过去|以前|起初|最初"
    r"|如今|有人|有的|每[年月周个逢天]|这[些个几]|那[时年天]|当[时年]|从(?:去|前|今|那)|老同志|学校|孩子|许多|很多|刚开始)"
)
_ENDINGS = re.compile(
    r"(?:根基|基础|流程|成长|空间|方向|影响力|全覆盖|品牌|氛围|保障|重点|工作|建设|作用|水平|活动|温暖|环境|发展|责任|成效|实效|机制"
    r"|队伍|合力|平台|格局|组织|领导|制度|阵地|体系|力量|能力|意识|教育|服务|渠道|载体|特色|动力|活力|优势|质量|管理|规范|落实|到位"
    r"|关爱|传承|开展|情况|打算|问题|不足|经验|体会|措施|目标|任务|底线|防线|桥梁|网络|效果|素质|新篇章|新局面|台阶|健康|家长|经费"
    r"|宣传|基因|实事|权益|青少年|情怀|品质|回音|内容|起来|下去|出来|出去|得[一-鿿])$"
)
_USUAL = re.compile(
    r"^(?:目前)?(?:存在的?(?:主要)?(?:问题|不足|困难|短板|差距)(?:[和与及](?:不足|问题|困难|差距|短板|原因))?"
    r"|(?:今后|下一?步|明年|下一?年度?|下半年|下一?学[年期])的?(?:工作)?(?:打算|思路|计划|安排|设想)"
    r"|(?:基本|总体)(?:情况|概况)|主要(?:做法|成效|工作|措施|经验)|取得的?(?:主要)?(?:成效|成绩)|努力方向"
    r"|几点(?:体会|建议|启示))$"
)
_WEAK = re.compile(r"^(?:在|对|从|以|把|将|由|为|先后|县|市|区|镇|乡|村|第|[一二两三四五六七八九十\d])")
_SUBJECT = re.compile(
    r"^(?:我们|我[县市区镇乡校局街村省院厂]|本[县市区镇乡校]|各[级地校村镇乡]|全[县市区镇乡校街省]|今年|去年|近年|每)"
)
_NEVER_LAST = "，,、“（(《"
_NEVER_FIRST = "，,、。；;：”）)》的"
_HARDLY_LAST = "是在把被和与及对向从为将让给有以就还要也都更很最不只没的"
_HARDLY_FIRST = "了着过们得地"

_RARE = -1.0
"""Less likely than this nothing is: that the samples lack a word says little."""

Features = dict[str, float]
Words = dict[int, tuple[str, str]]


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
    from index.intake import sample_files

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
    words = _borders(text[: min(limit, LONGEST + 20) + 12])
    found = [
        (at, _features(text[:at], text[at:_LOOKED_AT], words.get(at), habits))
        for at in range(SHORTEST, min(LONGEST + 1, limit - 1))
        if text[at - 1] not in _NEVER_LAST and text[at] not in _NEVER_FIRST and not _open(text[:at])
    ]
    if first and first[0] == "。" and limit <= LONGEST:
        found.append(
            (0, {"none": 1.0, "none_long": limit / 10, "none_ending": float(bool(_ENDINGS.search(text[:limit])))})
        )
    return found


def _borders(text: str) -> Words:
    """Where words meet, with the parts of speech on both sides."""
    import rjieba

    tagged: list[tuple[str, str]] = rjieba.tag(text)
    found: Words = {}
    at = 0
    for (word, tag), (_, after) in pairwise(tagged):
        at += len(word)
        found[at] = (tag, after)
    return found


def _open(head: str) -> bool:
    return head.count("“") != head.count("”") or head.count("《") != head.count("》")


def _features(head: str, tail: str, tags: tuple[str, str] | None, habits: Habits) -> Features:
    features = {"ends": habits.ends(head), "begins": habits.begins(tail), **_shape(head), **_start(tail)}
    features["usual"] = float(bool(_USUAL.match(head)))
    features["ending"] = float(bool(_ENDINGS.search(head)))
    features["hardly_last"] = float(head[-1] in _HARDLY_LAST)
    features["hardly_first"] = float(tail[0] in _HARDLY_FIRST)
    features["subject"] = float(bool(_SUBJECT.match(head)))
    features["again"] = float(tail[:2] in head[:-1])
    if tags:
        features |= {"border": 1.0, f"before_{tags[0]}": 1.0, f"after_{tags[1]}": 1.0}
    return features


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
    raw = tomllib.loads(resources.files("index").joinpath("cleaning_places.toml").read_text("utf-8"))
    return {str(name): float(weight) for name, weight in raw.items()}
