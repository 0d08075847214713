"""A deed told of the wrong person, in words alone: the fact tells it of another."""

import re

from assistant.ledger.scenes import tells
from assistant.ledger.sources import Entry, Reading, Sources
from assistant.ledger.spans import Mention

_FEWEST = 2
_CLAUSE = re.compile(r"[^，。；！？\n]{2,40}")


def deed_of_another(draft: Reading, mention: Mention, words: str, sources: Sources) -> Entry | None:
    """The entry of the person of whom a fact tells what the draft's clause tells of ``words``; None where none does.

    Only where the clause holds no figure or date (those are judged themselves) and no word of what the facts tell of
    ``words``.
    """
    text = draft.text
    clause = _CLAUSE.match(text.plain, mention.end)
    if clause is None:
        return None
    inside = [m for m in draft.mentions if m.start < clause.end() and m.end > mention.end]
    if any(m.firm for m in inside):
        return None
    deeds = [t.word for t in text.tokens_in(clause.start(), clause.end()) if tells(t, text.lexicon) and len(t.word) > 1]
    deeds = [word for word in deeds if word not in text.lexicon.roles]
    if len(deeds) < _FEWEST:
        return None
    own = "".join(plain for _, plain in sources.texts() if words in plain)
    if not own or any(word in own for word in deeds):
        return None
    for entry in sources.entries.get("name", ()):
        plain = entry.reading.text.plain
        if entry.mention.sort == "person" and words not in plain and all(word in plain for word in deeds):
            return entry
    return None
