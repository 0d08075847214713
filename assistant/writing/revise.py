"""Revising a draft by an instruction: what is named changes, nothing else does; the facts stay told."""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.draft import MARK, Draft, Outline, PlannedSection, Section
from assistant.events import BriefChanged, Drafted, Event, Progress, Proposed, Said
from assistant.ledger import grammar
from assistant.model import Model
from assistant.prompt_files import render
from assistant.sentences import count, split_sentences
from assistant.work import Work
from assistant.writing import edits
from assistant.writing.asking import Asker, Request, Usage, ask_all
from assistant.writing.bank import Bank
from assistant.writing.checks import Checker
from assistant.writing.clean import clean_text
from assistant.writing.facts import read_facts, theme_of, themes_named
from assistant.writing.finish import copies
from assistant.writing.frame import make_frame
from assistant.writing.genres import Genre
from assistant.writing.headings import Part, choose, without_number
from assistant.writing.tell import tell
from assistant.writing.wishes import Wish, headed, understand

Redraft = Callable[[Brief, Outline], Iterator[Event]]

NEEDS_MODEL = "这样改要用写作模型，现在没有连上。压缩、删除、移动、替换、换标题、加一条要点可以直接改。"
NOT_CLEAR = (
    "没有听明白要改哪里。可以说“第二部分压到三百字”“小标题改成对仗”“把留守儿童那段挪到前面”，或先选中要改的文字。"
)
NO_CHANGE = "这一处没有可改的了，再改就要丢要点。"


@dataclass
class Revision:
    """One revision of ``work``. ``redraft`` writes sections anew from a brief and an outline."""

    work: Work
    draft: Draft
    genre: Genre
    bank: Bank
    model: Model | None
    redraft: Redraft
    seconds: float

    def __post_init__(self) -> None:
        samples = [s.text for section in self.draft.sections for s in section.sources]
        self.checker = Checker(self.work.brief, samples)

    def run(self, ask: str, selection: str = "") -> Iterator[Event]:
        """The events; the last is ``Proposed`` or ``Said``."""
        wish = understand(ask, self.draft, selection)
        handler = getattr(self, f"_{wish.kind}")
        yield from handler(wish, ask, selection)

    def _proposed(self, after: Draft, summary: str) -> Iterator[Event]:
        if after == self.draft:
            yield Said(NO_CHANGE)
            return
        lost = self._lost(after)
        if lost:
            names = "、".join(str(n + 1) for n in lost)
            summary += f"这样改后，文中就没有要点{names}了。"
        yield Proposed(self.draft, after, summary)

    def _lost(self, after: Draft) -> list[int]:
        before = set(self.checker.untold(self.draft.to_markdown()))
        return [n for n in self.checker.untold(after.to_markdown()) if n not in before]

    def _name(self, number: int) -> str:
        section = self.draft.sections[number]
        if section.heading:
            return f"“{without_number(section.heading)}”"
        return "开头" if number == 0 else "结尾" if number == len(self.draft.sections) - 1 else f"“{section.role}”"

    # what code does

    def _shorten(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        if wish.section is None:
            yield from self._shorten_all(wish.length or round(self.draft.length * 0.8))
            return
        section = self.draft.sections[wish.section]
        before = selection or section.text
        target = wish.length or round(count(before) * 0.7)
        facts = edits.facts_in(section, self.checker)
        shorter = edits.shorten(section.text, target + section.length - count(before), self.checker, facts)
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
        after = edits.delete(self.draft, wish.section, selection, words)
        if after is None:
            yield Said(NOT_CLEAR)
            return
        yield from self._proposed(after, "已删去所说的文字，别处没有动。")

    def _replace(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        old, new = wish.words
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

    def _part(self, section: Section) -> Part:
        facts = [self.work.brief.facts[n] for n in edits.facts_in(section, self.checker)]
        text = "\n".join(facts) or section.text
        named = [theme_of(fact) for fact in facts] or themes_named(section.text)
        themes = sorted(dict.fromkeys(t for t in named if t), key=lambda t: (-named.count(t), named.index(t)))
        return Part(tuple(themes), text)

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

    # what a model does, or the bank

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
        found = [s for t in themes for kind in kinds for s in self.bank.of(t, kind)]
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
