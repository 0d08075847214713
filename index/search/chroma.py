"""The dense half of the search: a Chroma collection made from the shelf. The only importer of chromadb.

Chroma's files can be lost (a kill while writing, two writers), so nothing lives only there: the collection is compared
with the shelf at open, brought up to date, and made anew where it is broken, without encoding anything again.
"""

import os
import shutil
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged
from index.shelf.shelf import Shelf

BATCH = 1000
"""Records given to Chroma at once, which takes at most 5,461; closing waits for one batch."""

GENTLE_BATCH = 100
"""… beside searches: Chroma keeps the interpreter to itself while it takes records in, a millisecond each."""

_STATE = "chroma"
_DIRTY = "unfinished"
_BEHIND = "behind"

Rows = NDArray[np.int64]
_NONE = np.zeros(0, np.int64)


class DenseIndex(Protocol):
    """Finds the nearest vectors. ``nearest`` gives (passage number, cosine) pairs, best first."""

    def sync(self, shelf: Shelf) -> None:
        """Make the index answer for what the shelf holds."""

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The ``count`` nearest passages; some that are gone by now may be among them."""

    def around(self, vectors: NDArray[np.float32], count: int) -> Rows:
        """The ``count`` nearest passages of every vector (one a row), all together; some may be gone by now."""

    def close(self) -> None:
        """Let go of files and connections."""


class ChromaIndex:
    """A Chroma collection, in a folder of ours or on a server. Its records are named by the passages' numbers.

    ``rows`` are the numbers of the passages it holds, rising.
    """

    def __init__(self, folder: Path | None, url: str = "") -> None:
        self.rows: Rows = _NONE
        self._folder = folder
        self._url = url
        self._name = ""
        self._generation = ""
        self._client: Any = None
        self._collection: Any = None
        self._attempt = 1

    @property
    def begun(self) -> bool:
        """Whether there are files of an index, good or not."""
        return self._folder is not None and self._folder.is_dir()

    def fits(self, shelf: Shelf) -> bool:
        """Whether the collection was made from vectors that the shelf still has."""
        return self._collection is not None and self._name == _name(shelf)

    def sync(self, shelf: Shelf) -> None:
        """Make the collection hold exactly what the shelf holds. Raises as ``bring_up``."""
        self.bring_up(shelf, threading.Event())

    def bring_up(self, shelf: Shelf, stop: threading.Event, *, gently: bool = False) -> bool:
        """Make the collection hold exactly what the shelf holds, from scratch if it is broken or was left unfinished.

        ``gently`` leaves half of the time to other threads. False where ``stop`` was set before it was done; the next
        time goes on from there. Raises ``LibraryDamaged`` when the server cannot be reached or the folder cannot be
        used.
        """
        generation, state = shelf.generation, shelf.get(_STATE)
        if self.fits(shelf) and self._generation == state == generation:
            return True
        if self._client is None and self._folder is not None and state in ("", _DIRTY):
            # Opening a half-written folder can crash the process, so it is not opened at all.
            shutil.rmtree(self._folder, ignore_errors=True)
        shelf.set(_STATE, _DIRTY)
        self._name = _name(shelf)
        try:
            done = self._fill(shelf, stop, gently)
        except _chroma_errors():
            self._start_over()
            try:
                done = self._fill(shelf, stop, gently)
            except _chroma_errors() as error:
                where = self._url or str(self._folder)
                raise LibraryDamaged(f"检索索引建不起来：{where}。请检查地址、磁盘空间和权限。") from error
        self._generation = generation if done else ""
        shelf.set(_STATE, generation if done else _BEHIND)
        return done

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[int, float]]:
        """The ``count`` nearest passages."""
        if self._collection is None or not count:
            return []
        try:
            answer = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        except _chroma_errors() as error:
            raise LibraryDamaged("检索索引没有回应，请重新打开程序。") from error
        names = np.array([int(name) for name in answer["ids"][0]], np.int64)
        held = np.isin(names, self.rows)
        cosines = 1.0 - np.array(answer["distances"][0], np.float64)
        return list(zip(names[held].tolist(), cosines[held].tolist(), strict=True))

    def around(self, vectors: NDArray[np.float32], count: int) -> Rows:
        """The ``count`` nearest passages of every vector, all together."""
        return np.unique(np.array([row for vector in vectors for row, _ in self.nearest(vector, count)], np.int64))

    def close(self) -> None:
        """Let go of the folder or the server."""
        self._collection, self.rows, self._generation = None, _NONE, ""
        client, self._client = self._client, None
        if client is not None:
            # chromadb leaves its own and its administrator's connections to a server open.
            users = (client, getattr(client, "_admin_client", None))
            sessions = [getattr(getattr(user, "_server", None), "_session", None) for user in users]
            client.close()
            for session in sessions:
                if session is not None:
                    session.close()

    def _fill(self, shelf: Shelf, stop: threading.Event, gently: bool) -> bool:
        known = self.fits(shelf) and len(self.rows) > 0
        self._collection = self._open()
        # Another program may have been at work on the same server.
        known = known and self._collection.count() == len(self.rows)
        held = self.rows if known else np.array(sorted(int(i) for i in self._present()), np.int64)
        wanted = shelf.encoded()
        gone = [str(row) for row in np.setdiff1d(held, wanted, assume_unique=True)]
        for start in range(0, len(gone), BATCH):
            self._collection.delete(ids=gone[start : start + BATCH])
        missing = np.setdiff1d(wanted, held, assume_unique=True)
        place = 0
        while place < len(missing):
            if stop.is_set():
                return False
            began = time.monotonic()
            rows, matrix = shelf.vectors(int(missing[place]) - 1, GENTLE_BATCH if gently else BATCH)
            new = np.isin(rows, missing[place:], assume_unique=True)
            if new.any():
                self._collection.add(ids=[str(row) for row in rows[new]], embeddings=matrix[new])
            last = int(rows[-1]) if len(rows) else int(missing[-1])
            place = int(np.searchsorted(missing, last, side="right"))
            if gently:
                stop.wait(time.monotonic() - began)
        if not stop.is_set() and self._collection.count() < len(wanted):
            raise ValueError("count differs")
        self.rows = wanted
        return True

    def _present(self) -> list[str]:
        """Names of the records; those that are no numbers were made by an older release and go."""
        names: list[str] = self._collection.get(include=[])["ids"]
        strange = [name for name in names if not name.isdigit()]
        for start in range(0, len(strange), BATCH):
            self._collection.delete(ids=strange[start : start + BATCH])
        return [name for name in names if name.isdigit()]

    def _open(self) -> Any:  # noqa: ANN401  chromadb is imported only inside functions
        if self._client is None:
            self._client = _client(self._place(), self._url)
        return self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine", "ef_search": 200}}
        )

    def _place(self) -> Path | None:
        """Where the files lie. chromadb remembers a path that failed to open, so a new start takes a new one."""
        if self._folder is None:
            return None
        present = sorted(self._folder.iterdir()) if self._folder.is_dir() else []
        return present[0] if present else self._folder / f"index{self._attempt}"

    def _start_over(self) -> None:
        if self._folder is not None:
            self.close()
            shutil.rmtree(self._folder, ignore_errors=True)
            self._attempt += 1
        elif self._client is not None:
            names: Sequence[str] = [c.name for c in self._client.list_collections()]
            if self._name in names:
                self._client.delete_collection(self._name)


def _name(shelf: Shelf) -> str:
    return f"xinhuo-{shelf.epoch}"


def _chroma_errors() -> tuple[type[Exception], ...]:
    from chromadb.errors import ChromaError

    # AttributeError: what chromadb raises while it gives up on a file that is no database.
    return (ChromaError, ValueError, OSError, RuntimeError, KeyError, AttributeError)


def _client(folder: Path | None, url: str) -> Any:  # noqa: ANN401
    os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return chromadb.PersistentClient(path=str(folder), settings=quiet)
    address = urlsplit(url)
    secure = address.scheme == "https"
    # chromadb sends even loopback addresses through a proxy of the environment.
    bypass = [os.environ.get("NO_PROXY", ""), address.hostname or ""]
    os.environ["NO_PROXY"] = ",".join(dict.fromkeys(host for part in bypass for host in part.split(",") if host))
    port = address.port or (443 if secure else 8000)
    return chromadb.HttpClient(host=address.hostname or "127.0.0.1", port=port, ssl=secure, settings=quiet)
