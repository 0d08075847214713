"""What is particular in a sample beyond the ledger's claims: names and counts that a checker must not flag, a mask may.

The ledger flags only what it can stand by; a passage shown to a writer may rather lose a word too many than keep the
name of somebody else's village. What is so general that every office writes it stays.
"""

from collections.abc import Iterable, Iterator

from assistant.ledger import Span
from assistant.ledger.spans import read_mentions
from assistant.particulars.companions import find_companions, repeated, shortened
from assistant.particulars.counts import find_counts
from assistant.particulars.foreign import find_foreign
from assistant.particulars.people import find_people, without_role
from assistant.particulars.places import find_places
from assistant.particulars.sample import Part, Sample


def particulars(text: str) -> tuple[Span, ...]:
    """Every claim of ``text`` and whatever else tells of one place, person or year only; in order, without overlaps."""
    sample = Sample(text)
    spans = list(_claims(sample))
    for low, high in _joined((*_names(sample), *((s.start, s.end) for s in spans if s.kind == "name"))):
        spans = _with_name(spans, text, low, high)
    for start, end, kind in find_counts(sample):
        low, high = sample.raw_span(start, end)
        met = [span for span in spans if span.start < high and low < span.end]
        if kind != "figure" and all(low <= span.start and span.end <= high for span in met):
            spans = [span for span in spans if span not in met]
            met = []
        if not met:
            spans.append(Span(text[low:high], low, high, kind))
    return tuple(sorted(spans, key=lambda span: span.start))


def _claims(sample: Sample) -> Iterator[Span]:
    """The ledger's spans, from words that are read once for both."""
    for mention in read_mentions(sample):
        if mention.firm:
            named = mention.kind == "name"
            start, end = without_role(sample, mention.start, mention.end) if named else mention[:2]
            start, end = sample.raw_span(start, end)
            yield Span(sample.raw[start:end], start, end, mention.kind)


def _names(sample: Sample) -> list[Part]:
    """Offsets in the raw text of all names: of people, of places and units, and of what these bear out."""
    people = list(find_people(sample))
    found = [*people, *shortened(sample, people)]
    found += _apart(list(find_places(sample)), found)
    found += find_foreign(sample)
    found += find_companions(sample, found)
    found += repeated(sample, found)
    return [sample.raw_span(*without_role(sample, start, end)) for start, end in found]


def _apart(parts: Iterable[Part], others: Iterable[Part]) -> list[Part]:
    """``parts`` but for those that meet one of ``others``."""
    return [(low, high) for low, high in parts if not any(start < high and low < end for start, end in others)]


def _joined(parts: Iterable[Part]) -> list[Part]:
    """``parts`` in order, those that overlap made one."""
    joined: list[Part] = []
    for low, high in sorted(parts):
        if joined and low < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _with_name(spans: list[Span], text: str, low: int, high: int) -> list[Span]:
    """``spans`` with a name: it takes in what lies within it, and gives way to titles and what reaches beyond it."""
    whole = high - low
    for span in spans:
        if not (span.start < high and low < span.end) or span.kind == "name":
            continue
        if span.kind in ("activity", "title") or not (low <= span.start and span.end <= high):
            low, high = (max(low, span.end), high) if span.start <= low else (low, min(high, span.start))
    if high - low < min(2, whole):
        return spans
    kept = [span for span in spans if span.end <= low or high <= span.start]
    return [*kept, Span(text[low:high], low, high, "name")]
