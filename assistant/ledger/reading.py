"""A text read: its mentions, their scenes, and what is kept of both from one judgement to the next."""

import bisect
import functools
import itertools
from collections.abc import Callable
from typing import TypeVar, cast

from assistant.ledger.dates import Date
from assistant.ledger.names import Known
from assistant.ledger.posts import post_beside, posts_of, role_pattern
from assistant.ledger.scenes import Scene, claimed, scene_of
from assistant.ledger.spans import Mention, read_mentions
from assistant.ledger.text import Text

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


class Reading:
    """A text with its mentions and, when asked for, their scenes."""

    def __init__(self, text: Text, known: Known = (), memory: Memory | None = None) -> None:
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

    def kept(self, number: int) -> Kept:
        """The scene with how it agrees with the facts' figures, as far as that was asked for."""
        if number not in self._kept:
            self._kept[number] = self._recall(number)
        return self._kept[number]

    def _recall(self, number: int) -> Kept:
        kept = self._memory.get(self._places[number]) if self._memory is not None else None
        if kept is None:
            kept = Kept(scene_of(self.text, self.mentions, number, self._taken))
            if self._memory is not None:
                self._memory.put(self._places[number], kept)
        return kept

    @functools.cached_property
    def _places(self) -> list[Place]:
        """What the scene of each mention depends on: its sentence, the mentions in it, and which of them it is."""
        places: list[Place] = []
        starts = [self.text.sentence_start(mention.start) for mention in self.mentions]
        for start, numbers in itertools.groupby(range(len(starts)), key=starts.__getitem__):
            inside = [self.mentions[number] for number in numbers]
            sentence = self.text.plain[start : self.text.sentence_end(inside[-1].end - 1)]
            spans = tuple((m.start - start, m.end - start, m.kind, m.sort, m.firm) for m in inside)
            places += [(sentence, spans, i) for i in range(len(inside))]
        return places

    @functools.cached_property
    def dates(self) -> list[tuple[int, Date]]:
        """The dates, each with the number of its mention."""
        return [(number, mention.date) for number, mention in enumerate(self.mentions) if mention.date is not None]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that stand in the span, at least in part."""
        low = bisect.bisect_right(self.mentions, start, key=lambda m: m.end)
        return self.mentions[low : bisect.bisect_left(self.mentions, end, lo=low, key=lambda m: m.start)]

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
