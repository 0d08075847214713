"""Rules over the words of a message that are sure where they speak: commands, and changes of what is known."""

import re
from typing import cast

from assistant.chat.corrections import correction, swaps
from assistant.chat.cues import PARTS, cores, cue, twice
from assistant.chat.desk import Desk, Kind
from assistant.chat.numbers import half_width

_COMMANDS = ("export", "redo", "undo", "continue", "again", "outline", "write")
LONGEST_CHANGE = 120


def all_instructions(text: str, desk: Desk) -> bool:
    """Whether every line of ``text`` is an instruction on a named part of the draft."""
    lines = [line for line in text.splitlines() if line.strip()]
    return desk.draft and all(names_part(line) for line in lines)


def names_part(text: str) -> bool:
    """Whether ``text`` names a part of the draft and wants it otherwise."""
    return bool(PARTS.search(text)) and _wants_edit(text)


def _wants_edit(text: str) -> bool:
    return bool(cue("edit.verbs").search(text) or cue("edit.style").search(text))


# commands: every clause is one, or adds nothing


def command(text: str, desk: Desk) -> Kind | None:
    """The command that ``text`` is, where every clause is one or adds nothing; None otherwise."""
    clauses = [c for c in re.split(r"[，,。；;！!？?~～、\s]+", text) if c]
    kinds = [_clause(clause) for clause in clauses]
    if not kinds or None in kinds:
        return None
    found = [kind for kind in kinds if kind not in ("neutral", "consent")]
    if found:
        return "write" if found[-1] == "again" and not desk.draft else cast(Kind, found[-1])
    if "consent" in kinds and desk.facts and not desk.draft:
        return "write" if desk.outline else "outline"
    return "talk"


def _clause(clause: str) -> str | None:
    for core in cores(clause):
        if cue("complaint").fullmatch(core):
            return "neutral"
        for kind in _COMMANDS:
            if twice(f"commands.{kind}").fullmatch(core):
                return kind
        if cue("consent").fullmatch(core) or (not core and cue("consent").match(clause)):
            return "consent"
        if cue("neutral").fullmatch(core):
            return "neutral"
        if cue("help.whole").fullmatch(core):
            return "talk"
    return "neutral" if not _core(clause) else None


def _core(clause: str) -> str:
    return cores(clause)[-1]


# what a message is about


def theme_of(message: str) -> str:
    """What an example is wanted of: ``message`` without the words that ask; the whole where nothing is left."""
    text = " ".join(message.split())
    return next((core for core in reversed(cores(text, "example")) if len(core) >= 2), text)


def added(message: str) -> str:
    """What “再加一条：…” adds, "" where the message is no such addition or adds no fact."""
    text = message.strip()
    match = cue("edit.adds").match(text)
    rest = text[match.end() :].lstrip("要点内容事实：:，, ") if match else ""
    announced = match is not None and text[match.end() :].lstrip("要点内容事实")[:1] in ("：", ":")
    tells = announced or FIGURE.search(half_width(rest)) or cue("fact.reports").search(rest)
    return rest if tells and len(rest) >= 4 else ""


# changes of a fact or a field


def is_change(text: str, desk: Desk) -> bool:
    """Whether ``text`` changes a fact or a field of the brief that it names."""
    if len(text) > LONGEST_CHANGE:
        return False
    if cue("fact.clear").search(text):
        return bool(desk.facts)
    number = cue("fact.number").search(text)
    if number and cue("fact.change").search(text):
        return bool(desk.facts)
    field = re.match(rf"^(?:请|把|那|麻烦|帮我|你|将|对了|哦|噢|，)*{cue('field.name').pattern}", text)
    if field and cue("field.change").search(text[field.end() :][:8]):
        return True
    if correction(text, desk.facts):
        return True
    return not desk.draft and any(re.fullmatch(r"[\d,]+字", old) for old, _ in swaps(text))


FIGURE = re.compile(
    r"(?:\d[\d,.]*\s*(?:余|多|来)?\s*(?:万|亿)?|(?!一[^百千万十余多])[一二两三四五六七八九十百千万几]{1,6}(?:余|多|来)?)\s*"
    r"(?:%|％|人|名|场|次|所|元|户|支|件|册|本|家|位|亩|期|例|起|公斤|台|套|平方米|月|对|堂|面|批|万元|个(?!部分|字|点|小?标题|方面|例子))"
)
