"""A scripted OpenAI-compatible endpoint that misbehaves on request, and what every draft must be all the same."""

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from assistant.brief import Brief
from assistant.draft import MARK
from assistant.events import Drafted, Said
from assistant.ledger import judge
from assistant.model import open_model
from assistant.settings import Settings
from assistant.writing.writer import Writer

FACTS = (
    "全县32所中小学全部成立关工委组织，现有五老416人",
    "举办法治报告会46场，受教育学生1.8万人次",
    "聘请退休法官丁建华担任法治副校长",
    "编印《青禾红色故事》2000册，发到每个班级",
    "不足：有9所村小没有专职五老",
    "下一步计划建立校外辅导站5个",
)
BRIEF = Brief("经验交流发言", "青禾县关工委", "全市关心下一代工作交流会", "陈国栋", "2024年9月12日", 700, FACTS)
CHINESE = re.compile(r"[一-鿿]")

Fault = Callable[["Answering", str], None]


class Answering(BaseHTTPRequestHandler):
    """One request; faults write to it as they like."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = str(body["messages"][-1]["content"])
        with self.server.lock:
            self.server.requests.append((time.monotonic(), body))
        with suppress(BrokenPipeError, ConnectionResetError):
            self.server.fault(self, prompt)
        self.close_connection = True

    def refuse(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        """An error in JSON."""
        body = body or json.dumps({"error": {"message": "sk-secret-echo refused", "code": status}}).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def begin(self) -> None:
        """The head of a stream of events."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()

    def raw(self, data: bytes) -> None:
        """Bytes as they are, at once."""
        self.wfile.write(data)
        self.wfile.flush()

    def piece(self, delta: dict[str, object], finish: str | None = None) -> None:
        """One event with a part of the answer."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        event = {"id": "1", "object": "chat.completion.chunk", "model": "m", "created": 1, "choices": [choice]}
        self.raw(b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n")

    def say(self, text: str) -> None:
        """A whole answer."""
        self.begin()
        for start in range(0, len(text), 12):
            self.piece({"role": "assistant", "content": text[start : start + 12]})
        self.piece({}, "stop")
        self.raw(b"data: [DONE]\n\n")


class Server(ThreadingHTTPServer):
    """Serves one fault; ``requests`` are the times and bodies of what was asked."""

    daemon_threads = True

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.lock = threading.Lock()
        self.requests: list[tuple[float, dict]] = []
        super().__init__(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self.server_port}/v1"


@contextmanager
def serving(fault: Fault) -> Iterator[Server]:
    """An endpoint with that fault."""
    server = Server(fault)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def facts_asked(prompt: str) -> list[str]:
    """The facts that a section's request fences."""
    inside = prompt.split("要点：", 1)[-1].split("上一稿", 1)[0].split("篇幅", 1)[0]
    return [part.split("〕〕")[0] for part in inside.split("〔〔")[1:]]


def good(prompt: str) -> str:
    """A usable section."""
    return "我们从实际出发，一件一件地抓。" + "".join(f"{fact.rstrip('。')}。" for fact in facts_asked(prompt))


def draft(url: str, home: Path, brief: Brief = BRIEF, seconds: float = 1.5, **options) -> tuple[Drafted, list]:
    """A draft written through the real writer and the real client."""
    settings = Settings(home=home, base_url=url, model="m", api_key="sk-test-0123456789", request_seconds=seconds)
    model = open_model(settings)
    try:
        events = list(Writer(model, None, settings).draft(brief, **options))
    finally:
        model.close()
    assert isinstance(events[-1], Drafted)
    return events[-1], events


def said(events: list) -> str:
    """What the user was told, notes of the sections included."""
    notes = [s.note for s in events[-1].draft.sections if s.note]
    return "".join([e.text for e in events if isinstance(e, Said)] + notes)


def unmarked(drafted: Drafted, brief: Brief = BRIEF) -> list[str]:
    """Claims of the final text that are neither supported nor marked."""
    text = drafted.draft.to_markdown()
    judgement = judge(text, brief.facts, (), brief.context)
    return [c.text for c in judgement.claims if c.verdict != "supported" and not text.startswith(MARK, c.end)]


def assert_sound(drafted: Drafted, brief: Brief = BRIEF) -> None:
    """A draft in which every fact is told, no claim is wrong and unmarked, and no markup or noise is left."""
    text = drafted.draft.to_markdown()
    assert unmarked(drafted, brief) == []
    assert [s for s in drafted.report.coverage if s.status in ("missing", "altered")] == []
    for noise in ("**", "```", "<think", "tool_call", "http", "sk-", "Traceback", "\ufffd", "\x00", '{"'):
        assert noise not in text
