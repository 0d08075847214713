"""The commands about finished text: check it against the facts, turn it into Word."""

import argparse
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.command_io import Add, add_layout, blocks, give, give_json, lines, read, read_json_list, say, wants_json
from index.errors import XinhuoError


def add_commands(add: Add) -> None:
    """Add ``check`` and ``export``; ``add`` is how the parser takes a command."""
    check = add("check", "只核对，不用写作模型", _check)
    check.add_argument("draft", type=Path, nargs="?")
    check.add_argument("--facts", type=Path)
    check.add_argument("--samples", type=Path)
    check.add_argument("--genre", default="")
    check.add_argument("--batch", type=Path, help="一批核对题 JSON")
    export = add("export", "文稿转成 Word，不用写作模型", _export)
    export.add_argument("draft", type=Path, help="DRAFT.md、.docx，或一个文件夹")
    export.add_argument("--out", type=Path, required=True)
    export.add_argument("--genre", default="")
    add_layout(export)
    export.add_argument("--facts", type=Path, help="要点文件：有它，核对版才能逐处批注")


def _check(options: argparse.Namespace) -> int:
    from assistant.ledger import judge

    if options.batch:
        give_json([_check_case(case) for case in read_json_list(options.batch)])
        return 0
    if not options.draft or not options.facts:
        say("用法不对：要写 check DRAFT.md --facts FACTS.txt，或 check --batch CASES.json")
        return 2
    from assistant.review import text_findings

    genre = _genre(options)
    text = read(options.draft)
    samples = blocks(read(options.samples)) if options.samples else []
    judgement = judge(text, lines(read(options.facts)), samples)
    give_json(
        {
            "claims": [claim.to_dict() for claim in judgement.claims],
            "uncovered": list(judgement.uncovered),
            "findings": [asdict(finding) for finding in text_findings(text, genre)],
        }
    )
    return 0


def _check_case(case: dict[str, Any]) -> dict[str, Any]:
    from assistant.ledger import judge

    judgement = judge(str(case.get("draft") or ""), _texts(case, "facts", lines), _texts(case, "samples", blocks))
    claims = [claim.to_dict() for claim in judgement.claims]
    return {"id": case.get("id"), "claims": claims, "uncovered": list(judgement.uncovered)}


def _texts(case: dict[str, Any], key: str, cut: Callable[[str], list[str]]) -> list[str]:
    value = case.get(key) or []
    if isinstance(value, str):
        return cut(value)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise XinhuoError(f"核对题“{case.get('id')}”里的 {key} 应是一列文字。")
    return value


def _genre(options: argparse.Namespace) -> str:
    from assistant.brief import genre_named

    return genre_named(options.genre) if options.genre else ""


def _export(options: argparse.Namespace) -> int:
    from assistant.word.batch import export_path

    results, failed = export_path(
        options.draft,
        options.out,
        genre=_genre(options),
        edition=options.edition,
        profile=options.profile or None,
        facts=lines(read(options.facts)) if options.facts else (),
    )
    for result in results:
        for warning in result.warnings:
            say(warning)
    for message in failed:
        say(message)
    if wants_json(options):
        give_json([{"out": str(r.path), "warnings": list(r.warnings)} for r in results])
    else:
        for result in results:
            give(result.path)
    return 1 if failed else 0
