"""The program's own samples on the shelf: put there once, kept up with new releases, left out where unwanted."""

from pathlib import Path

from index.intake import file_hash, prepare
from index.shelf.shelf import Shelf
from index.shipped import sample_files

_UNWANTED = "unwanted_samples"


def settle_samples(shelf: Shelf, wanted: bool) -> None:
    """Put the samples on the shelf (or leave them out, as this home first chose), and follow updates."""
    if not shelf.get("samples"):
        shelf.set("samples", "yes" if wanted else "no")
    if shelf.get("samples") == "no":
        return
    unwanted = shelf.get(_UNWANTED).split("\n")
    files = {file_hash(file): file for file in sample_files() if file.name not in unwanted}
    present = shelf.samples()
    outdated = [material for digest, material in present.items() if digest not in files]
    if outdated:
        shelf.remove(outdated)
    for digest, file in files.items():
        if digest not in present:
            _put(shelf, file, digest)


def never_again(shelf: Shelf, names: list[str]) -> None:
    """Remember samples that the user removed, by file name."""
    if names:
        shelf.set(_UNWANTED, "\n".join(sorted({*shelf.get(_UNWANTED).split("\n"), *names} - {""})))


def _put(shelf: Shelf, file: Path, digest: str) -> None:
    from index.reading.text import read_markdown

    intake = prepare(file, read_markdown(file.read_bytes()), digest, sample=True)
    if shelf.known_by_text(intake.text_hash) is None:
        shelf.put(intake, None)
