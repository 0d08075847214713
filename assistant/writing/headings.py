"""Choosing headings from the bank so that they are parallel, fit their facts, and do not repeat themselves."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

from assistant.sentences import bigrams
from assistant.writing.audience import Readers
from assistant.writing.bank import Bank, Heading

# A heading that names something concrete is only taken where the facts name it too.
_CONCRETE = re.compile(
    r"三级|长征|烽火|法槌|讲台|祠堂|校外辅导站|基金|热线|模拟法庭|菜单|研学|公众号|旧址|田间|车间|巡查|隔代|代理家长|谈心屋|工作室|微心愿|山路|师徒|结对|网吧|手机"
)
_TRIES = 6  # candidates of a part from which on no further theme is looked at
_BEAM = 40
_OF_KIND = -0.6  # places that a heading for just this kind of activity stands before one for the theme
_WORN = 1.0  # what it costs a heading to have stood in the last draft
_OWN = 0.7  # what a heading of the user's own texts is worth over one of ours


@dataclass(frozen=True)
class Part:
    """What a heading is for: the themes of its facts, strongest first, their text, and the kinds of most of them."""

    themes: tuple[str, ...]
    text: str
    kinds: tuple[str, ...] = ()


def choose(
    bank: Bank,
    kind: str,
    parts: Sequence[Part],
    seed: str,
    honest: Callable[[str], bool] = lambda text: True,
    avoid: Sequence[str] = (),
    worn: Callable[[str], float] = lambda text: 0.0,
) -> list[str]:
    """One heading for each part, all of one pattern, without numbers.

    ``kind`` is the genre's bank (做法, 要点, 事迹). The same ``seed`` gives the same choice; headings in ``avoid``, and
    those that are not ``honest``, are not taken. ``worn`` says how lately one was used, 0 to 1.
    """
    if not parts:
        return []
    turn = crc32(seed.encode(errors="replace"))
    best: tuple[float, list[Heading]] | None = None
    usable = [h for h in bank.headings if h.text not in avoid and honest(h.text)]
    tired = {h: _WORN * weight for h in usable if (weight := worn(h.text))}
    for pattern in _patterns(bank, kind, turn):
        chosen = _choose_pattern([h for h in usable if h.pattern == pattern], parts, turn, tired)
        if chosen and (best is None or chosen[0] > best[0] + 0.75):
            best = chosen
    return [heading.text for heading in best[1]] if best else _plain(parts)


def _patterns(bank: Bank, kind: str, turn: int) -> list[str]:
    if kind == "做法":
        two = ["6+6", "5+5", "4+4"]
        return [two[0], *two[1:]] if turn % 3 else [two[1], two[0], two[2]]
    found = list(
        dict.fromkeys(h.pattern for h in bank.headings if h.pattern.startswith(kind[:1]) and h.pattern != "单")
    )
    return found[turn % len(found) :] + found[: turn % len(found)] if found else ["6+6"]


def _choose_pattern(
    usable: Sequence[Heading], parts: Sequence[Part], turn: int, tired: Mapping[Heading, float]
) -> tuple[float, list[Heading]] | None:
    """The best combination found by a beam over the parts, with its score; None where a part has no candidate."""
    beam: list[tuple[float, list[Heading]]] = [(0.0, [])]
    for i, part in enumerate(parts):
        grown = [
            (score + _fit(heading, part, rank) - tired.get(heading, 0.0) - _clash(heading, chosen), [*chosen, heading])
            for score, chosen in beam
            for rank, heading in enumerate(_candidates(usable, part, turn + i))
        ]
        beam = sorted(grown, key=lambda item: -item[0])[:_BEAM]
    return beam[0] if beam else None


def _candidates(usable: Sequence[Heading], part: Part, turn: int) -> list[Heading]:
    found: list[Heading] = []
    for theme in (*part.kinds, *part.themes, "综合"):
        of_theme = [h for h in usable if h.theme == theme]
        shift = turn % len(of_theme) if of_theme else 0
        found += [h for h in of_theme[shift:] + of_theme[:shift] if _grounded(h, part) and h not in found]
        if len(found) >= _TRIES:
            break
    return found


def _grounded(heading: Heading, part: Part) -> bool:
    if Readers("").of(part.text) == "young" and re.search(r"少年|童|孩|娃|幼苗", heading.text):
        return False
    return all(word in part.text for word in _CONCRETE.findall(heading.text))


def _fit(heading: Heading, part: Part, rank: int) -> float:
    """How well a heading fits: its theme's place among the part's themes, shared words, then the bank's own order."""
    if heading.theme in part.kinds:
        place = _OF_KIND * (part.kinds.index(heading.theme) == 0)
    else:
        place = part.themes.index(heading.theme) if heading.theme in part.themes else len(part.themes) + 1
    shared = len(bigrams(heading.text) & bigrams(part.text))
    return 3.0 - 1.2 * place + 0.5 * min(shared, 3) - 0.05 * rank + _OWN * heading.own


def _clash(one: Heading, chosen: Sequence[Heading]) -> float:
    """Cost of words that ``one`` shares with the headings chosen before it: the head words above all."""
    cost = 0.0
    for other in chosen:
        if one.text == other.text:
            cost += 50
        cost += 6.0 * (one.text[:2] == other.text[:2]) + 2.0 * (one.text[0] == other.text[0] != "在")
        if len(one.clauses) == len(other.clauses) == 2:
            cost += 3.0 * (one.clauses[1][:2] == other.clauses[1][:2])
            cost += 1.5 * (one.clauses[1][-2:] == other.clauses[1][-2:])
        cost += 0.8 * len(bigrams(one.text) & bigrams(other.text))
    return cost


def _plain(parts: Sequence[Part]) -> list[str]:
    return [f"{part.themes[0] if part.themes else '其他'}工作" for part in parts]
