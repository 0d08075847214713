"""The encoder kept out of this process: torch and the weights are 600 MB that come when needed and go when idle."""

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder
from index.errors import ModelFileError

logger = logging.getLogger(__name__)

IDLE_SECONDS = 600.0
"""After so long without a request the process ends; the next request waits about four seconds for a new one."""

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = (sys.executable, "-P", "-X", "utf8", "-m", "index.encoding.process")
_ATTEMPTS = 2


class EncoderApart(Encoder):
    """An ``Encoder`` whose model lives in a child process, begun by the first request or by ``wake``.

    A child that dies is replaced once in a request; one that nobody needs ends by itself after ``idle`` seconds, and
    however this process ends, its child ends too. Safe to call from several threads. Errors are ``ModelFileError``.
    """

    def __init__(
        self, name_or_folder: str | Path, *, idle: float = IDLE_SECONDS, command: Sequence[str] = _COMMAND
    ) -> None:
        super().__init__(name_or_folder)
        self._command = (*command, self.name, str(idle))
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def wake(self) -> None:
        """Begin the child in the background where none runs, for somebody who will soon ask."""
        process = self._process
        if self._closed or self._lock.locked() or (process is not None and process.poll() is None):
            return
        threading.Thread(target=self._warm, name="encoder", daemon=True).start()

    def close(self) -> None:
        """End the child at once; the encoder is not usable afterwards."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()  # whoever waits for its answer stops waiting
        with self._lock:
            self._end()

    def _warm(self) -> None:
        try:
            self.query("热身")
        except ModelFileError as error:
            logger.info("the encoder could not be warmed up: %s", error)

    def _encode(self, texts: Sequence[str], kind: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, 0), np.float32)
        request = json.dumps([kind, list(texts)]).encode("ascii") + b"\n"
        with self._lock:
            for _ in range(_ATTEMPTS):
                try:
                    return _asked(self._running(), request)
                except (OSError, EOFError) as error:
                    self._end()
                    logger.warning("the encoder's process ended: %s", type(error).__name__)
        raise ModelFileError("检索用的编码器停了，可能是内存不够，请稍后再试。")

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and (self._closed or self._process.poll() is not None):
            self._end()
        if self._process is None and not self._closed:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(_path())},
            )
        if self._closed or self._process is None:  # closed while it began: ``close`` may not have seen this one
            self._end()
            raise ModelFileError("资料库已经关上，请重新打开程序。")
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:  # what it did not take in any more
                    continue


def _path() -> list[str]:
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [str(_ROOT), *(place for place in known if place)]  # an empty one would mean the current folder


def _asked(process: "subprocess.Popen[bytes]", request: bytes) -> NDArray[np.float32]:
    """One answer. Raises ``ModelFileError`` where the child says so, ``OSError`` or ``EOFError`` where it has ended."""
    questions, answers = process.stdin, process.stdout
    if questions is None or answers is None:
        raise EOFError
    questions.write(request)
    questions.flush()
    line = answers.readline()
    if not line.endswith(b"\n"):
        raise EOFError
    head = json.loads(line)
    if "error" in head:
        raise ModelFileError(head["error"])
    rows, columns = head["shape"]
    data = answers.read(4 * rows * columns)
    if len(data) < 4 * rows * columns:
        raise EOFError
    return np.frombuffer(data, "<f4").reshape(rows, columns).astype(np.float32)
