"""Which words mean the same thing, a wider or a narrower one, or are spelt into each other."""

import functools
from collections.abc import Iterable, Mapping

from assistant.ledger.lexicon import Lexicon

_MOST_KEPT = 20_000


@functools.cache
def ancestors(lexicon: Lexicon, name: str) -> tuple[str, ...]:
    """The wider concepts of a concept, the nearest first."""
    wider = lexicon.wider.get(name, "")
    return (wider, *ancestors(lexicon, wider)) if wider else ()


@functools.lru_cache(maxsize=65536)
def related(lexicon: Lexicon, one: str, other: str) -> float:
    """1 for the same thing, 0.6 for a wider and a narrower one, 0.8 where one is spelt into the other, else 0."""
    if one == other:
        return 1.0
    if other in ancestors(lexicon, one) or one in ancestors(lexicon, other):
        return 0.6
    if (one, other) in lexicon.akin or (other, one) in lexicon.akin:
        return 0.6
    if one in lexicon.wider or other in lexicon.wider:
        return 0.0
    if len(one) > 1 and len(other) > 1 and (one in other or other in one):
        return 0.8
    return 0.0


@functools.lru_cache(maxsize=65536)
def keys(lexicon: Lexicon, word: str) -> tuple[str, ...]:
    """Under what a word can be found by others that share a subject with it."""
    pairs = () if word in lexicon.kinds else tuple(word[i : i + 2] for i in range(len(word) - 1))
    return (word, *ancestors(lexicon, word), *pairs)


class Kin(dict[str, Mapping[str, float]]):
    """To a draft's word the facts' words that are related to it, with how closely (0 to 1); looked up once for each.

    A word is not among its own kin.
    """

    def __init__(self, words: Iterable[str], lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon
        self._words: dict[str, list[str]] = {}
        for word in words:
            for handle in self._handles(word):
                self._words.setdefault(handle, []).append(word)

    def __missing__(self, word: str) -> Mapping[str, float]:
        if len(self) >= _MOST_KEPT:
            self.clear()
        near = {other for handle in self._handles(word) for other in self._words.get(handle, ())} - {word}
        pairs = ((other, related(self._lexicon, word, other)) for other in near)
        found = self[word] = {other: alike for other, alike in pairs if alike}
        return found

    def _handles(self, word: str) -> set[str]:
        """Two related words have one of these in common."""
        pairs = {word[i : i + 2] for i in range(len(word) - 1)}
        return {word, *ancestors(self._lexicon, word), *self._lexicon.akin_of.get(word, ()), *pairs}
