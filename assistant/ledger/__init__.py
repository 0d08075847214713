"""The fact ledger (stub signatures; being written)."""

from assistant.ledger.verdicts import Claim

__all__ = ["Claim"]
