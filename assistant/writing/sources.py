"""Passages of the library for the sections: originals to check against, masked ones to learn the manner from."""

from collections.abc import Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass

from assistant.draft import PlannedSection, Source
from assistant.masking import mask
from assistant.writing.planted import without_planted
from index.errors import XinhuoError
from index.material import StoredPassage
from index.views import Readable

PER_SECTION = 6
LATE, FAILED = "资料库没有及时答复。", "资料库这次没有查成。"


def source_of(stored: StoredPassage) -> Source:
    """A stored passage as a source, with its masked text, from which sentences that talk to a writer are left out."""
    passage = stored.passage
    masked = mask(without_planted(passage.text))
    return Source(stored.passage_id, stored.file, stored.article, passage.headings, passage.text, masked)


@dataclass(frozen=True)
class Found:
    """For each section its passages, and ``trouble``: "" or one sentence on why the library gave none."""

    sources: tuple[tuple[Source, ...], ...]
    trouble: str = ""


def sources_for(
    library: Readable | None, sections: Sequence[PlannedSection], texts: Sequence[str], genre: str
) -> Found:
    """For each section the passages that fit its heading and facts best.

    A library that is busy or damaged keeps nobody from writing; it is not asked again, and what is wrong is told.
    """
    found: list[tuple[Source, ...]] = []
    trouble = ""
    for section, text in zip(sections, texts, strict=True):
        passages: Sequence[StoredPassage] = ()
        if library is not None and not trouble and (section.heading or section.facts):
            query = f"{section.theme} {section.heading} {text}".strip()[:200]
            try:
                passages = library.passages_for(query, genre, section.role, PER_SECTION)
            except XinhuoError as error:
                trouble = str(error)
        found.append(tuple(source_of(p) for p in passages))
    return Found(tuple(found), trouble)


def settled(found: "Future[Found]", number: int, seconds: float) -> Found:
    """What the library found; nothing for ``number`` sections where it fails or takes longer than ``seconds``."""
    wait([found], timeout=seconds)
    if not found.done():
        return Found(((),) * number, LATE)
    return Found(((),) * number, FAILED) if found.exception() else found.result()
