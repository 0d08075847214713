"""How many paid: 两家 and 三家 with no noun after them stand for the payers that a fact lists with their amounts."""

import re

from assistant.ledger.figure_index import Entry
from assistant.ledger.figures import Figure
from assistant.ledger.numerals import Number
from assistant.ledger.scenes import Scene
from assistant.ledger.sources import Finding, Sources

_PAY = re.compile(
    "[二两三四五六七八九2-9]家(?=$|[，。；、]|[一共同合力联手分头都各来]{0,4}[凑出拿掏投捐筹给垫承分摊合])"
)
_TURNS = ("期", "批", "轮", "场", "次", "季", "站", "辑")
_MONEY = re.compile("钱|款|资|经费|费用|开支|投入|凑|捐|掏")


def payers(figure: Figure, scene: Scene, sources: Sources) -> Finding | None:
    """Supported where a fact lists so many amounts, each with who pays it (13.9万元，其中慈善会8万元、街道5.9万元)."""
    if figure.unit in _TURNS and figure.exact and 2 <= figure.bare <= 9:
        return _turns(figure, sources)
    if figure.unit != "家" or not figure.exact or not _PAY.search(scene.clause) or not _MONEY.search(scene.clause):
        return None
    lists = sources.remembered("payers", lambda: _lists(sources))
    parts = lists.get(figure.bare, [])
    if not parts:
        return None
    listed = "、".join(entry.words for entry in parts)
    return Finding("supported", parts[0].fact, f"{parts[0].place}列出{listed}", ())


def _turns(figure: Figure, sources: Sources) -> Finding | None:
    """Supported where a fact tells of so many turns by number (第一期40人，第二期55人: 两期)."""
    for fact, text in sources.texts():
        turns = set(re.findall(f"第([一二三四五六七八九\\d]){figure.unit}", text))
        if fact is not None and len(turns) == figure.bare:
            return Finding("supported", fact, f"要点{fact + 1}列出第一{figure.unit}等{len(turns)}{figure.unit}", ())
    return None


def _lists(sources: Sources) -> dict[Number, list[Entry]]:
    """By their number, amounts of one fact that have different words before them, its whole left out."""
    facts: dict[int, list[Entry]] = {}
    for entry in sources.figures.plain("元"):
        facts.setdefault(id(entry.reading), []).append(entry)
    table: dict[Number, list[Entry]] = {}
    for entries in facts.values():
        numbers = [e.mention.figure.number for e in entries if e.mention.figure]
        parts = entries[1:] if numbers[0] == sum(numbers[1:]) else entries
        fronts = {entry.scene.counted[0] for entry in parts}
        if len(parts) > 1 and len(fronts) == len(parts) and "" not in fronts:
            table.setdefault(len(parts), parts)
    return table
