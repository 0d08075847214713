"""The outline: sections from the genre's skeleton, facts dealt to them, headings from the bank, budgets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.draft import Outline, PlannedSection
from assistant.headings import numbered
from assistant.sentences import count
from assistant.writing.bank import Bank
from assistant.writing.deal import Group, group, places
from assistant.writing.facts import Fact
from assistant.writing.frame import Frame, title_of
from assistant.writing.genres import GenreSection
from assistant.writing.headings import Part, choose

PER_FACT = 240  # characters that one fact can honestly carry with what belongs around it
FEW = 4  # facts under which each of them carries less: there is nothing to connect
_PER_FEW = 170
_LEAST = 60
_SHORT = 700  # characters under which a text has no closing section that its genre does not demand


def plan_outline(frame: Frame, bank: Bank, facts: Sequence[Fact]) -> Outline:
    """The outline of a brief: every fact in exactly one section, headings parallel, budgets in characters."""
    placed = places(facts, frame.genre)
    entry = frame.genre.parts
    parts_facts = [f for f in facts if placed[f.number] is None]
    story = frame.genre.person == "third"
    wished = _wished(len(parts_facts), entry)
    groups = group(parts_facts, entry.minimum, entry.maximum, wished, as_given=story)
    parts = [Part(g.themes, g.text, bank.moves.shared_kinds(g.facts)) for g in groups]
    headings = choose(bank, entry.bank, parts, "|".join(frame.brief.facts), frame.honest, worn=frame.recent.weight)
    sections: list[PlannedSection] = []
    for item in frame.genre.sections:
        if item is entry:
            sections += _parts(item, groups, headings)
        else:
            own = tuple(f.number for f in facts if placed[f.number] == item.role)
            if own or item.minimum or (item.role == "结尾" and not 0 < frame.brief.length < _SHORT):
                sections.append(PlannedSection(item.heading, own, role=item.role))
    return Outline(title_of(frame), tuple(_numbered(sections)))


def _wished(count_facts: int, entry: GenreSection) -> int:
    """How many parts so many facts make: two to four facts a part."""
    return max(entry.minimum, min(entry.maximum, round(count_facts / 2.2)))


def _parts(entry: GenreSection, groups: Sequence[Group], headings: Sequence[str]) -> list[PlannedSection]:
    return [
        PlannedSection(
            heading, tuple(f.number for f in g.facts), role=entry.role, theme=g.themes[0] if g.themes else "综合"
        )
        for g, heading in zip(groups, headings, strict=True)
    ]


def _numbered(sections: Sequence[PlannedSection]) -> list[PlannedSection]:
    headings = iter(numbered([s.heading for s in sections if s.heading]))
    return [replace(s, heading=next(headings)) if s.heading else s for s in sections]


def with_budgets(outline: Outline, facts: Sequence[Fact], natural: Mapping[int, int], target: int) -> Outline:
    """The outline with budgets that add up to ``target`` (less the headings).

    ``natural`` gives the length of the sections that have a length of their own (opening, closing …) by position; the
    parts share what is left, half evenly, half by the weight of their facts.
    """
    headings = sum(count(s.heading) for s in outline.sections)
    left = max(0, target - headings - sum(natural.values()))
    open_ones = [i for i in range(len(outline.sections)) if i not in natural]
    weights = {i: sum(facts[n].weight for n in outline.sections[i].facts) for i in open_ones}
    total = sum(weights.values()) or 1
    sections = list(outline.sections)
    for i, length in natural.items():
        sections[i] = replace(sections[i], budget=length)
    for i in open_ones:
        share = 0.5 / len(open_ones) + 0.5 * weights[i] / total
        sections[i] = replace(sections[i], budget=max(_LEAST, weights[i], round(left * share)))
    return replace(outline, sections=tuple(sections))


def carrying(facts: Sequence[Fact], natural: Mapping[int, int], parts: int) -> int:
    """Characters that the facts can honestly carry, with frame and headings."""
    inside = [f for f in facts if not f.instruction]
    each = PER_FACT if len(inside) >= FEW else _PER_FEW
    return sum(natural.values()) + each * len(inside) + 40 * parts


def deal_again(outline: Outline, count_facts: int) -> Outline:
    """A user's outline made whole: numbers that do not exist or stand twice dropped, facts left out put in.

    Their order, headings and sections stay. A fact that no section names goes to the last section with a heading.
    """
    seen: set[int] = set()
    sections: list[PlannedSection] = []
    for section in outline.sections:
        own = tuple(dict.fromkeys(n for n in section.facts if 0 <= n < count_facts and n not in seen))
        seen |= set(own)
        sections.append(replace(section, facts=own))
    missing = tuple(n for n in range(count_facts) if n not in seen)
    if missing and sections:
        place = max((i for i, s in enumerate(sections) if s.heading), default=len(sections) - 1)
        sections[place] = replace(sections[place], facts=(*sections[place].facts, *missing))
    return replace(outline, sections=tuple(sections))
