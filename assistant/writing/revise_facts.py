"""Facts written into a draft, and sentences set again from their fact. Code does it, no model."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.brief import Brief
from assistant.draft import Draft
from assistant.events import BriefChanged, Event, Said
from assistant.sentences import split_sentences
from assistant.writing import edits
from assistant.writing.checks import Checker
from assistant.writing.fact_themes import theme_of, themes_named
from assistant.writing.facts import read_facts
from assistant.writing.frame import make_frame
from assistant.writing.revising import NOT_CLEAR, Revising
from assistant.writing.tell import tell
from assistant.writing.wishes import Wish, headed


class FactChanges(Revising):
    """Adds facts and corrects sentences by them."""

    def _add(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        added = wish.words[0] if wish.words else ""
        if not added:
            yield Said("要加的内容请写在冒号后面，例如“再加一条：今年走访困境儿童36人”。")
            return
        facts = self.work.brief.facts
        known = [n for n, fact in enumerate(facts) if fact.rstrip("。；") in added]
        brief = self.work.brief
        if not known:
            brief = brief.with_facts((*facts, added))
            yield BriefChanged(brief)
            known = [len(brief.facts) - 1]
        self.checker = Checker(brief, self.checker.samples)
        known = self.checker.untold(self.draft.to_markdown(), known)
        if not known:
            yield Said("文中已经写到这一条了，没有再加。")
            return
        after, places = self.draft, set()
        for number in known:
            after, place = self._with_fact(after, brief, number, wish.section)
            places.add(place)
        names = "、".join(self._name(p) for p in sorted(places))
        yield from self._proposed(after, f"已写进{names}，其他文字没有动。")

    def _with_fact(self, draft: Draft, brief: Brief, number: int, wanted: int | None) -> tuple[Draft, int]:
        fact = replace(read_facts(brief.facts)[number], number=number)
        frame = make_frame(brief, self.genre, self.bank, self.checker.honest)
        sentence = tell(fact, self.genre, frame.subject).sentence()
        place = wanted if wanted is not None else self._place(draft, fact.text, fact.role)
        section = edits.insert_sentence(draft.sections[place], sentence, number)
        return draft.with_section(place, section), place

    def _place(self, draft: Draft, text: str, role: str) -> int:
        """The section that a fact belongs to: by its role, else by the themes of headings and text."""
        for i, section in enumerate(draft.sections):
            if role in ("不足", "打算") and (section.role == role or role in section.heading):
                return i
        theme = theme_of(text)
        parts = headed(draft) or list(range(len(draft.sections)))

        def fit(i: int) -> tuple[int, int]:
            section = draft.sections[i]
            return (theme in themes_named(section.heading), themes_named(section.text).count(theme))

        return max(parts, key=fit)

    def _fact(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        """“X”与要点N不符，照要点N改: the sentence that holds X is set again from the fact."""
        match = re.search(r"要点(\d+)", ask)
        number = int(match[1]) - 1 if match else -1
        words = wish.words[0] if wish.words else ""
        if not 0 <= number < len(self.work.brief.facts) or not words:
            yield Said(NOT_CLEAR)
            return
        frame = make_frame(self.work.brief, self.genre, self.bank, self.checker.honest)
        told = tell(read_facts(self.work.brief.facts)[number], self.genre, frame.subject).sentence()
        for i, section in enumerate(self.draft.sections):
            for sentence in split_sentences(section.text):
                if words not in sentence:
                    continue
                mark = re.match(r"[一二三四五六七八九十]是", sentence)
                new = (mark[0] if mark else "") + told + ("\n" if sentence.endswith("\n") else "")
                after = self.draft.with_section(i, replace(section, text=section.text.replace(sentence, new, 1)))
                yield from self._proposed(after, f"这一句照要点{number + 1}改了。")
                return
        yield Said(NOT_CLEAR)
