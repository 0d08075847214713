"""What share the figure told right before is (女生143名，占55%): its own, whatever another part's would be."""

import re
from fractions import Fraction

from assistant.ledger.figure_index import Entry
from assistant.ledger.numerals import Number
from assistant.ledger.reading import Reading
from assistant.ledger.sentence import Sentence
from assistant.ledger.sources import Finding, Sources
from assistant.ledger.spans import Mention
from assistant.ledger.text import Text
from assistant.ledger.values import holds, tell

_OF_IT = re.compile(
    r"[^，。；：、（(\d]{0,8}?[，（(]?(?:也|均|各|都|约|已|就|便|正好|恰好|恰|足足|同样|这就)*"
    r"(?P<share>占比?|比例)?(?P<whole>[^，。；\d]{0,8}?)(?:的|达|达到|到|了|是|为|有)*(?:总数|比例|比重)?的?"
)
_ENDS = "，。；）)！"


def share_of_told(draft: Reading, number: int, sources: Sources, sentence: Sentence) -> Finding | None:
    """Supported where the share is that of the figure right before it in a whole of the facts, altered where it is
    that of no whole; None where it is told of something else."""
    mention, text = draft.mentions[number], draft.text
    figure, before = mention.figure, _before(draft, number)
    if figure is None or figure.base != "%" or before is None or not sentence.amounts:
        return None
    part, base, fact = sentence.amounts[-1]
    told = before.figure is not None and before.figure.exact and (before.figure.number, before.figure.base)
    link = _OF_IT.fullmatch(text.plain, before.end, mention.start)
    if told != (part, base) or base in ("%", "百分点", "") or link is None or fact is None:
        return None
    if not link["share"] and not _stands_alone(text, before, mention):
        return None
    wholes = [e for e in sources.figures.plain(base) if e.mention.figure and e.mention.figure.number > part]
    beside = [e.mention.figure.number for e in sources.figures.plain_of([fact]) if e.mention.figure and _of(e, base)]
    whole = max(beside, default=0)
    parts = 2 * whole >= sum(beside)  # 260名，其中143名、91名: no part is one of another
    own = [e for e in wholes if e.fact in sentence.facts]
    own = [e for e in own if e.fact != fact or not parts or (e.mention.figure and e.mention.figure.number == whole)]
    for entry in own:
        if holds(figure, share := _share(part, entry)):
            facts = tuple(sorted({fact, *(() if entry.fact is None else (entry.fact,))}))
            return Finding("supported", fact, f"{_told(part, entry)}={tell(share)}%", facts)
    others = (e for e in wholes if e.fact != fact)
    if link["whole"] or not own or any(holds(figure, _share(part, entry)) for entry in others):
        return None
    if holds(figure, Fraction(part) / sum(beside) * 100) or any(map(_is_share, sources.figures.of_facts([fact]))):
        return None
    entry = own[0]
    why = f"{_told(part, entry)}={tell(_share(part, entry))}%，此处写成{draft.words(mention)}"
    return Finding("altered", fact, why)


def _before(draft: Reading, number: int) -> Mention | None:
    """The figure right before, in the same sentence."""
    last = draft.mentions[number - 1] if number else None
    start = draft.text.sentence_start(draft.mentions[number].start)
    return last if last is not None and last.figure is not None and last.start >= start else None


def _stands_alone(text: Text, before: Mention, mention: Mention) -> bool:
    """True where the share is all that its clause tells (91名，超过半数)."""
    joined = text.plain[before.end : mention.start]
    return "，" in joined and not joined.partition("，")[2] and text.plain[mention.end : mention.end + 1] in _ENDS


def _share(part: Number, whole: Entry) -> Fraction:
    return Fraction(part) / (whole.mention.figure.number if whole.mention.figure else 1) * 100


def _told(part: Number, whole: Entry) -> str:
    return f"{tell(part)}÷{tell(whole.mention.figure.number if whole.mention.figure else 1)}"


def _of(entry: Entry, base: str) -> bool:
    return entry.mention.figure is not None and entry.mention.figure.base == base


def _is_share(entry: Entry) -> bool:
    return entry.mention.figure is not None and entry.mention.figure.base == "%"
