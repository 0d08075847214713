"""Ten people at one server: everybody writes at the same time, and nobody ever sees a word of another."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.users import Users
from tests.browser import serving, wait_until
from tests.scripted import ScriptedEndpoint

PASSWORD = "一个很长的口令 1"
NAMES = [f"{family}老师" for family in "王李张刘陈杨赵黄周吴"]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ScriptedEndpoint]:
    server = ScriptedEndpoint(pause=0.005)
    yield server
    server.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("people") / "home"
    users = Users(made / "users")
    for name in NAMES:
        users.add(name, PASSWORD)
    return made


@pytest.fixture(scope="module")
def address(endpoint: ScriptedEndpoint, home: Path) -> Iterator[str]:
    environment = {"XINHUO_USERS": str(home / "users"), "XINHUO_BASE_URL": endpoint.url, "XINHUO_MODEL": "scripted"}
    with serving(home, environment) as url:
        yield url


class Person:
    """Somebody at the page, without a browser: presses its buttons over HTTP and keeps every answer."""

    def __init__(self, address: str, number: int) -> None:
        self.client = httpx.Client(base_url=address, trust_env=False, timeout=120)
        self.name, self.window = NAMES[number], f"window{number}"
        self.figures = (f"{5100 + number}人", f"{640 + number}场")
        assert self.client.post("/login", data={"username": self.name, "password": PASSWORD}).status_code == 200
        config = self.client.get("/config").json()
        self.ids = {c["props"].get("elem_id"): c["id"] for c in config["components"]}
        self.handlers = config["dependencies"]
        self.seen = ""

    def do(self, part: str, event: str, data: list[Any], said: dict[str, str] | None = None) -> str:
        place = [self.ids[part], event]
        handler = next(h for h in self.handlers if place in [list(target) for target in h["targets"]])
        body = {"data": data, "fn_index": handler["id"], "session_hash": self.window}
        if said:
            body["event_data"] = {"said": json.dumps(said)}
        answer = self.client.post("/gradio_api/run/predict", json=body)
        assert answer.status_code == 200, answer.text[:300]
        told = json.dumps(answer.json(), ensure_ascii=False)
        self.seen += told
        return told

    def paper(self) -> dict[str, Any]:
        shown = json.loads(self.do("x-next", "act", [], {"act": "resync"}))["data"]
        assert all(isinstance(part, dict) for part in shown), "a plain value would stay in Gradio's session for good"
        parts = [str(part.get("value", "")) for part in shown]
        return next(json.loads(part) for part in parts if part.startswith('{"work"'))

    def write(self) -> None:
        facts = f"本镇有五老{self.figures[0]}\n全年开展法治宣讲{self.figures[1]}"
        self.do("x-send", "click", [f"工作总结，500字左右\n{facts}", None, ""])
        wait_until(lambda: self.paper()["editable"], 120, "the facts taken in")
        self.do("x-next", "act", [], {"act": "write"})
        end = time.monotonic() + 240
        while time.monotonic() < end:
            paper = self.paper()
            if not paper["live"] and all(figure in paper["text"] for figure in self.figures):
                return
            time.sleep(0.5)
        raise AssertionError(f"{self.name} got no draft: {self.seen[-600:]}")


def test_ten_write_at_once_and_see_only_their_own(address: str, endpoint: ScriptedEndpoint) -> None:
    people = [Person(address, number) for number in range(len(NAMES))]
    failed: list[BaseException] = []

    def run(person: Person) -> None:
        try:
            person.write()
        except AssertionError as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    for person in people:
        person.client.close()
    assert not failed, failed[0]
    for person in people:
        others = [figure for other in people if other is not person for figure in other.figures]
        assert not [figure for figure in others if figure in person.seen], person.name


def test_the_session_of_a_removed_user_ends_at_once(address: str, home: Path) -> None:
    person = Person(address, 9)
    assert person.client.get("/config").json().get("components")
    Users(home / "users").remove(person.name)
    assert person.client.get("/gradio_api/startup-events").status_code == 401
    assert not person.client.get("/config").json().get("components")
    Users(home / "users").add(person.name, PASSWORD)
    assert not person.client.get("/config").json().get("components")
    person.client.close()
