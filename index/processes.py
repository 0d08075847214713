"""Programs run with a limit on their time, after which they and all their children are gone."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]


def run_module(module: str, stdin: bytes, seconds: float) -> tuple[int, bytes] | None:
    """Exit code and output of a module of ours run as a program; see ``run``."""
    command = [sys.executable, "-X", "utf8", "-m", module]
    return run(command, stdin, seconds, {"PYTHONPATH": str(_ROOT), "PYTHONWARNINGS": "ignore"})


def run(command: list[str], stdin: bytes, seconds: float, environment: dict[str, str]) -> tuple[int, bytes] | None:
    """Exit code and output of a command; None where it had to be killed after ``seconds``, with all its children."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(stdin, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if process.poll() is None:
            _kill(process)
    return process.returncode, output


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    if process.stdin is not None:  # what it did not take in must not be written to it any more
        with contextlib.suppress(OSError):
            process.stdin.close()
    process.communicate()
