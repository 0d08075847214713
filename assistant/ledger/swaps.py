"""Two figures of one fact in each other's place: where one is found out, the other is."""

from collections.abc import MutableSequence

from assistant.ledger.figure_index import Entry
from assistant.ledger.reading import Reading
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.spans import Mention

Judged = tuple[Mention, Finding]


def settle(reading: Reading, judged: MutableSequence[Judged], sources: Sources) -> None:
    """Finds altered what ``judged`` holds for supported though it is the other half of a swap.

    One figure stands where a fact's other figure belongs, which the draft tells in no place of its own; what has that
    one's value in the same sentence stands where the first belongs.
    """
    for mention, finding in list(judged):
        if finding.verdict != "altered" or finding.meant is None or finding.meant.fact is None:
            continue
        own = _own(mention, finding.meant, sources)
        if own is None or any(told.meant is own and told.verdict == "supported" for _, told in judged):
            continue
        sentence = reading.text.sentence_start(mention.start)
        for i, (other, told) in enumerate(judged):
            beside = reading.text.sentence_start(other.start) == sentence
            if beside and told.verdict == "supported" and told.meant is finding.meant and _exact(other):
                why = f"{own.place}为{own.words}，此处写成{reading.words(other)}"
                judged[i] = other, Finding("altered", own.fact, why)


def _own(mention: Mention, meant: Entry, sources: Sources) -> Entry | None:
    """The entry beside ``meant`` whose value the mention has."""
    figure = mention.figure
    if figure is None or not figure.exact:
        return None
    beside = ((e, e.mention.figure) for e in sources.figures.of_same_facts([meant]) if e is not meant)
    alike = (e for e, other in beside if other and other.number == figure.number and other.base == figure.base)
    return next(alike, None)


def _exact(mention: Mention) -> bool:
    return mention.figure is not None and mention.figure.exact
