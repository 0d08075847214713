"""Verdicts on figures: the value, and the subject that it belongs to."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from assistant.ledger.arithmetic import derive, tells_total
from assistant.ledger.directions import clash
from assistant.ledger.figures import Figure
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Entry, Finding, Reading, Sources, supported
from assistant.ledger.subjects import agreement, shared
from assistant.ledger.tellings import Tellings
from assistant.ledger.text import Text
from assistant.ledger.values import comparable, follows, same_unit

_MOVED = 0.15
_SAME_SUBJECT = 0.45
_BETTER = 0.3
_SURE = 0.9
_OTHER_UNIT = 0.15
_SPEAKING = frozenset(("册", "亩", "平方米", "米", "分钟", "公斤", "幅", "封", "课时", "棵"))
_PLANS = (
    "打算",
    "计划",
    "下一步",
    "要点",
    "安排",
    "思路",
    "明年",
    "努力方向",
    "今后",
    "下步",
    "下阶段",
    "展望",
    "规划",
)
_LACKS = ("不足", "问题", "困难", "短板", "差距", "困难和", "薄弱")


@dataclass(frozen=True)
class Match:
    """A fact's figure beside the draft's: how well the subjects agree, whether they clash, whether the
    value follows, and whether only its unit was exchanged for one like it."""

    entry: Entry
    score: float
    clash: bool
    value: bool
    digits: bool


def judge_figure(
    draft: Reading,
    number: int,
    sources: Sources,
    tellings: Tellings,
    section: str,
    told: Sequence[int | None] = (),
    named: frozenset[int | None] = frozenset(),
) -> Finding:
    """The verdict on figure ``number`` of the draft.

    ``section``: headings above it (plans and shortcomings). ``told``: the facts that the figures before it in the
    sentence tell; the last may tell this one too where its words do not (宣讲128场，3.6万人次青少年). ``named``: the
    facts whose names and dates stand before it in the sentence.

    A figure that a fact bears out is flagged on evidence alone: the words name another thing, or what they name has
    another figure that the draft does not tell in its place. That no word is shared is none.
    """
    beside = told[-1] if told else None
    figure, scene = draft.mentions[number].figure, draft.scene(number)
    assert figure is not None
    words = draft.words(draft.mentions[number])
    matches = [_match(figure, scene, entry, sources) for entry in sources.figures.candidates(figure, scene)]
    known = [m for m in matches if m]
    good = sorted((m for m in known if m.value), key=lambda m: (-m.score, m.entry.fact is None))
    rivals = sorted((m for m in known if not m.value), key=lambda m: -m.score)
    turned: Finding | None = None

    def elsewhere(rival: Match) -> bool:
        return tellings.elsewhere(rival.entry, number, rival.score)

    good.sort(key=lambda m: not _continues(m, beside))
    for match in good:
        moved = _moved(match, rivals, scene, beside, elsewhere, sources.lexicon)
        moved = moved or (match.score < _SAME_SUBJECT and tellings.taken(match.entry, number, match.score))
        if moved and not _tells_itself(figure, match, known):
            break
        turn = _turned(draft, number, match.entry.scene, section)
        if not turn:
            return supported(match.entry)
        turned = turned or Finding("altered", match.entry.fact, f"{match.entry.place}的{match.entry.words}，{turn}")
    if turned:
        return turned
    derived = derive(figure, scene, sources, words, () if good else told)
    if derived and derived.verdict == "supported":
        return derived
    if not _known_value(figure, sources) and _leaked(figure, sources):
        return Finding("leaked", None, f"{words}不在要点里，来自范文")
    seen = {id(m.entry) for m in known}
    others = (e for e in sources.figures.of_facts(frozenset(told) | named) if id(e) not in seen)
    rivals += [m for e in others if (m := _match(figure, scene, e, sources))]
    rivals.sort(key=lambda m: -m.score - (0.4 if m.entry.fact is not None and m.entry.fact == beside else 0))
    if not tells_total(scene):
        rivals = [m for m in rivals if not tellings.elsewhere(m.entry, number, m.score, near=m.score >= _SURE)]
    meant = _meant(figure, rivals, frozenset() if good else frozenset(told) | named)
    return _changed(figure, words, good, meant, derived)


def _meant(figure: Figure, rivals: list[Match], named: Collection[int | None]) -> Match | None:
    """The figure of a fact that the draft's stands for: of one subject, of the facts that the sentence tells, or of
    the same digits."""
    if rivals and rivals[0].score >= _SAME_SUBJECT:
        return rivals[0]
    beside = (m for m in rivals if m.entry.fact is not None and m.entry.fact in named and not m.clash)
    for match in beside:
        other = match.entry.mention.figure
        if other is not None and other.base == figure.base:
            return match
    return next((m for m in rivals if m.digits), None)  # 1.8万人次 told as 1.8万人


def _moved(
    match: Match,
    rivals: list[Match],
    scene: Scene,
    beside: int | None,
    elsewhere: Callable[[Match], bool],
    lexicon: Lexicon,
) -> bool:
    """True where the words of a figure that ``match`` bears out tell of something else.

    ``elsewhere``: whether the draft tells a rival in its own place, so that no figure can stand for it.
    """
    if _continues(match, beside):
        better = (r for r in rivals if r.entry.fact == beside and r.score > match.score + _BETTER)
        return any(not elsewhere(r) for r in better)
    if match.clash and match.score < _MOVED:
        return True
    outdone = (r for r in rivals if _outdone(match, r, scene, lexicon))
    return any(not elsewhere(r) for r in outdone) or _exchanged(match, rivals, scene, elsewhere, lexicon)


def _changed(figure: Figure, words: str, good: list[Match], meant: Match | None, derived: Finding | None) -> Finding:
    if meant:
        entry = meant.entry
        if (
            entry.mention.figure
            and entry.mention.figure.bare == figure.bare
            and not same_unit(figure, entry.mention.figure)
        ):
            return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处单位不同，写成{words}")
        return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处写成{words}")
    if good:
        entry = good[0].entry
        return Finding("altered", entry.fact, f"{entry.place}的{entry.words}说的是另一件事")
    if derived:
        return derived
    return Finding("unsupported", None, f"要点里没有{words}")


def _match(figure: Figure, scene: Scene, entry: Entry, sources: Sources) -> Match | None:
    other = entry.mention.figure
    if other is None or not (comparable(figure, other) or _same_digits(figure, other)):
        return None
    score, clashes = agreement(scene, entry.scene, sources, figure.family)
    alike = same_unit(figure, other)
    if figure.base != other.base and figure.base and other.base:  # 5起 and 5个 count one thing where words say so
        alike = (alike or {figure.base, other.base} == {"个", "人"}) and score >= _OTHER_UNIT
        alike = alike and (
            bool(shared(scene, entry.scene, sources.lexicon)) or (figure.base == "个" and not scene.whole)
        )
    value = alike and follows(figure, other)
    return Match(entry, score, clashes, value, comparable(figure, other) and _same_digits(figure, other))


def _same_digits(figure: Figure, other: Figure) -> bool:
    """True where only the unit may have been changed (1200份 → 1200种)."""
    return figure.bare == other.bare and figure.bare >= 10 and bool(figure.unit and other.unit)


def _telling(scene: Scene) -> frozenset[str]:
    return scene.plain | scene.kinds.get("grade", frozenset())


def _outdone(match: Match, rival: Match, scene: Scene, lexicon: Lexicon) -> bool:
    """True where the words tell of the rival's fact: they agree much better, and one of them points there alone."""
    named = match.clash and not rival.clash
    if match.entry.reading is rival.entry.reading and not named:
        return False  # which of one fact's figures is meant, _exchanged decides
    own, other = shared(scene, match.entry.scene, lexicon), shared(scene, rival.entry.scene, lexicon)
    there = sum(max(0.0, weight - own.get(word, 0.0)) for word, weight in other.items())
    here = sum(max(0.0, weight - other.get(word, 0.0)) for word, weight in own.items())
    if rival.score < 0.6 or (there <= here and not named):
        return False
    better = rival.score > match.score + _BETTER and (match.clash or match.score < 0.75)
    return better or (not here and there >= 0.6 and rival.score > match.score)


def _tells_itself(figure: Figure, match: Match, known: list[Match]) -> bool:
    """True where the unit alone says what is counted (4.7万册) and no fact tells another figure of it."""
    if figure.base not in _SPEAKING or match.clash or match.score < 0:
        return False
    others = [m.entry.mention.figure for m in known]
    return all(f is None or f.base != figure.base or f.number == figure.number for f in others)


def _exchanged(
    match: Match, rivals: list[Match], scene: Scene, elsewhere: Callable[[Match], bool], lexicon: Lexicon
) -> bool:
    """True where the words that tell two figures of one fact apart are the other's (上报1480条，办结1462条)."""
    own = match.entry.scene
    for rival in rivals:
        other = rival.entry.scene
        if not own.plain or rival.entry.reading is not match.entry.reading or rival.score < _SAME_SUBJECT:
            continue
        told_of_other = {word for word in _telling(scene) & _telling(other) if word not in _telling(own)}
        told_of_other -= {word for word in told_of_other if _concept(word, lexicon) in own.whole}  # 累计45个儿童之家
        told_of_own = (_telling(scene) & _telling(own)) - _telling(other) - (set() if other.head else {own.head_word})
        if told_of_other and not told_of_own and not elsewhere(rival):
            return True
    return False


def _concept(word: str, lexicon: Lexicon) -> str:
    concept = lexicon.concepts.get(word)
    return concept.name if concept else word


def _continues(match: Match, beside: int | None) -> bool:
    """True where the figure goes on telling the fact that the one before it told."""
    return beside is not None and match.entry.fact == beside and not match.clash and match.score >= 0


def _turned(draft: Reading, number: int, fact: Scene, section: str) -> str:
    text, scene = draft.text, draft.scene(number)
    if _tells_want(text, draft.mentions[number].start, fact):
        fact = replace(fact, marks=fact.marks - {"gap", "not"})
    plans = any(word in section for word in _PLANS)
    lacks = any(word in section for word in _LACKS)
    return clash(scene.marks, fact.marks, plan_section=plans, lack_section=lacks)


def _tells_want(text: Text, offset: int, fact: Scene) -> bool:
    """True where the sentence has told of the want before, in the fact's word (对考核不合格的小组，解散了9个)."""
    before = text.plain[text.sentence_start(offset) : offset]
    return any(len(word) > 2 and word in before for word in fact.wants)


def _known_value(figure: Figure, sources: Sources) -> bool:
    return any(
        (f := e.mention.figure) is not None and same_unit(figure, f) and f.manner == figure.manner
        for e in sources.figures.of_number(figure.number)
    )


def _leaked(figure: Figure, sources: Sources) -> bool:
    return (figure.number, figure.base) in sources.sample_figures
