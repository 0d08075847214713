"""Names of Mongolians, Tibetans, Uyghurs, Yi and others, by the characters that write them."""

import functools
import re
from collections.abc import Iterator

from assistant.particulars.sample import Part, Sample
from assistant.particulars.words import Words

_NAMES = ("nr", "nrt", "nz", "ns")
_SURE = 4
"""From so many characters on, a run that holds no word is a name though no reading says so."""


@functools.cache
def _run(words: Words) -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(words.syllables))}和]{{2,9}}")


@functools.cache
def _dotted(words: Words) -> re.Pattern[str]:
    part = f"[{''.join(sorted(words.syllables))}]{{2,6}}"
    return re.compile(f"{part}(?:[·•・]{part})+")


def find_foreign(sample: Sample) -> Iterator[Part]:
    """Runs of such characters (才让多杰, 苏和巴雅尔) that no reading knows for words, or with a dot between them."""
    yield from (match.span() for match in _dotted(sample.lists).finditer(sample.plain))
    for match in _run(sample.lists).finditer(sample.plain):
        start, end = _without_words(sample, *match.span())
        if end - start < 3 or sample.is_everyday(start, end):
            continue
        if _named(sample, start, end) >= 2 or (end - start >= _SURE and not sample.has_words(start, end)):
            yield start, end


def _without_words(sample: Sample, start: int, end: int) -> Part:
    """The run without everyday words at its ends, and without 和 there."""
    while end - start > 1:
        token = sample.token_at(start)
        if sample.plain[start] == "和":
            start += 1
        elif (token.start < start or len(token.word) > 1) and token.end <= end and _agreed(sample, token.start):
            start = token.end
        else:
            break
    while end - start > 1:
        last = sample.token_at(end - 1)
        if sample.plain[end - 1] == "和":
            end -= 1
        elif last.start >= start and (len(last.word) > 1 or last.end > end) and _agreed(sample, last.start):
            end = last.start
        else:
            break
    return start, end


def _agreed(sample: Sample, start: int) -> bool:
    return sample.agreed(start, sample.token_at(start).end)


def _named(sample: Sample, start: int, end: int) -> int:
    """How many characters of the run one of the readings takes for part of a name."""
    named: set[int] = set()
    for word in sample.names:
        named.update(range(max(start, word.start), min(end, word.end)))
    for token in sample.tokens_in(start, end):
        if token.tag in _NAMES and token.end <= end and len(token.word) > 1:
            named.update(range(token.start, token.end))
    return len(named)
