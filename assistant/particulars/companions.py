"""Names that others bear out: what stands in one list with a name, and what is named once more."""

import re
from collections.abc import Iterator, Sequence

from assistant.particulars.people import without_role
from assistant.particulars.sample import HAN, NO_NAME, Part, Sample

_LIST = re.compile(rf"[{HAN}·•]{{2,14}}(?:、[{HAN}·•]{{2,14}})+")
_JOINED = re.compile(r"[和与及同暨]")
_TAIL = re.compile(
    r"[等两三四五六七八九夫的是在都也又讲各带说写让从县市区镇乡村考先分]|同志|老师|老人|老两口|组合|毗邻|毗连"
)
_LENGTHS = (3, 2, 4)
"""Characters of a name, the likeliest first."""


def find_companions(sample: Sample, names: Sequence[Part]) -> Iterator[Part]:
    """Items of lists (A、B和C) beside one that is a name; ``names`` are those known so far."""
    for match in _LIST.finditer(sample.plain):
        items = list(_items(sample, *match.span()))
        if not any(_holds(item, names) for item in items):
            continue
        for number, (start, end) in enumerate(items):
            start = without_role(sample, start, end)[0] if number else start
            if _holds((start, end), names):
                continue
            name = _first_name(sample, start, end) if number else _last_name(sample, start, end)
            if _could_be(sample, *name):
                yield name


def _items(sample: Sample, start: int, end: int) -> Iterator[Part]:
    at = start
    for match in re.finditer("、", sample.plain[start:end]):
        yield at, start + match.start()
        at = start + match.end()
    joined = _JOINED.search(sample.plain, at + 2, end)
    if joined and end - joined.end() >= 2:
        yield at, joined.start()
        at = joined.end()
    yield at, end


def _holds(item: Part, names: Sequence[Part]) -> bool:
    """True where a name begins or ends the item, as the only name in a list would."""
    return any(item[0] <= low and high <= item[1] and (low == item[0] or high == item[1]) for low, high in names)


def _first_name(sample: Sample, start: int, end: int) -> Part:
    """The name that opens a longer last item (通道三县联办)."""
    if end - start <= 3:
        return start, end
    tail = _TAIL.search(sample.plain, start + 2, min(end, start + 5))
    if tail and _could_be(sample, start, tail.start()):
        return start, tail.start()
    for length in _LENGTHS:
        if start + length <= end and sample.begins(start + length) and _could_be(sample, start, start + length):
            return start, start + length
    return start, end


def _last_name(sample: Sample, start: int, end: int) -> Part:
    """The name that closes a longer first item (徒弟扎西邓珠)."""
    word = sample.word_from.get(start)
    if end - start <= 3:
        return start + (word is not None and word.end == start + 1 and word.tag == "p"), end
    for length in _LENGTHS:
        if sample.begins(end - length) and _could_be(sample, end - length, end):
            return end - length, end
    return start, end


def _could_be(sample: Sample, start: int, end: int) -> bool:
    word = sample.plain[start:end]
    if word in sample.known_places:
        return True
    if not 2 <= len(word) <= 4 or set(word) & NO_NAME - {"有"} or word in sample.lexicon.concepts:
        return False
    place = word[-1] in "县市州镇乡村寨" and word[:-1] not in sample.lexicon.place_words
    if (sample.is_everyday(start, end) and not place) or (len(word) > 3 and sample.has_words(start, end - 1)):
        return False
    return not any(len(t.word) > 1 and t.word in sample.lexicon.concepts for t in sample.tokens_in(start, end))


def repeated(sample: Sample, names: Sequence[Part]) -> Iterator[Part]:
    """Every other place where a name of three characters or more stands."""
    for word in dict.fromkeys(sample.plain[start:end] for start, end in names):
        if len(word) > 2:
            yield from _occurrences(sample.plain, word)


def _occurrences(plain: str, word: str) -> Iterator[Part]:
    at = plain.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = plain.find(word, at + len(word))


def shortened(sample: Sample, people: Sequence[Part]) -> Iterator[Part]:
    """What the people of the passage are called besides: 老后 and 第五 by the surname, 小兵 by the given name."""
    full = {sample.plain[start:end] for start, end in people if 3 <= end - start <= 4}
    full = {name for name in full if not name.endswith(sample.lists.address)}
    short = {form for name in full for form in _short_forms(sample, name)}
    for form in short:
        for start, end in _occurrences(sample.plain, form):
            if not sample.is_everyday(start, end) or len(form) > 2:
                yield start, end


def _short_forms(sample: Sample, name: str) -> Iterator[str]:
    family = 2 if name[:2] in sample.surnames else 1
    if len(name) - family != 2:
        return
    if family == 2:
        yield name[:2]
    else:
        yield from (f"老{name[0]}", f"小{name[0]}", f"{name[0]}老")
    if name[:family] in sample.surnames:
        yield name[family:]
