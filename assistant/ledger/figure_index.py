"""The facts' figures, found by number, by unit and by the words around them."""

import functools
import itertools
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.ledger.figures import Figure
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.numerals import Number
from assistant.ledger.reading import Reading
from assistant.ledger.scenes import Scene
from assistant.ledger.spans import Mention
from assistant.ledger.subjects import keys
from assistant.ledger.values import comparable, may_bear_out

_MOST_RIVALS = 14
_MOST_KEPT = 4096


@dataclass(frozen=True)
class Entry:
    """One mention of a fact. ``fact`` is None for what only the context (unit, occasion …) says."""

    fact: int | None
    reading: Reading
    number: int

    @functools.cached_property
    def mention(self) -> Mention:
        """The mention itself."""
        return self.reading.mentions[self.number]

    @functools.cached_property
    def scene(self) -> Scene:
        """Its surroundings in the fact."""
        return self.reading.scene(self.number)

    @property
    def words(self) -> str:
        """The mention as the fact writes it."""
        return self.reading.words(self.mention)

    @property
    def place(self) -> str:
        """How a sentence to the user names the source: 要点3 (from 1), or 基本信息."""
        return place_of(self.fact)


def place_of(fact: int | None) -> str:
    """How a sentence to the user names a fact (None: the context)."""
    return "基本信息" if fact is None else f"要点{fact + 1}"


class FigureIndex:
    """The facts' figures, found by number, by unit and by the words around them."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self.entries = entries
        self._lexicon = lexicon
        self._numbers: dict[Number, list[int]] = {}
        self._words: dict[str, list[int]] = {}
        self._loose: list[int] = []
        self._by_unit: dict[tuple[str, str], frozenset[int]] = {}
        self._bearing: dict[Figure, bool] = {}
        self._by_word: dict[tuple[str, str, str], list[int]] = {}
        self._plain: dict[str | None, list[Entry]] = {}
        self._plain_words: dict[tuple[str, str | None], list[int]] = {}
        self._of_reading: dict[int, list[Entry]] = {}
        self._of_fact: dict[int, list[Entry]] = {}
        for entry in entries:
            if entry.fact is not None:
                self._of_fact.setdefault(entry.fact, []).append(entry)
        for i, entry in enumerate(entries):
            figure = entry.mention.figure
            if figure is None:
                continue
            self._numbers.setdefault(figure.number, []).append(i)
            self._numbers.setdefault(figure.bare, []).append(i)
            if not figure.exact or not (entry.scene.whole or entry.scene.lent):
                self._loose.append(i)
            words = dict.fromkeys(keys(entry.scene, lexicon))
            for word in words:
                self._words.setdefault(word, []).append(i)
            if self._is_plain(entry):
                self._of_reading.setdefault(id(entry.reading), []).append(entry)
                for base in (None, figure.base):
                    self._plain.setdefault(base, []).append(entry)
                    for word in words:
                        self._plain_words.setdefault((word, base), []).append(i)

    def of_number(self, number: Number) -> list[Entry]:
        """Figures of just this number, in base units or as written."""
        return [self.entries[i] for i in self._numbers.get(number, ())]

    def may_bear_out(self, figure: Figure) -> bool:
        """True where a figure of the facts has this value, whatever of."""
        found = self._bearing.get(figure)
        if found is None:
            if len(self._bearing) >= _MOST_KEPT:
                self._bearing.clear()
            told = (entry.mention.figure for entry in self.entries)
            found = self._bearing[figure] = any(other is not None and may_bear_out(figure, other) for other in told)
        return found

    def facts_of(self, figure: Figure) -> set[int]:
        """The facts that tell just this figure, whatever of."""
        alike = ((e.fact, e.mention.figure) for e in self.of_number(figure.number))
        return {fact for fact, other in alike if fact is not None and other is not None and other.base == figure.base}

    def sharing(self, scene: Scene, base: str | None = None) -> list[Entry]:
        """Plain figures of facts (those in one unit) whose surroundings share a word with ``scene``; all where it says
        nothing."""
        if scene.whole_weight < 0.3:
            return self.plain(base)
        found = {i for word in keys(scene, self._lexicon) for i in self._plain_words.get((word, base), ())}
        return [self.entries[i] for i in sorted(found)]

    def of_facts(self, facts: Collection[int | None]) -> list[Entry]:
        """All figures of these facts."""
        return [entry for fact in facts if fact is not None for entry in self._of_fact.get(fact, ())]

    def plain(self, base: str | None = None) -> list[Entry]:
        """All exact figures of facts, or those in one unit."""
        return self._plain.get(base, [])

    def plain_of(self, facts: Collection[int]) -> list[Entry]:
        """The exact figures of these facts, in the order of the facts."""
        return [entry for entry in self.of_facts(sorted(set(facts))) if self._is_plain(entry)]

    def of_same_facts(self, entries: Sequence[Entry]) -> list[Entry]:
        """The plain figures of all facts that ``entries`` come from."""
        readings = dict.fromkeys(id(e.reading) for e in entries)
        return [e for reading in readings for e in self._of_reading.get(reading, ())]

    @staticmethod
    def _is_plain(entry: Entry) -> bool:
        return entry.fact is not None and entry.mention.figure is not None and entry.mention.figure.exact

    def candidates(self, figure: Figure, scene: Scene) -> list[Entry]:
        """Figures that may bear ``figure`` out or be what it was changed from."""
        fit = self._comparable(figure) | set(self._numbers.get(figure.bare, ()))
        if not figure.exact or scene.whole_weight < 0.3:
            return [self.entries[i] for i in sorted(fit)]
        found = {*self._loose, *self._numbers.get(figure.number, ()), *self._numbers.get(figure.bare, ())}
        words = self._words.keys() & keys(scene, self._lexicon)
        shared = Counter(itertools.chain.from_iterable(self._with_word(word, figure) for word in words))
        found.update(i for _, i in sorted((-n, i) for i, n in shared.items())[:_MOST_RIVALS])
        return [self.entries[i] for i in sorted(found & fit)]

    def _comparable(self, figure: Figure) -> frozenset[int]:
        """The entries whose unit the draft could have put for its own; units alone decide."""
        key = figure.base, figure.family
        if key not in self._by_unit:
            others = ((i, entry.mention.figure) for i, entry in enumerate(self.entries))
            self._by_unit[key] = frozenset(i for i, other in others if other is not None and comparable(figure, other))
        return self._by_unit[key]

    def _with_word(self, word: str, figure: Figure) -> list[int]:
        """Those of them that have ``word``, a word of the facts', around them."""
        key = word, figure.base, figure.family
        if key not in self._by_word:
            fit = self._comparable(figure)
            self._by_word[key] = [i for i in self._words[word] if i in fit]
        return self._by_word[key]
