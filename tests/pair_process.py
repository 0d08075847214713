"""A child process with the fast encoder, as ``index.encoding.process`` with a real one, that can be made to die.

Run as ``python -m tests.pair_process MODEL IDLE``: on a text “死” it dies; on “死一次” only if it has not done so in
the folder MODEL; on “慢” it takes a minute; on “错” it says that the model cannot be opened.
"""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoding.process import private_output, serve
from index.errors import ModelFileError

WIDTH = 64


def rows_of(texts: Sequence[str]) -> np.ndarray:
    """Texts are near each other when they share pairs of characters."""
    rows = np.full((len(texts), WIDTH), 1e-3, np.float32)
    for row, text in zip(rows, texts, strict=True):
        for n in range(len(text) - 1):
            row[sum(map(ord, text[n : n + 2])) * 31 % WIDTH] += 1
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


class Fragile:
    """An encoder that needs no model and little time to start."""

    def __init__(self, folder: str) -> None:
        self.mark = Path(folder) / "died"

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        if "死" in texts or ("死一次" in texts and not self.mark.exists()):
            self.mark.touch()
            os._exit(9)
        if "慢" in texts:
            time.sleep(60)
        if "错" in texts:
            raise ModelFileError("编码器打不开。")
        print("what libraries say must not disturb the answers", flush=True)
        return rows_of(texts)

    def query(self, text: str) -> np.ndarray:
        return self.documents([text])[0]


if __name__ == "__main__":
    serve(Fragile(sys.argv[1]), float(sys.argv[2]), sys.stdin.buffer, private_output())
