"""A draft's figure beside the facts' figures that may bear it out or be what it was changed from."""

from typing import NamedTuple

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.reading import Reading
from assistant.ledger.sources import Sources
from assistant.ledger.subjects import shared
from assistant.ledger.tellings import Tellings
from assistant.ledger.values import LOOSE, follows, mutable, same_unit

_OTHER_UNIT = 0.15
_TELLING = 100  # a number this great, told once, says by itself what it counts


class Match(NamedTuple):
    """A fact's figure beside the draft's: how well the subjects agree, whether they clash, whether the
    value follows, and whether only its unit was exchanged for one like it."""

    entry: Entry
    score: float
    clash: bool
    value: bool
    digits: bool


def matches_of(draft: Reading, number: int, tellings: Tellings, sources: Sources) -> list[Match]:
    """The matches of figure ``number`` of a draft with all figures of facts that it may come from."""
    figure = draft.mentions[number].figure
    candidates = sources.figures.candidates(figure, draft.scene(number)) if figure else []
    return [m for entry in candidates if (m := match_of(draft, number, entry, tellings, sources))]


def match_of(draft: Reading, number: int, entry: Entry, tellings: Tellings, sources: Sources) -> Match | None:
    """The match of figure ``number`` of a draft with a fact's; None where the units cannot be compared."""
    figure, other = draft.mentions[number].figure, entry.mention.figure
    if figure is None or other is None:
        return None
    alike, digits = same_unit(figure, other), same_digits(figure, other)
    fits = alike or mutable(figure, other)
    if not fits and not digits:
        return None
    score, clashes = tellings.agreement(number, entry)
    if figure.base != other.base and figure.base and other.base:  # 5起 and 5个 count one thing where words say so
        alike = (alike or {figure.base, other.base} in LOOSE) and _same_thing(draft, number, entry, score, sources)
        alike = alike or (not clashes and {figure.base, other.base} in LOOSE and _alone(figure, other, sources))
    value = alike and follows(figure, other)
    return Match(entry, score, clashes, value, fits and digits)


def _same_thing(draft: Reading, number: int, entry: Entry, score: float, sources: Sources) -> bool:
    """True where the words say that the two count one thing, though in other units."""
    if score < _OTHER_UNIT:
        return False
    scene, figure = draft.scene(number), draft.mentions[number].figure
    silent = figure is not None and figure.base == "个" and not scene.whole
    return silent or bool(shared(scene, entry.scene, sources))


def _alone(figure: Figure, other: Figure, sources: Sources) -> bool:
    """True where the number is great enough to tell what it counts, and the facts tell it but once."""
    return figure.bare >= _TELLING and len(set(map(id, sources.figures.of_number(other.number)))) == 1


def same_digits(figure: Figure, other: Figure) -> bool:
    """True where only the unit may have been changed (1200份 → 1200种)."""
    return figure.bare == other.bare and figure.bare >= 10 and bool(figure.unit and other.unit)
