"""A large model that coins the headings, and one that does it wrong in every way."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.brief import Brief
from assistant.draft import Draft
from assistant.events import Drafted
from assistant.headings import parallel
from assistant.model import Model
from assistant.report import Report
from assistant.settings import Settings
from assistant.writing.writer import Writer
from tests.writing_fakes import ScriptedChat, facts_of, obedient

GOOD = ["凝聚银发力量，守护少年成长", "讲好家乡故事，点亮孩子心灯", "结下温情对子，陪伴留守童心"]
FACTS = (
    "五老志愿者320人，分成5支小分队",
    "去年开展宣讲64场，听众1.8万人次",
    "结对帮扶留守儿童86人",
)


class Structured(ScriptedChat):
    """Answers structured requests with what ``headings`` returns, attempt by attempt."""

    headings: Any = None

    def with_structured_output(self, schema: Any, **kwargs: Any) -> Any:
        headings, asked = self.headings, self.seen

        class Answering:
            def invoke(self, messages: Any) -> Any:
                asked.append(messages)
                return headings(messages)

        return Answering()


def large(headings: Callable[[Any], Any], answer: Any = obedient) -> Model:
    """A large model with this answer to the request for headings."""
    return Model(Structured(answer=answer, seen=[], options=[], headings=headings), "大", 4)


def drafted(model: Model, home: Path, **fields: Any) -> tuple[Draft, Report]:
    """The draft of the brief by ``model``."""
    brief = Brief(genre="经验交流发言", unit="清溪县关工委", length=700, facts=FACTS, **fields)
    event = list(Writer(model, None, Settings(home=home)).draft(brief))[-1]
    assert isinstance(event, Drafted)
    return event.draft, event.report


def headings_of(draft: Draft) -> list[str]:
    """The headings without numbers."""
    return [s.heading.split("、", 1)[1] for s in draft.sections if s.heading]


def test_headings_that_hold_up_are_taken(tmp_path: Path) -> None:
    draft, report = drafted(large(lambda _: {"headings": GOOD}), tmp_path)
    assert headings_of(draft) == GOOD
    assert [s.heading for s in report.outline.sections if s.heading] == [s.heading for s in draft.sections if s.heading]


def test_a_second_attempt_hears_what_was_wrong(tmp_path: Path) -> None:
    answers = iter([{"headings": GOOD[:2]}, {"headings": ["一、" + h for h in GOOD]}])
    model = large(lambda _: next(answers))
    draft, _ = drafted(model, tmp_path)
    assert headings_of(draft) == GOOD
    assert "要 3 个，给了 2 个" in model.chat.seen[1][1][1]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "凝聚力量",
        {},
        {"headings": None},
        {"headings": []},
        {"headings": GOOD[:2]},
        {"headings": [*GOOD[:2], GOOD[0]]},
        {"headings": [*GOOD[:2], "结对很好"]},
        {"headings": [*GOOD[:2], "结对帮扶86人，陪伴留守童心"]},
        {"headings": [*GOOD[:2], "结下石门对子，陪伴石门镇童"]},
        {"headings": [*GOOD[:2], "<b>留守</b>，陪伴童心"]},
        {"headings": [1, 2, 3]},
    ],
)
def test_headings_that_do_not_hold_up_are_not(tmp_path: Path, answer: Any) -> None:
    draft, report = drafted(large(lambda _: answer), tmp_path)
    assert parallel(headings_of(draft)) and len(headings_of(draft)) == 3
    assert headings_of(draft) != GOOD
    assert all(c.verdict == "supported" for c in report.claims)


def test_an_endpoint_without_structured_output_is_no_fault(tmp_path: Path) -> None:
    def refuses(_: Any) -> Any:
        raise ValueError("response_format is not supported")

    draft, report = drafted(large(refuses), tmp_path)
    assert parallel(headings_of(draft))
    assert all(c.status in ("covered", "qualitative") for c in report.coverage)


def test_stop_does_not_wait_for_headings(tmp_path: Path) -> None:
    stop, silent = threading.Event(), threading.Event()

    def hangs(_: Any) -> Any:
        stop.set()
        silent.wait(5)
        return {"headings": GOOD}

    writer = Writer(large(hangs), None, Settings(home=tmp_path))
    brief = Brief(genre="经验交流发言", unit="清溪县关工委", length=700, facts=FACTS)
    event = list(writer.draft(brief, stop=stop))[-1]
    silent.set()
    assert isinstance(event, Drafted) and "64场" in event.draft.to_markdown()


def test_the_name_of_the_text_is_no_wish(tmp_path: Path) -> None:
    seen: list[str] = []

    def answer(messages: Any) -> str:
        seen.append(str(messages[0].content))
        return obedient(messages)

    drafted(large(lambda _: None, answer), tmp_path, requirements=("2024年工作总结", "语气朴实些，多讲具体的事"))
    assert seen and all("2024年工作总结" not in system for system in seen)
    assert all("语气朴实些" in system for system in seen)


def test_a_large_model_that_invents_is_marked_or_cut_and_tells_every_fact(tmp_path: Path) -> None:
    def invents(messages: Any) -> str:
        return obedient(messages) + "全县获得国家级表彰35次，投入资金900万元。" if facts_of(messages) else ""

    draft, report = drafted(large(lambda _: {"headings": GOOD}, invents), tmp_path)
    assert "900万元" not in draft.to_markdown() and "35次" not in draft.to_markdown()
    assert all(c.status in ("covered", "qualitative") for c in report.coverage)
