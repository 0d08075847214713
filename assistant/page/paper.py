"""What the paper shows: lines with their kind, and claims as ranges, ready for the browser."""

import json
from typing import Any

from assistant.draft import Draft
from assistant.page.desk import UNFINISHED, Desk
from assistant.page.live import Live
from assistant.page.markup import button, tag
from assistant.report import Report

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


def payload(desk: Desk, *, force: bool = False) -> str:
    """The paper as JSON for ``page.js``; ``force`` makes it replace what was typed meanwhile."""
    if desk.live:
        return _dump(_live(desk, desk.live))
    draft = desk.work.draft
    text = draft.to_markdown() if draft else ""
    data = {
        "work": desk.work_id,
        "rev": desk.version,
        "editable": not desk.busy,
        "text": text,
        "lines": lines(draft) if draft else [],
        "claims": claims(text, desk.report, desk.work.brief.facts),
        "live": False,
        "force": force,
    }
    return _dump(data)


def _live(desk: Desk, live: Live) -> dict[str, Any]:
    shown = [{"k": kind, "t": text, "s": number} for kind, text, number in live.lines()]
    return {
        "work": desk.work_id,
        "rev": desk.version,
        "editable": False,
        "text": "",
        "lines": shown,
        "claims": [],
        "live": True,
        "states": live.states,
        "force": False,
    }


def lines(draft: Draft) -> list[dict[str, Any]]:
    """Every line of the draft in the order of its Markdown: ``k`` its kind, ``t`` its text, ``s`` its section or -1."""
    shown: list[dict[str, Any]] = []

    def add(kind: str, text: str, section: int = -1, note: str = "") -> None:
        line: dict[str, Any] = {"k": kind, "t": text, "s": section}
        shown.append({**line, "n": note} if note else line)

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
