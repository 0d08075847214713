"""Automatic numbers of lists in a .docx, as the text that Word would draw."""

from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from assistant.word.numbering import chinese

if TYPE_CHECKING:
    from docx.document import Document

_VALUE = qn("w:val")


def attribute(properties: Any, tag: str) -> str:  # noqa: ANN401
    """The ``w:val`` of a child element, "" where there is none."""
    found = properties.find(qn(tag)) if properties is not None else None
    return (found.get(_VALUE) or "") if found is not None else ""


class ListNumbers:
    """Counts along as the paragraphs of a document are read in order."""

    def __init__(self, document: "Document") -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        root = _numbering_root(document)
        if root is None:
            return
        abstracts = {a.get(qn("w:abstractNumId")): _levels(a) for a in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            self._levels[num.get(qn("w:numId"))] = abstracts.get(attribute(num, "w:abstractNumId"), {})

    def label(self, element: Any, chain: list[Any]) -> str:  # noqa: ANN401
        """The number that Word would draw before the paragraph, "" for none or a bullet."""
        for owner in (element, *chain):
            found = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None and (number := attribute(found, "w:numId")):
                level = int(attribute(found, "w:ilvl") or 0)
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
        start = attribute(level, "w:start")
        values = (attribute(level, "w:numFmt"), attribute(level, "w:lvlText"), int(start) if start.isdigit() else 1)
        found[int(level.get(qn("w:ilvl")) or 0)] = values
    return found


def _written(number: int, form: str) -> str:
    if "hinese" in form or "deograph" in form or "apanese" in form:
        return chinese(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(number)
