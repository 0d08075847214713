"""What the commands share: their files read and written, what goes to standard output and to standard error."""

import argparse
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.json_text import parse_json
from assistant.plain_text import decoded
from index.errors import XinhuoError

if TYPE_CHECKING:
    from assistant.settings import Settings

Add = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
"""How a parser takes a command: its name, its help, what carries it out and returns the exit code."""


def add_layout(command: argparse.ArgumentParser) -> None:
    """Add the options on how a Word file is set."""
    command.add_argument("--edition", choices=("正式版", "核对版"), default="正式版")
    command.add_argument("--profile", default="", help="版式名或版式文件")


def settings_of(options: argparse.Namespace) -> "Settings":
    """The settings, with the home that the command line names. Raises ``XinhuoError`` naming what is wrong."""
    from assistant.settings import Settings
    from index.settings import read_settings

    home = getattr(options, "home", None)
    return read_settings(Settings, home=home) if home else read_settings(Settings)


def wants_json(options: argparse.Namespace) -> bool:
    """Whether standard output must hold one JSON value."""
    return bool(getattr(options, "json", False))


class Bar:
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


def say(text: str) -> None:
    """One line for the user, on standard error."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def give(text: object) -> None:
    """One line of data, on standard output."""
    sys.stdout.write(f"{text}\n")


def give_json(value: object) -> None:
    """``value`` as the one JSON value of standard output."""
    give(json.dumps(value, ensure_ascii=False, indent=2))


def read(path: Path) -> str:
    """The file's text, whatever it was saved as. Offsets of claims count characters of it (line ends as one character).

    Raises ``XinhuoError`` where there is no such file, it cannot be opened, or it is no text.
    """
    try:
        return decoded(path.read_bytes())
    except FileNotFoundError as error:
        raise XinhuoError(f"找不到文件：{path.name}") from error
    except OSError as error:
        raise XinhuoError(f"打不开文件：{path.name}") from error


def read_json_list(path: Path) -> list[dict[str, Any]]:
    """The list of JSON objects in a file. Raises ``XinhuoError`` with the line where it is none."""
    value = parse_json(read(path), path.name)
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise XinhuoError(f"{path.name} 里应是一列核对题。")
    return value


def write(path: Path, text: str) -> None:
    """Write the whole file or nothing of it. Raises ``ExportFailed`` with the reason."""
    from assistant.word.files import write_bytes

    write_bytes(path, text.encode("utf-8", "replace"))


def check_target(path: Path) -> None:
    """See beforehand that a file can be put at ``path``. Raises ``ExportFailed`` with the reason."""
    from assistant.word.files import check_writable

    check_writable(path)


def lines(text: str) -> list[str]:
    """The lines that hold something, trimmed."""
    return [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]


def blocks(text: str) -> list[str]:
    """The pieces that blank lines part."""
    return [block.strip() for block in re.split(r"\n[ \t\u3000]*\n", text.lstrip("\ufeff")) if block.strip()]
