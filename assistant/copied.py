"""Runs of characters that a draft shares with samples."""

import re
from collections.abc import Iterable, Sequence

_SEED = 6
_BLANK = re.compile(r"\s+")
_BREAK = "\x00"


def _plain(text: str, aside: Sequence[str]) -> str:
    text = _BLANK.sub("", text)
    for phrase in aside:
        text = text.replace(phrase, _BREAK)
    return text


def copied_runs(text: str, sample: str, least: int, aside: Sequence[str] = ()) -> list[str]:
    """Maximal runs of at least ``least`` (≥ 6) characters that ``text`` shares with ``sample``, longest first.

    White space does not count; the phrases ``aside`` (names of policies, meetings) end a run.
    """
    ours, theirs = _plain(text, aside), _plain(sample, aside)
    seeds: dict[str, list[int]] = {}
    for i in range(len(theirs) - _SEED + 1):
        seeds.setdefault(theirs[i : i + _SEED], []).append(i)
    runs: list[str] = []
    position = 0
    while position + _SEED <= len(ours):
        length = _longest_at(ours, position, theirs, seeds)
        if length >= max(least, _SEED):
            runs.append(ours[position : position + length])
            position += length
        else:
            position += 1
    return sorted(runs, key=len, reverse=True)


def _longest_at(ours: str, position: int, theirs: str, seeds: dict[str, list[int]]) -> int:
    best = 0
    for start in seeds.get(ours[position : position + _SEED], ()):
        length = 0
        while (
            position + length < len(ours)
            and start + length < len(theirs)
            and ours[position + length] == theirs[start + length] != _BREAK
        ):
            length += 1
        best = max(best, length)
    return best


def longest_copied(text: str, samples: Iterable[tuple[str, str]], aside: Sequence[str] = ()) -> tuple[str, str]:
    """The longest run that ``text`` shares with any of ``samples`` (text, file), and its file; ``("", "")`` if none."""
    best = ("", "")
    for sample, file in samples:
        runs = copied_runs(text, sample, max(_SEED, len(best[0]) + 1), aside)
        if runs and len(runs[0]) > len(best[0]):
            best = (runs[0], file)
    return best
