"""Passages of the library for the sections: originals to check against, masked ones to learn the manner from."""

from collections.abc import Sequence

from assistant.draft import PlannedSection, Source
from assistant.masking import mask
from assistant.writing.planted import without_planted
from index.errors import XinhuoError
from index.material import StoredPassage
from index.views import Readable

PER_SECTION = 6


def source_of(stored: StoredPassage) -> Source:
    """A stored passage as a source, with its masked text, from which sentences that talk to a writer are left out."""
    passage = stored.passage
    masked = mask(without_planted(passage.text))
    return Source(stored.passage_id, stored.file, stored.article, passage.headings, passage.text, masked)


def sources_for(
    library: Readable | None, sections: Sequence[PlannedSection], texts: Sequence[str], genre: str
) -> list[tuple[Source, ...]]:
    """For each section the passages that fit its heading and facts best; none where the library cannot answer."""
    if library is None:
        return [() for _ in sections]
    found: list[tuple[Source, ...]] = []
    for section, text in zip(sections, texts, strict=True):
        if not section.heading and not section.facts:
            found.append(())
            continue
        query = f"{section.theme} {section.heading} {text}".strip()[:200]
        try:
            passages = library.passages_for(query, genre, section.role, PER_SECTION)
        except XinhuoError:
            passages = []  # a library that is busy or damaged must not keep anybody from writing
        found.append(tuple(source_of(p) for p in passages))
    return found
