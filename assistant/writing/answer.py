"""Answers to questions about the library's texts: from passages, with sources, or that the texts do not say."""

import threading
from collections.abc import Iterator
from concurrent.futures import wait

from assistant.brief import Brief
from assistant.events import Event, Said
from assistant.model import Model
from assistant.prompt_files import render
from assistant.writing.asking import Asker, Request, Usage
from assistant.writing.checks import Checker
from assistant.writing.clean import clean_text
from assistant.writing.example import relevant
from assistant.writing.planted import planted, taken_over
from index.material import StoredPassage
from index.views import Readable

NOTHING = "资料里没有。可以换个说法再问，或先把有关的材料加进资料库。"
_PASSAGES = 4


def answer(library: Readable | None, model: Model | None, question: str, seconds: float) -> Iterator[Event]:
    """One ``Said``: what the library says on ``question``, quoted with its source, or that it says nothing."""
    found = library.search(question, _PASSAGES) if library else None
    quotes = relevant(question, found.passages) if found and found.confident else []
    if not found or not quotes:
        yield Said(NOTHING)
        return
    told = "" if model is None or model.small else _told(model, question, [s for _, s in quotes], seconds)
    lines = [told] if told else []
    lines.append("资料里是这样写的：" if not told else "出处：")
    for sentence, stored in quotes:
        lines.append(f"“{sentence.rstrip('。')}”——{_where(stored)}")
    yield Said("\n".join(lines))


def _where(stored: StoredPassage) -> str:
    path = " › ".join(stored.passage.headings)
    return f"《{stored.article}》{f'，{path}' if path else ''}（{stored.file}）"


def _told(model: Model, question: str, passages: list[StoredPassage], seconds: float) -> str:
    """A large model's answer, "" where it fails or says what the passages do not."""
    texts = list(dict.fromkeys(s.passage.text for s in passages))
    request = Request(
        render("answer_system"), render("answer_ask", {"passages": texts, "question": question}), seconds=seconds
    )
    asker = Asker(model, Usage(), threading.Event())
    try:
        future = asker.submit(request)
        wait([future], timeout=seconds + 5)
        failed = not future.done() or future.exception() is not None
        text = "" if failed else clean_text(future.result())
    finally:
        asker.close()
    if taken_over(text, tuple(order for passage in texts for order in planted(passage)), question):
        return ""
    return text if text and Checker(Brief(facts=tuple(texts))).honest(text) else ""
