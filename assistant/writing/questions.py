"""Questions to the user about the facts: what is missing, what does not add up, what looks out of place."""

import re
from collections.abc import Sequence

from assistant.brief import Brief
from assistant.ledger import find_spans
from assistant.privacy import private_places
from assistant.writing.facts import Fact, is_honour
from assistant.writing.genres import Genre

_ASKED, _QUOTED = 3, 14  # facts that are asked about, characters by which one is named
_PARTS = re.compile(
    r"(?:共|总共|合计|一共|累计)[^，。；]{0,12}?(\d+(?:\.\d+)?)(万?[人名场次个所件支册户元]+)[^，；。]*[，；：。](.*)"
)


def questions_about(brief: Brief, genre: Genre, facts: Sequence[Fact], actual: int) -> list[str]:
    """Plain questions, the most important first. ``actual`` is the length that came of them."""
    found: list[str] = []
    if brief.length and actual < 0.9 * brief.length:
        found.append(
            f"要点只够写 {max(100, round(actual, -2))} 字左右，没有硬凑到 {brief.length} 字。{_wanted(facts, genre)}"
        )
    found += [
        f"要点{f.number + 1}像是一句指令，不是事实，已原样放进引号并标出，请看要不要留。"
        for f in facts
        if f.instruction
    ]
    found += [q for f in facts if (q := _sum(f))]
    found += [q for f in facts if (q := _private(f))]
    found += _missing(brief, genre, facts)
    return found


def _wanted(facts: Sequence[Fact], genre: Genre) -> str:
    """Which facts would carry more, and what of: those that say least of what was done, at most three."""
    told = [f for f in facts if f.role in ("做法", "成效") and not f.instruction and not is_honour(f.text)]
    barest = sorted(told, key=lambda f: (f.weight, f.number))[:_ASKED]
    wanted: dict[str, list[str]] = {}
    for fact in sorted(barest, key=lambda f: f.number):
        wanted.setdefault(_missing_of(fact, genre), []).append(f"要点{fact.number + 1}（{_short(fact.text)}）")
    asked = "；".join(f"{'、'.join(named)}{missing}" for missing, named in wanted.items())
    return f"最能写开的是补上：{asked}。" if asked else ""


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}……"


def _missing_of(fact: Fact, genre: Genre) -> str:
    counted = any(s.kind == "figure" for s in find_spans(fact.text))
    if genre.person == "third":
        return "当时的经过、遇到的难处、后来的变化" + ("" if "“" in fact.text else "，本人或孩子说过的话")
    if genre.person == "none":
        return "谁来做、怎么做" + (
            "" if re.search(r"[\d一二三四]{1,2}(?:月|季度)|[年月]底|前(?:完成|$)", fact.text) else "、什么时候完成"
        )
    return "怎么做的、见到什么效果" if counted else "多少人、多少次、怎么做的、见到什么效果"


def _missing(brief: Brief, genre: Genre, facts: Sequence[Fact]) -> list[str]:
    found: list[str] = []
    roles = {f.role for f in facts}
    if not brief.unit:
        found.append("还没有写单位名称，题目和开头先空着单位。")
    if genre.entry("不足") and "不足" not in roles and (entry := genre.entry("不足")) and entry.minimum:
        found.append("要点里没有说不足，文中只写了一句概括的话，请补一两条实情。")
    if genre.entry("打算") and genre.parts.role != "打算" and "打算" not in roles:
        found.append("要点里没有说下一步打算，请补一两条。")
    return found


def _private(fact: Fact) -> str:
    """A question where a fact names a child, or says of a family what should not be published."""
    places = private_places(fact.text)
    if not places:
        return ""
    kinds = "、".join(dict.fromkeys(p.kind for p in places))
    forms = "，".join(dict.fromkeys(f"“{p.text}”可以写成“{p.instead}”" for p in places if p.instead))
    return f"要点{fact.number + 1}里有{kinds}，公开使用前请隐去{f'，{forms}' if forms else ''}。"


def _sum(fact: Fact) -> str:
    """A question where a fact states a total and parts of the same unit that do not add up to it."""
    match = _PARTS.search(fact.text)
    if not match:
        return ""
    total, unit, rest = float(match[1]), match[2], match[3]
    parts = [float(n) for n, u in re.findall(r"(\d+(?:\.\d+)?)(万?[人名场次个所件支册户元]+)", rest) if u == unit]
    if len(parts) < 2 or abs(sum(parts) - total) < 1e-6:
        return ""
    if sum(parts) < total and "其中" in fact.text and "等" in rest:
        return ""
    listed = "＋".join(f"{p:g}" for p in parts)
    return f"要点{fact.number + 1}里各项相加是 {sum(parts):g}{unit}（{listed}），与总数 {total:g}{unit}不一致，请核对。"
