"""The library as one user sees it: everybody's materials and their own."""

from collections.abc import Sequence
from typing import Protocol

from index.library import Library
from index.material import StoredPassage
from index.records import Found, Material


class Readable(Protocol):
    """What a writer needs of a library: a whole one or one user's view of it."""

    def dump(self) -> Sequence[StoredPassage]:
        """Every passage in reading order."""

    def search(self, query: str, k: int = 5, genre: str = "", role: str = "") -> Found:
        """The ``k`` best passages for a query, and whether any fits."""

    def passages_for(self, query: str, genre: str = "", role: str = "", k: int = 5) -> Sequence[StoredPassage]:
        """Passages a writer may learn from."""


class View:
    """A library without what is private to other users than ``owner``."""

    def __init__(self, library: Library, owner: str) -> None:
        self._library = library
        self._owner = owner

    def list(self) -> Sequence[Material]:
        """Every material that the user sees."""
        return self._library.list(self._owner)

    def dump(self) -> Sequence[StoredPassage]:
        """Every passage that the user sees, in reading order."""
        return self._library.dump(self._owner)

    def search(self, query: str, k: int = 5, genre: str = "", role: str = "") -> Found:
        """As ``Library.search``, among what the user sees."""
        return self._library.search(query, k, genre, role, self._owner)

    def passages_for(self, query: str, genre: str = "", role: str = "", k: int = 5) -> Sequence[StoredPassage]:
        """As ``Library.passages_for``, among what the user sees."""
        return self._library.passages_for(query, genre, role, k, self._owner)
