"""Paragraphs and runs: a style each, Chinese marks in the Chinese font, 【待核实】 highlighted."""

import re
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.draft import MARK
from assistant.word import styles

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

# Marks that Word sets in the Latin font unless the run asks for the East-Asian one.
_AMBIGUOUS = re.compile(r"[“”‘’…—–·×°±÷①-⑳Ⅰ-Ⅻ○●■□▲△◆◇★☆→←↑↓℃]")


def add_paragraph(document: "Document", style: str) -> "Paragraph":
    """A new empty paragraph with the style whose id is ``style``, at the end of a document."""
    paragraph: Paragraph = document.add_paragraph()
    paragraph._p.get_or_add_pPr().get_or_add_pStyle().val = style
    return paragraph


def add_break(paragraph: "Paragraph", *, of_blank: bool = False) -> None:
    """A line break inside a paragraph."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement("w:br")
    if of_blank:
        element.set(qn("w:type"), "textWrapping")
    paragraph.add_run()._r.append(element)


def add_text(paragraph: "Paragraph", text: str, style: str = "") -> None:
    """Runs for ``text``: 【待核实】 highlighted, Chinese marks in the Chinese font."""
    for marked, pieces in groupby(re.split(f"({MARK})", text), lambda piece: piece == MARK):
        joined = "".join(pieces)
        if joined:
            add_run(paragraph, joined, styles.UNVERIFIED if marked else style)


def add_run(paragraph: "Paragraph", text: str, style: str = "") -> "Run":
    """One run of ``text`` with the character style whose id is ``style``."""
    from docx.oxml.ns import qn

    run = paragraph.add_run(text)
    if style:
        run._r.get_or_add_rPr().get_or_add_rStyle().val = style
    if _AMBIGUOUS.search(text):
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    if style == styles.UNVERIFIED:
        from docx.enum.text import WD_COLOR_INDEX

        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    return run
