"""Styles of a Word file, as far as its text depends on them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from index.reading.numbering import W


@dataclass
class Style:
    """A paragraph or character style: what it is built on and what it sets."""

    name: str = ""
    based_on: str = ""
    level: int | None = None
    num_id: str = ""
    num_level: int = 0
    hidden: bool | None = None


def switched(element: "etree._Element | None") -> bool | None:
    """Value of an on/off property; None where it is not set."""
    if element is None:
        return None
    return str(element.get(W + "val", "true")) not in ("0", "false", "off")


def read_styles(root: "etree._Element | None") -> tuple[dict[str, Style], str]:
    """Styles by their identifiers, and the identifier of the default paragraph style."""
    styles: dict[str, Style] = {}
    default = ""
    for element in root.findall(W + "style") if root is not None else ():
        key = str(element.get(W + "styleId", ""))
        style = Style(
            name=str(name.get(W + "val", "")) if (name := element.find(W + "name")) is not None else "",
            based_on=str(base.get(W + "val", "")) if (base := element.find(W + "basedOn")) is not None else "",
            level=outline_level(element.find(W + "pPr")),
            hidden=switched(element.find(f"{W}rPr/{W}vanish")),
        )
        style.num_id, style.num_level = numbering_of(element.find(W + "pPr"))
        styles[key] = style
        if element.get(W + "type") == "paragraph" and _true(element.get(W + "default")):
            default = key
    return styles, default


def chain_of(styles: Mapping[str, Style], key: str) -> Iterator[Style]:
    """The style ``key`` and those that it is built on, one after another."""
    seen: set[str] = set()
    while key and key in styles and key not in seen:
        seen.add(key)
        yield styles[key]
        key = styles[key].based_on


def _true(value: str | None) -> bool:
    return value in ("1", "true", "on")


def outline_level(properties: "etree._Element | None") -> int | None:
    """The outline level that properties set, from 0."""
    found = None if properties is None else properties.find(W + "outlineLvl")
    value = "" if found is None else str(found.get(W + "val", ""))
    return int(value) if value.isdigit() else None


def numbering_of(properties: "etree._Element | None") -> tuple[str, int]:
    """(list, level in it) that properties set; an empty list where none is."""
    found = None if properties is None else properties.find(W + "numPr")
    if found is None:
        return "", 0
    num_id, level = found.find(W + "numId"), found.find(W + "ilvl")
    depth = "0" if level is None else str(level.get(W + "val", "0"))
    return "" if num_id is None else str(num_id.get(W + "val", "")), int(depth) if depth.isdigit() else 0
