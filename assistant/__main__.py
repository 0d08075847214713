"""The command line of the assistant. Data goes to standard output, progress and logs to standard error."""

import argparse
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from assistant.command_users import add_commands
from index.errors import ModelFileError, StorageFull, XinhuoError

if TYPE_CHECKING:
    from assistant.draft import Draft
    from assistant.report import Report
    from assistant.settings import Settings
    from assistant.writing.writer import Writer

EDITIONS = ("正式版", "核对版")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 something failed and was said, 2 wrong usage."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=os.environ.get("XINHUO_LOG", "WARNING"), stream=sys.stderr, format="%(message)s")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except XinhuoError as error:
        _say(str(error))
    except KeyboardInterrupt:
        _say("已停止。")
    return 1


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"用法不对：{message}\n")


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False)
    shared.add_argument("--home", type=Path, default=argparse.SUPPRESS, help="数据所在的文件夹")
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="只输出一个 JSON 值")
    shared.add_argument("--no-samples", action="store_true", default=argparse.SUPPRESS, help="不用自带的样稿")
    parser = _Parser(prog="python -m assistant", description="薪火文稿：起草、核对、导出", parents=[shared])
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=_Parser)

    def add(name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, parents=[shared])
        command.set_defaults(run=run)
        return command

    outline = add("outline", "由要点列提纲", _outline)
    outline.add_argument("brief", type=Path)
    draft = add("draft", "由要点写出初稿", _draft)
    draft.add_argument("brief", type=Path)
    draft.add_argument("--out", type=Path, required=True, help="F.docx 或 F.md")
    draft.add_argument("--markdown", type=Path, help="另存一份 Markdown")
    draft.add_argument("--report", type=Path, help="核对报告 JSON")
    draft.add_argument("--edition", choices=EDITIONS, default="正式版")
    draft.add_argument("--profile", default="", help="版式名或版式文件")
    check = add("check", "只核对，不用写作模型", _check)
    check.add_argument("draft", type=Path, nargs="?")
    check.add_argument("--facts", type=Path)
    check.add_argument("--samples", type=Path)
    check.add_argument("--genre", default="")
    check.add_argument("--batch", type=Path, help="一批核对题 JSON")
    revise = add("revise", "按要求修改文稿", _revise)
    revise.add_argument("draft", type=Path)
    revise.add_argument("--ask", required=True)
    revise.add_argument("--facts", type=Path, required=True)
    revise.add_argument("--out", type=Path, required=True)
    revise.add_argument("--genre", default="")
    example = add("example", "按主题找样段", _example)
    example.add_argument("theme")
    example.add_argument("--unit", default="")
    export = add("export", "文稿转成 Word，不用写作模型", _export)
    export.add_argument("draft", type=Path, help="DRAFT.md、.docx，或一个文件夹")
    export.add_argument("--out", type=Path, required=True)
    export.add_argument("--genre", default="")
    export.add_argument("--edition", choices=EDITIONS, default="正式版")
    export.add_argument("--profile", default="", help="版式名或版式文件")
    export.add_argument("--facts", type=Path, help="要点文件：有它，核对版才能逐处批注")
    model = add("model", "写作模型的来源与状态", _model)
    model.add_argument("action", nargs="?", choices=("status", "fetch"), default="status")
    add_commands(add)
    return parser


def _settings(options: argparse.Namespace) -> "Settings":
    from assistant.settings import Settings

    home = getattr(options, "home", None)
    return Settings(home=home) if home else Settings()


@contextmanager
def _writer(options: argparse.Namespace, *, need_model: bool = True) -> "Iterator[Writer]":
    """The composition root of the commands that write: settings, library, model, writer."""
    from assistant.model import open_model
    from assistant.writing.writer import Writer
    from index.library import Library

    settings = _settings(options)
    model = None
    if need_model:
        try:
            model = open_model(settings, _Bar("下载写作模型"))
        except (ModelFileError, StorageFull) as error:
            _say(f"{error} 先按要点直接成文。")
    _bring_encoder(settings)
    try:
        with Library.open(settings, samples=not getattr(options, "no_samples", False)) as library:
            yield Writer(model, library, settings)
    finally:
        if model:
            model.close()


def _bring_encoder(settings: "Settings") -> None:
    """Fetch the bundled encoder where it is wanted and missing; without it samples are found by words alone."""
    from index.model_files import fetch_encoder, find_encoder
    from index.settings import BUNDLED_ENCODER

    if settings.encoder != BUNDLED_ENCODER or find_encoder(settings.models) is not None:
        return
    try:
        fetch_encoder(settings.models, _Bar("下载检索模型"))
    except (ModelFileError, StorageFull) as error:
        _say(f"{error} 先按字词查样稿。")


def _outline(options: argparse.Namespace) -> int:
    from assistant.brief import parse_brief

    brief = parse_brief(_read(options.brief))
    with _writer(options, need_model=False) as writer:
        outline = writer.outline(brief)
    sections = [{"heading": s.heading, "facts": list(s.facts), "budget": s.budget} for s in outline.sections]
    _print({"title": outline.title, "sections": sections})
    return 0


def _draft(options: argparse.Namespace) -> int:
    from assistant.brief import parse_brief
    from assistant.events import Drafted, Progress, Said

    brief = parse_brief(_read(options.brief))
    finished: Drafted | None = None
    with _writer(options) as writer:
        for event in writer.draft(brief):
            if isinstance(event, Drafted):
                finished = event
            elif isinstance(event, (Progress, Said)):
                _say(event.text)
    if finished is None:
        raise XinhuoError("没有写成，请再试一次。")
    _save_draft(finished.draft, finished.report, options)
    report = finished.report.to_dict()
    if options.report:
        _write(options.report, json.dumps(report, ensure_ascii=False, indent=2))
    if getattr(options, "json", False):
        _print(report)
    else:
        print(options.out)
    return 0


def _save_draft(draft: "Draft", report: "Report", options: argparse.Namespace) -> None:
    markdown = draft.to_markdown()
    if options.markdown:
        _write(options.markdown, markdown)
    if options.out.suffix.lower() == ".md":
        _write(options.out, markdown)
        return
    from assistant.word import export_draft

    result = export_draft(
        draft, options.out, genre=draft.genre, edition=options.edition, profile=options.profile or None, report=report
    )
    for warning in result.warnings:
        _say(warning)


def _check(options: argparse.Namespace) -> int:
    from assistant.ledger import judge

    if options.batch:
        _print([_check_case(case) for case in _read_json_list(options.batch)])
        return 0
    if not options.draft or not options.facts:
        _say("用法不对：要写 check DRAFT.md --facts FACTS.txt，或 check --batch CASES.json")
        return 2
    from assistant.review import text_findings

    text = _read(options.draft)
    samples = _blocks(_read(options.samples)) if options.samples else []
    judgement = judge(text, _lines(_read(options.facts)), samples)
    _print(
        {
            "claims": [claim.to_dict() for claim in judgement.claims],
            "uncovered": list(judgement.uncovered),
            "findings": [asdict(finding) for finding in text_findings(text, options.genre)],
        }
    )
    return 0


def _check_case(case: dict[str, Any]) -> dict[str, Any]:
    from assistant.ledger import judge

    facts, samples = case.get("facts") or [], case.get("samples") or []
    if isinstance(facts, str):
        facts = _lines(facts)
    if isinstance(samples, str):
        samples = _blocks(samples)
    judgement = judge(str(case.get("draft", "")), facts, samples)
    claims = [claim.to_dict() for claim in judgement.claims]
    return {"id": case.get("id"), "claims": claims, "uncovered": list(judgement.uncovered)}


def _revise(options: argparse.Namespace) -> int:
    from assistant.brief import Brief
    from assistant.draft import parse_markdown
    from assistant.events import Proposed, Said
    from assistant.work import Work

    draft = parse_markdown(_read(options.draft), options.genre)
    brief = Brief(genre=options.genre, facts=tuple(_lines(_read(options.facts))))
    changed: Proposed | None = None
    with _writer(options) as writer:
        for event in writer.revise(Work(brief, None, draft), options.ask):
            if isinstance(event, Proposed):
                changed = event
                _say(event.summary)
            elif isinstance(event, Said):
                _say(event.text)
    if changed is None:
        return 1
    _write(options.out, changed.after.to_markdown())
    if getattr(options, "json", False):
        _print({"summary": changed.summary, "out": str(options.out)})
    else:
        print(options.out)
    return 0


def _example(options: argparse.Namespace) -> int:
    with _writer(options) as writer:
        found = writer.example(options.theme, options.unit)
    originals = [
        {"text": o.text, "file": o.file, "article": o.article, "headings": list(o.headings)} for o in found.originals
    ]
    if not originals:
        _say("没有合适的样段。")
    _print({"originals": originals, "adapted": found.adapted})
    return 0


def _export(options: argparse.Namespace) -> int:
    from assistant.brief import genre_named
    from assistant.word.batch import export_path

    results, failed = export_path(
        options.draft,
        options.out,
        genre=genre_named(options.genre) if options.genre else "",
        edition=options.edition,
        profile=options.profile or None,
        facts=_lines(_read(options.facts)) if options.facts else (),
    )
    for result in results:
        for warning in result.warnings:
            _say(warning)
    for message in failed:
        _say(message)
    if getattr(options, "json", False):
        _print([{"out": str(r.path), "warnings": list(r.warnings)} for r in results])
    else:
        for result in results:
            print(result.path)
    return 1 if failed else 0


def _model(options: argparse.Namespace) -> int:
    from assistant.model import model_status
    from index.model_files import fetch_gguf

    settings = _settings(options)
    if options.action == "fetch" and settings.bundled and not settings.gguf:
        fetch_gguf(settings.models, _Bar("下载写作模型"))
    status = model_status(settings)
    _print(asdict(status))
    if status.message:
        _say(status.message)
    return 0 if status.present or options.action == "status" else 1


class _Bar:
    """A progress bar on standard error, fed with bytes done and bytes in all."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=total, desc=self._label, unit="B", unit_scale=True, file=sys.stderr)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._bar.close()
            self._bar = None


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _print(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _read(path: Path) -> str:
    """The file's text. Offsets of claims count characters of this text (line ends as one character)."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise XinhuoError(f"找不到文件：{path.name}") from error
    except OSError as error:
        raise XinhuoError(f"打不开文件：{path.name}") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_json_list(path: Path) -> list[dict[str, Any]]:
    try:
        value = json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise XinhuoError(f"{path.name} 不是正确的 JSON（第 {error.lineno} 行）。") from error
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise XinhuoError(f"{path.name} 里应是一列核对题。")
    return value


def _write(path: Path, text: str) -> None:
    """Write the whole file or nothing of it."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8", errors="replace", newline="\n")
        part.replace(path)
    except OSError as error:
        raise StorageFull(f"写不了文件 {path.name}：磁盘满了，或文件夹不能写入。") from error


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]


def _blocks(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n[ \t\u3000]*\n", text.lstrip("\ufeff")) if block.strip()]


if __name__ == "__main__":
    sys.exit(main())
