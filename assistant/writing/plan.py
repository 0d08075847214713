"""What is decided before a word is written: outline, frame, and every section as code composes it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.draft import Outline, Source
from assistant.writing.bank import Bank
from assistant.writing.build import Build
from assistant.writing.checks import Checker
from assistant.writing.compose import Composer
from assistant.writing.facts import Fact, is_negative, read_facts
from assistant.writing.frame import Frame, make_frame
from assistant.writing.genres import Genre
from assistant.writing.kinship import related
from assistant.writing.manner import mined_headings
from assistant.writing.outline import carrying, deal_again, plan_outline, with_budgets
from assistant.writing.recent import FRESH, Recent
from assistant.writing.sources import source_of
from index.views import Readable

_ROOMY = 150  # characters a fact from which on the longest templates are taken


@dataclass
class Plan:
    """All that is decided before a word is written."""

    brief: Brief
    genre: Genre
    bank: Bank
    facts: tuple[Fact, ...]
    frame: Frame
    outline: Outline
    composer: Composer
    builds: list[Build]
    target: int
    models: Mapping[str, Source]  # passages whose headings may have been taken, by heading
    free: bool = True  # whether the outline is ours, and its headings may still change


def make_plan(
    brief: Brief,
    genre: Genre,
    bank: Bank,
    outline: Outline | None = None,
    library: Readable | None = None,
    recent: Recent = FRESH,
) -> Plan:
    """Outline, frame, and every section composed by code, for a brief; a given ``outline`` is binding.

    Headings of ``library`` stand beside those of the bank. What stands in ``recent`` drafts is taken last.
    """
    facts = tuple(bank.moves.themed(f) for f in read_facts(brief.facts))
    frame = make_frame(brief, genre, bank, Checker(brief).honest, recent)
    known = (brief.unit, brief.occasion, brief.speaker, frame.slots["speaker"])
    facts = related(facts, known, individual=frame.individual)
    mined = [] if outline else mined_headings(library, genre.parts.bank, frame.honest)
    headings = (*bank.headings, *(m.heading for m in mined))
    planned = (
        deal_again(outline, len(facts)) if outline else plan_outline(frame, replace(bank, headings=headings), facts)
    )
    weight = sum(f.weight for f in facts)
    if brief.length and weight > 0.6 * brief.length:
        frame = replace(frame, tight=True)
    elif sum(is_negative(f.text) for f in facts) > 0.4 * len(facts):
        frame = replace(frame, modest=True)
    elif brief.length > _ROOMY * len(facts):
        frame = replace(frame, roomy=True)
    composer = Composer(frame, bank, facts, {s.role for s in planned.sections})
    builds = [composer.section(section) for section in planned.sections]
    natural = {i: b.length for i, b in enumerate(builds) if not b.planned.theme}
    carried = max(carrying(facts, natural, len(builds) - len(natural)), weight)
    target = min(brief.length, carried) if brief.length else min(genre.default_length, carried)
    planned = with_budgets(planned, facts, natural, target)
    builds = [replace(b, planned=s, budget=s.budget) for b, s in zip(builds, planned.sections, strict=True)]
    models = {m.heading.text: source_of(m.passage) for m in mined}
    return Plan(brief, genre, bank, facts, frame, planned, composer, builds, target, models, free=outline is None)
