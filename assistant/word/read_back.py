"""A .docx back in as a draft: ours by its styles, anyone's by style, numbering or look."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.draft import Draft, Section
from assistant.draft_reading import parse_markdown
from assistant.errors import BadDraft
from assistant.word.numbering import numbered
from assistant.word.opening import open_docx

if TYPE_CHECKING:
    from assistant.word.document_notes import Comment
    from assistant.word.document_text import Line

_OURS = {"署名", "称谓", "落款单位", "附件说明"}
_FRONT = {"subtitle", "署名"}
_TOP = {"title", "称谓", *_FRONT}
_FURNITURE = {"发文机关标志", "发文字号", "核对标题", "核对文字", "header", "footer"}
_TITLE_SIZE = 18
"""Points from which a centred first line is taken for a title: body is 15–16, a 2号 title 22."""


@dataclass(frozen=True)
class Reading:
    """A Word file as read: the draft, the comments that stood in it, and Chinese sentences on what was left out."""

    draft: Draft
    comments: "tuple[Comment, ...]" = ()
    left_out: tuple[str, ...] = ()


def read_back(path: Path) -> Draft:
    """The draft in the Word file ``path``. Raises ``BadDraft`` where it cannot be read or holds no text."""
    return read_word(path).draft


def read_word(path: Path) -> Reading:
    """The draft in the Word file ``path`` with its comments. Revisions are taken as accepted, notes stand in place.

    Raises ``BadDraft`` where the file cannot be read or holds no text.
    """
    document = open_docx(path)
    from assistant.word.document_notes import comments_of, left_out, notes_in_place
    from assistant.word.document_text import lines_of

    comments = comments_of(document)
    notes_in_place(document)

    names = {(style.name or "").lower() for style in document.styles}
    lines = [line for line in lines_of(document) if line.rows or line.text.strip()]
    lines = _without_appendix(lines)
    if not lines:
        raise BadDraft(f"“{Path(path).name}”里没有文字。")
    genre = document.core_properties.category or ""
    draft = _ours(lines, genre) if names >= _OURS else _foreign(lines, genre)
    return Reading(draft, comments, left_out(document))


def _without_appendix(lines: "Sequence[Line]") -> "list[Line]":
    start = next((i for i, line in enumerate(lines) if line.style == "核对标题"), len(lines))
    return [line for line in lines[:start] if line.style not in _FURNITURE]


def _ours(lines: "Sequence[Line]", genre: str) -> Draft:
    """By style alone: every role has its own."""
    title: list[str] = []
    front: list[str] = []
    salutation: list[str] = []
    attachments: list[str] = []
    signature: list[str] = []
    sections: list[tuple[str, list[str]]] = []
    kept = {"title": title, "subtitle": front, "署名": front, "称谓": salutation, "附件说明": attachments}
    kept |= {"落款单位": signature, "落款日期": signature}
    for line in lines:
        place = kept.get(line.style)
        late = sections and line.style in _TOP and (place or line.style in _FRONT)
        if place is not None and not line.rows and not late:
            place.append(_flat(line.text))
        else:
            _into_sections(line, sections)
    whole = tuple(Section(heading, "\n".join(body)) for heading, body in sections)
    if len(salutation) > 1:
        whole = (Section("", "\n".join(salutation[1:])), *whole)
    first = salutation[0] if salutation else ""
    return Draft(" ".join(title), whole, genre, tuple(front), first, tuple(attachments), tuple(signature))


def _into_sections(line: "Line", sections: list[tuple[str, list[str]]]) -> None:
    if line.level == 1 and not line.rows:
        sections.append((_flat(line.text), []))
        return
    if not sections:
        sections.append(("", []))
    sections[-1][1].extend(_markdown(line))


def _markdown(line: "Line") -> list[str]:
    if line.rows:
        cells = [[cell.replace("|", "\\|") for cell in row] for row in line.rows]
        rows = [f"| {' | '.join(row)} |" for row in cells]
        return [rows[0], "|" + " --- |" * len(line.rows[0]), *rows[1:]]
    text = _flat(line.text)
    if line.level:
        return ["#" * min(6, line.level + 1) + f" {text}"]
    return [re.sub(r"^([#>|]|[-*+](?=\s))", r"\\\1", text)]


def _flat(text: str) -> str:
    """Text on one line: a break that stands for a blank becomes one, any other joins."""
    return text.replace("\v", " ").replace("\n", "").strip()


def _foreign(lines: "Sequence[Line]", genre: str) -> Draft:
    """By style names and look for title and headings; the rest as from plain text."""
    count = _title_lines(lines)
    marked = [f"# {' '.join(_flat(line.text.replace(chr(10), chr(11))) for line in lines[:count])}"] if count else []
    shift = 0 if count or not lines else min((line.level for line in lines if line.level), default=1) - 1
    for line in lines[count:]:
        if line.rows:
            marked += _markdown(line)
            continue
        for text in (piece.strip() for piece in re.split(r"[\n\v]", line.text)):
            if text:
                marked.append(_foreign_line(line, text, shift))
    return parse_markdown("\n".join(marked), genre)


def _foreign_line(line: "Line", text: str, shift: int) -> str:
    mark = numbered(text)
    level = mark.level if mark and line.level else max(0, line.level - shift)
    if not level or len(text) > 80:
        return re.sub(r"^([#>|]|[-*+](?=\s))", r"\\\1", text)
    return "#" * min(6, level + 1) + f" {text}"


def _title_lines(lines: "Sequence[Line]") -> int:
    """How many lines at the top are the title: in its style, a lone first heading, or large and centred."""
    count = 0
    while count < min(4, len(lines)) and lines[count].style in ("title", "标题"):
        count += 1
    if count:
        return count
    first = lines[0]
    tops = [line for line in lines if line.level == 1]
    if first.level == 1 and len(tops) == 1 and not numbered(first.text):
        return 1
    while count < min(4, len(lines)) and _looks_title(lines[count], lines[0].size):
        count += 1
    return count


def _looks_title(line: "Line", size: float) -> bool:
    text = line.text.strip()
    return line.centred and line.size == size >= _TITLE_SIZE and len(text) <= 60 and not numbered(text)
