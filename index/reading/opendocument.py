"""OpenDocument text (.odt, and the flat form of one XML file)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from index.errors import UnreadableFile
from index.material import Document, Paragraph
from index.numerals import chinese
from index.reading.archive import Archive, parse_xml
from index.reading.limits import Limits
from index.reading.numbering import formatted

_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SKIPPED = {
    _O + "annotation",
    _O + "annotation-end",
    _O + "forms",
    _T + "tracked-changes",
    _T + "note-citation",
    _T + "hidden-text",
    _T + "hidden-paragraph",
    _T + "table-of-content",
    _T + "page-number",
    _T + "ruby-text",
    _T + "sequence-decls",
    _T + "list-header",
}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass
class _Reader:
    """State of one document while it is walked."""

    hidden: set[str]
    lists: dict[str, dict[int, tuple[str, str, str, int]]]
    found: list[Paragraph] = field(default_factory=list)
    noted: list[Paragraph] = field(default_factory=list)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)


def read_opendocument(path: Path, limits: Limits) -> Document:
    """The text of an .odt file in body order; deletions, hidden text, comments, headers and footers left out."""
    archive = Archive(path, limits)
    manifest = archive.read("META-INF/manifest.xml")
    if manifest is not None and b"encryption-data" in manifest:
        raise UnreadableFile("这个文件有密码保护，请先去掉密码再添加。")
    root, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    if root is None:
        raise UnreadableFile("文件已损坏或不完整，里面没有正文。")
    return _read([part for part in (styles, root) if part is not None], root)


def read_flat(data: bytes) -> Document:
    """The text of a flat OpenDocument file."""
    root = parse_xml(data)
    return _read([root], root)


def _read(parts: list["etree._Element"], root: "etree._Element") -> Document:
    reader = _Reader(_hidden_styles(parts), _list_styles(parts))
    body = root.find(f".//{_O}body/{_O}text")
    if body is None:
        raise UnreadableFile("这个文件里没有可读的正文。")
    _walk(reader, body, "", 0)
    return Document(tuple(reader.found + reader.noted), "odt")


def _hidden_styles(parts: list["etree._Element"]) -> set[str]:
    return {
        str(style.get(_S + "name"))
        for part in parts
        for style in part.iter(_S + "style")
        if (found := style.find(_S + "text-properties")) is not None and found.get(_T + "display") == "none"
    }


def _list_styles(parts: list["etree._Element"]) -> dict[str, dict[int, tuple[str, str, str, int]]]:
    """List style → level → (format, prefix, suffix, start); the outline's own style is under the empty name."""
    found: dict[str, dict[int, tuple[str, str, str, int]]] = {}
    for part in parts:
        for style in part.iter(_T + "list-style", _T + "outline-style"):
            name = "" if style.tag == _T + "outline-style" else str(style.get(_S + "name"))
            for level in style:
                if level.tag in (_T + "list-level-style-number", _T + "outline-level-style"):
                    start = str(level.get(_T + "start-value", "1"))
                    found.setdefault(name, {})[int(str(level.get(_T + "level", "1")))] = (
                        str(level.get(_S + "num-format", "")),
                        str(level.get(_S + "num-prefix", "")),
                        str(level.get(_S + "num-suffix", "")),
                        int(start) if start.isdigit() else 1,
                    )
    return found


def _walk(reader: _Reader, parent: "etree._Element", list_style: str, depth: int) -> None:
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str):
            continue
        if tag in (_T + "p", _T + "h"):
            _paragraph(reader, element, "")
        elif tag == _T + "list":
            _list(reader, element, str(element.get(_T + "style-name", list_style)), depth + 1)
        elif tag == _TABLE + "table-row":
            _row(reader, element)
        else:
            _walk(reader, element, list_style, depth)


def _list(reader: _Reader, element: "etree._Element", style: str, depth: int) -> None:
    if element.get(_T + "continue-numbering") != "true" and not element.get(_T + "continue-list") and depth == 1:
        _restart(reader, style, 0)
    for item in element.findall(_T + "list-item"):
        first = True
        for child in item:
            if child.tag in (_T + "p", _T + "h"):
                _paragraph(reader, child, _label(reader, style, depth) if first else "")
                first = False
            elif child.tag == _T + "list":
                _list(reader, child, str(child.get(_T + "style-name", style)), depth + 1)
            else:
                _walk(reader, child, style, depth)


def _label(reader: _Reader, style: str, depth: int) -> str:
    level = reader.lists.get(style, {}).get(depth)
    if not level or not level[0]:
        return ""
    count = reader.counts[style, depth] = reader.counts.get((style, depth), level[3] - 1) + 1
    _restart(reader, style, depth)
    return level[1] + _number(count, level[0]) + level[2]


def _restart(reader: _Reader, style: str, depth: int) -> None:
    """Counters of a list below ``depth`` begin anew."""
    for key in [key for key in reader.counts if key[0] == style and key[1] > depth]:
        del reader.counts[key]


def _number(count: int, form: str) -> str:
    if form.startswith(("一", "壹")):
        return chinese(count)
    if form.startswith("①"):
        return formatted(count, "decimalEnclosedCircle")
    return formatted(count, _FORMS.get(form, "decimal"))


def _paragraph(reader: _Reader, element: "etree._Element", label: str) -> None:
    if str(element.get(_T + "style-name", "")) in reader.hidden:
        return
    boxes: list[etree._Element] = []
    text = "".join(_inline(reader, element, boxes))
    level = 0
    if element.tag == _T + "h":
        outline = str(element.get(_T + "outline-level", "1"))
        level = min(int(outline) if outline.isdigit() else 1, 5)
        label = label or (_outline_label(reader, level) if text.strip() else "")
    for index, line in enumerate(line for line in text.split("\n") if line.strip()):
        gap = " " if index == 0 and label and label[-1].isalnum() and label[-1].isascii() else ""
        reader.found.append(Paragraph((label + gap if index == 0 else "") + line.strip(), level))
    for box in boxes:
        _walk(reader, box, "", 0)


def _outline_label(reader: _Reader, level: int) -> str:
    style = reader.lists.get("", {}).get(level)
    if not style or not style[0]:
        return ""
    reader.outline[level] = reader.outline.get(level, style[3] - 1) + 1
    for deeper in [n for n in reader.outline if n > level]:
        del reader.outline[deeper]
    return style[1] + _number(reader.outline[level], style[0]) + style[2]


def _inline(reader: _Reader, element: "etree._Element", boxes: list["etree._Element"]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        tag = child.tag
        if tag == _T + "s":
            count = str(child.get(_T + "c", "1"))
            yield " " * min(int(count) if count.isdigit() else 1, 100)
        elif tag == _T + "tab":
            yield "\t"
        elif tag == _T + "line-break":
            yield "\n"
        elif tag == _T + "note":
            _note(reader, child)
        elif isinstance(tag, str) and tag.endswith("}text-box"):
            boxes.append(child)
        elif (
            isinstance(tag, str) and tag not in _SKIPPED and str(child.get(_T + "style-name", "")) not in reader.hidden
        ):
            yield from _inline(reader, child, boxes)
        yield child.tail or ""


def _note(reader: _Reader, note: "etree._Element") -> None:
    inner = _Reader(reader.hidden, reader.lists)
    body = note.find(_T + "note-body")
    if body is not None:
        _walk(inner, body, "", 0)
    reader.noted += [p for p in inner.found if re.search(r"\w", p.text)]


def _row(reader: _Reader, row: "etree._Element") -> None:
    cells: list[list[Paragraph]] = []
    for cell in row.findall(_TABLE + "table-cell"):
        inner = _Reader(reader.hidden, reader.lists)
        _walk(inner, cell, "", 0)
        reader.noted += inner.noted
        cells.append(inner.found)
    if len(cells) == 1 or any(len(p.text) > 60 for cell in cells for p in cell):
        reader.found += [p for cell in cells for p in cell]
    elif texts := [" ".join(p.text for p in cell) for cell in cells if cell]:
        reader.found.append(Paragraph(" | ".join(texts)))
