"""Length: sections brought to their target by optional sentences put in or left out, never by a fact."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.sentences import count
from assistant.writing.build import Build, Element
from assistant.writing.compose import Composer
from assistant.writing.spare import FIRST, LAST, SECOND, THIRD
from assistant.writing.tell import may_have_tail

_NEAR = 0.04  # how far from the target the text may stay without anything being added or left out


def fit_length(builds: Sequence[Build], target: int, composer: Composer, *, carried: bool = True) -> list[Build]:
    """The sections brought to ``target`` characters: spare sentences put in or left out, never a fact.

    Where the facts cannot carry the target (``carried``), no more is put in than they can stand.
    """
    fitted = list(builds)
    _grow(fitted, target, composer.take, FIRST)
    _add_frame(fitted, target, composer)
    for level in (SECOND, THIRD, LAST) if carried else (SECOND, THIRD):
        _grow(fitted, target, composer.take, level)
    _shrink(fitted, target)
    return fitted


def _add_frame(builds: list[Build], target: int, composer: Composer) -> None:
    """What a longer text has around its parts: a bridge from the opening, and what has been learned."""
    parts = [i for i, b in enumerate(builds) if b.planned.theme]
    if not parts or parts[0] == 0 or parts[-1] + 1 >= len(builds):
        return
    before, after = parts[0] - 1, parts[-1] + 1
    has_overview = builds[before].planned.role != "开场"
    additions = [] if has_overview else [(before, len(builds[before].elements), composer.bridge())]
    if not builds[after].planned.heading:
        additions.append((after, 0, composer.insights([builds[i].planned.theme for i in parts])))
    for number, place, text in additions:
        if text and total_of(builds) + count(text) <= target * (1 + _NEAR):
            grown = _inserted(builds[number], place, Element("how", text, breaks=place > 0))
            if place == 0:
                first = replace(grown.elements[1], breaks=True)
                grown = grown.with_element(1, first)
            builds[number] = grown


def total_of(builds: Sequence[Build]) -> int:
    """Characters of all sections with their headings."""
    return sum(b.length + count(b.planned.heading) for b in builds)


def _grow(builds: list[Build], target: int, take: Callable[[Element], bool], level: int) -> None:
    """Puts spare sentences up to ``level`` in, always where the section is furthest from its share."""
    spare = {i: [e for e in b.spare if e.level <= level] for i, b in enumerate(builds)}
    while total_of(builds) < target * (1 - _NEAR):
        open_ones = [i for i in spare if spare[i]]
        if not open_ones:
            return
        i = max(open_ones, key=lambda n: (builds[n].budget - builds[n].length) / max(60, builds[n].budget))
        element = spare[i].pop(0)
        missing = target - total_of(builds)
        if count(element.text) > missing + target * _NEAR or _full(builds[i], element):
            continue
        grown = put_in(builds[i], element)
        if grown is not None and take(element):
            builds[i] = replace(grown, spare=tuple(e for e in builds[i].spare if e is not element))


def _full(build: Build, element: Element) -> bool:
    """Whether a section has as many sentences of this kind as it can stand."""
    if element.kind in ("lead", "before") and _led(build, element):
        return True
    same = [e for e in build.elements if e.kind == element.kind and e.about == element.about]
    tails = [e for e in build.elements if e.tail]
    if element.kind == "aim":
        return len(tails) > len(build.planned.facts) // 2
    most = 5 if build.planned.theme or build.planned.role == "打算" else 2
    return len(same) >= {"lead": 1, "before": 1}.get(element.kind, most)


def _led(build: Build, element: Element) -> bool:
    """Whether the section, or the fact that it begins with, has a first sentence already: two would be one too many."""
    first = next((e for e in build.elements if e.facts), None)
    if first is None:
        return False
    if element.kind == "lead":
        return any(e.kind == "before" and e.about in first.facts for e in build.elements)
    return element.about in first.facts and any(e.kind == "lead" for e in build.elements)


def put_in(build: Build, element: Element) -> Build | None:
    """``build`` with an optional element where its kind belongs, None where there is no place for it.

    Leads stand before the facts, befores and afters around theirs, aims become the end of a fact's sentence, a manner
    stands after the facts.
    """
    elements = build.elements
    if element.kind == "aim":
        return _with_aim(build, element)
    if element.kind in ("before", "after"):
        return _beside(build, element)
    first = next((i for i, e in enumerate(elements) if e.facts or e.kind == "before"), None)
    if element.kind == "lead":
        return None if first is None else _inserted(build, first, element)
    if build.planned.role == "结尾":
        return _inserted(build, next((i for i, e in enumerate(elements) if e.kind == "thanks"), len(elements)), element)
    if first is None or build.planned.role in ("开场", "概况"):
        now = max((i for i, e in enumerate(elements) if i and e.kind == "frame"), default=None)
        last = next((i for i, e in enumerate(elements) if e.kind == "thanks"), len(elements))
        return _inserted(build, last if now is None else now, element)
    place = max(i for i, e in enumerate(elements) if e.facts or e.optional) + 1
    if build.planned.theme and (build.listed or build.tasks) and elements[place - 1].kind != "how":
        element = replace(element, breaks=True)  # what is said of all items is no part of the last one
    return _inserted(build, place, element)


def _beside(build: Build, element: Element) -> Build | None:
    """``build`` with a sentence directly before its fact, or after all that is said of it already."""
    elements = build.elements
    own = next((i for i, e in enumerate(elements) if element.about in e.facts), None)
    if own is None or (element.kind == "before" and build.listed and not build.labels):
        return None
    if element.kind == "before":
        return _inserted(build, own, element)
    if elements[own].kind == "fact" and elements[own].told is None and len(elements[own].facts) > 1:
        element = replace(element, about=elements[own].facts[0])
    place = own + 1
    while place < len(elements) and elements[place].kind == "after" and elements[place].about in elements[own].facts:
        place += 1
    return _inserted(build, place, element)


def _inserted(build: Build, place: int, element: Element) -> Build:
    return replace(build, elements=(*build.elements[:place], element, *build.elements[place:]))


def _with_aim(build: Build, aim: Element) -> Build | None:
    for place in range(len(build.elements) - 1, -1, -1):
        element = build.elements[place]
        if element.told is None or element.tail or not may_have_tail(element.told):
            continue
        if aim.about == element.told.fact.number or (aim.about < 0 and element.told.fact.theme == aim.theme):
            return build.with_element(place, replace(element, tail=aim.text.rstrip("。"), source=aim.source))
    return None


def _shrink(builds: list[Build], target: int) -> None:
    for kind in ("how", "after", "before", "aim", "text", "tail", "lead"):
        while (over := total_of(builds) - target * (1 + _NEAR)) > 0:
            found = _longest_optional(builds, kind, over)
            if found is None:
                break
            i, position = found
            element = builds[i].elements[position]
            builds[i] = builds[i].with_element(position, replace(element, tail="") if kind == "tail" else None)


def _longest_optional(builds: Sequence[Build], kind: str, over: float) -> tuple[int, int] | None:
    """Section and position of the optional piece of ``kind`` whose length is nearest to what is too much."""
    found: list[tuple[float, int, int]] = []
    for i, build in enumerate(builds):
        for position, element in enumerate(build.elements):
            text = element.tail if kind == "tail" else element.text if element.optional and element.kind == kind else ""
            if text:
                found.append((abs(count(text) - over), i, position))
    return min(found)[1:] if found else None
