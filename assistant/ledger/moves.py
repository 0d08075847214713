"""Whether a figure that a fact bears out is told of something else: moved, exchanged or told twice."""

import re

from assistant.ledger.contests import Contest
from assistant.ledger.elliptic import (
    labelled_otherwise,
    lent_to_another,
    named_alone,
    paired_with_another,
    told_out_of_order,
)
from assistant.ledger.heads import DEEDS
from assistant.ledger.matching import Match
from assistant.ledger.numerals import Number
from assistant.ledger.repeats import told_twice
from assistant.ledger.scenes import NOUN, Scene, counts_same, opposite
from assistant.ledger.spans import Mention
from assistant.ledger.subjects import agree
from assistant.ledger.word_sets import words_of

_MOVED = 0.15
_SAME_SUBJECT = 0.45
_BETTER = 0.3
_FAIR = 0.6
_CERTAIN = 0.75
_TELLING = 0.6
_TWICE, _LATER = 0.1, 0.25
_SILENT = 0.1
_SLIGHT, _DATED = 0.35, 0.6
_ENDS = frozenset(("from", "to"))
_LOSSES = frozenset(("not", "gap", "out"))
_WANT = frozenset(("gap", "not"))
_WAYS = frozenset(("up", "down"))
_EACH = re.compile("每|均|/")
_WAYS_TO_MOVE = (labelled_otherwise, lent_to_another, paired_with_another, told_out_of_order)
LEFT = words_of("其余 其他 剩余 剩下 余下 另有 另外 还有 尚有 仍有 原有 原来")


def moved(contest: Contest, match: Match) -> bool:
    """True where there is evidence that the figure is not told of what ``match`` tells.

    The words name another thing, or they point to a rival, or the figure stands where two exchanged ones stand.
    That no word is shared is no evidence.
    """
    if _turned_inside_out(contest, match) or _other_of_each(contest, match):
        return True
    if _of_another(contest, match) or _no_rest(contest, match) or opposite(contest.scene, match.entry.scene):
        return True
    if changed_by(contest, match) or any(found(contest, match) for found in _WAYS_TO_MOVE):
        return True
    if continues(match, contest.beside):
        ends = contest.scene.marks & match.entry.scene.marks & _ENDS
        near = (r for r in contest.rivals if r.entry.fact == contest.beside and not ends - r.entry.scene.marks)
        better = (r for r in near if r.score > match.score + _BETTER)
        if any(map(contest.free, better)) or _exchanged(contest, match) or told_twice(contest, match):
            return True
        told = contest.tellings.elsewhere(match.entry, contest.number, match.score, near=True, earlier=True)
        outdone = (r for r in contest.rivals if told and r.score >= _FAIR and _outdone(contest, match, r))
        return any(map(contest.free, outdone))
    if match.clash and match.score < _MOVED:
        return True
    outdone = (r for r in contest.rivals if _outdone(contest, match, r))
    if any(contest.free(rival, match) for rival in outdone) or _exchanged(contest, match) or told_twice(contest, match):
        return True
    return match.score < _SAME_SUBJECT and contest.tellings.taken(match.entry, contest.number, match.score)


def _outdone(contest: Contest, match: Match, rival: Match) -> bool:
    """True where the words tell of the rival's fact: they agree better, and one of them points there alone."""
    named = match.clash and not rival.clash
    if match.entry.reading is rival.entry.reading and not named:
        return False  # which of one fact's figures is meant, _exchanged decides
    if rival.score < _BETTER:
        return False
    own, other = (contest.tellings.shared(contest.number, m.entry) for m in (match, rival))
    there = sum(max(0.0, weight - own.get(word, 0.0)) for word, weight in other.items())
    here = sum(max(0.0, weight - other.get(word, 0.0)) for word, weight in own.items())
    light = (contest.scene.plain & match.entry.scene.plain) - rival.entry.scene.plain - own.keys()
    way = contest.scene.marks & _WAYS
    if (light and not contest.scene.near) or (way & match.entry.scene.marks and not way & rival.entry.scene.marks):
        return False  # 有效5980份 of 有效问卷5980份; 减少34名
    if not own.keys() - other.keys() and _worded_alone(contest, match, rival, own):
        there += _TELLING  # 帮教的64名 of 资助64名 and 帮教19名
    there += _DATED if _dated(contest, rival) and not match.entry.scene.dates else 0.0
    alone = not here and there >= _TELLING
    behind = rival.score < match.score - (_SLIGHT if alone and rival.score >= _FAIR else 0.0)
    if behind and not rival.score < _FAIR > match.score:
        return False
    own_scene, other_scene = match.entry.scene, rival.entry.scene
    exact = contest.scene.head != own_scene.head != "" and counts_same(contest.scene, other_scene)
    exact = exact and not counts_same(contest.scene, own_scene) and rival.score >= match.score
    if there <= here and not named and not exact:
        return False
    if rival.score >= _FAIR and exact:
        return True
    if rival.score >= _FAIR:
        better = rival.score > match.score + _BETTER and (match.clash or match.score < _CERTAIN)
        return better or (alone and rival.score >= match.score - _SLIGHT)
    told = rival.score >= _BETTER and alone and not rival.clash
    return told and contest.tellings.elsewhere(match.entry, contest.number, match.score)


def _worded_alone(contest: Contest, match: Match, rival: Match, own: dict[str, float]) -> bool:
    """True where of two facts on one thing the draft uses the rival's word for it, and none of the match's."""
    words, concepts = contest.scene.plain, contest.lexicon.concepts
    one, other = match.entry.scene.plain, rival.entry.scene.plain
    if (words & one) - other:
        return False
    return any((concept := concepts.get(word)) and concept.name in own for word in (words & other) - one)


def _dated(contest: Contest, rival: Match) -> bool:
    """True where the draft dates the figure as the rival's fact does."""
    return any(agree(a, b) for a in contest.scene.dates for b in rival.entry.scene.dates)


def _exchanged(contest: Contest, match: Match) -> bool:
    """True where the words that tell two figures of one fact apart are the other's (上报1480条，办结1462条)."""
    own = match.entry.scene
    for rival in contest.rivals:
        other = rival.entry.scene
        beside = rival.entry.reading is match.entry.reading and rival.score >= _SAME_SUBJECT
        if _is_change_of(match, rival):
            continue
        ends = contest.scene.marks & own.marks & _ENDS  # 从14名发展到112名
        if not beside or (_dated(contest, match) and not _dated(contest, rival)) or ends - other.marks:
            continue
        named = counts_same(contest.scene, other) and not counts_same(contest.scene, own)
        if named and max(map(len, own.counted)) >= NOUN and (contest.free(rival) or named_alone(contest, rival)):
            return True
        if not contest.scene.near and _told_before(contest.scene, own, other) and contest.free(rival):
            return True
        if not (own.plain or own.near):
            continue
        told_of_other = {word for word in telling(contest.scene) & telling(other) if not _said(contest, word, own)}
        told_of_own = (telling(contest.scene) & telling(own)) - telling(other)
        told_of_own -= set() if other.head else {own.head_word}
        if told_of_other and not told_of_own and contest.free(rival):
            return True
    return False


def _told_before(scene: Scene, own: Scene, other: Scene) -> bool:
    """True where the clause before a bare figure names what the fact's other figure counts (学习烦恼最多，98封)."""
    there = scene.whole.keys() & other.near.keys() - own.whole.keys()
    return bool(there and own.near) and not scene.whole.keys() & own.near.keys()


def _is_change_of(match: Match, rival: Match) -> bool:
    """True where the rival tells in points how the share of ``match`` has changed (下降到8% of 8%，下降3个百分点)."""
    one, other = match.entry.mention.figure, rival.entry.mention.figure
    return one is not None and other is not None and (one.base, other.base) == ("%", "百分点")


def changed_by(contest: Contest, match: Match) -> bool:
    """True where the draft tells as a change what the fact tells beside its change (84名，比上年增加12名)."""
    if "by" not in contest.scene.marks or "by" in match.entry.scene.marks:
        return False
    own = match.entry.mention.figure
    beside = contest.sources.figures.of_same_facts([match.entry])
    changes = [e.mention.figure for e in beside if "by" in e.scene.marks]
    return own is not None and any(figure is not None and figure.base == own.base for figure in changes)


def _said(contest: Contest, word: str, own: Scene) -> bool:
    """True where the fact's figure has the word, one that ends with it, or its concept (累计45个儿童之家)."""
    concept = contest.lexicon.concepts.get(word)
    name = concept.name if concept else word
    if name in (own.near if name in DEEDS else own.whole):
        return True
    return any(other.endswith(word) for other in telling(own))


def _turned_inside_out(contest: Contest, match: Match) -> bool:
    """True where the draft tells as part what the fact tells as whole, or the other way (累计64场，其中……286场)."""
    mention, fact = contest.draft.mentions[contest.number], match.entry.mention
    told, own = part_or_whole(contest.draft.text.plain, mention), part_or_whole(match.entry.reading.text.plain, fact)
    return {told, own} == {"part", "whole"}


def _other_of_each(contest: Contest, match: Match) -> bool:
    """True where the draft tells of each what the fact tells of all, or the other way, and a rival fits."""
    each, own = contest.scene.each, match.entry.scene.each
    if each and not own and not _EACH.search(match.entry.reading.text.plain) and "平均" in contest.scene.clause:
        return True
    fitting = (r for r in contest.rivals if r.entry.scene.each == each and r.score >= _BETTER and not r.digits)
    return each != own and any(r.entry.reading is match.entry.reading or each for r in fitting)


def _of_another(contest: Contest, match: Match) -> bool:
    """True where the figure counts in silence what the one before counts, and the fact tells of another thing."""
    if contest.beside is None or match.entry.fact == contest.beside or contest.scene.near_weight > _SILENT:
        return False
    if contest.scene.dates or contest.scene.people or contest.scene.places:
        return False
    if contest.scene.marks & _WANT and match.entry.scene.marks & _WANT:
        return False  # 28个村配备……，没有配备的还有5个
    if contest.scene.marks & match.entry.scene.marks & _LOSSES:
        return False  # 流失14人
    if contest.scene.whole_weight > contest.scene.near_weight and contest.tellings.shared(contest.number, match.entry):
        return False
    figure = contest.draft.mentions[contest.number].figure
    before = next((m.figure for m in reversed(contest.draft.mentions[: contest.number]) if m.figure), None)
    alike = before is not None and figure is not None and before.base == figure.base != ""
    if alike and figure is not None and _follows_beside(contest, figure.number):
        return False
    return alike and bool(match.entry.scene.near) and not contest.tellings.shared(contest.number, match.entry)


def _follows_beside(contest: Contest, number: Number) -> bool:
    """True where the number is a sum or difference of two figures of the fact told before."""
    numbers = [e.mention.figure.number for e in contest.sources.figures.of_facts([contest.beside]) if e.mention.figure]
    return any(number in (a + b, abs(a - b)) for a in numbers for b in numbers if a != b)


def _no_rest(contest: Contest, match: Match) -> bool:
    """True where what is left (还有, 原有) is told in silence, and is no difference of the fact's figures."""
    own = match.entry.mention.figure
    if not contest.scene.said & LEFT or match.entry.scene.said & LEFT or own is None:
        return False
    if contest.scene.marks & match.entry.scene.marks & _WANT:
        return False  # 尚有6万元的缺口 tells a want, and the fact's
    shared = contest.tellings.shared(contest.number, match.entry)
    if match.entry.fact != contest.beside or shared.keys() & contest.scene.near.keys():
        return False
    alike = [e.mention.figure for e in contest.sources.figures.of_same_facts([match.entry])]
    numbers = [f.number for f in alike if f is not None and f.base == own.base]
    return len(numbers) > 1 and own.number not in {abs(a - b) for a in numbers for b in numbers}


_PART, _WHOLE = re.compile("其中[^，。；：]{0,16}$"), re.compile("[^，。；：\\d]{0,12}[，,（(]其中")


def part_or_whole(plain: str, mention: Mention) -> str:
    """Whether a text tells a figure as part of one before (其中), as the whole of one after, or "" as neither."""
    if _PART.search(plain, max(0, mention.start - 20), mention.start):
        return "part"
    return "whole" if _WHOLE.match(plain, mention.end) else ""


def telling(scene: Scene) -> frozenset[str]:
    """The plain words of a scene, grades among them."""
    return scene.plain | scene.kinds.get("grade", frozenset())


def continues(match: Match, beside: int | None) -> bool:
    """True where the figure goes on telling the fact that the one before it told."""
    return beside is not None and match.entry.fact == beside and not match.clash and match.score >= 0
