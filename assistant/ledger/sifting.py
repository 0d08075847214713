"""What looks like a figure and is none: list markers, announced counts, set phrases, idioms, articles."""

import functools
import re

from assistant.ledger.figures import Found
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.numerals import CHINESE
from assistant.ledger.text import Text

_CN = set(CHINESE)
_MARKER = re.compile(r"[\s#>*\-（(]*\d{1,2}(?:\.\d{1,2}){0,3}\s?[.、．)）:：]?\s?")


@functools.cache
def _by_first(lexicon: Lexicon) -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for phrase in sorted(lexicon.set_phrases, key=len, reverse=True):
        if any(c in _CN or c.isdigit() for c in phrase):
            table.setdefault(phrase[0], []).append(phrase)
    return table


def set_spans(text: Text) -> bytearray:
    """For each character of the plain text, 1 where it stands inside a set phrase."""
    plain, table = text.plain, _by_first(text.lexicon)
    marks = bytearray(len(plain) + 1)
    at = 0
    while at < len(plain):
        step = 1
        for phrase in table.get(plain[at], ()):
            if plain.startswith(phrase, at):
                marks[at : at + len(phrase)] = b"\1" * len(phrase)
                step = len(phrase)
                break
        at += step
    return marks


_TOTAL = re.compile(r"[\u4e00-\u9fff]{0,6}(?:共|合计|累计|总计)")


def is_claim(text: Text, found: Found, blocked: bytearray) -> bool | None:
    """True: a claim; False: one only if a fact says the same; None: no claim at all."""
    plain, figure = text.plain, found.figure
    if blocked[found.start] and blocked[found.end - 1]:
        return None
    before = plain[found.start - 1] if found.start else "\n"
    if before == "第":
        return None
    first = plain[found.start]
    if not any(c.isdigit() for c in plain[found.start : found.end]):
        return _is_chinese_claim(text, found)
    if not figure.unit:
        after = plain[found.end : found.end + 1]
        if (
            before.isascii()
            and (before.isalpha() or before in "+_/")
            or (after.isascii() and (after.isalpha() or after in "+_/"))
        ):
            return None
        if plain[found.start : found.end] in text.lexicon.hotlines:
            return None
        line = text.line_start(found.start)
        if first.isdigit() and _MARKER.fullmatch(plain[line : found.end + 1]):
            return None
        if before in "（(" and after in "）)" and figure.number < 50:
            return None
    return True


def _is_chinese_claim(text: Text, found: Found) -> bool | None:
    plain, figure = text.plain, found.figure
    token = text.token_at(found.start)
    if not figure.unit:
        return None if figure.manner == "exact" else True
    inside = token.start >= found.start and token.end <= found.end
    if (
        not inside
        and token.end > found.start + 1
        and token.tag[0] not in "mqt"
        and not token.word[:1].isdigit()
        and len(token.word) > 1
    ):
        return None
    if figure.bare == 1 and figure.base not in ("倍", "%"):
        return False
    if figure.bare <= 10 and plain[found.start] in _CN and _TOTAL.match(plain, found.end):
        return False
    if figure.weak and figure.base not in ("个", "项", "条", "种"):
        return False
    if figure.weak:
        rest = plain[found.end : found.end + 6]
        if any(rest.startswith(word) for word in text.lexicon.abstract) or not rest or not rest[0].isalnum():
            return False
    return True
