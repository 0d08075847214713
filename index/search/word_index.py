"""The words of all passages, kept in a folder and brought up to date by what came and went."""

import json
import secrets
import shutil
from collections.abc import Iterator
from functools import partial, reduce
from pathlib import Path

import numpy as np

from index.search.lexical import Lexical, words_of
from index.search.postings import Rows, Segment, merged, tiered
from index.shelf.shelf import Shelf

AT_ONCE = 5000
"""Passages whose words are counted together: bounds the memory of the first time."""

_STATE = "state.json"
_FORMAT = 3
"""Raised whenever words are cut or kept differently, so that kept indexes are made anew."""


class WordIndex:
    """Makes a ``Lexical`` for the shelf as it stands. With ``folder`` it is kept there; losing it costs only time.

    A shelf's rows only ever rise and never change what they hold, so that comparing row numbers tells what is new.
    """

    def __init__(self, folder: Path, *, keep: bool) -> None:
        self._folder = folder
        self._keep = keep
        self._library = ""
        self._saved: list[tuple[Segment, str]] = []
        self._segments: list[Segment] = []

    def lexical(self, shelf: Shelf, *, tidy: bool = False) -> Lexical:
        """The words of all passages that are on the shelf now. With ``tidy`` nothing else is kept."""
        with shelf.steady():
            library = shelf.identity
            if library != self._library:
                self._library, self._segments = library, self._kept(library)
            rows = shelf.rows()
            if not self._follow(shelf, rows, tidy=tidy):
                self._segments = []
                self._follow(shelf, rows, tidy=tidy)
        return Lexical(rows, self._segments)

    def _follow(self, shelf: Shelf, rows: Rows, *, tidy: bool) -> bool:
        """Count what is new; False where what is kept does not fit the shelf."""
        held = self._held()
        last = int(held[-1]) if len(held) else 0
        fresh = list(self._fresh(shelf, last)) if len(rows) and rows[-1] > last else []
        gone = np.setdiff1d(held, rows, assume_unique=True)
        if len(gone) > (0 if tidy else max(AT_ONCE, len(rows) // 4)):
            whole = [*self._segments, *fresh, Segment.count([], [])]
            self._segments = [reduce(partial(merged, gone=gone), whole)]
            self._save()
        elif fresh:
            self._segments = tiered([*self._segments, *fresh], gone)
            self._save()
        return np.array_equal(np.intersect1d(self._held(), rows, assume_unique=True), rows)

    def _held(self) -> Rows:
        return np.concatenate([np.zeros(0, np.int64), *(s.rows for s in self._segments)])

    def _fresh(self, shelf: Shelf, last: int) -> Iterator[Segment]:
        while passages := shelf.passages_after(last, AT_ONCE):
            rows = [row for row, _ in passages]
            yield Segment.count(rows, [words_of(stored) for _, stored in passages])
            last = rows[-1]

    def _kept(self, library: str) -> list[Segment]:
        try:
            state = json.loads((self._folder / _STATE).read_text("utf-8"))
            if state["format"] != _FORMAT or state["library"] != library:
                return []
            segments = [Segment.load(self._folder / str(name)) for name in state["segments"]]
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return []
        self._saved = list(zip(segments, map(str, state["segments"]), strict=True))
        return segments

    def _save(self) -> None:
        if not self._keep:
            return
        old = [next((name for kept, name in self._saved if kept is segment), "") for segment in self._segments]
        saved = [(segment, name or secrets.token_hex(6)) for segment, name in zip(self._segments, old, strict=True)]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for segment, name in saved:
                if name not in old:
                    segment.save(self._folder / name)
            state = {"format": _FORMAT, "library": self._library, "segments": [name for _, name in saved]}
            part = self._folder / f"{_STATE}.{secrets.token_hex(4)}"
            part.write_text(json.dumps(state), "utf-8")
            part.replace(self._folder / _STATE)
        except OSError:
            return
        self._saved = saved
        self._sweep()

    def _sweep(self) -> None:
        """Take away what no state names; what another program still has open goes the next time."""
        named = {name for _, name in self._saved}
        for entry in self._folder.iterdir():
            if entry.is_dir() and entry.name not in named:
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.is_file() and entry.name != _STATE:
                entry.unlink(missing_ok=True)
