"""Which kind of turn a message is: rules first, likeness to known messages where they know little."""

import re
from typing import cast, get_args

from assistant.chat.cues import cue
from assistant.chat.desk import Desk, Kind, desk_of, unfinished
from assistant.chat.extract import extract
from assistant.chat.likeness import likeness
from assistant.chat.lines import is_list
from assistant.chat.numbers import half_width
from assistant.chat.rules import FIGURE, all_instructions, command, request, ruled

__all__ = ["Desk", "Kind", "classify", "desk_of", "unfinished"]

LONG = 400
_ALIKE = 60


def classify(message: str, desk: Desk) -> Kind:
    """The kind of turn that ``message`` is; ``unclear`` where neither rules nor likeness to known messages tell."""
    text = half_width(message).strip(" \t\r\n\u3000")
    if not text:
        return "talk"
    if len(text) > LONG or (is_list(text) and not all_instructions(text, desk)):
        return "material"
    text = re.sub(r"\s*\n\s*", "，", text)
    return command(text, desk) or request(text, desk) or _weighed(ruled(text, message, desk), text, message, desk)


# Leads of likeness over which it outweighs a rule; found on labelled messages that neither had seen.
_OVER_NONE, _OVER_DEFAULT, _OVER_RULE = 0.05, 0.1, 0.35


def _weighed(ruled: Kind, text: str, message: str, desk: Desk) -> Kind:
    """``ruled``, unless the message is much more like messages of another kind."""
    allowed = set(get_args(Kind)) - {"unclear", "redo"}
    if not desk.draft:
        allowed -= {"revise", "again", "undo"} if not desk.outline else {"revise", "again"}
    if not desk.outline or desk.draft:
        allowed -= {"outline_edit"}
    if not cue("fact.change").search(text):
        allowed -= {"change"}
    if not desk.facts:
        allowed -= {"change", "write", "outline", "continue", "status"}
    if len(text) > _ALIKE or ruled == "change" or (ruled == "material" and _tells(text, message)):
        return ruled
    kind, lead = likeness().best(text, desk.stage, allowed)
    needed = {"unclear": _OVER_NONE, "material": _OVER_DEFAULT}.get(ruled, _OVER_RULE)
    return cast(Kind, kind) if lead >= needed else ruled


def _tells(text: str, message: str) -> bool:
    """Whether ``text`` holds what only material holds: figures, fields, wishes, things done."""
    found = extract(message)
    more = cue("fact.more").search(text) or cue("fact.reports").search(text) or FIGURE.search(text)
    return bool(more or found.fields or found.requirements)
