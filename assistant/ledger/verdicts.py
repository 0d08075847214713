from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["figure", "date", "name", "title", "activity"]
Verdict = Literal["supported", "altered", "leaked", "unsupported"]


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
