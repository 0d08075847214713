"""What is particular in a sample beyond the ledger's claims: names and counts that a checker must not flag, a mask may.

The ledger flags only what it can stand by; a passage shown to a writer may rather lose a word too many than keep the
name of somebody else's village. What is so general that every office writes it stays.
"""

from collections.abc import Iterable

from assistant.ledger import Span, find_spans
from assistant.particulars.companions import find_companions, repeated
from assistant.particulars.counts import find_counts
from assistant.particulars.people import find_foreign, find_people, without_role
from assistant.particulars.places import apart, find_places
from assistant.particulars.sample import Sample

Part = tuple[int, int]


def particulars(text: str) -> tuple[Span, ...]:
    """Every claim of ``text`` and whatever else tells of one place, person or year only; in order, without overlaps."""
    sample = Sample(text)
    claims = list(find_spans(text))
    names = _joined((*_names(sample), *_claimed(sample, claims)))
    for low, high in names:
        claims = _with_name(claims, text, low, high)
    for start, end, kind in find_counts(sample):
        low, high = sample.raw_span(start, end)
        met = [span for span in claims if span.start < high and low < span.end]
        if kind in ("activity", "date") and all(low <= span.start and span.end <= high for span in met):
            claims = [span for span in claims if span not in met]
            met = []
        if not met:
            claims.append(Span(text[low:high], low, high, kind))
    return tuple(sorted(claims, key=lambda span: span.start))


def _names(sample: Sample) -> list[Part]:
    """Offsets in ``text`` as given of all names: of people, of places and units, of what they bear out."""
    found = list(find_people(sample))
    found += [*apart(list(find_places(sample)), found)]
    found += find_foreign(sample)
    found += find_companions(sample, found)
    found += repeated(sample, found)
    return [sample.raw_span(*without_role(sample, start, end)) for start, end in found]


def _claimed(sample: Sample, claims: Iterable[Span]) -> list[Part]:
    return [(span.start, span.end) for span in claims if span.kind == "name"]


def _joined(parts: Iterable[Part]) -> list[Part]:
    """``parts`` in order, those that overlap made one."""
    joined: list[Part] = []
    for low, high in sorted(parts):
        if joined and low < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return joined


def _with_name(claims: list[Span], text: str, low: int, high: int) -> list[Span]:
    """``claims`` with a name: it takes in what lies within it, and gives way to what reaches beyond it."""
    whole = high - low
    for span in claims:
        if not (span.start < high and low < span.end) or span.kind == "name":
            continue
        if span.kind in ("activity", "title") or not (low <= span.start and span.end <= high):
            low, high = (max(low, span.end), high) if span.start <= low else (low, min(high, span.start))
    if high - low < min(2, whole):
        return claims
    kept = [span for span in claims if span.end <= low or high <= span.start]
    return [*kept, Span(text[low:high], low, high, "name")]
