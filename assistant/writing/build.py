"""A section under construction: elements that know which facts they tell and whether they may be left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.draft import PlannedSection, Section, Source
from assistant.sentences import count
from assistant.writing.headings import chinese_number
from assistant.writing.tell import Told

ElementKind = Literal["frame", "lead", "fact", "how", "aim", "text", "thanks"]
LISTED = 3  # facts from which on a part counts them with 一是、二是、三是
_TERSE = 14  # characters up to which a fact is told together with its neighbours
_RUN = 56
_PARAGRAPH = 240  # characters after which a listed section gives each item a paragraph of its own


@dataclass(frozen=True)
class Element:
    """One or more sentences of a section.

    ``told`` is set for a fact that code tells, with ``tail`` as the clause after it; ``facts`` are the numbers told.
    Only frame, fact and thanks elements must stay; the others are there for length and flow.
    """

    kind: ElementKind
    text: str = ""
    told: Told | None = None
    tail: str = ""
    facts: tuple[int, ...] = ()
    breaks: bool = False
    theme: str = ""

    @property
    def optional(self) -> bool:
        """Whether the element may be left out without losing a fact."""
        return self.kind in ("lead", "how", "aim") or (self.kind == "text" and not self.facts)


@dataclass(frozen=True)
class Build:
    """A section as elements. ``spare`` are optional elements that may be put in where the text is too short."""

    planned: PlannedSection
    elements: tuple[Element, ...]
    listed: bool = False
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


def told_elements(told: Sequence[Told]) -> tuple[Element, ...]:
    """One element a fact; neighbours that are only a few words (“讲师88人”) share a sentence."""
    elements: list[Element] = []
    run: list[Told] = []
    for one in (*told, None):
        if one is not None and _terse(one) and sum(len(t.body) for t in run) + len(one.body) <= _RUN:
            run.append(one)
            continue
        elements += _run_elements(run)
        run = []
        if one is not None:
            run = [one] if _terse(one) else []
            elements += [] if run else [Element("fact", told=one, facts=(one.fact.number,))]
    return tuple(elements)


def _terse(told: Told) -> bool:
    return len(told.body) <= _TERSE and not told.fact.instruction and told.fact.role not in ("不足", "打算")


def _run_elements(run: Sequence[Told]) -> list[Element]:
    if len(run) < 2:
        return [Element("fact", told=t, facts=(t.fact.number,)) for t in run]
    text = "，".join(t.time + t.body for t in run)
    return [Element("fact", f"{text}。", facts=tuple(t.fact.number for t in run), theme=run[0].fact.theme)]


def sentence_of(element: Element, mark: str = "", *, subject: bool = True) -> str:
    """The element's text; ``mark`` is the 一是 before it."""
    if element.told is None:
        return mark + element.text
    return mark + element.told.sentence(subject=subject and not mark, tail=element.tail)


def render(build: Build, upto: int | None = None) -> str:
    """The section's paragraphs, one a line; of its first ``upto`` elements only, where that is given.

    What is rendered of the first elements does not change when more of them follow or get their tails.
    """
    facts = [e for e in build.elements if e.kind == "fact" and not (e.told and e.told.fact.instruction)]
    listed = build.listed and len(facts) >= 2
    long = listed and sum(count(sentence_of(replace(e, tail=""))) for e in facts) > _PARAGRAPH
    paragraphs: list[str] = [""]
    number = 0
    subject_told = False
    for element in build.elements[:upto]:
        mark = ""
        if listed and any(element is e for e in facts):
            number += 1
            mark = f"{chinese_number(number)}是"
        if (element.breaks or (long and mark)) and paragraphs[-1]:
            paragraphs.append("")
            subject_told = False
            number = number if mark else 0
        # “我们” opens the first sentence of a run; it is not said again in every one of them.
        text = sentence_of(element, mark, subject=not subject_told)
        if element.told is not None and not mark:
            subject_told = bool(element.told.subject) and not subject_told
        paragraphs[-1] += text
    return "\n".join(p for p in paragraphs if p)
