"""The figure lock: a GBNF grammar that lets a model write only the figures and titles of the facts.

Shape: any character but digits, 《, markup and Latin letters, or an allowed figure, date, document number or 《title》.
Chinese quantities (三百余名) are caught too: a Chinese numeral may stand only where no unit of count follows it, so
一是, 进一步 and 五老 pass and 三百余名 passes only where a fact says it. See https://github.com/ggml-org/llama.cpp
(grammars/README.md) for the notation.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.ledger.dates import Date
from assistant.ledger.lexicon import Lexicon, load_lexicon
from assistant.ledger.spans import Mention, read_mentions
from assistant.ledger.text import Text

_FORBIDDEN = r"0-9０-９A-Za-zＡ-Ｚａ-ｚ《》#*`_<>|~\\\r\t×"
# Numerals that a quantity of any size begins with or holds; 一 and 两 are left free, they are articles.
_LARGE = "百千万亿"
_NUMERALS = "二三四五六七八九十" + _LARGE
_COUNTED = "名人位户场次个所支家件项册本元亩岁期届堂篇份套台余多年月日"
_HAN_DIGIT = re.compile(rf"[{_NUMERALS}]")
_DAYS = ("五四", "三八", "九三")
_ALL_NUMERALS = re.compile(rf"[{_NUMERALS}]+")
_ASCII = re.compile(r"[!-~]")
_FREE = re.compile(rf"(?:[^{_NUMERALS}]|[{_NUMERALS}][^{_NUMERALS}{_COUNTED}])+")


def grammar(facts: Sequence[str], context: Sequence[str] = (), lexicon: Lexicon | None = None) -> str:
    """GBNF for llama.cpp that accepts running text with only the figures, dates and titles of ``facts``."""
    words = lexicon or load_lexicon()
    allowed = dict.fromkeys(value for source in (*facts, *context) for value in _values(source, words))
    phrases = _phrases(words)
    return "\n".join(
        (
            "root ::= (plain | numeral | value)+",
            f"plain ::= [^{_FORBIDDEN}{_NUMERALS}]",
            f"numeral ::= set | [{_NUMERALS}] [^{_FORBIDDEN}{_NUMERALS}{_COUNTED}]",
            f"set ::= {_grouped(phrases)}",
            f"value ::= {_choice(allowed) if allowed else 'set'}",
            "",
        )
    )


def _values(source: str, lexicon: Lexicon) -> list[str]:
    """The figures (in the notations that mean the same), dates, titles and names with numerals of one fact."""
    text = Text(source, lexicon)
    values: list[str] = []
    for mention in read_mentions(text):
        written = text.plain[mention.start : mention.end]
        if mention.sort == "mask":
            continue
        if (mention.kind == "title" and mention.sort == "title") or _has_numeral(written):
            values.append(written)
        values += _other_forms(mention, written)
    return [value for value in values if value and "\n" not in value]


def _has_numeral(written: str) -> bool:
    return any(c.isdigit() for c in written) or bool(_HAN_DIGIT.search(written)) or any(c.isascii() for c in written)


def _other_forms(mention: Mention, written: str) -> list[str]:
    """Shorter ways to say the same that are sound: a date without its year, a year with 年度, 场 for 场次."""
    if mention.date:
        return _date_forms(mention.date)
    if written.endswith("场次"):
        return [written[:-1]]
    return []


def _date_forms(date: Date) -> list[str]:
    if date.other or not date.year or date.year_end:
        return []
    forms = [f"{date.year}年"]
    if date.month:
        forms += [f"{date.year}年{date.month}月", f"{date.month}月"]
    if date.day:
        forms += [f"{date.month}月{date.day}日"]
    return forms


def _phrases(lexicon: Lexicon) -> list[str]:
    """Set phrases, from their first numeral on, that the rule for single numerals would refuse."""
    found = {p[m.start() :] for p in lexicon.set_phrases if (m := _HAN_DIGIT.search(p)) and not _ASCII.search(p)}
    counts = {f"{n}个方面" for n in "三四五"} | {f"{n}项措施" for n in "三四五"} | {"三年行动", "五年规划"}
    return sorted(
        (p for p in found | counts if not _FREE.fullmatch(p + "。") and (p in _DAYS or not _ALL_NUMERALS.fullmatch(p))),
        key=lambda p: (-len(p), p),
    )


def _grouped(phrases: Iterable[str]) -> str:
    """Alternatives by their first character: the engine tries a dozen heads instead of all phrases at every step."""
    groups: dict[str, list[str]] = {}
    for phrase in phrases:
        groups.setdefault(phrase[0], []).append(phrase[1:])
    return " | ".join(f"{_literal(head)} ({_choice(tails)})" for head, tails in groups.items())


def _choice(values: Iterable[str]) -> str:
    return " | ".join(map(_literal, sorted(values, key=lambda v: (-len(v), v))))


def _literal(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
