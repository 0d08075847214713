"""Shortening and deleting: what goes is what was meant, and nothing beside it."""

from pathlib import Path

from assistant.brief import Brief
from assistant.draft import Draft, Section
from assistant.events import Proposed
from assistant.settings import Settings
from assistant.work import Work
from assistant.writing import edits
from assistant.writing.checks import Checker
from assistant.writing.writer import Writer

FACTS = ("去年宣讲46场", "结对帮扶留守儿童86人")
TWICE = "去年我们宣讲46场，让孩子们健康成长，心里亮堂。我们结对帮扶留守儿童86人，让孩子们健康成长。"


def proposed(draft: Draft, ask: str, selection: str, home: Path) -> Draft:
    """What an instruction about selected words makes of a draft."""
    work = Work(Brief("经验交流发言", "清溪县关工委", facts=FACTS), None, draft)
    *_, last = Writer(None, None, Settings(home=home)).revise(work, ask, selection)
    assert isinstance(last, Proposed)
    return last.after


def test_of_two_alike_half_sentences_the_meant_one_goes() -> None:
    checker = Checker(Brief("经验交流发言", facts=FACTS))
    shorter = edits.shorten(TWICE, len(TWICE) - 9, checker, (0, 1))
    assert shorter == "去年我们宣讲46场，让孩子们健康成长，心里亮堂。我们结对帮扶留守儿童86人。"


def test_shortening_the_selected_words_leaves_the_others(tmp_path: Path) -> None:
    kept = "说到底，做这件事要有耐心。"
    chosen = "帮扶不是一阵风，要常去看看。我们结对帮扶留守儿童86人。孩子的事急不得，也等不得。"
    draft = Draft("题目", (Section("一、帮扶", f"{kept}{chosen}", (1,)), Section("二、宣讲", "去年宣讲46场。", (0,))))
    text = proposed(draft, "压缩到20字", chosen, tmp_path).sections[0].text
    assert text.startswith(kept) and "86人" in text and len(text) < len(kept + chosen)


def test_selected_words_go_from_their_own_part_alone(tmp_path: Path) -> None:
    again = "孩子的事没有小事。"
    first = Section("一、帮扶", f"我们结对帮扶留守儿童86人。{again}", (1,))
    draft = Draft("题目", (first, Section("二、宣讲", f"去年宣讲46场。{again}", (0,))))
    after = proposed(draft, "删掉", again, tmp_path)
    assert [again in s.text for s in after.sections] == [False, True]
