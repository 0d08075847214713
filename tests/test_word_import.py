"""Anyone's Word file comes in with nothing lost: notes, inner tables, merged cells, frames; the rest is said."""

import io
import zipfile
from pathlib import Path

from docx import Document
from PIL import Image

from assistant.word import read_back, read_word
from assistant.word.batch import export_path


def with_notes(path: Path, note: str) -> None:
    """Put a footnote into the one paragraph of the file at ``path``, as Word stores it."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    footnotes = (
        f'<w:footnotes {space}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p>'
        f"</w:footnote>"
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        "</w:footnotes>"
    )
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    changed = {
        "[Content_Types].xml": (
            b"</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>',
        ),
        "word/_rels/document.xml.rels": (
            b"</Relationships>",
            f'<Relationship Id="rIdN" Type="{link}" Target="footnotes.xml"/></Relationships>',
        ),
        "word/document.xml": (b"</w:t></w:r>", '</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'),
    }
    for name, (old, new) in changed.items():
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new.encode(), 1)
    with zipfile.ZipFile(path, "w") as package:
        for name, data in {**parts, "word/footnotes.xml": footnotes.encode()}.items():
            package.writestr(name, data)


def test_footnotes_come_in_where_their_number_stands(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("全县有五老416人。")
    document.save(str(tmp_path / "a.docx"))
    with_notes(tmp_path / "a.docx", "含退休教师58人。")
    reading = read_word(tmp_path / "a.docx")
    assert reading.draft.sections[0].text == "全县有五老416人（注：含退休教师58人）。"
    assert reading.left_out == ()


def test_a_table_in_a_table_keeps_its_text_and_the_outer_one_its_shape(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("正文在这里。")
    outer = document.add_table(2, 3)
    for cell, text in zip(
        [c for r in outer.rows for c in r.cells], ["项目", "内容", "备注", "宣讲", "", "无"], strict=True
    ):
        cell.text = text
    cell = outer.cell(1, 1)
    inner = cell.add_table(2, 2)
    for inside, text in zip([c for r in inner.rows for c in r.cells], ["时间", "地点", "3月", "文化站"], strict=True):
        inside.text = text
    document.save(str(tmp_path / "a.docx"))
    rows = [t for t in read_back(tmp_path / "a.docx").sections[0].text.split("\n") if t.startswith("|")]
    assert rows == ["| 项目 | 内容 | 备注 |", "| --- | --- | --- |", "| 宣讲 | 时间，地点；3月，文化站 | 无 |"]


def test_merged_cells_leave_the_others_in_their_column(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("正文在这里。")
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "队伍"
    table.cell(0, 2).text = "人数"
    for i, text in enumerate(("老教师", "镇区", "28")):
        table.cell(1, i).text = text
    document.save(str(tmp_path / "a.docx"))
    rows = [t for t in read_back(tmp_path / "a.docx").sections[0].text.split("\n") if t.startswith("|")]
    assert rows[0] == "| 队伍 |  | 人数 |" and rows[2] == "| 老教师 | 镇区 | 28 |"


def test_names_on_lines_of_one_cell_are_not_run_together(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("正文在这里。")
    table = document.add_table(2, 2)
    for cell, text in zip([c for r in table.rows for c in r.cells], ("名单", "序", "王老师\n李老师", "1"), strict=True):
        cell.text = ""
        first, *others = text.split("\n")
        cell.paragraphs[0].add_run(first)
        for other in others:
            cell.add_paragraph(other)
    document.save(str(tmp_path / "a.docx"))
    assert "| 王老师；李老师 | 1 |" in read_back(tmp_path / "a.docx").sections[0].text


def test_a_frame_around_the_text_is_no_table(tmp_path: Path) -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "第一段在框里面。"
    cell.add_paragraph("第二段也在框里面。")
    document.save(str(tmp_path / "a.docx"))
    assert read_back(tmp_path / "a.docx").sections[0].text == "第一段在框里面。\n第二段也在框里面。"


def test_a_picture_that_is_left_out_is_said(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("正文在这里，下面是照片。")
    picture = io.BytesIO()
    Image.new("RGB", (4, 4)).save(picture, "PNG")
    document.add_picture(picture)
    document.save(str(tmp_path / "a.docx"))
    assert [t for t in read_word(tmp_path / "a.docx").left_out if "1 张图片" in t]
    (result,), _ = export_path(tmp_path / "a.docx", tmp_path / "b.docx")
    assert any("1 张图片" in warning for warning in result.warnings)
