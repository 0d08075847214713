"""Vectors from an endpoint: asked only where it was set, put to use by the library, its faults in plain words."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from index.encoding.endpoint import EndpointEncoder, is_endpoint
from index.errors import ModelFileError
from index.library import Library
from tests.library_fakes import PairEncoder, settings_for, speech


class Endpoint(ThreadingHTTPServer):
    """Vectors by pairs of characters, five times as long as they should be; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.status = 200


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({**body, "path": self.path})
        rows = PairEncoder().documents(body["input"]) * 5
        data = [{"object": "embedding", "index": n, "embedding": row.tolist()} for n, row in enumerate(rows)]
        answer = json.dumps({"object": "list", "model": body["model"], "data": data, "usage": {}}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def name(endpoint: Endpoint) -> str:
    return f"http://127.0.0.1:{endpoint.server_port}/v1#bge-m3"


def test_a_library_is_encoded_and_searched_by_an_endpoint(endpoint: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "一.txt").write_text(speech("口琴社团"), "utf-8")
    (tmp_path / "二.txt").write_text(speech("沙画体验"), "utf-8")
    settings = settings_for(tmp_path / "home", encoder=name(endpoint), models=tmp_path / "models")
    with Library.open(settings, samples=False) as library:
        library.add([tmp_path / "一.txt", tmp_path / "二.txt"])
        assert library.search("沙画体验").passages[0].file == "二.txt"
        assert not library._shelf.without_vectors(1)
    assert {asked["model"] for asked in endpoint.asked} == {"bge-m3"}
    assert {asked["path"] for asked in endpoint.asked} == {"/v1/embeddings"}
    assert all(isinstance(text, str) for asked in endpoint.asked for text in asked["input"]), "texts, not tokens"


def test_vectors_are_normalised_and_strange_texts_go_through(endpoint: Endpoint) -> None:
    encoder = EndpointEncoder(name(endpoint))
    rows = encoder.documents(["关心下一代", "关心\0下一代", "\ud800", "", *(f"第{n}句话" for n in range(200))])
    assert rows.shape == (204, len(encoder.query("一")))
    assert abs((rows**2).sum(axis=1) - 1).max() < 1e-3
    assert encoder.documents([]).size == 0


@pytest.mark.parametrize("status", [401, 404, 500])
def test_a_fault_of_the_endpoint_is_one_chinese_sentence(endpoint: Endpoint, status: int) -> None:
    endpoint.status = status
    with pytest.raises(ModelFileError, match="XINHUO_ENCODER"):
        EndpointEncoder(name(endpoint)).query("关心下一代")


def test_only_such_names_mean_an_endpoint() -> None:
    assert is_endpoint("openai:text-embedding-3-small") and is_endpoint("https://host/v1#m")
    assert not is_endpoint("multilingual-e5-small") and not is_endpoint("BAAI/bge-small-zh-v1.5")
    assert EndpointEncoder("openai:a").identity != EndpointEncoder("openai:b").identity
