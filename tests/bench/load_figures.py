"""What came of many people at one server: kept while they work, and told at the end."""

import os
import statistics
import threading
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise


@dataclass
class Figures:
    """What came of it. Times in seconds, sizes of answers in bytes before compression,
    memory in MiB as (seconds since the start, size).

    ``crowding`` is how much longer a computation took than its processor time: 1 on a machine with nothing else to do.
    ``processor`` is the server's processor time.
    """

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    notices: Counter[str] = field(default_factory=Counter)
    queues: list[list[int]] = field(default_factory=list)
    drafts: list[float] = field(default_factory=list)
    order: list[tuple[float, float]] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    crowding: list[float] = field(default_factory=list)
    processor: float = 0.0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def took(self, kind: str, seconds: float, size: int) -> None:
        """One action and the size of its answer."""
        with self._lock:
            self.times[kind].append(seconds)
            self.sizes[kind].append(size)

    def went_wrong(self, what: str) -> None:
        """One error that a user would have seen."""
        with self._lock:
            self.errors.append(what)

    def slope(self) -> float:
        """Growth of the server's memory in MiB a minute over the second half of the run."""
        half = [(t, m) for t, m in self.memory if t >= self.memory[-1][0] / 2] if self.memory else []
        if len(half) < 3:
            return 0.0
        return statistics.linear_regression(*zip(*half, strict=True)).slope * 60

    def out_of_turn(self) -> int:
        """Drafts that waited and yet began before one that was asked for earlier.

        Both moments are only known as closely as a request took: what lies nearer together does not count.
        """
        slack = 1 + max([*self.times["tick"], *self.times["write"]], default=0)
        waited = sorted(self.order)
        return sum(b[1] < a[1] - slack for i, a in enumerate(waited) for b in waited[i + 1 :] if b[0] > a[0] + slack)

    def risen(self) -> int:
        """Waiting drafts whose number before them rose."""
        return sum(any(b > a for a, b in pairwise(seen)) for seen in self.queues)


def report(figures: Figures) -> None:
    """The figures, a line each."""
    done = sum(map(len, figures.times.values()))
    print(f"{done} actions, {len(figures.errors)} errors, {len(figures.drafts)} drafts, "
          f"{figures.most_at_once} requests at once")  # fmt: skip
    crowding = statistics.median(figures.crowding) if figures.crowding else 1.0
    each = 1000 * figures.processor / max(1, done)
    print(f"server: {figures.processor:.0f} s of processor, {each:.0f} ms an action; "
          f"the machine was {crowding:.1f} times slower than idle, load average {os.getloadavg()[1]:.1f}")  # fmt: skip
    for error, count in Counter(figures.errors).most_common(8):
        print(f"  error x{count}: {error}")
    print(f"{'action':<16}{'n':>6}{'p50 s':>8}{'p95 s':>8}{'max s':>8}{'p50 KiB':>9}{'p95 KiB':>9}")
    for kind in sorted(figures.times, key=lambda kind: -len(figures.times[kind])):
        _line(kind, figures.times[kind], figures.sizes[kind])
    _line("all", *([one for kind in kinds.values() for one in kind] for kinds in (figures.times, figures.sizes)))
    if figures.drafts:
        print(
            f"drafts once begun: median {statistics.median(figures.drafts):.1f} s, longest {max(figures.drafts):.1f} s"
        )
    print(f"waited and were told: {len(figures.queues)}, number rose: {figures.risen()}, "
          f"out of turn: {figures.out_of_turn()}")  # fmt: skip
    sizes = [size for _, size in figures.memory]
    if sizes:
        third = len(sizes) // 3 or 1
        parts = [statistics.median(sizes[i : i + third]) for i in (0, third, 2 * third)]
        print("server memory by thirds: " + ", ".join(f"{size:.0f}" for size in parts) + " MiB, "
              f"growth over the second half {figures.slope():+.1f} MiB a minute")  # fmt: skip
    for notice, count in figures.notices.most_common(6):
        print(f"  notice x{count}: {notice}")


def _line(kind: str, times: Sequence[float], sizes: Sequence[float]) -> None:
    half, most = _cuts(times)
    middle, large = (size / 1024 for size in _cuts(sizes))
    print(f"{kind:<16}{len(times):>6}{half:>8.2f}{most:>8.2f}{max(times):>8.2f}{middle:>9.1f}{large:>9.1f}")


def _cuts(values: Sequence[float]) -> tuple[float, float]:
    cuts = statistics.quantiles(values, n=20, method="inclusive") if len(values) > 1 else [values[0]] * 19
    return cuts[9], cuts[18]
