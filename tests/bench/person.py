"""One person at the page, over HTTP: chats, edits, has drafts written, waits as people do."""

import json
import random
import re
import time
from collections.abc import Callable
from typing import Any

import httpx

from tests.bench.load_figures import Figures

PASSWORD = "一个很长的口令 1"
LONGEST_DRAFT = 900.0
LONGEST_OPENING = 240.0
MESSAGE = """写一篇经验交流发言，单位是青禾县关工委，600字
全县32所中小学全部成立关工委组织，现有五老416人
举办法治报告会46场，受教育学生1.8万人次
编印《青禾红色故事》2000册，发到每个班级"""
EDIT = "老同志们一家一家地走，一件一件地办。"
QUESTIONS = ("家长学校怎么办", "样稿里法治教育有哪些做法", "五老队伍怎么建设")


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
        self.figures.took(kind or f"{part} {event}", time.monotonic() - begun, len(answer.content))
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
