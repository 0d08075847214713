"""A command line that speaks Chinese: its help, its usage, and what is wrong with what was typed."""

import argparse
import logging
import os
import re
import sys
from typing import Any, NoReturn

USAGE = 2
"""The exit code of wrong usage."""

# What argparse says, of Python 3.11 to 3.14; anything else is passed on as it is.
_SAID = (
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"one of the arguments (.+) is required", r"\1 要写一个"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"ambiguous option: (\S+) could match (.+)", r"\1 可以是 \2，请写全"),
    (r"argument (.+?): invalid choice: (.+?) \(choose from (.*)\)", r"\1 不能是 \2，可以是 \3"),
    (r"argument (.+?): expected (?:one|1) argument", r"\1 后面要写一个值"),
    (r"argument (.+?): expected at least one argument", r"\1 后面至少要写一个值"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 和 \2 只能写一个"),
    (r"argument (.+?): ignored explicit argument (.+)", r"\1 后面不用写值，写了 \2"),
    (r"argument (.+?): invalid (?:int|float|_positive|Path) value: (.+)", r"\1 的值 \2 不对"),
    (r"argument (.+?): (.+)", r"\1：\2"),
)


def log_level() -> str:
    """How much the log says: ``XINHUO_LOG`` where it names a level, else WARNING."""
    wanted = os.environ.get("XINHUO_LOG", "").upper()
    return wanted if wanted in logging.getLevelNamesMapping() else "WARNING"


class Parser(argparse.ArgumentParser):
    """``argparse.ArgumentParser`` in Chinese. Wrong usage is said on standard error and ends with exit code 2."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  argparse's own
        super().__init__(add_help=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_usage(self) -> str:
        """The usage line."""
        return super().format_usage().replace("usage:", "用法：", 1)

    def format_help(self) -> str:
        """The whole help."""
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how it is used."""
        self.print_usage(sys.stderr)
        self.exit(USAGE, f"用法不对：{_in_chinese(message)}。\n")


def _in_chinese(message: str) -> str:
    for pattern, words in _SAID:
        if match := re.fullmatch(pattern, message, re.S):
            return match.expand(words)
    return message
