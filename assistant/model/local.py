"""The bundled engine: llama.cpp's server on loopback, in a child process that ends with this one.

A process of its own, because a crash or an out-of-memory kill in native code must not take the page with it.
"""

import logging
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from assistant.errors import ModelUnavailable

logger = logging.getLogger(__name__)

SLOT_TOKENS = 4096  # prompt and answer of one section; four slots of it need about 0.5 GB
_CHILD = Path(__file__).with_name("engine_process.py")
_READY = "listening "  # what engine_process.py prints before its address
_START_SECONDS = 120.0
IDLE_SECONDS = 600  # after which the server gives its memory back (2.3 GB to 0.1 GB); the next request waits about 4 s
_WAITING = {"OMP_WAIT_POLICY": "passive"}
"""The kernels' threads sleep while they wait for each other. Spinning (the default) is 6% faster on an idle machine and
2 to 3 times slower beside another busy program, which then holds the core that the spinning thread waits for."""
_SHARE_SECONDS = 60.0  # evaluating a prompt of 200 tokens takes about 5 s on two cores


class Engine:
    """A running llama.cpp server. ``base_url`` and ``key`` are stable over a restart."""

    def __init__(self, gguf: Path, slots: int = 4) -> None:
        self.key = secrets.token_hex(16)
        self._gguf = gguf
        self._slots = slots
        self._port = 0
        self._lock = threading.Lock()
        self._closed = False
        self._states = tempfile.TemporaryDirectory(prefix="xinhuo-engine-")
        self._shared: tuple[int, str] | None = None
        self._shared_at = 0.0
        self._sharing = threading.Lock()
        try:
            self._process = self._start()
        except ModelUnavailable:
            self._states.cleanup()
            raise

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

    def share(self, messages: Sequence[Mapping[str, str]]) -> bool:
        """Evaluate the beginning that coming requests have in common once, and hand the result to every slot.

        Without it each slot evaluates it for itself: four times the work before the first answer. True if done, now or
        before; where the engine does not answer, requests are only slower.
        """
        prompt = repr(messages)
        with self._sharing:
            if not self.alive:
                return False
            asleep = time.monotonic() - self._shared_at > IDLE_SECONDS  # or may have been
            if self._shared == (self._process.pid, prompt) and not asleep:
                return True
            try:
                self._spread(messages)
            except httpx.HTTPError as error:
                logger.info("the common beginning was not shared: %s", type(error).__name__)
                return False
            self._shared, self._shared_at = (self._process.pid, prompt), time.monotonic()
            return True

    def _spread(self, messages: Sequence[Mapping[str, str]]) -> None:
        state = secrets.token_hex(4)
        headers = {"Authorization": f"Bearer {self.key}"}
        with httpx.Client(headers=headers, timeout=_SHARE_SECONDS, trust_env=False) as client:
            body = {"messages": list(messages), "max_tokens": 1, "id_slot": 0}
            client.post(f"{self.base_url}/chat/completions", json=body).raise_for_status()
            slots = self.base_url.removesuffix("/v1") + "/slots/"
            try:
                client.post(f"{slots}0?action=save", json={"filename": state}).raise_for_status()
                for slot in range(1, self._slots):
                    client.post(f"{slots}{slot}?action=restore", json={"filename": state}).raise_for_status()
            finally:
                Path(self._states.name, state).unlink(missing_ok=True)

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
            self._states.cleanup()

    def _start(self) -> "subprocess.Popen[str]":
        command = [sys.executable, "-P", str(_CHILD), str(self._gguf)]
        command += [str(self._slots), str(SLOT_TOKENS), str(self._port), self._states.name, str(IDLE_SECONDS)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**_WAITING, **os.environ, "XINHUO_ENGINE_KEY": self.key},
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
