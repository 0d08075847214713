"""The bundled engine: llama.cpp's server on loopback, in a child process that ends with this one.

A process of its own, because a crash or an out-of-memory kill in native code must not take the page with it.
"""

import logging
import os
import secrets
import subprocess
import sys
import threading
from pathlib import Path

from assistant.errors import ModelUnavailable

logger = logging.getLogger(__name__)

SLOT_TOKENS = 4096  # prompt and answer of one section; four slots of it need about 0.5 GB
_CHILD = Path(__file__).with_name("engine_process.py")
_READY = "listening "  # what engine_process.py prints before its address
_START_SECONDS = 120.0


class Engine:
    """A running llama.cpp server. ``base_url`` and ``key`` are stable over a restart."""

    def __init__(self, gguf: Path, slots: int = 4) -> None:
        self.key = secrets.token_hex(16)
        self._gguf = gguf
        self._slots = slots
        self._port = 0
        self._lock = threading.Lock()
        self._closed = False
        self._process = self._start()

    @property
    def base_url(self) -> str:
        """Address for an OpenAI-compatible client."""
        return f"http://127.0.0.1:{self._port}/v1"

    @property
    def alive(self) -> bool:
        """Whether the server's process runs."""
        return self._process.poll() is None

    def restart_if_dead(self) -> bool:
        """Start the server again, on the same port, if its process ended. True if it runs now."""
        with self._lock:
            if self._closed:
                return False
            if not self.alive:
                logger.warning("engine ended with code %s; starting it again", self._process.returncode)
                _close_pipes(self._process)
                self._process = self._start()
            return True

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Stop the server; safe to call twice."""
        with self._lock:
            self._closed = True
            if self._process.stdin and not self._process.stdin.closed:
                self._process.stdin.close()
            try:
                self._process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            _close_pipes(self._process)

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-P", str(_CHILD), str(self._gguf)]
        command += [str(self._slots), str(SLOT_TOKENS), str(self._port)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "XINHUO_ENGINE_KEY": self.key},
        )
        self._port = _await_port(process)
        return process


def _await_port(process: "subprocess.Popen[str]") -> int:
    timer = threading.Timer(_START_SECONDS, process.kill)
    timer.start()
    try:
        for line in process.stdout or ():
            if line.startswith(_READY):
                return int(line.removeprefix(_READY).rsplit(":", 1)[-1])
    finally:
        timer.cancel()
    process.kill()
    process.wait()
    _close_pipes(process)
    raise ModelUnavailable("本地写作模型启动不了：内存可能不够（约需 2 GB），或模型文件已损坏。")


def _close_pipes(process: "subprocess.Popen[str]") -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe and not pipe.closed:
            pipe.close()
