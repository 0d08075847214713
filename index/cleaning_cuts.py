"""Where a heading glued to its text ends: candidates at word borders, weighed for all headings of an article at once.

Headings of one article are built alike, so a length that suits all of them says more than any one of them does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STRONG = re.compile(
    r"^(?:我们|我[县市区镇乡校局街村省院厂]|本[县市区镇乡校]|各[级地校村镇乡]|全[县市区镇乡校街省体年]|近年来|近[几两三]年|今年|去年"
    r"|前年|多年来|[一二三四五几]年来|(?:19|20)[\d×xX*]{2}|通过|按照|根据|随着|针对|坚持|结合|围绕|充分|积极|认真|依托|首先|一是"
    r"|一方面|目前|截至|由于|大力|始终|街道|关工委|[县市区镇乡校]关工委|为了|为[进切深充更做把推加确]|要|现在|过去|以前|起初|最初"
    r"|如今|有人|有的|每[年月周个逢天]|这[些个几]|那[时年天]|当[时年]|从(?:去|前|今|那)|老同志|学校|孩子|许多|很多)"
)
_WEAK = re.compile(r"^(?:在|对|从|以|把|将|由|为|先后|县|市|区|镇|乡|村|第|[一二两三四五六七八九十\d])")
_ENDINGS = re.compile(
    r"(?:根基|基础|流程|成长|空间|方向|影响力|全覆盖|品牌|氛围|保障|重点|工作|建设|作用|水平|活动|温暖|环境|发展|责任|成效|实效|机制"
    r"|队伍|合力|平台|格局|组织|领导|制度|阵地|体系|力量|能力|意识|教育|服务|渠道|载体|特色|动力|活力|优势|质量|管理|规范|落实|到位"
    r"|关爱|传承|开展|情况|打算|问题|不足|经验|体会|措施|目标|任务|底线|防线|桥梁|网络|效果|素质|新篇章|新局面|台阶|健康|家长|经费"
    r"|宣传|基因|实事|权益|青少年|情怀|品质|回音|内容|起来|下去|出来|出去|得[一-鿿])$"
)
_NOT_LAST = frozenset(("p", "c", "uj", "d", "r", "x", "m", "ul", "uz", "q", "zg", "ud"))
_NOT_FIRST = frozenset(("uj", "ul", "uz", "u", "y", "c", "ud", "ug", "k"))
_CAUSE = re.compile(r"让|把|使|令|帮|将|给|保证|确保|从|由|用|为")
_LONGEST, _SHORTEST = 40, 4
_ENOUGH_ALONE, _ENOUGH_TOGETHER, _EACH = 3.0, 2.4, 2.0


@dataclass(frozen=True)
class _Candidate:
    at: int
    score: float


def find_cuts(texts: Sequence[str]) -> list[int | None]:
    """For each text (a heading with its text glued to it, mark taken off) where the heading ends.

    None where nothing is glued: the heading is a sentence of its own, or the text has none.
    """
    choices = [_candidates(text) for text in texts]
    filled = [found for found in choices if found]
    if len(filled) >= 3:
        length, mean = max(((n, _together(filled, n)) for n in range(5, 34)), key=lambda pair: pair[1])
        if mean >= _ENOUGH_TOGETHER:
            return [_best(found, length) for found in choices]
    return [_best(found, None) for found in choices]


def _together(choices: Sequence[Sequence[_Candidate]], length: int) -> float:
    return sum(max(c.score - _off(c.at, length) for c in found) for found in choices) / len(choices)


def _off(at: int, length: int) -> float:
    return 0.35 * max(0, abs(at - length) - 1)


def _best(found: Sequence[_Candidate], length: int | None) -> int | None:
    if not found:
        return None
    best = max(found, key=lambda c: (c.score - (0.0 if length is None else _off(c.at, length)), c.at))
    enough = _EACH if length is not None else _ENOUGH_ALONE
    return best.at if best.score >= enough and best.at > 0 else None


def _candidates(text: str) -> list[_Candidate]:
    """Word borders where the heading may end, with a score; a border at 0 stands for “nothing is glued”."""
    import rjieba

    first = re.search(r"[。！？!?；;：:]", text)
    limit = first.start() if first else len(text)
    words: list[tuple[str, str]] = rjieba.tag(text[: min(limit, 60) + 12])
    found = [_Candidate(0, 2.2)] if first and limit <= 30 and text[limit] == "。" else []
    at = 0
    for index, (word, _) in enumerate(words[:-1]):
        at += len(word)
        if at > min(_LONGEST, limit - 2):
            break
        if at >= _SHORTEST and (score := _score(text, at, words[: index + 1], words[index + 1 :])) > -5:
            found.append(_Candidate(at, score))
    return found


def _score(text: str, at: int, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> float:
    head, tail = text[:at], text[at:]
    quoted = head.count("“") != head.count("”") or head.count("《") != head.count("》")
    if head[-1] in "，,、“（(《" or tail[0] in "，,、。；;：:”）)》的" or quoted:
        return -9.0
    if before[-1][1] in _NOT_LAST or after[0][1] in _NOT_FIRST:
        return -9.0
    score = 1.3 if _ENDINGS.search(head) else 0.0
    score += _shape(head) + _start(tail, after)
    first = after[0][0]
    if len(first) >= 2 and first in head[:-1] and not head.endswith(first):
        score += 1.5
    if _CAUSE.match(re.split("[，,]", head)[-1]) and not _acts(before):
        score -= 2.5
    if before[-1][1] == "v" and after[0][1] in ("n", "vn", "nr", "an") and not _ENDINGS.search(head):
        score -= 0.8
    return score


def _acts(before: Sequence[tuple[str, str]]) -> bool:
    """Whether the last clause of a heading, which makes something do something, says what: 让先进 | 长出来."""
    clause: list[str] = []
    for word, tag in reversed(before):
        if word in "，,":
            break
        clause.append(tag)
    return any(tag[0] in "vail" or tag == "zg" for tag in clause[:-2])


def _shape(head: str) -> float:
    """How much ``head`` is built as headings are: two clauses, the second a whole one."""
    parts = re.split("[，,]", head)
    if len(parts) == 1:
        return 0.5 if re.search(r"的[一-鿿]{2,3}$", head) else -0.5
    if len(parts) > 3 or len(parts[-1]) < 3:
        return -2.0
    gap = len(parts[-1]) - len(parts[0])
    balance = 1.0 - (0.15 * gap if gap > 0 else -0.4 * gap)
    return 1.0 + max(balance, -1.0)


def _start(tail: str, after: Sequence[tuple[str, str]]) -> float:
    """How much ``tail`` starts as sentences do."""
    score = 0.0
    if _STRONG.match(tail):
        score += 1.5
    elif _WEAK.match(tail) or after[0][1] in ("t", "m", "ns", "nt", "nr"):
        score += 0.5
    elif after[0][1] in ("v", "a", "vd", "ad"):
        score -= 0.5
    if re.match(r"^[一-鿿的]{2,16}?是(?!否)", tail) and "，" not in tail[: tail.find("是")]:
        score += 1.5
    elif re.match(r"^[一-鿿]{2,12}?(?:属于?|位于|地处|现有|共有|辖)", tail):
        score += 1.0
    return score
