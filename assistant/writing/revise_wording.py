"""Changes of wording: longer, in another tone, written anew. A model does them, or the bank."""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import MARK, Draft, Outline, PlannedSection, Section
from assistant.events import Drafted, Event, Progress, Said
from assistant.ledger import grammar
from assistant.prompt_files import render
from assistant.sentences import count, split_sentences
from assistant.writing import edits
from assistant.writing.asking import Asker, Request, Usage, ask_all
from assistant.writing.clean import clean_text
from assistant.writing.facts import read_facts
from assistant.writing.finish import copies
from assistant.writing.moves import sentences_for
from assistant.writing.revising import NEEDS_MODEL, NOT_CLEAR, Revising
from assistant.writing.wishes import Wish, headed


class WordingChanges(Revising):
    """Expands, rewords and rewrites."""

    def _expand(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        numbers = (
            [wish.section] if wish.section is not None else [i for i, s in enumerate(self.draft.sections) if s.heading]
        )
        after = self.draft
        grow = (wish.length / max(1, self.draft.length)) if wish.length and wish.section is None else 1.3
        for i in numbers:
            section = self.draft.sections[i]
            length = wish.length if wish.length and wish.section is not None else round(section.length * grow)
            after = after.with_section(i, replace(section, text=self._longer(section, length)))
        where = self._name(numbers[0]) if len(numbers) == 1 else "全文"
        summary = (
            f"{where}由 {self._size(self.draft, numbers)} 字扩到 {self._size(after, numbers)} 字，没有添新的事实。"
        )
        if wish.length and self._size(after, numbers) < 0.9 * wish.length and len(numbers) == 1:
            summary += "要再长，请补一两条人数、场次或做法。"
        yield from self._proposed(after, summary)

    def _size(self, draft: Draft, numbers: Sequence[int]) -> int:
        return sum(draft.sections[i].length for i in numbers)

    def _longer(self, section: Section, length: int) -> str:
        kinds = ("task",) if self.genre.person == "none" else ("how", "why")
        themes = self._part(section).themes or ("综合",)
        if not section.heading and section.role in ("结尾", "打算"):
            themes, kinds = ("打算",), ("how",)
        markdown = self.draft.to_markdown()
        own = {"none": ("task",), "third": ("story",)}.get(self.genre.person, ("after",))
        facts = [f for f in read_facts(self.work.brief.facts) if f.number in edits.facts_in(section, self.checker)]
        found = [s for f in facts for s in sentences_for(self.bank.moves.about(f)[-1:], own, f.text)]
        found += [s for t in themes for kind in kinds for s in self.bank.of(t, kind)]
        usable = [s for s in found if s not in markdown and self.checker.honest(s)]
        if self.genre.person == "third":
            usable = [s for s in usable if "我们" not in s]
        body, line, thanks = section.text.rpartition("\n")
        if line and re.search(r"谢谢", thanks):
            return edits.expand(body, length - count(thanks), usable) + line + thanks
        return edits.expand(section.text, length, usable)

    def _rewrite(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if selection and wish.section is not None:
            yield from self._reworded(wish.section, selection, ask)
        elif wish.section is None:
            yield Said(NOT_CLEAR)
        else:
            yield from self._anew(wish.section, ask)

    def _tone(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if wish.section is not None:
            yield from self._reworded(wish.section, selection or self.draft.sections[wish.section].text, ask)
            return
        if self.model is None:
            yield Said(NEEDS_MODEL)
            return
        after = self.draft
        parts = headed(self.draft)
        for done, i in enumerate(parts):
            yield Progress(f"正在改第{done + 1}部分。", done, len(parts))
            after = after.with_section(i, self._worded(i, self.draft.sections[i].text, ask))
        yield from self._proposed(after, "语气改了，数字、名称和要点没有动。")

    def _reworded(self, number: int, text: str, ask: str) -> Iterator[Event]:
        if self.model is None:
            yield Said(NEEDS_MODEL)
            return
        yield Progress(f"正在改{self._name(number)}。", 0, 1)
        after = self.draft.with_section(number, self._worded(number, text, ask))
        if after == self.draft:
            yield Said("试着改了几种，都不如原来稳妥，没有动。可以把想要的说法直接告诉我。")
            return
        yield from self._proposed(after, f"{self._name(number)}的说法改了，数字、名称和要点没有动。")

    def _worded(self, number: int, text: str, wish: str) -> Section:
        """The section with the sentences of ``text`` reworded one by one, where the new ones hold up."""
        section = self.draft.sections[number]
        assert self.model is not None
        asker = Asker(self.model, Usage(), threading.Event())
        sentences = [s.strip() for s in split_sentences(text) if len(s.strip()) >= 10]
        requests = [self._request(s, wish) for s in sentences]
        changed = section.text
        try:
            for position, answer in ask_all(asker, requests, lambda i, a: bool(self._better(sentences[i], a))):
                if answer is not None:
                    changed = changed.replace(sentences[position], self._better(sentences[position], answer), 1)
        finally:
            asker.close()
        facts = edits.facts_in(section, self.checker)
        before, after = set(self.checker.untold(section.text, facts)), set(self.checker.untold(changed, facts))
        return replace(section, text=changed) if after <= before else section

    def _request(self, sentence: str, wish: str) -> Request:
        claims = [c.text for c in self.checker.claims(sentence)]
        return Request(
            system=render("rewrite_system"),
            request=render("rewrite_ask", {"wish": wish, "text": sentence}),
            grammar=grammar(claims or ["无"], ()),
            max_tokens=2 * len(sentence) + 40,
            temperature=0.4,
            seconds=self.seconds,
        )

    def _better(self, sentence: str, answer: str) -> str:
        """The rewritten sentence in an answer, "" where it changes a claim, loses one, or is no better."""
        text = clean_text(answer).replace("\n", "")
        if (
            not text
            or text == sentence
            or not 0.5 <= count(text) / count(sentence) <= 1.6
            or copies(text, self.checker)
        ):
            return ""
        if self.checker.wrong(text) or text.count(MARK) != sentence.count(MARK):
            return ""
        old = [c.text for c in self.checker.claims(sentence) if c.verdict == "supported"]
        marks = re.match(r"[一二三四五六七八九十]是", sentence)
        if marks and not text.startswith(marks[0]):
            text = marks[0] + text
        return text if all(claim in text for claim in old) else ""

    def _anew(self, number: int, ask: str) -> Iterator[Event]:
        """The section written again from its facts."""
        section = self.draft.sections[number]
        facts = edits.facts_in(section, self.checker)
        if not facts or not section.heading:
            yield from self._reworded(number, section.text, ask)
            return
        brief = replace(
            self.work.brief,
            genre=self.genre.name,
            facts=tuple(self.work.brief.facts[n] for n in facts),
            length=section.length + count(section.heading),
        )
        themes = self._part(section).themes
        planned = PlannedSection(
            section.heading, tuple(range(len(facts))), section.length, section.role, themes[0] if themes else "综合"
        )
        written = section
        for event in self.redraft(brief, Outline(self.draft.title, (planned,))):
            if isinstance(event, Drafted):
                written = event.draft.sections[0]
            elif isinstance(event, Progress):
                yield event
        after = self.draft.with_section(number, replace(written, heading=section.heading, facts=facts))
        yield from self._proposed(after, f"{self._name(number)}重写了一遍，其他部分没有动。")
