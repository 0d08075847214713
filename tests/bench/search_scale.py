"""Search at size: ``python -m tests.bench.search_scale [--home DIR] [--without-chroma] [N …]`` (1000 10000 100000).

First, with the real encoder, what adding costs beside encoding the same passages, a search beside encoding the question
and one exact look over all vectors, and an encoder in a process of its own. Then, with made-up vectors of passages and
real ones of questions, for every size: filling the shelf, its bytes, the first word index, opening again, the first
search, searches before and after Chroma is up, one file more and what is written for it, and memory; last, how each
grows with the size. Processor time stands beside the clock, for machines that are shared. Without the encoder's weights
the first part is left out and questions are made up.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from index.encoding.encoder import Encoder
from index.library import Library
from index.model_files import find_encoder
from index.search import layered
from index.settings import BUNDLED_ENCODER, LibrarySettings
from tests.bench.made_up import NoiseEncoder, RealQuestions, Weaver, fill
from tests.bench.measuring import MB, Table, bare_look, kept_apart, memory, ratios, searches, size_of, timed, written


def one_size(count: int, home: Path, table: Table, real: Encoder | None, *, chroma: bool) -> None:
    """Print the figures of one size and keep those that grow."""
    settings = LibrarySettings(home=home)
    encoder = NoiseEncoder("noise") if real is None else RealQuestions(real)
    folder = settings.library_folder
    shelf = folder / "shelf.sqlite"
    print(f"\n== {count} passages", flush=True)
    if not shelf.exists():
        spent = timed("onto the shelf", lambda: fill(shelf, count, encoder)).clock
        table.put("passages put a second", count, count / spent)
    table.put("shelf, MB", count, shelf.stat().st_size / MB)
    shutil.rmtree(folder / "words", ignore_errors=True)
    with Library.open(settings, samples=False, encoder=encoder) as library:
        made = timed("word index made, first search", lambda: library.search("春天的书屋"))
    table.put("words counted anew, s", count, made.clock)
    table.put("word index, MB", count, size_of(folder / "words"))
    opening = timed("open", lambda: Library.open(settings, samples=False, encoder=encoder))
    table.put("open, s", count, opening.clock)
    with opening.result as library:
        table.put("first search, s", count, timed("first search", lambda: library.search("冬天的灯光")).clock)
        looked = searches(library, "search")
        table.put("search p50, ms", count, looked.p50)
        table.put("search p95, ms", count, looked.p95)
        table.put("… by part of a text p95, ms", count, searches(library, "search by part of a text", "怎么结尾").p95)
        bare = bare_look(library, encoder)
        table.put("search ÷ (question + bare look)", count, looked.p50 / bare)
        one_more(library, count, table, "one file more")
        table.put("memory, MB", count, memory())
        if isinstance(library._dense, layered.LayeredIndex) and chroma:
            table.put("Chroma made, s", count, timed("Chroma made", lambda: library.tidy(build=True)).clock)
            table.put("… with Chroma p95, ms", count, searches(library, "search with Chroma").p95)
            table.put("Chroma, MB", count, size_of(folder / "chroma"))
    if chroma:
        with Library.open(settings, samples=False, encoder=encoder) as library:
            table.put("Chroma opened again, s", count, timed("Chroma opened again", library.tidy).clock)
            one_more(library, count, table, "one file more, Chroma too")


def one_more(library: Library, count: int, table: Table, name: str) -> None:
    """A material of 50 passages added and found: the time, and what is written for it."""
    before = written()

    def add() -> None:
        for intake, vectors in Weaver(time.time_ns()).intakes(50):
            library._shelf.put(intake, vectors)
        library.search("冬天的灯光")
        if "Chroma" in name:
            library.tidy()

    table.put(f"{name}, s", count, timed(name, add).clock)
    table.put(f"{name}, MB written", count, written() - before)


def real_encoder() -> Encoder | None:
    """The encoder that is set, loaded; None where its weights are not on this machine."""
    settings = LibrarySettings()
    if settings.encoder != BUNDLED_ENCODER:
        encoder = Encoder(settings.encoder)
    elif (folder := find_encoder(settings.models)) is not None:
        encoder = Encoder(folder)
    else:
        return None
    encoder.query("热身")
    return encoder


def main() -> int:
    """Print the figures of every size asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--home", type=Path, help="keep the libraries here, and use those that are there")
    parser.add_argument("--without-chroma", action="store_true", help="only the exact look, no index behind it")
    parser.add_argument("--without-ratios", action="store_true", help="leave out what the real encoder is needed for")
    options = parser.parse_args()
    real = None if options.without_ratios else real_encoder()
    if real is not None:
        ratios(real)
        kept_apart(real.name)
    table = Table()
    for count in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            home = options.home / str(count) if options.home else Path(folder)
            one_size(count, home, table, real, chroma=not options.without_chroma)
    table.print()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
