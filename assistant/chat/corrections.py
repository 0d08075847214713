"""Corrections of a value that the facts tell (416人改成418人; 不是46场，是64场; 帮扶人数写错了，是96人)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.chat.desk_edits import swapped


@dataclass(frozen=True)
class Correction:
    """``old`` becomes ``new`` in the facts at ``places``."""

    old: str
    new: str
    places: tuple[int, ...]

    def applied(self, facts: Sequence[str]) -> tuple[str, ...]:
        """The facts with the correction made."""
        return tuple(swapped(f, self.old, self.new) if n in self.places else f for n, f in enumerate(facts))


_TO = r"(?:改成|改为|换成|更正为|订正为|应为|应该是|应是|改作|改到|写成(?!了)|变成|改(?=[\d“]))"
_SWAPS = tuple(
    map(
        re.compile,
        (
            r"(?:不是|没有|非)\s*(?P<old>[^，,。；]{1,20}?)\s*[，,]?\s*(?:而是|应该是|应为|是)\s*(?P<new>[^，,。；]{1,20})",
            r"(?:应该是|应为|应是)\s*(?P<new>[^，,。；]{1,20}?)\s*[，,]?\s*(?:而)?不是\s*(?P<old>[^，,。；]{1,20})",
            r"(?P<new>[^，,。；：]{1,24}?)(?:写|打|弄|搞|输)成了\s*(?P<old>[^，,。；]{1,20})",
            r"^(?P<old>[^，,。；：]{1,24}?)(?:[写搞弄报说记打算填][错多少混反]了?|错了|不对|不准|有误)[，,。]?\s*"
            r"(?:应该是|应为|是|改成|改为|实际是|其实是|正确的是|应该)\s*(?P<new>[^，,。；]{1,24})",
            rf"(?:^|(?<=[，,；;]))(?:请|把|将|那|麻烦|你|帮我|对了|，)*(?P<old>[^，,。；：]{{1,24}}?)\s*(?:应该|应当|应|要|得)?{_TO}"
            r"\s*[“\"]?(?P<new>[^。；”\"]{1,40}?)[”\"]?(?:吧|哈|了|才对|呢|。|$)",
        ),
    )
)
_AROUND = re.compile(
    r"^(?:请|把|将|那个|那|里面的?|文中的?|稿子里的?|要点里的?|(?:上次|刚才|前面|之前|原来|先前)(?:说|报|写|发|给)?(?:你|您)?的?)+|"
    r"(?:这个|那个)?(?:这条|那条|数字|数据|地方)?$"
)


def swaps(text: str) -> Iterator[tuple[str, str]]:
    """What ``text`` says is to be replaced, and by what."""
    for pattern in _SWAPS:
        for match in pattern.finditer(text):
            yield _AROUND.sub("", match["old"]).strip(" “”\"'"), match["new"].strip(" “”\"'。，,")


def correction(text: str, facts: Sequence[str], among: Sequence[int] | None = None) -> Correction | None:
    """The correction that ``text`` makes to one of ``facts`` (to those of ``among`` only); None where it makes none."""
    numbers = tuple(range(len(facts)) if among is None else among)
    for old, new in swaps(text):
        if found := _said(old, new, facts, numbers) or _named(old, new, facts, numbers):
            return found
    return None


def _said(old: str, new: str, facts: Sequence[str], numbers: Sequence[int]) -> Correction | None:
    """The old value stands in a fact as it was said (46场)."""
    touched = tuple(n for n in numbers if len(old) > 1 and old in facts[n])
    if not touched or not (_FIGURE.search(old) or not _FIGURE.match(new)):
        return None
    tail = re.search(r"[\d.,]+\D*$", old)
    if tail and re.match(r"\d", new) and not old[0].isdigit():
        old = tail[0]  # “五老416人”→“418人” keeps 五老
    changed = tuple(n for n in touched if swapped(facts[n], old, new) != facts[n])
    return Correction(old, new, changed) if changed else None


_FIGURE = re.compile(r"\d[\d,.]*[万亿]?")
_COUNT_OF = re.compile(r"的?(?:总)?(?:人数|人次|次数|场次|场数|户数|数量|数目|数字|数)$")


def _named(old: str, new: str, facts: Sequence[str], numbers: Sequence[int]) -> Correction | None:
    """The old value was only named (帮扶人数): the first figure of the same unit after the name, in one fact alone."""
    label, figure = _COUNT_OF.sub("", old), _FIGURE.match(new)
    if not figure or len(label) < 2 or _FIGURE.search(label):
        return None
    unit = re.escape(new[figure.end() :][:1])
    after = re.compile(rf"{re.escape(label)}.*?(?<![\d.,])(?P<value>\d[\d,.]*[万亿]?)(?={unit})")
    found = [(n, match["value"]) for n in numbers if (match := after.search(facts[n]))]
    if len(found) != 1 or found[0][1] == figure[0]:
        return None
    (place, value), said = found[0], figure[0]
    tail = new[figure.end() :]
    whole = f"{value}{tail}"
    return Correction(whole, f"{said}{tail}", (place,)) if whole in facts[place] else Correction(value, said, (place,))
