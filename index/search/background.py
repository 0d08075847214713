"""What lies outside: questions and sentences from other fields, against which a library is measured.

Cosines bunch in a narrow band that differs between encoders and grows with the library. Whether a question belongs
here can only be told by comparison: with what unrelated questions reach in this library, and with how near the question
comes to sentences of official and everyday life that have nothing to do with young people (``elsewhere.txt``).
"""

import contextlib
import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import numpy as np

from index.encoding.encoder import Encoder
from index.encoding.remembered import save
from index.encoding.windows import Vectors


@dataclass(frozen=True)
class Background:
    """Vectors, one a row: ``questions`` encoded as questions, ``sentences`` as passages."""

    questions: Vectors
    sentences: Vectors


def background(encoder: Encoder, folder: Path) -> Background:
    """The background as ``encoder`` sees it, kept in ``folder`` (shared by homes): it costs seconds to make.

    A file that cannot be read or written costs time, nothing else.
    """
    questions, sentences = _lines("search/unrelated.txt"), _lines("search/elsewhere.txt")
    key = hashlib.sha256("\n".join((encoder.identity, *questions, *sentences)).encode("utf-8"))
    file = folder / f"background-{key.hexdigest()[:24]}.npy"
    with contextlib.suppress(OSError, ValueError):
        rows = np.load(file, allow_pickle=False)
        if rows.ndim == 2 and len(rows) == len(questions) + len(sentences):
            return Background(rows[: len(questions)], rows[len(questions) :])
    asked = np.stack([encoder.query(text) for text in questions])
    told = encoder.documents(sentences)
    with contextlib.suppress(OSError):
        save(file, np.concatenate([asked, told]))
    return Background(asked, told)


def _lines(name: str) -> list[str]:
    text = resources.files("index").joinpath(name).read_text("utf-8")
    return [line for line in text.splitlines() if line.strip()]
