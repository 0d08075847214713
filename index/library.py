"""The library: what the rest of the program sees of shelf, encoder and search."""

import contextlib
import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from index.background import Background, background
from index.encoder import Encoder
from index.errors import LibraryBusy, ModelFileError, UnreadableFile, XinhuoError
from index.exact import ExactIndex
from index.intake import file_hash, files_of, prepare, sample_files, take_in
from index.layered import LayeredIndex
from index.material import Cleaned, StoredPassage
from index.model_files import find_encoder
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

Tell = Callable[[AddProgress], None]
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
            library._settle_samples(samples)
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

    def add(self, paths: Iterable[Path | str], progress: Tell | None = None, *, whole: bool = False) -> list[Added]:
        """Add files, and folders with all their files; each file goes in wholly or not at all, failures are told.

        A text that is there already is a duplicate; another text from a path that is known takes the place of the old
        one. ``whole`` keeps every line of the files instead of cleaning them.
        """
        files = files_of(Path(path) for path in paths)
        meter = _Meter(files, progress)
        results = []
        for file in files:
            meter.start(file)
            try:
                results.append(self._add_one(file, meter, whole))
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

    def list(self) -> Materials:
        """Every material, the latest first, the program's own samples last."""
        return self._shelf.materials()

    def remove(self, materials: Iterable[str]) -> Names:
        """Remove materials by identifier or file name; returns the identifiers removed, passing over unknown ones."""
        wanted = set(materials)
        gone = [m for m in self._shelf.materials() if m.material in wanted or m.file in wanted]
        removed_samples = [m.file for m in gone if m.sample]
        if removed_samples:
            unwanted = {*self._shelf.get("unwanted_samples").split("\n"), *removed_samples} - {""}
            self._shelf.set("unwanted_samples", "\n".join(sorted(unwanted)))
        self._shelf.remove([m.material for m in gone])
        return [m.material for m in gone]

    def tag(self, material: str, tags: Iterable[str]) -> None:
        """Set a material's tags."""
        self._shelf.tag(material, [tag.strip() for tag in tags if tag.strip()])

    def dump(self) -> Passages:
        """Every passage in reading order."""
        return self._shelf.passages()

    def kept_and_dropped(self, material: str) -> Cleaned:
        """What cleaning kept and dropped when the material was added."""
        return self._shelf.kept_and_dropped(material)

    def backup(self, file: Path | str) -> None:
        """Write the whole library to one file. Raises ``StorageFull``."""
        self._shelf.backup(Path(file))

    def tidy(self) -> None:
        """Take what has been removed out of all indexes at once; else that waits until enough has come together."""
        with self._searching:
            self._words.lexical(self._shelf, tidy=True)
            self._searcher = None
            if isinstance(self._dense, LayeredIndex):
                self._dense.settle(self._shelf)
            elif self._owner:
                self._dense.sync(self._shelf)

    # -- searching --------------------------------------------------------------------------------------------------

    def search(self, query: str, k: int = 5, genre: str = "", role: str = "") -> Found:
        """The ``k`` passages that fit ``query`` best, only of ``genre`` and ``role`` where given."""
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
            return searcher.search(understood, vector, max(1, k), genre, role)

    def passages_for(self, query: str, genre: str = "", role: str = "", k: int = 5) -> Passages:
        """Passages a writer may learn from: those of ``genre`` and ``role`` first, others where there are too few."""
        found: dict[str, StoredPassage] = {}
        for wanted_genre, wanted_role in dict.fromkeys(((genre, role), ("", role), (genre, ""), ("", ""))):
            for stored in self.search(query, k, wanted_genre, wanted_role).passages:
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
            if self._settings.encoder != BUNDLED_ENCODER:
                self._encoder = Encoder(self._settings.encoder)
            elif (folder := find_encoder(self._settings.models)) is not None:
                self._encoder = Encoder(folder)
        return self._encoder

    # -- inside -----------------------------------------------------------------------------------------------------

    @property
    def _owner(self) -> bool:
        return self._lock is not None or bool(self._settings.chroma_url)

    def _add_one(self, file: Path, meter: "_Meter", whole: bool) -> Added:
        digest = file_hash(file)
        path = str(file.resolve())
        twin = self._shelf.known_by_bytes(digest)
        if twin is not None and not whole:
            return Added(str(file), "duplicate")
        intake = take_in(file, self._settings, digest, whole=whole)
        before = self._shelf.known_by_path(path)
        twin = self._shelf.known_by_text(intake.text_hash)
        if twin is not None and not whole:
            return Added(str(file), "duplicate")
        vectors = self._vectors(intake, meter)
        replaced = {known.material for known in (before, twin) if known is not None}
        self._shelf.put(intake, vectors, sorted(replaced))
        counts = (len(intake.cleaned.articles), sum(map(len, intake.passages)))
        return Added(str(file), "updated" if replaced else "added", *counts)

    def _vectors(self, intake: Intake, meter: "_Meter") -> Sequence[Vectors] | None:
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

    def _settle_samples(self, wanted: bool) -> None:
        """Put the program's samples on the shelf (or leave them out, as this home first chose), and follow updates."""
        if not self._shelf.get("samples"):
            self._shelf.set("samples", "yes" if wanted else "no")
        if self._shelf.get("samples") == "no":
            return
        unwanted = self._shelf.get("unwanted_samples").split("\n")
        files = {file_hash(file): file for file in sample_files() if file.name not in unwanted}
        present = self._shelf.samples()
        self._shelf_remove([material for digest, material in present.items() if digest not in files])
        for digest, file in files.items():
            if digest not in present:
                self._put_sample(file, digest)

    def _put_sample(self, file: Path, digest: str) -> None:
        from index.reading.text import read_markdown

        intake = prepare(file, read_markdown(file.read_bytes()), digest, sample=True)
        if self._shelf.known_by_text(intake.text_hash) is None:
            self._shelf.put(intake, None)

    def _shelf_remove(self, materials: Sequence[str]) -> None:
        if materials:
            self._shelf.remove(materials)


def index_folder(library_folder: Path) -> Path:
    """Where Chroma's files lie: beside the shelf, but on Windows never under a path that is not ASCII."""
    if os.name != "nt" or str(library_folder).isascii():
        return library_folder / "chroma"
    name = hashlib.sha256(str(library_folder).encode()).hexdigest()[:16]
    return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "xinhuo" / name


def own(folder: Path) -> FileLock:
    """Become the one program that may change the library in ``folder``. Raises ``LibraryBusy``."""
    lock = FileLock(folder / "library.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LibraryBusy("资料库正被另一个薪火文稿程序使用，请先关掉它，或稍后再试。") from error
    return lock


class _Meter:
    """Turns files and shares of files into progress with an honest remaining time: weighed by file size."""

    def __init__(self, files: Sequence[Path], tell: Tell | None) -> None:
        self._sizes = [max(1, file.stat().st_size) if file.is_file() else 1 for file in files]
        self._tell = tell
        self._done = 0
        self._file = ""
        self._began = time.monotonic()

    def start(self, file: Path) -> None:
        self._file = file.name
        self._report("读取", 0.0)

    def within(self, share: float) -> None:
        self._report("编码", share)

    def finish(self) -> None:
        self._done += 1
        self._report("完成", 0.0)

    def _report(self, stage: str, part: float) -> None:
        if self._tell is None:
            return
        current = self._sizes[self._done] * part if self._done < len(self._sizes) else 0.0
        share = (sum(self._sizes[: self._done]) + current) / max(1, sum(self._sizes))
        spent = time.monotonic() - self._began
        left = spent * (1 - share) / share if share > 0.02 and spent > 1 else None
        self._tell(AddProgress(self._file, stage, self._done, len(self._sizes), share, left))
