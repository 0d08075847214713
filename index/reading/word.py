"""Word files (.docx and kin), read from their markup: what the reader of the final document would see."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from index.errors import UnreadableFile
from index.material import Document, Paragraph
from index.reading.archive import Archive, parse_xml
from index.reading.limits import Limits
from index.reading.numbering import Numbering, W
from index.reading.word_chunks import Chunks
from index.reading.word_styles import Style, chain_of, numbering_of, outline_level, read_styles, switched

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = {
    W + tag
    for tag in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "rt", "commentReference", "proofErr")
} | {_MC + "Fallback"}
_TEXTBOX = W + "txbxContent"


@dataclass
class _Reader:
    """State of one document while it is walked."""

    styles: dict[str, Style]
    default_style: str
    numbering: Numbering
    notes: dict[str, list["etree._Element"]]
    chunks: Chunks
    found: list[Paragraph] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    noted: list[Paragraph] = field(default_factory=list)
    pending: str = ""
    boxes: list["etree._Element"] = field(default_factory=list)
    title: str = ""


def read_word(path: Path, limits: Limits) -> Document:
    """The text of a .docx file: body order with tables and text boxes, foot- and endnotes at the end.

    Automatic numbers are written out. Deletions, hidden text, comments, headers and footers are left out.
    """
    archive = Archive(path, limits)
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    root = _part(archive, main)
    if root is None:
        raise UnreadableFile("文件已损坏或不完整，里面没有正文。")
    styles, default = read_styles(_part(archive, posixpath.join(folder, "styles.xml")))
    reader = _Reader(
        styles,
        default,
        Numbering(_part(archive, posixpath.join(folder, "numbering.xml"))),
        {
            kind: _notes(_part(archive, posixpath.join(folder, f"{kind}s.xml")), kind)
            for kind in ("footnote", "endnote")
        },
        Chunks(archive, main),
    )
    body = root.find(W + "body")
    _walk(reader, root if body is None else body)
    return Document(tuple(reader.found + reader.noted), "docx", reader.title, tuple(reader.left_out))


def _part(archive: Archive, name: str) -> "etree._Element | None":
    data = archive.read(name)
    if data is None:
        return None
    return parse_xml(data.replace(_STRICT, _TRANSITIONAL))


def _main_part(archive: Archive) -> str:
    """Name of the document part, as the package's relationships say; a name that climbs out is not followed."""
    relations = archive.xml("_rels/.rels")
    for relation in relations if relations is not None else ():
        if str(relation.get("Type", "")).endswith("/officeDocument") and relation.get("TargetMode") != "External":
            target = posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
            if target in archive.names:
                return target
    return "word/document.xml"


def _notes(root: "etree._Element | None", kind: str) -> list["etree._Element"]:
    if root is None:
        return []
    return [note for note in root.findall(W + kind) if note.get(W + "type") in (None, "normal")]


def _walk(reader: _Reader, parent: "etree._Element") -> None:
    """Block content in order: paragraphs, tables, content controls and whatever wraps them."""
    for element in parent:
        if element.tag == W + "p":
            _paragraph(reader, element)
        elif element.tag == W + "tbl":
            _table(reader, element)
        elif element.tag == W + "altChunk":
            _chunk(reader, element)
        elif _prompts(element):
            reader.left_out.append(("".join(element.itertext()).strip(), "填写提示"))
        elif element.tag not in _SKIPPED and isinstance(element.tag, str):
            _walk(reader, element)


def _chunk(reader: _Reader, element: "etree._Element") -> None:
    document = reader.chunks.read(element)
    if document is None:
        reader.left_out.append(("嵌在文中的另一个文件", "读不了的格式"))
    else:
        reader.found += document.paragraphs
        reader.title = reader.title or document.title


def _prompts(element: "etree._Element") -> bool:
    """Whether a field of a form still holds only the words that ask to fill it in."""
    return element.tag == W + "sdt" and switched(element.find(f"{W}sdtPr/{W}showingPlcHdr")) is True


def _table(reader: _Reader, table: "etree._Element") -> None:
    """A table: one paragraph a row, cells apart by a bar; a cell that holds paragraphs of text stays paragraphs."""
    for row in table.iter(W + "tr"):
        if next(row.iterancestors(W + "tbl")) is not table or row.find(f"{W}trPr/{W}del") is not None:
            continue
        cells: list[list[Paragraph]] = []
        for cell in row.iter(W + "tc"):
            if next(cell.iterancestors(W + "tr")) is row:
                inner = _Reader(reader.styles, reader.default_style, reader.numbering, reader.notes, reader.chunks)
                _walk(inner, cell)
                reader.noted += inner.noted
                reader.left_out += inner.left_out
                cells.append(inner.found)
        if len(cells) == 1 or any(len(p.text) > 60 for cell in cells for p in cell):
            reader.found += [p for cell in cells for p in cell]
        elif texts := [" ".join(p.text for p in cell) for cell in cells if cell]:
            reader.found.append(Paragraph(" | ".join(texts)))


def _paragraph(reader: _Reader, element: "etree._Element") -> None:
    properties = element.find(W + "pPr")
    style = None if properties is None else properties.find(W + "pStyle")
    key = reader.default_style if style is None else str(style.get(W + "val", ""))
    chain = list(chain_of(reader.styles, key))
    boxes: list[etree._Element] = []
    text = reader.pending + "".join(_runs(reader, element, boxes, any(s.hidden for s in chain[:1])))
    reader.pending = ""
    if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
        reader.pending = text
    elif text.strip():
        _keep(reader, text, chain, properties)
    for box in boxes:
        _walk(reader, box)


def _keep(reader: _Reader, text: str, chain: list[Style], properties: "etree._Element | None") -> None:
    name = chain[0].name.lower() if chain else ""
    if re.match(r"toc(?: ?\d| heading)|目录|index \d", name):
        reader.left_out.append((text.strip(), "目录"))
        return
    if name in ("title", "标题") and not reader.title:
        reader.title = text.strip()
    level = _level(chain, properties)
    lines = [line for line in re.split(r"[\n\f]", text) if line.strip()]
    for index, line in enumerate(lines):
        label = _label(reader, chain, properties) if index == 0 else ""
        gap = " " if label and label[-1].isalnum() and label[-1].isascii() else ""
        reader.found.append(Paragraph(label + gap + (line.lstrip() if label else line.rstrip()), level))


def _level(chain: list[Style], properties: "etree._Element | None") -> int:
    own = outline_level(properties)
    outline = own if own is not None else next((s.level for s in chain if s.level is not None), None)
    if outline is None:
        for style in chain:
            if found := re.match(r"(?:heading|标题) ?([1-9])$", style.name.lower()):
                outline = int(found[1]) - 1
                break
    return 0 if outline is None or outline > 8 else min(outline + 1, 5)


def _label(reader: _Reader, chain: list[Style], properties: "etree._Element | None") -> str:
    num_id, level = numbering_of(properties)
    if not num_id:
        for style in chain:
            if style.num_id:
                num_id, level = style.num_id, style.num_level if properties is None or not level else level
                break
    return reader.numbering.label(num_id, level) if num_id and num_id != "0" else ""


def _hidden(reader: _Reader, run: "etree._Element", inherited: bool) -> bool:
    properties = run.find(W + "rPr")
    if properties is None:
        return inherited
    if properties.find(W + "del") is not None:
        return True
    own = switched(properties.find(W + "vanish"))
    if own is not None:
        return own
    style = properties.find(W + "rStyle")
    chain = chain_of(reader.styles, "" if style is None else str(style.get(W + "val", "")))
    return next((s.hidden for s in chain if s.hidden is not None), inherited)


def _runs(reader: _Reader, parent: "etree._Element", boxes: list["etree._Element"], hidden: bool) -> Iterator[str]:
    """Visible text under ``parent``; text boxes met on the way are put into ``boxes``."""
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str) or _prompts(element):
            continue
        if tag == _TEXTBOX:
            boxes.append(element)
        elif tag == W + "r":
            if not _hidden(reader, element, hidden):
                yield from _runs(reader, element, boxes, hidden)
        elif tag in (W + "t", _MATH_TEXT):
            yield element.text or ""
        elif tag == W + "tab":
            yield "\t"
        elif tag in (W + "br", W + "cr"):
            yield "\n"
        elif tag == W + "noBreakHyphen":
            yield "-"
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            _note(reader, element, tag)
        elif tag == W + "fldSimple" and re.match(r"\s*(?:PAGE|NUMPAGES|TOC)\b", str(element.get(W + "instr", ""))):
            continue
        else:
            yield from _runs(reader, element, boxes, hidden)


def _note(reader: _Reader, reference: "etree._Element", tag: str) -> None:
    kind = "footnote" if tag == W + "footnoteReference" else "endnote"
    for note in reader.notes[kind]:
        if note.get(W + "id") == reference.get(W + "id"):
            none: dict[str, list[etree._Element]] = {"footnote": [], "endnote": []}
            inner = _Reader(reader.styles, reader.default_style, reader.numbering, none, reader.chunks)
            _walk(inner, note)
            reader.noted += [Paragraph(p.text.strip()) for p in inner.found]
