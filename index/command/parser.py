"""What may be written after ``python -m index``."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from index.command.usage import Parser
from index.material import GENRES, ROLES

Run = Callable[[argparse.Namespace], int]


def say(line: str) -> None:
    """One line to whoever watches."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def parser_for(runs: Mapping[str, Run]) -> argparse.ArgumentParser:
    """The parser of all commands; ``runs`` gives what each one does. Wrong usage is said and ends with ``USAGE``."""
    parser = Parser(prog="python -m index", description="薪火文稿的资料库：添加、列出、移除、检索。")
    _common(parser)
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", parser_class=Parser)

    def command(name: str, about: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        _common(sub)
        sub.set_defaults(run=runs[name])
        return sub

    add = command("add", "添加文件，或文件夹里的全部文件")
    add.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    add.add_argument("--preview", action="store_true", help="只看会留下和去掉什么，不入库")
    add.add_argument("--whole", action="store_true", help="不做清理，全文入库")
    command("list", "列出资料")
    remove = command("remove", "移除资料和它的全部片段")
    remove.add_argument("materials", nargs="+", metavar="MATERIAL")
    search = command("search", "检索片段")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("--batch", type=Path, metavar="FILE", help="JSON 文件，内容是一个问题列表")
    search.add_argument("-k", type=_positive, default=5, metavar="N", help="最多几段（默认 5）")
    search.add_argument("--genre", default="", choices=[*GENRES, ""], metavar="文种", help="、".join(GENRES))
    search.add_argument("--role", default="", choices=[*ROLES, ""], metavar="部位", help="、".join(ROLES))
    command("dump", "列出全部片段")
    command("reencode", "换了编码器之后，重做全部向量")
    backup = command("backup", "把资料库写进一个文件")
    backup.add_argument("file", type=Path, metavar="FILE")
    restore = command("restore", "用备份文件换回资料库")
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
