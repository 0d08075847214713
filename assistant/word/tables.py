"""Ruled tables: columns by their text, rows that stay whole, a head that comes again on each page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.word import styles
from assistant.word.runs import add_text
from assistant.word.title import measure

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row
    from docx.text.paragraph import Paragraph


def add_table(document: "Document", rows: Sequence[Sequence[str]], width: int) -> tuple["Paragraph", ...]:
    """A ruled table of ``rows`` (all of one length, the first its head), ``width`` twips wide, columns by their text.

    Returns the paragraphs of its cells.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Twips

    table = document.add_table(len(rows), len(rows[0]))
    table._tbl.tblPr.style = styles.TABLE_GRID
    table.autofit = False
    longest = [max(measure(row[i]) for row in rows) for i in range(len(rows[0]))]
    shares = _shares(longest, width)
    paragraphs = []
    for number, (line, row) in enumerate(zip(table.rows, rows, strict=True)):
        _row_properties(line, head=number == 0)
        for cell, text, share, chars in zip(line.cells, row, shares, longest, strict=True):
            cell.width = Twips(share)
            paragraph = cell.paragraphs[0]
            paragraph._p.get_or_add_pPr().get_or_add_pStyle().val = (
                styles.TABLE_HEAD if number == 0 else styles.TABLE_TEXT
            )
            if number and chars <= _SHORT_CELL:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            add_text(paragraph, text)
            paragraphs.append(paragraph)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Twips(share)
    return tuple(paragraphs)


_SHORT_CELL = 6
"""Characters up to which the cells of a column are centred."""


def _shares(longest: Sequence[float], width: int) -> list[int]:
    """Column widths in twips: by the longest text of each, none under four characters' room, long ones capped."""
    wanted = [min(max(chars, 3.0), 24.0) + 1.5 for chars in longest]
    shares = [int(width * want / sum(wanted)) for want in wanted]
    shares[-1] += width - sum(shares)
    return shares


def _row_properties(row: "_Row", *, head: bool) -> None:
    """A row stays on one page; the head comes again on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if head:
        properties.append(OxmlElement("w:tblHeader"))
