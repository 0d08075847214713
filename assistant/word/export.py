"""A draft as a Word file in 公文 layout."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.draft import MARK, Draft
from assistant.errors import ExportFailed
from assistant.word.appendix import add_appendix
from assistant.word.blocks import Block, blocks_of
from assistant.word.files import write_bytes
from assistant.word.fonts import missing_fonts
from assistant.word.paging import pages_of
from assistant.word.profile import Profile, load_profile
from assistant.word.review_edition import annotate
from assistant.word.selfcheck import self_check
from assistant.word.setting import ExportResult, build, saved

if TYPE_CHECKING:
    from docx.document import Document

    from assistant.report import Report

FINAL, REVIEW = "正式版", "核对版"
EDITIONS = (FINAL, REVIEW)


def export_draft(
    draft: Draft,
    out: Path,
    *,
    genre: str = "",
    edition: str = FINAL,
    profile: "str | Path | Profile | None" = None,
    report: "Report | None" = None,
) -> ExportResult:
    """Write ``draft`` to ``out`` as a .docx; an existing file is replaced whole or not at all.

    ``profile`` names a house profile or its file; with ``report`` the 核对版 gets a comment at every claim and the
    正式版 【待核实】 behind every claim that is not supported. Raises ``BadProfile`` and ``ExportFailed``.
    """
    if edition not in EDITIONS:
        raise ExportFailed(f"没有“{edition}”这个版本，可以选：{'、'.join(EDITIONS)}。")
    chosen = load_profile(profile)
    blocks = blocks_of(draft)
    if not blocks:
        raise ExportFailed("文稿是空的，没有可以导出的内容。")
    document, laid = build(blocks, chosen)
    annotate(document, laid, draft, report, comments=edition == REVIEW)
    unverified = tuple(_around_marks(document))
    if edition == REVIEW:
        add_appendix(document, report, unverified, chosen.text_width)
    set_properties(document, blocks, genre or draft.genre)
    write_bytes(out, saved(document))
    faults = self_check(out, edition=edition, profile=chosen)
    warnings = (*(f"自查：{fault}" for fault in faults), *missing_fonts(chosen))
    return ExportResult(out, len(pages_of(blocks, chosen)), warnings, unverified)


def set_properties(document: "Document", blocks: Sequence[Block], genre: str) -> None:
    """Title, author, times and language of the file."""
    properties = document.core_properties
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    unit = unit_of(blocks)
    title = next((b.text for b in blocks if b.role == "title"), "") or next((b.text for b in blocks), "")
    properties.title = title.replace("\u3000", " ")[:255]
    properties.author = properties.last_modified_by = unit[:255]
    properties.category = genre
    properties.language = "zh-CN"
    properties.created = properties.modified = now
    properties.revision = 1


_UNIT = re.compile(
    r"(?!全|在|让|把|以)[\u4e00-\u9fff×]{2,30}"
    r"(?:委员会(?:办公室)?|关工委|教育局|局|街道|社区|学校|中学|小学|学院|大学|公司|集团|协会|中心)"
)


def unit_of(blocks: Sequence[Block]) -> str:
    """The unit that a paper comes from: its 落款, else its 署名, else the one its title names."""
    for role in ("unit", "byline", "title"):
        for block in blocks:
            if block.role != role:
                continue
            if role == "unit":
                return block.text
            for part in block.text.split("——"):
                if match := _UNIT.match(part.removeprefix("记")):
                    return match[0]
    return next((b.text for b in blocks if b.role == "byline" and not b.text.startswith("（")), "薪火文稿")


def _around_marks(document: "Document") -> list[str]:
    """The words before each 【待核实】, for the list the user sees."""
    texts = ["".join(t.text or "" for t in p.xpath(".//w:t")) for p in document.element.body.xpath(".//w:p")]
    return [text[max(0, m.start() - 20) : m.start()] or text[:20] for text in texts for m in re.finditer(MARK, text)]
