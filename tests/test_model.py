"""The writing model: the bundled engine and the endpoint, chosen by the settings."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.errors import ModelUnavailable
from assistant.model import model_status, open_model
from assistant.settings import Settings
from index.model_files import fetch_gguf, find_gguf


class Endpoint:
    """A small OpenAI-compatible server; ``status`` is what it answers with."""

    def __init__(self) -> None:
        self.status = 200
        self.keys: list[str] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                owner.keys.append(self.headers.get("Authorization", ""))
                self._answer({"object": "list", "data": [{"id": "scripted", "object": "model"}]})

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                message = {"role": "assistant", "content": "尊敬的各位领导"}
                choice = {"index": 0, "message": message, "finish_reason": "stop"}
                self._answer({"id": "1", "object": "chat.completion", "model": "scripted", "choices": [choice]})

            def _answer(self, value: dict[str, object]) -> None:
                body = json.dumps(value).encode()
                self.send_response(owner.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    yield server
    server.close()


def settings(endpoint: Endpoint, **options: object) -> Settings:
    return Settings(base_url=endpoint.url, model="scripted", api_key="k-123", **options)


def test_an_endpoint_answers_even_behind_a_dead_proxy(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    model = open_model(settings(endpoint))
    assert model.chat.invoke("写一句").content == "尊敬的各位领导"
    assert not model.grammar
    assert model_status(settings(endpoint)).answers
    model.close()


@pytest.mark.parametrize(("status", "words"), [(401, "密钥"), (403, "密钥"), (500, "出错")])
def test_a_refusal_is_said_in_plain_words(endpoint: Endpoint, status: int, words: str) -> None:
    endpoint.status = status
    found = model_status(settings(endpoint))
    assert not found.answers
    assert words in found.message
    assert "k-123" not in found.message


def test_an_endpoint_that_is_down_is_said_with_its_address() -> None:
    found = model_status(Settings(base_url="http://127.0.0.1:9/v1", model="m"))
    assert not found.answers
    assert "http://127.0.0.1:9/v1" in found.message


def test_an_endpoint_without_a_name_is_refused() -> None:
    with pytest.raises(ModelUnavailable, match="XINHUO_MODEL"):
        open_model(Settings(base_url="http://127.0.0.1:9/v1"))


def test_an_unknown_provider_is_refused() -> None:
    with pytest.raises(ModelUnavailable):
        open_model(Settings(provider="no-such-provider", model="m"))


def test_the_key_is_not_in_the_settings_as_printed() -> None:
    assert "k-123" not in repr(Settings(api_key="k-123"))


def test_missing_weights_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XINHUO_GGUF", raising=False)
    found = model_status(Settings(models=tmp_path))
    assert (found.kind, found.present) == ("bundled", False)
    assert "没有下载" in found.message


def test_a_broken_model_file_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 64)
    with pytest.raises(ModelUnavailable, match="启动不了"):
        open_model(Settings(gguf=broken))


@pytest.mark.model
def test_the_bundled_engine_obeys_a_grammar_and_survives_its_own_death() -> None:
    options = Settings(concurrency=2)
    path = find_gguf(options.models, options.gguf) or fetch_gguf(options.models, lambda done, total: None)
    model = open_model(options.model_copy(update={"gguf": path}))
    try:
        assert model.grammar
        grammar = 'root ::= "五老" ("416名" | "93人")'
        locked = model.chat.bind(extra_body={"grammar": grammar}, max_tokens=20)
        assert locked.invoke("有多少人？").content in ("五老416名", "五老93人")
        assert model.engine
        model.engine.kill()
        assert not model.engine.alive
        assert model.recover()
        assert locked.invoke("有多少人？").content.startswith("五老")
    finally:
        model.close()
    assert not model.engine.alive
    assert not model.recover()


@pytest.mark.model
def test_the_common_beginning_of_requests_is_read_once_for_all_slots() -> None:
    model = open_model(Settings(concurrency=3))
    try:
        instruction = "你是关心下一代工作委员会的文稿秘书。写材料要实在，句子完整通顺，不说空话套话。" * 3
        beginning = [{"role": "system", "content": instruction}, {"role": "user", "content": "接着写，把这句话接完。"}]
        assert model.share(beginning)

        def cached(start: str) -> int:
            messages = [*beginning, {"role": "assistant", "content": start}]
            usage = model.chat.bind(max_tokens=4).invoke(messages).usage_metadata
            return int(usage["input_token_details"]["cache_read"])

        with ThreadPoolExecutor(3) as together:
            counts = list(together.map(cached, ["老同志走进校园", "五老宣讲团", "家长学校"]))
        assert min(counts) > 60  # the instruction alone has more tokens
    finally:
        model.close()
    assert not model.share(beginning)
