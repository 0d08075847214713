"""What may support a claim: the facts with their scenes, and the samples it may have leaked from."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from assistant.ledger.dates import Date, find_dates
from assistant.ledger.figure_index import Entry, FigureIndex, place_of
from assistant.ledger.figures import find_figures
from assistant.ledger.kin import Kin
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.names import Known
from assistant.ledger.numerals import Number
from assistant.ledger.reading import Memory, Reading
from assistant.ledger.text import Text

T = TypeVar("T")
_MOST_MENTIONED = 20_000


class Sources:
    """Facts, context and samples, read once for a draft."""

    def __init__(self, facts: Sequence[str], context: Sequence[str], samples: Sequence[str], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.count = len(facts)
        self.readings = [Reading(Text(fact, lexicon)) for fact in (*facts, *context)]
        self._samples = samples
        self._remembered: dict[str, object] = {}
        self._mentioned: dict[str, bool] = {}
        self.memory = Memory()
        names = dict.fromkeys(name for reading in self.readings for name in reading.names())
        self.names: Known = tuple(names)

    def number(self, reading: int) -> int | None:
        """The fact's number for a reading's number; None for context."""
        return reading if reading < self.count else None

    @functools.cached_property
    def entries(self) -> dict[str, list[Entry]]:
        """All mentions of facts and context by kind."""
        table: dict[str, list[Entry]] = {}
        for i, reading in enumerate(self.readings):
            for number, mention in enumerate(reading.mentions):
                table.setdefault(mention.kind, []).append(Entry(self.number(i), reading, number))
        return table

    @functools.cached_property
    def figures(self) -> FigureIndex:
        """The facts' figures."""
        return FigureIndex(self.entries.get("figure", []), self.lexicon)

    def remembered(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gave the first time it was asked for under ``name``."""
        if name not in self._remembered:
            self._remembered[name] = make()
        return cast(T, self._remembered[name])

    @functools.cached_property
    def kin(self) -> Kin:
        """Which words of facts and context are related to a draft's."""
        tokens = (token for reading in self.readings for token in reading.text.tokens)
        return Kin(dict.fromkeys(token.sense.name for token in tokens if token.sense.name), self.lexicon)

    @functools.cached_property
    def _joined(self) -> str:
        return "\n".join(reading.text.plain for reading in self.readings)

    def mentions(self, words: str) -> bool:
        """True where a fact or the context holds ``words``."""
        found = self._mentioned.get(words)
        if found is None:
            if len(self._mentioned) >= _MOST_MENTIONED:
                self._mentioned.clear()
            found = self._mentioned[words] = words in self._joined
        return found

    def dated(self, date: Date) -> bool:
        """True where a fact or the context tells ``date``; another one is flagged itself."""
        if date not in self._dated:
            told = (e.mention.whole or e.mention.date for e in self.entries.get("date", ()))
            self._dated[date] = any(other is not None and date.within(other) for other in told)
        return self._dated[date]

    @functools.cached_property
    def _dated(self) -> dict[Date, bool]:
        return {}

    @functools.cached_property
    def sample_figures(self) -> frozenset[tuple[Number, str]]:
        """The numbers and units of the samples' figures."""
        found = find_figures(self.sample_text, self.lexicon)
        return frozenset((item.figure.number, item.figure.base) for item in found)

    @functools.cached_property
    def sample_dates(self) -> frozenset[Date]:
        """The samples' dates."""
        return frozenset(item.date for item in find_dates(self.sample_text))

    @functools.cached_property
    def sample_text(self) -> str:
        """All samples as one text."""
        return "\n".join(Text(sample, self.lexicon).plain for sample in self._samples)

    def texts(self) -> Sequence[tuple[int | None, str]]:
        """Each fact's number (None: context) and text."""
        return self._texts

    @functools.cached_property
    def _texts(self) -> list[tuple[int | None, str]]:
        return [(self.number(i), reading.text.plain) for i, reading in enumerate(self.readings)]


@dataclass(frozen=True)
class Finding:
    """A verdict before it is placed: ``covers`` are the facts that a supported claim tells, ``meant`` is the figure of
    the facts that it tells or should tell."""

    verdict: str
    fact: int | None
    why: str
    covers: tuple[int, ...] = ()
    meant: Entry | None = None


def named(fact: int | None) -> Finding:
    """A finding that the words of a fact (None: the context) bear out."""
    return Finding("supported", fact, f"{place_of(fact)}里提到", () if fact is None else (fact,))


def supported(entry: Entry, why: str = "") -> Finding:
    """A finding that ``entry`` bears out."""
    covers = () if entry.fact is None else (entry.fact,)
    return Finding("supported", entry.fact, why or f"{entry.place}为{entry.words}", covers, entry)
