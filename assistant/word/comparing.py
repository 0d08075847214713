"""What changed between two drafts, paragraph by paragraph, as it would print."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.draft import Draft
from assistant.word.blocks import Block, blocks_of


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
        best = max(range(at, len(new)), key=lambda i: _likeness(text, new[i]), default=None)
        if best is None or _likeness(text, new[best]) < 0.4:
            yield Change(text, "", (Piece("removed", text),))
            continue
        for added in new[at:best]:
            yield Change("", added, (Piece("added", added),))
        yield Change(text, new[best], tuple(_pieces(text, new[best])))
        at = best + 1
    for added in new[at:]:
        yield Change("", added, (Piece("added", added),))


def _likeness(a: str, b: str) -> float:
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


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
