"""What may support a claim: the facts with their scenes, and the samples it may have leaked from."""

import functools
import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from assistant.ledger.dates import Date, find_dates
from assistant.ledger.figures import Figure, find_figures
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.names import Known
from assistant.ledger.numerals import Number
from assistant.ledger.posts import post_beside, posts_of, role_pattern
from assistant.ledger.scenes import Scene, claimed, scene_of
from assistant.ledger.spans import Mention, read_mentions
from assistant.ledger.subjects import keys
from assistant.ledger.text import Text
from assistant.ledger.values import comparable


class Reading:
    """A text with its mentions and, when asked for, their scenes."""

    def __init__(self, text: Text, known: Known = (), memory: "Memory | None" = None) -> None:
        self.text = text
        self.mentions = read_mentions(text, known)
        self._kept: dict[int, Kept] = {}
        self._memory = memory

    @functools.cached_property
    def _taken(self) -> bytearray:
        return claimed(self.text, self.mentions)

    def scene(self, number: int) -> Scene:
        """The scene of mention ``number``."""
        return self.kept(number).scene

    def kept(self, number: int) -> "Kept":
        """The scene with how it agrees with the facts' figures, as far as that was asked for."""
        if number not in self._kept:
            self._kept[number] = self._recall(number)
        return self._kept[number]

    def _recall(self, number: int) -> "Kept":
        kept = self._memory.get(self._places[number]) if self._memory is not None else None
        if kept is None:
            kept = Kept(scene_of(self.text, self.mentions, number, self._taken))
            if self._memory is not None:
                self._memory.put(self._places[number], kept)
        return kept

    @functools.cached_property
    def _places(self) -> list["Place"]:
        """What the scene of each mention depends on: its sentence, the mentions in it, and which of them it is."""
        places: list[Place] = []
        starts = [self.text.sentence_start(mention.start) for mention in self.mentions]
        for start, numbers in itertools.groupby(range(len(starts)), key=starts.__getitem__):
            inside = [self.mentions[number] for number in numbers]
            sentence = self.text.plain[start : self.text.sentence_end(inside[-1].end - 1)]
            spans = tuple((m.start - start, m.end - start, m.kind, m.sort, m.firm) for m in inside)
            places += [(sentence, spans, i) for i in range(len(inside))]
        return places

    def words(self, mention: Mention) -> str:
        """The mention as written, folded to half-width characters."""
        return self.text.plain[mention.start : mention.end]

    def role_of(self, mention: Mention) -> str:
        """The post that stands beside a person's name (主任, 退休教师), "" where none does."""
        return post_beside(self.text, mention.start, mention.end)

    def posts_of(self, mention: Mention) -> frozenset[str]:
        """All posts that the words around a person's name give to it."""
        return posts_of(self.text, mention.start, mention.end)

    def roles(self) -> frozenset[str]:
        """All posts that the text names."""
        return frozenset(m[0] for m in role_pattern(self.text.lexicon).finditer(self.text.plain))

    def names(self) -> list[tuple[str, str]]:
        """Full names of people, places and units in the text, with their sort."""
        found = ((self.words(m), m.sort) for m in self.mentions if m.kind == "name" and m.sort != "mask")
        return [(word, sort) for word, sort in found if len(word) > 1 and "×" not in word]


T = TypeVar("T")
Place = tuple[str, tuple[tuple[int, int, str, str, bool], ...], int]
_MOST_SCENES = 20_000


class Kept:
    """A scene, and what was found out about it and the facts, which depends on nothing else of the draft."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.agreeing: dict[int, tuple[float, bool]] = {}
        self._notes: dict[object, object] = {}

    def note(self, name: object, make: Callable[[], T]) -> T:
        """What ``make`` gave the first time it was asked for under ``name``."""
        if name not in self._notes:
            self._notes[name] = make()
        return cast(T, self._notes[name])


class Memory:
    """Scenes of drafts judged before on the same facts: most of a draft that is being edited stays as it was."""

    def __init__(self) -> None:
        self._kept: dict[Place, Kept] = {}

    def get(self, place: Place) -> Kept | None:
        """What was kept for a place, None where nothing was."""
        return self._kept.get(place)

    def put(self, place: Place, kept: Kept) -> None:
        """Keeps a scene; all is forgotten when there are too many."""
        if len(self._kept) >= _MOST_SCENES:
            self._kept.clear()
        self._kept[place] = kept


_MOST_RIVALS = 14


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
        return _place(self.fact)


class FigureIndex:
    """The facts' figures, found by number, by unit and by the words around them."""

    def __init__(self, entries: Sequence[Entry], lexicon: Lexicon) -> None:
        self.entries = entries
        self._lexicon = lexicon
        self._numbers: dict[Number, list[int]] = {}
        self._words: dict[str, list[int]] = {}
        self._loose: list[int] = []
        self._by_unit: dict[tuple[str, str], frozenset[int]] = {}
        self._plain = [self._is_plain(entry) for entry in entries]
        self._all_plain = [entry for entry, plain in zip(entries, self._plain, strict=True) if plain]
        self._of_reading: dict[int, list[Entry]] = {}
        self._of_fact: dict[int, list[Entry]] = {}
        for entry in entries:
            if entry.fact is not None:
                self._of_fact.setdefault(entry.fact, []).append(entry)
        for entry in self._all_plain:
            self._of_reading.setdefault(id(entry.reading), []).append(entry)
        for i, entry in enumerate(entries):
            figure = entry.mention.figure
            if figure is None:
                continue
            self._numbers.setdefault(figure.number, []).append(i)
            self._numbers.setdefault(figure.bare, []).append(i)
            if not figure.exact or not (entry.scene.whole or entry.scene.lent):
                self._loose.append(i)
            for word in dict.fromkeys(keys(entry.scene, lexicon)):
                self._words.setdefault(word, []).append(i)

    def of_number(self, number: Number) -> list[Entry]:
        """Figures of just this number, in base units or as written."""
        return [self.entries[i] for i in self._numbers.get(number, ())]

    def facts_of(self, figure: Figure) -> set[int]:
        """The facts that tell just this figure, whatever of."""
        alike = ((e.fact, e.mention.figure) for e in self.of_number(figure.number))
        return {fact for fact, other in alike if fact is not None and other is not None and other.base == figure.base}

    def sharing(self, scene: Scene) -> list[Entry]:
        """Plain figures of facts whose surroundings share a word with ``scene``; all where it says nothing."""
        found: Iterable[int] = range(len(self.entries))
        if scene.whole_weight >= 0.3:
            words = dict.fromkeys(keys(scene, self._lexicon))
            found = sorted({i for word in words for i in self._words.get(word, ())})
        return [self.entries[i] for i in found if self._plain[i]]

    def of_facts(self, facts: Collection[int | None]) -> list[Entry]:
        """All figures of these facts."""
        return [entry for fact in facts if fact is not None for entry in self._of_fact.get(fact, ())]

    def plain(self) -> list[Entry]:
        """All exact figures of facts."""
        return self._all_plain

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
        shared = Counter(i for word in set(keys(scene, self._lexicon)) for i in self._words.get(word, ()))
        if len(shared) > _MOST_RIVALS:
            fitting = {i: n for i, n in shared.items() if i in self._comparable(figure)}
            found.update(sorted(fitting, key=lambda i: (-fitting[i], i))[:_MOST_RIVALS])
        else:
            found.update(shared)
        return [self.entries[i] for i in sorted(found & fit)]

    def _comparable(self, figure: Figure) -> frozenset[int]:
        """The entries whose unit the draft could have put for its own; units alone decide."""
        key = figure.base, figure.family
        if key not in self._by_unit:
            others = ((i, entry.mention.figure) for i, entry in enumerate(self.entries))
            self._by_unit[key] = frozenset(i for i, other in others if other is not None and comparable(figure, other))
        return self._by_unit[key]


class Sources:
    """Facts, context and samples, read once for a draft."""

    def __init__(self, facts: Sequence[str], context: Sequence[str], samples: Sequence[str], lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.count = len(facts)
        self.readings = [Reading(Text(fact, lexicon)) for fact in (*facts, *context)]
        self._samples = samples
        self._remembered: dict[str, object] = {}
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
    def _joined(self) -> str:
        return "\n".join(reading.text.plain for reading in self.readings)

    def mentions(self, words: str) -> bool:
        """True where a fact or the context holds ``words``."""
        return words in self._joined

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
    """A verdict before it is placed: ``covers`` are the facts that a supported claim tells."""

    verdict: str
    fact: int | None
    why: str
    covers: tuple[int, ...] = ()


def named(fact: int | None) -> Finding:
    """A finding that the words of a fact (None: the context) bear out."""
    return Finding("supported", fact, f"{_place(fact)}里提到", () if fact is None else (fact,))


def _place(fact: int | None) -> str:
    return "基本信息" if fact is None else f"要点{fact + 1}"


def supported(entry: Entry, why: str = "") -> Finding:
    """A finding that ``entry`` bears out."""
    covers = () if entry.fact is None else (entry.fact,)
    return Finding("supported", entry.fact, why or f"{entry.place}为{entry.words}", covers)
