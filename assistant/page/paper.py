"""What the paper shows: lines with their kind, and claims as ranges, ready for the browser."""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import is_
from typing import Any

from assistant.draft import Draft
from assistant.page.desk import Desk
from assistant.page.live import UNFINISHED, Live
from assistant.page.markup import button, tag
from assistant.report import Report
from assistant.word.profile import load_profile
from assistant.word.title import set_title

LiveLine = tuple[str, str, int]

SHEET = (
    '<div class="x-sheet"><div class="x-sheet-in"><div id="x-paper-text" class="x-empty" role="textbox" '
    'aria-multiline="true" aria-label="文稿正文" contenteditable="true" spellcheck="false" tabindex="0">'
    '<p data-k="p"><br></p></div></div></div>'
)
_ASKS = {"rewrite": "重写", "expand": "扩写", "shrink": "压缩", "reword": "换说法", "example": "加例子"}
SECTION_BAR = tag(
    "div",
    tag("span", "本部分", class_="x-target"),
    *(button(label, "revise", kind="x-mini", how=how) for how, label in _ASKS.items()),
    class_="x-sectionbar",
    role="group",
    aria_label="改这一部分",
)
WORDS = {"altered": "与要点不符", "leaked": "出自样稿", "unsupported": "要点里没有", "supported": "有据"}


@dataclass
class Seen:
    """What the paper of one window shows: the lines of a draft that grows, or the text that was typed there.

    ``serial`` counts what was sent, upwards for as long as the browser's window lasts, a restart of the program
    included: an answer that is overtaken by a later one is known by it.
    """

    work: str = ""
    number: int = 0
    lines: tuple[LiveLine, ...] = ()
    states: tuple[str, ...] = ()
    live: bool = False
    typed: str | None = None
    sent: str = ""
    serial: int = 0
    stands: tuple[object, ...] = ()

    def numbered(self, data: dict[str, Any]) -> str:
        """``data`` as it goes out, with the next serial; "" where it says what the last one said."""
        said = _dump(data)
        if said == self.sent and not data.get("force"):
            return ""
        self.sent, self.serial = said, max(self.serial + 1, time.time_ns() // 1_000)
        return _dump({**data, "serial": self.serial})


def payload(desk: Desk, *, force: bool = False, seen: Seen | None = None) -> str:
    """The paper as JSON for ``page.js``; ``force`` makes it replace what was typed meanwhile.

    With ``seen`` only what the window does not show yet is in it, and ``seen`` is brought up to date; "" where that is
    nothing.
    """
    if desk.live:
        return _live(desk, desk.live, seen or Seen())
    draft, seen = desk.work.draft, seen or Seen()
    stands = (desk.work, desk.report, desk.saved, desk.busy)
    if seen.stands and not force and seen.typed is None and all(map(is_, seen.stands, stands)):
        return ""
    text = draft.to_markdown() if draft else ""
    data: dict[str, Any] = {
        "work": desk.work_id,
        "rev": desk.version,
        "editable": not desk.busy,
        "claims": claims(text, desk.report, desk.work.brief.facts),
        "live": False,
        "force": force,
    }
    shown = lines(draft) if draft else []
    same = not force and seen.work == desk.work_id and seen.typed == text
    seen.live, seen.typed, seen.work, seen.stands = False, None, desk.work_id, stands
    if same:  # the browser has the words already: what each line is will do
        bare = [{k: v for k, v in line.items() if k != "t"} for line in shown]
        answer = seen.numbered({**data, "same": True, "lines": bare})
        seen.sent = _dump({**data, "text": text, "lines": shown})
        return answer
    return seen.numbered({**data, "text": text, "lines": shown})


def _live(desk: Desk, live: Live, seen: Seen) -> str:
    shown, states = tuple(live.lines()), tuple(live.states)
    known = seen.live and seen.work == desk.work_id
    if known and (shown, states) == (seen.lines, seen.states):
        return ""
    data: dict[str, Any] = {"work": desk.work_id, "rev": desk.version, "editable": False, "live": True}
    if states != seen.states or not known:
        data["states"] = states
    if known:
        data |= {"base": seen.number, "ops": steps(seen.lines, shown)}
    else:
        data |= {"text": "", "lines": [_line(*line) for line in shown], "claims": [], "force": False}
    seen.work, seen.live, seen.lines, seen.states, seen.typed = desk.work_id, True, shown, states, None
    seen.stands = ()
    seen.number += 1
    return seen.numbered({**data, "number": seen.number})


def steps(old: Sequence[LiveLine], new: Sequence[LiveLine]) -> list[list[Any]]:
    """How ``old`` becomes ``new``, the last change first: [place, added text] or [place, lines gone, new lines]."""
    found: list[list[Any]] = []
    i, j = len(old), len(new)
    for number in sorted({line[2] for line in (*old, *new)}, reverse=True):
        before, after = ([line for line in lines if line[2] == number] for lines in (old, new))
        i, j = i - len(before), j - len(after)
        found += [[i + place, *rest] for place, *rest in reversed(_section_steps(before, after))]
    return found


def _section_steps(before: Sequence[LiveLine], after: Sequence[LiveLine]) -> list[list[Any]]:
    found: list[list[Any]] = []
    both = min(len(before), len(after))
    for place, (was, now) in enumerate(zip(before[:both], after[:both], strict=True)):
        if was == now:
            continue
        grew = was[0] == now[0] and was[1] and now[1].startswith(was[1])
        found.append([place, now[1][len(was[1]) :]] if grew else [place, 1, [_line(*now)]])
    if len(before) != len(after):
        found.append([both, len(before) - both, [_line(*line) for line in after[both:]]])
    return found


def _line(kind: str, text: str, section: int, note: str = "") -> dict[str, Any]:
    line: dict[str, Any] = {"k": kind, "t": text, "s": section}
    if kind == "title" and (breaks := title_breaks(text)):
        line["b"] = breaks
    return {**line, "n": note} if note else line


@lru_cache(maxsize=256)
def title_breaks(title: str) -> tuple[tuple[int, str], ...]:
    """Where the pieces of a title end (UTF-16 units) as it will print, and what each is: ``main``, ``second``, ``gap``.

    Empty where the title takes one line.
    """
    pieces, place = list[tuple[int, str]](), 0
    for line in set_title(title, load_profile(None)):
        start = title.find(line.text, place)
        if start < 0:
            return ()
        if start > place:
            pieces.append((start, "gap"))
        place = start + len(line.text)
        pieces.append((place, "second" if line.second else "main"))
    if len(pieces) < 2 or place != len(title):
        return ()
    return tuple((_units(title, end), kind) for end, kind in pieces)


def lines(draft: Draft) -> list[dict[str, Any]]:
    """Every line of the draft in the order of its Markdown: ``k`` its kind, ``t`` its text, ``s`` its section or -1."""
    shown: list[dict[str, Any]] = []

    def add(kind: str, text: str, section: int = -1, note: str = "") -> None:
        shown.append(_line(kind, text, section, note))

    if draft.title:
        add("title", draft.title)
    for text in draft.front:
        add("front", text)
    if draft.salutation:
        add("salute", draft.salutation)
    for number, section in enumerate(draft.sections):
        note = section.note if section.note == UNFINISHED else ""
        if section.heading:
            add("h2", section.heading, number, note)
        for text in section.text.split("\n"):
            if text.strip():
                heading = text.startswith("#")
                add("h3" if heading else "p", text.lstrip("# ") if heading else text, number)
    for text in draft.attachments:
        add("attach", text)
    for text in draft.signature:
        add("sign", text)
    return shown


def claims(text: str, report: Report | None, facts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Claims of the report with what a hover says. Offsets are UTF-16 units of ``text``, as the browser counts."""
    if not report:
        return []
    plain = all(ord(c) < 0x10000 for c in text)
    return [
        {
            "s": claim.start if plain else _units(text, claim.start),
            "e": claim.end if plain else _units(text, claim.end),
            "v": claim.verdict,
            "w": _why(claim.verdict, claim.why, claim.fact, facts),
        }
        for claim in report.claims
        if text[claim.start : claim.end] == claim.text
    ]


def _why(verdict: str, why: str, fact: int | None, facts: tuple[str, ...]) -> str:
    if fact is not None and fact < len(facts):
        source = f"要点{fact + 1}：{facts[fact]}"
        return source if verdict == "supported" else f"{WORDS[verdict]}。{source}"
    if verdict == "supported":
        return "出自单位、场合或日期"
    return why if why.startswith(WORDS[verdict]) else f"{WORDS[verdict]}。{why}"


def _units(text: str, place: int) -> int:
    return len(text[:place].encode("utf-16-le")) // 2


def _dump(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)
