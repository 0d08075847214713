"""Verdicts on the claims of a draft."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assistant.ledger.lexicon import Lexicon, load_lexicon
from assistant.ledger.spans import Kind, Mention, read_mentions
from assistant.ledger.text import Text

Verdict = Literal["supported", "altered", "leaked", "unsupported"]
Status = Literal["covered", "altered", "missing", "qualitative"]


@dataclass(frozen=True)
class Claim:
    """A claim of a draft: ``text == draft[start:end]``; ``fact`` counts from 0, None where no fact is meant."""

    text: str
    start: int
    end: int
    kind: Kind
    verdict: Verdict
    fact: int | None
    why: str

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return asdict(self)


@dataclass(frozen=True)
class FactStatus:
    """How fact number ``fact`` (from 0) stands in the draft; ``claims`` are the numbers of the claims that tell it."""

    fact: int
    status: Status
    claims: tuple[int, ...] = ()


@dataclass(frozen=True)
class Judgement:
    """All claims of a draft in order, and how each fact stands."""

    claims: tuple[Claim, ...]
    coverage: tuple[FactStatus, ...]

    @property
    def uncovered(self) -> tuple[int, ...]:
        """Facts that the draft does not tell, or tells wrongly; qualitative ones are never among them."""
        return tuple(s.fact for s in self.coverage if s.status in ("altered", "missing"))


def judge(
    draft: str,
    facts: Sequence[str],
    samples: Sequence[str] = (),
    context: Sequence[str] = (),
    lexicon: Lexicon | None = None,
) -> Judgement:
    """Every claim of ``draft`` with its verdict, and the coverage of ``facts``."""
    words = lexicon or load_lexicon()
    text = Text(draft, words)
    sources = [Text(fact, words) for fact in (*facts, *context)]
    read = [read_mentions(source) for source in sources]
    claims = []
    covered: dict[int, list[int]] = {}
    for mention in read_mentions(text):
        fact = _find(text, mention, sources, read)
        if fact is None and not mention.firm:
            continue
        start, end = text.raw_span(mention.start, mention.end)
        number = fact if fact is not None and fact < len(facts) else None
        if number is not None:
            covered.setdefault(number, []).append(len(claims))
        why = "" if fact is not None else "要点里没有。"
        claims.append(
            Claim(
                draft[start:end],
                start,
                end,
                mention.kind,
                "supported" if fact is not None else "unsupported",
                number,
                why,
            )
        )
    coverage = [
        FactStatus(
            i,
            "covered" if i in covered else "missing" if any(m.firm for m in read[i]) else "qualitative",
            tuple(covered.get(i, ())),
        )
        for i in range(len(facts))
    ]
    return Judgement(tuple(claims), tuple(coverage))


def _find(text: Text, mention: Mention, sources: list[Text], read: list[list[Mention]]) -> int | None:
    for i, mentions in enumerate(read):
        for other in mentions:
            if mention.kind != other.kind:
                continue
            if mention.figure and other.figure:
                a, b = mention.figure, other.figure
                if (
                    a.base == b.base
                    and a.low <= b.low
                    and (a.high is None or (b.high is not None and b.high <= a.high))
                ):
                    return i
            elif mention.date and other.date:
                if mention.date.within(other.date):
                    return i
            elif text.plain[mention.start : mention.end] in sources[i].plain:
                return i
    return None
