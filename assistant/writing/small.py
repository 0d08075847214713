"""Writing with a small model: code sets the facts, the model completes their sentences, all sentences at once."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.events import Event, Progress, SectionChanged, SectionGrew
from assistant.writing.asking import Asker, ask_all
from assistant.writing.build import Build, render, sentence_of
from assistant.writing.checks import Checker
from assistant.writing.finish import copies
from assistant.writing.fitting import put_in
from assistant.writing.tails import LENGTH, cue_for, read_tail, tail_request
from assistant.writing.tell import Told, may_have_tail

if TYPE_CHECKING:
    from assistant.writing.plan import Plan

_LEAD = 25  # characters that must be missing before a section gets a first sentence of its own


class SmallWriting:
    """Fills the composed sections of a plan with half sentences of the model's."""

    def __init__(self, plan: "Plan", asker: Asker, checker: Checker, seconds: float) -> None:
        self._plan = plan
        self._asker = asker
        self._checker = checker
        self._seconds = seconds
        self._places: list[tuple[int, int, str, str]] = []
        self._open: set[int] = set()
        self._shown: dict[int, int] = {}
        self._tails: list[str] = []
        self._heard: set[int] = set()
        self._started = 0.0

    def write(self, builds: list[Build], numbers: Sequence[int]) -> Iterator[Event]:
        """Asks for all half sentences of the sections ``numbers`` at once and puts them into ``builds``."""
        for number in numbers:
            builds[number] = self._with_lead(builds[number])
            self._plan_tails(number, builds[number])
            yield SectionChanged(number, "writing")
        self._open = set(range(len(self._places)))
        self._started = time.monotonic()
        for number in numbers:
            yield from self._grown(number, builds)
        requests = [tail_request(sentence, cue, self._seconds) for _, _, sentence, cue in self._places]
        accepted = dict.fromkeys(numbers, 0)
        for position, answer in ask_all(self._asker, requests, self._accepts):
            number, element, sentence, cue = self._places[position]
            self._open.discard(position)
            if answer is not None:
                tail = self._tail(answer, sentence, cue)
                self._tails.append(tail)
                accepted[number] += bool(tail)
                build = builds[number]
                builds[number] = build.with_element(element, replace(build.elements[element], tail=tail))
            yield from self._grown(number, builds)
            yield Progress(
                self._progress(), len(requests) - len(self._open), len(requests), self._remaining(len(requests))
            )
        for number in self._failed(accepted):
            builds[number] = replace(builds[number], meta={"failed": "yes"})

    def _failed(self, accepted: dict[int, int]) -> list[int]:
        """The sections that the model owes something: it said nothing for them, or nothing usable for any.

        Where it wrote for others and only its half sentences for one were refused, that one is shorter, not unwritten.
        """
        asked = [n for n in accepted if any(place[0] == n for place in self._places)]
        if not any(accepted.values()):
            return asked
        heard = {self._places[position][0] for position in self._heard}
        return [n for n in asked if n not in heard]

    def _with_lead(self, build: Build) -> Build:
        lead = next((e for e in build.spare if e.kind == "lead"), None)
        if lead is None or build.budget - build.length < _LEAD or not self._plan.composer.take(lead):
            return build
        return put_in(replace(build, spare=tuple(e for e in build.spare if e is not lead)), lead) or build

    def _plan_tails(self, number: int, build: Build) -> None:
        room = build.budget - build.length
        for position, element in enumerate(build.elements):
            if room < LENGTH // 2:
                return
            if element.told is None or not may_have_tail(element.told):
                continue
            sentence = sentence_of(element, subject=not build.listed).rstrip("。")
            cue = self._cue(element.told, build.planned.theme)
            self._places.append((number, position, sentence, cue))
            room -= LENGTH

    def _cue(self, told: Told, theme: str) -> str:
        return cue_for(self._plan.bank, told, theme, len(self._places), self._plan.frame.readers)

    def _tail(self, answer: str, sentence: str, cue: str) -> str:
        tail = read_tail(answer, sentence, cue, self._checker.honest, self._tails)
        return "" if copies(tail, self._checker) else tail

    def _accepts(self, position: int, answer: str) -> bool:
        self._heard.add(position)
        _, _, sentence, cue = self._places[position]
        return bool(self._tail(answer, sentence, cue))

    def _grown(self, number: int, builds: Sequence[Build]) -> Iterator[Event]:
        """What can be shown of a section: everything before the first sentence that still waits for its end."""
        waiting = [self._places[p][1] for p in self._open if self._places[p][0] == number]
        build = builds[number]
        upto = min(waiting, default=len(build.elements))
        text = render(build, upto)
        shown = self._shown.get(number, 0)
        if len(text) > shown:
            self._shown[number] = len(text)
            yield SectionGrew(number, text[shown:])
        if not waiting:
            yield SectionChanged(number, "checking")

    def _remaining(self, requests: int) -> float | None:
        """Seconds that are probably left, once two sentences have shown how fast it goes."""
        finished = requests - len(self._open)
        if finished < 2:
            return None
        return round((time.monotonic() - self._started) / finished * len(self._open), 1)

    def _progress(self) -> str:
        return f"正在续写，还有 {len(self._open)} 句。" if self._open else "写好了，正在核对。"
