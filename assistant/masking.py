"""Samples without their facts: typed marks in place of figures, dates, people, units, places, activities, titles."""

import re

from assistant.ledger import Span, find_spans

_UNIT = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿数几半余多来.,，点分之成]+")


def mask(text: str) -> str:
    """``text`` with every claim replaced by a mark that keeps its kind readable: ××名, ××年×月, ××县, ×××, 《××》."""
    parts, at = [], 0
    for span in find_spans(text):
        parts += [text[at : span.start], _mark(span)]
        at = span.end
    return "".join((*parts, text[at:]))


def _mark(span: Span) -> str:
    if span.kind == "title":
        return "《××》" if span.text.startswith("《") else "××〔××〕××号"
    if span.kind == "activity":
        return span.text[0] + "××" + span.text[-1]
    if span.kind == "date":
        return re.sub(r"[\d〇零一二三四五六七八九十]+", "××", span.text)
    if span.kind == "figure":
        return _UNIT.sub("××", span.text, count=1)
    return "×××"
