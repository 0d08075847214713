"""Files on their way into a library: each wholly or not at all, failures told, the rest of the batch going on."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from index.encoding import Encoding
from index.errors import XinhuoError
from index.intake import file_hash, files_of, take_in
from index.meter import Meter, Tell
from index.records import Added
from index.settings import LibrarySettings
from index.shelf import Shelf


@dataclass(frozen=True)
class Giver:
    """On whose behalf files are added. ``owner`` is the only user who will see them ("" = everybody), ``added_by`` who
    adds them; ``whole`` keeps every line of the files instead of cleaning them."""

    owner: str = ""
    added_by: str = ""
    whole: bool = False


class Adding:
    """Reads, cleans, cuts and encodes files, and puts them on the shelf."""

    def __init__(self, settings: LibrarySettings, shelf: Shelf, encoding: Encoding) -> None:
        self._settings = settings
        self._shelf = shelf
        self._encoding = encoding

    def add(self, paths: Iterable[Path | str], progress: Tell | None, giver: Giver) -> list[Added]:
        """Add files, and folders with all their files."""
        files = files_of(Path(path) for path in paths)
        meter = Meter(files, progress)
        results = []
        for file in files:
            meter.start(file)
            try:
                results.append(self._one(file, meter, giver))
            except XinhuoError as error:
                results.append(Added(str(file), "failed", error=str(error)))
            meter.finish()
        return results

    def _one(self, file: Path, meter: Meter, giver: Giver) -> Added:
        digest = file_hash(file, self._settings.max_file_bytes)
        shelves = dict.fromkeys((giver.owner, ""))  # what everybody has, nobody needs twice
        if not giver.whole and any(self._shelf.known_by_bytes(digest, whose) for whose in shelves):
            return Added(str(file), "duplicate")
        intake = take_in(file, self._settings, digest, whole=giver.whole)
        intake = replace(intake, owner=giver.owner, added_by=giver.added_by or giver.owner)
        before = self._shelf.known_by_path(str(file.resolve()), giver.owner)
        twins = [self._shelf.known_by_text(intake.text_hash, whose) for whose in shelves]
        if not giver.whole and any(twins):
            return Added(str(file), "duplicate")
        texts = [passage.text for passages in intake.passages for passage in passages]
        vectors = self._encoding.vectors(texts, meter.within)
        replaced = {known.material for known in (before, twins[0]) if known is not None}
        self._shelf.put(intake, vectors, sorted(replaced))
        counts = (len(intake.cleaned.articles), len(texts))
        return Added(str(file), "updated" if replaced else "added", *counts)
