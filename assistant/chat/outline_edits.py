"""Changes of an outline in words (第三部分改成…, 要点2放到第一部分), done by rule: the user's outline is binding."""

import re
from dataclasses import dataclass, replace

from assistant.chat.changes import fact_number, shortened
from assistant.chat.numbers import half_width, whole_number
from assistant.draft import Outline, PlannedSection
from index.numerals import chinese


@dataclass(frozen=True)
class Edited:
    """The outline after a change, and one sentence on what changed."""

    outline: Outline
    said: str


_PART = re.compile(
    r"(?:第\s*(?P<n>[一二三四五六七八九十\d]{1,3})|(?P<last>最后一?)|(?P<back>倒数第(?P<b>[一二三四\d])))\s*(?:个)?(?:大)?(?:部分|块|节|章|点|段|个?小?标题|大点|条标题)"
)
_TITLE = re.compile(r"(?<!小)(?<!个)(?:主|总|大)?(?:标题|题目)")
_BECOMES = re.compile(
    r"(?:改成|改为|换成|换为|改叫|叫做?|写成|变成|定为|用|为|是|[:：])\s*[“\"]?(?P<new>[^”\"]{2,60}?)[”\"]?(?:吧|哈|好了|[。！!])*$"
)
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_REMOVE = re.compile(r"删|去掉|不要|拿掉|取消")
_MOVE = re.compile(r"放到?|移到?|挪到?|调到?|归到?|归入|分到|提到|挨着|搬到?")
_SWAP = re.compile(r"对调|互换|交换|换(?:一下|个)?(?:位置|顺序)|调换|颠倒")
_MERGE = re.compile(r"合并|并到|并入|合成|合到")
_ADD = re.compile(
    r"(?:再)?(?:加|增加|添|补|多)(?:上|写)?(?:一|1|个)*(?:个)?(?:部分|块|节|章|段|大点|标题)(?P<rest>.*)$"
)


def edit_outline(message: str, outline: Outline, facts: int) -> Edited | None:
    """``outline`` changed as ``message`` says; None where no rule understands it. ``facts`` is their number."""
    text = half_width(message).strip().replace("\n", "，")
    for change in (_move_fact, _swap, _merge, _add, _move, _rename, _retitle, _remove):
        edited = change(text, outline, facts)
        if edited:
            return Edited(numbered(edited.outline), edited.said)
    return None


def numbered(outline: Outline) -> Outline:
    """``outline`` with its numbered headings counted through again (一、二、…)."""
    count, sections = 0, []
    for section in outline.sections:
        if section.heading and _NUMBERED.match(section.heading):
            count += 1
            bare = _NUMBERED.sub("", section.heading)
            section = replace(section, heading=f"{chinese(count)}、{bare}")
        sections.append(section)
    return replace(outline, sections=tuple(sections))


def _parts(text: str, outline: Outline) -> list[int]:
    """The sections that ``text`` names, in its order; 第N部分 counts those with a heading."""
    headed = [n for n, s in enumerate(outline.sections) if s.heading]
    found = []
    for match in _PART.finditer(text):
        if match["n"]:
            place = whole_number(match["n"]) - 1
        else:
            place = len(headed) - (whole_number(match["b"]) if match["back"] else 1)
        if 0 <= place < len(headed):
            found.append(headed[place])
    pair = re.search(r"第?([一二三四五六七八\d])(?:、|和|与|跟)第?([一二三四五六七八\d])(?:部分|块|节|段|点)", text)
    if pair and len(found) < 2:
        places = [whole_number(pair[1]) - 1, whole_number(pair[2]) - 1]
        found = [headed[p] for p in places if 0 <= p < len(headed)]
    if re.search("结尾|最后面|结束语", text) and not found and outline.sections and not outline.sections[-1].heading:
        found.append(len(outline.sections) - 1)
    return found


def _with(outline: Outline, sections: list[PlannedSection]) -> Outline:
    return replace(outline, sections=tuple(sections))


def _name(outline: Outline, n: int) -> str:
    return shortened(outline.sections[n].heading or ("开头" if n == 0 else "结尾"))


def _move_fact(text: str, outline: Outline, facts: int) -> Edited | None:
    if not re.search(r"要点|事实|第\s*[\d一二三四五六七八九十]+\s*条", text) or not _MOVE.search(text):
        return None
    fact, parts = fact_number(text, facts), _parts(text, outline)
    if fact is None or not parts:
        return None
    target = parts[-1]
    sections = [replace(s, facts=tuple(f for f in s.facts if f != fact)) for s in outline.sections]
    sections[target] = replace(sections[target], facts=(*sections[target].facts, fact))
    return Edited(_with(outline, sections), f"要点{fact + 1}已放到“{_name(outline, target)}”。")


def _swap(text: str, outline: Outline, facts: int) -> Edited | None:
    parts = _parts(text, outline)
    if len(parts) != 2 or not _SWAP.search(text):
        return None
    a, b = parts
    sections = list(outline.sections)
    sections[a], sections[b] = sections[b], sections[a]
    return Edited(_with(outline, sections), f"“{_name(outline, a)}”和“{_name(outline, b)}”已对调。")


def _merge(text: str, outline: Outline, facts: int) -> Edited | None:
    parts = _parts(text, outline)
    if len(parts) < 2 or not _MERGE.search(text):
        return None
    keep, gone = sorted(parts[:2]) if not re.search("并到|并入|合到", text) else (parts[1], parts[0])
    sections = list(outline.sections)
    merged = (*sections[keep].facts, *sections[gone].facts)
    sections[keep] = replace(sections[keep], facts=merged, budget=sections[keep].budget + sections[gone].budget)
    said = f"“{_name(outline, gone)}”已并入“{_name(outline, keep)}”。"
    becomes = _BECOMES.search(text)
    if becomes and re.search("标题|叫|改成|改为", text):
        sections[keep] = replace(sections[keep], heading=_like(sections[keep].heading, becomes["new"]))
    del sections[gone]
    return Edited(_with(outline, sections), said)


def _add(text: str, outline: Outline, facts: int) -> Edited | None:
    match = _ADD.search(text)
    if not match:
        return None
    heading = re.sub(r"^(?:叫做?|是|写|讲|关于|[：:，,“\"\s])+|[”\"。！吧\s]+$", "", match["rest"])
    if not heading:
        return None
    sections = list(outline.sections)
    parts = _parts(text[: match.start()], outline)
    headed = [n for n, s in enumerate(sections) if s.heading]
    place = (
        parts[-1] + (0 if "前" in text[: match.start()] else 1)
        if parts
        else (headed[-1] + 1 if headed else len(sections))
    )
    budget = sections[headed[0]].budget if headed else 300
    like = sections[headed[0]].heading if headed else "一、"
    sections.insert(place, PlannedSection(_like(like, heading), (), budget))
    number = chinese(sum(bool(s.heading) for s in sections[: place + 1]))
    said = f"已加上“{shortened(heading)}”这一部分。把要点放进来才有内容，例如“要点2放到第{number}部分”。"
    return Edited(_with(outline, sections), said)


def _move(text: str, outline: Outline, facts: int) -> Edited | None:
    parts = _parts(text, outline)
    if not parts or not re.search(r"放|移|挪|调|提|往前|往后|搬", text):
        return None
    source, sections = parts[0], list(outline.sections)
    headed = [n for n, s in enumerate(sections) if s.heading]
    target = _target(text, source, parts, headed)
    if target is None or target == source:
        return None
    section = sections.pop(source)
    sections.insert(target, section)
    return Edited(_with(outline, sections), f"“{_name(outline, source)}”已挪动。")


def _target(text: str, source: int, parts: list[int], headed: list[int]) -> int | None:
    if len(parts) >= 2:
        target = parts[1]
        if re.search(r"(?:后面|之后|后边)", text):
            return target + (1 if target < source else 0)
        if re.search(r"(?:前面|之前|前边)", text):
            return target - (1 if target > source else 0)
        return target
    place = headed.index(source)
    if re.search(r"最前|最前面|第一|开头|首", text[text.find("放") if "放" in text else 0 :]):
        return headed[0]
    if re.search(r"最后|末尾|最后面", text):
        return headed[-1]
    if re.search(r"往前|提前|前移|上移", text):
        return headed[max(0, place - 1)]
    if re.search(r"往后|后移|下移|靠后", text):
        return headed[min(len(headed) - 1, place + 1)]
    return None


def _rename(text: str, outline: Outline, facts: int) -> Edited | None:
    parts, becomes = _parts(text, outline), _BECOMES.search(text)
    if not parts or not becomes or re.match("删|去掉", becomes["new"]):
        return None
    n, heading = parts[0], _like(outline.sections[parts[0]].heading, becomes["new"])
    sections = list(outline.sections)
    sections[n] = replace(sections[n], heading=heading)
    return Edited(_with(outline, sections), f"已改成“{shortened(heading)}”。")


def _retitle(text: str, outline: Outline, facts: int) -> Edited | None:
    becomes = _BECOMES.search(text)
    if not _TITLE.search(text) or _parts(text, outline) or not becomes:
        return None
    return Edited(replace(outline, title=becomes["new"].strip()), f"标题已改成“{shortened(becomes['new'].strip())}”。")


def _remove(text: str, outline: Outline, facts: int) -> Edited | None:
    parts = _parts(text, outline)
    if not parts or not _REMOVE.search(text) or len(outline.sections) < 2:
        return None
    gone = parts[0]
    sections = list(outline.sections)
    section = sections.pop(gone)
    others = [n for n, s in enumerate(sections) if s.heading] or list(range(len(sections)))
    heir = min(others, key=lambda n: abs(n - gone))
    sections[heir] = replace(sections[heir], facts=(*sections[heir].facts, *section.facts))
    moved = f"，其中的要点归到“{shortened(sections[heir].heading)}”" if section.facts else ""
    return Edited(_with(outline, sections), f"已去掉“{shortened(section.heading)}”{moved}。")


def _like(old: str, new: str) -> str:
    """``new`` as a heading numbered the way ``old`` is."""
    bare = _NUMBERED.sub("", new.strip(' “”"。'))
    match = _NUMBERED.match(old)
    return f"{match[0]}{bare}" if match else bare
