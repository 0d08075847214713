"""Verdicts on titles, document numbers and quoted activities."""

import difflib
import re

from assistant.ledger.figure_index import Entry
from assistant.ledger.reading import Reading
from assistant.ledger.sources import Finding, Sources, named, supported
from assistant.ledger.subjects import agreement

_NEAR = 0.6
_SAME_SUBJECT = 0.5
_NOISE = re.compile(r"[《》〈〉“”\"「」‘’（）()\s，、,·•—\-]")
_QUOTED = re.compile(r"[“「\"]([^“”「」\"\n]{2,20})[”」\"]")
_BRACKETS = str.maketrans("[［【（(］】）)]", "〔〔〔〔〔〕〕〕〕〕")


def core_of(words: str) -> str:
    """A title or activity without marks, blanks and the state's name."""
    return _NOISE.sub("", words).replace("中华人民共和国", "").replace("中国共产党", "中共")


def judge_title(draft: Reading, number: int, sources: Sources) -> Finding:
    """The verdict on title, document number or activity ``number`` of the draft."""
    mention = draft.mentions[number]
    words = draft.words(mention)
    if mention.sort == "document":
        return _judge_document(words, sources)
    core = core_of(words)
    entry = _same(core, draft, number, sources)
    if entry:
        return supported(entry)
    fact = _in_text(core, sources)
    if fact is not None:
        return named(fact[0])
    if core in sources.remembered("sample core", lambda: core_of(sources.sample_text)):
        return Finding("leaked", None, f"{words}不在要点里，来自范文")
    return _nearest(draft, number, words, core, sources)


def _same(core: str, draft: Reading, number: int, sources: Sources) -> Entry | None:
    kind = draft.mentions[number].kind
    fits = []
    for entry in sources.entries.get(kind, ()):
        other = core_of(entry.words)
        if core == other or (
            kind == "title" and other and (core.endswith(other) or other.endswith(core)) and len(core) > 3
        ):
            fits.append(entry)
    if len(fits) < 2:
        return fits[0] if fits else None
    scene = draft.scene(number)
    return max(fits, key=lambda e: agreement(scene, e.scene, sources)[0])


def _cores(sources: Sources) -> list[tuple[int | None, str]]:
    return sources.remembered("cores", lambda: [(fact, core_of(text)) for fact, text in sources.texts()])


def _in_text(core: str, sources: Sources) -> tuple[int | None] | None:
    """The fact that names a title without its marks, or by its everyday short name."""
    shorts = [short for short, full in sources.lexicon.short_titles.items() if full == core]
    joined = sources.remembered("joined cores", lambda: "\n".join(plain for _, plain in _cores(sources)))
    if core not in joined and not shorts:
        return None
    for fact, plain in _cores(sources):
        if (len(core) >= 2 and core in plain) or any(short in plain for short in shorts):
            return (fact,)
    return None


def _nearest(draft: Reading, number: int, words: str, core: str, sources: Sources) -> Finding:
    kind, scene = draft.mentions[number].kind, draft.scene(number)
    if kind == "activity":
        near = _nearly(core, draft, sources)
        if near:
            return Finding("altered", near[0], f"要点{near[0] + 1}为“{near[1]}”，此处写成{words}")
        if not draft.mentions[number].firm:
            return Finding("unsupported", None, f"要点里没有{words}")
    best: tuple[float, Entry] | None = None
    for entry in sources.entries.get(kind, ()):
        if entry.mention.sort == "document":
            continue
        like = difflib.SequenceMatcher(None, core, core_of(entry.words), autojunk=False).ratio()
        absent = entry.words not in draft.text.plain
        score = max(like / _NEAR, agreement(scene, entry.scene, sources)[0] / _SAME_SUBJECT if absent else 0)
        if score >= 1 and (best is None or score > best[0]):
            best = score, entry
    if best:
        entry = best[1]
        return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处写成{words}")
    return Finding("unsupported", None, f"要点里没有{words}")


def _nearly(core: str, draft: Reading, sources: Sources) -> tuple[int, str] | None:
    """The fact's quoted name that the draft's is nearly, and that the draft does not have: “夕阳红”, “朝阳红”."""
    quoted = sources.remembered("quoted", lambda: _quoted(sources))
    for fact, inner in quoted:
        other = core_of(inner)
        front = len(core) == len(other) >= 4 and core[:2] == other[:2]
        alike = difflib.SequenceMatcher(None, core, other, autojunk=False).ratio()
        if (alike >= _NEAR or front) and core != other and inner not in draft.text.plain:
            return fact, inner
    return None


def _quoted(sources: Sources) -> list[tuple[int, str]]:
    found = ((fact, text) for fact, text in sources.texts() if fact is not None)
    return [(fact, match[1]) for fact, text in found for match in _QUOTED.finditer(text)]


def _number(words: str) -> str:
    return words.translate(_BRACKETS).replace(" ", "").replace("第", "")


def _judge_document(words: str, sources: Sources) -> Finding:
    own = _number(words)
    entries = [e for e in sources.entries.get("title", ()) if e.mention.sort == "document"]
    for fact, text in sources.texts():
        if own in _number(text):
            return named(fact)
    if own in _number(sources.sample_text):
        return Finding("leaked", None, f"{words}不在要点里，来自范文")
    for entry in entries:
        if difflib.SequenceMatcher(None, own, _number(entry.words), autojunk=False).ratio() >= 0.6:
            return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处写成{words}")
    return Finding("unsupported", None, f"要点里没有{words}")
