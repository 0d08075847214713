"""Finishing: every fact told, every claim honest or marked, nothing said twice or copied."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.copied import copied_runs
from assistant.draft import Draft, Section
from assistant.sentences import alike
from assistant.writing.build import Build, Element, render, sentence_of
from assistant.writing.checks import Checker, mark_wrong, sentence_at
from assistant.writing.tell import Told

LONGEST_COPY = 24
_ROUNDS = 4


def make_honest(build: Build, checker: Checker, told: Sequence[Told]) -> Build:
    """``build`` without dishonest or copied sentences of ours or the model's, and with each of its facts told."""
    elements: list[Element] = []
    for element in build.elements:
        opening = sentence_of(elements[0]) if elements and element.told else ""
        if element.told is not None and not _told_honestly(element, opening, checker):
            element = replace(element, told=_plainer(element.told, checker))
        if element.tail and not _usable(sentence_of(element), checker):
            element = replace(element, tail="")
        if element.told is None and element.kind != "thanks" and not _usable(element.text, checker):
            continue
        elements.append(element)
    return _with_untold(replace(build, elements=tuple(elements)), checker, told)


def _told_honestly(element: Element, opening: str, checker: Checker) -> bool:
    """Whether a fact's sentence is understood as the fact; what is wanting, or planned, after the section's opening."""
    sentence = sentence_of(replace(element, tail=""))
    if checker.honest(sentence):
        return True
    apart = element.told is not None and element.told.fact.role in ("不足", "打算")
    return apart and bool(opening) and checker.honest(opening + sentence)


def _plainer(told: Told, checker: Checker) -> Told:
    """A shortcoming or a plan said to be one in so many words, where the sentence alone could be read otherwise."""
    later = replace(told, time="下一步，")
    if told.fact.role == "打算" and not told.time and checker.honest(later.sentence()):
        return later
    for word in {"不足": ("还有", "存在的不足是：", "工作中存在不足："), "打算": ("下一步计划",)}.get(
        told.fact.role, ()
    ):
        plainer = replace(told, body=word + told.time.rstrip("，") + told.body.removeprefix("将"), time="", subject="")
        fits = word != "还有" or told.body[:1].isdigit()
        if fits and checker.honest(plainer.sentence()):
            return plainer
    return told


def _usable(text: str, checker: Checker) -> bool:
    return checker.honest(text) and not copies(text, checker)


def copies(text: str, checker: Checker) -> bool:
    """Whether ``text`` shares a run of more than 24 characters with a sample, or does what one told its reader."""
    return checker.obeys(text) or any(copied_runs(text, sample, LONGEST_COPY + 1) for sample in checker.samples)


def _with_untold(build: Build, checker: Checker, told: Sequence[Told]) -> Build:
    """Facts that the text does not tell are put in as plain sentences, after the facts before them."""
    for one in told:
        text = render(build)
        number = one.fact.number
        if any(e.told is not None and number in e.facts for e in build.elements) or not checker.untold(text, [number]):
            continue
        elements = [e for e in build.elements if not (number in e.facts and e.facts == (number,))]
        order = [t.fact.number for t in told]
        before = set(order[: order.index(number) + 1])
        place = max((i + 1 for i, e in enumerate(elements) if set(e.facts) & before), default=_first_place(elements))
        elements.insert(place, Element("fact", told=one, facts=(number,)))
        build = replace(build, elements=tuple(elements))
    return build


def _first_place(elements: Sequence[Element]) -> int:
    return next((i for i, e in enumerate(elements) if e.facts or e.kind in ("aim", "thanks")), len(elements))


def without_wrong_company(builds: Sequence[Build], checker: Checker) -> list[Build]:
    """The sections without half sentences, and sentences of ours beside a fact, that make the ledger doubt the fact."""
    kept = list(builds)
    for drop in (_without_tail, _without_neighbours):
        text = "\n".join(render(b) for b in kept)
        doubted = [text[slice(*sentence_at(text, claim.start))].strip() for claim in checker.wrong(text)]
        if not doubted:
            return kept
        kept = [drop(build, doubted) for build in kept]
    return kept


def _without_tail(build: Build, doubted: Sequence[str]) -> Build:
    return replace(
        build,
        elements=tuple(
            replace(e, tail="") if e.tail and any(e.tail in sentence for sentence in doubted) else e
            for e in build.elements
        ),
    )


def _without_neighbours(build: Build, doubted: Sequence[str]) -> Build:
    elements = build.elements
    hit = [i for i, e in enumerate(elements) if e.told and any(e.told.body in sentence for sentence in doubted)]
    beside = {i + step for i in hit for step in (-1, 1)}
    return replace(
        build,
        elements=tuple(e for i, e in enumerate(elements) if not (i in beside and e.kind in ("before", "after", "how"))),
    )


def without_repeats(builds: Sequence[Build], checker: Checker) -> list[Build]:
    """The sections without sentences that say again what an earlier one said; a fact given twice is told once."""
    seen: list[str] = []
    result: list[Build] = []
    for build in builds:
        elements: list[Element] = []
        for element in build.elements:
            text = sentence_of(element)
            repeats = len(text) >= 10 and any(alike(text, other) >= 0.8 for other in seen)
            if repeats and (element.optional or not checker.untold("".join(seen), element.facts)):
                continue
            seen.append(text)
            elements.append(element)
        result.append(replace(build, elements=tuple(elements)))
    return result


def mark_rest(draft: Draft, checker: Checker) -> Draft:
    """The draft with 【待核实】 after every claim that is still not supported when the whole is judged."""
    for _ in range(_ROUNDS):
        markdown = draft.to_markdown()
        wrong = checker.wrong(markdown)
        if not wrong:
            return draft
        changed = draft
        for claim in wrong:
            start, end = sentence_at(markdown, claim.start)
            sentence, offset = markdown[start:end].strip("\n"), claim.start - start
            offset -= len(markdown[start:end]) - len(markdown[start:end].lstrip("\n"))
            changed = _mark_in(changed, sentence, offset, claim.text)
        if changed == draft:
            return draft
        draft = changed
    return draft


def _mark_in(draft: Draft, sentence: str, offset: int, claim: str) -> Draft:
    for number, section in enumerate(draft.sections):
        for place in ("text", "heading"):
            text: str = getattr(section, place)
            at = text.find(sentence.removeprefix("## "))
            if at < 0 or not sentence:
                continue
            position = at + offset - (len(sentence) - len(sentence.removeprefix("## ")))
            if text[position : position + len(claim)] != claim:
                continue
            found = _Spot(claim, position)
            marked: Section = replace(section, **{place: mark_wrong(text, [found])})  # type: ignore[list-item,arg-type]
            return draft.with_section(number, marked)
    return draft


class _Spot:
    """Where a claim ends; what ``mark_wrong`` needs to know of it."""

    def __init__(self, text: str, start: int) -> None:
        self.end = start + len(text)
