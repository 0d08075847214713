"""The ledger as the writer asks it: is this sentence honest, which facts does it tell, what is wrong with it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.brief import Brief
from assistant.draft import MARK
from assistant.ledger import Claim, find_spans, judge
from assistant.sentences import overlap, split_sentences
from assistant.writing.facts import is_instruction
from assistant.writing.planted import planted, taken_over

VERBATIM = 0.95  # from here on a fact stands in the text in its own words, whichever fact the ledger traced its name to
TOLD = 0.6  # share of a qualitative fact's character pairs that must stand in a text that tells it
_LEAST_NAME = 4  # characters from which on a unit or an occasion is a name that must not be lost
# A rank is no figure of the ledger's; nobody but the user may claim one.
_RANK = re.compile(
    r"(?:全国|全省|全市|全县|全区|全系统|排名|位居|位列|名列|走在).{0,6}?(?:第[一二三四五六七八九十\d]+|前列|前茅|首位|榜首)"
)


class Checker:
    """Asks the ledger about texts of one brief. ``samples`` are the originals that the writing learned from."""

    def __init__(self, brief: Brief, samples: Sequence[str] = ()) -> None:
        self.facts = brief.facts
        self.samples = tuple(samples)
        self._context = brief.context
        self.named = tuple(t for t in (brief.unit, brief.occasion) if len(t) >= _LEAST_NAME)
        self._said = "\n".join((*self.facts, *self._context))
        self._order_facts = frozenset(n for n, f in enumerate(self.facts) if is_instruction(f) or planted(f))
        self._orders = tuple(order for sample in self.samples for order in planted(sample))
        self._orders += tuple(self.facts[n] for n in sorted(self._order_facts))
        self._honest = lru_cache(maxsize=4096)(self._is_honest)

    def claims(self, text: str) -> tuple[Claim, ...]:
        """Every claim of ``text`` with its verdict."""
        return judge(text, self.facts, self.samples, self._context).claims

    def wrong(self, text: str) -> list[Claim]:
        """Claims of ``text`` that are not supported and not marked as such."""
        return [c for c in self.claims(text) if c.verdict != "supported" and not text.startswith(MARK, c.end)]

    def honest(self, text: str) -> bool:
        """Whether ``text`` holds no claim but supported ones."""
        return self._honest(text)

    def _is_honest(self, text: str) -> bool:
        # Reading the facts is what costs; most sentences of the bank hold nothing that could be a claim.
        if any(rank not in self._said for rank in _RANK.findall(text)):
            return False
        return not find_spans(text) or not self.wrong(text)

    def obeys(self, text: str) -> bool:
        """Whether ``text`` holds what a sample, or a fact that is an order, told its reader to write."""
        if not self._orders:
            return False
        own = [f for n, f in enumerate(self.facts) if n not in self._order_facts]
        if taken_over(text, self._orders, "\n".join((*own, *self._context))):
            return True
        return bool(self._order_facts) and any(c.fact in self._order_facts for c in self.claims(text))

    def untold(self, text: str, numbers: Sequence[int] | None = None) -> list[int]:
        """Those facts (of ``numbers``, default all) that ``text`` does not tell."""
        judgement = judge(text, self.facts, self.samples, self._context)
        missing = {n for n in judgement.uncovered if overlap(self.facts[n], text) < VERBATIM}
        for status in judgement.coverage:
            if status.status == "qualitative" and overlap(self.facts[status.fact], text) < TOLD:
                missing.add(status.fact)
        wanted = range(len(self.facts)) if numbers is None else numbers
        return [n for n in wanted if n in missing]

    def telling(self, sentence: str, numbers: Sequence[int]) -> tuple[int, ...]:
        """Those of ``numbers`` whose facts ``sentence`` tells wholly or in part."""
        named = {c.fact for c in self.claims(sentence) if c.verdict == "supported" and c.fact is not None}
        return tuple(n for n in numbers if n in named or overlap(self.facts[n], sentence) >= TOLD)


def mark_wrong(text: str, claims: Sequence[Claim]) -> str:
    """``text`` with 【待核实】 after each of ``claims``."""
    for claim in sorted(claims, key=lambda c: -c.end):
        if not text.startswith(MARK, claim.end):
            text = text[: claim.end] + MARK + text[claim.end :]
    return text


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """Start and end of the sentence of ``text`` that holds the character at ``position``."""
    start = 0
    for sentence in split_sentences(text):
        if start <= position < start + len(sentence):
            return start, start + len(sentence)
        start += len(sentence)
    return start, len(text)
