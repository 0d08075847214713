"""The style sheet: one named style for every role of a paper, East-Asian fonts on every style, no theme fonts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.word.profile import Profile

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

TITLE, SUBTITLE, BYLINE, SALUTATION = "Title", "Subtitle", "Byline", "Salutation"
BODY, ATTACHMENT, SIGN_UNIT, SIGN_DATE = "BodyText", "AttachmentNote", "SignatureUnit", "SignatureDate"
ORGAN, NUMBER = "IssuingOrgan", "DocumentNumber"
TABLE_HEAD, TABLE_TEXT, TABLE_GRID = "TableHead", "TableText", "TableGrid"
REVIEW_TITLE, REVIEW_TEXT = "ReviewTitle", "ReviewText"
LEADS = ("", "LeadFirst", "LeadSecond", "LeadThird", "LeadFourth")
UNVERIFIED, SECOND_TITLE = "Unverified", "SecondTitle"


def quoted(text: str) -> str:
    """``text`` as an XML attribute's value, quotes included."""
    return f'"{escape(text)}"'


def heading(level: int) -> str:
    """The style of headings of ``level`` (1–4)."""
    return f"Heading{level}"


@dataclass(frozen=True)
class _Style:
    """A paragraph style. Lengths in twips, ``size`` in points; ``align`` is a value of ``w:jc``."""

    key: str
    name: str
    font: str
    size: float
    based: str = "Normal"
    follow: str = ""
    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    before: int = 0
    after: int = 0
    line: int = 0
    exact: bool = True
    snap: bool = True
    level: int = 0
    bold: bool = False
    keep: bool = False
    contextual: bool = False
    tight: int = 0
    color: str = ""
    rule: bool = False
    latin: str = ""
    priority: int = 1


@dataclass(frozen=True)
class TitleGaps:
    """Space around the title block, in lines of the page: before and after the title, after subtitle and 署名."""

    before: float = 0
    title: float = 0
    subtitle: float = 0
    byline: float = 0


def title_gaps(roles: Sequence[str]) -> TitleGaps:
    """The gaps for a paper whose paragraphs have ``roles``.

    One blank line under the whole block (7.3.2), which 称谓 brings itself; with a 署名 the title stands half a line
    from the top and from the 署名, so that the page keeps to its grid.
    """
    blank = 0 if "salutation" in roles else 1
    if "byline" not in roles:
        return TitleGaps(subtitle=blank) if "subtitle" in roles else TitleGaps(title=blank)
    if "subtitle" in roles:
        return TitleGaps(before=0.5, subtitle=0.5, byline=blank)
    return TitleGaps(before=0.5, title=0.5, byline=blank)


def style_sheet(profile: Profile, gaps: TitleGaps) -> str:
    """``word/styles.xml`` for ``profile``."""
    styles = "".join(_paragraph(style, profile) for style in _roles(profile, gaps))
    return (
        f'<w:styles xmlns:w="{_W}">{_defaults(profile)}{styles}'
        f"{''.join(_characters(profile))}{_tables(profile)}</w:styles>"
    )


def _roles(p: Profile, gaps: TitleGaps) -> Iterator[_Style]:
    size, line, two, tight = p.body_size, p.pitch, 2 * p.character, p.tightening
    title_line = line * -(-round(p.title_size * 24) // line)
    yield _Style("Normal", "Normal", p.body_font, size, based="", line=line, tight=tight, priority=0)
    yield _Style(
        TITLE,
        "Title",
        p.title_font,
        p.title_size,
        follow=BODY,
        align="center",
        line=title_line,
        before=int(gaps.before * line),
        after=round(gaps.title * line),
        keep=True,
        snap=False,
    )
    yield _Style(
        SUBTITLE,
        "Subtitle",
        p.second_font,
        size,
        follow=BODY,
        align="center",
        line=line,
        after=round(gaps.subtitle * line),
        keep=True,
    )
    yield _Style(
        BYLINE,
        "署名",
        p.second_font,
        size,
        align="center",
        line=line,
        after=round(gaps.byline * line),
        keep=True,
        contextual=True,
    )
    yield _Style(
        SALUTATION, "称谓", p.body_font, size, follow=BODY, line=line, before=line, tight=tight, keep=True, priority=2
    )
    yield _Style(BODY, "Body Text", p.body_font, size, first=two, line=line, tight=tight, priority=2)
    fonts = (p.first_font, p.second_font, p.body_font, p.body_font)
    for level, font in enumerate(fonts, 1):
        yield _Style(
            heading(level),
            f"heading {level}",
            font,
            size,
            follow=BODY,
            first=two,
            line=line,
            tight=tight,
            level=level,
            bold=level in p.bold_levels,
            keep=True,
            priority=9,
        )
    yield _Style(ATTACHMENT, "附件说明", p.body_font, size, line=line, tight=tight, align="left", left=two, priority=10)
    yield _Style(
        SIGN_UNIT,
        "落款单位",
        p.body_font,
        size,
        align="right",
        right=two,
        line=line,
        tight=tight,
        keep=True,
        priority=11,
    )
    yield _Style(
        SIGN_DATE, "落款日期", p.body_font, size, align="right", right=two, line=line, tight=tight, priority=11
    )
    yield from _page_roles(p)
    yield from _review_roles(p)


def _page_roles(p: Profile) -> Iterator[_Style]:
    one = round(p.page_size * 20)
    centred = p.page_number == "居中"
    yield _Style("Header", "header", p.page_font, p.page_size, align="center", line=one, latin=p.page_font, priority=99)
    yield _Style("Footer", "footer", p.page_font, p.page_size, align="center", line=one, latin=p.page_font, priority=99)
    yield _Style(
        "PageOdd",
        "页码（单页）",
        p.page_font,
        p.page_size,
        based="Footer",
        align="center" if centred else "right",
        right=0 if centred else one,
        line=one,
        latin=p.page_font,
        priority=99,
    )
    yield _Style(
        "PageEven",
        "页码（双页）",
        p.page_font,
        p.page_size,
        based="Footer",
        align="center" if centred else "left",
        left=0 if centred else one,
        line=one,
        latin=p.page_font,
        priority=99,
    )
    yield _Style(
        ORGAN,
        "发文机关标志",
        p.title_font,
        p.red_header_size,
        align="center",
        line=2 * p.pitch,
        color="FF0000",
        keep=True,
        priority=20,
    )
    yield _Style(
        NUMBER,
        "发文字号",
        p.body_font,
        p.body_size,
        align="center",
        line=p.pitch,
        before=2 * p.pitch,
        after=2 * p.pitch,
        rule=True,
        keep=True,
        priority=20,
    )


def _review_roles(p: Profile) -> Iterator[_Style]:
    yield _Style(
        TABLE_HEAD,
        "表格栏目",
        p.first_font,
        12,
        align="center",
        line=320,
        exact=False,
        snap=False,
        keep=True,
        priority=30,
    )
    yield _Style(TABLE_TEXT, "表格文字", p.body_font, 12, align="left", line=320, exact=False, snap=False, priority=30)
    yield _Style(
        REVIEW_TITLE, "核对标题", p.first_font, p.body_size, line=p.pitch, before=p.pitch, keep=True, priority=31
    )
    yield _Style(REVIEW_TEXT, "核对文字", p.body_font, 12, line=380, exact=False, snap=False, priority=31)
    yield _Style(
        "CommentText",
        "annotation text",
        p.page_font,
        10.5,
        align="left",
        line=240,
        exact=False,
        snap=False,
        priority=99,
    )


def _fonts(east: str, latin: str) -> str:
    e, a = quoted(east), quoted(latin)
    return f"<w:rFonts w:ascii={a} w:hAnsi={a} w:eastAsia={e} w:cs={a}/>"


def _defaults(p: Profile) -> str:
    size = round(p.body_size * 2)
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(p.body_font, p.latin_font)}"
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="zh-CN" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl w:val="0"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )


def _paragraph(s: _Style, p: Profile) -> str:
    default = ' w:default="1"' if s.key == "Normal" else ""
    custom = "" if s.name.isascii() else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{s.based}"/>' if s.based else ""
    follow = f'<w:next w:val="{s.follow}"/>' if s.follow else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{s.key}"><w:name w:val="{s.name}"/>{based}{follow}'
        f'<w:uiPriority w:val="{s.priority}"/><w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(s)}</w:pPr><w:rPr>{_run_properties(s, p)}</w:rPr></w:style>"
    )


def _paragraph_properties(s: _Style) -> str:
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="12" w:color="FF0000"/></w:pBdr>' if s.rule else ""
    mode = "exact" if s.exact else "atLeast"
    chars = ' w:firstLineChars="200"' if s.first else ""
    return (
        ("<w:keepNext/>" if s.keep else '<w:keepNext w:val="0"/>')
        + ("<w:keepLines/>" if s.level else "")
        + '<w:widowControl w:val="0"/>'
        + rule
        + '<w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        + f'<w:snapToGrid w:val="{int(s.snap)}"/>'
        + f'<w:spacing w:before="{s.before}" w:after="{s.after}" w:line="{s.line}" w:lineRule="{mode}"/>'
        + f'<w:ind w:left="{s.left}" w:right="{s.right}"{chars} w:firstLine="{s.first}"/>'
        + ("<w:contextualSpacing/>" if s.contextual else "")
        + f'<w:jc w:val="{s.align}"/>'
        + (f'<w:outlineLvl w:val="{s.level - 1}"/>' if s.level else "")
    )


def _run_properties(s: _Style, p: Profile) -> str:
    size = round(s.size * 2)
    weight = "1" if s.bold else "0"
    return (
        _fonts(s.font, s.latin or p.latin_font)
        + f'<w:b w:val="{weight}"/><w:bCs w:val="{weight}"/>'
        + f'<w:color w:val="{s.color or "000000"}"/><w:spacing w:val="{s.tight}"/>'
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    )


def _characters(p: Profile) -> Iterator[str]:
    yield (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    page = round(p.page_size * 2)
    yield _character(
        "PageNumber",
        "page number",
        _fonts(p.page_font, p.page_font) + f'<w:sz w:val="{page}"/><w:szCs w:val="{page}"/>',
    )
    fonts = (p.first_font, p.second_font, p.body_font, p.body_font)
    names = ("段首一级", "段首二级", "段首三级", "段首四级")
    for level, (font, name) in enumerate(zip(fonts, names, strict=True), 1):
        bold = "<w:b/><w:bCs/>" if level in p.bold_levels else ""
        yield _character(LEADS[level], name, _fonts(font, p.latin_font) + bold)
    half = round(p.body_size * 2)
    second = _fonts(p.second_font, p.latin_font) + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    yield _character(SECOND_TITLE, "副题", second)
    yield _character(UNVERIFIED, "待核实", '<w:highlight w:val="yellow"/>')
    yield _character("CommentReference", "annotation reference", '<w:sz w:val="21"/><w:szCs w:val="21"/>')


def _character(key: str, name: str, properties: str) -> str:
    custom = "" if name.isascii() else ' w:customStyle="1"'
    return (
        f'<w:style w:type="character"{custom} w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:rPr>{properties}</w:rPr></w:style>'
    )


def _tables(p: Profile) -> str:
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = (
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:uiPriority w:val="99"/><w:semiHidden/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins}</w:tblPr></w:style>'
        f'<w:style w:type="table" w:styleId="{TABLE_GRID}"><w:name w:val="Table Grid"/><w:basedOn w:val="TableNormal"/>'
        f'<w:uiPriority w:val="39"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
