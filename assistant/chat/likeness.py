"""What kind of turn a message is most like, learned from labelled examples, for what no rule knows.

Ridge regression (in its dual form, Saunders et al. 1998) on runs of one to three characters, weighted by their rarity,
and on which word lists of ``cues.toml`` a message touches; both alone and together with the stage of the desk. Made
from ``turns.json`` in about a second when it is first needed; an example that is added there is learned.
"""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.chat.cues import PARTS, cue, names

_FILE = Path(__file__).with_name("turns.json")
_LONGEST = 60
_STAGES = ("empty", "facts", "outline", "draft")
# Found by leaving examples out: buckets that runs of characters are sorted into, weight of a feature that goes with a
# stage, weight of the cues beside the characters, strength of the ridge.
_BUCKETS, _STAGED, _CUES, _RIDGE = 8192, 0.7, 0.1, 0.2

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Example:
    """A labelled message; ``desk`` is ``empty``, ``facts``, ``outline`` or ``draft``."""

    text: str
    desk: str
    kind: str


class Likeness:
    """Learned from examples: ``scores`` tells how much a message is like those of each kind."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self.examples = tuple(examples)
        self.kinds = tuple(sorted({e.kind for e in self.examples}))
        width = _BUCKETS + len(_touched("", _STAGES[0]))
        known = np.zeros((len(self.examples), width), dtype=np.float32)  # filled in place: it is the bulk of the memory
        for row, e in zip(known, self.examples, strict=True):
            row[:_BUCKETS], row[_BUCKETS:] = _runs(e.text, e.desk), _CUES * _touched(e.text, e.desk)
        runs = known[:, :_BUCKETS]
        self._rarity = np.log((1 + len(runs)) / (1 + np.count_nonzero(runs, axis=0))).astype(np.float32) + 1
        runs *= self._rarity
        runs /= np.maximum(np.linalg.norm(runs, axis=1, keepdims=True), np.float32(1e-9))
        wanted = np.array([[e.kind == kind for kind in self.kinds] for e in self.examples], dtype=np.float32)
        alike = known @ known.T + _RIDGE * np.eye(len(known), dtype=np.float32)
        self._weights = known.T @ np.linalg.solve(alike, wanted)

    def scores(self, text: str, desk: str) -> dict[str, float]:
        """How much ``text`` is like the examples of each kind: about 1 for one of them, about 0 for all others."""
        runs = _runs(text, desk) * self._rarity
        runs /= max(float(np.linalg.norm(runs)), 1e-9)
        found = np.hstack([runs, _CUES * _touched(text, desk)]) @ self._weights
        return dict(zip(self.kinds, map(float, found), strict=True))


def _plain(text: str) -> str:
    return f"<{re.sub('[0-9]+', '0', text.lower())[:_LONGEST]}>"


def _pieces(text: str) -> set[str]:
    plain = _plain(text)
    return {plain[i : i + size] for size in (1, 2, 3) for i in range(len(plain) - size + 1)}


def _runs(text: str, desk: str) -> Vector:
    row = np.zeros(_BUCKETS, dtype=np.float32)
    for piece in _pieces(text):
        row[_bucket(piece)] = 1
        row[_bucket(f"{desk}:{piece}")] = _STAGED
    return row


def _bucket(piece: str) -> int:
    return zlib.crc32(piece.encode("utf-8", "surrogatepass")) % _BUCKETS  # half a character is possible in a message


def _touched(text: str, desk: str) -> Vector:
    found = np.array(list(_signs(text)), dtype=np.float32)
    row = np.zeros((1 + len(_STAGES), len(found)), dtype=np.float32)
    row[0], row[1 + _STAGES.index(desk)] = found, _STAGED * found
    return row.ravel()


def _signs(text: str) -> Iterator[bool]:
    from assistant.chat.rules import FIGURE

    yield True
    yield from (len(text) < 8, len(text) > 20, text[-1:] in "？?吗么呢")
    yield from (bool(FIGURE.search(text)), bool(PARTS.search(text)))
    for name in names():
        pattern = cue(name)
        yield bool(pattern.search(text))
        yield bool(pattern.fullmatch(text))


@cache
def likeness() -> Likeness:
    """What the shipped examples teach."""
    return Likeness(Example(**item) for item in json.loads(_FILE.read_text(encoding="utf-8")))


def nearest(text: str, desk: str, kinds: tuple[str, ...], count: int) -> list[tuple[str, str]]:
    """The ``count`` shipped examples of a stage that share most with ``text``, least alike first, with their kinds."""
    asked = _pieces(text)
    alike = [
        (len(asked & pieces) / (1 + len(pieces)), e.text, e.kind)
        for e in likeness().examples
        if e.desk == desk and e.kind in kinds
        for pieces in (_pieces(e.text),)
    ]
    return [(example, kind) for _, example, kind in sorted(alike)[-count:]]
