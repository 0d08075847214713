"""The styles of a paper: one for every role, with its type, its place on the line and its space."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.word.profile import Profile

TITLE, SUBTITLE, BYLINE, SALUTATION = "Title", "Subtitle", "Byline", "Salutation"
BODY, ATTACHMENT, SIGN_UNIT, SIGN_DATE = "BodyText", "AttachmentNote", "SignatureUnit", "SignatureDate"
ORGAN, NUMBER = "IssuingOrgan", "DocumentNumber"
TABLE_HEAD, TABLE_TEXT, TABLE_GRID = "TableHead", "TableText", "TableGrid"
REVIEW_TITLE, REVIEW_TEXT = "ReviewTitle", "ReviewText"
LEADS = ("", "LeadFirst", "LeadSecond", "LeadThird", "LeadFourth")
UNVERIFIED, SECOND_TITLE = "Unverified", "SecondTitle"


def heading(level: int) -> str:
    """The style of headings of ``level`` (1–4)."""
    return f"Heading{level}"


@dataclass(frozen=True)
class Style:
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


def roles(p: Profile, gaps: TitleGaps) -> Iterator[Style]:
    """The paragraph styles of ``p``, the title block spaced by ``gaps``."""
    size, line, two, tight = p.body_size, p.pitch, 2 * p.character, p.tightening
    title_line = line * -(-round(p.title_size * 24) // line)
    yield Style("Normal", "Normal", p.body_font, size, based="", line=line, tight=tight, priority=0)
    yield Style(
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
    yield Style(
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
    yield Style(
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
    yield Style(
        SALUTATION, "称谓", p.body_font, size, follow=BODY, line=line, before=line, tight=tight, keep=True, priority=2
    )
    yield Style(BODY, "Body Text", p.body_font, size, first=two, line=line, tight=tight, priority=2)
    fonts = (p.first_font, p.second_font, p.body_font, p.body_font)
    for level, font in enumerate(fonts, 1):
        yield Style(
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
    yield Style(ATTACHMENT, "附件说明", p.body_font, size, line=line, tight=tight, align="left", left=two, priority=10)
    yield Style(
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
    yield Style(SIGN_DATE, "落款日期", p.body_font, size, align="right", right=two, line=line, tight=tight, priority=11)
    yield from _page_roles(p)
    yield from _review_roles(p)


def _page_roles(p: Profile) -> Iterator[Style]:
    one = round(p.page_size * 20)
    centred = p.page_number == "居中"
    yield Style("Header", "header", p.page_font, p.page_size, align="center", line=one, latin=p.page_font, priority=99)
    yield Style("Footer", "footer", p.page_font, p.page_size, align="center", line=one, latin=p.page_font, priority=99)
    yield Style(
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
    yield Style(
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
    yield Style(
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
    yield Style(
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


def _review_roles(p: Profile) -> Iterator[Style]:
    yield Style(
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
    yield Style(TABLE_TEXT, "表格文字", p.body_font, 12, align="left", line=320, exact=False, snap=False, priority=30)
    yield Style(
        REVIEW_TITLE, "核对标题", p.first_font, p.body_size, line=p.pitch, before=p.pitch, keep=True, priority=31
    )
    yield Style(REVIEW_TEXT, "核对文字", p.body_font, 12, line=380, exact=False, snap=False, priority=31)
    yield Style(
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
