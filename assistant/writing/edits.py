"""Edits of a draft that need no model: shorten, expand, move, delete, add, replace, headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.draft import Draft, Section
from assistant.headings import chinese_number, numbered, without_number
from assistant.sentences import count, overlap, split_sentences
from assistant.writing.checks import Checker

_CLAUSE = re.compile(r"，(?=(?:让|使|引导|帮助|为|做到|推动|促进|教育|鼓励|激励|带动|提醒|培养|把)[^，。；]{4,})")
# The few words that name an item, “一是组织宣讲。”: they stay as long as the item does.
_OF_FACT = 0.7  # share of a half sentence's character pairs from which on it is part of a fact
_LABEL = re.compile(r"(?:[一二三四五六七八九十]{1,3}是|\d{1,2}\.)[^，。；]{2,12}。")
_ITEM = re.compile(r"([一二三四五六七八九十]{1,3})是|(\d{1,2})\.(?!\d)")


def facts_in(section: Section, checker: Checker) -> tuple[int, ...]:
    """Facts that a section tells: those it names, else those that the ledger finds in it."""
    if section.facts:
        return tuple(n for n in section.facts if n < len(checker.facts))
    text = section.text
    told = [n for n in range(len(checker.facts)) if n not in set(checker.untold(text))]
    return tuple(n for n in told if checker.telling(text, [n]))


def shorten(text: str, length: int, checker: Checker, facts: Sequence[int]) -> str:
    """``text`` brought to ``length`` characters where that is possible without losing a fact.

    Sentences that tell no fact go first, then half sentences on purpose at the end of sentences that do.
    """
    text = _without_free(text, length, checker, facts)
    while count(text) > length:
        shorter = _without_one(text, length, checker, facts)
        if shorter is None:
            return text
        text = shorter
    return text


def _without_free(text: str, length: int, checker: Checker, facts: Sequence[int]) -> str:
    """``text`` without sentences that claim and tell nothing, as far as is too much: looked at once, not anew each."""
    sentences = split_sentences(text)
    free = [i for i, s in enumerate(sentences) if _is_free(s, checker, facts)]
    kept, shorter = set(range(len(sentences))), text
    while free and (over := count(shorter) - length) > 0:
        at = min(free, key=lambda i: (count(sentences[i]) > over * 1.2, abs(count(sentences[i]) - over)))
        free.remove(at)
        left = _tidy("".join(_line_kept(s, i in kept - {at}) for i, s in enumerate(sentences)))
        if left.strip():
            kept, shorter = kept - {at}, left
    return shorter if set(checker.untold(shorter, facts)) <= set(checker.untold(text, facts)) else text


def _line_kept(sentence: str, kept: bool) -> str:
    """A sentence, or what is left of it when it goes: the end of its line."""
    return sentence if kept else "\n" * sentence.endswith("\n")


def _is_free(sentence: str, checker: Checker, facts: Sequence[int]) -> bool:
    """Whether a sentence is no label or item, names nothing, and neither claims nor tells anything."""
    if not sentence.strip() or sentence.startswith("###") or _LABEL.match(sentence) or _ITEM.match(sentence):
        return False
    named = any(words in sentence for words in checker.named)
    return not named and not checker.claims(sentence) and not checker.telling(sentence, facts)


def _without_one(text: str, length: int, checker: Checker, facts: Sequence[int]) -> str | None:
    needed = set(checker.untold(text, facts))
    over = count(text) - length
    named = [words for words in checker.named if words in text]
    pieces = [s for s in _spans(text) if s.text.strip() and not s.text.startswith("###") and not _LABEL.match(s.text)]
    tails = [t for s in pieces for t in _tails(s) if all(overlap(t.text, fact) < _OF_FACT for fact in checker.facts)]
    for candidates in (pieces if len(pieces) > 1 else [], tails):
        # One that is about as long as what is too much; of longer ones the shortest.
        for piece in sorted(candidates, key=lambda s: (count(s.text) > over * 1.2, abs(count(s.text) - over))):
            shorter = _tidy(text[: piece.start] + _line_kept(piece.text, False) + text[piece.start + len(piece.text) :])
            if any(words not in shorter for words in named):
                continue
            if shorter.strip() and set(checker.untold(shorter, facts)) <= needed and not _loses(piece.text, checker):
                return shorter
    return None


@dataclass(frozen=True)
class _Piece:
    """Words of a text and where they begin: the same words may stand in it twice."""

    start: int
    text: str


def _spans(text: str) -> list[_Piece]:
    found: list[_Piece] = []
    for sentence in split_sentences(text):
        found.append(_Piece(found[-1].start + len(found[-1].text) if found else 0, sentence))
    return found


def _loses(piece: str, checker: Checker) -> bool:
    """Whether a piece holds a claim that the facts support: such a piece is content even where it repeats one."""
    return any(c.verdict == "supported" and c.fact is not None and c.kind == "figure" for c in checker.claims(piece))


def _tails(sentence: _Piece) -> list[_Piece]:
    match = _CLAUSE.search(sentence.text)
    if match is None:
        return []
    end = len(sentence.text.rstrip("。！？；\n"))
    return [_Piece(sentence.start + match.start(), sentence.text[match.start() : end])]


def _tidy(text: str) -> str:
    """Paragraphs without the emptiness and the broken counting that a cut leaves."""
    lines = [
        line
        for line in text.split("\n")
        if line.strip() and not re.fullmatch(r"[一二三四五六七八九十]是", line.strip())
    ]
    return _recount("\n".join(lines))


def _recount(text: str) -> str:
    """一是、二是、三是 counted again after something between them went."""
    marks = re.findall(r"(?<![一-鿿])[一二三四五六七八九十]是", text)
    if len(marks) < 1 or not marks[0]:
        return text
    number = 0

    def again(match: "re.Match[str]") -> str:
        nonlocal number
        number = 1 if match[0] == "一是" else number + 1
        return "一二三四五六七八九十"[min(number, 10) - 1] + "是"

    return re.sub(r"(?<![一-鿿])[一二三四五六七八九十]是", again, text)


def expand(text: str, length: int, sentences: Sequence[str]) -> str:
    """``text`` with ``sentences`` of the bank put in, up to ``length`` characters: after facts and at the end."""
    for sentence in sentences:
        if count(text) >= length * 0.97:
            break
        if sentence in text or count(text) + count(sentence) > length * 1.08:
            continue
        text = text.rstrip("\n") + sentence
    return text


def delete(draft: Draft, number: int | None, selection: str, words: Sequence[str]) -> Draft | None:
    """The draft without the selected words, the sentences that hold ``words``, or the section ``number``.

    Selected words that stand in the draft more than once go only where they were selected, in section ``number``.
    """
    if selection:
        return _without_text(draft, [selection.strip()], number)
    if words:
        found = _without_text(draft, _sentences_with(draft, words))
        if found is not None:
            return found
    if number is None:
        return None
    sections = draft.sections[:number] + draft.sections[number + 1 :]
    return renumber(replace(draft, sections=sections)) if sections else None


def _sentences_with(draft: Draft, words: Sequence[str]) -> list[str]:
    sentences = [s for section in draft.sections for s in split_sentences(section.text)]
    return [s.strip() for s in sentences if any(word in s for word in words)]


def _without_text(draft: Draft, pieces: Sequence[str], only: int | None = None) -> Draft | None:
    changed = draft
    for number, section in enumerate(draft.sections):
        text = section.text
        for piece in pieces if only in (None, number) else ():
            text = text.replace(piece, "")
        if text != section.text:
            changed = changed.with_section(number, replace(section, text=_tidy(text)))
    return changed if changed != draft else None


def move(draft: Draft, number: int, target: int, *, swap: bool = False) -> Draft:
    """The draft with section ``number`` at position ``target`` (or the two swapped), headings counted anew."""
    sections = list(draft.sections)
    if swap:
        sections[number], sections[target] = sections[target], sections[number]
    else:
        sections.insert(min(target, len(sections) - 1), sections.pop(number))
    return renumber(replace(draft, sections=tuple(sections)))


def renumber(draft: Draft) -> Draft:
    """The draft with 一、二、三、 in order before its headings, where they are counted at all."""
    heads = [s.heading for s in draft.sections if s.heading]
    if not any(without_number(h) != h for h in heads):
        return draft
    return with_headings(draft, [without_number(h) for h in heads])


def with_headings(draft: Draft, plain: Sequence[str]) -> Draft:
    """The draft with other headings (without numbers, in order); they are counted as before."""
    heads = [s.heading for s in draft.sections if s.heading]
    counted = any(without_number(h) != h for h in heads)
    new = iter(numbered(plain) if counted else plain)
    sections = tuple(replace(s, heading=next(new)) if s.heading else s for s in draft.sections)
    return replace(draft, sections=sections)


def replace_words(draft: Draft, number: int | None, old: str, new: str) -> Draft:
    """The draft with ``old`` replaced by ``new``, in section ``number`` or everywhere."""

    def put(text: str) -> str:
        return text.replace(old, new)

    sections = tuple(
        replace(s, heading=put(s.heading), text=put(s.text)) if number in (None, i) else s
        for i, s in enumerate(draft.sections)
    )
    if number is not None:
        return replace(draft, sections=sections)
    front, signature = tuple(map(put, draft.front)), tuple(map(put, draft.signature))
    return replace(draft, title=put(draft.title), front=front, signature=signature, sections=sections)


def insert_sentence(section: Section, sentence: str, fact: int) -> Section:
    """The section with a sentence more: as a further item where they are counted, else after the one most like it."""
    facts = section.facts if fact in section.facts else (*section.facts, fact)
    text = _with_item(section.text, sentence) or _after_likest(section.text, sentence)
    return replace(section, text=text, facts=facts)


def _after_likest(text: str, sentence: str) -> str:
    sentences = split_sentences(text)
    likes = [overlap(sentence, s) for s in sentences]
    place = max(range(len(likes)), key=lambda i: (likes[i], i)) + 1 if likes else 0
    return "".join([*sentences[:place], sentence, *sentences[place:]])


def _with_item(text: str, sentence: str) -> str:
    """``text`` with ``sentence`` as the item after its last, "" where its paragraphs are no items."""
    lines = text.split("\n")
    items = [(n, match) for n, line in enumerate(lines) if (match := _ITEM.match(line))]
    if len(items) < 2:
        return ""
    place, last = items[-1]
    spoken = last[1] is not None
    mark = f"{chinese_number(len(items) + 1)}是" if spoken else f"{len(items) + 1}."
    return "\n".join([*lines[: place + 1], mark + sentence, *lines[place + 1 :]])
