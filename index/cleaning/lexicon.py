"""Words and their habits: which ones open sentences, which end clauses, and what part of speech each is."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

Tagged = list[tuple[str, str]]
"""Words of a text with their parts of speech."""

_NUMBER = re.compile(r"^[\d一二三四五六七八九十百千两几多×xX*]+$")


@dataclass(frozen=True)
class Words:
    """The word lists, and for known words how much more often than others they begin a sentence and end a clause."""

    opens: frozenset[str]
    adverbs: frozenset[str]
    wanting: frozenset[str]
    habits: dict[str, tuple[float, float]]


@cache
def words() -> Words:
    """The word lists that come with the program."""
    folder = resources.files("index").joinpath("cleaning")
    lists = tomllib.loads(folder.joinpath("wordings.toml").read_text("utf-8"))
    opens, adverbs, wanting = (frozenset(str(lists[name]).split()) for name in ("opens", "adverbs", "wanting"))
    rows = (row.split("\t") for row in folder.joinpath("habits.tsv").read_text("utf-8").splitlines() if row[:1] != "#")
    return Words(opens, adverbs, wanting, {word: (int(first) / 10, int(last) / 10) for word, first, last in rows})


def tagged(text: str) -> Tagged:
    """The words of a text with their parts of speech; figures, commas and quotes have tags of their own."""
    import rjieba

    return [(word, _tag(word, tag)) for word, tag in rjieba.tag(text)]


def _tag(word: str, tag: str) -> str:
    if _NUMBER.match(word):
        return "m"
    return {"，": "comma", ",": "comma", "、": "pause"}.get(word[0], tag if tag != "x" else f"x{ord(word[0]):x}")


def opener(text: str) -> int:
    """Length of the longest word at the start of ``text`` that opens sentences; 0 without one."""
    return next((size for size in range(6, 0, -1) if text[:size] in words().opens), 0)
