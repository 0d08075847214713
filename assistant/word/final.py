"""One step from a 核对版 to the 正式版: comments and the last page go, what is not verified stays marked."""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.draft import MARK
from assistant.word.appendix import APPENDIX
from assistant.word.files import write_bytes
from assistant.word.opening import open_docx
from assistant.word.setting import ExportResult, saved

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.document import CT_Body

_COMMENT_TAGS = ("commentRangeStart", "commentRangeEnd", "commentReference")
_COMMENT_PARTS = ("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people")


def to_final(path: Path, out: Path | None = None) -> ExportResult:
    """Turn the 核对版 at ``path`` into a 正式版 at ``out`` (in place where None).

    Raises ``BadDraft`` where the file cannot be read and ``ExportFailed`` where it cannot be written.
    """
    document = open_docx(path)
    body = document.element.body
    _drop_comments(document)
    _drop_appendix(body)
    texts = ["".join(t.text or "" for t in p.xpath(".//w:t")) for p in body.xpath(".//w:p")]
    left = tuple(text[max(0, text.find(MARK) - 20) : text.find(MARK)] or MARK for text in texts if MARK in text)
    warnings = []
    if body.xpath(".//w:ins | .//w:del"):
        warnings.append("文中还有修订痕迹，请在 Word 里接受或拒绝后再印。")
    if left:
        warnings.append(f"还有 {len(left)} 段标着【待核实】。")
    target = Path(out or path)
    write_bytes(target, saved(document))
    return ExportResult(target, None, tuple(warnings), left)


def is_review_edition(path: Path) -> bool:
    """Whether the file is a 核对版 of ours: it carries our last page."""
    return bool(open_docx(path).element.body.xpath(f"./w:p[w:bookmarkStart[@w:name='{APPENDIX}']]"))


def _drop_comments(document: "Document") -> None:
    for tag in _COMMENT_TAGS:
        for element in document.element.body.xpath(f".//w:{tag}"):
            owner = element.getparent()
            owner.remove(element)
            if tag == "commentReference" and not owner.xpath("./*[not(self::w:rPr)]"):
                owner.getparent().remove(owner)
    relations = document.part.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith(_COMMENT_PARTS)]:
        relations.pop(key)


def _drop_appendix(body: "CT_Body") -> None:
    starts = body.xpath(f"./w:p[w:bookmarkStart[@w:name='{APPENDIX}']]")
    if not starts:
        return
    for element in [starts[0], *starts[0].itersiblings()]:
        if not element.tag.endswith("}sectPr"):
            body.remove(element)
