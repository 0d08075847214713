"""Sentences of Chinese text: splitting that loses nothing, and the comparisons that review and writing share."""

import re
from collections.abc import Iterable

_END = "。！？；!?;"
_CLOSERS = "”’》）】」』)\"'"
_NOT_WORD = re.compile(r"[\W_]+")


def split_sentences(text: str, *, ends: str = "。！？!?") -> list[str]:
    """``text`` cut after sentence ends (closing quotes and marks stay with their sentence).

    ``"".join(split_sentences(text)) == text`` for any text. A line break ends a sentence too.
    """
    pieces: list[str] = []
    start = position = 0
    while position < len(text):
        character = text[position]
        position += 1
        if character not in ends and character != "\n":
            continue
        while position < len(text) and text[position] in ends + _CLOSERS:
            position += 1
        pieces.append(text[start:position])
        start = position
    if start < len(text):
        pieces.append(text[start:])
    return pieces


def bare(text: str) -> str:
    """``text`` without punctuation and white space, for comparing."""
    return _NOT_WORD.sub("", text)


def bigrams(text: str) -> set[str]:
    """Pairs of neighbouring characters of ``bare(text)``."""
    plain = bare(text)
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def overlap(part: str, whole: str) -> float:
    """Share (0–1) of the character pairs of ``part`` that stand in ``whole``; 0 where ``part`` has none."""
    pairs = bigrams(part)
    return len(pairs & bigrams(whole)) / len(pairs) if pairs else 0.0


def alike(one: str, other: str) -> float:
    """Likeness of two sentences, 0–1: shared character pairs over all character pairs."""
    first, second = bigrams(one), bigrams(other)
    return len(first & second) / len(first | second) if first and second else 0.0


def count(text: str) -> int:
    """Characters without white space, the measure of every length here."""
    return sum(1 for character in text if not character.isspace())


def repeated(sentences: Iterable[str], *, likeness: float = 0.8, shortest: int = 10) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of sentence positions that say the same in (nearly) the same words.

    ``likeness`` is the threshold of ``alike``; sentences under ``shortest`` characters are not compared.
    """
    grams = [bigrams(s) if len(bare(s)) >= shortest else set() for s in sentences]
    found: list[tuple[int, int]] = []
    for later, second in enumerate(grams):
        for earlier in range(later):
            first = grams[earlier]
            smaller, larger = sorted((len(first), len(second)))
            if smaller < likeness * larger or not smaller:
                continue
            if len(first & second) >= likeness * len(first | second):
                found.append((earlier, later))
                break
    return found
