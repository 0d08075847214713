"""Changes of length, order, titles and headings, and words replaced or deleted. Code does them, no model."""

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.events import BriefChanged, Event, Said
from assistant.headings import without_number
from assistant.sentences import count
from assistant.writing import edits
from assistant.writing.checks import Checker
from assistant.writing.frame import make_frame
from assistant.writing.headings import choose
from assistant.writing.revising import NOT_CLEAR, Revising
from assistant.writing.wishes import Wish, headed

# An instruction about one sentence never costs a whole part.
_ONE_SENTENCE = re.compile(r"(?:那|这|有|哪)(?:一|几|些)?句|[里中](?:的|那|有).{0,8}(?:句|词|话)")


class StructureChanges(Revising):
    """Shortens, moves, deletes, replaces, and sets titles and headings."""

    def _shorten(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if wish.section is None:
            yield from self._shorten_all(wish.length or round(self.draft.length * 0.8))
            return
        section = self.draft.sections[wish.section]
        before = selection or section.text
        target = wish.length or round(count(before) * 0.7)
        facts = edits.facts_in(section, self.checker)
        shorter = section.text.replace(before, edits.shorten(before, target, self.checker, facts), 1)
        after = self.draft.with_section(wish.section, replace(section, text=shorter))
        summary = f"{self._name(wish.section)}由 {section.length} 字压到 {count(shorter)} 字，要点都还在。"
        if count(shorter) > (target + section.length - count(before)) * 1.1:
            summary += "再压就要丢要点了。"
        yield from self._proposed(after, summary)

    def _shorten_all(self, target: int) -> Iterator[Event]:
        after = self.draft
        over = after.length - target
        parts = [i for i, s in enumerate(after.sections) if s.heading] or list(range(len(after.sections)))
        total = sum(after.sections[i].length for i in parts) or 1
        for i in parts:
            section = after.sections[i]
            goal = section.length - round(over * section.length / total)
            facts = edits.facts_in(section, self.checker)
            after = after.with_section(i, replace(section, text=edits.shorten(section.text, goal, self.checker, facts)))
        more = "" if after.length <= target * 1.1 else "再压就要丢要点了。"
        yield from self._proposed(after, f"全文由 {self.draft.length} 字压到 {after.length} 字，要点都还在。{more}")

    def _move(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if wish.section is None or wish.target < 0:
            yield Said(NOT_CLEAR)
            return
        after = edits.move(self.draft, wish.section, wish.target, swap=wish.words == ("swap",))
        yield from self._proposed(after, f"已把{self._name(wish.section)}挪了位置，序号跟着改了，文字没有动。")

    def _delete(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        words = [w for w in wish.words if w in self.draft.to_markdown()]
        if not selection and not words and _ONE_SENTENCE.search(ask):
            yield Said("没有找到要删的那一句。请选中它，或把原话写在引号里。")
            return
        after = edits.delete(self.draft, wish.section, selection, words)
        if after is None:
            yield Said(NOT_CLEAR)
            return
        yield from self._proposed(after, "已删去所说的文字，别处没有动。")

    def _replace(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        old, new = wish.words
        if old not in self.draft.to_markdown():
            yield Said(f"文中没有“{old}”，没有可改的。")
            return
        brief = self.work.brief
        facts = tuple(fact.replace(old, new) for fact in brief.facts)
        if facts != brief.facts:
            yield BriefChanged(brief.with_facts(facts))
            self.checker = Checker(brief.with_facts(facts), self.checker.samples)
        after = edits.replace_words(self.draft, wish.section, old, new)
        times = self.draft.to_markdown().count(old) - after.to_markdown().count(old) * (old not in new)
        also = "要点里的也跟着改了。" if facts != brief.facts else ""
        yield from self._proposed(after, f"已把“{old}”改成“{new}”，共 {max(times, 1)} 处。{also}")

    def _title(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if wish.words:
            yield from self._proposed(replace(self.draft, title=wish.words[0]), "题目已改。")
            return
        brief = replace(self.work.brief, facts=self.work.brief.facts or ("",))
        frame = make_frame(brief, self.genre, self.bank, self.checker.honest)
        phrases = self.bank.titles.get(self.genre.person, self.bank.titles.get("first", ()))
        head, dash, tail = self.draft.title.partition("——")
        used = head if dash else ""
        phrase = next((p for p in phrases if p != used), frame.slots.get("theme", ""))
        title = f"{phrase}——{tail or head}" if phrase else head
        if "单位" in ask and self.work.brief.unit:
            rest = (tail or head).replace(self.work.brief.unit, "").lstrip("在") or self.genre.name
            title = f"{phrase}——{self.work.brief.unit}{'在' if tail.startswith('在') else ''}{rest}"
        yield from self._proposed(replace(self.draft, title=title), "题目换了一个，不合适可以直接说要改成什么。")

    def _heading(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if wish.section is None:
            yield Said(NOT_CLEAR)
            return
        heads = [without_number(s.heading) for s in self.draft.sections if s.heading]
        heads[headed(self.draft).index(wish.section)] = without_number(wish.words[0])
        yield from self._proposed(edits.with_headings(self.draft, heads), "标题已改，别处没有动。")

    def _headings(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        fixed = re.compile(r"不足|问题|差距|打算|基本情况|概况|今后|下一步|努力方向")
        heads = [without_number(s.heading) for s in self.draft.sections if s.heading]
        places = [i for i, h in enumerate(heads) if not fixed.search(h)]
        sections = [s for s in self.draft.sections if s.heading]
        parts = [self._part(sections[i]) for i in places]
        kind = self.genre.parts.bank or "做法"
        new = choose(self.bank, kind, parts, "|".join(heads), self.checker.honest, avoid=heads)
        for place, heading in zip(places, new, strict=True):
            heads[place] = heading
        yield from self._proposed(edits.with_headings(self.draft, heads), "小标题换成了句式、字数一致的，正文没有动。")
