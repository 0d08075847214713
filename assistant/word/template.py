"""The empty paper, made from nothing: page, styles, fonts, settings and footers, as the bytes of a .docx.

python-docx's own template is Letter, compatibility 14, Japanese theme fonts: none of it is used.
"""

import io
import zipfile
from collections.abc import Iterator

from assistant.word.profile import MM, PAGE_HEIGHT, PAGE_WIDTH, Profile
from assistant.word.style_sheet import quoted, style_sheet
from assistant.word.styles import TitleGaps

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# Names under which the same face may be installed; Word tries them where the first is missing.
OTHER_NAMES = {
    "方正小标宋简体": "方正小标宋_GBK,FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,小标宋体,华文中宋,STZhongsong",
    "仿宋": "FangSong,仿宋_GB2312,FangSong_GB2312,华文仿宋,STFangsong",
    "仿宋_GB2312": "FangSong_GB2312,仿宋,FangSong,华文仿宋,STFangsong",
    "楷体": "KaiTi,楷体_GB2312,KaiTi_GB2312,华文楷体,STKaiti",
    "楷体_GB2312": "KaiTi_GB2312,楷体,KaiTi,华文楷体,STKaiti",
    "黑体": "SimHei,华文黑体,STHeiti",
    "宋体": "SimSun,新宋体,NSimSun,华文宋体,STSong",
    "方正仿宋简体": "方正仿宋_GBK,FZFangSong-Z02S,仿宋,仿宋_GB2312,FangSong",
    "方正楷体简体": "方正楷体_GBK,FZKai-Z03S,楷体,楷体_GB2312,KaiTi",
    "方正黑体简体": "方正黑体_GBK,FZHei-B01S,黑体,SimHei",
    "方正书宋简体": "方正书宋_GBK,FZShuSong-Z01S,宋体,SimSun",
    "Times New Roman": "Liberation Serif,Nimbus Roman",
}

# Distance of the page number's dash from the foot of its line, in millimetres: an exact line of 14 pt measured in
# the rendered page. GB/T 9704-2012, 7.5 puts the dash 7 mm under the text area.
_DASH_IN_LINE = 2.45
_DASH_BELOW_TEXT = 7


def template(profile: Profile, gaps: TitleGaps) -> bytes:
    """An empty .docx in ``profile``, its title block's styles spaced by ``gaps``."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _parts(profile, gaps):
            package.writestr(name, _HEAD + content)
    return buffer.getvalue()


def _parts(profile: Profile, gaps: TitleGaps) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _content_types()
    yield (
        "_rels/.rels",
        _relations(
            (f"{R}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{R}/extended-properties", "docProps/app.xml"),
        ),
    )
    yield "docProps/core.xml", _core()
    yield "docProps/app.xml", _app()
    yield (
        "word/document.xml",
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{_section(profile)}</w:body></w:document>',
    )
    yield (
        "word/_rels/document.xml.rels",
        _relations(
            (f"{R}/styles", "styles.xml"),
            (f"{R}/settings", "settings.xml"),
            (f"{R}/fontTable", "fontTable.xml"),
            (f"{R}/footer", "footer1.xml"),
            (f"{R}/footer", "footer2.xml"),
        ),
    )
    yield "word/styles.xml", style_sheet(profile, gaps)
    yield "word/settings.xml", _settings()
    yield "word/fontTable.xml", _fonts(profile)
    yield "word/footer1.xml", _footer("PageOdd", profile, 1)
    yield "word/footer2.xml", _footer("PageEven", profile, 2)


def _content_types() -> str:
    overrides = {
        "/word/document.xml": f"{_OFFICE}.document.main+xml",
        "/word/styles.xml": f"{_OFFICE}.styles+xml",
        "/word/settings.xml": f"{_OFFICE}.settings+xml",
        "/word/fontTable.xml": f"{_OFFICE}.fontTable+xml",
        "/word/footer1.xml": f"{_OFFICE}.footer+xml",
        "/word/footer2.xml": f"{_OFFICE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    lines = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides.items())
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{lines}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _core() -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"/>'
    )


def _app() -> str:
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>薪火文稿</Application></Properties>"
    )


def _section(profile: Profile) -> str:
    """The page: A4, margins, line grid. The grid is of lines only; a character grid breaks outside Word."""
    top, bottom, left, right = (round(mm * MM) for mm in (profile.top, profile.bottom, profile.left, profile.right))
    footer = round((profile.bottom - _DASH_BELOW_TEXT - _DASH_IN_LINE) * MM)
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{footer}" w:gutter="0"/>'
        f'<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{profile.pitch}"/></w:sectPr>'
    )


def _settings() -> str:
    compatibility = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
            ("differentiateMultirowTableHeaders", 1),
        )
    )
    return (
        f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        f"<w:doNotExpandShiftReturn/><w:useFELayout/>{compatibility}</w:compat>"
        '<w:themeFontLang w:val="zh-CN" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _fonts(profile: Profile) -> str:
    names = dict.fromkeys(
        (
            profile.body_font,
            profile.title_font,
            profile.first_font,
            profile.second_font,
            profile.page_font,
            profile.latin_font,
        )
    )
    return f'<w:fonts xmlns:w="{W}">{"".join(_font(name) for name in names)}</w:fonts>'


def _font(name: str) -> str:
    latin = name.isascii()
    other = OTHER_NAMES.get(name, "")
    alternative = f"<w:altName w:val={quoted(other)}/>" if other else ""
    family = "modern" if not latin else "roman"
    return (
        f'<w:font w:name={quoted(name)}>{alternative}<w:charset w:val="{"00" if latin else "86"}"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{"variable" if latin else "default"}"/></w:font>'
    )


def _footer(style: str, profile: Profile, number: int) -> str:
    if profile.page_number == "无":
        return f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p></w:ftr>'
    mark = '<w:rPr><w:rStyle w:val="PageNumber"/><w:rFonts w:hint="eastAsia"/></w:rPr>'
    plain = '<w:rPr><w:rStyle w:val="PageNumber"/></w:rPr>'

    def run(content: str) -> str:
        return f"<w:r>{plain}{content}</w:r>"

    return (
        f'<w:ftr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
        f'<w:r>{mark}<w:t xml:space="preserve">— </w:t></w:r>'
        + run('<w:fldChar w:fldCharType="begin"/>')
        + run('<w:instrText xml:space="preserve"> PAGE </w:instrText>')
        + run('<w:fldChar w:fldCharType="separate"/>')
        + run(f"<w:t>{number}</w:t>")
        + run('<w:fldChar w:fldCharType="end"/>')
        + f'<w:r>{mark}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )
