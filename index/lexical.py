"""The lexical half of the search: BM25 over words, kept in a folder and made anew from the shelf when stale."""

import json
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.material import OTHER_GENRE, StoredPassage

Scores = NDArray[np.float32]

HEADING_WEIGHT = 2
"""Words of headings count as if they occurred this often; found on the gold queries."""

_K1 = 1.2
_B = 0.6
_STATE = "state.json"
_FORMAT = 2
"""Raised whenever words are cut or weighed differently, so that kept indexes are made anew."""


def words(text: str) -> list[str]:
    """Words of a text for searching: jieba's finer cut (longer words and their parts), blanks and marks left out."""
    import rjieba

    whole = text.encode("utf-8", "ignore").decode("utf-8").lower()
    return [word for word in rjieba.cut_for_search(whole) if any(c.isalnum() for c in word)]


def words_of(stored: StoredPassage) -> list[str]:
    """Words by which a passage is found: its text, the headings above it, and what kind of passage it is."""
    passage = stored.passage
    headings = words(" ".join((stored.article, *passage.headings)))
    genre = "" if passage.genre == OTHER_GENRE else passage.genre
    labels = words(" ".join((genre, passage.role, *passage.themes)))
    return words(passage.text) + headings * HEADING_WEIGHT + labels


@dataclass(frozen=True)
class Lexical:
    """BM25 over all passages of one generation of the shelf. ``ids`` gives the order of every score array."""

    generation: str
    ids: tuple[str, ...]
    bm25: Any

    @classmethod
    def build(cls, passages: Iterable[StoredPassage], generation: str) -> "Lexical":
        """Index the passages."""
        import bm25s

        ids: list[str] = []
        vocabulary: dict[str, int] = {}
        documents: list[list[int]] = []
        for stored in passages:
            ids.append(stored.passage_id)
            documents.append([vocabulary.setdefault(word, len(vocabulary)) for word in words_of(stored)])
        bm25 = None
        if vocabulary:
            bm25 = bm25s.BM25(k1=_K1, b=_B)
            bm25.index((documents, vocabulary), show_progress=False)
        return cls(generation, tuple(ids), bm25)

    @classmethod
    def load(cls, folder: Path, generation: str) -> "Lexical | None":
        """The index kept in ``folder``, or None if there is none of this generation."""
        import bm25s

        try:
            state = json.loads((folder / _STATE).read_text("utf-8"))
            if state["generation"] != generation or state["format"] != _FORMAT:
                return None
            bm25 = bm25s.BM25.load(folder, mmap=True, show_progress=False) if state["words"] else None
            return cls(generation, tuple(state["ids"]), bm25)
        except (OSError, ValueError, KeyError):
            return None

    def save(self, folder: Path) -> None:
        """Keep the index in ``folder``. Losing it costs only time, so errors are passed over."""
        unfinished = folder.with_name(folder.name + ".part")
        try:
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            if self.bm25 is not None:
                self.bm25.save(unfinished, show_progress=False)
            state = {"generation": self.generation, "format": _FORMAT, "ids": self.ids, "words": self.bm25 is not None}
            (unfinished / _STATE).write_text(json.dumps(state), "utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            unfinished.replace(folder)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)

    def knows(self, word: str) -> bool:
        """Whether any passage holds the word."""
        return self.bm25 is not None and word in self.bm25.vocab_dict

    def scores(self, word: str) -> Scores:
        """The BM25 share of one word for every passage; zeros for an unknown word."""
        if not self.knows(word):
            return np.zeros(len(self.ids), np.float32)
        found: Scores = self.bm25.get_scores([word])
        return found

    def weight(self, word: str) -> float:
        """Inverse document frequency of a word, the largest possible one for a word that occurs nowhere."""
        total = len(self.ids)
        having = 0
        if self.knows(word):
            pointers = self.bm25.scores["indptr"]
            number = self.bm25.vocab_dict[word]
            having = int(pointers[number + 1] - pointers[number])
        return float(np.log(1 + (total - having + 0.5) / (having + 0.5)))

    def total(self, weighted: Sequence[tuple[str, float]]) -> Scores:
        """Weighted sum of the words' scores for every passage."""
        out = np.zeros(len(self.ids), np.float32)
        for word, weight in weighted:
            out += np.float32(weight) * self.scores(word)
        return out
