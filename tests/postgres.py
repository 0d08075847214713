"""A real PostgreSQL server for the tests that want one: started in a temporary folder, and stopped after them."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

PROGRAMS = Path("/usr/lib/postgresql")
UNPRIVILEGED = "postgres"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def as_user(*command: object) -> list[str]:
    """The command; not as root, which PostgreSQL refuses."""
    words = [str(word) for word in command]
    return ["runuser", "-u", UNPRIVILEGED, "--", *words] if os.geteuid() == 0 else words


class Server:
    """A server in a folder of its own, listening on this machine alone."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.data, self.log, self.port = programs, folder / "data", folder / "log", free_port()

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=60"
        self._run("pg_ctl", "start", "-w", "-D", self.data, "-l", self.log, "-o", options)

    def stop(self, mode: str = "fast") -> None:
        self._run("pg_ctl", "stop", "-D", self.data, "-m", mode)

    def make(self) -> None:
        self._run("initdb", "-D", self.data, "-U", "xinhuo", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    def new_database(self, name: str) -> str:
        self._run("createdb", "-h", "127.0.0.1", "-p", self.port, "-U", "xinhuo", name)
        return f"postgresql://xinhuo@127.0.0.1:{self.port}/{name}"

    def _run(self, program: str, *arguments: object) -> None:
        command = as_user(self.programs / program, *arguments)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", timeout=120)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    found = sorted(PROGRAMS.glob("*/bin/initdb"))
    if not found:
        pytest.skip("PostgreSQL is not installed here")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    folder = Path(tempfile.mkdtemp(prefix="xinhuo-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, UNPRIVILEGED)
    running = Server(found[-1].parent, folder)
    running.make()
    running.start()
    yield running
    running.stop("immediate")
    shutil.rmtree(folder, ignore_errors=True)


_names = iter(range(10_000))


@pytest.fixture
def database(server: Server) -> str:
    """The address of a new, empty database."""
    return server.new_database(f"archive{next(_names)}")
