"""Which figures of the facts a draft tells in their own place, so that no other figure can stand for them."""

import functools

from assistant.ledger.figure_index import Entry
from assistant.ledger.numerals import Number
from assistant.ledger.reading import Reading
from assistant.ledger.sources import Sources
from assistant.ledger.subjects import agreement, shared
from assistant.ledger.values import follows, same_unit

# A figure that agrees this well with a fact's tells it, whoever agrees better.
_WELL = 0.9
_SLACK = 0.05
_SAME_NAME = 0.3  # what a place or person in common adds to the agreement of all figures beside it
_MUCH, _FAIR, _POINTS = 0.4, 0.6, 0.6
# A total agrees less with what is new (新建5个，总数达到32个).
_OTHER_END = 0.2


class Tellings:
    """The figures of a draft, asked whether one of them tells a fact's figure."""

    def __init__(self, draft: Reading, sources: Sources) -> None:
        self._draft = draft
        self._sources = sources
        self._numbers: dict[Number, list[int]] = {}
        self._loose: list[int] = []
        self._bearing: dict[int, list[int]] = {}
        self._sentences = [draft.text.sentence_start(mention.start) for mention in draft.mentions]
        for number, mention in enumerate(draft.mentions):
            if mention.figure is not None:
                self._numbers.setdefault(mention.figure.number, []).append(number)
                if not mention.figure.exact:
                    self._loose.append(number)

    def agreement(self, number: int, entry: Entry) -> tuple[float, bool]:
        """How well figure ``number`` of the draft and ``entry`` tell of one subject, and whether they clash."""
        kept = self._draft.kept(number)
        found = kept.agreeing.get(id(entry))
        if found is None:
            figure = self._draft.mentions[number].figure
            found = agreement(kept.scene, entry.scene, self._sources, figure.family if figure else "")
            kept.agreeing[id(entry)] = found
        return found

    def shared(self, number: int, entry: Entry) -> dict[str, float]:
        """The words around figure ``number`` that the surroundings of ``entry`` bear out, with their weights."""
        kept = self._draft.kept(number)
        return kept.note(id(entry), lambda: shared(kept.scene, entry.scene, self._sources))

    def elsewhere(
        self,
        entry: Entry,
        number: int,
        score: float,
        *,
        near: bool = False,
        earlier: bool = False,
        alike: bool = False,
        against: Entry | None = None,
    ) -> bool:
        """True where another figure of the draft than ``number`` has the value of ``entry`` and its subject too.

        ``score``: how well ``number`` agrees with ``entry``; one that takes its place in a swap agrees better.
        ``near``: only figures of the same sentence count; ``alike``: only those of the same unit, since another unit
        converts it (1600斤，也就是800公斤); ``earlier``: of these only those before. One whose words point to
        ``against`` alone does not count: it is in a swap.
        """
        return any(
            self._tells(other, entry, score)
            for other in self._bearers(entry)
            if other != number
            and (not near or self._together(number, other))
            and (not (alike or earlier) or self._of_one_unit(number, other))
            and (not earlier or other < number)
            and (against is None or not self._points(other, entry, against))
        )

    def _points(self, other: int, entry: Entry, against: Entry) -> bool:
        """True where the words around a figure point to ``against`` and none to ``entry``, whose value it has."""
        own, there = self.shared(other, entry), self.shared(other, against)
        if own.keys() == there.keys() and self._worded(other, against) - self._worded(other, entry):
            return not self._worded(other, entry) - self._worded(other, against)
        here = any(weight > there.get(word, 0.0) for word, weight in own.items())
        return not here and sum(max(0.0, weight - own.get(word, 0.0)) for word, weight in there.items()) >= _POINTS

    def _worded(self, other: int, entry: Entry) -> frozenset[str]:
        """The words around a figure, of those that stand for a wider thing, that the entry has as written (帮教)."""
        words = self._draft.scene(other).plain & entry.scene.plain
        return frozenset(word for word in words if word in self._sources.lexicon.concepts)

    def _of_one_unit(self, number: int, other: int) -> bool:
        one, two = self._draft.mentions[number].figure, self._draft.mentions[other].figure
        return one is not None and two is not None and one.base == two.base and one.unit == two.unit

    def beside(self, entry: Entry, number: int) -> list[int]:
        """The other figures of the sentence of ``number`` that have the number of ``entry``, in the same unit."""
        fact = entry.mention.figure
        alike = self._numbers.get(fact.number, ()) if fact is not None else ()
        return [o for o in alike if o != number and self._together(number, o) and self._of_one_unit(number, o)]

    def taken(self, entry: Entry, number: int, score: float) -> bool:
        """True where another fact's figure stands in the place of ``entry`` in the same paragraph, as in a swap.

        It agrees with ``entry`` much better than ``number``, whose agreement is ``score``, and than with its own.
        """
        return any(self._takes(other, entry, score) for other in self._of_paragraph(number))

    def _takes(self, other: int, entry: Entry, score: float) -> bool:
        own, fact = self._draft.mentions[other].figure, entry.mention.figure
        if own is None or fact is None or not own.exact or not same_unit(own, fact) or follows(own, fact):
            return False
        moved = [e for e in self._sources.figures.of_number(own.number) if e.reading is not entry.reading]
        if not moved:
            return False
        agreeing, clash = self.agreement(other, entry)
        if clash or agreeing < max(score + _MUCH, _FAIR):
            return False
        likes = (self.agreement(other, told)[0] for told in moved)
        return all(like < agreeing - _MUCH for like in likes)

    def _of_paragraph(self, number: int) -> list[int]:
        line = self._draft.text.line_start(self._draft.mentions[number].start)
        return [other for other in self._paragraphs.get(line, ()) if other != number]

    @functools.cached_property
    def _paragraphs(self) -> dict[int, list[int]]:
        """The firm figures of each line, by where the line begins."""
        lines: dict[int, list[int]] = {}
        for number, mention in enumerate(self._draft.mentions):
            if mention.figure is not None and mention.firm:
                lines.setdefault(self._draft.text.line_start(mention.start), []).append(number)
        return lines

    def _bearers(self, entry: Entry) -> list[int]:
        """The figures whose value follows from the entry's, whatever they tell of."""
        bearing = self._bearing.get(id(entry))
        if bearing is None:
            fact, mentions = entry.mention.figure, self._draft.mentions
            found = dict.fromkeys((*self._numbers.get(fact.number, ()), *self._loose)) if fact is not None else {}
            bearing = [
                other
                for other in found
                if fact is not None
                and (own := mentions[other].figure) is not None
                and same_unit(own, fact)
                and follows(own, fact)
            ]
            self._bearing[id(entry)] = bearing
        return bearing

    def _together(self, one: int, other: int) -> bool:
        return self._sentences[one] == self._sentences[other]

    def _tells(self, other: int, entry: Entry, score: float) -> bool:
        agreeing, clash = self.agreement(other, entry)
        scene, fact = self._draft.scene(other), entry.scene
        if scene.total != fact.total:
            agreeing -= _OTHER_END
        names = ((scene.people, fact.people), (scene.places, fact.places))
        well = _WELL + sum(_SAME_NAME for own, theirs in names if not own.isdisjoint(theirs))
        return not clash and agreeing >= min(score - _SLACK, well)
