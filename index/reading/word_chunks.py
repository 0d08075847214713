"""Whole files that a Word document takes in at a place of its text, as programs do that export web pages to Word."""

import posixpath
from typing import TYPE_CHECKING

from index.material import Document
from index.reading.archive import Archive

if TYPE_CHECKING:
    from lxml import etree

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Chunks:
    """The files that lie inside the package and are named by the document's relations."""

    def __init__(self, archive: Archive, part: str) -> None:
        self._archive = archive
        self._folder, name = posixpath.split(part)
        self._relations = posixpath.join(self._folder, "_rels", f"{name}.rels")

    def read(self, element: "etree._Element") -> Document | None:
        """The text of the file that an ``altChunk`` stands for; None for a kind that is not read here."""
        wanted, root = element.get(_RELATION), self._archive.xml(self._relations)
        for relation in root if root is not None else ():
            if relation.get("Id") == wanted and relation.get("TargetMode") != "External":
                target = posixpath.join("/", self._folder, str(relation.get("Target", "")))
                return _parsed(self._archive.read(posixpath.normpath(target).lstrip("/")) or b"")
        return None


def _parsed(data: bytes) -> Document | None:
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{\\rtf"):
        from index.reading.rtf import read_rtf

        return read_rtf(data)
    if b"content-type:" in start:
        from index.reading.mail import read_mime

        return read_mime(data)
    if start.startswith(b"<"):
        from index.reading.web import read_page

        return read_page(data)
    return None
