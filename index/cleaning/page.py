"""What of a page is its own and not an article's: lines at its head and foot, between paragraphs, inside sentences."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.cleaning import articles as parts
from index.cleaning import noise
from index.cleaning.comments import REASON, remarks
from index.cleaning.lines import Line
from index.cleaning.marks import ends_sentence
from index.cleaning.sites import REASON as REASON_SITE
from index.cleaning.sites import advertises, site_names, without_slogans
from index.cleaning.tail import announces, text_end

Dropped = list[tuple[str, str]]
_STRAY_END = re.compile("[。！？；，、”’）》]{1,3}")
"""What a sentence ends with, set on a line of its own by a page that breaks its lines anywhere."""


def without_page(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """The lines that are not the page's own, without what it set into their sentences; the rest goes to ``dropped``."""
    texts, reasons = _judged(lines)
    for index in remarks(lines, reasons):
        reasons[index] = reasons[index] or REASON
    for index in _page_end(lines, reasons):
        reasons[index] = "页尾"
    own = [line.text for line, reason in zip(lines[1:], reasons[1:], strict=True) if reason]
    inserted = [entry for _, gone in texts for entry in gone]
    names = site_names([*(line.text for line in lines[:1]), *own, *(text for text, _ in [*dropped, *inserted])])
    kept: list[Line] = []
    gap = False
    for line, (text, gone), reason in zip(lines, texts, reasons, strict=True):
        if reason and kept and _STRAY_END.fullmatch(line.text) and not ends_sentence(kept[-1].text) and not gap:
            kept[-1] = replace(kept[-1], text=kept[-1].text + line.text)
            continue
        if not reason and advertises(text, names) and not line.level and not parts.TITLE_WORDS.search(text):
            reason = REASON_SITE
        if not reason:
            text, slogans = without_slogans(text, names)
            text, more = noise.drop_addresses(text)
            text, much = noise.drop_sentences(text)
            dropped += gone + more + slogans + much
        if reason or not text.strip():
            dropped += [(line.text, reason)] if reason else []
            gap = True
            continue
        kept.append(replace(line, text=text.strip(), gap=gap or line.gap))
        gap = False
    return kept


def _judged(lines: Sequence[Line]) -> tuple[list[tuple[str, Dropped]], list[str]]:
    """Every line without its brackets of the page, and why the whole line is the page's (empty where it is not)."""
    topics = [noise.topical_reason(line.text) for line in lines]
    sure = [i for i, line in enumerate(lines) if parts.starts_body(line) and not noise.certain_reason(line.text)]
    body = [i for i in sure if not topics[i]] or sure
    first, last = (body[0], text_end(lines, body[-1])) if body else (len(lines), -1)
    last += bool(body) and last > body[-1]
    texts = [noise.drop_brackets(line.text) for line in lines]
    reasons = [_reason(text, first < index < last) for index, (text, _) in enumerate(texts)]
    _spread(reasons, topics, first, last)
    for index in (*_siblings(lines, reasons, range(first + 1, last)), *_headings(lines, reasons)):
        reasons[index] = ""
    for index in _foreign(lines):
        reasons[index] = reasons[index] or "外文"
    return texts, reasons


def _spread(reasons: list[str], topics: Sequence[str], first: int, last: int) -> None:
    """Give lines at head and foot that are about the page's matters a reason where the page's own stand before them.

    The very first line of a file needs them after it.
    """
    for index, topic in enumerate(topics):
        near = index - 1 if index else min(1, len(topics) - 1)
        if topic and not first <= index <= last and near != index:
            reasons[index] = reasons[index] or (topic if reasons[near] else "")


def _headings(lines: Sequence[Line], reasons: Sequence[str]) -> list[int]:
    """Lines that the file itself sets as headings over text of an article, whatever they are about."""
    return [
        index
        for index, (line, after) in enumerate(pairwise(lines))
        if line.level and reasons[index] and not reasons[index + 1] and parts.starts_body(after) and not after.level
    ]


def _siblings(lines: Sequence[Line], reasons: Sequence[str], inside: range) -> list[int]:
    """Short lines amid the text that a page's word gave away, but which are built like others that none did: headings
    about such matters (第一堂：广告课 第二堂：版权课)."""
    short = [i for i in inside if 4 <= len(lines[i].text) <= 28 and not ends_sentence(lines[i].text)]
    built = {_build(lines[i].text) for i in short if not reasons[i]}
    return [i for i in short if reasons[i] and _build(lines[i].text) in built and noise.likely_reason(lines[i].text)]


def _build(text: str) -> tuple[str, str]:
    """How a heading starts and ends, numbers aside."""
    masked = re.sub(r"[一二三四五六七八九十\d]+", "#", text)
    return (masked[:3], masked[-1])


def _foreign(lines: Sequence[Line]) -> list[int]:
    """Short lines without a Chinese character in a Chinese text, unless they go on with a broken sentence."""
    if not any(len(noise.CHINESE.findall(line.text)) >= 40 for line in lines):
        return []
    found = [i for i, line in enumerate(lines) if noise.foreign(line.text)]
    return [
        i for i in found if not i or i - 1 in found or len(lines[i - 1].text) < 20 or ends_sentence(lines[i - 1].text)
    ]


def _reason(text: str, inside: bool) -> str:
    if found := parts.MORE.match(text):
        return "" if parts.TITLE_WORDS.search(found["title"]) or announces(found["title"]) else "相关链接"
    return noise.line_reason(text, inside) if text.strip() else ""


def _page_end(lines: Sequence[Line], reasons: Sequence[str]) -> list[int]:
    """Lines that nothing marks, but which stand among the page's own after the last sure line of an article."""
    sure = [i for i, line in enumerate(lines) if not reasons[i] and parts.ends_body(line)]
    last = text_end(lines, sure[-1]) if sure else len(lines)
    first = next((i for i in range(last + 1, len(lines)) if reasons[i]), len(lines))
    unsure = [i for i in range(last + 1, first) if not parts.is_label(lines[i])]
    tail = range(unsure[-1] + 1 if unsure else last + 1, len(lines))
    marked = [i for i in tail if reasons[i]]
    plain = [i for i in tail if not reasons[i] and ("|" in lines[i].text or not parts.signature([lines[i]])[0])]
    labels = sum(parts.is_label(lines[i]) for i in plain)
    if marked and len(tail) >= 4 and len(marked) + labels >= 0.7 * len(tail):
        return plain
    end = range(first, len(lines))
    found = [i for i in plain if i >= first]
    return found if len(marked) >= max(3, len(end) / 3) else []
