"""The values that the ledger hands out."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from assistant.ledger.spans import Kind

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
    """How fact number ``fact`` (from 0) stands in the draft; ``claims`` are numbers of the claims that point to it."""

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
