"""Fixed wordings and filler phrases: what a text is checked for. Lines of the shipped files, then of the user's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.errors import BadBrief

SHIPPED = Path(__file__).parent / "writing" / "data"


@dataclass(frozen=True)
class Wordings:
    """``fixed`` are (wrong wording or "", right wording) pairs; ``fillers`` phrases, ``^`` before those that count only
    at the start of a sentence."""

    fixed: tuple[tuple[str, str], ...]
    fillers: tuple[str, ...]


@lru_cache(maxsize=8)
def open_wordings(own: Path | None = None) -> Wordings:
    """The shipped wordings, with those of the folder ``own``. Raises ``BadBrief`` where a file is not UTF-8."""
    pairs = (_pair(line) for line in bank_lines("fixed_wordings.tsv", own))
    return Wordings(tuple(pairs), tuple(bank_lines("fillers.txt", own)))


def bank_lines(name: str, own: Path | None) -> Iterator[str]:
    """The lines of a file of the bank, without remarks and empty ones; the user's follow the shipped ones.

    Raises ``BadBrief`` where a file is not UTF-8.
    """
    for folder in (SHIPPED, own):
        path = folder / name if folder else None
        if path is None or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadBrief(f"“{name}”不是 UTF-8 编码，请另存为 UTF-8。") from error
        yield from (line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _pair(line: str) -> tuple[str, str]:
    wrong, tab, right = line.partition("\t")
    return (wrong.strip(), right.strip().split("\t")[0]) if tab else ("", wrong.strip())
