"""Which of two figures of the facts is the earlier one."""

import re

from assistant.ledger.figure_index import Entry
from assistant.ledger.numerals import Number
from assistant.ledger.scenes import Scene

_PAST = re.compile(r"(?:\d{4}年|上年|去年|前年|上一年|同期|此前|原来|原先|以前|过去)[^，。；\d]{0,6}$")


def turned(scene: Scene, one: Entry, other: Entry) -> bool:
    """True where the sentence says 增加 of what the facts tell going down in time, or the other way round."""
    way = scene.marks & {"up", "down"}
    if len(way) != 1 or not of_two_times(one, other):
        return False
    first, last = in_time(one, other)
    return first != last and ("down" in way) != (last < first)


def of_two_times(one: Entry, other: Entry) -> bool:
    """True where the facts tell the two as before and after."""
    years = [{date.year for date in entry.scene.dates if date.year} for entry in (one, other)]
    return ("from" in one.scene.marks and "to" in other.scene.marks) or bool(all(years) and not years[0] & years[1])


def in_time(one: Entry, other: Entry) -> tuple[Number, Number]:
    """The two numbers, the earlier first: by their years where both have one, else as written."""
    a, b = one.mention.figure, other.mention.figure
    assert a is not None and b is not None
    years = [next((d.year for d in entry.scene.dates if d.year), 0) for entry in (one, other)]
    later = years[0] > years[1] if all(years) else not years[0] and _tells_past(other)
    return (b.number, a.number) if later else (a.number, b.number)


def _tells_past(entry: Entry) -> bool:
    """True where the fact turns back to tell what was before (44名，2024年为22名; 9起，上年15起)."""
    front = entry.reading.text.plain[: entry.mention.start]
    return bool(_PAST.search(front)) and not entry.scene.marks & {"to", "plan"}
