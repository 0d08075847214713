"""Twenty people at one server: chats, edits, searches, exports and drafts against a scripted endpoint.

``python tests/bench/load.py [--minutes 10] [--users 20] [--drafters 5]`` starts the real server with a users file and
talks to it over HTTP as the page does. Prints what was done, errors, the time of each kind of action, the server's
memory, and whether drafts that had to wait saw a falling number and began in the order in which they were asked for.
"""

import argparse
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.load_figures import Figures, report  # noqa: E402
from tests.bench.person import PASSWORD, User, drafting, editing  # noqa: E402
from tests.browser import serving  # noqa: E402
from tests.scripted import ScriptedEndpoint  # noqa: E402

PAUSE = 0.05  # seconds between pieces of four characters: 80 characters a second, as a hosted model writes


def _server() -> int:
    """The process of the server that this one started."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parts = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            command = stat.with_name("cmdline").read_bytes()
        except OSError:
            continue
        if int(parts[1]) == os.getpid() and b"ui.py" in command:
            return int(stat.parent.name)
    return 0


def _processor(process: int) -> float:
    try:
        parts = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def _crowding() -> float:
    wall, own = time.monotonic(), time.thread_time()
    sum(i * i for i in range(300_000))
    return (time.monotonic() - wall) / max(1e-6, time.thread_time() - own)


def _memory(process: int) -> float:
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="utf-8")) if status.exists() else None
    return int(found[1]) / 1024 if found else 0.0


@contextmanager
def _watched(figures: Figures, endpoint: ScriptedEndpoint) -> Iterator[None]:
    process, begun, stop = _server(), time.monotonic(), threading.Event()
    before = _processor(process)

    def watch() -> None:
        while not stop.wait(2):
            figures.memory.append((time.monotonic() - begun, _memory(process)))
            figures.crowding.append(_crowding())
            figures.most_at_once = max(figures.most_at_once, endpoint.running)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        figures.processor = _processor(process) - before


def run(seconds: float, users: int, drafters: int) -> Figures:
    """Let ``users`` people work for ``seconds``, ``drafters`` of them drafting all the time."""
    from assistant.users import Users

    figures, endpoint = Figures(), ScriptedEndpoint(pause=PAUSE)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        names = [f"用户{n}" for n in range(users)]
        for name in names:
            Users(home / "users").add(name, PASSWORD)
        environment = {"XINHUO_USERS": str(home / "users"), "XINHUO_BASE_URL": endpoint.url, "XINHUO_MODEL": "m"}
        with serving(home, environment) as address:
            people = [User(address, name, figures) for name in names]
            people[0].settled()
            people[0].draft()
            for kept in (figures.times, figures.sizes, figures.queues, figures.drafts, figures.order):
                kept.clear()
            with _watched(figures, endpoint):
                _work(people, drafters, time.monotonic() + seconds, figures)
            for person in people:
                person.http.close()
    endpoint.close()
    return figures


def _work(people: list[User], drafters: int, end: float, figures: Figures) -> None:
    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except (httpx.HTTPError, KeyError, ValueError) as error:
            figures.went_wrong(f"{type(error).__name__}: {error}")

    threads = []
    for number, person in enumerate(people):
        work = (lambda p=person: drafting(p, end)) if number < drafters else (
            lambda p=person, n=number: editing(p, end, n)
        )  # fmt: skip
        threads.append(threading.Thread(target=guarded, args=(work,), daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> None:
    """Run as the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--drafters", type=int, default=5)
    options = parser.parse_args()
    figures = run(options.minutes * 60, options.users, options.drafters)
    report(figures)
    raise SystemExit(1 if figures.errors else 0)


if __name__ == "__main__":
    main()
