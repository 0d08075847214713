"""Changes of facts and fields, kept in step with the outline and the draft that refer to facts by number."""

from dataclasses import replace

from assistant.brief import Brief
from assistant.draft import Draft, Outline
from assistant.work import Work


def with_brief(work: Work, brief: Brief) -> Work:
    """``work`` with another brief; outline and draft go on pointing at the same facts.

    A fact is the same one where its text is; of those left over, one at the same place in between is taken for an
    edited one. Facts that are gone leave the sections; new ones go to the section that is best suited (see ``placed``).
    """
    if work.brief.facts == brief.facts:
        return replace(work, brief=brief)
    moves = _moves(work.brief.facts, brief.facts)
    outline = placed(_outline(work.outline, moves), len(brief.facts)) if work.outline else None
    return Work(brief, outline, _draft(work.draft, moves) if work.draft else None)


def placed(outline: Outline, count: int) -> Outline:
    """``outline`` with every fact below ``count`` in it: those in no section go to the 做法 section with the fewest."""
    told = {fact for section in outline.sections for fact in section.facts}
    sections = list(outline.sections)
    for fact in range(count):
        if fact in told or not sections:
            continue
        bodies = [n for n, s in enumerate(sections) if s.heading and s.role == "做法"]
        bodies = bodies or [n for n, s in enumerate(sections) if s.heading] or list(range(len(sections)))
        n = min(bodies, key=lambda n: len(sections[n].facts))
        sections[n] = replace(sections[n], facts=(*sections[n].facts, fact))
    return replace(outline, sections=tuple(sections))


def _moves(before: tuple[str, ...], after: tuple[str, ...]) -> dict[int, int]:
    places: dict[str, list[int]] = {}
    for n, text in enumerate(after):
        places.setdefault(text, []).append(n)
    moves: dict[int, int] = {}
    for n, text in enumerate(before):
        if places.get(text):
            moves[n] = places[text].pop(0)
    taken = set(moves.values())
    if len(before) == len(after):
        moves |= {n: n for n in range(len(before)) if n not in moves and n not in taken}
    return moves


def _renumbered(facts: tuple[int, ...], moves: dict[int, int]) -> tuple[int, ...]:
    return tuple(moves[fact] for fact in facts if fact in moves)


def _outline(outline: Outline, moves: dict[int, int]) -> Outline:
    sections = tuple(replace(s, facts=_renumbered(s.facts, moves)) for s in outline.sections)
    return replace(outline, sections=sections)


def _draft(draft: Draft, moves: dict[int, int]) -> Draft:
    sections = tuple(replace(s, facts=_renumbered(s.facts, moves)) for s in draft.sections)
    return replace(draft, sections=sections)


def replaced_in_draft(draft: Draft, old: str, new: str) -> Draft:
    """``draft`` with ``old`` written as ``new`` wherever it stands by itself (16 is not found in 416)."""

    def swap(text: str) -> str:
        return swapped(text, old, new)

    sections = tuple(replace(s, heading=swap(s.heading), text=swap(s.text)) for s in draft.sections)
    return replace(
        draft,
        title=swap(draft.title),
        sections=sections,
        front=tuple(map(swap, draft.front)),
        salutation=swap(draft.salutation),
        signature=tuple(map(swap, draft.signature)),
    )


def swapped(text: str, old: str, new: str) -> str:
    """``text`` with ``old`` replaced by ``new``, where no digit continues it on either side."""
    found, start = [], 0
    while old and (at := text.find(old, start)) >= 0:
        end = at + len(old)
        inside = (old[0].isdigit() and text[:at][-1:] and text[at - 1] in "0123456789.") or (
            old[-1].isdigit() and text[end : end + 1] and text[end] in "0123456789."
        )
        found.append(text[start:at] + (old if inside else new))
        start = end
    return "".join(found) + text[start:]
