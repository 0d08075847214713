"""The library: what the rest of the program sees of shelf, encoder and search."""

import contextlib
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from filelock import FileLock

from index.adding import Adding, Giver
from index.encoding.encoder import Encoder
from index.encoding.vectors import Encoding
from index.errors import ModelFileError, XinhuoError
from index.intake import cleaned_of
from index.material import Cleaned, StoredPassage
from index.meter import Tell
from index.own_samples import never_again, settle_samples
from index.records import Added, Found, Material
from index.rights import may_remove, seen
from index.search.chroma import DenseIndex
from index.search.layered import LayeredIndex, dense_index
from index.search.query import understand
from index.search.searcher import Searcher
from index.search.snapshot import Snapshot
from index.search.word_index import WordIndex
from index.settings import LibrarySettings
from index.shelf.ownership import index_folder, own
from index.shelf.shelf import Shelf

Materials = list[Material]
Passages = list[StoredPassage]
Names = list[str]


class Library:
    """One home's library. A context manager; safe to use from several threads of one process."""

    def __init__(
        self, settings: LibrarySettings, shelf: Shelf, dense: DenseIndex, encoding: Encoding, lock: FileLock | None
    ) -> None:
        self._settings = settings
        self._shelf = shelf
        self._dense = dense
        self._encoding = encoding
        self._lock = lock
        self._words = WordIndex(settings.library_folder / "words", keep=self._owner)
        self._searching = threading.RLock()
        self._searcher: tuple[str, Searcher] | None = None

    @classmethod
    def open(
        cls,
        settings: LibrarySettings,
        *,
        samples: bool = True,
        reading: bool = False,
        encoder: Encoder | None = None,
        apart: bool = False,
    ) -> Self:
        """Open or create the library of ``settings.home``.

        ``samples`` counts only the first time a home is opened and is remembered. With ``reading`` nothing is changed
        and another program may own the library. ``apart`` keeps the encoder in a process of its own, for a program that
        lasts. Raises ``LibraryBusy`` when it does and ``reading`` is not set,
        ``LibraryDamaged`` and ``StorageFull``.
        """
        folder = settings.library_folder
        shelf = Shelf.open(folder / "shelf.sqlite")
        lock = None
        if not reading and not settings.chroma_url:
            try:
                lock = own(folder)
            except XinhuoError:
                shelf.close()
                raise
        dense = dense_index(index_folder(folder), settings.chroma_url, owner=lock is not None)
        library = cls(settings, shelf, dense, Encoding(settings, shelf, encoder, apart=apart), lock)
        if not reading:
            try:
                settle_samples(shelf, samples)
            except XinhuoError:
                library.close()
                raise
        return library

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; the library is not usable afterwards."""
        with self._searching:
            self._searcher = None
            self._dense.close()
            self._encoding.close()
            self._shelf.close()
            if self._lock is not None:
                self._lock.release()

    # -- keeping ----------------------------------------------------------------------------------------------------

    def add(
        self,
        paths: Iterable[Path | str],
        progress: Tell | None = None,
        *,
        whole: bool = False,
        owner: str = "",
        added_by: str = "",
    ) -> list[Added]:
        """Add files, and folders with all their files; each file goes in wholly or not at all, failures are told.

        A text that is there already is a duplicate; another text from a path that is known takes the place of the old
        one. ``whole`` keeps every line of the files instead of cleaning them. ``owner`` is the only user who will see
        them ("" = everybody), ``added_by`` who adds them to what everybody sees.
        """
        results = Adding(self._settings, self._shelf, self._encoding).add(
            paths, progress, Giver(owner, added_by, whole)
        )
        with contextlib.suppress(ModelFileError):
            self._make_up()
        return results

    def preview(self, path: Path | str) -> Cleaned:
        """What adding a file would keep and drop; nothing is stored. Raises ``UnreadableFile``."""
        return cleaned_of(Path(path), self._settings)

    def list(self, owner: str | None = None) -> Materials:
        """Every material that ``owner`` sees (None = all), the latest first, the program's own samples last."""
        return [m for m in self._shelf.materials() if seen(m.owner, owner)]

    def remove(self, materials: Iterable[str], by: str | None = None) -> Names:
        """Remove materials by identifier or file name; returns the identifiers removed, passing over unknown ones.

        ``by`` is the user who wants it, None an administrator: see ``index.rights``.
        """
        wanted = set(materials)
        known = [m for m in self._shelf.materials() if m.material in wanted or m.file in wanted]
        gone = [m for m in known if may_remove(m, by)]
        never_again(self._shelf, [m.file for m in gone if m.sample])
        self._shelf.remove([m.material for m in gone])
        return [m.material for m in gone]

    def tag(self, material: str, tags: Iterable[str]) -> None:
        """Set a material's tags."""
        self._shelf.tag(material, [tag.strip() for tag in tags if tag.strip()])

    def dump(self, owner: str | None = None) -> Passages:
        """Every passage that ``owner`` sees (None = all) in reading order."""
        with self._shelf.steady():
            passages = self._shelf.passages()
            owners = self._shelf.owners() if owner is not None else []
        return [s for s, whose in zip(passages, owners, strict=True) if seen(whose, owner)] if owners else passages

    def kept_and_dropped(self, material: str) -> Cleaned:
        """What cleaning kept and dropped when the material was added."""
        return self._shelf.kept_and_dropped(material)

    def backup(self, file: Path | str) -> None:
        """Write the whole library to one file. Raises ``StorageFull``."""
        self._shelf.backup(Path(file))

    def tidy(self, *, build: bool = False) -> None:
        """Take what has been removed out of all indexes at once; else that waits until enough has come together.

        With ``build`` the index of vectors is made now, where none has been made yet.
        """
        with self._searching:
            self._words.lexical(self._shelf, tidy=True)
            self._searcher = None
            if isinstance(self._dense, LayeredIndex):
                self._dense.settle(self._shelf, build=build)
            elif self._owner:
                self._dense.sync(self._shelf)

    # -- searching --------------------------------------------------------------------------------------------------

    def search(self, query: str, k: int = 5, genre: str = "", role: str = "", owner: str = "") -> Found:
        """The ``k`` passages that fit ``query`` best, only of ``genre`` and ``role`` where given.

        Found are everybody's materials and those of ``owner``, never another user's.
        """
        with self._searching:
            self.make_ready()
            understood = understand(query)
            vector = None
            encoder = self.usable_encoder()
            if encoder is not None and query.strip():
                vector = encoder.query(query)
            searcher = self._current()
            if encoder is not None:
                searcher.learn_outside(self._encoding.outside(encoder))
            return searcher.search(understood, vector, max(1, k), genre, role, owner)

    def passages_for(self, query: str, genre: str = "", role: str = "", k: int = 5, owner: str = "") -> Passages:
        """Passages a writer may learn from: those of ``genre`` and ``role`` first, others where there are too few."""
        found: dict[str, StoredPassage] = {}
        for wanted_genre, wanted_role in dict.fromkeys(((genre, role), ("", role), (genre, ""), ("", ""))):
            for stored in self.search(query, k, wanted_genre, wanted_role, owner).passages:
                found.setdefault(stored.passage_id, stored)
            if len(found) >= k:
                break
        return list(found.values())[:k]

    def make_ready(self) -> None:
        """Encode what still lacks a vector and bring the indexes up to date; searches do this by themselves."""
        with self._searching:
            self._make_up()
            if self.usable_encoder() is not None:
                self._dense.sync(self._shelf)
            self._current()

    # -- the encoder ------------------------------------------------------------------------------------------------

    def wake(self) -> None:
        """Somebody will soon search: let the encoder make ready in the background."""
        with contextlib.suppress(XinhuoError):  # the library is just being closed; the search itself will say so
            if (encoder := self.usable_encoder()) is not None:
                encoder.wake()

    def usable_encoder(self) -> Encoder | None:
        """The encoder, if its weights are on this machine and it is the one that made the library's vectors."""
        return self._encoding.usable()

    @property
    def needs_reencoding(self) -> bool:
        """Whether the vectors were made by another encoder than the one set; until then search goes by words alone."""
        return self._encoding.outdated

    def reencode(self, progress: Tell | None = None) -> int:
        """Make all vectors anew with the encoder that is set; returns how many. Raises ``ModelFileError``."""
        with self._searching:
            total = self._encoding.anew(progress)
            self._dense.sync(self._shelf)
        return total

    # -- inside -----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> bool:
        return self._lock is not None or bool(self._settings.chroma_url)

    def _make_up(self) -> None:
        with self._searching:
            if self._owner:
                self._encoding.make_up()

    def _current(self) -> Searcher:
        generation = self._shelf.generation
        if self._searcher is None or self._searcher[0] != generation:
            with self._shelf.steady():
                snapshot = Snapshot.take(self._shelf, self._words.lexical(self._shelf))
            self._searcher = (generation, Searcher(self._shelf, self._dense, snapshot))
        return self._searcher[1]
