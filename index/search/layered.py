"""Chroma for what it has taken in, exact comparison for what came since: a search never waits for an index."""

import contextlib
import logging
import os
import sys
import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged, StorageFull
from index.search.chroma import ChromaIndex, DenseIndex
from index.search.exact import ExactIndex
from index.search.snapshot import SMALL
from index.shelf.shelf import Shelf

logger = logging.getLogger(__name__)

BACKLOG = 50
"""Changes after which Chroma is brought up to date; until then they are answered from memory."""

PATIENCE = 15.0
"""Seconds before Chroma is first opened, which takes some seconds of processor: a short command never needs it."""

_OVER = 200
_LOW = 15


def dense_index(folder: Path, url: str, *, owner: bool) -> DenseIndex:
    """On a server where there is one; else the owner's index in ``folder``, or nothing but memory for an onlooker."""
    if url:
        return ChromaIndex(None, url)
    return LayeredIndex(ChromaIndex(folder)) if owner else ExactIndex()


class LayeredIndex:
    """A Chroma index kept by a background thread, and exact comparison of all that it does not hold yet."""

    def __init__(self, chroma: ChromaIndex) -> None:
        self._exact = ExactIndex()
        self._chroma = chroma
        self._ready = False
        self._failed = False
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._working: threading.Thread | None = None

    def sync(self, shelf: Shelf) -> None:
        """Answer for what the shelf holds; Chroma is made, or follows enough changes, in the background."""
        if self._ready and not self._chroma.fits(shelf):
            self._ready = False  # all vectors have been made anew
        self._exact.sync(shelf, self._chroma.rows if self._ready else np.zeros(0, np.int64))
        if self._failed or (self._working is not None and self._working.is_alive()):
            return
        # A small library is looked at whole and never asks for the nearest: what Chroma costs in memory is saved there.
        if len(self._exact) > (BACKLOG if self._ready else SMALL):
            self._working = threading.Thread(target=self._bring_up, args=(shelf,), name="chroma", daemon=True)
            self._working.start()

    def settle(self, shelf: Shelf, *, build: bool) -> None:
        """Bring Chroma up to date and wait for it; one that was never made only with ``build``."""
        if not (build or self._ready or self._chroma.begun):
            return
        self._wake.set()
        if self._working is not None:
            self._working.join()
        self._take_in(shelf, gently=False)

    @property
    def ready(self) -> bool:
        """Whether Chroma answers."""
        return self._ready

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The ``count`` nearest passages."""
        found = dict(self._exact.nearest(vector, count))
        if self._ready:
            found.update(self._chroma.nearest(vector, min(count + _OVER, len(self._chroma.rows))))
        return sorted(found.items(), key=lambda pair: -pair[1])[:count]

    def around(self, vectors: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """The ``count`` nearest passages of every vector, all together."""
        if not self._ready:
            return self._exact.around(vectors, count)
        return np.unique(np.array([row for vector in vectors for row, _ in self.nearest(vector, count)], np.int64))

    def close(self) -> None:
        """Stop the background work and let go of the files."""
        self._stop.set()
        self._wake.set()
        if self._working is not None:
            self._working.join()
        self._chroma.close()
        self._exact.close()

    def _bring_up(self, shelf: Shelf) -> None:
        _step_back()
        if not self._ready:
            self._wake.wait(PATIENCE)
        if not self._stop.is_set():
            self._take_in(shelf, gently=not self._wake.is_set())

    def _take_in(self, shelf: Shelf, *, gently: bool) -> None:
        try:
            self._ready = self._chroma.bring_up(shelf, self._stop, gently=gently)
        except (LibraryDamaged, StorageFull):
            logger.warning("the search index cannot be made; vectors are compared one by one")
            self._failed = True


def _step_back() -> None:
    """Let everything else go first, where threads have a priority of their own (Chroma's inherit this one's)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOW)
