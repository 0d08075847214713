"""PDF files through pdfium: characters by position, and pages that are pictures through recognition."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from index.errors import UnreadableFile
from index.material import Document
from index.reading.layout import Piece, document_of
from index.reading.limits import Limits
from index.reading.ocr import LONGEST, Reader, Scanned, Seen
from index.reading.ocr import pictures as pictures_of

_IMAGE = 3
_SCAN_TEXT = 10
"""Characters of a page below which it has no text worth the name: a stamp, a page number."""
_SCAN_SCALE = 200 / 72
_A4_WIDTH = 595.0
_LINE_END_HYPHEN = 2
"""What pdfium calls a hyphen that ends a line."""
_LATIN = re.compile(r"[A-Za-z0-9,.;:!?)-]")


def read_pdf(path: Path, limits: Limits, pictures: str = "tell") -> Document:
    """The text of a PDF in reading order, paragraphs rejoined; running heads, feet and page numbers are set aside.

    ``pictures`` is what becomes of pages that are pictures: "tell" raises Scanned, "read" recognises them, "skip"
    leaves them out and says so. Raises UnreadableFile for protected and damaged files.
    """
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise UnreadableFile("这个 PDF 有密码保护，请先去掉密码再添加。") from error
        raise UnreadableFile("文件已损坏或不完整，读不出来。") from error
    if len(pdf) > limits.pages:
        raise UnreadableFile(f"这个 PDF 有 {len(pdf)} 页，超过了 {limits.pages} 页的上限。")
    pages, scans, total = [], [], 0
    for number in range(len(pdf)):
        try:
            page = pdf[number]
            pages.append(_pieces(page))
            if len("".join(piece.text for piece in pages[-1])) < _SCAN_TEXT and _is_picture(page):
                scans.append(number)
        except pdfium.PdfiumError:
            pages.append([])
        total += sum(len(piece.text) for piece in pages[-1])
        if total > limits.characters:
            raise UnreadableFile(f"文字太多，超过了 {limits.characters // 10000} 万字的上限。")
    if not total and not scans:
        raise UnreadableFile("这个 PDF 里没有文字。")
    if scans and pictures == "tell":
        raise Scanned(len(scans), total < _SCAN_TEXT * len(pages))
    if pictures == "read":
        _recognise(pdf, pages, scans)
        if not any(pages):
            raise UnreadableFile("这是扫描件，页面上没有认出文字。")
    document = document_of(pages)
    skipped = [(f"第 {number + 1} 页", "图片页") for number in scans if pictures == "skip"]
    return replace(document, left_out=(*document.left_out, *skipped))


def read_pictures(path: Path, limits: Limits) -> Document:
    """The text of a picture file, each frame one page. Raises UnreadableFile."""
    reader: Reader | None = None
    pages = []
    for picture in pictures_of(path, limits.scan_pages):
        reader = reader or Reader()
        height, width = picture.shape[:2]
        pages.append(_seen_pieces(reader.lines(picture), height, width / _A4_WIDTH))
    if not any(pages):
        raise UnreadableFile("这张图片里没有认出文字。")
    return replace(document_of(pages), kind="picture")


def _is_picture(page: Any) -> bool:  # noqa: ANN401 - pypdfium2 ships no types
    """Whether a picture covers a good part of the page."""
    width, height = page.get_size()
    for item in page.get_objects(max_depth=2):
        if item.type == _IMAGE:
            left, bottom, right, top = item.get_bounds()
            if (right - left) * (top - bottom) > 0.3 * width * height:
                return True
    return False


def _recognise(pdf: Any, pages: list[list[Piece]], scans: Sequence[int]) -> None:  # noqa: ANN401
    """Put what is recognised in the place of the pieces of the pages that are pictures."""
    reader = Reader() if scans else None
    for number in scans:
        page = pdf[number]
        width, height = page.get_size()
        scale = min(_SCAN_SCALE, LONGEST / max(width, height, 1.0))
        picture = page.render(scale=scale).to_numpy()[:, :, :3]
        if reader is not None:
            pages[number] = _seen_pieces(reader.lines(picture), picture.shape[0], scale) or pages[number]


def _seen_pieces(seen: Sequence[Seen], height: int, scale: float) -> list[Piece]:
    """Recognised lines in points, y upwards. Their boxes stand off the characters by a tenth above and below."""
    return [
        Piece(
            text,
            left / scale,
            right / scale,
            (height - bottom + 0.1 * (bottom - top)) / scale,
            (height - top - 0.1 * (bottom - top)) / scale,
        )
        for text, left, top, right, bottom in seen
    ]


def _pieces(page: Any) -> list[Piece]:  # noqa: ANN401 - pypdfium2 ships no types
    """Runs of characters of one page in the order of the file."""
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    found: list[Piece] = []
    blank = False
    for index in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, index)
        char = "-" if code == _LINE_END_HYPHEN else chr(code) if 0 < code < 0x110000 else ""
        if not char.strip() or char in "\ufffe\uffff":
            blank = True
            continue
        box = raw.FS_RECTF()
        if not raw.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        last = found[-1] if found else None
        if last and _same_run(last, left, bottom, top):
            apart = left - last.right > 0.25 * last.height or (_LATIN.match(last.text[-1]) and _LATIN.match(char))
            last.text += (" " if blank and apart else "") + char
            last.right = max(last.right, right)
        else:
            found.append(Piece(char, left, right, bottom, top))
        blank = False
    text_page.close()
    return found


def _same_run(last: Piece, left: float, bottom: float, top: float) -> bool:
    height = max(last.height, top - bottom)
    level = abs((bottom + top) / 2 - (last.bottom + last.top) / 2) < 0.5 * height
    return level and -0.6 * height < left - last.right < 1.6 * height
