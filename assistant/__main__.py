"""The command line of the assistant. Data goes to standard output, progress and logs to standard error."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from assistant import command_drafts, command_model, command_papers, command_users
from assistant.command_io import say
from assistant.errors import not_written
from index.errors import XinhuoError


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
        say(str(error))
    except OSError as error:
        if not error.filename:
            raise
        say(not_written(Path(str(error.filename)).name, error))
    except KeyboardInterrupt:
        say("已停止。")
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

    for module in (command_drafts, command_papers, command_model, command_users):
        module.add_commands(add)
    return parser


if __name__ == "__main__":
    sys.exit(main())
