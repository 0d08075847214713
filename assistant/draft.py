"""The draft and its outline: immutable values, with the plain Markdown form that the command line reads and writes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

MARK = "【待核实】"
SPOKEN_PER_MINUTE = 220
"""Characters that a speaker reads aloud in a minute: a 汇报 was measured at 200–240."""


@dataclass(frozen=True)
class Source:
    """A sample passage that a section learned from or is nearest to: ``text``, and ``masked`` as a model sees it."""

    passage_id: str
    file: str
    article: str
    headings: tuple[str, ...] = ()
    text: str = ""
    masked: str = ""


@dataclass(frozen=True)
class PlannedSection:
    """One section of an outline: its heading as it will print, the facts it must tell, its budget in characters.

    An opening or a closing has no heading. ``role`` is one of ``index.material.ROLES``, ``theme`` a theme or "".
    """

    heading: str
    facts: tuple[int, ...] = ()
    budget: int = 300
    role: str = "做法"
    theme: str = ""


@dataclass(frozen=True)
class Outline:
    """Title and sections in order. Every fact of the brief stands in exactly one section."""

    title: str
    sections: tuple[PlannedSection, ...]


@dataclass(frozen=True)
class Section:
    """A written section. ``text`` is paragraphs, one a line; a line that starts with ``### `` is a sub-heading.

    ``note`` is "" or one sentence for the user, e.g. that the section was set from its facts without a model.
    """

    heading: str
    text: str
    facts: tuple[int, ...] = ()
    sources: tuple[Source, ...] = ()
    role: str = "做法"
    note: str = ""

    @property
    def length(self) -> int:
        """Characters of the body, without white space."""
        return len(re.sub(r"\s|^#+", "", self.text, flags=re.M))


@dataclass(frozen=True)
class Draft:
    """A whole text. ``front`` are the lines under the title (unit, speaker, date), ``signature`` the 落款 lines."""

    title: str
    sections: tuple[Section, ...]
    genre: str = ""
    front: tuple[str, ...] = ()
    salutation: str = ""
    attachments: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """Characters of the body (headings and paragraphs) without white space."""
        headings = sum(len(re.sub(r"\s", "", s.heading)) for s in self.sections)
        return headings + sum(s.length for s in self.sections)

    def with_section(self, number: int, section: Section) -> Self:
        """The same draft with another section in place ``number`` (from 0)."""
        sections = (*self.sections[:number], section, *self.sections[number + 1 :])
        return replace(self, sections=sections)

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values, in the form that ``draft_from_dict`` reads."""
        return asdict(self)

    def to_markdown(self) -> str:
        """The plain form: ``# 标题``, front matter, 称谓, ``## 一、…``, paragraphs, 落款; blank lines between."""
        return "\n\n".join(_blocks(self)) + "\n"


def _blocks(draft: Draft) -> Iterator[str]:
    if draft.title:
        yield f"# {draft.title}"
    yield from draft.front
    if draft.salutation:
        yield draft.salutation
    for section in draft.sections:
        if section.heading:
            yield f"## {section.heading}"
        yield from (line for line in section.text.split("\n") if line.strip())
    yield from draft.attachments
    yield from draft.signature


def draft_from_dict(data: Mapping[str, Any]) -> Draft:
    """The draft that ``Draft.to_dict`` wrote (tuples come back as tuples)."""
    sections = tuple(_section_from_dict(item) for item in data["sections"])
    lists = {key: tuple(data.get(key, ())) for key in ("front", "attachments", "signature")}
    return Draft(data["title"], sections, data.get("genre", ""), salutation=data.get("salutation", ""), **lists)


def _section_from_dict(item: Mapping[str, Any]) -> Section:
    sources = tuple(Source(**{**s, "headings": tuple(s["headings"])}) for s in item.get("sources", ()))
    return Section(**{**item, "facts": tuple(item.get("facts", ())), "sources": sources})


def outline_from_dict(data: Mapping[str, Any]) -> Outline:
    """An outline from JSON-ready values (``dataclasses.asdict`` of an ``Outline``)."""
    sections = tuple(PlannedSection(**{**s, "facts": tuple(s.get("facts", ()))}) for s in data["sections"])
    return Outline(data["title"], sections)
