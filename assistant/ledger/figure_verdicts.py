"""Verdicts on figures: the value, and the subject that it belongs to."""

import functools
import re
from collections.abc import Callable

from assistant.ledger.arithmetic import derive
from assistant.ledger.candidates import tells_rest
from assistant.ledger.consequences import contradiction
from assistant.ledger.contests import Contest
from assistant.ledger.elliptic import told_of_another_item
from assistant.ledger.figures import Figure
from assistant.ledger.matching import Match, match_of, matches_of
from assistant.ledger.moves import changed_by, continues, moved
from assistant.ledger.reading import Reading
from assistant.ledger.scenes import Scene
from assistant.ledger.sentence import Sentence
from assistant.ledger.shares import share_of_told
from assistant.ledger.sources import Finding, Sources, supported
from assistant.ledger.tellings import Tellings
from assistant.ledger.totals import tells_total
from assistant.ledger.turns import runs_back, turn_of
from assistant.ledger.values import same_unit
from assistant.ledger.word_sets import words_of

_SAME_SUBJECT = 0.45
_TOLD_SO = words_of("其余 其他 剩余 剩下 余下 共 一共 总共 合计 共计 总计 累计 相差")
_SURE = 0.9
_SAID = 0.2
_ALIKE = 2
_HAN = re.compile("[\u4e00-\u9fff](?<![一二两三四五六七八九十百千万亿名个人次场户元的了在有和与及为年月日等共各])")
_SPEAKING = frozenset(("册", "亩", "平方米", "米", "分钟", "公斤", "幅", "封", "课时", "棵"))


def judge_figure(
    draft: Reading,
    number: int,
    sources: Sources,
    tellings: Tellings,
    section: str,
    sentence: Sentence,
) -> Finding | None:
    """The verdict on figure ``number`` of the draft.

    ``section``: headings above it (plans and shortcomings). ``sentence``: what the claims before it in the sentence
    tell; the last figure's fact may tell this one too where its words do not (宣讲128场，3.6万人次青少年).

    A figure that a fact bears out is flagged on evidence alone: the words name another thing, or what they name has
    another figure that the draft does not tell in its place. That no word is shared is none.
    """
    beside = sentence.last
    mention, scene = draft.mentions[number], draft.scene(number)
    figure, words = mention.figure, draft.words(mention)
    assert figure is not None
    if mention.silent and not sources.figures.may_bear_out(figure):
        share = share_of_told(draft, number, sources, sentence)
        return _only_supported(
            share or derive(figure, scene, sources, words, sentence)
        )  # what it may be instead is never told
    known = draft.kept(number).note("matches", lambda: matches_of(draft, number, tellings, sources))
    good = sorted((m for m in known if m.value), key=lambda m: (-m.score, m.entry.fact is None))
    rivals = sorted((m for m in known if not m.value and m.entry.mention.firm), key=lambda m: -m.score)
    turned: Finding | None = None
    away = False
    contest = Contest(draft, number, scene, rivals, beside, tellings, sources)
    good.sort(key=lambda m: not continues(m, beside))
    solved = "solved" in scene.marks and len(good) == 1  # 剩下的32名也结上了对子 has no word of 32名未结对
    if wrong := _contradicted(draft, number, good, sentence):
        if tells_rest(scene) and (left := _only_supported(derive(figure, scene, sources, words, sentence))):
            return left  # 9名、5名，其余3名 of 17 told before
        return Finding("altered", good[0].entry.fact if good else beside, f"{wrong}，此处写成{words}")
    for match in good:
        turn = turn_of(draft, number, match.entry, sources, section)
        if not (solved and turn) and _is_moved(contest, match, known):
            away = True
            break
        if not turn:
            return supported(match.entry)
        if match.score < _SAID and not solved:
            continue  # nothing says that it is told of this
        turned = turned or Finding("altered", match.entry.fact, f"{match.entry.place}的{match.entry.words}，{turn}")
    if turned:
        return turned
    if share := share_of_told(draft, number, sources, sentence):
        return share
    derived = None  # a figure that another fact tells, moved here, is no sum by chance
    if not away or tells_total(scene) or tells_rest(scene):
        derived = derive(figure, scene, sources, words, Sentence() if good else sentence)
    if mention.silent:
        return _only_supported(derived)
    if derived and derived.verdict == "supported":
        return derived
    if not _known_value(figure, sources) and _leaked(figure, sources):
        return Finding("leaked", None, f"{words}不在要点里，来自范文")
    seen = {id(m.entry) for m in known}
    others = (e for e in sources.figures.of_facts(sentence.facts) if id(e) not in seen)
    rivals += [m for e in others if (m := match_of(draft, number, e, tellings, sources))]
    rivals.sort(key=lambda m: -m.score - (0.4 if m.entry.fact is not None and m.entry.fact == beside else 0))
    total = tells_total(scene)

    def _free(match: Match) -> bool:
        """True where no other figure of the draft tells the rival: this one may stand for it."""
        return total or not tellings.elsewhere(match.entry, number, match.score, near=match.score >= _SURE)

    meant = _meant(figure, scene, rivals, _free, None if good else sentence)
    return _changed(figure, words, good, meant, derived)


def _is_moved(contest: Contest, match: Match, known: list[Match]) -> bool:
    figure = contest.draft.mentions[contest.number].figure
    assert figure is not None
    own = _tells_itself(figure, match, known) or _same_classifier(contest.draft, contest.number, match)
    return told_of_another_item(contest, match) or ((not own or changed_by(contest, match)) and moved(contest, match))


def _contradicted(draft: Reading, number: int, good: list[Match], sentence: Sentence) -> str:
    """What the sentence itself says against the figure, where no fact tells it in such words; "" for nothing."""
    if draft.mentions[number].silent:
        return ""
    totalled = any(m.entry.scene.said & _TOLD_SO for m in good)
    wrong = contradiction(draft, number, sentence, totalled=totalled) if good else ""
    return wrong or runs_back(draft, number)


def _only_supported(finding: Finding | None) -> Finding | None:
    return finding if finding and finding.verdict == "supported" else None


def _meant(
    figure: Figure, scene: Scene, rivals: list[Match], free: Callable[[Match], bool], sentence: Sentence | None
) -> Match | None:
    """The figure of a fact that the draft's stands for: of one subject, of the facts that the sentence tells, with
    characters in common, or of the same digits."""
    first = next(filter(free, rivals), None)
    if first is None or first.score >= _SAME_SUBJECT:
        return first
    digits = (m for m in rivals if m.digits)  # 1.8万人次 told as 1.8万人
    if sentence is None:
        return next(filter(free, digits), None)
    same = [m for m in rivals if (other := m.entry.mention.figure) is not None and other.base == figure.base]
    told = set(sentence.facts)
    beside = (m for m in same if m.entry.fact in told and not m.clash)
    if (match := next(filter(free, beside), None)) is not None:
        return match
    own = _characters(scene.clause)
    common = [(len(own & _characters(m.entry.scene.clause)), m) for m in same]
    close = sorted((pair for pair in common if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    alike = next((m for _, m in close if free(m)), None)
    if alike and not alike.clash:
        return alike
    lone = same[0] if len(same) == 1 and figure.base in _SPEAKING else None  # the one figure in this unit
    return next(filter(free, digits), lone if lone and free(lone) else None)


@functools.lru_cache(maxsize=4096)
def _characters(clause: str) -> frozenset[str]:
    """The characters of a clause that may tell what it is about."""
    return frozenset(_HAN.findall(clause))


def _changed(figure: Figure, words: str, good: list[Match], meant: Match | None, derived: Finding | None) -> Finding:
    if meant:
        entry = meant.entry
        if (
            entry.mention.figure
            and entry.mention.figure.bare == figure.bare
            and not same_unit(figure, entry.mention.figure)
        ):
            return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处单位不同，写成{words}")
        return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处写成{words}", meant=entry)
    if good:
        entry = good[0].entry
        return Finding("altered", entry.fact, f"{entry.place}的{entry.words}说的是另一件事")
    if derived:
        return derived
    return Finding("unsupported", None, f"要点里没有{words}")


def _same_classifier(draft: Reading, number: int, match: Match) -> bool:
    """True where both count in a classifier that no list has (19孔旧窑洞, 旧窑洞19孔)."""
    mention, fact = draft.mentions[number], match.entry.mention
    if mention.figure is None or mention.figure.unit or fact.figure is None or fact.figure.unit or match.clash:
        return False
    after = draft.text.plain[mention.end : mention.end + 1]
    return bool(_HAN.match(after)) and match.entry.reading.text.plain.startswith(after, fact.end)


def _tells_itself(figure: Figure, match: Match, known: list[Match]) -> bool:
    """True where the unit alone says what is counted (4.7万册) and no fact tells another figure of it."""
    if figure.base not in _SPEAKING or match.clash or match.score < 0:
        return False
    others = [m.entry.mention.figure for m in known]
    return all(f is None or f.base != figure.base or f.number == figure.number for f in others)


def _known_value(figure: Figure, sources: Sources) -> bool:
    return any(
        (f := e.mention.figure) is not None and same_unit(figure, f) and f.manner == figure.manner
        for e in sources.figures.of_number(figure.number)
    )


def _leaked(figure: Figure, sources: Sources) -> bool:
    return (figure.number, figure.base) in sources.sample_figures
