"""Scans and pictures of pages: read by recognition where the models are there, said so where not."""

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from index.errors import UnreadableFile
from index.reading import ocr, read
from index.settings import LibrarySettings
from tests.reading_files import pdf

SETTINGS = LibrarySettings(_env_file=None)
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "C:/Windows/Fonts/simsun.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)
HEAD = "护苗行动半年情况"
LINES = (
    HEAD,
    "一、健全组织，配强队伍",
    "我镇现有“五老”志愿者126人，分布在17个村，常年参加活动的有68",
    "人。上半年走访留守儿童214名，发放助学金4.86万元。",
)


def drawn(lines: Sequence[str], width: int = 900) -> Image.Image:
    font = next((name for name in FONTS if Path(name).is_file()), "")
    if not font:
        pytest.skip("no Chinese font to draw a page with")
    if not ocr.available():
        pytest.skip("the recognition models are not installed")
    image = Image.new("RGB", (width, 60 + 50 * len(lines)), "white")
    for number, line in enumerate(lines):
        ImageDraw.Draw(image).text((30, 30 + 50 * number), line, font=ImageFont.truetype(font, 26), fill="black")
    return image


def test_a_picture_of_a_page_is_read(tmp_path: Path) -> None:
    file = tmp_path / "照片.docx"  # the content decides, not the name
    drawn(LINES).save(file, "png")
    found = read(file, SETTINGS)
    text = "".join(paragraph.text for paragraph in found.paragraphs)
    assert [paragraph.text for paragraph in found.paragraphs[:2]] == list(LINES[:2])
    assert "常年参加活动的有68人" in text, "a line broken inside a sentence is rejoined"
    assert "214名" in text
    assert "4.86万元" in text
    assert found.kind == "picture"


def test_a_scanned_page_among_pages_of_text_is_read_where_it_stands(tmp_path: Path) -> None:
    drawn(LINES[:2]).save(tmp_path / "scan.pdf")
    (tmp_path / "one.pdf").write_bytes(pdf([[(90, 700, "第一页是打出来的文字，说的是家长学校的事情。")]]))
    (tmp_path / "two.pdf").write_bytes(pdf([[(90, 500, "最后一页又是打出来的，说的是网吧监督的事情。")]]))
    whole = pdfium.PdfDocument.new()
    for name in ("one.pdf", "scan.pdf", "two.pdf"):
        whole.import_pages(pdfium.PdfDocument(tmp_path / name))
    whole.save(tmp_path / "mixed.pdf")
    text = [paragraph.text for paragraph in read(tmp_path / "mixed.pdf", SETTINGS).paragraphs]
    assert "第一页" in text[0]
    assert "最后一页" in text[-1]
    assert HEAD in text[1:-1]


def test_without_models_a_scanned_page_is_left_out_and_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Image.new("RGB", (400, 600), "white").save(tmp_path / "scan.pdf")
    (tmp_path / "typed.pdf").write_bytes(pdf([[(90, 700, "第一页是打出来的文字，说的是家长学校的事情。")]]))
    whole = pdfium.PdfDocument.new()
    for name in ("typed.pdf", "scan.pdf"):
        whole.import_pages(pdfium.PdfDocument(tmp_path / name))
    whole.save(tmp_path / "mixed.pdf")
    monkeypatch.setattr("index.reading.ocr.available", lambda: False)
    found = read(tmp_path / "mixed.pdf", SETTINGS)
    assert "家长学校" in found.text
    assert ("第 2 页", "图片页") in found.left_out
    with pytest.raises(UnreadableFile, match="扫描件"):
        read(tmp_path / "scan.pdf", SETTINGS)
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff" + b"\0" * 50)
    with pytest.raises(UnreadableFile, match="图片"):
        read(tmp_path / "a.jpg", SETTINGS)
