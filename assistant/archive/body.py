"""A work as the archive stores it: compressed JSON, and the few words about it that lists and searches need."""

import json
import re
import zlib
from dataclasses import dataclass

from assistant.archive.values import UNTITLED
from assistant.work import Work, work_from_dict
from index.errors import XinhuoError


@dataclass(frozen=True)
class Summary:
    """What a list shows and searches without unpacking a work. ``words`` is its text, folded for search."""

    title: str
    genre: str
    stage: str
    length: int
    words: str


def sound_text(text: str) -> str:
    """``text`` that every store and encoder takes: halves of a surrogate pair joined or replaced, NUL replaced."""
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return joined.replace("\x00", "\ufffd")


def pack(work: Work) -> bytes:
    """The work as compressed UTF-8 JSON."""
    text = json.dumps(_sound(work.to_dict()), ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode())


def unpack(body: bytes) -> Work:
    """The work that ``pack`` packed. Raises ``XinhuoError`` where the bytes are damaged."""
    try:
        text = zlib.decompress(body)
    except zlib.error as error:
        raise XinhuoError("这一版的存档已损坏，打不开。请在“版本”里换一版。") from error
    return work_from_dict(json.loads(text))


def readable(body: bytes) -> bool:
    """Whether ``body`` is as ``pack`` left it (its checksum holds)."""
    try:
        zlib.decompress(body)
    except zlib.error:
        return False
    return True


def summary(work: Work) -> Summary:
    """The words about ``work``."""
    brief, draft, outline = work.brief, work.draft, work.outline
    title = (draft.title if draft else "") or (outline.title if outline else "") or f"{brief.unit}{brief.genre}"
    stage = "文稿" if draft else "提纲" if outline else "要点"
    text = [title, brief.unit, brief.occasion, *brief.facts, draft.to_markdown() if draft else ""]
    return Summary(
        title=sound_text(" ".join(title.split())) or UNTITLED,
        genre=sound_text(brief.genre or (draft.genre if draft else "")),
        stage=stage,
        length=draft.length if draft else 0,
        words=folded("\n".join(text)),
    )


def folded(text: str) -> str:
    """``text`` for comparing: lower case, without white space."""
    return re.sub(r"\s+", "", sound_text(text)).lower()


def small_change(before: Work, after: Work) -> bool:
    """Whether ``after`` may stand in for ``before`` in the history: typing on in a draft, nothing taken away."""
    if before.brief != after.brief or before.outline != after.outline:
        return False
    if before.draft is None or after.draft is None:
        return False
    same_shape = [s.heading for s in before.draft.sections] == [s.heading for s in after.draft.sections]
    return same_shape and after.draft.length >= before.draft.length


def _sound(value: object) -> object:
    if isinstance(value, str):
        return sound_text(value)
    if isinstance(value, dict):
        return {sound_text(str(key)): _sound(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_sound(item) for item in value]
    return value
