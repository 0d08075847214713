"""What stands in a .docx, paragraph by paragraph: text with revisions accepted, style, number, look, comments."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document

_SKIPPED = {qn(f"w:{tag}") for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "footnoteReference")}
_SKIPPED.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
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


@dataclass(frozen=True)
class Comment:
    """A comment in a Word file: who, what, and the words it stands at."""

    author: str
    text: str
    quoted: str


def lines_of(document: "Document") -> Iterator[Line]:
    """The paragraphs and tables of the body in reading order, text boxes among them."""
    styles = {style.style_id: style for style in document.styles}
    counter = _Numbers(document)
    yield from _walk(document.element.body, styles, counter)


def _walk(parent: Any, styles: Mapping[str, Any], counter: "_Numbers") -> Iterator[Line]:  # noqa: ANN401
    for element in parent.iterchildren():
        if element.tag == qn("w:p"):
            for box in element.iter(_BOXES):
                if not any(a.tag in _SKIPPED for a in box.iterancestors()):
                    yield from _walk(box, styles, counter)
            yield _line(element, styles, counter)
        elif element.tag == qn("w:tbl"):
            rows = tuple(tuple(_cell(cell) for cell in row.findall(qn("w:tc"))) for row in element.iter(qn("w:tr")))
            width = max((len(row) for row in rows), default=0)
            if width:
                yield Line("", rows=tuple(row + ("",) * (width - len(row)) for row in rows))
        elif element.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml"), qn("w:smartTag")):
            yield from _walk(element, styles, counter)


def _cell(cell: Any) -> str:  # noqa: ANN401
    texts = (text_of(paragraph).replace("\n", "").replace("\v", "") for paragraph in cell.iter(qn("w:p")))
    return " ".join(text.strip() for text in texts if text.strip())


def text_of(paragraph: Any) -> str:  # noqa: ANN401
    """The text of a ``w:p`` as it reads once all revisions are accepted."""
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:  # noqa: ANN401
    for child in element.iterchildren():
        if child.tag in _SKIPPED or child.tag == _BOXES or not isinstance(child.tag, str):
            continue
        if child.tag == _T:
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


def _line(element: Any, styles: Mapping[str, Any], counter: "_Numbers") -> Line:  # noqa: ANN401
    properties = element.find(qn("w:pPr"))
    style = styles.get(_attribute(properties, "w:pStyle")) if properties is not None else None
    style = style if style is not None else styles.get(_default(styles))
    chain = list(_chain(style))
    number = counter.label(element, [s.element for s in chain])
    align = _attribute(properties, "w:jc") or next((a for s in chain if (a := _inner(s, "w:jc"))), "")
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


def _attribute(properties: Any, tag: str) -> str:  # noqa: ANN401
    found = properties.find(qn(tag)) if properties is not None else None
    return (found.get(_VALUE) or "") if found is not None else ""


def _inner(style: Any, tag: str) -> str:  # noqa: ANN401
    found = style.element.find(f"{qn('w:pPr')}/{qn(tag)}")
    return (found.get(_VALUE) or "") if found is not None else ""


def _level(properties: Any, chain: list[Any]) -> int:  # noqa: ANN401
    outline = _attribute(properties, "w:outlineLvl")
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


class _Numbers:
    """Automatic numbers of lists, as text."""

    def __init__(self, document: "Document") -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        root = _numbering_root(document)
        if root is None:
            return
        abstracts = {a.get(qn("w:abstractNumId")): _levels(a) for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            self._levels[num.get(qn("w:numId"))] = abstracts.get(_attribute(num, "w:abstractNumId"), {})

    def label(self, element: Any, chain: list[Any]) -> str:  # noqa: ANN401
        """The number that Word would draw before the paragraph, "" for none or a bullet."""
        for owner in (element, *chain):
            found = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None and (number := _attribute(found, "w:numId")):
                level = int(_attribute(found, "w:ilvl") or 0)
                return self._next(number, level)
        return ""

    def _next(self, number: str, level: int) -> str:
        levels = self._levels.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(number, {})
        counts[level] = counts.get(level, levels[level][2] - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        kind, text, _ = levels[level]
        if kind in ("bullet", "none"):
            return ""
        for key, (form, _, start) in levels.items():
            text = text.replace(f"%{key + 1}", _written(counts.get(key, start), form))
        return text


def _numbering_root(document: "Document") -> Any:  # noqa: ANN401
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None


def _levels(abstract: Any) -> dict[int, tuple[str, str, int]]:  # noqa: ANN401
    found = {}
    for level in abstract.findall(qn("w:lvl")):
        start = _attribute(level, "w:start")
        values = (_attribute(level, "w:numFmt"), _attribute(level, "w:lvlText"), int(start) if start.isdigit() else 1)
        found[int(level.get(qn("w:ilvl")) or 0)] = values
    return found


def _written(number: int, form: str) -> str:
    from assistant.word.numbering import chinese

    if "hinese" in form or "deograph" in form or "apanese" in form:
        return chinese(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)


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
