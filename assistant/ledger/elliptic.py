"""Figures that leave unsaid what they count: told respectively of a list, or going on from the figure before."""

import re

from assistant.ledger.contests import Contest
from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.kin import related
from assistant.ledger.labels import apart, labels_in
from assistant.ledger.matching import Match
from assistant.ledger.respective import respective
from assistant.ledger.scenes import NOUN, counts_same
from assistant.ledger.word_sets import words_of

_NAMED = re.compile("[、和与及]")
_NEAR, _AS_WELL = 12, 0.1
_APART = words_of("分别 其余 其他 另 另有 另外 还 还有 合计 共计 总计")


def told_of_another_item(contest: Contest, match: Match) -> bool:
    """True where a list tells the figure respectively of what a rival's fact names and the match's does not."""
    text = contest.draft.text
    item = respective(text, contest.draft.mentions, contest.number)
    if item is None:
        return False
    first = text.token_at(item[0])
    word = text.plain[first.start : min(first.end, item[1])]
    if len(word) < NOUN or word in match.entry.reading.text.plain:
        return False
    own = match.entry.mention.figure
    return own is not None and any(
        word in entry.reading.text.plain
        for entry in contest.sources.figures.plain(own.base)
        if entry is not match.entry
    )


def labelled_otherwise(contest: Contest, match: Match) -> bool:
    """True where the draft labels the figure (第一期, 春季) as a fact labels another figure of its unit."""
    own = labels_in(contest.scene.clause)
    if not own or not apart(own, _labels_of(match.entry)):
        return False
    figure = match.entry.mention.figure
    others = contest.sources.figures.plain(figure.base) if figure is not None else []
    return any(own <= _labels_of(entry) for entry in others if entry is not match.entry)


def _labels_of(entry: Entry) -> frozenset[tuple[str, str]]:
    """The labels of an entry's clause, or those of its fact where the clause has none."""
    return labels_in(entry.scene.clause) or labels_in(entry.reading.text.plain[: entry.mention.start])


def paired_with_another(contest: Contest, match: Match) -> bool:
    """True where the figure goes with the one before it (春季6期240名学员), whose fact pairs another with it.

    Only where no word points to the match's fact alone, and the figures of the sentence come in such pairs.
    """
    mentions, number, beside = contest.draft.mentions, contest.number, contest.beside
    if beside is None or match.entry.fact in (beside, None) or number == 0 or contest.scene.said & _APART:
        return False
    figures = [i for i in range(max(0, number - 6), number) if mentions[i].figure is not None and mentions[i].firm]
    before = mentions[figures[-1]] if figures else None
    own = mentions[number].figure
    if before is None or before.figure is None or own is None or before.figure.base == own.base:
        return False
    text = contest.draft.text
    together = text.sentence_start(before.start) == text.sentence_start(mentions[number].start)
    if not together or mentions[number].start - before.end > _NEAR or not own.exact or not before.figure.exact:
        return False
    last = mentions[figures[-2]].figure if len(figures) > 1 else None
    if last is not None and last.base == before.figure.base:
        return False  # 38场、22场，听众……: not in pairs
    if contest.sources.figures.facts_of(before.figure) != {beside}:
        return False
    rivals = contest.sources.figures.of_facts([beside])
    return any(_pairs_with(contest, match, rival, before.figure.base) for rival in rivals)


def _pairs_with(contest: Contest, match: Match, rival: Entry, base: str) -> bool:
    """True where the match's fact pairs its figure with one in ``base`` too, and no word points to it alone."""
    own, other = match.entry.mention.figure, rival.mention.figure
    if own is None or other is None or own.base != other.base or other.number == own.number:
        return False
    if _told_before(contest, other) or contest.tellings.agreement(contest.number, rival)[0] < match.score - _AS_WELL:
        return False
    here, there = (contest.tellings.shared(contest.number, entry) for entry in (match.entry, rival))
    if any(weight > there.get(word, 0.0) for word, weight in here.items()):
        return False
    figures = contest.sources.figures.of_facts([match.entry.fact])
    return any(e.mention.figure is not None and e.mention.figure.base == base for e in figures)


def _told_before(contest: Contest, figure: Figure) -> bool:
    """True where the sentence has told the figure already (春季6期180名，秋季9期: 9期 goes with no 180名)."""
    mentions = contest.draft.mentions
    start = contest.draft.text.sentence_start(mentions[contest.number].start)
    before = (m.figure for m in mentions[: contest.number] if m.figure is not None and m.start >= start)
    return any(f.number == figure.number and f.base == figure.base for f in before if f is not None)


def told_out_of_order(contest: Contest, match: Match) -> bool:
    """True where 分别 stands before a fact's figures in another order than its own, and no list names what of."""
    text, mentions, number = contest.draft.text, contest.draft.mentions, contest.number
    start = text.sentence_start(mentions[number].start)
    at = text.plain.rfind("分别", start, mentions[number].start)
    if at < 0 or respective(text, mentions, number) is not None or _NAMED.search(text.plain, start, at):
        return False
    run = [m for m in mentions if m.figure is not None and at < m.start < text.clause_end(mentions[number].end)]
    numbers = [m.figure.number for m in run if m.figure is not None]
    own = mentions[number].figure
    facts = contest.sources.figures.of_same_facts([match.entry])
    told = [f.number for e in facts if (f := e.mention.figure) is not None and own is not None and f.base == own.base]
    return len(numbers) > 1 and numbers != told and sorted(numbers) == sorted(told)


def lent_to_another(contest: Contest, match: Match) -> bool:
    """True where the figure goes on telling of what the one before counts (高中生40名，每人2000元), whose fact has
    another figure of it, and the match's fact goes on from another thing."""
    lent, own = contest.scene.lent, match.entry.scene.lent
    if contest.beside is None or match.entry.fact == contest.beside or not lent or not own or contest.scene.near:
        return False
    if max(lent.values()) < 1 or any(related(contest.lexicon, a, b) for a in lent for b in own if lent[a] >= 1):
        return _told_apart(contest, match)
    return any(_fits_lent(contest, rival) for rival in contest.rivals)


def _told_apart(contest: Contest, match: Match) -> bool:
    """True where of the words lent some are the rival's alone and none the match's alone."""
    lent, own = contest.scene.lent.keys(), match.entry.scene.lent.keys()
    rivals = (r for r in contest.rivals if _fits_lent(contest, r))
    return any(
        (lent & r.entry.scene.lent.keys()) - own and not (lent & own) - r.entry.scene.lent.keys() for r in rivals
    )


def _fits_lent(contest: Contest, rival: Match) -> bool:
    """True where the rival goes on from the same thing in the fact that the figure before tells, in the same unit."""
    one, other = contest.draft.mentions[contest.number].figure, rival.entry.mention.figure
    alike = one is not None and other is not None and one.base == other.base
    beside = rival.entry.fact == contest.beside and rival.entry.scene.each == contest.scene.each
    return alike and beside and bool(rival.entry.scene.lent.keys() & contest.scene.lent.keys())


def named_alone(contest: Contest, rival: Match) -> bool:
    """True where the figure stands beside just the noun of the rival (三嘉小学250名), and no other figure that has the
    rival's number does."""
    noun = contest.scene.counted[1] or contest.scene.counted[0]
    if len(noun) <= NOUN or noun not in rival.entry.scene.counted:
        return False
    others = contest.tellings.beside(rival.entry, contest.number)
    return not any(counts_same(contest.draft.scene(other), rival.entry.scene) for other in others)
