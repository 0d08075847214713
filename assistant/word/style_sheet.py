"""The style sheet's XML: East-Asian fonts on every style, no theme fonts."""

from collections.abc import Iterator
from html import escape

from assistant.word.profile import Profile
from assistant.word.styles import LEADS, SECOND_TITLE, TABLE_GRID, UNVERIFIED, Style, TitleGaps, roles

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def quoted(text: str) -> str:
    """``text`` as an XML attribute's value, quotes included."""
    return f'"{escape(text)}"'


def style_sheet(profile: Profile, gaps: TitleGaps) -> str:
    """``word/styles.xml`` for ``profile``."""
    styles = "".join(_paragraph(style, profile) for style in roles(profile, gaps))
    return (
        f'<w:styles xmlns:w="{_W}">{_defaults(profile)}{styles}'
        f"{''.join(_characters(profile))}{_tables(profile)}</w:styles>"
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


def _paragraph(s: Style, p: Profile) -> str:
    default = ' w:default="1"' if s.key == "Normal" else ""
    custom = "" if s.name.isascii() else ' w:customStyle="1"'
    based = f'<w:basedOn w:val="{s.based}"/>' if s.based else ""
    follow = f'<w:next w:val="{s.follow}"/>' if s.follow else ""
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{s.key}"><w:name w:val="{s.name}"/>{based}{follow}'
        f'<w:uiPriority w:val="{s.priority}"/><w:qFormat/>'
        f"<w:pPr>{_paragraph_properties(s)}</w:pPr><w:rPr>{_run_properties(s, p)}</w:rPr></w:style>"
    )


def _paragraph_properties(s: Style) -> str:
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


def _run_properties(s: Style, p: Profile) -> str:
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
