"""Vectors of the program's own samples, kept beside the weights: every new home needs the same ones."""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoding.encoder import Encoder
from index.encoding.windows import Vectors, encode, windows


def encode_once(encoder: Encoder, texts: Sequence[str], folder: Path) -> list[Vectors]:
    """As ``index.encoding.windows.encode``, but read from ``folder`` where the same texts were encoded there before.

    A file that cannot be read or written costs time, nothing else.
    """
    cut = [windows(text) for text in texts]
    key = hashlib.sha256("\0".join((encoder.identity, *(part for parts in cut for part in parts))).encode("utf-8"))
    file = folder / f"samples-{key.hexdigest()[:24]}.npy"
    ends = np.cumsum([len(parts) for parts in cut])
    with contextlib.suppress(OSError, ValueError):
        rows = np.load(file, allow_pickle=False)
        if rows.ndim == 2 and len(rows) == ends[-1]:
            return list(np.split(rows, ends[:-1]))
    vectors = encode(encoder, texts)
    with contextlib.suppress(OSError):
        save(file, np.concatenate(vectors))
    return vectors


def save(file: Path, rows: Vectors) -> None:
    """Write vectors so that no reader ever sees half a file. Raises ``OSError``."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            np.save(out, rows)
        Path(part).replace(file)
    finally:
        Path(part).unlink(missing_ok=True)
