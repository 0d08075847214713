"""What stands beside the text of a .docx: comments, foot- and endnotes, pictures that a draft cannot hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

if TYPE_CHECKING:
    from docx.document import Document

_T = qn("w:t")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PICTURES = {
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds",
    "{urn:schemas-microsoft-com:vml}imagedata",
}


@dataclass(frozen=True)
class Comment:
    """A comment in a Word file: who, what, and the words it stands at."""

    author: str
    text: str
    quoted: str


def comments_of(document: "Document") -> tuple[Comment, ...]:
    """The comments of a document with the words they stand at, in order."""
    quoted: dict[str, list[str]] = {}
    open_ids: list[str] = []
    start, end = qn("w:commentRangeStart"), qn("w:commentRangeEnd")
    for element in document.element.body.iter(start, end, _T):
        key = element.get(qn("w:id"))
        if element.tag == start:
            open_ids.append(key)
            quoted[key] = []
        elif element.tag == end and key in open_ids:
            open_ids.remove(key)
        elif element.tag == _T:
            for number in open_ids:
                quoted[number].append(element.text or "")
    return tuple(
        Comment(comment.author or "", comment.text, "".join(quoted.get(str(comment.comment_id), [])))
        for comment in document.comments
    )


def notes_in_place(document: "Document") -> None:
    """Put the text of every foot- and endnote where its number stands, as （注：…）; do not save the document."""
    for kind in ("footnote", "endnote"):
        texts = dict(_notes(document, kind))
        for reference in list(document.element.body.iter(qn(f"w:{kind}Reference"))):
            text = texts.get(reference.get(qn("w:id")), "")
            if text:
                element: Any = OxmlElement("w:t")
                element.text = f"（注：{text}）{_closing_before(reference)}"
                reference.addprevious(element)


def _closing_before(reference: Any) -> str:  # noqa: ANN401
    """The mark that closes the sentence before a note's number, taken out there: it belongs behind the note."""
    last = None
    for element in next(reference.iterancestors(qn("w:p"))).iter(_T, reference.tag):
        if element is reference:
            break
        last = element if element.tag == _T else last
    if last is None or not (last.text or "").endswith(_MARKS):
        return ""
    mark, last.text = last.text[-1], last.text[:-1]
    return str(mark)


_MARKS = ("。", "；", "，", "！", "？")


def _notes(document: "Document", kind: str) -> Iterator[tuple[str, str]]:
    from assistant.word.document_text import text_of

    for relation in document.part.rels.values():
        if relation.is_external or not relation.reltype.endswith(f"/{kind}s"):
            continue
        for note in parse_xml(relation.target_part.blob).iter(qn(f"w:{kind}")):
            if note.get(qn("w:type")) in (None, "normal"):
                texts = (text_of(paragraph) for paragraph in note.iter(qn("w:p")))
                joined = "".join(text.replace("\n", "").replace("\v", "").strip() for text in texts)
                yield note.get(qn("w:id")), joined.rstrip("。")


def left_out(document: "Document") -> tuple[str, ...]:
    """What of the body a draft cannot hold, one Chinese sentence each."""
    body = document.element.body
    pictures = sum(not any(a.tag == _FALLBACK for a in e.iterancestors()) for e in body.iter(*_PICTURES))
    objects = sum(e.find(".//{urn:schemas-microsoft-com:vml}imagedata") is None for e in body.iter(qn("w:object")))
    count = pictures + objects
    return (f"文中有 {count} 张图片或图表没有带进来，只取了文字。",) if count else ()
