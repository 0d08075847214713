"""The figure lock: a GBNF grammar that lets a model write only the figures and titles of the facts."""

from collections.abc import Sequence

from assistant.ledger.lexicon import load_lexicon
from assistant.ledger.spans import read_mentions
from assistant.ledger.text import Text

# Markup, Latin letters and digits (half and full width), and the opening mark of a title.
_FORBIDDEN = "0-9０-９A-Za-zＡ-Ｚａ-ｚ《#*`_<>|~\\\\\\r\\t"


def grammar(facts: Sequence[str], context: Sequence[str] = ()) -> str:
    """GBNF for llama.cpp: any character but digits and 《, or a figure of the facts with its unit, or one of their 《titles》."""
    allowed: dict[str, None] = {}
    for source in (*facts, *context):
        text = Text(source, load_lexicon())
        for mention in read_mentions(text):
            start, end = text.raw_span(mention.start, mention.end)
            value = source[start:end]
            if any(c.isascii() and c.isalnum() or c == "《" for c in value):
                allowed[value] = None
    parts = ["plain", *(_literal(value) for value in sorted(allowed, key=len, reverse=True))]
    return f"root ::= ({' | '.join(parts)})+\nplain ::= [^{_FORBIDDEN}]\n"


def _literal(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
