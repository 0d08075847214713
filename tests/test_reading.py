"""Reading: every kind of file a secretary has gives its text, and nothing it should not give."""

import base64
import shutil
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from index.errors import UnreadableFile
from index.reading import read
from index.settings import LibrarySettings
from tests.reading_files import docx, listed, numbering, odt, para, pdf

SETTINGS = LibrarySettings(_env_file=None)
LINES = (
    "××镇关工委工作汇报",
    "春耕以前，镇关工委把三十六位老同志请到一起，商量新一年怎么做。",
    "一、把队伍请出来",
    "退休教师何老师第一个报名，他说自己身体还行，愿意给孩子们讲家乡的故事。",
)
TEXT = "\n".join(LINES)


def texts(path: Path) -> list[str]:
    return [p.text.strip() for p in read(path, SETTINGS).paragraphs]


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("gbk", b""),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_plain_text_in_any_encoding(tmp_path: Path, encoding: str, mark: bytes, newline: str) -> None:
    file = tmp_path / "汇报.txt"
    file.write_bytes(mark + TEXT.replace("\n", newline).encode(encoding).replace("×".encode("gbk"), b"\xa1\xc1"))
    assert texts(file) == list(LINES)


def test_short_gb18030_text(tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_bytes("老同志好".encode("gb18030"))
    assert texts(file) == ["老同志好"]


def test_text_that_mixes_encodings_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "mixed.txt"
    file.write_bytes(b"\n".join(line.encode("gb18030" if i % 2 else "utf-8") for i, line in enumerate(LINES)))
    assert texts(file) == list(LINES)


def test_markdown_front_matter_names_genre_and_themes(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(
        "---\n文种: 工作总结\n主题: 五老, 法治\n---\n# 题目\n\n## 一、开头\n\n正文**一句**。\n", encoding="utf-8"
    )
    document = read(file, SETTINGS)
    assert (document.title, document.genre, document.themes) == ("题目", "工作总结", ("五老", "法治"))
    assert [(p.text, p.level) for p in document.paragraphs] == [("一、开头", 1), ("正文一句。", 0)]


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    real = docx(tmp_path / "x.docx", "".join(para(line) for line in LINES))
    for name in ("汇报.txt", "汇报.pdf", "汇报", "汇报.doc"):
        assert texts(Path(shutil.copy(real, tmp_path / name))) == list(LINES)
    page = tmp_path / "网页.doc"
    page.write_bytes(f"<html><body>{''.join(f'<p>{line}</p>' for line in LINES)}</body></html>".encode("gbk"))
    assert texts(page) == list(LINES)
    plain = tmp_path / "正文.docx"
    plain.write_text(TEXT, encoding="utf-8")
    assert texts(plain) == list(LINES)


def test_word_keeps_order_of_tables_text_boxes_and_notes(tmp_path: Path) -> None:
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx><w:txbxContent>"
        + para("框里的一段。")
        + "</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent>"
        + para("框里的一段。")
        + "</w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    table = "<w:tbl>" + "".join(
        "<w:tr>" + "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in (("村名", "人数"), ("东坡", "六人"))
    )
    note = "<w:p><w:r><w:t>有注的一段。</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    control = f"<w:sdt><w:sdtContent>{para('控件里的一段。')}</w:sdtContent></w:sdt>"
    file = docx(
        tmp_path / "a.docx",
        para("开头。") + table + "</w:tbl>" + box + note + control + para("结尾。"),
        footnotes=f"<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        f"<w:footnote w:id='0' w:type='separator'><w:p/></w:footnote>"
        f"<w:footnote w:id='2'>{para('这是脚注。')}</w:footnote></w:footnotes>",
        header1=f"<w:hdr>{para('页眉')}</w:hdr>".replace(
            "<w:hdr", "<w:hdr xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
        ),
    )
    assert texts(file) == [
        "开头。",
        "村名 | 人数",
        "东坡 | 六人",
        "框里的一段。",
        "有注的一段。",
        "控件里的一段。",
        "结尾。",
        "这是脚注。",
    ]


def test_word_leaves_out_deleted_and_hidden_text_and_keeps_insertions(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>共有</w:t></w:r><w:del><w:r><w:delText>三十</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>四十六</w:t></w:r></w:ins><w:r><w:t>名老同志</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>（内部掌握）</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo><w:r><w:t>。</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>前半句，</w:t></w:r></w:p>" + para("后半句。")
    )
    assert texts(docx(tmp_path / "a.docx", body)) == ["共有四十六名老同志移来。", "前半句，后半句。"]


def test_word_writes_out_automatic_numbers(tmp_path: Path) -> None:
    body = "".join(
        para(text, listed(level))
        for text, level in (
            ("建队伍", 0),
            ("请老师", 1),
            ("走访", 2),
            ("登记", 2),
            ("办课堂", 0),
            ("讲家史", 1),
            ("立规矩", 1),
        )
    )
    parts = numbering(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    assert texts(docx(tmp_path / "a.docx", body, numbering=parts)) == [
        "一、建队伍",
        "（一）请老师",
        "1.走访",
        "2.登记",
        "二、办课堂",
        "（一）讲家史",
        "（二）立规矩",
    ]


def test_word_heading_styles_give_levels(tmp_path: Path) -> None:
    styles = (
        "<w:styles xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
        "<w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='a'><w:name w:val='自定'/><w:basedOn w:val='b'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='b'><w:name w:val='底'/>"
        "<w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        "</w:styles>"
    )
    body = para("大标题", "<w:pStyle w:val='1'/>") + para("小标题", "<w:pStyle w:val='a'/>") + para("正文。")
    document = read(docx(tmp_path / "a.docx", body, styles=styles), SETTINGS)
    assert [(p.text, p.level) for p in document.paragraphs] == [("大标题", 1), ("小标题", 2), ("正文。", 0)]


def test_opendocument(tmp_path: Path) -> None:
    hidden = (
        "<style:style style:name='H' style:family='text'><style:text-properties text:display='none'/></style:style>"
    )
    body = (
        "<text:tracked-changes><text:p>删掉的话。</text:p></text:tracked-changes>"
        "<text:h text:outline-level='2'>一、建队伍</text:h>"
        "<text:p>老<text:span>同志</text:span>来了<text:s text:c='2'/>"
        "四十六名<text:span text:style-name='H'>（密）</text:span>。"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>脚注一句。</text:p></text:note-body>"
        "</text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>村名</text:p></table:table-cell>"
        "<table:table-cell><text:p>人数</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p><draw:frame><draw:text-box><text:p>框里一句。</text:p></draw:text-box></draw:frame></text:p>"
    )
    document = read(odt(tmp_path / "a.odt", body, hidden), SETTINGS)
    assert [(p.text, p.level) for p in document.paragraphs] == [
        ("一、建队伍", 2),
        ("老同志来了  四十六名。", 0),
        ("村名 | 人数", 0),
        ("框里一句。", 0),
        ("脚注一句。", 0),
    ]


def test_rich_text_with_chinese_bytes_and_unicode(tmp_path: Path) -> None:
    def code(text: str) -> str:
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))

    unicode = "".join(f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}?" for char in "何老师")
    source = (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}{\\header "
        + code("页眉")
        + "}\\f0 "
        + code("老同志")
        + "{\\deleted "
        + code("删")
        + "}{\\v "
        + code("密")
        + "}"
        + unicode
        + code("来了。")
        + "\\par "
        + code("第二段。")
        + "\\par}"
    )
    file = tmp_path / "a.doc"
    file.write_bytes(source.encode("ascii"))
    assert texts(file) == ["老同志何老师来了。", "第二段。"]


PAGE = """<html><head>{meta}<title>××镇关工委工作汇报_某某文章网</title><script>var a="脚本";</script></head><body>
<div class="nav"><a href="/">首页</a> <a href="/a">总结</a> <a href="/b">范文</a></div>
<div id="content"><h1>××镇关工委工作汇报</h1>
<p>春耕以前，镇关工委把三十六位老同志请到一起，商量新一年怎么做，大家七嘴八舌，说得很热闹。</p>
<p>一、把队伍请出来</p>
<p>退休教师何老师第一个报名，他说自己身体还行，愿意给孩子们讲家乡的故事，讲多久都行。<br/>会后他就去了村小学。</p>
<p style="display:none">看不见的广告词。</p>
<p>二、把课堂办起来</p>
<p>暑假的二十天里，书屋每天开门，来的孩子从十几个变成一院子，家长也坐在后排听。</p></div>
<div class="related"><ul><li><a href="/1">乡镇工作总结范文一</a></li>
<li><a href="/2">学校工作总结范文二</a></li></ul></div>
<div class="footer">版权所有 某某文章网</div></body></html>"""


@pytest.mark.parametrize(
    ("meta", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("", "utf-8"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=gb2312">', "gbk"),
        ("", "gbk"),
        ('<meta charset="gbk">', "utf-8"),
    ],
)
def test_saved_page_gives_the_article_alone(tmp_path: Path, meta: str, encoding: str) -> None:
    file = tmp_path / "a.htm"
    file.write_bytes(PAGE.format(meta=meta).encode(encoding))
    found = "\n".join(texts(file))
    for wanted in (
        "说得很热闹。",
        "一、把队伍请出来",
        "会后他就去了村小学。",
        "二、把课堂办起来",
        "家长也坐在后排听。",
    ):
        assert wanted in found
    for unwanted in ("首页", "范文", "版权", "脚本", "看不见"):
        assert unwanted not in found
    assert read(file, SETTINGS).title == "××镇关工委工作汇报"


def test_page_saved_as_one_file(tmp_path: Path) -> None:
    body = base64.encodebytes(PAGE.format(meta="").encode("gbk")).decode("ascii")
    file = tmp_path / "a.mht"
    file.write_text(
        'From: <Saved by Browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        '--b\r\nContent-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{body}\r\n--b\r\nContent-Type: image/png\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n",
        encoding="ascii",
    )
    document = read(file, SETTINGS)
    assert document.kind == "mht"
    assert "会后他就去了村小学。" in document.text


def mail(*attached: str, text: str = TEXT) -> bytes:
    """A mail as mail programs save it, with files attached."""
    message = EmailMessage()
    message["Received"] = "from a.example by b.example; Sun, 1 Nov 2026 10:00:00 +0800"
    message["Subject"], message["From"], message["To"] = "报送汇报", "a@a.example", "b@b.example"
    message.set_content(text, charset="gb18030")
    for name in attached:
        message.add_attachment(b"PK\x03\x04" * 300, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_mail_gives_its_text_and_names_what_is_attached(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mail("总结.docx", "印章.png", text=TEXT * 3))
    document = read(file, SETTINGS)
    assert document.title == "报送汇报"
    assert document.text.count("何老师第一个报名") == 3
    assert document.left_out == (("总结.docx", "邮件附件"),)
    file.write_bytes(mail(text="请查收。"))
    assert texts(file) == ["请查收。"]


def test_mail_that_only_carries_a_document_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    file.write_bytes(mail("总结.docx", text="见附件。"))
    with pytest.raises(UnreadableFile, match=r"附件里（总结\.docx）"):
        read(file, SETTINGS)


def test_word_reads_pages_put_into_it_whole_and_passes_over_prompts(tmp_path: Path) -> None:
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{para('单击此处输入')}</w:sdtContent></w:sdt>"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"
    file = docx(tmp_path / "a.docx", para(LINES[0]) + prompt + '<w:altChunk r:id="h"/>' + para("完"))
    with zipfile.ZipFile(file, "a") as archive:
        relation = f'<Relationship Id="h" Type="{kind}" Target="/word/chunk.mht"/>'
        names = "http://schemas.openxmlformats.org/package/2006/relationships"
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{names}">{relation}</Relationships>')
        page = f"<html><body><p>{LINES[1]}</p><p>{LINES[3]}</p></body></html>".encode("gb18030")
        head = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n"
        archive.writestr("word/chunk.mht", head + b"\r\n" + base64.encodebytes(page))
    assert texts(file) == [LINES[0], LINES[1], LINES[3], "完"]
    assert ("单击此处输入", "填写提示") in read(file, SETTINGS).left_out


def test_pdf_lines_are_joined_and_page_numbers_left_out(tmp_path: Path) -> None:
    line = "镇关工委把三十六位老同志请到一起商量新一年怎么做大家说得很热闹啊"
    pages = [
        [(90, 750, "一、把队伍请出来"), (90, 730, line), (90, 712, "会后他们就去了村小学。"), (290, 40, "- 1 -")],
        [(90, 750, "二、把课堂办起来"), (90, 730, line[::-1]), (90, 712, "家长坐在后排。"), (290, 40, "- 2 -")],
    ]
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(pages))
    assert texts(file) == [
        "一、把队伍请出来",
        line + "会后他们就去了村小学。",
        "二、把课堂办起来",
        line[::-1] + "家长坐在后排。",
    ]


def test_two_papers_of_one_pattern_in_a_pdf_lose_nothing_but_what_is_printed_on_every_page(tmp_path: Path) -> None:
    """Widely set lines under a running head: the first line of a page is not its head, though all pages look alike."""

    def paper(village: str, count: int) -> list[list[tuple[float, float, str]]]:
        first = [
            f"{village}关工委工作汇报",
            "老同志把堂屋腾出来做课堂，每个周末给孩子们讲家乡的故事，",
            "一讲就是一上午，孩子们说这里比哪儿都好玩，家长也放心，",
        ]
        second = [
            f"走访{count}户，办实事{count + 3}件。",
            "三、存在的不足和打算",
            f"一年只来{count}回的还有{count + 1}人。",
        ]
        pages = []
        for number, lines in enumerate((first, second), 1):
            placed = [(90.0, 700.0 - 26 * n, line) for n, line in enumerate(lines)]
            pages.append([(220.0, 760.0, "月山工作简报"), *placed, (290.0, 60.0, f"- {number} -")])
        return pages

    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([*paper("东岭村", 27), *paper("西坡村", 58)]))
    document = read(file, SETTINGS)
    text = document.text.replace("\n", "")
    for part in (
        "走访27户，办实事30件。",
        "走访58户，办实事61件。",
        "一年只来27回",
        "一年只来58回",
        "西坡村关工委工作汇报",
    ):
        assert part in text
    assert text.count("三、存在的不足和打算") == 2
    assert "月山工作简报" not in text
    assert {line for line, _ in document.left_out} == {"月山工作简报", "- 1 -", "- 2 -"}


def test_pdf_columns_are_read_one_after_another(tmp_path: Path) -> None:
    left = [(60, 750 - 18 * i, f"左栏第{'一二三四五六七八'[i]}行写满了十七个汉字呢") for i in range(8)]
    right = [(320, 750 - 18 * i, f"右栏第{'一二三四五六七八'[i]}行写满了十七个汉字呢") for i in range(8)]
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([[item for pair in zip(left, right, strict=True) for item in pair]]))
    found = "".join(texts(file))
    assert found.index("左栏第八行") < found.index("右栏第一行")


def test_names_do_not_matter(tmp_path: Path) -> None:
    for name in ("😀🎉总结.txt", "长" * 80 + ".txt", " 空 格 .txt", "a%2e%2e.txt"):
        file = tmp_path / name
        file.write_text(TEXT, encoding="utf-8")
        assert texts(file) == list(LINES)


def test_control_characters_are_dropped(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(TEXT.replace("老", "老\x00\x07\x1b") + "\ufeff", encoding="utf-8")
    assert "".join(texts(file)).replace("\ufeff", "") == "".join(LINES)
