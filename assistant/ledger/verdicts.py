"""Verdicts on the claims of a draft, and the coverage of its facts."""

import bisect
import functools
import re
from collections.abc import Sequence
from typing import cast

from assistant.ledger import verbatim
from assistant.ledger.claims import Claim, FactStatus, Judgement, Status, Verdict
from assistant.ledger.date_verdicts import done_too_soon, judge_date
from assistant.ledger.figure_verdicts import judge_figure
from assistant.ledger.lexicon import Lexicon, load_lexicon
from assistant.ledger.name_verdicts import judge_name
from assistant.ledger.reading import Reading
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.spans import Mention
from assistant.ledger.swaps import Judged, settle
from assistant.ledger.tellings import Tellings
from assistant.ledger.text import Text
from assistant.ledger.title_verdicts import judge_title
from assistant.ledger.titles import find_activities

__all__ = ["Claim", "FactStatus", "Judgement", "judge"]

_MASKED = re.compile(r"[×*＊_]{2,}|×|[Xx]{2,}")
_ANNOUNCES = re.compile(
    r"[^。；\n]{0,30}(?:下一步|下步|今后|明年|来年|下一年|下阶段|存在[^。；\n]{0,12}(?:不足|问题|短板|差距|困难))[^。；\n]{0,40}[，：:。]"
)
# 2026年，全县关工委要突出……: a paragraph that opens so tells what is to be done.
_TO_DO = re.compile(
    r"[^。；\n]{0,40}(?:工作要|要着力|要抓好|要做好|要围绕|要突出|要坚持|要把|要重点|将重点|将着力|将围绕|打算|计划|安排如下|重点抓好)[^。；\n]{0,60}[。：]"
)
_LIST = 30
_HEADING = re.compile(r"^\s*(?:#{1,6}\s*(.+)|([一二三四五六七八九十]{1,3}、[^。\n]{2,40}))$", re.M)


def judge(
    draft: str,
    facts: Sequence[str],
    samples: Sequence[str] = (),
    context: Sequence[str] = (),
    lexicon: Lexicon | None = None,
) -> Judgement:
    """Every claim of ``draft`` with its verdict, and the coverage of ``facts``.

    ``samples`` are the texts that the draft may have leaked from. ``context`` (unit, occasion, speaker, date of the
    brief) supports claims like facts do, but needs no covering and has no number.
    """
    words = lexicon or load_lexicon()
    sources = _sources(tuple(facts), tuple(context), tuple(samples), words)
    reading = Reading(Text(draft, words), sources.names, sources.memory)
    sections = _sections(reading.text.plain)
    judged: list[Judged] = []
    begin, sentence = -1, Sentence()
    whole = verbatim.told(reading.text.plain, sources.texts())
    tellings = Tellings(reading, sources)
    for number, mention in enumerate(reading.mentions):
        if begin != (start := reading.text.sentence_start(mention.start)):
            begin, sentence = start, Sentence()
        finding = _verbatim(mention, whole) or _finding(reading, number, sources, tellings, sections, sentence)
        planned = _planned(reading, number, sources) if mention.sort == "listed" else None
        finding = planned or finding
        if finding is None or (not (mention.firm or planned) and not _keeps(reading.text, mention, finding, sources)):
            continue
        if finding.verdict == "supported":
            sentence.add(mention, finding, sources)
        elif finding.verdict == "altered":
            sentence.note(mention, sources)
        sentence.doubtful |= mention.figure is not None and finding.verdict != "supported"
        judged.append((mention, finding))
    settle(reading, judged, sources)
    claims = [_claim(draft, reading.text, mention, finding) for mention, finding in judged]
    return Judgement(tuple(claims), _coverage(sources, claims, [finding.covers for _, finding in judged]))


def _claim(draft: str, text: Text, mention: Mention, finding: Finding) -> Claim:
    start, end = text.raw_span(mention.start, mention.end)
    verdict = cast(Verdict, finding.verdict)
    return Claim(draft[start:end], start, end, mention.kind, verdict, finding.fact, finding.why + "。")


@functools.lru_cache(maxsize=4)
def _sources(facts: tuple[str, ...], context: tuple[str, ...], samples: tuple[str, ...], lexicon: Lexicon) -> Sources:
    """What a draft is judged on; kept, because the page asks for one draft again at every pause of typing."""
    return Sources(facts, context, samples, lexicon)


def _finding(
    reading: Reading,
    number: int,
    sources: Sources,
    tellings: Tellings,
    sections: list[tuple[int, str]],
    sentence: Sentence,
) -> Finding | None:
    mention = reading.mentions[number]
    if mention.sort == "mask" or (mention.kind in ("title", "activity") and _MASKED.search(reading.words(mention))):
        return _masked(reading, mention, sources)
    if mention.kind == "figure":
        at = bisect.bisect_right(sections, mention.start, key=lambda section: section[0]) - 1
        section = sections[at][1] + _announced(reading.text, mention.start)
        return judge_figure(reading, number, sources, tellings, section, sentence)
    if mention.kind == "date":
        return judge_date(reading, number, sources)
    if mention.kind == "name":
        return judge_name(reading, number, sources)
    return judge_title(reading, number, sources)


def _planned(reading: Reading, number: int, sources: Sources) -> Finding | None:
    """Altered where a count of listed names tells as done what a fact plans for them (红沟、土桥两个分站已建成)."""
    mention, scene = reading.mentions[number], reading.scene(number)
    listed = [m for m in reading.mentions[:number] if m.kind == "name" and mention.start - m.start <= _LIST]
    for entry in sources.entries.get("name", ()):
        if entry.fact is None or entry.words not in map(reading.words, listed):
            continue
        if done_too_soon(scene, entry.scene):
            return Finding("altered", entry.fact, f"{entry.place}的{entry.words}，计划写成了已经做到")
    return None


def _verbatim(mention: Mention, whole: list[tuple[int, int, int]]) -> Finding | None:
    at = bisect.bisect_right(whole, mention.start, key=lambda span: span[0]) - 1
    if at < 0 or whole[at][1] < mention.end:
        return None
    fact = whole[at][2]
    return Finding("supported", fact, f"要点{fact + 1}原文如此", (fact,))


def _announced(text: Text, offset: int) -> str:
    """The first clause of the paragraph where it announces plans or shortcomings (下一步，我们将……：一是……)."""
    start = text.line_start(offset)
    match = _ANNOUNCES.match(text.plain, start, offset)
    plan = _TO_DO.match(text.plain, start, offset)
    return match[0] if match else "计划" if plan else ""


def _masked(reading: Reading, mention: Mention, sources: Sources) -> Finding:
    words = reading.words(mention)
    for fact, text in sources.texts():
        if words in text:
            return Finding("supported", fact, f"要点里也写作{words}", () if fact is None else (fact,))
    return Finding("leaked", None, f"{words}是范文里遮去的内容")


def _keeps(text: Text, mention: Mention, finding: Finding, sources: Sources) -> bool:
    """Whether a mention that is a claim only where a fact says the same is one here."""
    if finding.verdict == "supported":
        return True
    if mention.kind == "activity":
        return finding.verdict == "altered" or (finding.verdict == "leaked" and _is_brand(text, mention, sources))
    if finding.verdict != "altered" or mention.figure is None or finding.fact is None or mention.silent:
        return False
    noun = text.plain[mention.end : mention.end + 2]
    told = sources.readings[finding.fact].text.plain
    return noun in told


def _is_brand(text: Text, mention: Mention, sources: Sources) -> bool:
    """True where a sample tells a quoted text as the name of an activity, whatever the draft says around it."""
    brands = sources.remembered("brands", lambda: _brands(sources))
    return text.plain[mention.start + 1 : mention.end - 1] in brands


def _brands(sources: Sources) -> frozenset[str]:
    found = find_activities(sources.sample_text, sources.lexicon)
    return frozenset(sources.sample_text[start + 1 : end - 1] for start, end, named in found if named)


def _sections(plain: str) -> list[tuple[int, str]]:
    """Where each heading's part begins, and the heading with the title before it."""
    found = [(m.start(), (m[1] or m[2] or "").strip()) for m in _HEADING.finditer(plain)]
    title = plain.lstrip("\n #").split("\n", 1)[0] if plain else ""
    title = title if len(title) <= 40 and not re.search(r"[。；，]", title) else ""
    return [(0, title), *((start, f"{title} {heading}") for start, heading in found)]


def _coverage(sources: Sources, claims: list[Claim], covers: list[tuple[int, ...]]) -> tuple[FactStatus, ...]:
    pointing: dict[int, list[int]] = {}
    for i, claim in enumerate(claims):
        for fact in {*covers[i], claim.fact}:
            if fact is not None:
                pointing.setdefault(fact, []).append(i)
    return tuple(
        _status(number, sources.readings[number], pointing.get(number, []), claims, covers)
        for number in range(sources.count)
    )


def _is_one(mention: Mention) -> bool:
    """True for a plain one (文艺演出1场), which is told without its numeral as well."""
    return mention.figure is not None and mention.figure.exact and mention.figure.bare == 1


def _status(
    number: int, reading: Reading, pointing: list[int], claims: list[Claim], covers: list[tuple[int, ...]]
) -> FactStatus:
    quantities = any(m.kind == "figure" and m.firm and m.sort != "mask" and not _is_one(m) for m in reading.mentions)
    telling = [i for i in pointing if number in covers[i] and (not quantities or claims[i].kind == "figure")]
    status: Status = "missing"
    if telling:
        status = "covered"
    elif not any(m.firm for m in reading.mentions):
        status = "qualitative"
    elif any(claims[i].verdict == "altered" for i in pointing):
        status = "altered"
    return FactStatus(number, status, tuple(pointing))
