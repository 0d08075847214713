"""Setting blocks into a python-docx document: paragraphs, runs, tables, indents."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.word import styles
from assistant.word.blocks import Block
from assistant.word.geometry import Signature, attachment, signature
from assistant.word.profile import Profile
from assistant.word.runs import add_break, add_paragraph, add_text
from assistant.word.tables import add_table
from assistant.word.template import template
from assistant.word.title import set_title

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_STYLES = {
    "title": styles.TITLE,
    "subtitle": styles.SUBTITLE,
    "byline": styles.BYLINE,
    "salutation": styles.SALUTATION,
    "body": styles.BODY,
    "attachment": styles.ATTACHMENT,
    "unit": styles.SIGN_UNIT,
    "date": styles.SIGN_DATE,
}


@dataclass(frozen=True)
class ExportResult:
    """What became of an export. ``pages`` is estimated from the measure, None where it cannot be told.

    ``warnings`` are Chinese sentences for the user; ``unverified`` the passages still marked 【待核实】.
    """

    path: Path
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()


@dataclass(frozen=True)
class Laid:
    """A block and the paragraphs (one, or a table's cells) that it became."""

    block: Block
    paragraphs: tuple["Paragraph", ...] = field(default=())


def build(blocks: Sequence[Block], profile: Profile) -> tuple["Document", tuple[Laid, ...]]:
    """The python-docx document of ``blocks``, and which paragraphs each block became."""
    from docx import Document as open_document

    roles = [block.role for block in blocks]
    document = open_document(io.BytesIO(template(profile, styles.title_gaps(roles))))
    ends = signature(
        tuple(b.text for b in blocks if b.role == "unit"),
        next((b.text for b in blocks if b.role == "date"), ""),
        profile,
    )
    units = iter(ends.units)
    if profile.red_header:
        _red_header(document, profile)
    laid = []
    for i, block in enumerate(blocks):
        paragraphs = _lay(document, block, profile)
        after = roles[i + 1] if i + 1 < len(roles) else ""
        before = roles[i - 1] if i else ""
        if block.role == "unit":
            _indent(paragraphs[0], right=next(units))
        elif block.role == "date":
            _date(paragraphs[0], ends)
        if block.role in ("unit", "date", "attachment") and before not in ("unit", "date", block.role):
            _space_before(paragraphs[0], profile.pitch)
        if after in ("unit", "date") and paragraphs and len(block.text) < _KEPT_CHARACTERS:
            paragraphs[-1].paragraph_format.keep_with_next = True
        laid.append(Laid(block, paragraphs))
    return document, tuple(laid)


def _red_header(document: "Document", profile: Profile) -> None:
    """Name of the issuing organ in red, its document number, the red line (7.2.4–7.2.7)."""
    add_text(add_paragraph(document, styles.ORGAN), profile.red_header)
    add_text(add_paragraph(document, styles.NUMBER), profile.document_number)


def _date(paragraph: "Paragraph", ends: Signature) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if ends.date_left is None:
        _indent(paragraph, right=ends.date)
        return
    _indent(paragraph, left=ends.date_left, right=0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _lay(document: "Document", block: Block, profile: Profile) -> tuple["Paragraph", ...]:
    if block.role == "table":
        return add_table(document, block.rows, profile.text_width)
    style = styles.heading(block.level) if block.role == "heading" else _STYLES[block.role]
    paragraph = add_paragraph(document, style)
    if block.role == "title":
        _title(paragraph, block.text, profile)
    elif block.lead:
        add_text(paragraph, block.text[: block.lead], styles.LEADS[block.lead_level])
        add_text(paragraph, block.text[block.lead :])
    else:
        add_text(paragraph, block.text)
    if block.role == "attachment":
        left, hanging = attachment(block.text, profile)
        _indent(paragraph, left=left, hanging=hanging)
    return (paragraph,)


def _title(paragraph: "Paragraph", text: str, profile: Profile) -> None:
    at = 0
    for i, line in enumerate(set_title(text, profile)):
        if i:
            # A break in place of a blank says so, and comes back as a blank.
            blank = text[at : at + 1] == "\u3000"
            at += blank
            add_break(paragraph, of_blank=blank)
        add_text(paragraph, line.text, styles.SECOND_TITLE if line.second else "")
        at += len(line.text)


_KEPT_CHARACTERS = 500
"""A longer last paragraph is not tied to the 落款: it may fill a page, and LibreOffice then parts unit and date."""


def _indent(paragraph: "Paragraph", *, left: int | None = None, right: int | None = None, hanging: int = 0) -> None:
    from docx.shared import Twips

    layout = paragraph.paragraph_format
    if right is not None:
        layout.right_indent = Twips(right)
    if left is not None:
        layout.left_indent = Twips(left)
        layout.first_line_indent = Twips(-hanging)


def _space_before(paragraph: "Paragraph", twips: int) -> None:
    from docx.shared import Twips

    paragraph.paragraph_format.space_before = Twips(twips)


def saved(document: "Document") -> bytes:
    """The bytes of a document."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
