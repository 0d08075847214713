"""The dense half of the search: a Chroma collection made from the shelf. The only importer of chromadb.

Chroma's files can be lost (a kill while writing, two writers), so nothing lives only there: the collection is compared
with the shelf at open and made anew, without encoding anything again, whenever the two disagree.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.errors import LibraryDamaged
from index.shelf import Shelf

BATCH = 5000
"""Chroma takes at most 5,461 records at once."""

_STATE = "chroma"
_DIRTY = "unfinished"


class DenseIndex(Protocol):
    """Finds the nearest vectors. ``nearest`` gives (passage identifier, cosine) pairs, best first."""

    def sync(self, shelf: Shelf) -> None:
        """Make the index hold what the shelf holds."""

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[str, float]]:
        """The ``count`` nearest passages."""

    def close(self) -> None:
        """Let go of files and connections."""


class ExactIndex:
    """All vectors in memory, compared one by one: for a process that does not own the index, and when Chroma fails."""

    def __init__(self) -> None:
        self._generation = ""
        self._ids: list[str] = []
        self._matrix = np.zeros((0, 0), np.float32)

    def sync(self, shelf: Shelf) -> None:
        """Read the vectors anew if the shelf has changed."""
        generation = shelf.generation
        if generation != self._generation:
            self._ids, self._matrix = shelf.vectors()
            self._generation = generation

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[str, float]]:
        """The ``count`` nearest passages."""
        if not self._ids:
            return []
        cosines = self._matrix @ vector
        best = np.argsort(-cosines, kind="stable")[:count]
        return [(self._ids[i], float(cosines[i])) for i in best]

    def close(self) -> None:
        """Nothing is held open."""


class ChromaIndex:
    """A Chroma collection, in a folder of ours or on a server."""

    def __init__(self, folder: Path | None, url: str = "") -> None:
        self._folder = folder
        self._url = url
        self._name = ""
        self._client: Any = None
        self._collection: Any = None
        self._attempt = 1

    def sync(self, shelf: Shelf) -> None:
        """Make the collection hold exactly what the shelf holds, from scratch if it is broken or was left unfinished.

        Raises ``LibraryDamaged`` when the server cannot be reached or the folder cannot be used.
        """
        generation = shelf.generation
        name = f"xinhuo-{shelf.epoch}"
        if self._collection is not None and self._name == name and shelf.get(_STATE) == generation:
            return
        if self._client is None and self._folder is not None and shelf.get(_STATE) != generation:
            # Opening a half-written folder can crash the process, so it is not opened at all.
            shutil.rmtree(self._folder, ignore_errors=True)
        shelf.set(_STATE, _DIRTY)
        self._name = name
        try:
            self._fill(shelf)
        except _chroma_errors():
            self._start_over()
            try:
                self._fill(shelf)
            except _chroma_errors() as error:
                where = self._url or str(self._folder)
                raise LibraryDamaged(f"检索索引建不起来：{where}。请检查地址、磁盘空间和权限。") from error
        shelf.set(_STATE, generation)

    def nearest(self, vector: NDArray[np.float32], count: int) -> list[tuple[str, float]]:
        """The ``count`` nearest passages."""
        if self._collection is None or not count:
            return []
        try:
            answer = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        except _chroma_errors() as error:
            raise LibraryDamaged("检索索引没有回应，请重新打开程序。") from error
        return [(i, 1.0 - float(d)) for i, d in zip(answer["ids"][0], answer["distances"][0], strict=True)]

    def close(self) -> None:
        """Let go of the folder or the server."""
        self._collection = None
        client, self._client = self._client, None
        if client is not None:
            # chromadb leaves its own and its administrator's connections to a server open.
            users = (client, getattr(client, "_admin_client", None))
            sessions = [getattr(getattr(user, "_server", None), "_session", None) for user in users]
            client.close()
            for session in sessions:
                if session is not None:
                    session.close()

    def _fill(self, shelf: Shelf) -> None:
        collection = self._open()
        ids, matrix = shelf.vectors()
        present = set(collection.get(include=[])["ids"])
        gone = sorted(present.difference(ids))
        missing = [n for n, i in enumerate(ids) if i not in present]
        for start in range(0, len(gone), BATCH):
            collection.delete(ids=gone[start : start + BATCH])
        for start in range(0, len(missing), BATCH):
            part = missing[start : start + BATCH]
            collection.add(ids=[ids[n] for n in part], embeddings=matrix[part])
        if collection.count() != len(ids):
            raise ValueError("count differs")
        self._collection = collection

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
