"""Figures that follow from two of the facts': share, growth, difference, complement, per head; exact only."""

import itertools

from assistant.ledger.candidates import asked_of, candidates, compared
from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.products import divides
from assistant.ledger.ratios import Derived, like
from assistant.ledger.scenes import Scene
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.subjects import likeness
from assistant.ledger.values import holds

_SILENT, _SAME_THING, _BETTER = 0.1, 0.6, 0.3
_MOST_PAIRS = 300
_SAME_FACT, _ALONE, _ACROSS, _MEANT, _OF_YEARS, _OF_EACH = 0.2, 0.0, 0.45, 0.3, 0.75, 0.25


def derivation(
    figure: Figure,
    scene: Scene,
    sources: Sources,
    words: str,
    sentence: Sentence,
) -> Finding | None:
    """Supported where the figure follows exactly; altered where it is meant to follow from one fact and does not."""
    told, lexicon = sentence.facts, sources.lexicon
    asked = asked_of(figure, scene, bool(told))
    if not asked and not told:
        return None
    wrong: tuple[float, Derived] | None = None
    entries = sources.figures.sharing(scene)
    alone = not entries
    lone: list[Derived] = []
    best: tuple[float, Derived] | None = None
    spoken: Derived | None = None
    # Nothing but what the sentence tells may follow in silence.
    silent = "moves" in asked and scene.near_weight < _SILENT
    if "each" in asked:
        near = set(map(id, entries))
        more = [e for e in sources.figures.plain() if id(e) not in near and divides(scene, e, lexicon)]
        entries = [*entries, *more]
    others = (sources.figures.plain() if silent or not entries else entries) if asked else []
    entries = [*sources.figures.plain_of(told), *(e for e in others if e.fact not in told)]
    for derived in itertools.islice(candidates(figure, scene, asked, entries, sources, sentence), _MOST_PAIRS):
        own = len({e.fact for e in derived.entries}) == 1
        right = holds(figure, derived.value) and not _too_wide(figure, derived)
        of_each = scene.each and divides(scene, derived.entries[-1], lexicon)
        if (
            not own
            and not of_each
            and ((figure.manner == "over" and not scene.each) or not right)
            and not _of_two_years(derived)
        ):
            continue
        likes = [like(scene, e.scene, sources) for e in derived.entries]
        likely = max(likes)
        both = all(e.mention.figure and e.mention.figure.number in sentence.numbers for e in derived.entries)
        named = figure.base == "%" and likely >= _ACROSS  # 企业赞助 names the part, and nothing the whole
        if (
            len(likes) == 2
            and min(likes) <= 0
            and own
            and not both
            and not (named or derived.meant)
            and _of_many(derived.entries[0], sources)
        ):
            continue  # of several sums, the sentence names another
        least = _ALONE if len(derived.entries) == 1 or (own and alone) else _SAME_FACT if own else _ACROSS
        beside = bool(told) and all(e.fact in told for e in derived.entries)
        each = scene.each and likely >= _OF_EACH and any(e.fact in told for e in derived.entries)
        each = each or of_each
        named_other = right and _compares(scene, derived, told)
        years = right and _of_two_years(derived) and _of_one_subject(derived, sources)
        if right and (likely >= least or beside or each or years or named_other or derived.meant):
            if scene.each and own and len(derived.entries) == 2 and not beside:
                best = (likely, derived) if best is None or likely > best[0] else best
                continue  # another fact may be named better
            if best is not None and not beside:
                continue
            return _found(derived)
        if own and derived.sure and not right:
            lone.append(derived)
        if asked and not right and _just_told(derived, sentence):
            spoken = spoken or derived  # 63名，其余97名 of 150名: what it is taken from stands right before
        if (
            (own or of_each or likely >= _OF_YEARS or (both and beside))
            and not alone
            and derived.sure
            and likely >= _MEANT
        ):
            meant = likely + (0.5 if _years_of(derived) & {date.year for date in scene.dates if date.year} else 0)
            wrong = wrong if wrong and wrong[0] >= meant else (meant, derived)
    if best is not None:
        outdone = (
            wrong is not None and wrong[0] >= best[0] + _BETTER and wrong[1].entries[0].fact != best[1].entries[0].fact
        )
        if not outdone:
            return _found(best[1])
    if wrong is None and len(lone) == 1 and alone and figure.base == "%" and _akin(scene, lone[0]):
        wrong = 0.0, lone[0]  # 应建200个，已建184个: no other rate can be meant
    if wrong is None and spoken is not None and figure.exact:
        wrong = 0.0, spoken
    if wrong is None:
        return None
    return Finding("altered", wrong[1].entries[0].fact, f"{wrong[1].told}，此处写成{words}")


def _too_wide(figure: Figure, derived: Derived) -> bool:
    """True where a bound is so far from the value that it cannot be told of it (至多742名 of 3)."""
    if figure.base == "%":
        return False
    far = figure.manner == "most" and derived.value * 2 < figure.number
    return far or (figure.manner == "least" and derived.value > figure.number * 2)


def _just_told(derived: Derived, sentence: Sentence) -> bool:
    """True where it follows from the last two amounts that the sentence tells."""
    last = [number for number, _, _ in sentence.amounts[-2:]]
    return len(last) > 1 and sorted(last) == sorted(
        e.mention.figure.number for e in derived.entries if e.mention.figure
    )


def _found(derived: Derived) -> Finding:
    facts = tuple(sorted({e.fact for e in derived.entries if e.fact is not None}))
    return Finding("supported", facts[0], derived.told, facts)


def _compares(scene: Scene, derived: Derived, told: list[int]) -> bool:
    """True where the clause names what the sentence's fact is compared with (东片42场，比西片多7场)."""
    other = compared(scene)
    facts = {e.fact: e for e in derived.entries}
    return (
        bool(other)
        and any(fact not in told and other[:2] in entry.reading.text.plain for fact, entry in facts.items())
        and any(fact in told for fact in facts)
    )


def _akin(scene: Scene, derived: Derived) -> bool:
    """True where a word of the sentence shares a character with a word of the facts."""
    own = set("".join(scene.plain))
    return not own or any(own & set("".join(entry.scene.plain)) for entry in derived.entries)


def _of_many(entry: Entry, sources: Sources) -> bool:
    """True where the fact tells more than two figures of the entry's unit."""
    base = entry.mention.figure.base if entry.mention.figure else ""
    alike = [e for e in sources.figures.of_same_facts([entry]) if e.mention.figure and e.mention.figure.base == base]
    return len(alike) > 2


def _years_of(derived: Derived) -> set[int]:
    return {date.year for entry in derived.entries for date in entry.scene.dates if date.year}


def _of_two_years(derived: Derived) -> bool:
    """True where the two figures are told of different years, so that a change between them is meant."""
    years = [{date.year for date in entry.scene.dates} for entry in derived.entries]
    return len(years) == 2 and all(years) and not years[0] & years[1]


def _of_one_subject(derived: Derived, sources: Sources) -> bool:
    """True where the facts tell the two figures of the same thing."""
    one, other = derived.entries
    return likeness(one.scene, other.scene, sources) >= _SAME_THING
