"""What changed between two drafts, paragraph by paragraph, as it would print."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.draft import Draft
from assistant.sentences import alike
from assistant.word.blocks import Block, blocks_of

_UNLIKE = 0.4
"""Share of common characters up to which two paragraphs have nothing to do with each other."""
_LONG, _NOTHING_SHARED = 40, 0.1


@dataclass(frozen=True)
class Piece:
    """A run of characters: kept, only in the old text, or only in the new."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class Change:
    """One paragraph that differs. ``before`` is "" where it is new, ``after`` where it is gone."""

    before: str
    after: str
    pieces: tuple[Piece, ...]


def changes(before: Draft, after: Draft) -> tuple[Change, ...]:
    """The paragraphs that differ, in order. What export itself would put right does not count as a change."""
    old, new = _texts(before), _texts(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    found: list[Change] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            found.extend(_paired(old[a:b], new[c:d]))
    return tuple(found)


def _texts(draft: Draft) -> list[str]:
    return [_text(block) for block in blocks_of(draft)]


def _text(block: Block) -> str:
    return block.text or "\n".join("　".join(row) for row in block.rows)


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Changed paragraphs matched with the most similar ones, in order; the rest are new or gone."""
    at = 0
    for text in old:
        best = _likest(text, new, at)
        if best is None:
            yield Change(text, "", (Piece("removed", text),))
            continue
        for added in new[at:best]:
            yield Change("", added, (Piece("added", added),))
        yield Change(text, new[best], tuple(_pieces(text, new[best])))
        at = best + 1
    for added in new[at:]:
        yield Change("", added, (Piece("added", added),))


def _likest(text: str, others: Sequence[str], start: int) -> int | None:
    """The first of the most similar of ``others`` from ``start`` on, None where none is similar."""
    matcher = difflib.SequenceMatcher(None, b=text, autojunk=False)
    best, most = None, _UNLIKE
    for i in range(start, len(others)):
        if min(len(text), len(others[i])) > _LONG and alike(text, others[i]) < _NOTHING_SHARED:
            continue  # the exact comparison of two long paragraphs takes milliseconds
        matcher.set_seq1(others[i])
        if matcher.quick_ratio() > most and (ratio := matcher.ratio()) > most:
            best, most = i, ratio
    return best


def _pieces(before: str, after: str) -> Iterator[Piece]:
    import rjieba

    old, new = list(rjieba.cut(before)), list(rjieba.cut(after))
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[a:b]))
            continue
        if a < b:
            yield Piece("removed", "".join(old[a:b]))
        if c < d:
            yield Piece("added", "".join(new[c:d]))
