"""Whether a figure that a fact bears out is told of something else: moved, exchanged or told twice."""

import re
from dataclasses import dataclass

from assistant.ledger.arithmetic import tells_total
from assistant.ledger.kin import ancestors
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.matching import Match
from assistant.ledger.numerals import Number
from assistant.ledger.reading import Reading
from assistant.ledger.scenes import DEEDS, NOUN, Scene, counts_same, opposite
from assistant.ledger.sources import Sources
from assistant.ledger.spans import Mention
from assistant.ledger.subjects import agree
from assistant.ledger.tellings import Tellings
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
_WAYS = frozenset(("up", "down"))
_EACH = re.compile("每|均|/")
LEFT = words_of("其余 其他 剩余 剩下 余下 另有 另外 还有 尚有 仍有 原有 原来")


@dataclass(frozen=True)
class Contest:
    """One figure of a draft between the facts' figures that bear it out and the ``rivals`` that do not.

    A rival whose own figure the draft tells in its place is out of the contest: no other can stand for it.
    """

    draft: Reading
    number: int
    scene: Scene
    rivals: list[Match]
    beside: int | None
    tellings: Tellings
    sources: Sources

    @property
    def lexicon(self) -> Lexicon:
        """The word lists."""
        return self.sources.lexicon

    def moved(self, match: Match) -> bool:
        """True where there is evidence that the figure is not told of what ``match`` tells.

        The words name another thing, or they point to a rival, or the figure stands where two exchanged ones stand.
        That no word is shared is no evidence.
        """
        if self._turned_inside_out(match) or self._other_of_each(match):
            return True
        if self._of_another(match) or self._no_rest(match) or opposite(self.scene, match.entry.scene):
            return True
        if continues(match, self.beside):
            ends = self.scene.marks & match.entry.scene.marks & _ENDS
            near = (r for r in self.rivals if r.entry.fact == self.beside and not ends - r.entry.scene.marks)
            better = (r for r in near if r.score > match.score + _BETTER)
            if any(map(self._free, better)) or self._exchanged(match) or self._told_twice(match):
                return True
            told = self.tellings.elsewhere(match.entry, self.number, match.score, near=True, earlier=True)
            outdone = (r for r in self.rivals if told and r.score >= _FAIR and self._outdone(match, r))
            return any(map(self._free, outdone))
        if match.clash and match.score < _MOVED:
            return True
        outdone = (r for r in self.rivals if self._outdone(match, r))
        if any(self._free(rival, match) for rival in outdone) or self._exchanged(match) or self._told_twice(match):
            return True
        return match.score < _SAME_SUBJECT and self.tellings.taken(match.entry, self.number, match.score)

    def _free(self, rival: Match, match: Match | None = None) -> bool:
        against = match.entry if match is not None and match.entry.reading is not rival.entry.reading else None
        return not self.tellings.elsewhere(rival.entry, self.number, rival.score, against=against)

    def _outdone(self, match: Match, rival: Match) -> bool:
        """True where the words tell of the rival's fact: they agree better, and one of them points there alone."""
        named = match.clash and not rival.clash
        if match.entry.reading is rival.entry.reading and not named:
            return False  # which of one fact's figures is meant, _exchanged decides
        if rival.score < _BETTER:
            return False
        own, other = (self.tellings.shared(self.number, m.entry) for m in (match, rival))
        there = sum(max(0.0, weight - own.get(word, 0.0)) for word, weight in other.items())
        here = sum(max(0.0, weight - other.get(word, 0.0)) for word, weight in own.items())
        light = (self.scene.plain & match.entry.scene.plain) - rival.entry.scene.plain - own.keys()
        way = self.scene.marks & _WAYS
        if (light and not self.scene.near) or (way & match.entry.scene.marks and not way & rival.entry.scene.marks):
            return False  # 有效5980份 of 有效问卷5980份; 减少34名
        there += _DATED if self._dated(rival) and not match.entry.scene.dates else 0.0
        alone = not here and there >= _TELLING
        behind = rival.score < match.score - (_SLIGHT if alone and rival.score >= _FAIR else 0.0)
        if behind and not rival.score < _FAIR > match.score:
            return False
        own_scene, other_scene = match.entry.scene, rival.entry.scene
        exact = self.scene.head != own_scene.head != "" and counts_same(self.scene, other_scene)
        exact = exact and not counts_same(self.scene, own_scene) and rival.score >= match.score
        if there <= here and not named and not exact:
            return False
        if rival.score >= _FAIR and exact:
            return True
        if rival.score >= _FAIR:
            better = rival.score > match.score + _BETTER and (match.clash or match.score < _CERTAIN)
            return better or (alone and rival.score >= match.score - _SLIGHT)
        told = rival.score >= _BETTER and alone and not rival.clash
        return told and self.tellings.elsewhere(match.entry, self.number, match.score)

    def _dated(self, rival: Match) -> bool:
        """True where the draft dates the figure as the rival's fact does."""
        return any(agree(a, b) for a in self.scene.dates for b in rival.entry.scene.dates)

    def _exchanged(self, match: Match) -> bool:
        """True where the words that tell two figures of one fact apart are the other's (上报1480条，办结1462条)."""
        own = match.entry.scene
        for rival in self.rivals:
            other = rival.entry.scene
            beside = rival.entry.reading is match.entry.reading and rival.score >= _SAME_SUBJECT
            ends = self.scene.marks & own.marks & _ENDS  # 从14名发展到112名
            if not beside or (self._dated(match) and not self._dated(rival)) or ends - other.marks:
                continue
            named = counts_same(self.scene, other) and not counts_same(self.scene, own)
            if named and max(map(len, own.counted)) >= NOUN and self._free(rival):
                return True
            if not (own.plain or own.near):
                continue
            told_of_other = {word for word in telling(self.scene) & telling(other) if not self._said(word, own)}
            told_of_own = (telling(self.scene) & telling(own)) - telling(other)
            told_of_own -= set() if other.head else {own.head_word}
            if told_of_other and not told_of_own and self._free(rival):
                return True
        return False

    def _said(self, word: str, own: Scene) -> bool:
        """True where the fact's figure has the word, one that ends with it, or its concept (累计45个儿童之家)."""
        concept = self.lexicon.concepts.get(word)
        name = concept.name if concept else word
        if name in (own.near if name in DEEDS else own.whole):
            return True
        return any(other.endswith(word) for other in telling(own))

    def _turned_inside_out(self, match: Match) -> bool:
        """True where the draft tells as part what the fact tells as whole, or the other way (累计64场，其中……286场)."""
        mention, fact = self.draft.mentions[self.number], match.entry.mention
        told, own = part_or_whole(self.draft.text.plain, mention), part_or_whole(match.entry.reading.text.plain, fact)
        return {told, own} == {"part", "whole"}

    def _other_of_each(self, match: Match) -> bool:
        """True where the draft tells of each what the fact tells of all, or the other way, and a rival fits."""
        each, own = self.scene.each, match.entry.scene.each
        if each and not own and not _EACH.search(match.entry.reading.text.plain) and "平均" in self.scene.clause:
            return True
        fitting = (r for r in self.rivals if r.entry.scene.each == each and r.score >= _BETTER and not r.digits)
        return each != own and any(r.entry.reading is match.entry.reading or each for r in fitting)

    def _of_another(self, match: Match) -> bool:
        """True where the figure counts in silence what the one before counts, and the fact tells of another thing."""
        if self.beside is None or match.entry.fact == self.beside or self.scene.near_weight > _SILENT:
            return False
        if self.scene.dates or self.scene.people or self.scene.places:
            return False
        if self.scene.whole_weight > self.scene.near_weight and self.tellings.shared(self.number, match.entry):
            return False
        figure = self.draft.mentions[self.number].figure
        before = next((m.figure for m in reversed(self.draft.mentions[: self.number]) if m.figure), None)
        alike = before is not None and figure is not None and before.base == figure.base != ""
        if alike and figure is not None and self._follows_beside(figure.number):
            return False
        return alike and bool(match.entry.scene.near) and not self.tellings.shared(self.number, match.entry)

    def _follows_beside(self, number: Number) -> bool:
        """True where the number is a sum or difference of two figures of the fact told before."""
        numbers = [e.mention.figure.number for e in self.sources.figures.of_facts([self.beside]) if e.mention.figure]
        return any(number in (a + b, abs(a - b)) for a in numbers for b in numbers if a != b)

    def _no_rest(self, match: Match) -> bool:
        """True where what is left (还有, 原有) is told in silence, and is no difference of the fact's figures."""
        own = match.entry.mention.figure
        if not self.scene.said & LEFT or match.entry.scene.said & LEFT or own is None:
            return False
        shared = self.tellings.shared(self.number, match.entry)
        if match.entry.fact != self.beside or shared.keys() & self.scene.near.keys():
            return False
        alike = [e.mention.figure for e in self.sources.figures.of_same_facts([match.entry])]
        numbers = [f.number for f in alike if f is not None and f.base == own.base]
        return len(numbers) > 1 and own.number not in {abs(a - b) for a in numbers for b in numbers}

    def _told_twice(self, match: Match) -> bool:
        """True where the sentence tells the figure already, and the fact's other one in no place (主讲2场: 6场).

        One that is told after counts only where it agrees much better (7支团队进驻，文创团队7支).
        """
        score, told = match.score, self.tellings.elsewhere
        if self._adds_up(match):
            return True
        before = told(match.entry, self.number, score + _TWICE, near=True, earlier=True)
        late = score < _CERTAIN and told(match.entry, self.number, score + _LATER, near=True, alike=True)
        if self._named_beside(match):
            return True
        if not before and not late:
            return False
        if self.scene.each and not match.entry.scene.each:
            return True
        again = any(other < self.number for other in self.tellings.beside(match.entry, self.number))
        if before and again and tells_total(self.scene) and not tells_total(match.entry.scene):
            return True
        own = match.entry.mention.figure
        for entry in self.sources.figures.of_same_facts([match.entry]):
            other = entry.mention.figure
            unlike = own is not None and other is not None and other.base == own.base and other.number != own.number
            if unlike and not self.tellings.elsewhere(entry, self.number, _SAME_SUBJECT):
                return True
        return False

    def _adds_up(self, match: Match) -> bool:
        """True where the figure puts together what the sentence told (两笔加起来3万元), and the fact's does not."""
        if self.scene.near_weight > _SILENT or not _TOGETHER.search(self.scene.clause):
            return False
        if tells_total(match.entry.scene):
            return False
        own, plain = self.draft.mentions[self.number], self.draft.text.plain
        start = self.draft.text.sentence_start(own.start)
        before = [m.figure for m in self.draft.mentions[: self.number] if m.figure and m.firm and m.start >= start]
        if own.figure is None or plain.startswith("，其中", own.end):
            return False
        numbers = [f.number for f in before if f.base == own.figure.base]
        sums = {sum(numbers[i:]) for i in range(len(numbers) - 1)}
        return bool(sums) and own.figure.number not in sums

    def _named_beside(self, match: Match) -> bool:
        """True where the sentence tells the fact's figure of what it is told of, and this one of another thing."""
        own = match.entry.scene
        if counts_same(self.scene, own):
            return False
        for number in self.tellings.beside(match.entry, self.number):
            other = self.draft.scene(number)
            if counts_same(other, own) and (self._listed(number) or self._of_other_head(other)):
                return True
        return False

    def _listed(self, other: int) -> bool:
        """True where the two stand in one list (9家旅馆、9家KTV)."""
        first, last = sorted((self.number, other))
        mentions, plain = self.draft.mentions, self.draft.text.plain
        nouns = all(max(map(len, self.draft.scene(number).counted)) >= NOUN for number in (first, last))
        return nouns and bool(_IN_LIST.fullmatch(plain, mentions[first].end, mentions[last].start))

    def _of_other_head(self, other: Scene) -> bool:
        """True where the figure counts another thing, or a part of what the other one counts."""
        head = self.scene.head
        return bool(head and other.head) and head != other.head and other.head in ancestors(self.lexicon, head)


_TOGETHER = re.compile("[加合凑]起来|相加|合计|总计|共计|一共|总共|[两三四]笔|加在一起")
_IN_LIST = re.compile("[^，。；、\\d是即]{0,8}、[^，。；、\\d是即]{0,8}")
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
