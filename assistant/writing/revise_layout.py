"""Changes of the make-up of a draft: parts joined or parted, items, salutation, a sentence put in. No model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.draft import Draft, Section
from assistant.events import BriefChanged, Event, Said
from assistant.headings import chinese_number, without_number
from assistant.sentences import split_sentences
from assistant.wordings import open_wordings
from assistant.writing import edits
from assistant.writing.checks import Checker
from assistant.writing.facts import read_facts
from assistant.writing.frame import make_frame
from assistant.writing.headings import choose
from assistant.writing.moves import sentences_for
from assistant.writing.revising import NOT_CLEAR, Revising
from assistant.writing.wishes import Wish, headed
from assistant.writing.wishes_layout import paragraphs_about

_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}是|\d{1,2}\.(?!\d))")
_LABEL = re.compile(r"[^，。；\d]{2,12}。(?=.)")
_THANKS = re.compile(r"(?:以上(?:汇报|发言)[^\n]*)?谢谢")


class LayoutChanges(Revising):
    """Joins, parts, lists, and sets what stands around the parts."""

    def _salutation(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        words = wish.words[0].rstrip("：:，。 ")
        yield from self._proposed(replace(self.draft, salutation=f"{words}："), "称呼已改，别处没有动。")

    def _occasion(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        old, new = self._frame_slot("occasion"), wish.words[0]
        if not old or old not in self.draft.to_markdown():
            yield Said(f"文中没有写到场合，没有可改的。要写上“{new}”，可以说“题目改成……”。")
            return
        brief = replace(self.work.brief, occasion=new)
        self.checker = Checker(brief, self.checker.samples)
        yield BriefChanged(brief)
        yield from self._proposed(edits.replace_words(self.draft, None, old, new), f"场合改成了“{new}”，别处没有动。")

    def _person(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        name = "关工委" if "关工委" in self.work.brief.unit or not self.work.brief.unit else self.work.brief.unit
        after = self.draft
        for i in range(len(self.draft.sections)) if wish.section is None else (wish.section,):
            section = after.sections[i]
            text = re.sub(r"我们的(?=体会)", "一点", section.text).replace("我们", name)
            after = after.with_section(i, replace(section, text=text))
        if after == self.draft:
            yield Said("这一部分里没有“我们”，本来就不是第一人称。")
            return
        yield from self._proposed(after, f"“我们”改成了“{name}”，其他文字没有动。")

    def _fillers(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        phrases = [p.removeprefix("^") for p in open_wordings(self.bank.folder).fillers] + list(wish.words)
        after = self.draft
        for i, section in enumerate(self.draft.sections):
            if wish.section in (None, i):
                after = after.with_section(i, replace(section, text=self._plain(section, phrases)))
        if after == self.draft:
            yield Said("文中没有查到这类套话。有想去掉的句子，请选中它。")
            return
        yield from self._proposed(after, "套话删掉了，数字、名称和段落次序没有动。")

    def _plain(self, section: Section, phrases: Sequence[str]) -> str:
        """The section's text without the sentences that hold a phrase; where they tell a fact, without the phrase."""
        text = section.text
        for sentence in (s.strip() for s in split_sentences(section.text)):
            found = [p for p in phrases if p in sentence]
            if not found:
                continue
            left = sentence if any(c.fact is not None for c in self.checker.claims(sentence)) else ""
            for phrase in found:
                left = re.sub(rf"[，；]?{re.escape(phrase)}(?=[，。；])|{re.escape(phrase)}", "", left)
            text = text.replace(sentence, left, 1)
        return "\n".join(line for line in text.split("\n") if line.strip())

    def _unlist(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        after = self.draft
        for i, section in enumerate(self.draft.sections):
            if wish.section in (None, i):
                text = "\n".join(self._unlisted(line, section) for line in section.text.split("\n"))
                after = after.with_section(i, replace(section, text=text))
        if after == self.draft:
            yield Said("这里没有分条编号，本来就是自然段。")
            return
        yield from self._proposed(after, "分条的编号去掉了，改成自然段，内容没有动。")

    def _unlisted(self, line: str, section: Section) -> str:
        """A paragraph without its 一是 and the label after it; a first sentence that tells a fact is no label."""
        bare = _ITEM.sub("", line)
        label = _LABEL.match(bare) if bare != line else None
        if label is None or self.checker.telling(label[0], edits.facts_in(section, self.checker)):
            return bare
        return bare[label.end() :]

    def _list(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        section = self.draft.sections[wish.section or 0]
        if any(_ITEM.match(line) for line in section.text.split("\n")):
            yield Said("这一部分已经是分条写的。")
            return
        items = self._items(section)
        if len(items) < 2:
            yield Said("这一部分只有一件事，分不成条。可以再加一两条要点。")
            return
        text = "\n".join(f"{chinese_number(n + 1)}是{item}" for n, item in enumerate(items))
        after = self.draft.with_section(wish.section or 0, replace(section, text=text))
        yield from self._proposed(after, f"{self._name(wish.section or 0)}改成了分条写法，内容没有增减。")

    def _items(self, section: Section) -> list[str]:
        """The section's text as items: a paragraph each, or what goes with each fact; 我们 opens none of them."""
        paragraphs = [p for p in section.text.split("\n") if p.strip()]
        if len(paragraphs) < 2:
            facts = edits.facts_in(section, self.checker)
            paragraphs, told = [""], False
            for sentence in split_sentences(section.text):
                tells = bool(self.checker.telling(sentence, facts))
                if tells and told:
                    paragraphs.append("")
                told = told or tells
                paragraphs[-1] += sentence
        return [re.sub(r"^(?:我们|同时，|此外，)+", "", p.strip()) for p in paragraphs]

    def _merge(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        first, second = sorted((wish.section or 0, wish.target))
        one, other = self.draft.sections[first], self.draft.sections[second]
        joined = replace(
            one, text=self._counted(f"{one.text}\n{other.text}"), facts=(*one.facts, *other.facts),
            sources=tuple(dict.fromkeys((*one.sources, *other.sources))),
        )  # fmt: skip
        sections = (*self.draft.sections[:first], joined, *self.draft.sections[first + 1 : second])
        after = replace(self.draft, sections=(*sections, *self.draft.sections[second + 1 :]))
        after = self._with_heading(after, first)
        yield from self._proposed(after, "两部分合成了一个，标题和序号跟着改了，正文没有动。")

    def _split(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        place, moved = self._paragraphs(wish.words[0])
        lines = self.draft.sections[place].text.split("\n") if place >= 0 else []
        if not moved or len(moved) == len(lines):
            yield Said(NOT_CLEAR if not moved else "这一段已经是单独的一个部分。")
            return
        section = self.draft.sections[place]
        kept = self._counted("\n".join(line for i, line in enumerate(lines) if i not in moved))
        taken = self._counted("\n".join(lines[i] for i in moved))
        facts = edits.facts_in(section, self.checker)
        own = tuple(n for n in facts if n not in self.checker.untold(taken, [n]))
        parts = (
            replace(section, text=kept, facts=tuple(n for n in facts if n not in own)),
            replace(section, text=taken, facts=own, heading=section.heading),
        )
        sections = (*self.draft.sections[:place], *parts, *self.draft.sections[place + 1 :])
        after = self._with_heading(replace(self.draft, sections=sections), place + 1)
        yield from self._proposed(after, "这一段单独列成了一个部分，后面的序号顺延，文字没有增减。")

    def _paragraphs(self, about: str) -> tuple[int, list[int]]:
        """The section, and its paragraphs, that are most about ``about``; -1 where none is."""
        found = [(i, paragraphs_about(about, self.draft.sections[i].text)) for i in headed(self.draft)]
        usable = [(i, places) for i, places in found if places]
        return max(usable, key=lambda item: len(item[1]), default=(-1, []))

    def _counted(self, text: str) -> str:
        """Paragraphs of which some are items: all counted anew, none where only one is left."""
        lines = [line for line in text.split("\n") if line.strip()]
        items = [i for i, line in enumerate(lines) if _ITEM.match(line)]
        for n, i in enumerate(items):
            bare = _ITEM.sub("", lines[i])
            numbered = f"{n + 1}." if lines[i][0].isdigit() else f"{chinese_number(n + 1)}是"
            lines[i] = bare if len(items) == 1 else numbered + bare
        return "\n".join(lines)

    def _with_heading(self, draft: Draft, place: int) -> Draft:
        """The draft with a heading for the section ``place`` in the pattern of the others, all counted anew."""
        heads = [without_number(s.heading) for s in draft.sections if s.heading]
        number = headed(draft).index(place)
        others = heads[:number] + heads[number + 1 :]
        shape = [len(re.sub(r"\W", "", c)) for c in re.split(r"[，　\s]", others[0])] if others else []
        bank = replace(
            self.bank,
            headings=tuple(h for h in self.bank.headings if not shape or [len(c) for c in h.clauses] == shape),
        )
        part = self._part(draft.sections[place])
        kind = self.genre.parts.bank or "做法"
        heads[number] = choose(bank, kind, [part], draft.title, self.checker.honest, avoid=heads)[0]
        return edits.with_headings(draft, heads)

    def _insert(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        place = wish.section or 0
        literal, anchor, side = wish.words
        section = self.draft.sections[place]
        many = 2 if re.search(r"[两几二三]三?句|一段", ask) else 1
        sentence = (
            literal.rstrip("。") + "。" if literal else "".join(self._general(section, ahead=side == "前")[:many])
        )
        if not sentence:
            yield Said("想加的话请写在引号里，例如：结尾加一句“……”。")
            return
        text = self._put(section.text, sentence, anchor, side)
        after = self.draft.with_section(place, replace(section, text=text))
        yield from self._proposed(after, f"在{self._name(place)}加了一句，其他文字没有动。")

    def _put(self, text: str, sentence: str, anchor: str, side: str) -> str:
        thanks = _THANKS.search(text)
        if anchor and side == "前" and re.search("谢谢", anchor) and thanks:
            return f"{text[: thanks.start()].rstrip()}\n{sentence}\n{text[thanks.start() :]}"
        if anchor:
            at = text.index(anchor) + (len(anchor) if side == "后" else 0)
            return text[:at] + sentence + text[at:]
        if side == "前":
            return sentence + text
        ending = re.search(r"谢谢[^\n]*$", text)
        return f"{text[: ending.start()]}{sentence}{text[ending.start() :]}" if ending else text.rstrip() + sentence

    def _general(self, section: Section, *, ahead: bool) -> list[str]:
        """Sentences of the bank that claim nothing and fit the section, none of which stands in the draft."""
        if not section.heading:
            found = [*self.bank.of("打算", "how"), *self.bank.of("打算", "why")]
            found = [s if s.startswith(("下一步", "今后")) else f"今后，我们{s}" for s in found[:1]] + found[1:]
        else:
            facts = [f for f in read_facts(self.work.brief.facts) if f.number in edits.facts_in(section, self.checker)]
            themes = self._part(section).themes or ("综合",)
            kinds = ("before",) if ahead else ("after",)
            found = [*self.bank.of(themes[0], "why" if ahead else "how")]
            found += [s for f in facts for s in sentences_for(self.bank.moves.about(f)[-1:], kinds, f.text)]
        markdown = self.draft.to_markdown()
        return [s for s in found if s not in markdown and self.checker.honest(s)]

    def _short_headings(self, wish: Wish, ask: str, selection: str) -> Iterator[Event]:
        places = headed(self.draft)
        heads = [without_number(self.draft.sections[i].heading) for i in places]
        parts = [n for n, i in enumerate(places) if self.draft.sections[i].role not in ("不足", "打算")]
        bank = replace(
            self.bank, headings=tuple(h for h in self.bank.headings if len("".join(h.clauses)) <= wish.length)
        )
        fitting = [self._part(self.draft.sections[places[n]]) for n in parts]
        kind = self.genre.parts.bank or "做法"
        new = choose(bank, kind, fitting, "|".join(heads), self.checker.honest)
        for n, heading in zip(parts, new, strict=True):
            heads[n] = heading
        if any(len(re.sub(r"\W", "", heads[n])) > wish.length for n in parts):
            yield Said(f"拟不出 {wish.length} 字以内又合乎内容的小标题，可以直接告诉我改成什么。")
            return
        yield from self._proposed(
            edits.with_headings(self.draft, heads), f"小标题都改到了 {wish.length} 字以内，正文没有动。"
        )

    def _frame_slot(self, name: str) -> str:
        brief = replace(self.work.brief, facts=self.work.brief.facts or ("",))
        return make_frame(brief, self.genre, self.bank, self.checker.honest).slots.get(name, "")
