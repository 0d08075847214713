"""One figure of a draft between the facts' figures that bear it out and those that do not."""

from dataclasses import dataclass

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.matching import Match
from assistant.ledger.reading import Reading
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Sources
from assistant.ledger.tellings import Tellings


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

    def free(self, rival: Match, match: Match | None = None) -> bool:
        """True where the draft does not tell the rival's own figure in its place; ``match``: its partner in a swap."""
        against = match.entry if match is not None and match.entry.reading is not rival.entry.reading else None
        return not self.tellings.elsewhere(rival.entry, self.number, rival.score, against=against)
