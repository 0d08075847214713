"""What the claims before one in its sentence have told."""

from dataclasses import dataclass, field

from assistant.ledger.numerals import Number
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.spans import Mention
from assistant.ledger.values import follows


@dataclass
class Sentence:
    """The facts that the supported claims of a sentence tell so far.

    ``told`` are those of its figures in order (None: the context's), ``named`` those of any claim and those that tell
    just such a figure, ``numbers`` the figures' numbers, ``amounts`` those of exact ones with unit and fact;
    ``doubtful`` where one of its figures was flagged.
    """

    told: list[int | None] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    numbers: set[Number] = field(default_factory=set)
    amounts: list[tuple[Number, str, int | None]] = field(default_factory=list)
    doubtful: bool = False

    @property
    def last(self) -> int | None:
        """The fact that the figure before tells."""
        return self.told[-1] if self.told else None

    @property
    def facts(self) -> list[int]:
        """All of them, those that figures tell last."""
        told = [fact for fact in self.told if fact is not None]
        return [*sorted(self.named - set(told)), *told]

    def add(self, mention: Mention, finding: Finding, sources: Sources) -> None:
        """Takes in a supported claim."""
        self.named.update(finding.covers)
        if mention.figure is not None:
            self.told.append(finding.fact)
            self.named.update(sources.figures.facts_of(mention.figure))
            self.numbers.add(mention.figure.number)
            if not mention.figure.exact and finding.fact is not None:  # 20余名 of 26名
                figures = (e.mention.figure for e in sources.figures.of_facts([finding.fact]))
                self.numbers |= {f.number for f in figures if f is not None and follows(mention.figure, f)}
            if mention.figure.exact:
                self.amounts.append((mention.figure.number, mention.figure.base, finding.fact))

    def note(self, mention: Mention, sources: Sources) -> None:
        """Takes in a figure of the facts that the draft tells of something else; a sum of such may be right."""
        figure = mention.figure
        if figure is not None and figure.exact:
            fact = min(sources.figures.facts_of(figure), default=None)
            self.amounts += [(figure.number, figure.base, fact)] if fact is not None else []
