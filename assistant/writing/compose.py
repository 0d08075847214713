"""Composing sections from facts and bank, without a model: the floor of quality, and the frame that a model fills."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.draft import PlannedSection
from assistant.headings import chinese_number
from assistant.sentences import alike, overlap, split_sentences
from assistant.writing.bank import Bank
from assistant.writing.build import LISTED, Build, Element, told_elements
from assistant.writing.checks import TOLD
from assistant.writing.facts import Fact, is_past, shortcoming_and_plan
from assistant.writing.frame import Frame
from assistant.writing.moves import sentences_for
from assistant.writing.spare import SECOND, THIRD, Spares
from assistant.writing.tell import Told, plan_sentence, tell

_FUTURE = r"下一步|今后|会后"
_ALIKE = 0.5  # from here on two sentences say the same
_CLAUSE, _SAME_CLAUSE = 6, 0.5  # characters of a clause that is heard again, and from where on it is the same one
_GAP = "差距就是努力的方向。"
_NOW = re.compile(
    r"(?:现将|现就|下面|先把|现).*(?:如下|汇报|总结|介绍)|如下。$|(?:主要|具体)(?:做法|做了).*(?:如下|几|事)|重点抓了|^(?:重点|着重)"
)


class Composer:
    """Composes the sections of one draft; bank sentences are used once in a draft.

    ``roles`` are those of the sections that the text will have.
    """

    def __init__(self, frame: Frame, bank: Bank, facts: Sequence[Fact], roles: Collection[str] = ()) -> None:
        self._frame = frame
        self._roles = roles
        self._bank = bank
        self._facts = facts
        self._used: set[str] = set()
        self._clauses: list[str] = []
        self._labels: set[str] = set()
        self._spares = Spares(frame, bank)

    def insights(self, themes: Sequence[str]) -> str:
        """What a speech says that it has learned: 一是、二是 for up to four of ``themes``; "" where it has no place."""
        every = [self._frame.turned(self._bank.insights.get(t, ())) for t in dict.fromkeys(themes)]
        found = [fitted for some in every if some and (fitted := self._frame.readers.fit(some[0]))]
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
        return [self._told(self._facts[n]) for n in planned.facts]

    def _told(self, fact: Fact) -> Told:
        told = tell(fact, self._frame.genre, self._frame.subject)
        if self._frame.honest(told.sentence()) and overlap(fact.text, told.sentence()) >= TOLD:
            return told
        return tell(fact, self._frame.genre, self._frame.subject, plain=False)

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
        tasks = self._frame.genre.person == "none" and not self._frame.tight
        shortcomings = [t for t in told if t.fact.role == "不足" and self._frame.genre.person == "none"]
        told = [t for t in told if t not in shortcomings]
        facts = told_elements(told, apart=tasks)
        elements = [*facts, *(self._task_against(t, planned.theme) for t in shortcomings)]
        themes = list(dict.fromkeys([planned.theme, *(self._facts[n].theme for n in planned.facts)]))
        spare = self._spares.of([t.fact for t in told], [t for t in themes if t] or ["综合"])
        kept = tuple(sorted(elements, key=lambda e: planned.facts.index(e.facts[0])))
        listed = sum(e.kind == "fact" for e in kept) >= LISTED and self._frame.genre.person == "first"
        labels = self._labels_of([e for e in kept if e.kind == "fact"], tasks=tasks) if listed or tasks else {}
        return Build(planned, kept, listed, tasks, labels, spare, budget=planned.budget)

    def _labels_of(self, items: Sequence[Element], *, tasks: bool) -> dict[int, str]:
        """A few words for each item; none where they would repeat themselves, or where space is short."""
        if len(items) < 2 or self._frame.tight or any(e.told is None or e.told.fact.instruction for e in items):
            return {}
        found: dict[int, str] = {}
        for element in items:
            assert element.told is not None
            label = self._label(element.told.fact, tasks=tasks)
            if not label:
                return {}
            found[element.facts[0]] = label
            self._labels.add(label)
        return found

    def _label(self, fact: Fact, *, tasks: bool) -> str:
        choices = sentences_for(self._bank.moves.kinds(fact)[:1], ("label",), fact.text)
        if tasks:
            choices += [h.text for h in self._bank.headings if h.pattern == "要8" and h.theme == (fact.theme or "综合")]
        return next((c for c in choices if c not in self._labels and self._frame.honest(c)), "")

    def _task_against(self, told: Told, theme: str) -> Element:
        tasks = self._bank.of(theme or told.fact.theme, "task") or ("要认真研究，逐项改进。",)
        task = next((t for t in tasks if t not in self._used), tasks[0])
        self._used.add(task)
        body = told.body.rstrip("。")
        return Element("text", f"针对{told.time}{body}的实际，{task}", facts=(told.fact.number,))

    def take(self, element: Element) -> bool:
        """Whether a spare sentence may still be used in this draft; it counts as used from now on."""
        clauses = [c for c in re.split(r"[，；。：、]", element.text) if len(c) >= _CLAUSE]
        if any(alike(element.text, used) > _ALIKE for used in self._used):
            return False
        if any(alike(clause, said) > _SAME_CLAUSE for clause in clauses for said in self._clauses):
            return False
        self._used.add(element.text)
        self._clauses += clauses
        return True

    def _listed(self, planned: PlannedSection) -> Build:
        entry = self._frame.genre.entry(planned.role)
        assert entry is not None
        told = self._without_plans(planned, self.told(planned))
        plans = [t for t in told if t.fact.role == "打算"] if planned.role == "不足" else []
        mine = [t for t in told if t not in plans]
        elements: list[Element] = []
        if mine or not plans:
            alone = planned.role == "打算" and not planned.heading and len(mine) == 1
            first = Element("how", _GAP) if alone else Element("frame", self._frame.opening(entry))
            elements += [first, *told_elements(mine)]
        elements += self._plans_apart(planned)
        if not told and planned.role == "不足":
            elements += [Element("frame", s) for s in self._frame.filling(planned.role)]
        if plans:
            lead = "下一步，我们打算做好以下几件事。" if len(plans) > 1 else ""
            elements.append(Element("frame", lead, breaks=True))
            elements += told_elements([replace(t, time=t.time or "") for t in plans])
        elif planned.role == "打算" or (mine and not any("下一步" in t.body for t in mine)):
            closing = self._frame.closing(entry)
            elements.append(Element("frame", closing, breaks=planned.role == "打算" and len(mine) > 1))
        spare = (*self._plans(planned, mine), *self._spares.shortcomings([t.fact for t in told]))
        listed = len(mine) > 1 or len(plans) > 1
        kept = tuple(e for e in elements if e.text or e.told)
        return Build(planned, kept, listed, spare=spare, budget=planned.budget)

    def _without_plans(self, planned: PlannedSection, told: Sequence[Told]) -> list[Told]:
        """Shortcomings without the plans that their facts name, where the text has a section for plans."""
        if planned.role != "不足" or "打算" not in self._roles:
            return list(told)
        cut = [(t, shortcoming_and_plan(t.fact.text)) for t in told]
        return [
            replace(t, body=tell(replace(t.fact, text=own), self._frame.genre, self._frame.subject).body) if plan else t
            for t, (own, plan) in cut
        ]

    def wholly(self, planned: PlannedSection) -> bool:
        """Whether a section on shortcomings or plans has facts, and tells its facts whole and no other's."""
        if planned.role not in ("不足", "打算") or not planned.facts:
            return False
        apart = any(shortcoming_and_plan(f.text)[1] for f in self._facts if f.role == "不足")
        return not apart

    def _plans_apart(self, planned: PlannedSection) -> list[Element]:
        """The plans that facts on shortcomings name, for the section of plans."""
        if planned.role != "打算" or "不足" not in self._roles:
            return []
        plans = [shortcoming_and_plan(f.text)[1] for f in self._facts if f.role == "不足"]
        sentences = [plan_sentence(p, self._frame.subject).removeprefix("下一步，") for p in plans if p]
        return [Element("frame", f"{s}。") for s in sentences]

    def _plans(self, planned: PlannedSection, mine: Sequence[Told]) -> tuple[Element, ...]:
        """Plans in general words: against the shortcomings of the brief, or such as every office has."""
        apart = self._frame.genre.entry("打算")
        intended = any(f.role == "打算" or shortcoming_and_plan(f.text)[1] for f in self._facts)
        if planned.role != "打算" and ((apart and apart.minimum) or intended):
            return ()
        remedies = self._spares.remedies(self._facts)
        if planned.role == "不足":
            remedies = [f"下一步，{self._frame.subject}{s}" for s in remedies[:1]]
        general = () if mine else self._bank.of("打算", "how")
        return tuple(Element("how", s, level=SECOND) for s in (*remedies, *general)[: 4 if not mine else 2])

    def _framed(self, planned: PlannedSection) -> Build:
        entry = self._frame.genre.entry(planned.role)
        assert entry is not None
        told = self.told(planned)
        future = any(f.role in ("不足", "打算") or "打算" in f.text for f in self._facts)
        opening = self._frame.opening(entry, _FUTURE if future else "")
        closing = self._frame.closing(entry)
        facts = told_elements(told)
        if planned.role == "结尾":
            thanks = Element("thanks", closing, breaks=True) if closing else None
            lead = (Element("frame", opening, breaks=bool(facts)),) if opening else ()
            elements = (*facts, *lead, *((thanks,) if thanks else ()))
        else:
            elements = self._opened(opening, closing, facts)
        return Build(planned, elements, spare=self._frame_spare(planned), budget=planned.budget)

    def _frame_spare(self, planned: PlannedSection) -> tuple[Element, ...]:
        own = planned.role in ("开场", "概况", "结尾") and self._frame.genre.person != "none"
        if not own or self._frame.modest:
            return ()
        most = 1 if self._frame.genre.person == "third" else 2
        found = [Element("how", s, level=THIRD) for s in self._frame.filling(planned.role)[:most]]
        return tuple(e for e in found if self._frame.honest(e.text))

    def _opened(self, opening: str, closing: str, facts: tuple[Element, ...]) -> tuple[Element, ...]:
        """Opening, facts, closing; the facts stand before a last sentence that announces the parts (“现将……如下”)."""
        sentences = split_sentences(opening)
        last: list[str] = []
        if len(sentences) > 1 and _NOW.search(sentences[-1]):
            last = [sentences.pop()]
        past = self._frame.genre.person == "none" and facts
        # A story says first who is spoken of, then what it says of him.
        named = [Element("frame", "".join(sentences))] if sentences and not past else []
        elements = [*facts, *named] if self._frame.genre.person == "third" else [*named, *facts]
        if past:
            done = any(e.told and is_past(e.told.fact.text) for e in facts)
            elements.append(Element("frame", "在此基础上，" * done + "".join(sentences), breaks=True))
        elements += [Element("frame", text) for text in (*last, closing) if text]
        return tuple(elements)
