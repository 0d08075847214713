"""Writing with a large model: a whole section at a time, all sections at once, checked and once rewritten."""

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future
from concurrent.futures import wait as wait_for
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from assistant.draft import Source
from assistant.events import Event, Progress, SectionChanged, SectionGrew
from assistant.headings import without_number
from assistant.ledger import Claim, grammar
from assistant.prompt_files import render as render_prompt
from assistant.sentences import count, split_sentences
from assistant.writing.asking import GRACE, Asker, Request
from assistant.writing.build import LISTED, Build, Element
from assistant.writing.checks import Checker
from assistant.writing.clean import clean_text
from assistant.writing.finish import copies

if TYPE_CHECKING:
    from assistant.writing.plan import Plan

ATTEMPTS = 3  # the first answer, one rewrite with its findings, one more after a failure
_MANNER = 260  # characters of a masked passage that are shown as manner
_TICK = 0.1
# What only names the text (“2024年工作总结”) is no wish about how to write it.
_TITLE = re.compile(r"[^，。；]{0,24}(?:总结|要点|材料|发言(?:稿)?|汇报|讲话|交流)(?:稿)?[。]?")
_LOOSE = 0.12  # how far from its budget a section may stay, as it is told to the model
_LEAST = 20  # characters under which an answer is no section


class WholeWriting:
    """Replaces the composed sections of a plan by what the model writes, where that holds up."""

    def __init__(
        self, plan: "Plan", asker: Asker, checker: Checker, sources: Sequence[tuple[Source, ...]], seconds: float
    ) -> None:
        self._plan = plan
        self._asker = asker
        self._checker = checker
        self._seconds = seconds
        self._system = self._system_text(sources)
        self._heard: SimpleQueue[tuple[int, str]] = SimpleQueue()
        self._best: dict[int, tuple[float, Build]] = {}

    def write(self, builds: list[Build], numbers: Sequence[int]) -> Iterator[Event]:
        """Asks for the sections ``numbers`` all at once and puts what holds up into ``builds``."""
        running: dict[Future[str], tuple[int, int]] = {}
        for number in numbers:
            yield SectionChanged(number, "writing")
            running[self._ask(builds[number], number, ())] = (number, 1)
        while running:
            finished, _ = wait_for(running, timeout=_TICK, return_when=FIRST_COMPLETED)
            yield from self._grown()
            if not finished and self._asker.stopped:
                finished, _ = wait_for(running, timeout=GRACE, return_when=FIRST_COMPLETED)
                if not finished:  # the model is silent; nobody waits for it any more
                    for number, _ in running.values():
                        builds[number] = self._chosen(builds[number], number)
                    return
            for future in finished:
                number, attempt = running.pop(future)
                again = self._read(future, builds, number, attempt)
                if again is not None:
                    running[again] = (number, attempt + 1)
                    continue
                builds[number] = self._chosen(builds[number], number)
                yield SectionChanged(number, "checking")
                left = {n for n, _ in running.values()}
                yield Progress(f"写好 {len(numbers) - len(left)} 部分。", len(numbers) - len(left), len(numbers))

    def _grown(self) -> Iterator[Event]:
        while True:
            try:
                number, text = self._heard.get_nowait()
            except Empty:
                return
            yield SectionGrew(number, text)

    def _ask(self, build: Build, number: int, findings: Sequence[str], pause: float = 0.0) -> "Future[str]":
        # A fact that gives orders is told by code, in quotes; the model does not get to read it.
        facts = [f.text for f in (self._plan.facts[n] for n in build.planned.facts) if not f.instruction]
        request = Request(
            system=self._system,
            request=render_prompt("section_ask", self._values(build, facts, findings)),
            grammar=grammar(facts, self._plan.brief.context),
            max_tokens=2 * build.budget + 200,
            temperature=0.4,
            seconds=self._seconds,
        )
        heard = (lambda text: self._heard.put((number, text))) if not findings and not pause else None
        return self._asker.submit(request, heard, pause)

    def _values(self, build: Build, facts: Sequence[str], findings: Sequence[str]) -> dict[str, object]:
        return {
            "heading": build.planned.heading,
            "purpose": self._purpose(build),
            "before": self._before(build),
            "facts": facts,
            "findings": findings,
            "characters": build.budget,
            "least": round((1 - _LOOSE) * build.budget),
            "most": round((1 + _LOOSE) * build.budget),
            "listed": len(facts) >= LISTED and self._plan.genre.person != "third",
        }

    def _purpose(self, build: Build) -> str:
        genre = self._plan.genre
        entry = None if build.planned.theme else genre.entry(build.planned.role)
        return (entry or genre.parts).purpose

    def _before(self, build: Build) -> str:
        """The heading of the section before this one, "" where it has none."""
        sections = self._plan.outline.sections
        place = sections.index(build.planned) if build.planned in sections else 0
        return without_number(sections[place - 1].heading) if place else ""

    def _background(self) -> list[str]:
        """What a section may take for granted: unit, occasion, speaker and date, where they are known."""
        brief = self._plan.brief
        named = [("单位", brief.unit), ("场合", brief.occasion), ("发言人", brief.speaker), ("日期", brief.date)]
        if self._plan.frame.individual:
            named = [("单位", brief.unit), ("写的是", brief.speaker)]
        return [f"{name}：{value}" for name, value in named if value]

    def _system_text(self, sources: Sequence[tuple[Source, ...]]) -> str:
        manner = [s.masked[:_MANNER] for found in sources for s in found[:1] if s.masked][:2]
        return render_prompt(
            "section_system",
            {
                "genre": self._plan.genre.name,
                "voice": self._plan.genre.voice,
                "person": self._plan.genre.person,
                "background": self._background(),
                "outline": [s.heading for s in self._plan.outline.sections if s.heading],
                "manner": manner,
                "wishes": [w for w in self._plan.brief.requirements if not _TITLE.fullmatch(w)],
            },
        )

    def _read(self, future: "Future[str]", builds: Sequence[Build], number: int, attempt: int) -> "Future[str] | None":
        """Takes an answer in; a further request where it should be asked again."""
        error = None if future.cancelled() else future.exception()
        answer = "" if error or future.cancelled() else future.result()
        build = builds[number]
        candidate = self._candidate(build, answer)
        findings = self._findings(build, candidate)
        if candidate:
            score = len(findings) + abs(count(candidate) - build.budget) / max(100, build.budget)
            if number not in self._best or score < self._best[number][0]:
                self._best[number] = (score, replace(build, elements=self._elements(build, candidate), listed=False))
        enough = attempt >= ATTEMPTS or (attempt >= ATTEMPTS - 1 and number in self._best)
        if candidate and not findings:
            return None
        pause = self._asker.pause_after(error, attempt)
        return None if pause is None or enough else self._ask(build, number, findings, pause)

    def _candidate(self, build: Build, answer: str) -> str:
        text = clean_text(answer, build.planned.heading)
        return text if count(text) >= min(_LEAST, build.budget // 3) else ""

    def _findings(self, build: Build, text: str) -> list[str]:
        if not text:
            return ["没有写出正文，或写的不是中文段落。"]
        found = [_finding(claim) for claim in self._checker.wrong(text)]
        asked = [n for n in build.planned.facts if not self._plan.facts[n].instruction]
        found += [f"漏了要点：{self._plan.facts[n].text}" for n in self._checker.untold(text, asked)]
        if copies(text, self._checker):
            found.append("有整句与写法参考相同，换自己的话说。")
        if abs(count(text) - build.budget) > 0.35 * build.budget:
            found.append(f"写了 {count(text)} 字，要求约 {build.budget} 字。")
        return found

    def _elements(self, build: Build, text: str) -> tuple[Element, ...]:
        elements: list[Element] = []
        for paragraph in text.split("\n"):
            for i, sentence in enumerate(s for s in split_sentences(paragraph) if s.strip()):
                facts = self._checker.telling(sentence, build.planned.facts)
                elements.append(Element("text", sentence.strip(), facts=facts, breaks=i == 0))
        return tuple(elements)

    def _chosen(self, build: Build, number: int) -> Build:
        if number in self._best:
            return self._best[number][1]
        return replace(build, meta={"failed": "yes"})


def _finding(claim: Claim) -> str:
    if claim.verdict == "leaked":
        return f"“{claim.text}”出自参考材料，不是本单位的，删掉。"
    return f"“{claim.text}”与要点不符，{claim.why}"
