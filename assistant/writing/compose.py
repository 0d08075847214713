"""Composing sections from facts and bank, without a model: the floor of quality, and the frame that a model fills."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.draft import PlannedSection
from assistant.sentences import split_sentences
from assistant.writing.bank import Bank
from assistant.writing.build import LISTED, Build, Element, told_elements
from assistant.writing.facts import Fact
from assistant.writing.frame import Frame
from assistant.writing.headings import chinese_number
from assistant.writing.tell import Told, tell

_FUTURE = r"下一步|今后|会后"
_NOW = re.compile(
    r"(?:现将|现就|下面|先把|现).*(?:如下|汇报|总结|介绍)|如下。$|(?:主要|具体)(?:做法|做了).*(?:如下|几|事)|重点抓了|^(?:重点|着重)"
)


class Composer:
    """Composes the sections of one draft; bank sentences are used once in a draft."""

    def __init__(self, frame: Frame, bank: Bank, facts: Sequence[Fact]) -> None:
        self._frame = frame
        self._bank = bank
        self._facts = facts
        self._used: set[str] = set()

    def insights(self, themes: Sequence[str]) -> str:
        """What a speech says that it has learned: 一是、二是 for up to four of ``themes``; "" where it has no place."""
        found = [self._bank.insights[t][0] for t in dict.fromkeys(themes) if self._bank.insights.get(t)]
        found = [text for text in found if self._frame.honest(f"{text}。")][:4]
        if self._frame.genre.person != "first" or not self._frame.genre.salutation or len(found) < 2:
            return ""
        items = "；".join(f"{chinese_number(i + 1)}是{text}" for i, text in enumerate(found))
        return f"在工作中，我们也有一些体会：{items}。"

    def bridge(self) -> str:
        """What stands between opening and parts in a longer speech that has no 概况 of its own."""
        entry = self._frame.genre.entry("概况")
        if entry is None or self._frame.genre.person != "first":
            return ""
        overview = self._frame.pick(self._bank.titles.get("总述", ()))
        return overview + self._frame.pick(self._bank.titles.get("引出", ())) if overview else ""

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
        listed = sum(e.kind == "fact" for e in kept) >= LISTED and self._frame.genre.person != "third"
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
        """Optional sentences for a part, in the order in which they are worth having."""
        turn, person = self._frame.turn, self._frame.genre.person
        if person == "none":
            every = dict.fromkeys([*themes, "综合"])
            found = [Element("how", s, theme=t) for t in every for s in _turned(self._bank.of(t, "task"), turn)]
        else:
            found = [Element("lead", s) for s in _turned(self._bank.of(themes[0], "why"), turn)[:2]]
            found += [Element("aim", s, theme=t) for t in themes for s in _turned(self._bank.of(t, "aim"), turn)[:2]]
            hows = [[Element("how", s, theme=t) for s in _turned(self._bank.of(t, "how"), turn)] for t in themes]
            found += [e for some in zip_longest(*hows) for e in some if e]
            found += [Element("how", s, theme=t) for t in themes for s in _turned(self._bank.of(t, "why"), turn)[2:4]]
            found += [
                Element("how", s, theme="综合")
                for s in _turned(self._bank.of("综合", "how"), turn)
                if "综合" not in themes
            ]
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
        elif planned.role == "打算" or (mine and not any("下一步" in t.body for t in mine)):
            closing = self._frame.closing(entry)
            elements.append(Element("frame", closing, breaks=planned.role == "打算" and len(mine) > 1))
        spare = tuple(Element("how", s) for s in self._bank.of("打算", "how")[:3]) if planned.role == "打算" else ()
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
        if planned.role != "开场" or self._frame.genre.person == "none" or self._frame.genre.entry("概况"):
            return ()
        found = [Element("how", s) for s in _turned(self._bank.of("综合", "why"), self._frame.turn)[:1]]
        return tuple(e for e in found if self._frame.honest(e.text))

    def _opened(self, opening: str, closing: str, facts: tuple[Element, ...]) -> tuple[Element, ...]:
        """Opening, facts, closing; the facts stand before a last sentence that announces the parts (“现将……如下”)."""
        sentences = split_sentences(opening)
        last: list[str] = []
        if len(sentences) > 1 and _NOW.search(sentences[-1]):
            last = [sentences.pop()]
        past = self._frame.genre.person == "none" and facts
        elements = [Element("frame", "".join(sentences))] if sentences and not past else []
        elements += facts
        if past:
            elements.append(Element("frame", "在此基础上，" + "".join(sentences), breaks=True))
        elements += [Element("frame", text) for text in (*last, closing) if text]
        return tuple(elements)


def _turned(sentences: Sequence[str], turn: int) -> list[str]:
    shift = turn % len(sentences) if sentences else 0
    return [*sentences[shift:], *sentences[:shift]]
