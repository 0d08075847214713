"""What all changes to a draft share: the draft, its facts, what came of the change in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.brief import Brief
from assistant.draft import Draft, Outline, Section
from assistant.events import Event, Proposed, Said
from assistant.headings import without_number
from assistant.model import Model
from assistant.work import Work
from assistant.writing import edits
from assistant.writing.bank import Bank
from assistant.writing.checks import Checker
from assistant.writing.fact_themes import theme_of, themes_named
from assistant.writing.genres import Genre
from assistant.writing.headings import Part

Redraft = Callable[[Brief, Outline], Iterator[Event]]

NEEDS_MODEL = "这样改要用写作模型，现在没有连上。压缩、删除、移动、替换、换标题、加一条要点可以直接改。"
NOT_CLEAR = (
    "没有听明白要改哪里。可以说“第二部分压到三百字”“小标题改成对仗”“把留守儿童那段挪到前面”，或先选中要改的文字。"
)
NO_CHANGE = "这一处没有可改的了，再改就要丢要点。"


@dataclass
class Revising:
    """What every kind of change to ``work`` needs. ``redraft`` writes sections anew from a brief and an outline."""

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

    def _part(self, section: Section) -> Part:
        facts = [self.work.brief.facts[n] for n in edits.facts_in(section, self.checker)]
        text = "\n".join(facts) or section.text
        named = [theme_of(fact) for fact in facts] or themes_named(section.text)
        themes = sorted(dict.fromkeys(t for t in named if t), key=lambda t: (-named.count(t), named.index(t)))
        return Part(tuple(themes), text)
