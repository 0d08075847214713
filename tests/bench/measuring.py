"""Clocks, memory and tables of the benches about search."""

import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from index.encoding.apart import EncoderApart
from index.encoding.encoder import Encoder
from index.encoding.windows import windows
from index.library import Library
from index.settings import LibrarySettings
from tests.bench.made_up import Weaver

T = TypeVar("T")
MB = 2**20
QUERIES = 60
FILES, SENTENCES_A_FILE = 8, 60


@dataclass(frozen=True)
class Timed(Generic[T]):
    """What came of it, seconds on the clock and of the processor, and what the process holds afterwards in MB."""

    result: T
    clock: float
    busy: float
    memory: float


@dataclass(frozen=True)
class Spread:
    """Half and nineteen twentieths of many times, in ms."""

    p50: float
    p95: float


@dataclass
class Table:
    """Figures by name and size, and how each grows from one size to the next."""

    figures: dict[str, dict[int, float]] = field(default_factory=dict)

    def put(self, name: str, size: int, figure: float) -> None:
        """Keep one figure."""
        self.figures.setdefault(name, {})[size] = figure

    def print(self) -> None:
        """One line a figure, one column a size; between two sizes the factor."""
        sizes = sorted({size for row in self.figures.values() for size in row})
        print("\n" + f"{'passages':36}" + "".join(f"{size:>20,}" for size in sizes))
        for name, row in self.figures.items():
            line, before = f"{name:36}", None
            for size in sizes:
                figure = row.get(size)
                growth = f"×{figure / before:.1f}" if figure and before else ""
                line += f"{growth:>9}{figure:>11.2f}" if figure is not None else " " * 20
                before = figure
            print(line)


def memory(process: int | str = "self") -> float:
    """What this process, or another one, holds now, in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * resource.getpagesize() / MB


def size_of(folder: Path) -> float:
    """MB on the disk."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / MB


def written() -> float:
    """MB that this process has given to the disk; 0 where the system does not say."""
    counts = Path("/proc/self/io")
    if not counts.exists():
        return 0.0
    return next(int(line.split()[1]) for line in counts.read_text().splitlines() if line.startswith("write_bytes")) / MB


def timed(name: str, act: Callable[[], T]) -> Timed[T]:
    """Do something and say how long it took."""
    began, used = time.perf_counter(), time.process_time()
    result = act()
    found = Timed(result, time.perf_counter() - began, time.process_time() - used, memory())
    print(f"{name:36} {found.clock:8.2f} s  (processor {found.busy:.2f} s)  {found.memory:6.0f} MB", flush=True)
    return found


def spread(name: str, acts: Sequence[Callable[[], object]]) -> Spread:
    """Do things one after another and say half and nineteen twentieths of the times."""
    spent, busy = [], []
    for act in acts:
        began, used = time.perf_counter(), time.process_time()
        act()
        spent.append((time.perf_counter() - began) * 1000)
        busy.append((time.process_time() - used) * 1000)
    low, high = np.percentile(spent, [50, 95])
    cpu = np.percentile(busy, [50, 95])
    figures = f"p50 {low:.1f} ms  p95 {high:.1f} ms  (processor {cpu[0]:.1f} / {cpu[1]:.1f} ms)"
    print(f"{name:36} {figures}  {memory():6.0f} MB", flush=True)
    return Spread(float(low), float(high))


def searches(library: Library, name: str, extra: str = "") -> Spread:
    """A run of searches."""
    weaver = Weaver(2)
    queries = [weaver.query() + extra for _ in range(QUERIES)]
    return spread(name, [lambda query=query: library.search(query) for query in queries])  # type: ignore[misc]


def bare_look(library: Library, encoder: Encoder) -> float:
    """Milliseconds of encoding a question and one look over all vectors, the least that a search can cost."""
    _, matrix = library._shelf.vectors()
    weaver = Weaver(2)

    def look(query: str) -> object:
        cosines = matrix @ encoder.query(query)
        return np.argpartition(-cosines, min(5, len(cosines) - 1))[:5]

    queries = [weaver.query() for _ in range(QUERIES)]
    return spread("question and bare look", [lambda query=query: look(query) for query in queries]).p50  # type: ignore[misc]


def ratios(encoder: Encoder) -> None:
    """Adding ÷ encoding the same passages, and searching ÷ (encoding the question + a bare look), best of three.

    Encoding as the library does it, and as sentence-transformers does where nothing is set (32 texts at once).
    """
    print("== with the real encoder", flush=True)
    adding, encoding, plain, cutting, searching, looking = [], [], [], [], [], []
    for turn in range(3):
        with tempfile.TemporaryDirectory() as folder:
            files = _files(Path(folder) / "files", turn)
            settings = LibrarySettings(home=Path(folder) / "home")
            with Library.open(settings, samples=False, encoder=encoder) as library:
                adding.append(timed("files added", lambda files=files: library.add(files)).clock)  # type: ignore[misc]
                texts = [stored.passage.text for stored in library.dump()]
                encoding.append(timed("their passages encoded", lambda texts=texts: encoder.documents(texts)).clock)  # type: ignore[misc]
                plain.append(timed("… as it comes", lambda texts=texts: _as_it_comes(encoder, texts)).clock)  # type: ignore[misc]
                cut = [window for text in texts for window in windows(text)]
                cutting.append(timed("… sentence by sentence", lambda cut=cut: encoder.documents(cut)).clock)  # type: ignore[misc]
                library.search("热身")
                searching.append(searches(library, "search").p50)
                looking.append(bare_look(library, encoder))
    print(f"index ÷ encoder                      {min(adding) / min(encoding):.2f}  ({len(texts)} passages)")
    print(f"index ÷ encoder as it comes          {min(adding) / min(plain):.2f}")
    print(f"index ÷ encoder, the same sentences  {min(adding) / min(cutting):.2f}  ({len(cut)} windows)")
    print(f"search ÷ (question + bare look)      {min(searching) / min(looking):.2f}")


def kept_apart(name: str) -> None:
    """What the page pays for an encoder that goes when idle: the first question of a new process, and its memory."""
    before = memory()
    encoder = EncoderApart(name)
    timed("first question, encoder apart", lambda: encoder.query("热身"))
    spread("a question, encoder apart", [lambda: encoder.query("家长学校怎么办")] * QUERIES)
    if encoder._process is not None:
        print(f"memory: here +{memory() - before:.0f} MB, there {memory(encoder._process.pid):.0f} MB")
    encoder.close()


def _as_it_comes(encoder: Encoder, texts: Sequence[str]) -> object:
    return encoder._loaded().encode(list(texts), prompt_name="document", show_progress_bar=False)


def _files(folder: Path, turn: int) -> list[Path]:
    """Texts with headings, the samples' sentences mixed anew."""
    weaver = Weaver(100 + turn)
    folder.mkdir(parents=True)
    files = []
    for number in range(FILES):
        chosen = [weaver.sentences[n] for n in weaver.chance.integers(len(weaver.sentences), size=SENTENCES_A_FILE)]
        parts = ["".join(chosen[n : n + 6]) for n in range(0, SENTENCES_A_FILE, 6)]
        lines = [f"{'一二三四五六七八九十'[n]}、抓好第{n + 1}件事\n{part}" for n, part in enumerate(parts)]
        file = folder / f"{number}.txt"
        file.write_text(f"××镇关工委第{number + 1}份工作总结\n" + "\n".join(lines), "utf-8")
        files.append(file)
    return files
