"""Automatic numbers of lists in a .docx, as the text that Word would draw."""

from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from index.reading.numbering import Numbering

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
        self._numbering = Numbering(_numbering_root(document))

    def label(self, element: Any, chain: list[Any]) -> str:  # noqa: ANN401
        """The number that Word would draw before the paragraph, "" for none or a bullet."""
        for owner in (element, *chain):
            found = owner.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None and (number := attribute(found, "w:numId")):
                level = attribute(found, "w:ilvl")
                return self._numbering.label(number, int(level) if level.isdigit() else 0)
        return ""


def _numbering_root(document: "Document") -> Any:  # noqa: ANN401
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            return getattr(relation.target_part, "element", None)
    return None
