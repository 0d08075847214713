"""Twenty people at one server: chats, edits, searches, exports and drafts against a scripted endpoint.

``python tests/bench/load.py [--minutes 10] [--users 20] [--drafters 5]`` starts the real server with a users file and
talks to it over HTTP as the page does. Prints what was done, errors, the time of each kind of action, the server's
memory, and whether drafts that had to wait saw a falling number and began in the order in which they were asked for.
"""

import argparse
import json
import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.browser import serving  # noqa: E402
from tests.scripted import ScriptedEndpoint  # noqa: E402

PASSWORD = "一个很长的口令 1"
PAUSE = 0.05  # seconds between pieces of four characters: 80 characters a second, as a hosted model writes
LONGEST_DRAFT = 900.0
LONGEST_OPENING = 240.0
MESSAGE = """写一篇经验交流发言，单位是青禾县关工委，600字
全县32所中小学全部成立关工委组织，现有五老416人
举办法治报告会46场，受教育学生1.8万人次
编印《青禾红色故事》2000册，发到每个班级"""
EDIT = "老同志们一家一家地走，一件一件地办。"
QUESTIONS = ("家长学校怎么办", "样稿里法治教育有哪些做法", "五老队伍怎么建设")


@dataclass
class Figures:
    """What came of it. Times in seconds, memory in MiB as (seconds since the start, size).

    ``crowding`` is how much longer a computation took than its processor time: 1 on a machine with nothing else to do.
    ``processor`` is the server's processor time.
    """

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
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

    def took(self, kind: str, seconds: float) -> None:
        """One action."""
        with self._lock:
            self.times[kind].append(seconds)

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


class User:
    """One person with one window: calls the page's events as a browser does."""

    def __init__(self, address: str, name: str, figures: Figures) -> None:
        self.http = httpx.Client(base_url=address, trust_env=False, timeout=120)
        self.figures, self.name = figures, name
        answer = self.http.post("/login", data={"username": name, "password": PASSWORD})
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.text}")
        config = self.http.get("/config").json()
        self._names = {c["id"]: (c["props"] or {}).get("elem_id") or str(c["id"]) for c in config["components"]}
        self._events: dict[tuple[str, str], dict[str, Any]] = {}
        for dependency in config["dependencies"]:
            for target, event in dependency["targets"]:
                self._events.setdefault((self._names.get(target, ""), event), dependency)
        self.paper: dict[str, Any] = {}
        self.shown: dict[str, Any] = {}
        self.session = f"{name}{random.random()}"

    def call(self, part: str, event: str, data: list[Any], said: dict[str, Any] | None = None, kind: str = "") -> None:
        """Send one event of ``part`` and take over what the page would then show."""
        dependency = self._events[part, event]
        body = {"data": data, "fn_index": dependency["id"], "session_hash": self.session}
        if said is not None:
            body["event_data"] = {"said": json.dumps(said, ensure_ascii=False)}
        begun = time.monotonic()
        try:
            answer = self.http.post("/gradio_api/run/predict", json=body)
        except httpx.HTTPError as error:
            self.figures.went_wrong(f"{kind or event}: {type(error).__name__}")
            return
        self.figures.took(kind or f"{part} {event}", time.monotonic() - begun)
        if answer.status_code != 200 or "data" not in answer.json():
            self.figures.went_wrong(f"{kind or event}: {answer.status_code} {answer.text[:200]}")
            return
        for output, value in zip(dependency["outputs"], answer.json()["data"], strict=False):
            name = self._names.get(output, "")
            if isinstance(value, dict) and "value" in value:
                value = value["value"]
            if value is None or (isinstance(value, dict) and set(value) <= {"__type__", "props"}):
                continue
            self.shown[name] = value
            if name == "x-paper":
                self.paper = json.loads(value)
            if name == "x-notice" and value:
                self.figures.notices[re.sub(r"<[^>]+>|\d+", "", str(value)).strip()[:40]] += 1

    def act(self, act: str, part: str = "x-next", **said: str) -> None:
        """Press a button inside one of the page's parts."""
        self.call(part, "act", [], {"act": act, "now": json.dumps({"text": None}), **said}, act)

    @property
    def busy(self) -> bool:
        """Whether the page shows that something is being written."""
        stop = self.shown.get("x-stop")
        return bool(isinstance(stop, dict) and stop.get("interactive"))

    def tick(self) -> None:
        """The page's clock."""
        timer = next(key for key in self._events if key[1] == "tick")
        self.call(timer[0], "tick", [], kind="tick")

    def settled(self) -> None:
        """Wait until the library is open, so that its first encoding is not part of what is measured."""
        end = time.monotonic() + LONGEST_OPENING
        select = next((key for key in self._events if key[1] == "select" and self._tells(key, "x-model")), None)
        while select and time.monotonic() < end:
            self.call(*select, [], kind="opening")
            if re.search(r"资料库\D{0,12}(?:已打开|可以)", re.sub(r"<[^>]+>", "", str(self.shown.get("x-model", "")))):
                return
            time.sleep(2)

    def _tells(self, key: tuple[str, str], part: str) -> bool:
        return part in [self._names.get(output, "") for output in self._events[key]["outputs"]]

    def say(self, text: str) -> None:
        """Send a message of the chat and wait for the answer."""
        self.call("x-send", "click", [text, None, json.dumps({"text": None})], kind="send")
        self.wait(300)

    def wait(self, seconds: float) -> list[int]:
        """Until nothing is being written; the numbers of drafts that stood before this one, as shown."""
        end, seen = time.monotonic() + seconds, list[int]()
        while self.busy and time.monotonic() < end:
            if found := re.search(r"前面还有 ?(\d+) ?份", str(self.shown.get("x-progress", ""))):
                seen.append(int(found[1]))
            time.sleep(0.4)
            self.tick()
        if self.busy:
            self.figures.went_wrong(f"still busy after {seconds:.0f} s")
        return seen

    def draft(self) -> None:
        """A new paper from its facts."""
        self.call("x-fresh", "click", [json.dumps({"text": None})], kind="fresh")
        self.say(MESSAGE)
        asked = time.monotonic()
        self.act("write")
        begun, seen, end = asked, list[int](), asked + LONGEST_DRAFT
        while self.busy and time.monotonic() < end:
            if found := re.search(r"前面还有 ?(\d+) ?份", str(self.shown.get("x-progress", ""))):
                seen.append(int(found[1]))
                begun = time.monotonic()
            time.sleep(0.4)
            self.tick()
        if seen:
            self.figures.queues.append(seen)
            self.figures.order.append((asked, begun))
        text = self.paper.get("text", "")
        if self.busy or "416" not in text or "46场" not in text:
            self.figures.went_wrong(f"draft: busy={self.busy}, {len(text)} characters")
        self.figures.drafts.append(time.monotonic() - begun)

    def edit(self) -> None:
        """Type or take back a sentence on the paper."""
        text = str(self.paper.get("text", ""))
        if not text or not self.paper.get("editable", True):
            self.tick()
            return
        changed = text.replace(EDIT, "", 1) if EDIT in text else f"{text.rstrip()}\n\n{EDIT}\n"
        said = {"text": changed, "rev": self.paper.get("rev"), "work": self.paper.get("work")}
        self.call("x-paper", "edit", [], said, "edit")

    def anything(self, chance: random.Random) -> None:
        """One of the things that a secretary does."""
        now = json.dumps({"text": None})
        choices: list[tuple[int, Callable[[], None]]] = [
            (8, self.edit),
            (6, self.tick),
            (2, lambda: self.call("x-undo", "click", [now], kind="undo")),
            (2, lambda: self.call("x-redo", "click", [now], kind="redo")),
            (2, lambda: self.call("x-check-button", "click", [now], kind="check")),
            (2, lambda: self.act("addfact", "x-facts", text=f"走访困境儿童{chance.randint(10, 99)}人次")),
            (1, lambda: self.call("x-export", "click", [now], kind="export")),
            (1, lambda: self.act("export", "x-dialog", edition="核对版")),
            (1, lambda: self.say(chance.choice(QUESTIONS))),
            (1, lambda: self.say("单位是青禾县关工委")),
        ]
        weights, actions = zip(*choices, strict=True)
        chance.choices(actions, weights)[0]()


def editing(user: User, end: float, number: int) -> None:
    """A person who edits and asks until ``end``, pausing as people do."""
    chance = random.Random(number)
    user.draft()
    while time.monotonic() < end:
        user.anything(chance)
        time.sleep(chance.uniform(0.5, 2.5))


def drafting(user: User, end: float) -> None:
    """A person who has one draft after another written."""
    while time.monotonic() < end:
        user.draft()


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
            for kept in (figures.times, figures.queues, figures.drafts, figures.order):
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
    print(f"{'action':<16}{'n':>6}{'p50 s':>8}{'p95 s':>8}{'max s':>8}")
    everything = [seconds for kind in figures.times.values() for seconds in kind]
    for kind, times in [*sorted(figures.times.items(), key=lambda item: -len(item[1])), ("all", everything)]:
        cuts = statistics.quantiles(times, n=20, method="inclusive") if len(times) > 1 else [times[0]] * 19
        print(f"{kind:<16}{len(times):>6}{cuts[9]:>8.2f}{cuts[18]:>8.2f}{max(times):>8.2f}")
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
