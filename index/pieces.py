"""Long text dealt into pieces of even size, cut at paragraphs, runs (一是…, 二是…) and sentences."""

import re
from collections.abc import Sequence

LEAST, MOST = 80, 500
"""Characters of a passage that can be borrowed as it is: less says nothing, more is several things."""
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”’）)》】]*|[^。！？!?]+$|[。！？!?]+")
_RUN_INSIDE = re.compile(r"(?<=[。；;：:，,])(?=第?[一二三四五六七八九十]{1,2}(?:是|要)(?!个))")


def pieces_of(texts: Sequence[str], most: int) -> list[str]:
    """Text of one block as pieces of at most ``most`` characters where sentences allow it."""
    if len(whole := "\n".join(texts)) <= most:
        return [whole]
    return _packed([unit for text in texts for unit in _units(text, most)], most)


def _units(text: str, most: int) -> list[tuple[str, str]]:
    """(joint, unit) pairs: the joint is a line break before a paragraph's first unit, nothing before the others."""
    if len(text) <= most:
        return [("\n", text)]
    units: list[str] = []
    for run in _RUN_INSIDE.split(text):
        if units and len(units[-1]) < LEAST and len(units[-1]) + len(run) <= most:
            units[-1] += run
        else:
            units += [run] if len(run) <= most else [part for s in _SENTENCE.findall(run) for part in _endless(s)]
    return [("\n" if index == 0 else "", unit) for index, unit in enumerate(units) if unit]


def _endless(sentence: str) -> list[str]:
    """A sentence whole; text without an end (a dumped table, a list of names) in pieces at its commas and blanks."""
    if len(sentence) <= 2 * MOST:
        return [sentence]
    pieces = [""]
    for part in re.findall(r"[^，,；;、\s]{1,400}[，,；;、\s]*|[，,；;、\s]+", sentence):
        if len(pieces[-1]) + len(part) > MOST - LEAST:
            pieces.append("")
        pieces[-1] += part
    return [piece for piece in pieces if piece]


def _packed(units: Sequence[tuple[str, str]], most: int) -> list[str]:
    """Units filled into as few pieces of even size as keep below ``most``, unless one unit alone is longer."""
    total = sum(len(unit) for _, unit in units)
    longest = max(most, *(len(unit) for _, unit in units))
    fewest = -(-total // most)
    for count in range(fewest, min(fewest + 4, len(units)) + 1):
        pieces = _dealt(units, total / count)
        if max(map(len, pieces)) <= longest:
            return pieces
    return _filled(units)


def _filled(units: Sequence[tuple[str, str]]) -> list[str]:
    """Units put into pieces one after another as long as they fit."""
    pieces: list[str] = []
    for joint, unit in units:
        if pieces and len(pieces[-1]) + len(joint) + len(unit) <= MOST:
            pieces[-1] += joint + unit
        else:
            pieces.append(unit)
    return pieces


def _dealt(units: Sequence[tuple[str, str]], share: float) -> list[str]:
    """Units put into pieces by where their middles fall, ``share`` characters a piece."""
    pieces: dict[int, str] = {}
    before = 0
    for joint, unit in units:
        place = int((before + len(unit) / 2) / share)
        pieces[place] = pieces[place] + joint + unit if place in pieces else unit
        before += len(unit)
    return list(pieces.values())
