"""What stands in a .docx, paragraph by paragraph: text with revisions accepted, style, number, look."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from assistant.word.list_numbers import ListNumbers, attribute

if TYPE_CHECKING:
    from docx.document import Document

_SKIPPED = {qn(f"w:{tag}") for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteReference")}
_SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_WRAPPERS = {qn(f"w:{tag}") for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_BOXES = qn("w:txbxContent")
_T, _TAB, _BR, _CR, _HYPHEN = (qn(f"w:{tag}") for tag in ("t", "tab", "br", "cr", "noBreakHyphen"))
_VALUE = qn("w:val")


@dataclass(frozen=True)
class Line:
    """One paragraph or table as found. ``style`` is its style's name in lower case, ``level`` a heading's (0: none),
    ``size`` the largest type in points (0: not said). A line break is ``\\n``, one that stands for a blank ``\\v``.
    """

    text: str
    style: str = ""
    level: int = 0
    centred: bool = False
    size: float = 0
    rows: tuple[tuple[str, ...], ...] = ()


def lines_of(document: "Document") -> Iterator[Line]:
    """The paragraphs and tables of the body in reading order, text boxes among them."""
    styles = {style.style_id: style for style in document.styles}
    counter = ListNumbers(document)
    yield from _walk(document.element.body, styles, counter)


def _walk(parent: Any, styles: Mapping[str, Any], counter: ListNumbers) -> Iterator[Line]:  # noqa: ANN401
    for element in parent.iterchildren():
        if element.tag == qn("w:p"):
            for box in element.iter(_BOXES):
                if not any(a.tag in _SKIPPED for a in box.iterancestors()):
                    yield from _walk(box, styles, counter)
            yield _line(element, styles, counter)
        elif element.tag == qn("w:tbl"):
            yield from _table(element, styles, counter)
        elif element.tag in _WRAPPERS:
            yield from _walk(element, styles, counter)


def _table(table: Any, styles: Mapping[str, Any], counter: ListNumbers) -> Iterator[Line]:  # noqa: ANN401
    rows = [_cells(row) for row in _inside(table, "w:tr") if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    width = max((len(row) for row in rows), default=0)
    if width == 1 == len(rows):
        # A frame around running text, not a table.
        yield from _walk(next(_inside(next(_inside(table, "w:tr")), "w:tc")), styles, counter)
    elif width:
        yield Line("", rows=tuple(row + ("",) * (width - len(row)) for row in rows))


def _inside(parent: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    """The children called ``tag``, those in content controls and revisions among them, but none of inner tables."""
    for child in parent.iterchildren():
        if child.tag == qn(tag):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _cells(row: Any) -> tuple[str, ...]:  # noqa: ANN401
    """The cells of a row; one that spans columns is followed by empty ones, so that the others keep their column."""
    properties = row.find(qn("w:trPr"))
    cells = [""] * _count(attribute(properties, "w:gridBefore"))
    for cell in _inside(row, "w:tc"):
        span = _count(attribute(cell.find(qn("w:tcPr")), "w:gridSpan"))
        cells += [_cell(cell), *[""] * max(0, span - 1)]
    return tuple(cells)


def _count(digits: str) -> int:
    return min(int(digits), _MOST_COLUMNS) if digits.isascii() and digits.isdigit() else 0


_MOST_COLUMNS = 63
"""What Word allows in a table."""


def _cell(cell: Any) -> str:  # noqa: ANN401
    return _joined(text for text in _cell_texts(cell) if text)


def _cell_texts(parent: Any) -> Iterator[str]:  # noqa: ANN401
    """The paragraphs of a cell; a table inside it comes as one text, rows parted by ；, cells by ，."""
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            yield text_of(child).replace("\n", "").replace("\v", "").strip()
            for box in child.iter(_BOXES):
                if not any(a.tag in _SKIPPED for a in box.iterancestors()):
                    yield from _cell_texts(box)
        elif child.tag == qn("w:tbl"):
            rows = (_cells(row) for row in _inside(child, "w:tr"))
            yield "；".join("，".join(cell for cell in row if cell) for row in rows if any(row))
        elif child.tag in _WRAPPERS:
            yield from _cell_texts(child)


def _joined(texts: Iterable[str]) -> str:
    """The paragraphs of a cell on one line; words that only their lines parted get a mark between them."""
    whole = ""
    for text in texts:
        apart = whole and whole[-1] not in _CLOSING and min(len(whole), len(text)) > _LABEL
        whole += ("；" if apart else "") + text
    return whole


_CLOSING = "，。；：！？、…—（《“"
_LABEL = 2
"""Characters up to which a paragraph of a cell is part of a word set upright."""


def text_of(paragraph: Any) -> str:  # noqa: ANN401
    """The text of a ``w:p`` as it reads once all revisions are accepted."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:  # noqa: ANN401
    for child in element.iterchildren():
        if child.tag in _SKIPPED or child.tag == _BOXES or not isinstance(child.tag, str):
            continue
        if child.tag in (_T, _FORMULA):
            yield child.text or ""
        elif child.tag == _TAB:
            yield " "
        elif child.tag == _BR:
            kind = child.get(qn("w:type"))
            yield "" if kind in ("page", "column") else "\v" if kind == "textWrapping" else "\n"
        elif child.tag == _CR:
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag == qn("w:r") and _hidden(child):
            continue
        else:
            yield from _pieces(child)


def _hidden(run: Any) -> bool:  # noqa: ANN401
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(_VALUE) not in ("0", "false")


def _line(element: Any, styles: Mapping[str, Any], counter: ListNumbers) -> Line:  # noqa: ANN401
    properties = element.find(qn("w:pPr"))
    style = styles.get(attribute(properties, "w:pStyle")) if properties is not None else None
    style = style if style is not None else styles.get(_default(styles))
    chain = list(_chain(style))
    number = counter.label(element, [s.element for s in chain])
    align = attribute(properties, "w:jc") or next((a for s in chain if (a := _inner(s, "w:jc"))), "")
    return Line(
        number + text_of(element),
        (style.name or "").lower() if style is not None else "",
        _level(properties, chain),
        align == "center",
        _size(element, chain),
    )


def _default(styles: Mapping[str, Any]) -> str:
    return next((key for key, s in styles.items() if s.element.get(qn("w:default")) == "1" and s.type == 1), "")


def _chain(style: Any) -> Iterator[Any]:  # noqa: ANN401
    seen = set[str]()
    while style is not None and style.style_id not in seen:
        seen.add(style.style_id)
        yield style
        style = getattr(style, "base_style", None)


def _inner(style: Any, tag: str) -> str:  # noqa: ANN401
    found = style.element.find(f"{qn('w:pPr')}/{qn(tag)}")
    return (found.get(_VALUE) or "") if found is not None else ""


def _level(properties: Any, chain: list[Any]) -> int:  # noqa: ANN401
    outline = attribute(properties, "w:outlineLvl")
    for style in chain:
        name = (style.name or "").lower()
        if name.startswith(("heading ", "标题 ")) and name[-1:].isdigit():
            return int(name[-1])
        outline = outline or _inner(style, "w:outlineLvl")
    return int(outline) + 1 if outline.isdigit() and int(outline) < 6 else 0


def _size(element: Any, chain: list[Any]) -> float:  # noqa: ANN401
    sizes = [int(s.get(_VALUE)) for s in element.iter(qn("w:sz")) if (s.get(_VALUE) or "").isdigit()]
    if sizes:
        return max(sizes) / 2
    for style in chain:
        found = style.element.find(f"{qn('w:rPr')}/{qn('w:sz')}")
        if found is not None and (found.get(_VALUE) or "").isdigit():
            return int(found.get(_VALUE)) / 2
    return 0
