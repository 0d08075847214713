"""Changes of single facts and fields that a message asks for (字数改成1500, 要点3删掉, 416人改成418人)."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief, genre_named
from assistant.chat.corrections import correction, swaps
from assistant.chat.cues import cue
from assistant.chat.fields import Fields, take_date, take_length
from assistant.chat.numbers import half_width, whole_number
from assistant.errors import BadBrief


@dataclass(frozen=True)
class Change:
    """The changed brief and one sentence on what changed. ``old``/``new`` where a value was corrected everywhere."""

    brief: Brief
    said: str
    old: str = ""
    new: str = ""


_NUMBER = re.compile(r"(?:第|要点|事实)\s*(?:第)?\s*(\d+|[一二三四五六七八九十百]+)")
_LAST = re.compile(r"最后一?条|倒数第([一二三1-3])条")
_REMOVE = re.compile(r"删|去掉|拿掉|不要|划掉|作废")
_BECOMES = re.compile(
    r"(?:改成|改为|换成|换为|应为|应该是|更正为|改作|改到|内容是|写错了?[，,]?(?:应该)?是|重新写|重写|为|是|[:：])\s*[:：]?\s*[“\"]?(?P<new>.+?)[”\"]?[。]?$",
    re.S,
)
_FIELDS = {
    "单位": "unit",
    "场合": "occasion",
    "会议": "occasion",
    "发言人": "speaker",
    "主讲人": "speaker",
    "日期": "date",
    "时间": "date",
    "字数": "length",
    "篇幅": "length",
    "长度": "length",
    "文种": "genre",
    "体裁": "genre",
    "类型": "genre",
}
_FIGURES = re.compile(r"\d.*→.*\d")
_CALLED_WRONG = re.compile(r"更正|订正|[写打说报弄搞填记]错|有误|不对|不准|不是")
_IN_WORDS = {"unit": "单位", "occasion": "场合", "speaker": "发言人", "date": "日期"}
_FIELD = re.compile(rf"(?P<key>{'|'.join(_FIELDS)})(?:名称)?(?P<rest>.*)$", re.S)
_VALUE = re.compile(
    r"^(?:要|应该|应|得|再|还是|给我|也|就|写错了?|填错了?|错了|不对|[，,])*(?:改|换|调|变|设|定|写|填|用|弄|控制|按|是|为|[:：])(?:一下|整|到|成|为|在|作|回|是|[，,：:])*\s*(?P<v>.+?)(?:吧|哈|了|就行|就好|左右|呢|[。！!])*$",
    re.S,
)


def change(message: str, brief: Brief, today: datetime.date | None = None, own: tuple[str, ...] = ()) -> Change | None:
    """What ``message`` changes in ``brief``; None where it cannot be told. ``own`` are the office's own genres."""
    text = half_width(message).strip().replace("\n", "，")
    if cue("fact.clear").search(text):
        return Change(replace(brief, facts=()), "要点已清空。")
    empty = Fields(today=today or datetime.date.today(), own=own)
    return _of_fact(text, brief) or _of_value(text, brief) or _of_field(text, brief, empty) or _in_field(text, brief)


def fact_number(text: str, count: int) -> int | None:
    """The fact (from 0) that ``text`` names (要点3, 第三条, 最后一条); None where it names none of ``count``."""
    last = _LAST.search(text)
    if last:
        number = count - (whole_number(last[1]) - 1 if last[1] else 0)
    else:
        match = _NUMBER.search(text)
        number = whole_number(match[1]) if match else 0
    return number - 1 if 1 <= number <= count else None


def _of_fact(text: str, brief: Brief) -> Change | None:
    number = fact_number(text, len(brief.facts))
    named = _NUMBER.search(text) or _LAST.search(text)
    if number is None or not named:
        return None
    rest = text[named.end() :].lstrip("条个点要 ，,")
    facts = list(brief.facts)
    if found := _corrected(rest.lstrip("的里中"), brief, (number,)):
        return found
    becomes = _BECOMES.search(rest)
    if becomes and not re.match(r"(?:删|去掉|不要)", rest):
        facts[number] = becomes["new"].strip()
        return Change(brief.with_facts(tuple(facts)), f"要点{number + 1}已改成“{shortened(facts[number])}”。")
    if _REMOVE.search(text):
        gone = facts.pop(number)
        return Change(
            brief.with_facts(tuple(facts)), f"已删去要点{number + 1}“{shortened(gone)}”，现在还有 {len(facts)} 条。"
        )
    return None


def _of_value(text: str, brief: Brief) -> Change | None:
    length = re.search(r"^[\d,]+字\S*?(?P<new>[\d,]+)字$", text)
    if length and not correction(text, brief.facts):
        return _set(brief, "length", "字数", length["new"], Fields())
    return _corrected(text, brief)


def _corrected(text: str, brief: Brief, among: tuple[int, ...] | None = None) -> Change | None:
    found = correction(text, brief.facts, among)
    if not found:
        return None
    which = "、".join(str(n + 1) for n in found.places)
    said = f"要点{which}里的“{found.old}”已改成“{found.new}”。"
    return Change(brief.with_facts(found.applied(brief.facts)), said, found.old, found.new)


def _of_field(text: str, brief: Brief, found: Fields) -> Change | None:
    match = _FIELD.search(text)
    value = _VALUE.match(match["rest"]) if match else None
    if not match or not value:
        return None
    return _set(brief, _FIELDS[match["key"]], match["key"], value["v"].strip(' “”"'), found)


def _in_field(text: str, brief: Brief) -> Change | None:
    """A field's value that is said to be another (不是刘主任，是周主任)."""
    for old, new in swaps(text):
        for name, label in _IN_WORDS.items():
            value = getattr(brief, name)
            if len(old) > 1 and old in value:
                changed = value.replace(old, new)
                return Change(replace(brief, **{name: changed}), f"{label}已改为“{shortened(changed)}”。")
    return None


def _set(brief: Brief, name: str, label: str, value: str, found: Fields) -> Change | None:
    if name == "length":
        take_length(value if re.search("[字页分]", value) else f"{value}字", found)
        if not found.length:
            return None
        return Change(replace(brief, length=found.length), f"目标字数已改为 {found.length} 字。")
    if name == "date":
        take_date(value, found)
        value = found.date or value
    if name == "genre":
        try:
            value = genre_named(value, found.own)
        except BadBrief as error:
            return Change(brief, str(error))
    return Change(replace(brief, **{name: value}), f"{label}已改为“{shortened(value)}”。")  # type: ignore[arg-type]


def shortened(text: str, limit: int = 24) -> str:
    """``text`` for quoting in a reply."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def corrections_in(facts: Sequence[str], brief: Brief) -> tuple[Brief, tuple[str, ...], tuple[str, ...]]:
    """``brief`` with what of ``facts`` corrects a value it has already, the other facts, and what to say.

    Only figures, and what is called wrong: 旧仓库改成阅览室 may be told of what was done.
    """
    others, said = [], []
    for fact in facts:
        text = half_width(fact)
        done = _corrected(text, brief) or _in_field(text, brief)
        if done and (_FIGURES.search(f"{done.old}→{done.new}") or _CALLED_WRONG.search(text)):
            brief = done.brief
            said.append(done.said)
        else:
            others.append(fact)
    return brief, tuple(others), tuple(said)
