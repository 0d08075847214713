"""The fact ledger: finds every checkable claim of a text and traces it to the facts it may use."""

from assistant.ledger.claims import Claim, FactStatus, Judgement
from assistant.ledger.lock import grammar
from assistant.ledger.spans import Span, find_spans
from assistant.ledger.verdicts import judge

__all__ = ["Claim", "FactStatus", "Judgement", "Span", "find_spans", "grammar", "judge"]
