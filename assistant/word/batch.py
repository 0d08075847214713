"""Export of one file or of a whole folder, as the command line does it."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.brief import Brief
from assistant.draft import Draft
from assistant.draft_reading import parse_markdown
from assistant.errors import BadDraft, ExportFailed, not_written
from assistant.plain_text import decoded
from assistant.word.export import export_draft
from assistant.word.final import is_review_edition, to_final
from assistant.word.profile import Profile
from assistant.word.read_back import read_word
from assistant.word.setting import ExportResult
from assistant.work import Work
from index.errors import XinhuoError

_TEXT_KINDS = (".md", ".txt", ".markdown")


def export_path(
    source: Path,
    out: Path,
    *,
    genre: str = "",
    edition: str = "正式版",
    profile: "str | Path | Profile | None" = None,
    facts: Sequence[str] = (),
) -> tuple[list[ExportResult], list[str]]:
    """Export ``source`` (.md, .txt, .docx, or a folder of them) to ``out`` (a file, or a folder for a folder).

    Returns the results and one Chinese sentence for each file of a folder that failed; a single file that fails
    raises its ``XinhuoError``. With ``facts`` the claims are judged, so that the 核对版 carries a comment at each.
    """
    if not source.exists():
        raise BadDraft(f"找不到文稿：{source.name}")
    if not source.is_dir():
        return [_export(source, out, genre, edition, profile, facts)], []
    _make_folder(out)
    results: list[ExportResult] = []
    failed: list[str] = []
    for path in sorted(p for p in source.iterdir() if p.suffix.lower() in (*_TEXT_KINDS, ".docx")):
        try:
            results.append(_export(path, out / f"{path.stem}.docx", genre, edition, profile, facts))
        except XinhuoError as error:
            failed.append(f"{path.name}：{error}")
    if not results and not failed:
        raise BadDraft(f"文件夹“{source.name}”里没有可以导出的文稿（.md、.txt、.docx）。")
    return results, failed


def _export(
    source: Path, out: Path, genre: str, edition: str, profile: "str | Path | Profile | None", facts: Sequence[str]
) -> ExportResult:
    if source.suffix.lower() == ".docx" and edition == "正式版" and is_review_edition(source):
        return to_final(source, out)
    draft, left_out = _read(source, genre)
    report = None
    if facts:
        from assistant.review import review

        report = review(Work(Brief(genre=genre, facts=tuple(facts)), None, draft))
    result = export_draft(draft, out, genre=genre, edition=edition, profile=profile, report=report)
    return replace(result, warnings=(*left_out, *result.warnings))


def _read(source: Path, genre: str) -> tuple[Draft, tuple[str, ...]]:
    """The draft in a file, and sentences on what of it was left out."""
    if source.suffix.lower() == ".docx":
        reading = read_word(source)
        return reading.draft, reading.left_out
    try:
        data = source.read_bytes()
    except OSError as error:
        raise BadDraft(f"打不开文稿：{source.name}") from error
    return parse_markdown(decoded(data), genre), ()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportFailed(not_written(folder.name, error)) from error
