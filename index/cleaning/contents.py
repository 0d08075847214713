"""Tables of contents: lines that announce, in order, what stands further down."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from index.cleaning.articles import TITLE_WORDS
from index.cleaning.lines import Line
from index.cleaning.marks import ends_sentence, mark_level, unmarked

_NAME = re.compile(r"^(?:本文)?目\s*录(?:导航)?[:：]?$|^contents$", re.I)
_PAGE = re.compile(r"[\s.．…·—-]*\d{0,3}$")
_COLLECTION = re.compile(r"汇编|选编|集锦|合集|文集|选集|专辑|(?:\d|[一二三四五六七八九十])\s*篇[）)\]】]?$")
_LONGEST = 60
_MOST_LINES = 4000
"""More lines than this are not looked through for a table of contents."""


def drop_contents(lines: Sequence[Line], dropped: list[tuple[str, str]]) -> tuple[list[Line], frozenset[str]]:
    """Lines without their table of contents, and the titles of articles that it announces.

    A table is two or more neighbouring lines each of which stands again further down, in the same order, numbers and
    page numbers aside.
    """
    entries = _entries(lines)
    if not entries:
        return list(lines), frozenset()
    start = entries[0] - 1 if entries[0] and _NAME.match(lines[entries[0] - 1].text) else entries[0]
    gone = set(range(start, entries[-1] + 1))
    dropped += [(lines[i].text, "目录") for i in sorted(gone)]
    kept = [line for i, line in enumerate(lines) if i not in gone]
    announced = {_bare(lines[i].text) for i in entries}
    texts = {line.text for line in kept if _bare(line.text) in announced and not mark_level(line.text)}
    collected = any(_COLLECTION.search(line.text) for line in lines[:start] if not ends_sentence(line.text))
    titles = frozenset(text for text in texts if collected or TITLE_WORDS.search(text))
    return kept, titles if len(titles) > 1 else frozenset()


def _entries(lines: Sequence[Line]) -> list[int]:
    """The first run of lines that announce later ones."""
    if len(lines) > _MOST_LINES:
        return []
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if 4 <= len(line.text) <= _LONGEST and not ends_sentence(line.text):
            places.setdefault(_bare(line.text), []).append(i)
    run: list[int] = []
    behind = -1
    for i, line in enumerate(lines):
        same = places.get(_bare(line.text), [])
        later = same[bisect_right(same, max(behind, i)) :][:1] if same else []
        if later and (not run or i == run[-1] + 1):
            run.append(i)
            behind = later[0]
        elif len(run) >= 2:
            break
        else:
            run, behind = ([i], later[0]) if later else ([], -1)
    announced = len(run) >= 2 and behind > run[-1] and _between(lines, run)
    return run if announced else []


def _between(lines: Sequence[Line], run: Sequence[int]) -> bool:
    """Whether text stands under what was announced: a menu shown twice is no table of contents."""
    names = {_bare(lines[i].text) for i in run}
    spots = [j for j in range(run[-1] + 1, len(lines)) if _bare(lines[j].text) in names]
    ends = [*spots[1:], len(lines)]
    filled = sum(any(len(line.text) >= 15 for line in lines[a + 1 : b]) for a, b in zip(spots, ends, strict=True))
    return filled >= 2


def _bare(text: str) -> str:
    return re.sub(r"\W", "", unmarked(_PAGE.sub("", text)))
