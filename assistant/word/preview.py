"""The pages as they will print, as HTML."""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from assistant.draft import MARK, Draft
from assistant.word.blocks import blocks_of
from assistant.word.paging import SetLine, pages_of
from assistant.word.profile import MM, PAGE_HEIGHT, PAGE_WIDTH, Profile, load_profile


def page_count(draft: Draft, profile: "str | Path | Profile | None" = None) -> int:
    """Pages that ``draft`` takes, by arithmetic; LibreOffice or Word may differ by a line here and there."""
    return len(pages_of(blocks_of(draft), load_profile(profile)))


def preview_html(draft: Draft, profile: "str | Path | Profile | None" = None) -> str:
    """The pages of ``draft`` as HTML in the paper's own measure (millimetres and points), all text escaped.

    One ``<section class="paper">`` a page inside one ``<div class="papers">``; scale it with CSS ``zoom``. Carries its
    own style element.
    """
    chosen = load_profile(profile)
    pages = pages_of(blocks_of(draft), chosen)
    papers = "".join(_page(page, number, chosen) for number, page in enumerate(pages, 1))
    return f'<div class="papers" data-pages="{len(pages)}"><style>{_css(chosen)}</style>{papers}</div>'


def _css(p: Profile) -> str:
    pitch = p.pitch / 20
    return (
        f".papers .paper{{position:relative;box-sizing:border-box;width:{PAGE_WIDTH / MM:.1f}mm;"
        f"height:{PAGE_HEIGHT / MM:.1f}mm;padding:{p.top:g}mm {p.right:g}mm {p.bottom:g}mm {p.left:g}mm;"
        "margin:0 auto 6mm;background:#fff;color:#000;border:1px solid #d8d4ca;overflow:hidden}"
        f".papers .l{{height:{pitch:.2f}pt;line-height:{pitch:.2f}pt;white-space:pre;font-size:{p.body_size:g}pt;"
        f"letter-spacing:{p.tightening / 20:.2f}pt;font-family:{_stack(p.body_font)};text-align:left;"
        "font-kerning:none;font-feature-settings:'halt' 0;text-spacing-trim:space-all}"
        ".papers .full{text-align:justify;text-align-last:justify}"
        f".papers .title{{font-size:{p.title_size:g}pt;letter-spacing:0;font-family:{_stack(p.title_font)}}}"
        f".papers .h1{{font-family:{_stack(p.first_font)}}}"
        f".papers .h2,.papers .kai{{font-family:{_stack(p.second_font)}}}"
        f"{''.join(f'.papers .h{level}{{font-weight:bold}}' for level in p.bold_levels)}"
        ".papers mark{background:#ffff00;color:inherit}"
        ".papers table{border-collapse:collapse;width:100%;font-size:12pt;line-height:16pt}"
        ".papers td,.papers th{border:1px solid #000;padding:2pt 5pt;font-weight:normal;text-align:left}"
        f".papers .no{{position:absolute;bottom:{p.bottom - 10:.1f}mm;font:{p.page_size:g}pt {_stack(p.page_font)}}}"
        f".papers .organ{{height:{7 * pitch:.2f}pt;color:#f00;text-align:center;"
        f"font:{p.red_header_size:g}pt {_stack(p.title_font)}}}"
    )


def _stack(font: str) -> str:
    """The named font with what browsers have instead."""
    kind = next((k for k in ("仿宋", "楷体", "黑体") if k in font or font.startswith(f"方正{k[0]}")), "宋体")
    others = {
        "仿宋": "'仿宋_GB2312','仿宋','FangSong','STFangsong','Noto Serif CJK SC',serif",
        "楷体": "'楷体_GB2312','楷体','KaiTi','STKaiti','Noto Serif CJK SC',serif",
        "黑体": "'黑体','SimHei','STHeiti','Noto Sans CJK SC',sans-serif",
        "宋体": "'方正小标宋简体','华文中宋','宋体','SimSun','Noto Serif CJK SC',serif",
    }
    return f"'{re.sub(r'[^0-9A-Za-z_一-鿿 -]', '', font)}',{others[kind]}"


def _page(lines: Sequence[SetLine], number: int, p: Profile) -> str:
    head = f'<div class="organ">{escape(p.red_header)}</div>' if p.red_header and number == 1 else ""
    body = "".join(_line(line, p) for line in lines)
    return f'<section class="paper" aria-label="第{number}页">{head}{body}{_number(number, p)}</section>'


def _line(line: SetLine, p: Profile) -> str:
    space = f"margin-top:{line.before * p.pitch / 20:.2f}pt;" if line.before else ""
    if line.rows:
        return f'<table style="{space}">{_rows(line.rows)}</table>'
    kind = {"title": "title", "byline": "kai", "subtitle": "kai"}.get(line.block.role, "")
    if line.second:
        kind = "kai"
    if line.block.role == "heading":
        kind = f"h{line.block.level}"
    full = " full" if line.full else ""
    return f'<div class="l {kind}{full}" style="{space}padding-left:{line.indent / 20:.2f}pt">{_text(line)}</div>'


def _text(line: SetLine) -> str:
    lead = max(0, min(len(line.text), line.block.lead - line.start))
    head, tail = _marked(line.text[:lead]), _marked(line.text[lead:])
    return f'<span class="h{line.block.lead_level}">{head}</span>{tail}' if lead else tail


def _marked(text: str) -> str:
    return escape(text).replace(MARK, f"<mark>{MARK}</mark>")


def _rows(rows: Sequence[Sequence[str]]) -> str:
    out = []
    for i, row in enumerate(rows):
        tag = "td" if i else "th"
        out.append("<tr>" + "".join(f"<{tag}>{_marked(cell)}</{tag}>" for cell in row) + "</tr>")
    return "".join(out)


def _number(number: int, p: Profile) -> str:
    if p.page_number == "无":
        return ""
    inset = p.page_size
    if p.page_number == "居中":
        place = "left:0;right:0;text-align:center"
    elif number % 2:
        place = f"right:calc({p.right:g}mm + {inset:g}pt)"
    else:
        place = f"left:calc({p.left:g}mm + {inset:g}pt)"
    return f'<div class="no" style="{place}">— {number} —</div>'
