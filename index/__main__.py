"""``python -m index``: the library on the command line. Data on stdout, everything else on stderr."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from index.errors import LibraryBusy, ModelFileError, XinhuoError
from index.material import GENRES, ROLES, Cleaned, StoredPassage
from index.records import Added, AddProgress, Found
from index.settings import BUNDLED_ENCODER, LibrarySettings

if TYPE_CHECKING:
    from index.library import Library

FAILED = 1
USAGE = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 something failed and is said, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except XinhuoError as error:
        _say(str(error))
        return FAILED
    except KeyboardInterrupt:
        _say("已停下；做完的都已保存。")
        return FAILED


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _say(f"用法不对：{message}")
        _say(self.format_usage().strip().replace("usage:", "用法："))
        raise SystemExit(USAGE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m index", description="薪火文稿的资料库：添加、列出、移除、检索。")
    _common(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=_Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        _common(sub)
        sub.set_defaults(run=run)
        return sub

    add = command("add", _add, "添加文件，或文件夹里的全部文件")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--preview", action="store_true", help="只看会留下和去掉什么，不入库")
    add.add_argument("--whole", action="store_true", help="不做清理，全文入库")
    command("list", _list, "列出资料")
    remove = command("remove", _remove, "移除资料和它的全部片段")
    remove.add_argument("materials", nargs="+", metavar="MATERIAL")
    search = command("search", _search, "检索片段")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("--batch", type=Path, metavar="FILE", help="JSON 文件，内容是一个问题列表")
    search.add_argument("-k", type=_positive, default=5, metavar="N", help="最多几段（默认 5）")
    search.add_argument("--genre", default="", choices=[*GENRES, ""], metavar="文种", help="、".join(GENRES))
    search.add_argument("--role", default="", choices=[*ROLES, ""], metavar="部位", help="、".join(ROLES))
    command("dump", _dump, "列出全部片段")
    command("reencode", _reencode, "换了编码器之后，重做全部向量")
    backup = command("backup", _backup, "把资料库写进一个文件")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = command("restore", _restore, "用备份文件换回资料库")
    restore.add_argument("file", type=Path, metavar="FILE")
    return parser


def _common(parser: argparse.ArgumentParser) -> None:
    absent = argparse.SUPPRESS  # a flag before the command must survive the command's own default
    parser.add_argument("--home", type=Path, default=absent, metavar="DIR", help="数据文件夹（代替 XINHUO_HOME）")
    parser.add_argument("--json", action="store_true", default=absent, help="标准输出只给一个 JSON 值")
    parser.add_argument("--no-samples", action="store_true", default=absent, help="新建资料库时不带自带样稿")


def _positive(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError("要 1 到 1000 之间的整数")
    return int(text)


# -- commands -------------------------------------------------------------------------------------------------------


def _add(options: argparse.Namespace) -> int:
    if options.preview:
        return _preview(options)
    with _library(options) as library:
        _bring_encoder(_settings(options))
        if library.needs_reencoding:
            _say_reencode()
        results = library.add(options.paths, _progress if sys.stderr.isatty() or not _json(options) else None)
        library.tidy(build=True)
    _emit(options, [vars(result) for result in results], [_added_line(result) for result in results])
    failures = [result for result in results if result.status == "failed"]
    for result in failures:
        _say(f"{result.file}：{result.error}")
    return FAILED if failures else 0


def _added_line(result: Added) -> str:
    words = {"added": "已添加", "duplicate": "已有，未重复添加", "updated": "已更新", "failed": "失败"}
    counts = f"（{result.articles} 篇，{result.passages} 段）" if result.passages else ""
    return f"{words[result.status]}　{result.file}{counts}"


def _preview(options: argparse.Namespace) -> int:
    from index.intake import file_hash, files_of, take_in

    values, lines, code = [], [], 0
    for file in files_of(options.paths):
        try:
            cleaned = take_in(file, _settings(options), file_hash(file)).cleaned
        except XinhuoError as error:
            values.append({"file": str(file), "articles": [], "dropped": [], "error": str(error)})
            _say(f"{file}：{error}")
            code = FAILED
            continue
        values.append({"file": str(file), **_cleaned_value(cleaned), "error": ""})
        lines += [f"== {file}", *_cleaned_lines(cleaned)]
    _emit(options, values, lines)
    return code


def _cleaned_value(cleaned: Cleaned) -> dict[str, Any]:
    return {
        "articles": [
            {
                "title": article.title,
                "genre": article.genre,
                "unit": article.unit,
                "date": article.date,
                "text": "\n".join(paragraph.text for paragraph in article.paragraphs),
            }
            for article in cleaned.articles
        ],
        "dropped": [{"text": line, "reason": reason} for line, reason in cleaned.dropped],
    }


def _cleaned_lines(cleaned: Cleaned) -> list[str]:
    lines = []
    for number, article in enumerate(cleaned.articles, 1):
        lines += [f"-- 留下第 {number} 篇：{article.title}（{article.genre}）"]
        lines += [
            "#" * paragraph.level + " " * bool(paragraph.level) + paragraph.text for paragraph in article.paragraphs
        ]
    return [*lines, "-- 去掉：", *(f"[{reason}] {line}" for line, reason in cleaned.dropped)]


def _list(options: argparse.Namespace) -> int:
    with _library(options, reading_allowed=True) as library:
        materials = library.list()
    keys = ("material", "file", "title", "articles", "passages", "genres", "added_at")
    values = [{key: getattr(material, key) for key in keys} for material in materials]
    lines = [
        f"{m.material}　{m.file}　{m.title}　{m.articles} 篇 {m.passages} 段　{'、'.join(m.genres)}" for m in materials
    ]
    _emit(options, values, lines or ["资料库是空的。"])
    return 0


def _remove(options: argparse.Namespace) -> int:
    with _library(options) as library:
        known = {name for material in library.list() for name in (material.material, material.file)}
        unknown = [name for name in options.materials if name not in known]
        removed = library.remove(options.materials)
        if removed:
            library.tidy()
    for name in unknown:
        _say(f"资料库里没有：{name}。")
    _emit(options, removed, [f"已移除　{material}" for material in removed])
    return FAILED if unknown else 0


def _search(options: argparse.Namespace) -> int:
    queries = _queries(options)
    with _library(options, reading_allowed=True) as library:
        _bring_encoder(_settings(options))
        if library.needs_reencoding:
            _say_reencode()
        found = [library.search(query, options.k, options.genre, options.role) for query in queries]
    values = [_found_value(answer) for answer in found]
    lines = [line for query, answer in zip(queries, found, strict=True) for line in _found_lines(query, answer)]
    _emit(options, values if options.batch else values[0], lines)
    return 0


def _queries(options: argparse.Namespace) -> list[str]:
    if (options.query is None) == (options.batch is None):
        _say("用法不对：给一个问题，或用 --batch 给一个 JSON 文件。")
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


def _found_value(found: Found) -> dict[str, Any]:
    return {
        "confident": found.confident,
        "passages": [
            {
                "passage_id": s.passage_id,
                "text": s.passage.text,
                "score": s.score,
                "file": s.file,
                "article": s.article,
                "genre": s.passage.genre,
                "headings": list(s.passage.headings),
            }
            for s in found.passages
        ],
    }


def _found_lines(query: str, found: Found) -> list[str]:
    lines = [f"问：{query}"] + ([] if found.confident else ["（资料库里没有很合适的，下面是最接近的。）"])
    for number, s in enumerate(found.passages, 1):
        where = " > ".join((s.file, s.article, *s.passage.headings))
        lines += [f"{number}. {where}（{s.passage.genre}，{s.score:.2f}）", f"   {s.passage.text}"]
    return lines


def _dump(options: argparse.Namespace) -> int:
    with _library(options, reading_allowed=True) as library:
        passages = library.dump()
    _emit(options, [_dump_value(s) for s in passages], [f"{s.passage_id}　{s.passage.text}" for s in passages])
    return 0


def _dump_value(s: StoredPassage) -> dict[str, Any]:
    return {
        "passage_id": s.passage_id,
        "file": s.file,
        "article": s.article,
        "article_number": s.article_number,
        "genre": s.passage.genre,
        "headings": list(s.passage.headings),
        "text": s.passage.text,
    }


def _reencode(options: argparse.Namespace) -> int:
    with _library(options) as library:
        _bring_encoder(_settings(options))
        count = library.reencode(_progress)
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
    settings = LibrarySettings()
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
    _say(f"第一次使用，正在取检索用的编码器（{ENCODER_DATA.size // 2**20} MB）……")
    try:
        fetch_encoder(settings.models, _Percent())
    except ModelFileError as error:
        _say(f"{error}现在先按字词检索。")


class _Percent:
    """Says how much of a download is there, every tenth of it."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, done: int, total: int) -> None:
        tenth = done * 10 // max(1, total)
        if tenth > self._said:
            self._said = tenth
            _say(f"[{tenth * 10:3d}%] {done // 2**20}/{total // 2**20} MB")


def _progress(progress: AddProgress) -> None:
    left = f"，约还要 {progress.seconds_left:.0f} 秒" if progress.seconds_left else ""
    name = f" {progress.file}" if progress.file else ""
    _say(f"[{progress.share:4.0%}] {progress.done}/{progress.total} {progress.stage}{name}{left}")


def _emit(options: argparse.Namespace, value: object, lines: Sequence[str]) -> None:
    if _json(options):
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.writelines(line + "\n" for line in lines)
    sys.stdout.flush()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _say_reencode() -> None:
    _say("资料库的向量是另一个编码器做的，现在只按字词检索；运行 python -m index reencode 可以重做。")


if __name__ == "__main__":
    raise SystemExit(main())
