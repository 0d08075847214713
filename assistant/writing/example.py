"""Example paragraphs on a theme, and answers to questions about the samples: both only from what the library holds."""

import re
from collections.abc import Sequence

from assistant.events import ExampleFound, Original
from assistant.ledger import find_spans
from assistant.masking import mask
from assistant.sentences import overlap, split_sentences
from assistant.writing.planted import without_planted
from index.material import StoredPassage
from index.views import Readable

ORIGINALS = 3
_LEAST = 60
_MOST = 320
_COMMITTEE = r"(?:教育局|教育系统|学校)?(?:关工委|关心下一代工作委员会)"
_NAMED = re.compile(
    rf"(?:[一-鿿×]{{1,6}}?(?:省|市|县|区|镇|乡|街道|村|社区|学校|中学|小学))+{_COMMITTEE}|我[县市区镇乡校]{_COMMITTEE}"
)
_PLACE = re.compile(r"[一-鿿]{2,3}(?:省|市|县|区|镇|乡|街道|村|社区)(?=×××)")
_UNIT_MARK = "\ue000"  # a private character: no text holds it


def find_example(library: Readable | None, theme: str, unit: str) -> ExampleFound:
    """Up to three originals on ``theme`` with their source, and one of them adapted for ``unit``.

    The adapted paragraph holds no figure, name or title of the original, ×× stands in their place. Both are empty where
    nothing in the library fits.
    """
    if library is None:
        return ExampleFound((), "")
    found = library.search(theme, 8)
    if not found.confident:
        return ExampleFound((), "")
    fitting = sorted(found.passages, key=lambda s: not _LEAST <= len(s.passage.text) <= 500)
    chosen = fitting[:ORIGINALS]
    originals = tuple(Original(s.passage.text, s.file, s.article, s.passage.headings) for s in chosen)
    return ExampleFound(originals, adapt(without_planted(chosen[0].passage.text), unit) if chosen else "")


def adapt(text: str, unit: str) -> str:
    """``text`` for another unit: everything particular masked with ××, ``unit`` where the own unit is named."""
    masked = mask(_NAMED.sub(_UNIT_MARK, text) if unit else text)
    while any(_particular(masked[span.start : span.end]) for span in find_spans(masked)):
        again = mask(masked)
        if again == masked:
            break
        masked = again
    masked = re.sub(r"[0-9０-９]+(?:\.[0-9]+)?", "××", masked)
    masked = re.sub(r"×{4,}", "×××", _PLACE.sub("", masked))
    return _cut(masked.replace(_UNIT_MARK, unit))


def _particular(text: str) -> bool:
    return "×" not in text


def _cut(text: str) -> str:
    """The first sentences of a paragraph, at most some 320 characters."""
    kept = ""
    for sentence in split_sentences(text):
        if kept and len(kept) + len(sentence) > _MOST:
            break
        kept += sentence
    return kept.strip()


def relevant(question: str, passages: Sequence[StoredPassage], most: int = 3) -> list[tuple[str, StoredPassage]]:
    """The sentences of ``passages`` that have most in common with ``question``, each with its passage."""
    scored = [
        (overlap(question, sentence) + 0.1 / (1 + rank), sentence.strip(), stored)
        for rank, stored in enumerate(passages)
        for sentence in split_sentences(stored.passage.text)
        if len(sentence.strip()) >= 12
    ]
    scored.sort(key=lambda item: -item[0])
    return [(sentence, stored) for score, sentence, stored in scored[:most] if score > 0.15]
