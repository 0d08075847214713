"""Search at size with made-up vectors: ``python -m tests.bench.search_scale [--home DIR] [N …]`` (1000 10000 100000).

For every size: filling the shelf, its bytes, the first word index, opening again, the first search, searches before and
after Chroma is up, one file more, and memory. Processor time stands beside the clock, for machines that are shared;
``÷ bare`` compares with encoding (here: nothing) and one exact look over all vectors.
"""

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np

from index import layered
from index.library import Library
from index.settings import LibrarySettings
from tests.bench.made_up import NoiseEncoder, Weaver, fill

QUERIES = 60
T = TypeVar("T")


def memory() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def timed(name: str, act: Callable[[], T]) -> T:
    """Do something and say how long it took."""
    began, used = time.perf_counter(), time.process_time()
    result = act()
    clock, busy = time.perf_counter() - began, time.process_time() - used
    print(f"{name:34} {clock:8.2f} s  (processor {busy:.2f} s)  {memory():6.0f} MB", flush=True)
    return result


def searches(library: Library, name: str, extra: str = "") -> None:
    """Half and nineteen twentieths of a run of searches."""
    weaver, spent, busy = Weaver(2), [], []
    for _ in range(QUERIES):
        query = weaver.query() + extra
        began, used = time.perf_counter(), time.process_time()
        library.search(query)
        spent.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - used) * 1000)
    low, high = np.percentile(spent, [50, 95])
    cpu = np.percentile(busy, [50, 95])
    figures = f"p50 {low:.0f} ms  p95 {high:.0f} ms  (processor {cpu[0]:.0f} / {cpu[1]:.0f} ms)"
    print(f"{name:34} {figures}  {memory():6.0f} MB", flush=True)


def bare(library: Library) -> None:
    """One look over all vectors, the least that a search can cost."""
    _, _, matrix = library._shelf.vectors()
    spent = []
    for n in range(QUERIES):
        began = time.perf_counter()
        np.argpartition(-(matrix @ matrix[n]), 150)[:150]
        spent.append((time.perf_counter() - began) * 1000)
    print(f"{'bare look over all vectors':34} p50 {np.percentile(spent, 50):.0f} ms", flush=True)


def size_of(folder: Path) -> float:
    """MB on the disk."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def one_size(count: int, home: Path, *, chroma: bool) -> None:
    """Print the figures of one size."""
    settings, encoder = LibrarySettings(home=home), NoiseEncoder("noise")
    folder = settings.library_folder
    shelf = folder / "shelf.sqlite"
    print(f"\n== {count} passages", flush=True)
    if not shelf.exists():
        timed("onto the shelf", lambda: fill(shelf, count, encoder))
    print(f"{'shelf':34} {shelf.stat().st_size / 2**20:.0f} MB", flush=True)
    shutil.rmtree(folder / "words", ignore_errors=True)
    with Library.open(settings, samples=False, encoder=encoder) as library:
        timed("word index made, first search", lambda: library.search("春天的书屋"))
    print(f"{'word index':34} {size_of(folder / 'words'):.0f} MB", flush=True)
    with timed("open", lambda: Library.open(settings, samples=False, encoder=encoder)) as library:
        timed("first search", lambda: library.search("冬天的灯光"))
        searches(library, "search")
        searches(library, "search by part of a text", "怎么结尾")
        bare(library)
        extra = Weaver(time.time_ns()).intakes(50)
        for intake, vectors in extra:
            library._shelf.put(intake, vectors)
        timed("search after one more file", lambda: library.search("冬天的灯光"))
        if isinstance(library._dense, layered.LayeredIndex) and chroma:
            timed("Chroma brought up", lambda: library.tidy(build=True))
            searches(library, "search with Chroma")
            print(f"{'Chroma':34} {size_of(folder / 'chroma'):.0f} MB", flush=True)
    if chroma:
        with Library.open(settings, samples=False, encoder=encoder) as library:
            library.search("冬天的灯光")
            timed("Chroma opened again", library.tidy)


def main() -> int:
    """Print the figures of every size asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10_000, 100_000])
    parser.add_argument("--home", type=Path, help="keep the libraries here, and use those that are there")
    parser.add_argument("--without-chroma", action="store_true", help="only the exact look, no index behind it")
    options = parser.parse_args()
    for count in options.sizes:
        if options.home:
            one_size(count, options.home / str(count), chroma=not options.without_chroma)
        else:
            with tempfile.TemporaryDirectory() as home:
                one_size(count, Path(home), chroma=not options.without_chroma)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
