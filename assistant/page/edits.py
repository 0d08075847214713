"""Changes by hand: typed text becomes a draft again, facts are added, moved and removed, findings are settled."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.draft import Draft, Section
from assistant.draft_reading import parse_markdown
from assistant.errors import EditConflict
from assistant.ledger import Claim, find_spans
from assistant.work import Work

_SENTENCE_END = "。！？；\n"


def merge(markdown: str, before: Draft | None, genre: str) -> Draft:
    """The draft that was typed; sections keep the facts, sources and role they had.

    A section is known again by its heading, else by its place where the number of sections is the same.
    Raises ``BadDraft`` where nothing is left.
    """
    draft = parse_markdown(markdown, before.genre if before else genre)
    if before is None:
        return draft
    groups = _groups(before.sections)
    same_count = len(groups) == len(draft.sections)
    sections: list[Section] = []
    for i, typed in enumerate(draft.sections):
        known = next((g for g in groups if g and g[0].heading == typed.heading), None)
        group = known or (groups[i] if same_count else [])
        sections += _split(typed, group)
    unwritten = [s for s in before.sections[:1] if s.note and not s.heading + s.text]
    return replace(draft, sections=(*unwritten, *sections))


def _groups(sections: Sequence[Section]) -> list[list[Section]]:
    """Sections that run together in the plain form: each headed one with those without a heading after it."""
    groups: list[list[Section]] = []
    for section in sections:
        if section.heading or not groups:
            groups.append([section])
        else:
            groups[-1].append(section)
    return groups


def _split(typed: Section, group: Sequence[Section]) -> list[Section]:
    """Part a typed section again into the sections that run together in it; a new line stays with the one above."""
    if len(group) < 2:
        return [_like(typed, group[0] if group else None)]
    old = [(line, n) for n, section in enumerate(group) for line in section.text.split("\n") if line.strip()]
    lines = typed.text.split("\n")
    owners = _owners([line for line, _ in old], [n for _, n in old], lines)
    parts = []
    for n, section in enumerate(group):
        text = "\n".join(line for line, owner in zip(lines, owners, strict=True) if owner == n)
        if text or section.heading:
            heading = typed.heading if n == 0 else ""
            parts.append(_like(Section(heading, text), section))
    return parts


def _owners(old: list[str], numbers: list[int], new: list[str]) -> list[int]:
    owners, last = [], 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for i in range(d - c):
            if tag != "insert" and a + i < b:
                last = max(last, numbers[a + i])
            owners.append(last)
    return owners


def _like(section: Section, old: Section | None) -> Section:
    if old is None:
        return section
    note = old.note if section.text == old.text else ""
    return replace(old, heading=section.heading, text=section.text, note=note)


def there(items: Sequence[object], number: int) -> int:
    """``number``, where ``items`` has it. A window that is behind may name one that is gone: ``EditConflict``."""
    if not 0 <= number < len(items):
        raise EditConflict("这一处刚在另一个窗口改过，请看新的内容再点。")
    return number


def add_facts(work: Work, texts: Sequence[str]) -> Work:
    """The work with more facts at the end; blank ones and those already there are left out."""
    known = list(work.brief.facts)
    for text in texts:
        fact = " ".join(text.split())
        if fact and fact not in known:
            known.append(fact)
    return replace(work, brief=work.brief.with_facts(tuple(known)))


def change_fact(work: Work, number: int, text: str) -> Work:
    """The work with fact ``number`` worded otherwise; an empty wording removes it. Raises ``EditConflict``."""
    fact = " ".join(text.split())
    there(work.brief.facts, number)
    if not fact:
        return remove_fact(work, number)
    facts = work.brief.facts
    return replace(work, brief=work.brief.with_facts((*facts[:number], fact, *facts[number + 1 :])))


def remove_fact(work: Work, number: int) -> Work:
    """The work without fact ``number``; outline and sections are renumbered."""
    order = [i for i in range(len(work.brief.facts)) if i != number]
    return _reorder(work, order)


def move_fact(work: Work, number: int, to: int) -> Work:
    """The work with fact ``number`` moved to place ``to``; outline and sections are renumbered.

    Raises ``EditConflict`` where there is no such fact any more.
    """
    there(work.brief.facts, number)
    order = [i for i in range(len(work.brief.facts)) if i != number]
    order.insert(max(0, min(to, len(order))), number)
    return _reorder(work, order)


def _reorder(work: Work, order: list[int]) -> Work:
    place = {old: new for new, old in enumerate(order)}

    def moved(facts: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(place[i] for i in facts if i in place))

    brief = work.brief.with_facts(tuple(work.brief.facts[i] for i in order))
    outline, draft = work.outline, work.draft
    if outline:
        outline = replace(outline, sections=tuple(replace(s, facts=moved(s.facts)) for s in outline.sections))
    if draft:
        draft = replace(draft, sections=tuple(replace(s, facts=moved(s.facts)) for s in draft.sections))
    return Work(brief, outline, draft)


def move_section(work: Work, number: int, to: int) -> Work:
    """The work with section ``number`` of its outline moved to place ``to``. Raises ``EditConflict``."""
    if not work.outline or not 0 <= to < len(work.outline.sections):
        return work
    sections = list(work.outline.sections)
    sections.insert(to, sections.pop(there(sections, number)))
    return replace(work, outline=replace(work.outline, sections=tuple(sections)))


def rename_section(work: Work, number: int, heading: str) -> Work:
    """The work with another heading over section ``number`` of its outline. Raises ``EditConflict``."""
    if not work.outline or not heading.strip():
        return work
    sections = list(work.outline.sections)
    sections[there(sections, number)] = replace(sections[number], heading=heading.strip())
    return replace(work, outline=replace(work.outline, sections=tuple(sections)))


def remove_section(work: Work, number: int) -> Work:
    """The work without section ``number`` of its outline; its facts go to the section before it, or after.

    Raises ``EditConflict`` where there is no such section any more.
    """
    if not work.outline or len(work.outline.sections) < 2:
        return work
    sections = list(work.outline.sections)
    gone = sections.pop(there(sections, number))
    heir = max(0, number - 1)
    sections[heir] = replace(sections[heir], facts=tuple(sorted({*sections[heir].facts, *gone.facts})))
    return replace(work, outline=replace(work.outline, sections=tuple(sections)))


def deal_fact(work: Work, fact: int, to: int) -> Work:
    """The work with ``fact`` told in section ``to`` of its outline, and in no other. Raises ``EditConflict``."""
    if not work.outline:
        return work
    there(work.brief.facts, fact)
    there(work.outline.sections, to)
    sections = [replace(s, facts=tuple(i for i in s.facts if i != fact)) for s in work.outline.sections]
    sections[to] = replace(sections[to], facts=tuple(sorted({*sections[to].facts, fact})))
    return replace(work, outline=replace(work.outline, sections=tuple(sections)))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence that holds ``text[start:end]`` begins and ends (its closing mark included)."""
    first = max((text.rfind(mark, 0, start) for mark in _SENTENCE_END), default=-1) + 1
    stops = [place for mark in _SENTENCE_END if (place := text.find(mark, end)) >= 0]
    last = min(stops, default=len(text) - 1)
    return first, last if text[last : last + 1] == "\n" else last + 1


def without_sentence(markdown: str, start: int, end: int) -> str:
    """The text without the sentence around ``start:end``; a paragraph that is left empty goes too."""
    first, last = sentence_around(markdown, start, end)
    left = markdown[:first] + markdown[last:]
    return re.sub(r"\n[ \u3000]*\n(?:[ \u3000]*\n)+", "\n\n", left)


def as_fact_says(markdown: str, claim: Claim, facts: Sequence[str]) -> str | None:
    """The text with an altered claim put back to what its fact says; None where that cannot be told for sure."""
    if claim.fact is None:
        return None
    spans = [span.text for span in find_spans(facts[claim.fact]) if span.kind == claim.kind]
    if not spans:
        return None
    tail = {text: _common_tail(text, claim.text) for text in spans}
    best = max(spans, key=lambda text: tail[text])
    if len(spans) > 1 and (tail[best] == 0 or list(tail.values()).count(tail[best]) > 1):
        return None
    return markdown[: claim.start] + best + markdown[claim.end :]


def _common_tail(one: str, other: str) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b or a.isdigit():
            break
        count += 1
    return count
