"""Composing sections from facts and bank, without a model: the floor of quality, and the frame that a model fills."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import PlannedSection
from assistant.sentences import split_sentences
from assistant.writing.bank import Bank
from assistant.writing.build import LISTED, Build, Element, told_elements
from assistant.writing.facts import Fact
from assistant.writing.frame import Frame
from assistant.writing.tell import Told, tell

_FUTURE = r"下一步|今后|会后"
_NOW = re.compile(r"(?:现将|现就|下面|先把|现).*(?:如下|汇报|总结|介绍)|如下。$|(?:主要|具体)(?:做法|做了).*(?:如下|几|事)|重点抓了|^(?:重点|着重)")
_EFFECT = re.compile(r"[，；][^，；]{0,4}(?:让|使|引导|帮助|为了|确保|有效|极大|促进|带动|受到|增强|提高|解决了|做到)[^，；]*$")


class Composer:
    """Composes the sections of one draft; bank sentences are used once in a draft."""

    def __init__(self, frame: Frame, bank: Bank, facts: Sequence[Fact]) -> None:
        self._frame = frame
        self._bank = bank
        self._facts = facts
        self._used: set[str] = set()

    def told(self, planned: PlannedSection) -> list[Told]:
        """The section's facts, each as a sentence in the voice of the genre."""
        return [tell(self._facts[n], self._frame.genre, self._frame.subject) for n in planned.facts]

    def section(self, planned: PlannedSection) -> Build:
        """The section from facts and templates alone, with optional sentences up to its budget."""
        if planned.theme or planned.role in ("做法", "成效"):
            return self._part(planned)
        entry = self._frame.genre.entry(planned.role)
        if entry is None or entry is self._frame.genre.parts:
            return self._part(planned)
        if planned.role in ("不足", "打算"):
            return self._listed(planned)
        return self._framed(planned)

    def _part(self, planned: PlannedSection) -> Build:
        told = self.told(planned)
        shortcomings = [t for t in told if t.fact.role == "不足" and self._frame.genre.person == "none"]
        told = [t for t in told if t not in shortcomings]
        elements = [*told_elements(told), *(self._task_against(t, planned.theme) for t in shortcomings)]
        themes = list(dict.fromkeys([planned.theme, *(self._facts[n].theme for n in planned.facts)]))
        spare = self._spare([t for t in themes if t] or ["综合"])
        kept = tuple(sorted(elements, key=lambda e: planned.facts.index(e.facts[0])))
        listed = len(told) >= LISTED and self._frame.genre.person != "third"
        if self._frame.genre.person == "none":
            listed = False
        return Build(planned, kept, listed, spare, budget=planned.budget)

    def _task_against(self, told: Told, theme: str) -> Element:
        tasks = self._bank.of(theme or told.fact.theme, "task") or ("要认真研究，逐项改进。",)
        task = next((t for t in tasks if t not in self._used), tasks[0])
        self._used.add(task)
        body = told.body.rstrip("。")
        return Element("text", f"针对{told.time}{body}的实际，{task}", facts=(told.fact.number,))

    def _spare(self, themes: Sequence[str]) -> tuple[Element, ...]:
        person = self._frame.genre.person
        found: list[Element] = []
        if person == "none":
            for theme in themes:
                found += [Element("how", s) for s in self._bank.of(theme, "task")]
        else:
            first, rest = themes[0], themes[1:]
            turn = self._frame.turn
            found += [Element("lead", s) for s in _turned(self._bank.of(first, "why"), turn)[:2]]
            found += [Element("aim", s) for s in _turned(self._bank.of(first, "aim"), turn)[:2]]
            for theme in (first, *rest):
                found += [Element("how", s) for s in _turned(self._bank.of(theme, "how"), turn)]
        if person == "third":
            found = [e for e in found if "我们" not in e.text]
        return tuple(e for e in found if "我们就" not in e.text and self._frame.honest(e.text))

    def take(self, element: Element) -> bool:
        """Whether a spare sentence may still be used in this draft; it counts as used from now on."""
        if element.text in self._used:
            return False
        self._used.add(element.text)
        return True

    def _listed(self, planned: PlannedSection) -> Build:
        entry = self._frame.genre.entry(planned.role)
        assert entry is not None
        told = self.told(planned)
        plans = [t for t in told if t.fact.role == "打算"] if planned.role == "不足" else []
        mine = [t for t in told if t not in plans]
        elements: list[Element] = []
        if mine or not plans:
            elements += [Element("frame", self._frame.opening(entry)), *told_elements(mine)]
        if plans:
            lead = "下一步，我们打算做好以下几件事。" if len(plans) > 1 else ""
            elements.append(Element("frame", lead, breaks=True))
            elements += told_elements([replace(t, time=t.time or "") for t in plans])
        elif planned.role == "打算" or mine:
            closing = self._frame.closing(entry)
            elements.append(Element("frame", closing, breaks=planned.role == "打算" and len(mine) > 1))
        spare = tuple(Element("how", s) for s in self._bank.of(planned.role, "how"))
        listed = len(mine) > 1 or len(plans) > 1
        return Build(planned, tuple(e for e in elements if e.text or e.told), listed, spare, budget=planned.budget)

    def _framed(self, planned: PlannedSection) -> Build:
        entry = self._frame.genre.entry(planned.role)
        assert entry is not None
        told = self.told(planned)
        opening = self._frame.opening(entry, _FUTURE if any(t.fact.role == "打算" for t in told) else "")
        closing = self._frame.closing(entry)
        facts = told_elements(told)
        if planned.role == "结尾":
            thanks = Element("thanks", closing, breaks=True) if closing else None
            lead = (Element("frame", opening, breaks=bool(facts)),) if opening else ()
            elements = (*facts, *lead, *((thanks,) if thanks else ()))
        else:
            elements = self._opened(opening, closing, facts)
        return Build(planned, elements, False, self._frame_spare(planned), budget=planned.budget)

    def _frame_spare(self, planned: PlannedSection) -> tuple[Element, ...]:
        if planned.role == "概况" or self._frame.genre.person == "none":
            return ()
        kind = "how" if planned.role == "结尾" else "why"
        theme = "打算" if planned.role == "结尾" else "综合"
        found = [Element("how", s) for s in self._bank.of(theme, kind)]
        return tuple(e for e in found if self._frame.honest(e.text))

    def _opened(self, opening: str, closing: str, facts: tuple[Element, ...]) -> tuple[Element, ...]:
        """Opening, facts, closing; the facts stand before a last sentence that announces the parts (“现将……如下”)."""
        sentences = split_sentences(opening)
        last: list[str] = []
        if facts and len(sentences) > 1 and _NOW.search(sentences[-1]):
            last = [sentences.pop()]
        past = self._frame.genre.person == "none" and facts
        elements = [Element("frame", "".join(sentences))] if sentences and not past else []
        elements += facts
        if past:
            elements.append(Element("frame", "在此基础上，" + "".join(sentences), breaks=True))
        elements += [Element("frame", text) for text in (*last, closing) if text]
        return tuple(elements)


def may_have_tail(told: Told) -> bool:
    """Whether a clause on the purpose may follow: not after a shortcoming, a plan, an honour or a sentence with one."""
    fact = told.fact
    if fact.role in ("不足", "打算", "概况") or fact.instruction or len(fact.text) > 90:
        return False
    return fact.theme != "先进表彰" and not _EFFECT.search(fact.text) and not fact.text.endswith(("称号", "奖"))


def _turned(sentences: Sequence[str], turn: int) -> list[str]:
    shift = turn % len(sentences) if sentences else 0
    return [*sentences[shift:], *sentences[:shift]]
