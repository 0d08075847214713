"""The writing bank: headings, theme sentences, cues and the sentences that go with a fact, read from ``data/``.

Files of the same name in a folder of the user's own are read after the shipped ones and add to them.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from assistant.errors import BadBrief
from assistant.wordings import SHIPPED as FOLDER
from assistant.wordings import bank_lines
from assistant.writing.moves import Moves, open_moves


@dataclass(frozen=True)
class Heading:
    """A heading: theme, pattern (``6+6``, ``在`` …), one or two clauses; ``own`` if it is from the user's texts."""

    theme: str
    pattern: str
    clauses: tuple[str, ...]
    own: bool = False

    @property
    def text(self) -> str:
        """The heading as it prints, without number."""
        return "，".join(self.clauses)


@dataclass(frozen=True)
class Bank:
    """All of the bank. ``sentences[theme][kind]`` with kind why, how, aim, task or story; ``cues[theme]`` start tails,
    ``titles[person]`` are theme phrases of titles, ``insights[theme]`` what a speech may say it has learned.

    ``moves`` are the sentences that go with a fact; ``folder`` is the user's own.
    """

    headings: tuple[Heading, ...]
    sentences: Mapping[str, Mapping[str, tuple[str, ...]]]
    cues: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, tuple[str, ...]]
    insights: Mapping[str, tuple[str, ...]]
    moves: Moves
    folder: Path | None = None

    def of(self, theme: str, kind: str) -> tuple[str, ...]:
        """Sentences of a theme, of 综合 where the theme has none."""
        entry = self.sentences.get(theme) or self.sentences.get("综合", {})
        return entry.get(kind, ())


def _table(name: str, own: Path | None) -> dict[str, dict[str, tuple[str, ...]]]:
    merged: dict[str, dict[str, tuple[str, ...]]] = {}
    for folder in (FOLDER, own):
        path = folder / name if folder else None
        if path is None or not path.is_file():
            continue
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadBrief(f"“{name}”写得不对，请对照自带的文件修改。") from error
        for theme, kinds in data.items():
            entry = merged.setdefault(theme, {})
            for kind, items in kinds.items():
                entry[kind] = (*entry.get(kind, ()), *items)
    return merged


def _joined(
    first: dict[str, dict[str, tuple[str, ...]]], more: dict[str, dict[str, tuple[str, ...]]]
) -> dict[str, dict[str, tuple[str, ...]]]:
    for theme, kinds in more.items():
        entry = first.setdefault(theme, {})
        for kind, items in kinds.items():
            entry[kind] = (*entry.get(kind, ()), *items)
    return first


def _heading(line: str) -> Heading | None:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 3:
        return None
    return Heading(cells[0], cells[1], tuple(cell for cell in cells[2:4] if cell))


@lru_cache(maxsize=8)
def open_bank(own: Path | None = None) -> Bank:
    """The shipped bank, with the additions in the folder ``own``. Raises ``BadBrief`` where a file is malformed."""
    cues = _table("cues.toml", own)
    return Bank(
        headings=tuple(h for line in bank_lines("headings.tsv", own) if (h := _heading(line))),
        sentences=_joined(_table("theme_sentences.toml", own), _table("theme_sentences_more.toml", own)),
        cues={theme: entry.get("tail", ()) for theme, entry in cues.items()},
        titles=cues.get("标题", {}),
        insights=cues.get("体会", {}),
        moves=open_moves(own),
        folder=own,
    )
