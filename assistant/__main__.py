"""The command line of the assistant. Data goes to standard output, progress and logs to standard error."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import command_drafts, command_model, command_papers, command_users
from assistant.command_io import say
from assistant.errors import not_written
from index.command.usage import Parser, log_level
from index.errors import XinhuoError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 something failed and was said, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=log_level(), stream=sys.stderr, format="%(message)s")
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        code = run(options)
        sys.stdout.flush()
        return code
    except XinhuoError as error:
        say(str(error))
    except OSError as error:
        if not error.filename:  # of standard output; Python would try once more to write it at the end
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # whoever read the output has gone
            say(not_written(Path(str(error.filename or "标准输出")).name, error))
    except KeyboardInterrupt:
        say("已停止。")
    return 1


def _parser() -> Parser:
    parser = Parser(prog="python -m assistant", description="薪火文稿：起草、核对、导出")
    _shared(parser)
    commands = parser.add_subparsers(required=True, metavar="命令", parser_class=Parser)

    def add(name: str, help_text: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=help_text, description=help_text)
        _shared(command)
        command.set_defaults(run=run)
        return command

    for module in (command_drafts, command_papers, command_model, command_users):
        module.add_commands(add)
    return parser


def _shared(parser: argparse.ArgumentParser) -> None:
    absent = argparse.SUPPRESS  # a flag before the command must survive the command's own default
    parser.add_argument("--home", type=Path, default=absent, metavar="文件夹", help="数据所在的文件夹")
    parser.add_argument("--json", action="store_true", default=absent, help="只输出一个 JSON 值")
    parser.add_argument("--no-samples", action="store_true", default=absent, help="不用自带的样稿")


if __name__ == "__main__":
    sys.exit(main())
