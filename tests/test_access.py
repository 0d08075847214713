"""Who gets in, and to what: the real server with a users file, over plain HTTP."""

import json
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from assistant.archive import Archive
from assistant.brief import Brief
from assistant.users import Users
from assistant.work import Work
from tests.browser import ROOT, serving

KEY = "sk-never-to-be-seen-0123456789"
SECRET = "只有王老师知道的一条要点，帮扶困境儿童73名"
PASSWORD = "一个很长的口令 1"


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("access") / "home"


@pytest.fixture(scope="module")
def work_id(home) -> str:
    with Archive(home / "archive.sqlite3") as archive:
        return archive.create("王老师", Work(Brief(facts=(SECRET,))))


@pytest.fixture(scope="module")
def address(home, work_id) -> Iterator[str]:
    users = Users(home / "users")
    for name in ("王老师", "李老师"):
        users.add(name, PASSWORD)
    environment = {
        "XINHUO_USERS": str(home / "users"),
        "XINHUO_BASE_URL": "http://127.0.0.1:9/v1",
        "XINHUO_MODEL": "m",
        "XINHUO_API_KEY": KEY,
    }
    with serving(home, environment) as url:
        yield url


@pytest.fixture(scope="module")
def config(address) -> dict:
    with signed_in(address, "王老师") as client:
        return client.get("/config").json()


@contextmanager
def signed_in(address: str, name: str, password: str = PASSWORD) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as client:
        answer = client.post("/login", data={"username": name, "password": password})
        assert answer.status_code == 200, answer.text
        yield client


def test_beyond_this_machine_there_must_be_users(tmp_path):
    ran = subprocess.run(
        [sys.executable, "ui.py", "--host", "0.0.0.0", "--port", "0", "--no-browser", "--home", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=400, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "需要登录" in ran.stderr and "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    "path",
    [
        "/config", "/gradio_api/info", "/gradio_api/startup-events", "/gradio_api/queue/status", "/gradio_api/app_id",
        "/gradio_api/file=/etc/passwd", "/gradio_api/heartbeat/abc", "/docs", "/redoc", "/openapi.json",
        "/gradio_api/openapi.json", "/download/x", "/gradio_api/queue/data?session_hash=abc", "/monitoring",
        "/gradio_api/upload_progress?upload_id=1", "/gradio_api/stream/a/b/c/playlist.m3u8", "/proxy=http://127.0.0.1:9/",
    ],
)  # fmt: skip
def test_nothing_is_told_to_who_is_not_signed_in(path, address):
    with (
        httpx.Client(base_url=address, trust_env=False, timeout=180) as client,
        client.stream("GET", path) as answer,
    ):
        body = answer.read().decode(errors="replace") if "heartbeat" not in path or answer.status_code != 200 else ""
        assert answer.status_code in (401, 403, 404, 405, 422), body[:200]
    assert SECRET not in body and KEY not in body and "root:" not in body and "dependencies" not in body


@pytest.mark.parametrize(
    "path", ["/gradio_api/upload", "/gradio_api/queue/join", "/gradio_api/run/predict", "/gradio_api/call/act"]
)
def test_nothing_is_done_for_who_is_not_signed_in(path, address):
    body = {"data": [], "fn_index": 0, "session_hash": "x"}
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as client:
        assert client.post(path, json=body).status_code in (401, 403, 404, 405, 422)


def test_the_page_without_a_session_is_a_login_and_no_more(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as client:
        page = client.get("/")
    assert page.status_code == 200
    assert "auth_required" in page.text
    assert SECRET not in page.text and KEY not in page.text and str(Path.home()) not in page.text


def test_a_wrong_password_and_an_unknown_name_look_the_same_and_are_throttled(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as client:
        wrong = client.post("/login", data={"username": "李老师", "password": "不对不对不对"})
        unknown = client.post("/login", data={"username": "没有这个人", "password": "不对不对不对"})
        assert (wrong.status_code, wrong.text) == (unknown.status_code, unknown.text)
        assert wrong.status_code == 400
        for _ in range(6):
            client.post("/login", data={"username": "赵老师", "password": "猜猜猜猜猜猜"})
        assert client.post("/login", data={"username": "赵老师", "password": "猜猜猜猜猜猜"}).status_code == 400


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as client:
        answer = client.post("/login", data={"username": "李老师", "password": PASSWORD})
        cookies = answer.headers.get_list("set-cookie")
    assert cookies
    assert all("httponly" in c.lower() and "samesite" in c.lower() for c in cookies)


def answers_to(client: httpx.Client, config: dict, work_id: str, acts: tuple[str, ...]) -> list[str]:
    """What every handler answers when it is asked for the work by its id."""
    answers = []
    for dependency in config["dependencies"]:
        for act in acts:
            said = {"act": act, "id": work_id, "number": "1", "text": "抢来的", "name": work_id}
            body = {
                "data": [""] * len(dependency["inputs"]),
                "fn_index": dependency["id"],
                "session_hash": f"window-{act}",
                "event_data": {"said": json.dumps(said)},
            }
            answer = client.post("/gradio_api/run/predict", json=body)
            answers.append(answer.text)
            if answer.status_code not in (200, 500):
                break
    return answers


def test_a_user_does_not_reach_the_work_of_another(address, config, work_id):
    with signed_in(address, "李老师") as other:
        answers = [other.get("/config").text, *answers_to(other, config, work_id, ("open", "copy", "purge"))]
    assert len(answers) > len(config["dependencies"])
    assert not any(SECRET in a for a in answers)
    assert not any("Traceback" in a or KEY in a for a in answers)


def test_the_same_calls_give_the_owner_the_work(address, config, work_id):
    """The control of the test above: it is the owner that makes the difference, not the way of asking."""
    with signed_in(address, "王老师") as owner:
        answers = answers_to(owner, config, work_id, ("open",))
    assert sum(SECRET in a for a in answers) >= 1
    assert not any("Traceback" in a or KEY in a for a in answers)


def test_the_work_is_still_the_owners_and_untouched(home, address, work_id):
    with Archive(home / "archive.sqlite3") as archive:
        assert archive.load(work_id, "王老师").work.brief.facts == (SECRET,)
        assert archive.list("王老师")[0].title != "抢来的"
        assert all(entry.work_id != work_id for entry in archive.list("李老师"))
        assert SECRET not in json.dumps(archive.owner_data("李老师"), ensure_ascii=False)


def test_a_window_of_another_user_is_not_taken_over_by_its_name(address, config):
    with signed_in(address, "王老师") as owner, signed_in(address, "李老师") as other:
        for client in (owner, other):
            for dependency in config["dependencies"][:3]:
                body = {"data": [""] * len(dependency["inputs"]), "fn_index": dependency["id"], "session_hash": "same"}
                answer = client.post("/gradio_api/run/predict", json=body)
                if client is other:
                    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "name", ["archive.sqlite3", "users", "users.lock", "endpoint.json", "uploads", "exports", ".env", "../home.log"]
)
def test_no_file_of_the_program_can_be_fetched(name, address, home):
    with signed_in(address, "李老师") as client:
        for route in ("/gradio_api/file=", "/file=", "/gradio_api/file/"):
            for path in (str(home / name), quote(str(home / name), safe=""), f"..%2f..{home / name}"):
                answer = client.get(route + path)
                assert answer.status_code in (403, 404, 405, 422), (route, path)


@pytest.mark.parametrize("path", ["ui.py", "pyproject.toml", "assistant/users.py", "prompts/section_system.md"])
def test_no_file_of_the_code_can_be_fetched(path, address):
    with signed_in(address, "李老师") as client:
        for route in ("/gradio_api/file=", "/gradio_api/file=./", f"/gradio_api/file={ROOT}/", "/static/../../"):
            assert client.get(route + path).status_code in (403, 404, 405)


def test_an_upload_of_one_user_has_a_name_that_cannot_be_guessed(address):
    with signed_in(address, "王老师") as owner:
        kept = owner.post("/gradio_api/upload", files={"files": ("记录.txt", "机密的要点".encode(), "text/plain")})
        assert kept.status_code == 200
        path = kept.json()[0]
    assert re.search(r"[0-9a-f]{32,}", path)
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as stranger:
        assert stranger.get(f"/gradio_api/file={path}").status_code in (401, 403, 404)


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/gradio_api/openapi.json", "/monitoring"])
def test_there_are_no_pages_for_programmers(path, address):
    with signed_in(address, "李老师") as client:
        assert client.get(path).status_code in (401, 403, 404, 405)


def test_no_handler_is_offered_as_an_interface(address):
    with signed_in(address, "李老师") as client:
        info = client.get("/gradio_api/info")
    if info.status_code == 200:
        assert info.json().get("named_endpoints") == {} and not info.json().get("unnamed_endpoints")


def test_keys_are_nowhere_in_what_the_server_says(address, config, home):
    assert KEY not in json.dumps(config)
    with signed_in(address, "王老师") as client:
        assert KEY not in client.get("/").text
    log = home.parent / f"{home.name}.log"
    text = log.read_text(encoding="utf-8") if log.exists() else ""
    assert KEY not in text and SECRET not in text and PASSWORD not in text


def test_files_with_secrets_are_for_their_owner_alone(home, address):
    for name in ("archive.sqlite3", "users"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600, name
    for file in home.glob("archive.sqlite3-*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_the_saved_key_is_for_its_owner_alone_and_not_given_back(tmp_path):
    from assistant.page.service import Service
    from assistant.settings import Settings

    service = Service(Settings(home=tmp_path), Archive(tmp_path / "archive.sqlite3"))
    service.open_model = lambda: None
    (tmp_path / "endpoint.json").write_text("{}", encoding="utf-8")
    (tmp_path / "endpoint.json").chmod(0o644)
    service.use_endpoint("http://127.0.0.1:9/v1", "m", KEY)
    assert stat.S_IMODE((tmp_path / "endpoint.json").stat().st_mode) == 0o600
    assert KEY not in repr(service.settings) and KEY not in str(service.settings.model_dump())
    service.archive.close()


# every route that the web framework brings, found by walking it, not by a list of ours

OPEN_TO_ALL = re.compile(
    r"/(?:login/?|logout|config/?|theme\.css|favicon\.ico|robots\.txt)?|/(?:assets|static|svelte)/.*"
    r"|/gradio_api/(?:login_check/?|theme\.css)"
)


# In a process of its own: the framework leaves loops and sockets open that the tests take for faults.
WALK = """
import json
import gradio as gr
from fastapi import FastAPI

def walk(routes):
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if getattr(route, "methods", None):
            yield from ([method, route.path] for method in route.methods)
        elif hasattr(inner, "routes"):
            yield from walk(inner.routes)

with gr.Blocks(analytics_enabled=False) as blocks:
    pass
print(json.dumps(list(walk(gr.mount_gradio_app(FastAPI(), blocks, path="/").routes))))
"""


@pytest.fixture(scope="module")
def routes() -> list[tuple[str, str]]:
    """Methods and paths of Gradio's own application, its parameters filled in, and of our download."""
    ran = subprocess.run(
        [sys.executable, "-c", WALK], cwd=ROOT, capture_output=True, text=True, timeout=300, check=True
    )
    found = {(method, re.sub(r"\{[^}]*\}", "x", path)) for method, path in json.loads(ran.stdout)}
    return sorted(found | {("GET", "/download/x")})


def answered(client: httpx.Client, method: str, path: str) -> tuple[int, str]:
    with client.stream(method, path, json={} if method == "POST" else None) as answer:
        endless = "event-stream" in answer.headers.get("content-type", "")
        return answer.status_code, "" if endless else answer.read().decode(errors="replace")


def test_every_route_is_shut_to_who_is_not_signed_in(address, routes):
    assert len(routes) > 30
    with httpx.Client(base_url=address, trust_env=False, timeout=180) as client:
        for method, path in routes:
            status, body = answered(client, method, path)
            if not OPEN_TO_ALL.fullmatch(path):
                assert status in (401, 403, 404, 405), (method, path, status)
            assert SECRET not in body and KEY not in body and '"dependencies":[{' not in body, (method, path)
    print(f"\n{len(routes)} routes, none open")


def test_no_route_tells_a_user_what_is_anothers(address, home, routes):
    with signed_in(address, "李老师") as client:
        for method, path in routes:
            if path.startswith("/logout"):
                continue
            status, body = answered(client, method, path)
            assert SECRET not in body and KEY not in body and "Traceback" not in body, (method, path, status)
            assert str(home) not in body or path == "/config", (method, path)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:1", "null", "https://evil.example:443"])
def test_another_site_cannot_act_in_the_name_of_a_user(origin, address, config):
    body = {"data": [], "fn_index": config["dependencies"][0]["id"], "session_hash": "x"}
    with signed_in(address, "李老师") as client:
        for path in ("/gradio_api/run/predict", "/gradio_api/upload", "/gradio_api/queue/join", "/logout"):
            assert client.post(path, json=body, headers={"Origin": origin}).status_code in (403, 404, 405), path
        own = client.post("/gradio_api/run/predict", json=body, headers={"Origin": address.rstrip("/")})
        assert own.status_code == 200


def test_the_sessions_of_a_removed_user_end_at_once(address, home):
    users = Users(home / "users")
    users.add("周老师", PASSWORD)
    with signed_in(address, "周老师") as client:
        assert '"dependencies":[{' in client.get("/config").text.replace(" ", "")
        users.remove("周老师")
        assert '"dependencies":[{' not in client.get("/config").text.replace(" ", "")
        assert client.post("/gradio_api/run/predict", json={"data": [], "fn_index": 0}).status_code == 401
        users.add("周老师", PASSWORD)
        answer = client.post("/gradio_api/run/predict", json={"data": [], "fn_index": 0})
        assert answer.status_code == 401, "the old session must not come back with the name"


def test_a_new_password_ends_the_sessions_of_the_old_one(address, home):
    users = Users(home / "users")
    users.add("郑老师", PASSWORD)
    with signed_in(address, "郑老师") as used, signed_in(address, "郑老师") as unused:
        assert '"dependencies":[{' in used.get("/config").text.replace(" ", "")
        users.add("郑老师", f"{PASSWORD}-新")
        for client in (used, unused):
            assert client.post("/gradio_api/run/predict", json={"data": [], "fn_index": 0}).status_code == 401
    with signed_in(address, "郑老师", f"{PASSWORD}-新") as again:
        assert '"dependencies":[{' in again.get("/config").text.replace(" ", "")


def test_the_key_is_in_no_file_but_its_own(address, config, home):
    with signed_in(address, "王老师") as owner:
        answers_to(owner, config, "x", ("export", "write", "retry"))
    places = [file for file in [*home.rglob("*"), home.parent / f"{home.name}.log"] if file.is_file()]
    assert places
    for file in places:
        if file.name != "endpoint.json":
            assert KEY.encode() not in file.read_bytes(), file.name


def test_another_name_for_this_machine_is_refused(tmp_path):
    """Without users the page is for this machine alone: a name that leads here from elsewhere is turned away."""
    with (
        serving(tmp_path / "home", {"XINHUO_BASE_URL": "http://127.0.0.1:9/v1", "XINHUO_MODEL": "m"}) as url,
        httpx.Client(base_url=url, trust_env=False, timeout=180) as client,
    ):
        assert client.get("/").status_code == 200
        for host in ("evil.example", "127.0.0.1.evil.example", "[2001:db8::1]", "localhost.evil.example", "10.0.0.1"):
            assert client.get("/", headers={"Host": host}).status_code == 403, host
            assert client.post("/gradio_api/run/predict", json={}, headers={"Host": host}).status_code == 403
