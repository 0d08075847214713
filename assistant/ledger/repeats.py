"""A figure that a sentence tells twice: of what the fact tells it of, and of another thing."""

import re

from assistant.ledger.contests import Contest
from assistant.ledger.kin import ancestors
from assistant.ledger.matching import Match
from assistant.ledger.scenes import NOUN, Scene, counts_same
from assistant.ledger.totals import tells_total

_SAME_SUBJECT, _CERTAIN = 0.45, 0.75
_TWICE, _LATER = 0.1, 0.25
_SILENT = 0.1
_TOGETHER = re.compile("[加合凑]起来|相加|合计|总计|共计|一共|总共|[两三四]笔|加在一起")
_IN_LIST = re.compile("[^，。；、\\d是即]{0,8}、[^，。；、\\d是即]{0,8}")


def told_twice(contest: Contest, match: Match) -> bool:
    """True where the sentence tells the figure already, and the fact's other one in no place (主讲2场: 6场).

    One that is told after counts only where it agrees much better (7支团队进驻，文创团队7支).
    """
    score, told = match.score, contest.tellings.elsewhere
    if _adds_up(contest, match):
        return True
    before = told(match.entry, contest.number, score + _TWICE, near=True, earlier=True)
    late = score < _CERTAIN and told(match.entry, contest.number, score + _LATER, near=True, alike=True)
    if _named_beside(contest, match):
        return True
    if not before and not late:
        return False
    if contest.scene.each and not match.entry.scene.each:
        return True
    again = any(other < contest.number for other in contest.tellings.beside(match.entry, contest.number))
    if before and again and tells_total(contest.scene) and not tells_total(match.entry.scene):
        return True
    own = match.entry.mention.figure
    for entry in contest.sources.figures.of_same_facts([match.entry]):
        other = entry.mention.figure
        unlike = own is not None and other is not None and other.base == own.base and other.number != own.number
        if unlike and not contest.tellings.elsewhere(entry, contest.number, _SAME_SUBJECT):
            return True
    return False


def _adds_up(contest: Contest, match: Match) -> bool:
    """True where the figure puts together what the sentence told (两笔加起来3万元), and the fact's does not."""
    if contest.scene.near_weight > _SILENT or not _TOGETHER.search(contest.scene.clause):
        return False
    if tells_total(match.entry.scene):
        return False
    own, plain = contest.draft.mentions[contest.number], contest.draft.text.plain
    start = contest.draft.text.sentence_start(own.start)
    before = [m.figure for m in contest.draft.mentions[: contest.number] if m.figure and m.firm and m.start >= start]
    if own.figure is None or plain.startswith("，其中", own.end):
        return False
    numbers = [f.number for f in before if f.base == own.figure.base]
    sums = {sum(numbers[i:]) for i in range(len(numbers) - 1)}
    return bool(sums) and own.figure.number not in sums


def _named_beside(contest: Contest, match: Match) -> bool:
    """True where the sentence tells the fact's figure of what it is told of, and this one of another thing."""
    own = match.entry.scene
    if counts_same(contest.scene, own):
        return False
    for number in contest.tellings.beside(match.entry, contest.number):
        other = contest.draft.scene(number)
        if counts_same(other, own) and (_listed(contest, number) or _of_other_head(contest, other)):
            return True
    return False


def _listed(contest: Contest, other: int) -> bool:
    """True where the two stand in one list (9家旅馆、9家KTV)."""
    first, last = sorted((contest.number, other))
    mentions, plain = contest.draft.mentions, contest.draft.text.plain
    nouns = all(max(map(len, contest.draft.scene(number).counted)) >= NOUN for number in (first, last))
    return nouns and bool(_IN_LIST.fullmatch(plain, mentions[first].end, mentions[last].start))


def _of_other_head(contest: Contest, other: Scene) -> bool:
    """True where the figure counts another thing, or a part of what the other one counts."""
    head = contest.scene.head
    return bool(head and other.head) and head != other.head and other.head in ancestors(contest.lexicon, head)
