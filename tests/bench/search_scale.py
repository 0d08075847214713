"""Opening, searching and memory at 100,000 passages with made-up vectors.

``python -m tests.bench.search_scale [N]``; processor time is printed beside the clock, for machines that are shared.
"""

import json
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.encoder import Encoder
from index.library import Library
from index.schema import migrate
from index.settings import LibrarySettings

WIDTH = 384
WINDOWS = 4
A_MATERIAL = 100
PASSAGES = 100_000
QUERIES = 60
SYLLABLES = "春夏秋冬山水田园学校老师同学家长社区街道书屋灯光讲堂志愿关爱法治安全劳动科技心理阅读成长陪伴"


class NoiseEncoder(Encoder):
    """Vectors by chance: the cost of a search does not depend on meaning."""

    def documents(self, texts: Sequence[str]) -> np.ndarray:
        rows = np.random.default_rng(len(texts)).normal(size=(len(texts), WIDTH)).astype(np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def query(self, text: str) -> np.ndarray:
        return self.documents([text, text])[sum(map(ord, text)) % 2]


def fill(file: Path, count: int, identity: str) -> None:
    """Write a shelf of ``count`` passages straight into its tables."""
    chance = np.random.default_rng(1)
    file.parent.mkdir(parents=True)
    shelf = sqlite3.connect(file, isolation_level=None)
    shelf.execute("PRAGMA journal_mode = WAL")
    migrate(shelf)
    shelf.execute("BEGIN")
    meta = {"samples": "no", "generation": "bench", "encoder": identity}
    shelf.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    roles = ("开场", "做法", "做法", "做法", "不足", "结尾")
    genres = ("工作总结", "工作要点", "经验交流发言", "事迹材料")
    for number in range(count // A_MATERIAL):
        material, genre = f"{number:016d}", genres[number % 4]
        shelf.execute(
            "INSERT INTO materials VALUES (?, ?, ?, ?, '', 'txt', '', 0)",
            (material, f"{number}.txt", material, material),
        )
        shelf.execute("INSERT INTO articles VALUES (?, 1, ?, ?, '', '', '[]')", (material, f"第{number}篇", genre))
        letters = chance.choice(list(SYLLABLES), (A_MATERIAL, 250))
        windows = chance.normal(size=(A_MATERIAL, WINDOWS, WIDTH)).astype(np.float32)
        centres = windows.mean(axis=1)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        shelf.executemany(
            "INSERT INTO passages (id, material, article, text, headings, genre, role, themes, has_figures, vector,"
            " windows) VALUES (?, ?, 1, ?, ?, ?, ?, '[]', 0, ?, ?)",
            [
                (
                    *(f"{material}-{n:04d}", material, "".join(letters[n]), json.dumps([f"第{n}节"]), genre),
                    *(roles[n % 6], centres[n].tobytes(), windows[n].astype("<f2").tobytes()),
                )
                for n in range(A_MATERIAL)
            ],
        )
    shelf.execute("COMMIT")
    shelf.close()


def memory() -> float:
    """The most memory this process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(name: str, began: float) -> None:
    print(f"{name:28} {time.perf_counter() - began:8.2f} s   {memory():6.0f} MB", flush=True)


def main() -> int:
    """Print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PASSAGES
    chance = np.random.default_rng(2)
    encoder = NoiseEncoder("noise")
    with tempfile.TemporaryDirectory() as home:
        settings = LibrarySettings(home=Path(home))
        fill(settings.library_folder / "shelf.sqlite", count, encoder.identity)
        began = time.perf_counter()
        with Library.open(settings, samples=False, encoder=encoder) as library:
            library.search("春天的书屋")
            timed("indexes made from the shelf", began)
        began = time.perf_counter()
        with Library.open(settings, samples=False, encoder=encoder) as library:
            timed("open", began)
            began = time.perf_counter()
            library.search("冬天的灯光")
            timed("first search", began)
            for name, extra in (("search", ""), ("search by part of a text", "怎么结尾")):
                spent, busy = [], []
                for _ in range(QUERIES):
                    query = "".join(chance.choice(list(SYLLABLES), 8)) + extra
                    began, used = time.perf_counter(), time.process_time()
                    library.search(query)
                    spent.append((time.perf_counter() - began) * 1000)
                    busy.append((time.process_time() - used) * 1000)
                low, high = np.percentile(spent, [50, 95])
                cpu = np.percentile(busy, 95)
                figures = f"p50 {low:.0f} ms  p95 {high:.0f} ms  (processor p95 {cpu:.0f} ms)"
                print(f"{name:28} {figures}   {memory():6.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
