"""Editions, profiles, preview, PDF and the way back from Word, as the user meets them."""

import re
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from assistant.draft import MARK, Draft, Outline, PlannedSection, Section, Source
from assistant.draft_reading import parse_markdown
from assistant.errors import BadDraft, BadProfile, ExportFailed
from assistant.ledger import Claim
from assistant.report import Covered, Report
from assistant.word import (
    changes,
    export_draft,
    load_profile,
    page_count,
    pdf_tool,
    preview_html,
    profiles,
    read_back,
    read_word,
    self_check,
    to_final,
    to_pdf,
)
from assistant.word import pdf as pdf_module

DRAFTS = Path(__file__).parent / "word_drafts"
GENRES = ("发言", "要点", "总结", "事迹")


def genre_draft(genre: str) -> Draft:
    return parse_markdown((DRAFTS / f"{genre}.md").read_text(encoding="utf-8"), genre)


def judged(draft: Draft, *claims: tuple[str, str, int | None]) -> Report:
    text = draft.to_markdown()
    found = tuple(
        Claim(words, text.index(words), text.index(words) + len(words), "figure", verdict, fact, "")  # type: ignore[arg-type]
        for words, verdict, fact in claims
    )
    outline = Outline(draft.title, tuple(PlannedSection(s.heading) for s in draft.sections))
    coverage = (Covered(0, "全县有五老志愿者416人", "covered", (0,)), Covered(1, "培训240人次", "altered"))
    source = Source("p1", "邻县样稿.docx", "某县关工委发言")
    return Report(
        draft.title, "经验交流发言", 0, 0, outline, found, (0,) * len(found), coverage, sources=((0, source),)
    )


@pytest.fixture
def speech() -> tuple[Draft, Report]:
    draft = genre_draft("发言")
    return draft, judged(draft, ("416人", "supported", 0), ("212人次", "altered", 1), ("52万元", "unsupported", None))


def paragraphs(path: Path) -> list[str]:
    return [p.text for p in Document(str(path)).paragraphs]


def test_the_review_edition_has_a_comment_at_every_claim(speech: tuple[Draft, Report], tmp_path: Path) -> None:
    export_draft(speech[0], tmp_path / "a.docx", edition="核对版", report=speech[1])
    comments = read_word(tmp_path / "a.docx").comments
    assert [c.quoted for c in comments] == ["416人", "212人次", "52万元"]
    assert "有据" in comments[0].text and "要点1：全县有五老志愿者416人" in comments[0].text
    assert "不一致" in comments[1].text and "要点2：培训240人次" in comments[1].text
    assert "要点里没有" in comments[2].text


def test_the_review_edition_ends_with_coverage_and_sources(speech: tuple[Draft, Report], tmp_path: Path) -> None:
    export_draft(speech[0], tmp_path / "a.docx", edition="核对版", report=speech[1])
    document = Document(str(tmp_path / "a.docx"))
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert cells[1][:3] == ["1", "全县有五老志愿者416人", "已写"]
    assert any("邻县样稿.docx" in text for text in paragraphs(tmp_path / "a.docx"))


def test_unverified_claims_are_marked_in_the_final_edition(speech: tuple[Draft, Report], tmp_path: Path) -> None:
    result = export_draft(speech[0], tmp_path / "a.docx", report=speech[1])
    text = "\n".join(paragraphs(tmp_path / "a.docx"))
    assert f"212人次{MARK}" in text and f"52万元{MARK}" in text and f"416人{MARK}" not in text
    assert len(result.unverified) == 2
    document = Document(str(tmp_path / "a.docx"))
    marked = [run for p in document.paragraphs for run in p.runs if MARK in run.text]
    assert marked and all(run.font.highlight_color is not None for run in marked)


def test_one_step_to_the_final_edition(speech: tuple[Draft, Report], tmp_path: Path) -> None:
    export_draft(speech[0], tmp_path / "review.docx", edition="核对版", report=speech[1])
    export_draft(speech[0], tmp_path / "final.docx", report=speech[1])
    result = to_final(tmp_path / "review.docx", tmp_path / "stepped.docx")
    assert paragraphs(tmp_path / "stepped.docx") == paragraphs(tmp_path / "final.docx")
    assert read_word(tmp_path / "stepped.docx").comments == ()
    assert self_check(tmp_path / "stepped.docx") == []
    assert len(result.unverified) == 2 and "待核实" in result.warnings[-1]


def test_a_review_edition_without_a_report_notes_the_marks(tmp_path: Path) -> None:
    draft = Draft("标题", (Section("", f"筹集助学金52万元{MARK}，资助学生260名。"),))
    result = export_draft(draft, tmp_path / "a.docx", edition="核对版")
    assert [c.quoted for c in read_word(tmp_path / "a.docx").comments] == [MARK]
    assert result.unverified == ("筹集助学金52万元",)


def test_comments_survive_words_that_stand_twice(tmp_path: Path) -> None:
    draft = parse_markdown("# 标题\n\n## 一、做法\n\n开展宣讲46场。**先后**开展宣讲46场,覆盖(全县)。")
    text = draft.to_markdown()
    at = text.rindex("46场")
    claim = Claim("46场", at, at + 3, "figure", "supported", 0, "")
    report = Report("标题", "", 0, 0, Outline("标题", ()), (claim,), (0,))
    export_draft(draft, tmp_path / "a.docx", edition="核对版", report=report)
    body = Document(str(tmp_path / "a.docx")).element.body
    before = "".join(body.xpath("//w:commentRangeStart/preceding::w:t/text()"))
    assert before.endswith("46场。先后开展宣讲")


def test_a_comment_in_a_table_stands_in_its_cell(tmp_path: Path) -> None:
    draft = genre_draft("要点")
    text = draft.to_markdown()
    at = text.index("9月底前", text.index("| 3 |"))
    claim = Claim("9月底前", at, at + 5, "date", "altered", None, "")
    report = Report("", "", 0, 0, Outline("", ()), (claim,), (0,))
    export_draft(draft, tmp_path / "a.docx", edition="核对版", report=report)
    cell = Document(str(tmp_path / "a.docx")).tables[0].cell(3, 2)
    assert cell.text == f"9月底前{MARK}"
    assert cell._tc.xpath(".//w:commentRangeStart")


@pytest.mark.parametrize("genre", GENRES)
def test_a_paper_comes_back_and_goes_out_the_same(genre: str, tmp_path: Path) -> None:
    draft = genre_draft(genre)
    export_draft(draft, tmp_path / "1.docx")
    back = read_back(tmp_path / "1.docx")
    assert changes(draft, back) == ()
    export_draft(back, tmp_path / "2.docx")
    one, two = (Document(str(tmp_path / f"{n}.docx")) for n in (1, 2))
    assert [(p.style.name, p.text) for p in one.paragraphs] == [(p.style.name, p.text) for p in two.paragraphs]
    assert [[c.text for r in t.rows for c in r.cells] for t in one.tables] == [
        [c.text for r in t.rows for c in r.cells] for t in two.tables
    ]


def test_an_edit_made_in_word_is_found(tmp_path: Path) -> None:
    draft = genre_draft("总结")
    path = export_draft(draft, tmp_path / "a.docx").path
    document = Document(str(path))
    edited = next(p for p in document.paragraphs if "筹集助学资金52万元" in p.text)
    edited.runs[0].text = edited.text.replace("52万元", "58万元")
    for run in edited.runs[1:]:
        run.text = ""
    document.save(str(path))
    (change,) = changes(draft, read_back(path))
    assert [(p.kind, p.text) for p in change.pieces if p.kind != "same"] == [("removed", "52"), ("added", "58")]


def test_tracked_changes_read_as_accepted(tmp_path: Path) -> None:
    path = export_draft(Draft("标题", (Section("", "开展宣讲46场。"),)), tmp_path / "a.docx").path
    document = Document(str(path))
    run = document.paragraphs[1].runs[0]._r
    deleted = document.element.body.makeelement(qn("w:del"), {qn("w:id"): "9", qn("w:author"): "王"})
    run.addprevious(deleted)
    deleted.append(run)
    run.find(qn("w:t")).tag = qn("w:delText")
    inserted = document.element.body.makeelement(qn("w:ins"), {qn("w:id"): "10", qn("w:author"): "王"})
    deleted.addnext(inserted)
    inserted.append(document.paragraphs[1].add_run("开展宣讲48场。")._r)
    document.save(str(path))
    assert read_back(path).sections[0].text == "开展宣讲48场。"


def foreign(path: Path) -> None:
    """A file as an office makes it by hand: no styles, all by look, typed blanks, automatic numbers."""
    document = Document()
    for text, size in (("柳河镇关工委2024年", 22), ("工作总结", 22)):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).font.size = Pt(size)
    document.add_paragraph("")
    document.add_paragraph("　　一年来，我们做了以下工作。")
    document.add_paragraph("　　一、主要做法")
    document.add_paragraph("　　（一）抓队伍")
    document.add_paragraph("　　现有“五老”36人。")
    table = document.add_table(2, 2)
    for cell, text in zip([c for r in table.rows for c in r.cells], ("项目", "数量", "宣讲", "12场"), strict=True):
        cell.text = text
    document.add_paragraph("　　二、存在问题")
    document.add_paragraph("　　经费不足。")
    document.add_paragraph("柳河镇关心下一代工作委员会")
    document.add_paragraph("2024年12月20日")
    document.add_comment(document.paragraphs[3].runs, text="开头太短", author="李主任")
    document.save(str(path))


def test_anyones_file_opens_by_its_look(tmp_path: Path) -> None:
    foreign(tmp_path / "a.docx")
    reading = read_word(tmp_path / "a.docx")
    draft = reading.draft
    assert draft.title.replace(" ", "") == "柳河镇关工委2024年工作总结"
    assert [s.heading for s in draft.sections] == ["", "一、主要做法", "二、存在问题"]
    assert draft.sections[1].text.split("\n") == [
        "### （一）抓队伍",
        "现有“五老”36人。",
        "| 项目 | 数量 |",
        "| --- | --- |",
        "| 宣讲 | 12场 |",
    ]
    assert draft.signature == ("柳河镇关心下一代工作委员会", "2024年12月20日")
    assert [(c.author, c.text) for c in reading.comments] == [("李主任", "开头太短")]


def test_anyones_file_opens_by_its_styles(tmp_path: Path) -> None:
    document = Document()
    document.add_heading("柳河镇关工委工作要点", 0)
    document.add_heading("总体要求", 1)
    document.add_paragraph("坚持围绕中心。")
    document.add_heading("重点任务", 1)
    document.add_heading("建好队伍", 2)
    document.add_paragraph("新增骨干10人。")
    document.save(str(tmp_path / "a.docx"))
    draft = read_back(tmp_path / "a.docx")
    assert draft.title == "柳河镇关工委工作要点"
    assert [s.heading for s in draft.sections] == ["总体要求", "重点任务"]
    assert draft.sections[1].text == "### 建好队伍\n新增骨干10人。"


@pytest.mark.parametrize(
    "content", [b"", b"not a document", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600]
)
def test_a_file_that_is_none_is_an_error_in_chinese(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "坏.docx").write_bytes(content)
    with pytest.raises(BadDraft, match=r"坏\.docx"):
        read_back(tmp_path / "坏.docx")


def test_an_empty_file_is_an_error(tmp_path: Path) -> None:
    Document().save(str(tmp_path / "空.docx"))
    with pytest.raises(BadDraft, match="没有文字"):
        read_back(tmp_path / "空.docx")


@pytest.mark.parametrize("name", profiles())
@pytest.mark.parametrize("genre", GENRES)
def test_every_profile_exports_and_passes_its_own_check(name: str, genre: str, tmp_path: Path) -> None:
    result = export_draft(genre_draft(genre), tmp_path / "a.docx", profile=name)
    assert [w for w in result.warnings if w.startswith("自查")] == []
    assert self_check(result.path, profile=name) == []


def test_the_large_type_profile_is_large(tmp_path: Path) -> None:
    export_draft(genre_draft("发言"), tmp_path / "a.docx", profile="发言大字")
    document = Document(str(tmp_path / "a.docx"))
    assert document.styles["Body Text"].font.size == Pt(18)
    assert page_count(genre_draft("发言"), "发言大字") > page_count(genre_draft("发言"))


def test_the_red_header_names_the_organ(tmp_path: Path) -> None:
    profile = tmp_path / "本单位.toml"
    profile.write_text(
        'red_header = "青禾县关心下一代工作委员会文件"\ndocument_number = "青关工委〔2025〕1号"\n', "utf-8"
    )
    export_draft(genre_draft("要点"), tmp_path / "a.docx", profile=profile)
    document = Document(str(tmp_path / "a.docx"))
    assert [p.text for p in document.paragraphs[:2]] == ["青禾县关心下一代工作委员会文件", "青关工委〔2025〕1号"]
    assert str(document.styles["发文机关标志"].font.color.rgb) == "FF0000"
    assert changes(genre_draft("要点"), read_back(tmp_path / "a.docx")) == ()


def test_a_sealed_signature_centres_the_unit_over_the_date(tmp_path: Path) -> None:
    (tmp_path / "盖章.toml").write_text("sealed = true\n", "utf-8")
    export_draft(genre_draft("总结"), tmp_path / "a.docx", profile=tmp_path / "盖章.toml")
    unit, date = Document(str(tmp_path / "a.docx")).paragraphs[-2:]
    assert date.paragraph_format.right_indent.twips == 4 * 320
    middle_of_date = 4 * 320 + (3 * 315 + 8 * 155) / 2
    assert unit.paragraph_format.right_indent.twips == pytest.approx(middle_of_date - 13 * 315 / 2, abs=20)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("body_fnt = '仿宋'", "body_fnt"),
        ("body_size = 'big'", "body_size"),
        ("body_size = 99", "10 到 26"),
        ("lines = 22.5", "整数"),
        ("page_number = '左边'", "居中"),
        ("bold_levels = [7]", "1 到 4"),
        ("sealed = 1", "true"),
        ("title_font = ''", "字体名"),
        ("= = =", "写法不对"),
    ],
)
def test_a_wrong_profile_is_explained(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "错.toml").write_text(text, "utf-8")
    with pytest.raises(BadProfile, match=says):
        load_profile(tmp_path / "错.toml")


def test_an_unknown_profile_lists_the_others() -> None:
    with pytest.raises(BadProfile, match="居中页码"):
        load_profile("没有的")


def test_an_unknown_edition_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match="核对版"):
        export_draft(genre_draft("总结"), tmp_path / "a.docx", edition="草稿")


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = export_draft(Draft("旧稿", (Section("", "旧文。"),)), tmp_path / "a.docx").path
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExportFailed, match="正在 Word 里打开"):
        export_draft(Draft("新稿", (Section("", "新文。"),)), path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_a_folder_in_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed):
        export_draft(genre_draft("总结"), tmp_path)


def test_self_check_names_what_is_wrong(tmp_path: Path) -> None:
    path = export_draft(genre_draft("总结"), tmp_path / "a.docx").path
    document = Document(str(path))
    document.add_paragraph("")
    document.paragraphs[3].add_run(" **粗体** 和(半角),标点“")
    document.sections[0].left_margin = Pt(30)
    document.save(str(path))
    found = "".join(self_check(path))
    for word in ("左边距", "空行", "Markdown", "半角", "引号不成对"):
        assert word in found


def test_preview_pages_hold_22_lines_of_28() -> None:
    draft = Draft("春风化雨", (Section("", "春风化雨润物无声。" * 400),))
    html = preview_html(draft)
    pages = html.split("<section")[1:]
    assert int(re.search(r'data-pages="(\d+)"', html)[1]) == len(pages)
    lines = re.findall(r'<div class="l  ?full"[^>]*>([^<]*)</div>', pages[1])
    assert len(lines) == 22
    assert {len(line) for line in lines} <= {27, 28}


def test_preview_escapes_everything() -> None:
    draft = Draft("<script>alert(1)</script>", (Section("一、<b>", "<img src=x onerror=1>&"),), front=("<i>",))
    html = preview_html(draft)
    assert "<script>" not in html and "<img" not in html and "<b>" not in html


@pytest.mark.skipif(pdf_tool() is None, reason="LibreOffice is not installed")
def test_a_pdf_is_made(tmp_path: Path) -> None:
    path = export_draft(genre_draft("总结"), tmp_path / "总结 '稿'.docx").path
    assert to_pdf(path).read_bytes().startswith(b"%PDF")


def test_without_libreoffice_the_reason_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "pdf_tool", lambda: None)
    with pytest.raises(ExportFailed, match="LibreOffice"):
        to_pdf(tmp_path / "a.docx")
