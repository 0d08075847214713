"""What kind of turn a message is most like: labelled examples compared by their characters, for what no rule knows.

Complement naive Bayes over runs of one to three characters (Rennie et al. 2003), with the stage of the desk as a
feature. Made from ``turns.json`` in a moment when it is first needed; an example that is added there is learned.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

_FILE = Path(__file__).with_name("turns.json")
_LONGEST = 60
_SMOOTH = 1.0


@dataclass(frozen=True)
class Example:
    """A labelled message; ``desk`` is ``empty``, ``facts``, ``outline`` or ``draft``."""

    text: str
    desk: str
    kind: str


class Likeness:
    """Learned from examples; ``best`` tells the kind that a message is most like, and by how much."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self.examples = tuple(examples)
        known = [(set(_features(e.text, e.desk)), e.kind) for e in self.examples]
        self.kinds = tuple(sorted({kind for _, kind in known}))
        self._places = {f: n for n, f in enumerate(sorted(set().union(*(features for features, _ in known))))}
        counts = np.zeros((len(self.kinds), len(self._places)))
        for features, kind in known:
            counts[self.kinds.index(kind), [self._places[f] for f in features]] += 1
        spread = counts.sum(axis=0)
        self._rarity = np.log((1 + len(known)) / (1 + spread)) + 1
        others = (spread - counts) * self._rarity + _SMOOTH
        weights = -np.log(others / others.sum(axis=1, keepdims=True))
        self._weights = weights / weights.mean(axis=1, keepdims=True)

    def best(self, text: str, desk: str, allowed: Collection[str]) -> tuple[str, float]:
        """The likeliest of the ``allowed`` kinds, and its lead over the second; leads under 0.1 mean little."""
        places = [self._places[f] for f in set(_features(text, desk)) if f in self._places]
        values = self._rarity[places]
        scores = self._weights[:, places] @ values / max(1.0, float(np.linalg.norm(values)))
        ranked = sorted(((s, k) for s, k in zip(scores, self.kinds, strict=True) if k in allowed), reverse=True)
        return ranked[0][1], float(ranked[0][0] - ranked[1][0])


def _features(text: str, desk: str) -> Iterator[str]:
    plain = f"<{re.sub('[0-9]+', '0', text.lower())[:_LONGEST]}>"
    for size in (1, 2, 3):
        for i in range(len(plain) - size + 1):
            piece = plain[i : i + size]
            yield piece
            yield f"{desk}:{piece}"
    yield f"{desk}:"


@cache
def likeness() -> Likeness:
    """What the shipped examples teach."""
    return Likeness(Example(**item) for item in json.loads(_FILE.read_text(encoding="utf-8")))


def nearest(text: str, desk: str, kinds: tuple[str, ...], count: int) -> list[tuple[str, str]]:
    """The ``count`` shipped examples of a stage that share most with ``text``, least alike first, with their kinds."""
    asked = set(_features(text, desk))
    alike = [
        (len(asked & features) / (1 + len(features)), e.text, e.kind)
        for e in likeness().examples
        if e.desk == desk and e.kind in kinds
        for features in (set(_features(e.text, e.desk)),)
    ]
    return [(example, kind) for _, example, kind in sorted(alike)[-count:]]
