"""The commands that write: an outline, a draft, a change, an example."""

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.command_io import (
    Add,
    Bar,
    add_layout,
    check_target,
    give,
    give_json,
    lines,
    read,
    say,
    settings_of,
    wants_json,
    write,
)
from assistant.errors import ModelUnavailable
from index.errors import ModelFileError, StorageFull, XinhuoError

if TYPE_CHECKING:
    from assistant.brief import Brief
    from assistant.draft import Draft
    from assistant.model import Model
    from assistant.report import Report
    from assistant.settings import Settings
    from assistant.writing.writer import Writer


def add_commands(add: Add) -> None:
    """Add ``outline``, ``draft``, ``revise`` and ``example``; ``add`` is how the parser takes a command."""
    outline = add("outline", "由要点列提纲", _outline)
    outline.add_argument("brief", type=Path)
    draft = add("draft", "由要点写出初稿", _draft)
    draft.add_argument("brief", type=Path)
    draft.add_argument("--out", type=Path, required=True, help="F.docx 或 F.md")
    draft.add_argument("--markdown", type=Path, help="另存一份 Markdown")
    draft.add_argument("--report", type=Path, help="核对报告 JSON")
    add_layout(draft)
    revise = add("revise", "按要求修改文稿", _revise)
    revise.add_argument("draft", type=Path)
    revise.add_argument("--ask", required=True)
    revise.add_argument("--facts", type=Path, required=True)
    revise.add_argument("--out", type=Path, required=True)
    revise.add_argument("--genre", default="")
    example = add("example", "按主题找样段", _example)
    example.add_argument("theme")
    example.add_argument("--unit", default="")


@contextmanager
def _writer(options: argparse.Namespace, settings: "Settings", *, need_model: bool = True) -> "Iterator[Writer]":
    """The composition root of the commands that write: library, model, writer."""
    from assistant.writing.writer import Writer
    from index.library import Library

    model = _model(settings) if need_model else None
    try:
        _bring_encoder(settings)
        with Library.open(settings, samples=not getattr(options, "no_samples", False)) as library:
            yield Writer(model, library, settings)
    finally:
        if model:
            model.close()


def _model(settings: "Settings") -> "Model | None":
    """The writing model; None where the one that comes with the program is not to be had, which is said."""
    from assistant.model import open_model

    try:
        return open_model(settings, Bar("下载写作模型"))
    except (ModelFileError, StorageFull) as error:
        say(f"{error}先按要点直接成文。")
    except ModelUnavailable as error:
        if not settings.bundled:
            raise
        say(f"{error}先按要点直接成文。")
    return None


def _brief(options: argparse.Namespace, settings: "Settings") -> "Brief":
    from assistant.brief import parse_brief
    from assistant.writing.genres import genres

    return parse_brief(read(options.brief), genres(settings.home / "genres"))


def _bring_encoder(settings: "Settings") -> None:
    """Fetch the bundled encoder where it is wanted and missing; without it samples are found by words alone."""
    from index.model_files import fetch_encoder, find_encoder
    from index.settings import BUNDLED_ENCODER

    if settings.encoder != BUNDLED_ENCODER or find_encoder(settings.models) is not None:
        return
    try:
        fetch_encoder(settings.models, Bar("下载检索模型"))
    except (ModelFileError, StorageFull) as error:
        say(f"{error}先按字词查样稿。")


def _outline(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    brief = _brief(options, settings)
    with _writer(options, settings, need_model=False) as writer:
        outline = writer.outline(brief)
    sections = [{"heading": s.heading, "facts": list(s.facts), "budget": s.budget} for s in outline.sections]
    give_json({"title": outline.title, "sections": sections})
    return 0


def _draft(options: argparse.Namespace) -> int:
    from assistant.events import Drafted, Progress, Said

    settings = settings_of(options)
    brief = _brief(options, settings)
    _check_layout(options)
    finished: Drafted | None = None
    with _writer(options, settings) as writer:
        for event in writer.draft(brief):
            if isinstance(event, Drafted):
                finished = event
            elif isinstance(event, (Progress, Said)):
                say(event.text)
    if finished is None:
        raise XinhuoError("没有写成，请再试一次。")
    _save_draft(finished.draft, finished.report, options)
    report = finished.report.to_dict()
    if options.report:
        write(options.report, json.dumps(report, ensure_ascii=False, indent=2))
    if wants_json(options):
        give_json(report)
    else:
        give(options.out)
    return 0


def _check_layout(options: argparse.Namespace) -> None:
    """What would fail only after minutes of writing fails at once."""
    from assistant.word import load_profile

    load_profile(options.profile or None)
    for path in (options.out, options.markdown, options.report):
        if path:
            check_target(path)


def _save_draft(draft: "Draft", report: "Report", options: argparse.Namespace) -> None:
    markdown = draft.to_markdown()
    if options.markdown:
        write(options.markdown, markdown)
    if options.out.suffix.lower() == ".md":
        write(options.out, markdown)
        return
    from assistant.word import export_draft

    result = export_draft(
        draft, options.out, genre=draft.genre, edition=options.edition, profile=options.profile or None, report=report
    )
    for warning in result.warnings:
        say(warning)


def _revise(options: argparse.Namespace) -> int:
    from assistant.brief import Brief, genre_named
    from assistant.draft_reading import parse_markdown
    from assistant.events import Proposed, Said
    from assistant.work import Work
    from assistant.writing.genres import genres

    settings = settings_of(options)
    genre = genre_named(options.genre, genres(settings.home / "genres")) if options.genre else ""
    draft = parse_markdown(read(options.draft), genre)
    brief = Brief(genre=genre, facts=tuple(lines(read(options.facts))))
    check_target(options.out)
    changed: Proposed | None = None
    with _writer(options, settings) as writer:
        for event in writer.revise(Work(brief, None, draft), options.ask):
            if isinstance(event, Proposed):
                changed = event
                say(event.summary)
            elif isinstance(event, Said):
                say(event.text)
    if changed is None:
        return 1
    write(options.out, changed.after.to_markdown())
    if wants_json(options):
        give_json({"summary": changed.summary, "out": str(options.out)})
    else:
        give(options.out)
    return 0


def _example(options: argparse.Namespace) -> int:
    with _writer(options, settings_of(options)) as writer:
        found = writer.example(options.theme, options.unit)
    originals = [
        {"text": o.text, "file": o.file, "article": o.article, "headings": list(o.headings)} for o in found.originals
    ]
    if not originals:
        say("没有合适的样段。")
    give_json({"originals": originals, "adapted": found.adapted})
    return 0
