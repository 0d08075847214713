"""A section under construction: elements that know which facts they tell and whether they may be left out."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.draft import PlannedSection, Section, Source
from assistant.headings import chinese_number
from assistant.sentences import count
from assistant.writing.facts import is_setback
from assistant.writing.tell import Told

ElementKind = Literal["frame", "lead", "before", "fact", "after", "how", "aim", "text", "thanks"]
LISTED = 3  # facts from which on a part counts them with 一是、二是、三是
_TERSE = 14  # characters up to which a fact is told together with its neighbours
_RUN = 56
_TOGETHER = 130  # characters up to which facts on one thing are told as one item
_CLAUSE_ON = re.compile(r"其中|并|由此|为此")
_PARAGRAPH = 240  # characters after which a listed section gives each item a paragraph of its own
_FULL = 120  # characters after which the next fact that has sentences of its own begins a new paragraph


@dataclass(frozen=True)
class Element:
    """One or more sentences of a section.

    ``told`` is set for a fact that code tells, with ``tail`` as the clause after it; ``facts`` are the numbers told.
    Only frame, fact and thanks elements must stay; the others are there for length and flow. ``about`` is the fact that
    a before or an after belongs to; ``level`` says how soon a spare element is taken, 1 first, ``source`` which of
    the section's sources it was taken from, -1 for none.
    """

    kind: ElementKind
    text: str = ""
    told: Told | None = None
    tail: str = ""
    facts: tuple[int, ...] = ()
    breaks: bool = False
    theme: str = ""
    about: int = -1
    level: int = 1
    source: int = -1

    @property
    def optional(self) -> bool:
        """Whether the element may be left out without losing a fact."""
        return self.kind in ("lead", "before", "after", "how", "aim") or (self.kind == "text" and not self.facts)


@dataclass(frozen=True)
class Build:
    """A section as elements. ``spare`` are optional elements that may be put in where the text is too short.

    ``listed`` counts the facts with 一是、二是; ``tasks`` counts them 1. 2. in paragraphs of their own. ``labels`` are
    the few words that name an item, by fact number.
    """

    planned: PlannedSection
    elements: tuple[Element, ...]
    listed: bool = False
    tasks: bool = False
    labels: Mapping[int, str] = field(default_factory=dict)
    spare: tuple[Element, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str = ""
    budget: int = 0
    meta: dict[str, str] = field(default_factory=dict)

    @property
    def length(self) -> int:
        """Characters of the rendered body."""
        return count(render(self))

    def section(self) -> Section:
        """The finished section."""
        p = self.planned
        return Section(p.heading, render(self), p.facts, self.sources, p.role, self.note)

    def with_element(self, position: int, element: Element | None) -> "Build":
        """The same section with another element in a place, or without it."""
        put = () if element is None else (element,)
        return replace(self, elements=(*self.elements[:position], *put, *self.elements[position + 1 :]))


def told_elements(told: Sequence[Told], *, apart: bool = False) -> tuple[Element, ...]:
    """One element a fact; neighbours that are only a few words (“讲师88人”) share a sentence unless kept ``apart``.

    A fact that goes on from the one before (“其中……”) is told in one breath with it.
    """
    elements: list[Element] = []
    run: list[tuple[Told, tuple[int, ...]]] = []
    for one in (*_with_followers(told), None):
        if one is not None and not apart and _terse(one[0]) and _length_of(run) + len(one[0].body) <= _RUN:
            run.append(one)
            continue
        elements += _run_elements(run)
        run = [one] if one is not None and not apart and _terse(one[0]) else []
        if one is not None and not run:
            elements.append(Element("fact", told=one[0], facts=one[1]))
    return tuple(elements)


def _length_of(run: Sequence[tuple[Told, tuple[int, ...]]]) -> int:
    return sum(len(t.body) for t, _ in run)


def _with_followers(told: Sequence[Told]) -> list[tuple[Told, tuple[int, ...]]]:
    """Each sentence with the numbers of the facts that it tells."""
    found: list[tuple[Told, tuple[int, ...]]] = []
    for one in told:
        if not (found and _goes_with(one, *found[-1])):
            found.append((one, (one.fact.number,)))
            continue
        before, numbers = found[-1]
        mark = "，" if _CLAUSE_ON.match(one.body) else "。"
        fact = replace(before.fact, text=f"{before.fact.text}，{one.fact.text}")
        body = f"{before.body}{mark}{one.time}{one.body}"
        found[-1] = (replace(before, fact=fact, body=body), (*numbers, one.fact.number))
    return found


def _goes_with(one: Told, before: Told, numbers: tuple[int, ...]) -> bool:
    """Whether a fact goes on from the sentence before it, or shortly tells more of the same thing."""
    if one.fact.joined:
        return numbers[-1] == one.fact.number - 1
    same = one.fact.kin >= 0 and one.fact.kin == before.fact.kin
    return same and len(before.body) + len(one.body) <= _TOGETHER


def _terse(told: Told) -> bool:
    few = len(told.body) <= _TERSE and not told.subject
    return few and not told.fact.instruction and told.fact.role not in ("不足", "打算")


def _run_elements(run: Sequence[tuple[Told, tuple[int, ...]]]) -> list[Element]:
    if len(run) < 2:
        return [Element("fact", told=t, facts=numbers) for t, numbers in run]
    text = "，".join(t.time + t.body for t, _ in run)
    facts = tuple(n for _, numbers in run for n in numbers)
    return [Element("fact", f"{text}。", facts=facts, theme=run[0][0].fact.theme)]


def sentence_of(element: Element, mark: str = "", *, subject: bool = True) -> str:
    """The element's text; ``mark`` is the 一是 before it."""
    if element.told is None:
        return mark + element.text
    bare = bool(mark) and not mark.endswith("。")
    return mark + element.told.sentence(subject=subject and not bare, tail=element.tail)


def render(build: Build, upto: int | None = None) -> str:
    """The section's paragraphs, one a line; of its first ``upto`` elements only, where that is given.

    What is rendered of the first elements does not change when more of them follow or get their tails.
    """
    writing = _Page(build)
    for number, element in enumerate(build.elements[:upto]):
        writing.add(number, element)
    return "\n".join(p for p in writing.paragraphs if p)


class _Page:
    """The paragraphs of a section, as far as they are written."""

    def __init__(self, build: Build) -> None:
        self._build = build
        facts = [e for e in build.elements if e.kind == "fact" and not (e.told and e.told.fact.instruction)]
        self._items = facts if (build.listed or build.tasks) and len(facts) >= 2 else []
        told = sum(count(sentence_of(replace(e, tail=""))) for e in facts)
        spoken_of = any(e.kind == "after" for e in build.elements)
        self._apart = build.tasks or told > _PARAGRAPH or bool(build.labels) or spoken_of
        self._number = 0
        self._subject_told = False
        self._joins = 0
        self.paragraphs = [""]

    def add(self, number: int, element: Element) -> None:
        """Write one more element."""
        mark = self._mark(number, element)
        if self._breaks(number, element, mark):
            self.paragraphs.append("")
            self._subject_told = False
        # “我们” opens the first sentence of a run; it is not said again in every one of them.
        text = self._joined(number, element) + sentence_of(element, mark, subject=not self._subject_told)
        if element.told is not None:
            self._subject_told = bool(element.told.subject) and not self._subject_told and not mark
        self.paragraphs[-1] += text

    def _joined(self, number: int, element: Element) -> str:
        """“同时，” between two facts of one paragraph that follow each other, once in a section."""
        before = self._build.elements[number - 1] if number else None
        told, other = element.told, before.told if before else None
        if not (told and other and self.paragraphs[-1]) or self._items or self._joins or told.time:
            return ""
        plain = (
            bool(self._build.planned.theme)
            and told.fact.role == other.fact.role
            and told.fact.role in ("做法", "成效")
            and not told.task
        )
        if not plain or told.fact.instruction or is_setback(told.fact.text) or not told.subject:
            return ""
        self._joins += 1
        return "同时，"

    def _opens(self, number: int, element: Element) -> int | None:
        """The fact whose group the element opens: its first sentence before it, or the fact itself."""
        elements = self._build.elements
        if element.kind == "before":
            return element.about
        if not element.facts or element.kind != "fact":
            return None
        before = elements[number - 1] if number else None
        led = before is not None and before.kind == "before" and before.about in element.facts
        return None if led else element.facts[0]

    def _mark(self, number: int, element: Element) -> str:
        opened = self._opens(number, element)
        if opened is None or not any(opened in e.facts for e in self._items):
            return ""
        self._number += 1
        label = self._build.labels.get(opened, "")
        mark = f"{self._number}." if self._build.tasks else f"{chinese_number(self._number)}是"
        return f"{mark}{label}。" if label else mark

    def _breaks(self, number: int, element: Element, mark: str) -> bool:
        if not self.paragraphs[-1]:
            return False
        if element.breaks or (mark and self._apart):
            return True
        if self._items or self._opens(number, element) is None:
            return False
        follows = self._build.elements[number - 1].kind in ("after", "how")
        return (element.kind == "before" or follows) and count(self.paragraphs[-1]) > _FULL
