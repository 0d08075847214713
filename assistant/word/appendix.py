"""The last page of the 核对版: how each fact stands, what to verify, where the wording was learned from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.word import styles
from assistant.word.clean import clean_line
from assistant.word.review_edition import reason
from assistant.word.runs import add_paragraph, add_text
from assistant.word.tables import add_table

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from assistant.report import Report

APPENDIX = "核对附页"
_STATUS = {"covered": "已写", "altered": "写得不一致", "missing": "没写到", "qualitative": "定性的话，请看一眼"}


def add_appendix(document: "Document", report: "Report | None", unverified: Sequence[str], width: int) -> None:
    """The last page: how each fact stands, what to verify, where the wording was learned from.

    ``width`` is the text area's, in twips.
    """
    first = add_paragraph(document, styles.REVIEW_TITLE)
    first.paragraph_format.page_break_before = True
    add_text(first, "核对附页（转为正式版时去掉）")
    _bookmark(first)
    if report is None:
        _lines(document, "待核实的地方", unverified or ("没有标出待核实的地方。",))
        return
    if report.coverage:
        _heading(document, "要点落实情况")
        add_table(document, tuple(_coverage(report)), width)
    doubtful = [f"{c.text}：{reason(c)}" for c in report.claims if c.verdict != "supported"]
    _lines(document, "待核实的地方", doubtful or ("没有，全部有据。",))
    _lines(document, "提示", tuple(_counted(f.message for f in report.findings)))
    _lines(document, "还要请您补充", report.questions)
    _lines(document, "参考的样稿", tuple(_sources(report)))


def _counted(messages: Iterable[str]) -> Iterator[str]:
    """Each message once, with how often it was said."""
    for message, count in Counter(messages).items():
        yield message if count == 1 else f"{message.rstrip('。')}（{count} 处）。"


def _coverage(report: "Report") -> Iterator[tuple[str, ...]]:
    headings = [clean_line(section.heading) or "开头或结尾" for section in report.outline.sections]
    yield "序号", "要点", "情况", "写在哪里"
    for item in report.coverage:
        places = "；".join(headings[i] for i in item.sections if i < len(headings))
        yield str(item.fact + 1), clean_line(item.text), _STATUS[item.status], places


def _sources(report: "Report") -> Iterator[str]:
    headings = [clean_line(section.heading) or "开头或结尾" for section in report.outline.sections]
    seen = set[tuple[int, str, str]]()
    for number, source in report.sources:
        key = (number, source.file, source.article)
        if key not in seen:
            seen.add(key)
            where = headings[number] if number < len(headings) else f"第{number + 1}部分"
            yield f"{where}：{source.article}（{source.file}）"


def _heading(document: "Document", text: str) -> None:
    add_text(add_paragraph(document, styles.REVIEW_TITLE), text)


def _lines(document: "Document", title: str, lines: Sequence[str]) -> None:
    if lines:
        _heading(document, title)
        for line in lines:
            add_text(add_paragraph(document, styles.REVIEW_TEXT), clean_line(line))


def _bookmark(paragraph: "Paragraph") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for tag in ("w:bookmarkEnd", "w:bookmarkStart"):
        element: Any = OxmlElement(tag)
        element.set(qn("w:id"), "1")
        if tag == "w:bookmarkStart":
            element.set(qn("w:name"), APPENDIX)
        paragraph._p.insert(1, element)
