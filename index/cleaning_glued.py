"""Headings glued to text: where a one-line document starts a section, and where the heading ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.cleaning_marks import LEVEL_1, mark_level, ordinal, unmarked

_SECTION = re.compile(
    r"(?<=[。！？!?；;：:”’）)])\s*(?=[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]{1,3}(?:是|等|年级)))"
    r"|(?<=[。！？!?；;：:”’])\s*(?=[（(][一二三四五六七八九十]{1,3}[）)])"
)
_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的)?各位[^。，,！!：:]{0,24}[：:]|尊敬的[^。！!：:]{2,30}[：:]|同志们[：:]"
)
_THANKS = re.compile(
    r"(?<=[。！!])\s*(?:我的(?:发言|汇报)(?:完毕|到此结束|完了)[^。！!]{0,4}[。！!，,]?\s*)?谢谢(?:大家|各位)?[!！。]?$"
)
_STARTERS = re.compile(
    r"^(?:我们?|我[县市区镇乡校局街]|本[县市区镇乡校]|各|全[县市区镇乡校街体]|近年来|近[几两三]年|今年|去年|多年来|几年来|一年来|20\d\d年|为[了进切深充更做把推加确]?|通过|按照|根据|在|对[于照]?|随着|针对|坚持|结合|围绕|充分|积极|认真|要|依托|以|把|将|从|先后|首先|一是|一方面|目前|截至|由于|由|大力|始终|街道|关工委|县|市|区|镇|学校|成立)"
)
_ENDINGS = re.compile(
    r"(?:根基|基础|流程|成长|空间|方向|影响力|全覆盖|品牌|氛围|保障|重点|工作|建设|作用|水平|活动|温暖|环境|发展|责任|成效|实效|机制|队伍|合力|平台|格局|组织|领导|制度|阵地|体系|力量|能力|意识|教育|服务|渠道|载体|特色|动力|活力|优势|质量|管理|规范|落实|到位|关爱|传承|开展|情况|打算|问题|不足|经验|体会|措施|目标|任务|底线|防线|桥梁|网络|效果|素质|新篇章|新局面|台阶|健康|家长|经费|宣传|基因)$"
)


@dataclass(frozen=True)
class Cut:
    """Where a glued heading ends (index in the text) and how sure that is."""

    at: int
    score: float


def split_sections(text: str) -> list[str]:
    """A long line cut before each heading mark that follows a finished sentence."""
    if len(text) < 200 or len(LEVEL_1.findall(text)) + len(_SECTION.findall(text)) == 0:
        return [text]
    pieces: list[str] = []
    start, last = 0, 0
    for found in _SECTION.finditer(text):
        number = ordinal(text[found.end() :])
        if text[found.end()] not in "（(":
            if number <= last:
                continue
            last = number
        pieces.append(text[start : found.start()])
        start = found.end()
    return [piece for piece in (*pieces, text[start:]) if piece.strip()]


def split_greeting(text: str) -> list[str]:
    """Title, salutation and text of a line in which they stand glued together."""
    found = _GREETING.search(text[:120])
    if not found or (found.end() == len(text) and found.start() == 0):
        return [text]
    before, rest = text[: found.start()], text[found.end() :]
    if before and re.search("[。，,；;]", before):
        return [text]
    parts = [before, found[0]]
    if hello := re.match(r"(?:大家|各位)[^。，,！!]{0,4}好[！!。]\s*", rest):
        parts[-1] += hello[0]
        rest = rest[hello.end() :]
    return [part for part in (*parts, rest) if part.strip()]


def split_marked(text: str) -> list[str]:
    """A line that starts with a heading mark as heading and text, where a blank or the next mark parts them."""
    level = mark_level(text)
    if level not in (1, 2):
        return [text]
    mark = len(text) - len(unmarked(text))
    first = re.search(r"[。！？!?；;：:]", text)
    limit = first.start() if first else len(text)
    if len(text) > mark + 12 and (blank := re.search(r"(?<=[一-鿿”]) +(?=[一-鿿])", text[mark:limit])):
        at = mark + blank.start()
        if 4 <= blank.start() <= 45 and (len(text) - at > 60 or (first and len(text) - at > 25)):
            return [text[:at], text[mark + blank.end() :]]
    if level == 1 and (inner := re.search(r"(?<=[一-鿿])(?=[（(]一[）)])", text[: mark + 40])):
        return [text[: inner.start()], *split_marked(text[inner.start() :])]
    return [text]


def split_thanks(text: str) -> list[str]:
    """The closing 谢谢大家 of a long line as a line of its own."""
    found = _THANKS.search(text)
    return [text[: found.start()], found[0].strip()] if found and found.start() > 200 else [text]


def split_heading(text: str) -> tuple[str, str]:
    """(heading, text after it) of a marked line; the second is empty where the line is only a heading.

    A line that starts with a mark but has no heading of its own gives ("", text).
    """
    level = mark_level(text)
    if not level:
        return "", text
    mark = text[: len(text) - len(unmarked(text))]
    rest = unmarked(text)
    first = re.search(r"[。！？!?；;：:]", rest)
    if first is None:
        return _unpunctuated(mark, rest)
    if level <= 2 and len(rest) - first.start() > 2 and (cut := find_cut(rest, first.start())):
        return mark + rest[: cut.at], rest[cut.at :]
    if first.end() == len(rest) and len(rest) <= 50:
        return text, ""
    return "", text


def _unpunctuated(mark: str, rest: str) -> tuple[str, str]:
    if len(rest) <= 50:
        return mark + rest, ""
    cut = find_cut(rest, len(rest))
    return (mark + rest[: cut.at], rest[cut.at :]) if cut else ("", mark + rest)


def find_cut(text: str, limit: int) -> Cut | None:
    """Where a heading glued to the front of ``text`` most likely ends; None where nothing is glued."""
    import rjieba

    words: list[tuple[str, str]] = rjieba.tag(text[: min(limit, 70) + 12])
    best: Cut | None = None
    at = 0
    for index, (word, _) in enumerate(words[:-1]):
        at += len(word)
        if at > min(44, limit - 2):
            break
        if at < 5:
            continue
        score = _score(text, at, words[: index + 1], words[index + 1 :])
        if best is None or score >= best.score:
            best = Cut(at, score)
    return best if best and best.score >= 3.0 else None


def _score(text: str, at: int, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> float:
    head, tail = text[:at], text[at:]
    if head[-1] in "，,、“（(《" or tail[0] in "，,、。；;：:”）)》的" or head.count("“") != head.count("”"):
        return -9.0
    if before[-1][1] in ("p", "c", "uj", "d", "r", "x", "m", "ul") or after[0][1] in ("uj", "ul", "uz", "u", "y", "c"):
        return -9.0
    score = 1.5 if _ENDINGS.search(head) else 0.0
    parts = re.split("[，,]", head)
    if len(parts) == 2:
        gap = len(parts[1]) - len(parts[0])
        score += 2.0 - (0.3 * gap if gap > 0 else -0.5 * gap) if len(parts[1]) >= 3 else -3.0
    elif len(parts) == 1:
        score += 0.5 if re.search(r"的[一-鿿]{2,3}$", head) else -0.5
    if _STARTERS.match(tail):
        score += 1.5
    first = after[0][0]
    if len(first) >= 2 and first in head[:-1] and not head.endswith(first):
        score += 1.5
    if re.match(r"^[一-鿿的]{2,16}?是(?!否)", tail) and "，" not in tail[: tail.find("是")]:
        score += 1.5
    elif re.match(r"^[一-鿿]{2,12}?(?:属于?|位于|地处|现有|共有|辖)", tail):
        score += 1.0
    return score
