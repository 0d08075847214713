"""The library: what the rest of the program sees of shelf, encoder and search."""

import contextlib
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

from filelock import FileLock

from index.background import Background, background
from index.encoder import Encoder
from index.endpoint import EndpointEncoder, is_endpoint
from index.errors import LibraryBusy, ModelFileError, UnreadableFile, XinhuoError
from index.exact import ExactIndex
from index.intake import file_hash, files_of, take_in
from index.layered import LayeredIndex
from index.material import Cleaned, StoredPassage
from index.meter import Meter, Tell
from index.model_files import find_encoder
from index.own_samples import never_again, settle_samples
from index.ownership import index_folder, own
from index.query import understand
from index.records import Added, AddProgress, Found, Material
from index.remembered import encode_once
from index.search_index import ChromaIndex, DenseIndex
from index.searcher import Searcher, Snapshot
from index.settings import BUNDLED_ENCODER, LibrarySettings
from index.shelf import Intake, Shelf
from index.windows import Vectors, encode
from index.word_index import WordIndex

ENCODE_AT_ONCE = 64
"""Passages encoded between two reports of progress."""

Materials = list[Material]
Passages = list[StoredPassage]
Names = list[str]


class Library:
    """One home's library. A context manager; safe to use from several threads of one process."""

    def __init__(
        self, settings: LibrarySettings, shelf: Shelf, dense: DenseIndex, encoder: Encoder | None, lock: FileLock | None
    ) -> None:
        self._settings = settings
        self._shelf = shelf
        self._dense = dense
        self._encoder = encoder
        self._lock = lock
        self._words = WordIndex(settings.library_folder / "words", keep=self._owner)
        self._searching = threading.RLock()
        self._searcher: tuple[str, Searcher] | None = None
        self._background: Background | None = None

    @classmethod
    def open(
        cls,
        settings: LibrarySettings,
        *,
        samples: bool = True,
        reading: bool = False,
        encoder: Encoder | None = None,
    ) -> Self:
        """Open or create the library of ``settings.home``.

        ``samples`` counts only the first time a home is opened and is remembered. With ``reading`` nothing is changed
        and another program may own the library. Raises ``LibraryBusy`` when it does and ``reading`` is not set,
        ``LibraryDamaged`` and ``StorageFull``.
        """
        folder = settings.library_folder
        shelf = Shelf.open(folder / "shelf.sqlite")
        lock = None
        if not reading and not settings.chroma_url:
            try:
                lock = own(folder)
            except LibraryBusy:
                shelf.close()
                raise
        dense: DenseIndex
        if settings.chroma_url:
            dense = ChromaIndex(None, settings.chroma_url)
        else:
            dense = ExactIndex() if lock is None else LayeredIndex(ChromaIndex(index_folder(folder)))
        library = cls(settings, shelf, dense, encoder, lock)
        if not reading:
            settle_samples(shelf, samples)
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
        files = files_of(Path(path) for path in paths)
        meter = Meter(files, progress)
        results = []
        for file in files:
            meter.start(file)
            try:
                results.append(self._add_one(file, meter, whole, owner, added_by or owner))
            except (UnreadableFile, XinhuoError) as error:
                results.append(Added(str(file), "failed", error=str(error)))
            meter.finish()
        with contextlib.suppress(ModelFileError):
            self.make_ready()
        return results

    def preview(self, path: Path | str) -> Cleaned:
        """What adding a file would keep and drop; nothing is stored. Raises ``UnreadableFile``."""
        path = Path(path)
        return take_in(path, self._settings, file_hash(path)).cleaned

    def list(self, owner: str | None = None) -> Materials:
        """Every material that ``owner`` sees (None = all), the latest first, the program's own samples last."""
        return [m for m in self._shelf.materials() if seen(m.owner, owner)]

    def remove(self, materials: Iterable[str], by: str | None = None) -> Names:
        """Remove materials by identifier or file name; returns the identifiers removed, passing over unknown ones.

        ``by`` is the user who wants it, None an administrator: see ``may_remove``.
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
                searcher.learn_outside(self._outside(encoder))
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
            if self._owner:
                self._encode_missing()
            if self.usable_encoder() is not None:
                self._dense.sync(self._shelf)

    # -- the encoder ------------------------------------------------------------------------------------------------

    def usable_encoder(self) -> Encoder | None:
        """The encoder, if its weights are on this machine and it is the one that made the library's vectors."""
        encoder = self._found_encoder()
        if encoder is None or self.made_by_another(encoder):
            return None
        return encoder

    @property
    def needs_reencoding(self) -> bool:
        """Whether the vectors were made by another encoder than the one set; until then search goes by words alone."""
        encoder = self._found_encoder()
        return encoder is not None and self.made_by_another(encoder)

    def made_by_another(self, encoder: Encoder) -> bool:
        """Whether the library's vectors are another encoder's."""
        return self._shelf.get("encoder", encoder.identity) != encoder.identity

    def reencode(self, progress: Tell | None = None) -> int:
        """Make all vectors anew with the encoder that is set; returns how many. Raises ``ModelFileError``."""
        encoder = self._found_encoder()
        if encoder is None:
            raise ModelFileError("检索用的编码器还没有下载，先运行一次添加或检索。")
        with self._searching:
            self._shelf.forget_vectors()
            self._shelf.set("encoder", encoder.identity)
            total = self._encode_missing(progress)
            self._dense.sync(self._shelf)
        return total

    def _found_encoder(self) -> Encoder | None:
        if self._encoder is None:
            if is_endpoint(self._settings.encoder):
                self._encoder = EndpointEncoder(self._settings.encoder)
            elif self._settings.encoder != BUNDLED_ENCODER:
                self._encoder = Encoder(self._settings.encoder)
            elif (folder := find_encoder(self._settings.models)) is not None:
                self._encoder = Encoder(folder)
        return self._encoder

    # -- inside -----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> bool:
        return self._lock is not None or bool(self._settings.chroma_url)

    def _add_one(self, file: Path, meter: Meter, whole: bool, owner: str, added_by: str) -> Added:
        digest = file_hash(file)
        path = str(file.resolve())
        shelves = dict.fromkeys((owner, ""))  # what everybody has, nobody needs twice
        if not whole and any(self._shelf.known_by_bytes(digest, whose) for whose in shelves):
            return Added(str(file), "duplicate")
        intake = replace(take_in(file, self._settings, digest, whole=whole), owner=owner, added_by=added_by)
        before = self._shelf.known_by_path(path, owner)
        twins = [self._shelf.known_by_text(intake.text_hash, whose) for whose in shelves]
        if not whole and any(twins):
            return Added(str(file), "duplicate")
        vectors = self._vectors(intake, meter)
        replaced = {known.material for known in (before, twins[0]) if known is not None}
        self._shelf.put(intake, vectors, sorted(replaced))
        counts = (len(intake.cleaned.articles), sum(map(len, intake.passages)))
        return Added(str(file), "updated" if replaced else "added", *counts)

    def _vectors(self, intake: Intake, meter: "Meter") -> Sequence[Vectors] | None:
        """Vectors of all passages of the material, or None while there is no encoder: they are made up for later."""
        encoder = self.usable_encoder()
        if encoder is None:
            return None
        texts = [passage.text for passages in intake.passages for passage in passages]
        vectors: list[Vectors] = []
        for start in range(0, len(texts), ENCODE_AT_ONCE):
            vectors += encode(encoder, texts[start : start + ENCODE_AT_ONCE])
            meter.within(len(vectors) / len(texts))
        self._remember(encoder)
        return vectors

    def _remember(self, encoder: Encoder) -> None:
        if not self._shelf.get("encoder"):
            self._shelf.set("encoder", encoder.identity)

    def _encode_missing(self, progress: Tell | None = None) -> int:
        encoder = self.usable_encoder()
        samples = set(self._shelf.samples().values())
        done = 0
        while encoder is not None and (waiting := self._shelf.without_vectors(ENCODE_AT_ONCE)):
            texts = [s.passage.text for s in waiting]
            own = samples.issuperset(s.material for s in waiting)
            rows = encode_once(encoder, texts, self._settings.models) if own else encode(encoder, texts)
            self._shelf.set_vectors({s.passage_id: row for s, row in zip(waiting, rows, strict=True)})
            self._remember(encoder)
            done += len(waiting)
            if progress is not None:
                total = self._shelf.count()
                progress(AddProgress("", "编码", done, total, done / max(1, total)))
        return done

    def _current(self) -> Searcher:
        generation = self._shelf.generation
        if self._searcher is None or self._searcher[0] != generation:
            with self._shelf.steady():
                snapshot = Snapshot.take(self._shelf, self._words.lexical(self._shelf))
            self._searcher = (generation, Searcher(self._shelf, self._dense, snapshot))
        return self._searcher[1]

    def _outside(self, encoder: Encoder) -> Background:
        if self._background is None:
            self._background = background(encoder, self._settings.models)
        return self._background


def seen(whose: str, owner: str | None) -> bool:
    """Whether ``owner`` sees what belongs to ``whose`` ("" = everybody's); None is an administrator."""
    return owner is None or whose in ("", owner)


def may_remove(material: Material, by: str | None) -> bool:
    """Whether ``by`` may remove a material: their own, what they added for everybody; an administrator (None) any."""
    return by is None or (bool(by) and by in (material.owner, material.added_by) and seen(material.owner, by))
