"""The optional sentences of a section, in the order in which they are worth having: first those that go with a fact."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.writing.bank import Bank
from assistant.writing.build import Element
from assistant.writing.facts import Fact, is_said, is_setback
from assistant.writing.frame import Frame
from assistant.writing.moves import Move, sentences_for

FIRST, SECOND, THIRD, LAST = 1, 2, 3, 4
_MOST = 8  # sentences that are offered for a fact; other facts may have taken some of them
_MOST_IN_STORY = 4  # a story is carried by what was done; more than so much reflection on a deed wearies
_TELLING = 27  # characters from which on a sentence of a story shows something; shorter ones are mostly maxims
_MOST_OF_ANY = 2  # of sentences that would fit any deed
_INSIGHT = "我们的体会是，"


class Spares:
    """Gives the spare sentences of one draft's sections. ``turn`` varies with the brief, so two drafts differ."""

    def __init__(self, frame: Frame, bank: Bank) -> None:
        self._frame = frame
        self._bank = bank
        self._given: dict[str, int] = {}
        self._insights = 0
        self._sections = 0

    def _of_children(self, about: str) -> bool:
        """Whether sentences on a whole theme, which speak of children, stand well in a section."""
        return self._frame.readers.of(about) != "young"

    def _fitting(self, elements: Sequence[Element], fact: str) -> list[Element]:
        """The elements in words for those whom ``fact`` is about."""
        told = [replace(e, text=self._frame.readers.fit(e.text, fact)) for e in elements]
        return [e for e in told if e.text]

    def of(self, facts: Sequence[Fact], themes: Sequence[str]) -> tuple[Element, ...]:
        """What may be put into a part with ``facts`` on ``themes``."""
        person = self._frame.genre.person
        gloomy = all(is_setback(f.text) for f in facts) if facts else False
        self._sections += 1
        around = [self._fitting(self._around(fact, position), fact.text) for position, fact in enumerate(facts)]
        # What belongs to the fact before it needs no reflection of its own.
        around = [
            [replace(e, level=max(e.level, THIRD)) for e in some] if fact.root != fact.number else some
            for fact, some in zip(facts, around, strict=True)
        ]
        found = [e for some in zip_longest(*around) for e in some if e]
        if not gloomy:
            about = "；".join(f.text for f in facts)
            found += self._fitting(self._of_themes(themes, person), about) if self._of_children(about) else []
        if person == "third":
            found = [e for e in found if "我们" not in e.text]
        return tuple(sorted((e for e in found if self._frame.honest(e.text)), key=lambda e: e.level))

    def shortcomings(self, facts: Sequence[Fact]) -> tuple[Element, ...]:
        """What may follow shortcomings and plans."""
        found = [
            Element("after", s, about=f.number, level=SECOND + i)
            for f in facts
            for i, s in enumerate(
                self._turned(sentences_for(self._bank.moves.about(f)[-1:], ("after",), f.text), f)[:2]
            )
        ]
        found = self._fitting(found, "；".join(f.text for f in facts))
        return tuple(sorted((e for e in found if self._frame.honest(e.text)), key=lambda e: e.level))

    def remedies(self, facts: Sequence[Fact]) -> list[str]:
        """What is to be done about shortcomings, as plans in general words, one for each kind of them."""
        moves = [m for f in facts if f.role == "不足" for m in self._bank.moves.about(f)[:1]]
        plans = [[s for s in self._frame.turned(m.of("plan", "")) if self._frame.honest(s)][:1] for m in moves]
        return list(dict.fromkeys(s for some in plans for s in some))

    def _around(self, fact: Fact, position: int) -> list[Element]:
        person, moves, text = self._frame.genre.person, self._bank.moves.about(fact), fact.text
        if not moves or any(m.when == "negative" for m in moves):
            return self._after(fact, sentences_for(moves, ("task" if person == "none" else "after",), text), 2)
        if person == "none":
            return self._after(fact, self._tasks(fact), _MOST, keep_order=True)
        if person == "third":
            # What the fact is about tells more of it than how it was done.
            told = sentences_for([*moves[-1:], *moves[:-1]], ("story",), text)
            most = _MOST_OF_ANY if moves[-1].when == "any" else _MOST_IN_STORY
            stories = self._after(fact, self._mixed(told, moves, text), most, keep_order=True)
            return [*stories, *self._before(fact, sentences_for(moves[-1:], ("story_before",), text), SECOND)]
        after = self._turned(sentences_for([*moves[-1:], *moves[:-1]], ("after",), text), fact)
        if self._frame.genre.salutation:
            own = sentences_for(moves[-1:], ("speech",), text)
            after[1:1] = [self._insight(s) for s in own[:1] if position % 2 == 0]
        else:  # a report says how the work was done before it reasons about it
            own = self._cycle(sentences_for(moves[-1:], ("report",), text), 0)
            after = [*own[:1], *after[:1], *own[1:2], *after[1:]]
        # Not every paragraph begins with a reason; some begin with the deed.
        leads = (self._frame.turn + self._sections + position) % 3 != 0
        before = self._before(
            fact, sentences_for(moves, ("before",), text), FIRST if leads and not position else SECOND
        )
        aims = sentences_for(moves, ("aim",), text)
        tails = [
            Element("aim", s, theme=fact.theme, about=fact.number, level=SECOND) for s in self._turned(aims, fact)[:1]
        ]
        return [*self._after(fact, after, _MOST, keep_order=True), *before, *tails]

    def _tasks(self, fact: Fact) -> list[str]:
        """What is to be seen to in a task: of what it is mostly about, of what else it names, of any task."""
        kinds = self._bank.moves.kinds(fact)[:2]
        own = [self._turned(m.of("task", fact.text), fact) for m in kinds]
        found = [s for some in zip_longest(*own) for s in some if s]
        return [*found, *self._turned(sentences_for(self._bank.moves.fallback(fact), ("task",), fact.text), fact)]

    def _mixed(self, told: Sequence[str], moves: Sequence[Move], text: str) -> list[str]:
        """One sentence on what it is about, one on how it was done, then the others."""
        traits = [s for m in moves[:-1] for s in m.of("story", text)[:1]]
        own = self._cycle([s for s in told if s in moves[-1].of("story", text)], 0)
        # What lets the reader see something comes before what only rounds it off.
        own = sorted(own, key=lambda s: (len(s) < _TELLING) + bool(self._frame.recent.weight(s)))
        return list(dict.fromkeys([*own[:1], *traits[:1], *own[1:], *traits[1:]]))

    def _insight(self, sentence: str) -> str:
        """“我们的体会是” is said at most twice in a speech."""
        self._insights += sentence.startswith(_INSIGHT)
        return sentence if self._insights <= 2 else sentence.removeprefix(_INSIGHT)

    def _after(
        self, fact: Fact, sentences: Sequence[str], most: int, *, keep_order: bool = False, first: int = FIRST
    ) -> list[Element]:
        ordered = (sentences if keep_order else self._turned(sentences, fact))[:most]
        return [Element("after", s, about=fact.number, level=min(LAST, first + i)) for i, s in enumerate(ordered)]

    def _before(self, fact: Fact, sentences: Sequence[str], level: int) -> list[Element]:
        fitting = [] if is_said(fact.text) or fact.root != fact.number else self._turned(sentences, fact)[:1]
        return [Element("before", s, about=fact.number, level=level) for s in fitting]

    def _of_themes(self, themes: Sequence[str], person: str) -> list[Element]:
        """Sentences on the section as a whole: a first one on why, the last ones where the text is still short."""
        own = ("how",) if self._frame.genre.salutation else ("report", "how")
        kinds = ("task",) if person == "none" else own
        found: list[Element] = []
        if self._frame.genre.salutation:
            found += [Element("lead", s, level=THIRD) for s in self._cycle(self._bank.of(themes[0], "why"), 0)[:2]]
        # At the end of a story, where the last fact is fresh, maxims on the whole would lead away from it.
        about = [] if person == "third" else [*themes[:2], "综合"]
        for theme in dict.fromkeys(about):
            sentences = [s for kind in kinds for s in self._cycle(self._bank.of(theme, kind), 0)[:3]]
            found += [Element("how", s, theme=theme, level=LAST) for s in sentences[:4]]
        return found

    def _turned(self, sentences: Sequence[str], fact: Fact) -> list[str]:
        """The sentences beginning at another one for each fact of a kind."""
        if not sentences:
            return []
        key = min(sentences)
        times = self._given.get(key, 0)
        self._given[key] = times + 1
        return self._cycle(sentences, times)

    def _cycle(self, sentences: Sequence[str], times: int) -> list[str]:
        return self._frame.turned(sentences, times)
