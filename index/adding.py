"""Files on their way into a library: each wholly or not at all, failures told, the rest of the batch going on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index.encoding.vectors import Encoding
from index.errors import XinhuoError
from index.intake import file_hash, files_of, readable_name, take_in
from index.meter import Meter, Tell
from index.records import Added, Status
from index.settings import LibrarySettings
from index.shelf.shelf import Intake, Shelf

TOGETHER = 48
"""Passages from which on the files read so far are encoded and put on the shelf."""


@dataclass(frozen=True)
class Giver:
    """On whose behalf files are added. ``owner`` is the only user who will see them ("" = everybody), ``added_by`` who
    adds them; ``whole`` keeps every line of the files instead of cleaning them."""

    owner: str = ""
    added_by: str = ""
    whole: bool = False

    @property
    def shelves(self) -> tuple[str, ...]:
        """Where to look for what is known: what everybody has, nobody needs twice."""
        return tuple(dict.fromkeys((self.owner, "")))


@dataclass(frozen=True)
class _Read:
    """A file that has been read and waits for its vectors; ``number`` is its place among all that are added."""

    number: int
    file: Path
    intake: Intake
    replaces: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        return [passage.text for passages in self.intake.passages for passage in passages]


class Adding:
    """Reads, cleans, cuts and encodes files, and puts them on the shelf.

    Small files are encoded together: sentences of like length from several of them fill a batch without padding.
    """

    def __init__(self, settings: LibrarySettings, shelf: Shelf, encoding: Encoding) -> None:
        self._settings = settings
        self._shelf = shelf
        self._encoding = encoding

    def add(self, paths: Iterable[Path | str], progress: Tell | None, giver: Giver) -> list[Added]:
        """Add files, and folders with all their files."""
        files = files_of(Path(path) for path in paths)
        meter = Meter(files, progress)
        results: dict[int, Added] = {}
        waiting: list[_Read] = []
        for number, file in enumerate(files):
            meter.start(file)
            try:
                intake = self._read(file, giver)
                if intake is not None and any(_same(intake, other.intake) for other in waiting):
                    self._put(waiting, meter, results)
                read = None if intake is None else self._wanted(number, file, intake, giver)
                if read is None:
                    results[number] = Added(readable_name(file), "duplicate")
                else:
                    waiting.append(read)
            except XinhuoError as error:
                results[number] = Added(readable_name(file), "failed", error=str(error))
            if not waiting or number == len(files) - 1 or sum(len(read.texts) for read in waiting) >= TOGETHER:
                self._put(waiting, meter, results)
        return [results[number] for number in range(len(files))]

    def _read(self, file: Path, giver: Giver) -> Intake | None:
        """What is in the file; None where its very bytes are known."""
        digest = file_hash(file, self._settings.max_file_bytes)
        if not giver.whole and any(self._shelf.known_by_bytes(digest, whose) for whose in giver.shelves):
            return None
        intake = take_in(file, self._settings, digest, whole=giver.whole)
        return replace(intake, owner=giver.owner, added_by=giver.added_by or giver.owner)

    def _wanted(self, number: int, file: Path, intake: Intake, giver: Giver) -> _Read | None:
        """The file with the materials whose place it takes; None where its text is known."""
        before = self._shelf.known_by_path(intake.path, giver.owner)
        twins = [self._shelf.known_by_text(intake.text_hash, whose) for whose in giver.shelves]
        if not giver.whole and any(twins):
            return None
        replaced = {known.material for known in (before, twins[0]) if known is not None}
        return _Read(number, file, intake, tuple(sorted(replaced)))

    def _put(self, waiting: list[_Read], meter: Meter, results: dict[int, Added]) -> None:
        """Encode what is waiting, and put it on the shelf file by file."""
        vectors = None
        try:
            if waiting:
                vectors = self._encoding.vectors([text for read in waiting for text in read.texts], meter.within)
        except XinhuoError as error:
            why = str(error)
            results.update({read.number: Added(readable_name(read.file), "failed", error=why) for read in waiting})
            waiting.clear()
        start = 0
        for read in waiting:
            count = len(read.texts)
            own = None if vectors is None else vectors[start : start + count]
            start += count
            try:
                self._shelf.put(read.intake, own, read.replaces)
            except XinhuoError as error:
                results[read.number] = Added(readable_name(read.file), "failed", error=str(error))
                continue
            status: Status = "updated" if read.replaces else "added"
            results[read.number] = Added(readable_name(read.file), status, len(read.intake.cleaned.articles), count)
        waiting.clear()
        meter.finish()


def _same(one: Intake, other: Intake) -> bool:
    return one.text_hash == other.text_hash or one.path == other.path
