"""The same library on a real Chroma server."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import LibraryDamaged
from index.library import Library
from tests.library_fakes import PairEncoder, settings_for, speech


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = free_port()
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(tmp_path_factory.mktemp("server")), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)


def on_server(home: Path, url: str) -> Library:
    return Library.open(settings_for(home, chroma_url=url), samples=False, encoder=PairEncoder())


def test_add_search_remove_and_two_at_once(url: str, tmp_path: Path) -> None:
    for name, subject in (("一.txt", "木偶戏班"), ("二.txt", "河边写生")):
        (tmp_path / name).write_text(speech(subject), "utf-8")
    with on_server(tmp_path / "home", url) as first, on_server(tmp_path / "home", url) as second:
        first.add([tmp_path / "一.txt"])
        second.add([tmp_path / "二.txt"])
        for library in (first, second):
            assert library.search("木偶戏班").passages[0].file == "一.txt"
            assert library.search("河边写生").passages[0].file == "二.txt"
        first.remove([m.material for m in first.list() if m.file == "二.txt"])
        assert {s.file for s in second.search("河边写生", 20).passages} == {"一.txt"}
    with on_server(tmp_path / "other", url) as other:
        assert other.search("木偶戏班").passages == ()


def test_a_server_that_is_not_there_is_explained(tmp_path: Path) -> None:
    with (
        Library.open(
            settings_for(tmp_path, chroma_url=f"http://127.0.0.1:{free_port()}"), samples=False, encoder=PairEncoder()
        ) as library,
        pytest.raises(LibraryDamaged, match="检索索引"),
    ):
        library.search("木偶戏班")
