"""The exported file read again and held against the rules; every failure is a Chinese sentence for the user."""

import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.draft import MARK
from assistant.word.numbering import numbered
from assistant.word.opening import open_docx
from assistant.word.profile import MM, PAGE_HEIGHT, PAGE_WIDTH, Profile, load_profile

if TYPE_CHECKING:
    from docx.document import Document

_EXPECTED = {"Title": "title_font", "Body Text": "body_font", "署名": "second_font", "称谓": "body_font"}
_MARKDOWN = re.compile(r"\*\*|^#{1,6}\s|`|^\s*[-*+]\s|\]\(|^\|.*\|$|^>\s")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]|[\u4e00-\u9fff]\(|\)[\u4e00-\u9fff]")
_BLANKS = re.compile(r"^[ \u3000]|[ \u3000]$|[ \u3000]{2}|[\u4e00-\u9fff] [\u4e00-\u9fff0-9]|[0-9] [\u4e00-\u9fff]")


def self_check(path: Path, *, edition: str = "正式版", profile: "str | Path | Profile | None" = None) -> list[str]:
    """What is wrong with the Word file ``path`` by our own rules, one Chinese sentence each; empty when all is well.

    Raises ``BadDraft`` where the file cannot be read.
    """
    document = open_docx(path)
    chosen = load_profile(profile)
    return [
        *_page(document, chosen),
        *_styles(document, chosen),
        *_settings(document),
        *_footers(document, chosen),
        *_properties(document),
        *_structure(document, edition),
        *_texts(document),
        *_numbers(document),
    ]


def _page(document: "Document", p: Profile) -> Iterator[str]:
    section = document.sections[0]
    size = (section.page_width or 0, section.page_height or 0)
    if abs(size[0] / 635 - PAGE_WIDTH) > 20 or abs(size[1] / 635 - PAGE_HEIGHT) > 20:
        yield "纸张不是 A4。"
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    for name, found, wanted in zip("上下左右", margins, (p.top, p.bottom, p.left, p.right), strict=True):
        if abs((found or 0) / 635 / MM - wanted) > 0.5:
            yield f"{name}边距不是 {wanted:g} 毫米。"
    grid = document.element.body.xpath("./w:sectPr/w:docGrid[@w:type='lines']/@w:linePitch")
    if grid != [str(p.pitch)]:
        yield f"行距网格不是每面 {p.lines} 行。"


def _styles(document: "Document", p: Profile) -> Iterator[str]:
    from docx.oxml.ns import qn

    styles = {style.name: style for style in document.styles}
    wanted = {name: getattr(p, field) for name, field in _EXPECTED.items()}
    wanted |= {"Heading 1": p.first_font, "Heading 2": p.second_font, "Heading 3": p.body_font}
    for name, font in wanted.items():
        fonts = styles[name].element.xpath("./w:rPr/w:rFonts") if name in styles else []
        if not fonts or fonts[0].get(qn("w:eastAsia")) != font:
            yield f"样式“{name}”的字体不是{font}。"
    if document.styles.element.xpath("//@w:asciiTheme | //@w:eastAsiaTheme | //@w:hAnsiTheme"):
        yield "样式里有主题字体，换一台电脑会变样。"
    if "zh-CN" not in document.styles.element.xpath("//w:docDefaults//w:lang/@w:eastAsia"):
        yield "文档语言没有标成中文。"


def _settings(document: "Document") -> Iterator[str]:
    root = document.settings.element
    if root.xpath("./w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val") != ["15"]:
        yield "兼容模式不是 15，Word 会显示“兼容模式”。"
    if not root.xpath("./w:evenAndOddHeaders"):
        yield "没有区分单双页页码。"


def _footers(document: "Document", p: Profile) -> Iterator[str]:
    if p.page_number == "无":
        return
    section = document.sections[0]
    for name, footer in (("单", section.footer), ("双", section.even_page_footer)):
        fields = footer._element.xpath(".//w:instrText[contains(., 'PAGE')]")
        if not fields or not "".join(footer._element.itertext()).startswith("—"):
            yield f"{name}页没有页码。"


def _properties(document: "Document") -> Iterator[str]:
    properties = document.core_properties
    if not properties.title:
        yield "文件属性里没有标题。"
    if not properties.author or properties.author == "python-docx":
        yield "文件属性里没有作者。"


def _structure(document: "Document", edition: str) -> Iterator[str]:
    body = document.element.body
    names = [p.style.name if p.style is not None else "" for p in document.paragraphs]
    if names.count("Title") > 1:
        yield "标题被拆成了几段。"
    if names and names[-1].startswith("Heading"):
        yield "最后一段是小标题，下面没有正文。"
    for above, below in itertools.pairwise(names):
        if above.startswith("Heading") and below in ("落款单位", "落款日期", "附件说明"):
            yield "有小标题下面没有正文。"
    for paragraph in body.xpath("./w:p"):
        if not "".join(paragraph.itertext()).strip() and not paragraph.xpath("./w:pPr/w:sectPr"):
            yield "有空行（空段落）。"
            break
    if edition == "正式版" and body.xpath(".//w:commentReference"):
        yield "正式版里还有批注。"
    for run in body.xpath(f".//w:r[w:t[contains(., '{MARK}')]]"):
        if not run.xpath("./w:rPr/w:highlight"):
            yield "有【待核实】没有标出颜色。"
            break


def _texts(document: "Document") -> Iterator[str]:
    for paragraph in document.paragraphs:
        text = paragraph.text.replace("\n", "")
        name = paragraph.style.name if paragraph.style is not None else ""
        where = f"“{text[:12]}…”这一段"
        if name in ("核对文字", "核对标题"):
            continue
        if _MARKDOWN.search(text):
            yield f"{where}里还有 Markdown 记号。"
        if _HALF_WIDTH.search(text):
            yield f"{where}里有半角标点。"
        if text.count("“") != text.count("”"):
            yield f"{where}的引号不成对。"
        if name not in ("Title", "署名", "Subtitle") and _BLANKS.search(text):
            yield f"{where}里有多余的空格。"


def _numbers(document: "Document") -> Iterator[str]:
    marks = []
    for paragraph in document.paragraphs:
        name = paragraph.style.name if paragraph.style is not None else ""
        mark = numbered(paragraph.text) if name.startswith("Heading") else None
        if mark and mark.level == 1:
            marks.append(mark.number)
    yield from _jumps(marks)


def _jumps(marks: Sequence[int]) -> Iterator[str]:
    if list(marks) != list(range(1, len(marks) + 1)):
        yield "一级标题的序号不连续。"
