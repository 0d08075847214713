"""A real page server and a real Chromium for the browser tests and for the screenshots."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """Where Chromium is; "" where there is none."""
    places = (
        os.environ.get("CHROMIUM", ""),
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
    )
    return next((place for place in places if place and Path(place).exists()), "")


@contextmanager
def serving(home: Path, environment: Mapping[str, str], *arguments: str) -> Iterator[str]:
    """``python ui.py`` on a free port; its address."""
    command = [sys.executable, "ui.py", "--port", "0", "--no-browser", "--home", str(home), *arguments]
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith("XINHUO_") or key == "XINHUO_ENCODER"
    }
    log = (home.parent / f"{home.name}.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        command, cwd=ROOT, env={**clean, **environment}, stdout=subprocess.PIPE, stderr=log, text=True, encoding="utf-8"
    )
    try:
        yield _address(process, log.name)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()
        log.close()


def _address(process: "subprocess.Popen[str]", log: str) -> str:
    timer = threading.Timer(300, process.kill)
    timer.start()
    try:
        for line in process.stdout or ():
            if "http://" in line:
                return line[line.index("http://") :].strip()
    finally:
        timer.cancel()
    raise AssertionError(f"the page did not come up: {Path(log).read_text(encoding='utf-8')[-2000:]}")


def wait_until(condition, seconds: float = 20.0, what: str = "condition") -> None:
    """Poll ``condition`` until it holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come true in {seconds} s")
