"""One draft from a brief: outline, sections all at once, repair, finishing, review; told as events."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from assistant.draft import Draft, Outline, Section, Source
from assistant.events import (
    Drafted,
    Event,
    Outlined,
    Progress,
    Said,
    SectionChanged,
    SectionGrew,
    SectionState,
)
from assistant.headings import without_number
from assistant.model import Model
from assistant.review import review
from assistant.work import Work
from assistant.writing.asking import Asker, Usage
from assistant.writing.build import Build, Element
from assistant.writing.checks import Checker
from assistant.writing.coin import coined
from assistant.writing.finish import copies, make_honest, mark_rest, without_repeats, without_wrong_company
from assistant.writing.fitting import fit_length
from assistant.writing.frame import front_of, signature_of
from assistant.writing.manner import used_sources, with_borrowed
from assistant.writing.outline import FEW
from assistant.writing.plan import Plan
from assistant.writing.questions import questions_about
from assistant.writing.recent import remember
from assistant.writing.small import SmallWriting
from assistant.writing.sources import Found, settled, sources_for
from assistant.writing.whole import WholeWriting
from index.views import Readable

NO_MODEL = "没有用写作模型，本部分按要点直接成文。"
GAVE_UP = "写作模型没有写出可用的内容，本部分按要点直接成文。"
_MANNER_S = 30.0  # how long a large model's prompt waits for sample passages
_NEAREST = 2  # passages named for comparison where a section took nothing from any
_SOURCES_S = 120.0  # how long the finished text waits for them: the first use of a library encodes its samples


class Drafting:
    """Writes one draft. ``run`` may be left at any time; then no request stays behind.

    In ``home`` it is remembered which general sentences the draft used.
    """

    def __init__(
        self,
        plan: Plan,
        model: Model | None,
        library: Readable | None,
        seconds: float,
        stop: threading.Event | None = None,
        done: Mapping[int, Section] | None = None,
        home: Path | None = None,
    ) -> None:
        self._plan = plan
        self._model = model
        self._library = library
        self._seconds = seconds
        self._stop = stop or threading.Event()
        self._left = threading.Event()
        self._done = dict(done or {})
        self._home = home
        self._usage = Usage()
        self._started = time.monotonic()
        self._first_text = 0.0
        self._builds = list(plan.builds)

    def run(self) -> Iterator[Event]:
        """The events of the writing; the last is ``Drafted``."""
        plan = self._plan
        if plan.free and self._model is not None and not self._model.small:
            self._take_headings(coined(plan, self._model, self._stop))
        outline_s = time.monotonic() - self._started
        yield Outlined(plan.outline)
        texts = ["；".join(plan.facts[n].text for n in s.facts) for s in plan.outline.sections]
        yield from self._ready_sections()
        looking = ThreadPoolExecutor(1, "sources")
        found = looking.submit(sources_for, self._library, plan.outline.sections, texts, plan.genre.name)
        looking.shutdown(wait=False)
        try:
            yield from self._write(found)
        finally:
            self._left.set()
        looked = settled(found, len(plan.outline.sections), _SOURCES_S)
        if looked.trouble:
            yield Said(f"{looked.trouble}这一稿没有参考资料库里的样稿。")
        sources = looked.sources
        checker = Checker(plan.brief, [s.text for some in sources for s in some])
        builds = self._finish(checker, sources)
        if self._home is not None and not self._stop.is_set():
            remember(self._home, self._general(builds))
        draft = mark_rest(self._draft(builds), checker)
        for number, section in enumerate(draft.sections):
            yield SectionChanged(number, self._state(number, section), section)
        timing = {"outline_s": outline_s, "first_text_s": self._first_text, "total_s": time.monotonic() - self._started}
        timing["model_s"] = self._usage.seconds
        work = Work(plan.brief, plan.outline, draft)
        report = review(
            work,
            [s for some in sources for s in some],
            questions=questions_about(plan.brief, plan.genre, plan.facts, draft.length),
            timing={key: round(value, 2) for key, value in timing.items()},
            tokens={"prompt": self._usage.prompt, "completion": self._usage.completion},
            own=plan.bank.folder,
        )
        yield Drafted(draft, report)

    def _take_headings(self, outline: Outline) -> None:
        """Another model's headings over the same sections."""
        self._plan.outline = outline
        self._builds = [
            replace(b, planned=replace(b.planned, heading=s.heading))
            for b, s in zip(self._builds, outline.sections, strict=True)
        ]

    def _ready_sections(self) -> Iterator[Event]:
        """What needs no model is there at once: the frame, and sections that were written before."""
        for number, build in enumerate(self._builds):
            text = self._done[number].text if number in self._done else build.section().text
            if number in self._done or not self._wants_model(number):
                self._first_text = self._first_text or time.monotonic() - self._started
                yield SectionGrew(number, text)
                yield SectionChanged(number, "checking")
            else:
                yield SectionChanged(number, "waiting")

    def _wants_model(self, number: int) -> bool:
        if self._model is None or number in self._done:
            return False
        planned = self._builds[number].planned
        return bool(planned.theme) or (not self._model.small and self._plan.composer.wholly(planned))

    def _write(self, found: "Future[Found]") -> Iterator[Event]:
        numbers = [i for i in range(len(self._builds)) if self._wants_model(i)]
        if self._model is None or not numbers:
            return
        asker = Asker(self._model, self._usage, self._stop, self._left)
        try:
            for event in self._job(asker, found).write(self._builds, numbers):
                if isinstance(event, SectionGrew) and not self._first_text:
                    self._first_text = time.monotonic() - self._started
                yield event
            if asker.trouble:
                yield Said(asker.trouble)
            yield Progress("正在核对全文。", len(numbers), len(numbers), 0.0)
        finally:
            self._left.set()
            asker.close()

    def _job(self, asker: Asker, found: "Future[Found]") -> SmallWriting | WholeWriting:
        if asker.model.small:  # its requests hold no sample text, so they need not wait for the library
            return SmallWriting(self._plan, asker, Checker(self._plan.brief), self._seconds * asker.model.parallel)
        sources = settled(found, len(self._builds), _MANNER_S).sources
        checker = Checker(self._plan.brief, [s.text for some in sources for s in some])
        return WholeWriting(self._plan, asker, checker, sources, self._seconds)

    def _finish(self, checker: Checker, sources: Sequence[tuple[Source, ...]]) -> list[Build]:
        plan = self._plan
        builds = [
            self._kept(i, b) if i in self._done else self._lent(b, sources[i], checker)
            for i, b in enumerate(self._builds)
        ]
        told = [plan.composer.told(b.planned) for b in builds]
        builds = [b if i in self._done else make_honest(b, checker, told[i]) for i, b in enumerate(builds)]
        builds = without_repeats(builds, checker)
        builds = fit_length(builds, plan.target, plan.composer, carried=len(plan.facts) >= FEW)
        builds = without_wrong_company(builds, checker)
        builds = [b if i in self._done else self._sourced(b, sources[i]) for i, b in enumerate(builds)]
        return [self._noted(i, b) for i, b in enumerate(builds)]

    def _lent(self, build: Build, sources: tuple[Source, ...], checker: Checker) -> Build:
        """The section with sentences of the samples among those that it may take."""

        def usable(text: str) -> bool:
            return checker.honest(text) and not copies(text, checker)

        return with_borrowed(build, sources, usable, self._plan.genre.person)

    def _sourced(self, build: Build, sources: tuple[Source, ...]) -> Build:
        """The section with the passages its manner, a sentence or its heading came from; with the nearest if none."""
        used = [*self._shown_to_model(build, sources), *used_sources(build, sources)]
        if model := self._plan.models.get(without_number(build.planned.heading)):
            used.append(model)
        if not used and build.planned.theme:
            used = list(sources[:_NEAREST])
        return replace(build, sources=tuple({s.passage_id: s for s in used}.values()))

    def _shown_to_model(self, build: Build, sources: tuple[Source, ...]) -> tuple[Source, ...]:
        """A large model reads the first passage found for a section; a small one reads none."""
        whole = self._model is not None and not self._model.small and bool(build.planned.theme)
        return sources[:1] if whole else ()

    def _kept(self, number: int, build: Build) -> Build:
        section = self._done[number]
        paragraphs = section.text.split("\n")
        elements = tuple(Element("frame", p, facts=build.planned.facts, breaks=True) for p in paragraphs)
        return Build(build.planned, elements, sources=section.sources, note=section.note, budget=build.budget)

    def _general(self, builds: Sequence[Build]) -> list[str]:
        """Everything in the finished text that tells no fact: what the next draft should say otherwise."""
        title = self._plan.outline.title.split("——")[0]
        headings = [without_number(b.planned.heading) for b in builds]
        own = [e.text or e.tail for b in builds for e in b.elements if (e.tail if e.told else not e.facts)]
        return [title, *headings, *own]

    def _noted(self, number: int, build: Build) -> Build:
        if number in self._done or not build.planned.theme:
            return build
        if self._model is None:
            return replace(build, note=NO_MODEL)
        return replace(build, note=build.note or (GAVE_UP if build.meta.get("failed") else ""))

    def _state(self, number: int, section: Section) -> SectionState:
        if self._stop.is_set() and self._builds[number].meta.get("failed"):
            return "stopped"
        return "fallback" if section.note and number not in self._done else "done"

    def _draft(self, builds: Sequence[Build]) -> Draft:
        plan = self._plan
        return Draft(
            plan.outline.title,
            tuple(b.section() for b in builds),
            plan.genre.name,
            front_of(plan.frame),
            plan.genre.salutation,
            signature=signature_of(plan.frame),
        )
