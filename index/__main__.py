"""``python -m index``: the library on the command line. Data on stdout, everything else on stderr."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.command.parser import parser_for, say
from index.command.progress import Percent, say_progress
from index.command.shown import (
    added_line,
    cleaned_lines,
    cleaned_value,
    dump_value,
    found_lines,
    found_value,
    material_line,
    material_value,
)
from index.command.usage import USAGE
from index.errors import LibraryBusy, ModelFileError, StorageFull, XinhuoError
from index.settings import BUNDLED_ENCODER, LibrarySettings, read_settings

if TYPE_CHECKING:
    from index.library import Library

FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 something failed and is said, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = parser_for(RUNS).parse_args(arguments)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except XinhuoError as error:
        say(str(error))
        return FAILED
    except OSError as error:
        if not error.filename:  # of standard output; Python would try once more to write it at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # whoever read the output has gone
            say(f"“{error.filename or '标准输出'}”没能读写，请检查磁盘空间和权限。")
        return FAILED
    except KeyboardInterrupt:
        say("已停下；做完的都已保存。")
        return FAILED


# -- commands -------------------------------------------------------------------------------------------------------


def _add(options: argparse.Namespace) -> int:
    if options.preview:
        return _preview(options)
    with _library(options) as library:
        _bring_encoder(_settings(options))
        if library.needs_reencoding:
            _say_reencode()
        results = library.add(options.paths, say_progress if sys.stderr.isatty() or not _json(options) else None)
        library.tidy(build=True)
    _emit(options, [vars(result) for result in results], [added_line(result) for result in results])
    failures = [result for result in results if result.status == "failed"]
    for result in failures:
        say(f"{result.file}：{result.error}")
    return FAILED if failures else 0


def _preview(options: argparse.Namespace) -> int:
    from index.intake import cleaned_of, files_of, readable_name

    values, lines, code = [], [], 0
    for file in files_of(options.paths):
        name = readable_name(file)
        try:
            cleaned = cleaned_of(file, _settings(options))
        except XinhuoError as error:
            values.append({"file": name, "articles": [], "dropped": [], "error": str(error)})
            say(f"{name}：{error}")
            code = FAILED
            continue
        values.append({"file": name, **cleaned_value(cleaned), "error": ""})
        lines += [f"== {name}", *cleaned_lines(cleaned)]
    _emit(options, values, lines)
    return code


def _list(options: argparse.Namespace) -> int:
    with _library(options, reading_allowed=True) as library:
        materials = library.list()
    lines = [material_line(material) for material in materials]
    _emit(options, [material_value(material) for material in materials], lines or ["资料库是空的。"])
    return 0


def _remove(options: argparse.Namespace) -> int:
    with _library(options) as library:
        known = {name for material in library.list() for name in (material.material, material.file)}
        unknown = [name for name in options.materials if name not in known]
        removed = library.remove(options.materials)
        if removed:
            library.tidy()
    for name in unknown:
        say(f"资料库里没有：{name}。")
    _emit(options, removed, [f"已移除　{material}" for material in removed])
    return FAILED if unknown else 0


def _search(options: argparse.Namespace) -> int:
    queries = _queries(options)
    with _library(options, reading_allowed=True) as library:
        _bring_encoder(_settings(options))
        if library.needs_reencoding:
            _say_reencode()
        found = [library.search(query, options.k, options.genre, options.role) for query in queries]
    values = [found_value(answer) for answer in found]
    lines = [line for query, answer in zip(queries, found, strict=True) for line in found_lines(query, answer)]
    _emit(options, values if options.batch else values[0], lines)
    return 0


def _queries(options: argparse.Namespace) -> list[str]:
    if (options.query is None) == (options.batch is None):
        say("用法不对：给一个问题，或用 --batch 给一个 JSON 文件。")
        raise SystemExit(USAGE)
    if options.batch is None:
        return [options.query]
    try:
        queries = json.loads(options.batch.read_text("utf-8-sig"))
    except OSError as error:
        raise XinhuoError(f"打不开问题文件：{options.batch}。") from error
    except ValueError as error:
        raise XinhuoError(f"问题文件不是 JSON：{options.batch}。") from error
    if not isinstance(queries, list) or not all(isinstance(query, str) for query in queries):
        raise XinhuoError(f"问题文件应是一个字符串列表：{options.batch}。")
    return queries


def _dump(options: argparse.Namespace) -> int:
    with _library(options, reading_allowed=True) as library:
        passages = library.dump()
    _emit(options, [dump_value(s) for s in passages], [f"{s.passage_id}　{s.passage.text}" for s in passages])
    return 0


def _reencode(options: argparse.Namespace) -> int:
    with _library(options) as library:
        _bring_encoder(_settings(options))
        count = library.reencode(say_progress)
    _emit(options, {"passages": count}, [f"已重做 {count} 段的向量。"])
    return 0


def _backup(options: argparse.Namespace) -> int:
    with _library(options, reading_allowed=True) as library:
        library.backup(options.file)
    _emit(options, {"file": str(options.file)}, [f"已备份到　{options.file}"])
    return 0


def _restore(options: argparse.Namespace) -> int:
    from index.backup import restore

    count = restore(_settings(options), options.file)
    _emit(options, {"materials": count}, [f"已恢复 {count} 份资料。"])
    return 0


# -- shared ---------------------------------------------------------------------------------------------------------


def _settings(options: argparse.Namespace) -> LibrarySettings:
    settings = read_settings(LibrarySettings)
    home = getattr(options, "home", None)
    return settings.model_copy(update={"home": home}) if home else settings


def _json(options: argparse.Namespace) -> bool:
    return bool(getattr(options, "json", False))


def _library(options: argparse.Namespace, reading_allowed: bool = False) -> "Library":
    """The library; a command that only reads makes do with looking on while another program owns it."""
    from index.library import Library

    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    samples = not getattr(options, "no_samples", False)
    try:
        return Library.open(_settings(options), samples=samples)
    except LibraryBusy:
        if not reading_allowed:
            raise
        return Library.open(_settings(options), reading=True)


def _bring_encoder(settings: LibrarySettings) -> None:
    """See to it that the bundled encoder is on this machine; without it, search goes by words alone."""
    from index.model_files import ENCODER_DATA, fetch_encoder, find_encoder

    if settings.encoder != BUNDLED_ENCODER or find_encoder(settings.models) is not None:
        return
    say(f"第一次使用，正在取检索用的编码器（{ENCODER_DATA.size // 2**20} MB）……")
    try:
        fetch_encoder(settings.models, Percent())
    except (ModelFileError, StorageFull) as error:
        say(f"{error}现在先按字词检索。")


def _emit(options: argparse.Namespace, value: object, lines: Sequence[str]) -> None:
    if _json(options):
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in lines)
    sys.stdout.flush()


def _say_reencode() -> None:
    say("资料库的向量是另一个编码器做的，现在只按字词检索；运行 python -m index reencode 可以重做。")


RUNS = {
    "add": _add,
    "list": _list,
    "remove": _remove,
    "search": _search,
    "dump": _dump,
    "reencode": _reencode,
    "backup": _backup,
    "restore": _restore,
}

if __name__ == "__main__":
    raise SystemExit(main())
