"""Headings coined by a large model: asked for as structured output, taken only where they hold up."""

import re
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.draft import Outline
from assistant.headings import numbered, parallel, without_number
from assistant.model import Model
from assistant.prompt_files import render
from assistant.sentences import overlap
from assistant.writing.fact_themes import themes_named

if TYPE_CHECKING:
    from assistant.writing.plan import Plan

SCHEMA: Mapping[str, Any] = {
    "title": "headings",
    "description": "各部分的小标题，按部分的次序",
    "type": "object",
    "properties": {"headings": {"type": "array", "items": {"type": "string"}}},
    "required": ["headings"],
}
_SECONDS = 30.0  # for both attempts together; then the headings of the bank stand
_TICK = 0.1
_ATTEMPTS = 2
_SHAPE = re.compile(r"[一-鿿“”]{4,8}，[一-鿿“”]{4,8}")


def coined(plan: "Plan", model: Model, stop: threading.Event) -> Outline:
    """The plan's outline with headings of the model's; unchanged where it coins none that can stand.

    A model that cannot answer in a structure, fails, or takes too long, is no error.
    """
    places = [i for i, s in enumerate(plan.outline.sections) if s.theme]
    if len(places) < 2:
        return plan.outline
    parts = ["；".join(plan.facts[n].text for n in plan.outline.sections[i].facts) for i in places]
    pool = ThreadPoolExecutor(1, "headings")
    asked = pool.submit(_ask, plan, model, parts)
    pool.shutdown(wait=False)
    waited = 0.0
    while not asked.done() and not stop.is_set() and waited < _SECONDS:
        wait_for([asked], timeout=_TICK)
        waited += _TICK
    if not asked.done() or asked.exception() or not (found := asked.result()):
        return plan.outline
    return _with(plan.outline, dict(zip(places, found, strict=True)))


def _ask(plan: "Plan", model: Model, parts: Sequence[str]) -> list[str]:
    answering = model.chat.with_structured_output(dict(SCHEMA))
    system = render("headings_system", {"genre": plan.genre.name})
    finding = ""
    for _ in range(_ATTEMPTS):
        ask = render("headings_ask", {"parts": parts, "findings": finding})
        answer = answering.invoke([("system", system), ("human", ask)])
        found = [_plain(h) for h in answer.get("headings", ())] if isinstance(answer, dict) else []
        finding = fault(found, parts, plan)
        if not finding:
            return found
    return []


def _plain(heading: object) -> str:
    return without_number(re.sub(r"[,\s　]+", "，", str(heading).strip())).rstrip("。")


def fault(headings: Sequence[str], parts: Sequence[str], plan: "Plan") -> str:
    """Why ``headings`` cannot stand over ``parts``, "" where they can."""
    if len(headings) != len(parts):
        return f"要 {len(parts)} 个，给了 {len(headings)} 个。"
    if not all(_SHAPE.fullmatch(h) for h in headings):
        return "不是两个分句，或者有数字和符号。"
    if not parallel(headings) or len(set(headings)) < len(headings):
        return "字数、句式不一致，或者开头的词重复。"
    if not all(plan.frame.honest(h) for h in headings):
        return "写了要点里没有的内容。"
    if not all(_fits(h, part) for h, part in zip(headings, parts, strict=True)):
        return "与这一部分的要点不相干。"
    return ""


def _fits(heading: str, part: str) -> bool:
    """Whether the theme that a heading names, if any, is one of the part's."""
    named = set(themes_named(heading))
    return not named or overlap(heading, part) > 0 or bool(named & set(themes_named(part)))


def _with(outline: Outline, headings: Mapping[int, str]) -> Outline:
    plain = [headings.get(i, without_number(s.heading)) for i, s in enumerate(outline.sections)]
    marks = iter(numbered([h for h in plain if h]))
    sections = [replace(s, heading=next(marks)) if h else s for s, h in zip(outline.sections, plain, strict=True)]
    return replace(outline, sections=tuple(sections))
