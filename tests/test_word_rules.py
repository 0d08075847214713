"""The rules of the 公文 layout, each held against the exported file of each genre, opened with python-docx and lxml."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from assistant.draft_reading import parse_markdown
from assistant.word import export_draft
from assistant.word.title import measure

DRAFTS = Path(__file__).parent / "word_drafts"
GENRES = ("发言", "要点", "总结", "事迹")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MM = 1440 / 25.4


@dataclass
class Paper:
    """An exported file in every form that the rules look at."""

    genre: str
    path: Path
    document: Any
    parts: dict[str, bytes]

    @property
    def body(self) -> Any:
        return self.document.element.body

    @property
    def styles(self) -> Any:
        return self.document.styles.element

    def root(self, name: str) -> Any:
        return etree.fromstring(self.parts[name])

    def named(self, *names: str) -> list[Any]:
        return [p for p in self.document.paragraphs if p.style.name in names]

    def style_value(self, style: str, path: str, attribute: str = "val") -> str | None:
        """A property of a style, found through its parents and the defaults."""
        element = next(s for s in self.styles.findall(qn("w:style")) if s.get(qn("w:styleId")) == style)
        while element is not None:
            found = element.find("/".join(qn(f"w:{part}") for part in path.split("/")))
            if found is not None and found.get(qn(f"w:{attribute}")) is not None:
                return found.get(qn(f"w:{attribute}"))
            based = element.find(qn("w:basedOn"))
            parent = based.get(qn("w:val")) if based is not None else None
            element = next((s for s in self.styles.findall(qn("w:style")) if s.get(qn("w:styleId")) == parent), None)
        return None


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Paper]:
    folder = tmp_path_factory.mktemp("word")

    @cache
    def make(genre: str) -> Paper:
        path = folder / f"{genre}.docx"
        export_draft(parse_markdown((DRAFTS / f"{genre}.md").read_text(encoding="utf-8")), path, genre=genre)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        return Paper(genre, path, Document(str(path)), parts)

    return make


Rule = Callable[[Paper], bool]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    def keep(check: Rule) -> Rule:
        assert name not in RULES
        RULES[name] = check
        return check

    return keep


def holds(name: str, check: Rule) -> None:
    RULES[name] = check


def section(paper: Paper) -> Any:
    return paper.body.find(qn("w:sectPr"))


def margin(paper: Paper, side: str) -> float:
    return int(section(paper).find(qn("w:pgMar")).get(qn(f"w:{side}"))) / MM


def text(paper: Paper) -> str:
    return "\n".join("".join(p.itertext(qn("w:t"))) for p in paper.body.iter(qn("w:p")))


def sizes(paper: Paper, style: str) -> float:
    return int(paper.style_value(style, "rPr/sz") or 0) / 2


# --- the page -------------------------------------------------------------------------------------------------------
holds("A4 wide", lambda p: section(p).find(qn("w:pgSz")).get(qn("w:w")) == "11906")
holds("A4 high", lambda p: section(p).find(qn("w:pgSz")).get(qn("w:h")) == "16838")
holds("天头 37 mm", lambda p: abs(margin(p, "top") - 37) < 0.2)
holds("下边 35 mm", lambda p: abs(margin(p, "bottom") - 35) < 0.2)
holds("订口 28 mm", lambda p: abs(margin(p, "left") - 28) < 0.2)
holds("右边 26 mm", lambda p: abs(margin(p, "right") - 26) < 0.2)
holds("no gutter", lambda p: margin(p, "gutter") == 0)
holds("line grid only", lambda p: section(p).find(qn("w:docGrid")).get(qn("w:type")) == "lines")
holds("line pitch 579", lambda p: section(p).find(qn("w:docGrid")).get(qn("w:linePitch")) == "579")
holds("no character grid", lambda p: section(p).find(qn("w:docGrid")).get(qn("w:charSpace")) is None)
holds("one section", lambda p: len(list(p.body.iter(qn("w:sectPr")))) == 1)
holds("no title page", lambda p: section(p).find(qn("w:titlePg")) is None)


# --- the style sheet ------------------------------------------------------------------------------------------------
FONTS = {
    "Normal": "仿宋",
    "Title": "小标宋",
    "Byline": "楷体",
    "Subtitle": "楷体",
    "Salutation": "仿宋",
    "BodyText": "仿宋",
    "Heading1": "黑体",
    "Heading2": "楷体",
    "Heading3": "仿宋",
    "Heading4": "仿宋",
    "AttachmentNote": "仿宋",
    "SignatureUnit": "仿宋",
    "SignatureDate": "仿宋",
    "Footer": "宋体",
    "PageOdd": "宋体",
    "PageEven": "宋体",
    "PageNumber": "宋体",
}
for key, font in FONTS.items():
    holds(
        f"{key} in {font}",
        lambda p, key=key, font=font: font in (p.style_value(key, "rPr/rFonts", "eastAsia") or ""),
    )
for key in ("BodyText", "Salutation", "Byline", "SignatureUnit", "Heading1", "Heading2", "Heading3", "Heading4"):
    holds(f"{key} in 3号", lambda p, key=key: sizes(p, key) == 16)
for key in ("BodyText", "Heading1", "Heading3", "Salutation", "SignatureDate"):
    holds(
        f"{key}: digits in Times New Roman",
        lambda p, key=key: p.style_value(key, "rPr/rFonts", "ascii") == "Times New Roman",
    )
holds("标题 2号", lambda p: sizes(p, "Title") == 22)
holds("页码 4号", lambda p: sizes(p, "PageOdd") == sizes(p, "PageEven") == sizes(p, "PageNumber") == 14)
holds("标题居中", lambda p: p.style_value("Title", "pPr/jc") == "center")
holds("署名居中", lambda p: p.style_value("Byline", "pPr/jc") == "center")
holds("称谓顶格", lambda p: p.style_value("Salutation", "pPr/ind", "firstLine") == "0")
holds("称谓上空一行", lambda p: p.style_value("Salutation", "pPr/spacing", "before") == "579")
holds("正文空二字", lambda p: p.style_value("BodyText", "pPr/ind", "firstLineChars") == "200")
holds("正文缩进有退路", lambda p: p.style_value("BodyText", "pPr/ind", "firstLine") == "640")
holds("正文收紧", lambda p: p.style_value("BodyText", "rPr/spacing") == "-5")
holds("正文行距固定", lambda p: p.style_value("BodyText", "pPr/spacing", "lineRule") == "exact")
holds("行距 28–30 磅", lambda p: 28 <= int(p.style_value("BodyText", "pPr/spacing", "line") or 0) / 20 <= 30)
holds("正文两端对齐", lambda p: p.style_value("BodyText", "pPr/jc") == "both")
holds("正文黑色", lambda p: p.style_value("BodyText", "rPr/color") == "000000")
holds("小标题黑色", lambda p: all(p.style_value(f"Heading{i}", "rPr/color") == "000000" for i in range(1, 5)))
holds(
    "小标题大纲级别", lambda p: [p.style_value(f"Heading{i}", "pPr/outlineLvl") for i in (1, 2, 3, 4)] == list("0123")
)
holds("小标题不加粗", lambda p: all(p.style_value(f"Heading{i}", "rPr/b") == "0" for i in range(1, 5)))


@rule("小标题与下段同页")
def _(p: Paper) -> bool:
    elements = [s for s in p.styles.findall(qn("w:style")) if (s.get(qn("w:styleId")) or "").startswith("Heading")]
    marks = [s.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") for s in elements]
    return len(marks) == 4 and all(m is not None and m.get(qn("w:val")) in (None, "1") for m in marks)


@rule("孤行控制关")
def _(p: Paper) -> bool:
    marks = [m.get(qn("w:val")) for m in p.styles.iter(qn("w:widowControl"))]
    return bool(marks) and set(marks) == {"0"}


@rule("中西文间距关")
def _(p: Paper) -> bool:
    marks = [m.get(qn("w:val")) for tag in ("autoSpaceDE", "autoSpaceDN") for m in p.styles.iter(qn(f"w:{tag}"))]
    return len(marks) > 20 and set(marks) == {"0"}


holds("no theme fonts", lambda p: not any(b"Theme=" in d for n, d in p.parts.items() if n.endswith(".xml")))
holds("no theme part", lambda p: not any("theme" in name for name in p.parts))
holds(
    "every paragraph style has its font",
    lambda p: all(
        s.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for s in p.styles.findall(qn("w:style"))
        if s.get(qn("w:type")) == "paragraph"
    ),
)
holds(
    "no Japanese or Latin fallback fonts",
    lambda p: not re.search(rb"MS |Mincho|Calibri|Cambria", p.parts["word/styles.xml"]),
)
holds("language zh-CN", lambda p: {e.get(qn("w:eastAsia")) for e in p.styles.iter(qn("w:lang"))} == {"zh-CN"})
holds(
    "names of built-in styles",
    lambda p: (
        {"Title", "heading 1", "heading 2", "heading 3", "Body Text", "footer"}
        <= {e.get(qn("w:val")) for e in p.styles.iter(qn("w:name"))}
    ),
)
holds("fonts have other names", lambda p: len(list(p.root("word/fontTable.xml").iter(f"{W}altName"))) >= 4)


# --- settings, properties, package ----------------------------------------------------------------------------------
@rule("compatibility 15")
def _(p: Paper) -> bool:
    found = p.document.settings.element.xpath(".//w:compatSetting[@w:name='compatibilityMode']/@w:val")
    return found == ["15"]


holds("odd and even pages", lambda p: p.document.settings.odd_and_even_pages_header_footer)
holds(
    "theme language Chinese", lambda p: p.document.settings.element.xpath(".//w:themeFontLang/@w:eastAsia") == ["zh-CN"]
)
holds(
    "property: title",
    lambda p: p.document.core_properties.title.replace(" ", "") == p.named("Title")[0].text.replace("\n", ""),
)
holds("property: author", lambda p: "青禾县" in p.document.core_properties.author)
holds("property: not python-docx", lambda p: b"python-docx" not in b"".join(p.parts.values()))
holds("property: created today", lambda p: p.document.core_properties.created.year >= 2025)
holds("property: language", lambda p: p.document.core_properties.language == "zh-CN")
holds(
    "every part is well-formed",
    lambda p: all(etree.fromstring(d) is not None for n, d in p.parts.items() if n.endswith((".xml", ".rels"))),
)
holds(
    "every related part exists",
    lambda p: all(f"word/{r.get('Target')}" in p.parts for r in p.root("word/_rels/document.xml.rels")),
)


# --- page numbers ---------------------------------------------------------------------------------------------------
def footer(p: Paper, kind: str) -> Any:
    part = p.document.sections[0]
    return (part.footer if kind == "odd" else part.even_page_footer)._element


for kind in ("odd", "even"):
    holds(f"{kind} page number is live", lambda p, k=kind: "PAGE" in "".join(footer(p, k).itertext(qn("w:instrText"))))
    holds(
        f"{kind} field is closed",
        lambda p, k=kind: (
            [e.get(qn("w:fldCharType")) for e in footer(p, k).iter(qn("w:fldChar"))] == ["begin", "separate", "end"]
        ),
    )
    holds(
        f"{kind} dashes on both sides",
        lambda p, k=kind: bool(re.fullmatch(r"— ?\d+ ?—", "".join(footer(p, k).itertext(qn("w:t"))))),
    )
    holds(
        f"{kind} no typed blanks outside",
        lambda p, k=kind: (t := "".join(footer(p, k).itertext(qn("w:t")))) == t.strip(),
    )
holds("单页在右", lambda p: p.style_value("PageOdd", "pPr/jc") == "right")
holds("单页右空一字", lambda p: p.style_value("PageOdd", "pPr/ind", "right") == "280")
holds("双页在左", lambda p: p.style_value("PageEven", "pPr/jc") == "left")
holds("双页左空一字", lambda p: p.style_value("PageEven", "pPr/ind", "left") == "280")


# --- the text -------------------------------------------------------------------------------------------------------
holds("one title", lambda p: len(p.named("Title")) == 1)
holds("title first", lambda p: p.document.paragraphs[0].style.name == "Title")
holds(
    "title lines clear of the measure",
    lambda p: all(measure(t) <= (26 if t.startswith("——") else 18) for t in p.named("Title")[0].text.split("\n")),
)
holds("no date in the title", lambda p: not re.search(r"\d月\d+日", p.named("Title")[0].text))
holds(
    "every paragraph has a role",
    lambda p: all(par.style.name not in ("Normal", "Default Paragraph Font") for par in p.document.paragraphs),
)
holds("no empty paragraphs", lambda p: all("".join(e.itertext(qn("w:t"))).strip() for e in p.body.iter(qn("w:p"))))
holds("no typed indents", lambda p: not re.search(r"^[ \u3000\t]|[ \u3000\t]$", text(p), re.M))
holds("no tabs", lambda p: not list(p.body.iter(qn("w:tab"))))
holds("no Markdown", lambda p: not re.search(r"\*\*|^#|`|\]\(|^[-*] ", text(p), re.M))
holds(
    "full-width punctuation", lambda p: not re.search(r"[\u4e00-\u9fff”》）][,;:!?(]|[\u4e00-\u9fff]\.(?!\d)", text(p))
)
holds("no straight quotes", lambda p: '"' not in text(p) and "'" not in text(p))
holds("quotes paired", lambda p: all(t.count("“") == t.count("”") for t in text(p).split("\n")))
holds("dashes double", lambda p: not re.search(r"--|(?<!—)—(?!—)", text(p)))
holds("ellipsis six dots", lambda p: not re.search(r"\.\.\.|(?<!…)…(?!…)", text(p)))
holds(
    "no blanks inside",
    lambda p: (
        not re.search(
            r"[\u4e00-\u9fff，。] | [\u4e00-\u9fff]|\u3000",
            "\n".join(par.text for par in p.document.paragraphs if par.style.name not in ("署名", "Title")),
        )
    ),
)
holds(
    "numbers of level one",
    lambda p: (
        [h.text[0] for h in p.named("Heading 1") if h.text[1:2] == "、"]
        == list("一二三四五六")[: len([h for h in p.named("Heading 1") if h.text[1:2] == "、"])]
    ),
)
holds(
    "headings by number",
    lambda p: all(
        h.style.name == "Heading 2"
        for h in p.document.paragraphs
        if h.style.name.startswith("Heading") and re.match(r"（[一二三四五六]）", h.text)
    ),
)
holds(
    "headings without a closing mark",
    lambda p: all(h.text[-1] not in "。；，：" for h in p.document.paragraphs if h.style.name.startswith("Heading")),
)
holds(
    "一是 stays in its paragraph",
    lambda p: all("Heading" not in q.style.name for q in p.document.paragraphs if "一是" in q.text),
)
holds("no direct fonts", lambda p: not p.body.xpath(".//w:rFonts[@w:ascii or @w:eastAsia or @w:hAnsi]"))
holds("no direct sizes", lambda p: not p.body.xpath(".//w:r/w:rPr/w:sz | .//w:r/w:rPr/w:b | .//w:r/w:rPr/w:color"))
holds(
    "Chinese marks in the Chinese font",
    lambda p: all(
        r.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:hint")) == "eastAsia"
        for r in p.body.iter(qn("w:r"))
        if re.search("[“”‘’…—]", "".join(r.itertext(qn("w:t"))))
    ),
)
holds("no comments in the final edition", lambda p: not list(p.body.iter(qn("w:commentReference"))))
holds("no revisions", lambda p: not list(p.body.iter(qn("w:ins"), qn("w:del"))))
holds(
    "blank line under the title block",
    lambda p: (
        bool(p.named("称谓"))
        or "579" in (p.style_value("Byline" if p.named("署名") else "Title", "pPr/spacing", "after") or "")
    ),
)


@rule("run-in headings in their type")
def _(p: Paper) -> bool:
    for paragraph in p.named("Body Text"):
        match = re.match(r"（[一二三四五]）[^。]{2,20}。", paragraph.text)
        if match and (paragraph.runs[0].style.name != "段首二级" or paragraph.runs[0].text != match[0]):
            return False
    return True


# --- front and end matter -------------------------------------------------------------------------------------------
def only(*genres: str) -> Callable[[Rule], Rule]:
    return lambda check: lambda p: p.genre not in genres or check(p)


@rule("署名 and date under the title")
@only("发言")
def _(p: Paper) -> bool:
    return [q.text for q in p.named("署名")] == ["青禾县关心下一代工作委员会主任　方敬之", "（2025年3月6日）"]


@rule("称谓 with a full-width colon")
@only("发言")
def _(p: Paper) -> bool:
    return [q.text for q in p.named("称谓")] == ["尊敬的各位领导、同志们："]


@rule("落款 normalised")
@only("要点", "总结")
def _(p: Paper) -> bool:
    date = {"要点": "2025年1月8日", "总结": "2024年12月26日"}[p.genre]
    found = [q.text for q in p.named("落款单位", "落款日期")]
    return found == ["青禾县关心下一代工作委员会", date]


@rule("落款 geometry")
@only("要点", "总结")
def _(p: Paper) -> bool:
    unit, date = p.named("落款单位")[0], p.named("落款日期")[0]
    unit_left = 8844 - 640 - 13 * 315
    return (
        unit.paragraph_format.right_indent.twips == 640
        and abs(date.paragraph_format.left_indent.twips - unit_left - 640) < 20
    )


@rule("落款 one blank line below the text")
@only("要点", "总结")
def _(p: Paper) -> bool:
    return abs(p.named("落款单位")[0].paragraph_format.space_before.pt - 28.95) < 0.1


@rule("落款 kept with the text")
@only("要点", "总结")
def _(p: Paper) -> bool:
    paragraphs = p.document.paragraphs
    at = next(i for i, q in enumerate(paragraphs) if q.style.name == "落款单位")
    return bool(paragraphs[at - 1].paragraph_format.keep_with_next)


@rule("附件说明")
@only("要点")
def _(p: Paper) -> bool:
    found = [q.text for q in p.named("附件说明")]
    return found[0] == "附件：1.2025年重点活动安排表" and found[1].startswith("2.青禾县") and found[1][-1] == "表"


@rule("附件说明 aligned")
@only("要点")
def _(p: Paper) -> bool:
    first, second = (q.paragraph_format for q in p.named("附件说明"))
    starts = [f.left_indent.twips + f.first_line_indent.twips for f in (first, second)]
    return starts[0] == 640 and abs(starts[1] - 640 - 3 * 315) <= 20 and first.space_before.pt > 28


@rule("table kept")
@only("要点")
def _(p: Paper) -> bool:
    table = p.document.tables[0]
    head = table.rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return len(table.rows) == 4 and table.cell(0, 1).text == "重点任务" and head is not None


# --- order of elements, as the schema asks --------------------------------------------------------------------------
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked "
    "personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins trackRevisions documentProtection "
    "defaultTabStop autoHyphenation evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing "
    "characterSpacingControl noLineBreaksAfter noLineBreaksBefore updateFields footnotePr endnotePr compat docVars "
    "rsids mathPr themeFontLang clrSchemeMapping decimalSymbol listSeparator",
    "compat": "spaceForUL noColumnBalance balanceSingleByteDoubleByteWidth noExtraLineSpacing doNotLeaveBackslashAlone "
    "ulTrailSpace doNotExpandShiftReturn spacingInWholePoints adjustLineHeightInTable useFELayout compatSetting",
    "font": "altName panose1 charset family notTrueType pitch sig",
    "docDefaults": "rPrDefault pPrDefault",
    "styles": "docDefaults latentStyles style",
}


def misplaced(root: Any) -> Iterator[str]:
    for element in root.iter():
        order = ORDERS.get(etree.QName(element).localname, "").split()
        names = [etree.QName(child).localname for child in element]
        if order:
            unknown = [name for name in names if name not in order]
            places = [order.index(name) for name in names if name in order]
            if unknown or places != sorted(places):
                yield f"{etree.QName(element).localname}: {names}"


@rule("elements in the schema's order")
def _(p: Paper) -> bool:
    roots = [p.root(name) for name in p.parts if name.startswith("word/") and name.endswith(".xml")]
    return [fault for root in roots for fault in misplaced(root)] == []


@rule("properties come first")
def _(p: Paper) -> bool:
    paragraphs = p.body.iter(qn("w:p"))
    return all(q[0].tag == qn("w:pPr") and len(q.findall(qn("w:pPr"))) == 1 for q in paragraphs)


def test_there_are_enough_rules() -> None:
    assert len(RULES) >= 100


@pytest.mark.parametrize("genre", GENRES)
@pytest.mark.parametrize("name", list(RULES))
def test_rule(papers: Callable[[str], Paper], genre: str, name: str) -> None:
    assert RULES[name](papers(genre))


def test_every_rule_of_the_list_is_held_by_a_test_that_exists() -> None:
    listed = (Path(__file__).parents[1] / "docs" / "word-rules.md").read_text(encoding="utf-8")
    rows = [line.split("|")[3] for line in listed.splitlines() if line.startswith("| ") and "---" not in line][1:]
    written = "".join(p.read_text(encoding="utf-8") for p in Path(__file__).parent.glob("test_word_*.py"))
    tests = set(re.findall(r"^def (test_\w+)", written, re.M))
    named = [re.findall(r"`([^`]+)`", row) for row in rows]
    assert len(rows) >= 30 and all(named)
    assert [name for names in named for name in names if name not in RULES and name not in tests] == []
