"""Which kind of turn a message is: rules where they are sure, likeness to known messages for all others."""

import re

from assistant.chat.desk import Desk, Kind
from assistant.chat.likeness import likeness
from assistant.chat.lines import is_list
from assistant.chat.numbers import half_width
from assistant.chat.rules import added, all_instructions, command, is_change, names_part

LONG = 400
# Messages longer than those that likeness was learned from tell something unless they clearly ask.
_TELLING = 60
# Under this lead of one kind over the next a message is unclear; beside a draft, where a mistake costs more, also one
# that is not much like anything. Found on labelled messages not learned from.
_UNSURE = 0.02
_STRANGE, _LITTLE = 0.4, 0.12

_ALWAYS: tuple[Kind, ...] = ("material", "talk", "question", "example", "status", "export")
_STAGES: dict[str, tuple[Kind, ...]] = {
    "empty": _ALWAYS,
    "facts": (*_ALWAYS, "write", "outline", "change"),
    "outline": (*_ALWAYS, "write", "outline", "change", "outline_edit", "undo", "redo", "continue"),
    "draft": (*_ALWAYS, "revise", "again", "undo", "redo", "continue", "change"),
}


def classify(message: str, desk: Desk) -> Kind:
    """The kind of turn that ``message`` is; ``unclear`` where neither rules nor likeness to known messages tell."""
    text = half_width(message).strip(" \t\r\n\u3000")
    if not text:
        return "talk"
    if len(text) > LONG or (is_list(text) and not all_instructions(text, desk)):
        return "material"
    text = re.sub(r"\s*\n\s*", "，", text)
    if kind := command(text, desk):
        return kind
    if desk.draft and added(text):
        return "revise"
    return "change" if is_change(text, desk) else _most_like(text, desk)


def _most_like(text: str, desk: Desk) -> Kind:
    scores = likeness().scores(text, desk.stage)
    ranked = sorted(_STAGES[desk.stage], key=lambda kind: -scores.get(kind, 0.0))
    first, second = ranked[:2]
    if len(text) > _TELLING:
        return "revise" if first == "revise" and names_part(text) else "material"
    lead = scores[first] - scores[second]
    strange = desk.draft and scores[first] < _STRANGE and lead < _LITTLE
    return "unclear" if strange or lead < _UNSURE else first
