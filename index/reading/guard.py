"""Parsing in a process that can be killed, and the way through LibreOffice for what only it reads."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from index.errors import UnreadableFile
from index.material import Document, Paragraph
from index.reading import ocr
from index.reading.limits import Limits
from index.reading.text import readable

_ROOT = Path(__file__).resolve().parents[2]
_OFFICE_SUFFIX = {"doc": ".doc", "wordxml": ".xml"}


def parse_guarded(path: Path, kind: str, limits: Limits) -> Document:
    """The document at ``path``, parsed in a child process. Raises UnreadableFile."""
    if kind == "picture":
        if not ocr.available():
            raise UnreadableFile("这是图片，没有文字层，请先用文字识别软件转成文字再添加。")
        return _document(_ask(path, kind, _for_scans(limits)))
    answer = _ask(path, kind, limits)
    if "office" in answer:
        return _through_office(path, kind, limits, str(answer["office"]))
    if "scanned" in answer:
        return _scan(path, limits, int(str(answer["scanned"])), bool(answer["whole"]))
    return _document(answer)


def _scan(path: Path, limits: Limits, pages: int, whole: bool) -> Document:
    """A PDF with pages that are pictures: recognised, or, if that cannot be, the text that it has besides."""
    if ocr.available() and pages <= limits.scan_pages:
        return _document(_ask(path, "scan", _for_scans(limits)))
    if not whole:
        return _document(_ask(path, "pdftext", limits))
    if ocr.available():
        raise UnreadableFile(f"这是扫描件，有 {pages} 页，超过了 {limits.scan_pages} 页的上限，请拆开再添加。")
    raise UnreadableFile("这是扫描件，只有图片没有文字，请先用文字识别软件转成文字再添加。")


def _for_scans(limits: Limits) -> Limits:
    """Recognising takes longer, and twice the address space: its models and their threads."""
    return replace(limits, seconds=limits.scan_seconds, memory_bytes=2 * limits.memory_bytes)


def _document(answer: dict[str, object]) -> Document:
    if "error" in answer or "paragraphs" not in answer:
        raise UnreadableFile(str(answer.get("error") or "文件已损坏或不完整，读不出来。"))
    pairs: list[tuple[str, int]] = answer["paragraphs"]  # type: ignore[assignment]
    left_out: list[tuple[str, str]] = answer["left_out"]  # type: ignore[assignment]
    themes: list[str] = answer["themes"]  # type: ignore[assignment]
    return Document(
        tuple(Paragraph(text, level) for text, level in pairs),
        str(answer["kind"]),
        str(answer["title"]),
        tuple((text, reason) for text, reason in left_out),
        str(answer["genre"]),
        tuple(themes),
    )


def _ask(path: Path, kind: str, limits: Limits) -> dict[str, object]:
    request = json.dumps({"path": str(path.resolve()), "kind": kind, "limits": asdict(limits)})
    code, output = run_module("index.reading.child", request.encode("ascii"), limits.seconds)
    try:
        answer = json.loads(output)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    if code in (-signal.SIGKILL, -signal.SIGXCPU if hasattr(signal, "SIGXCPU") else 0):
        return {"error": f"读了 {limits.seconds} 秒还没读完，已经停止，没有读取。"}
    return {"error": "文件已损坏，或读它要用的内存太多，没有读取。"}


def run_module(module: str, stdin: bytes, seconds: float) -> tuple[int, bytes]:
    """Exit code and output of a module of ours run as a program; see ``run``."""
    command = [sys.executable, "-X", "utf8", "-m", module]
    return run(command, stdin, seconds, {"PYTHONPATH": str(_ROOT), "PYTHONWARNINGS": "ignore"})


def run(command: list[str], stdin: bytes, seconds: float, environment: dict[str, str]) -> tuple[int, bytes]:
    """Exit code and output of a command, killed with all its children after ``seconds`` (code −9 then)."""
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
        return -9, b""
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


def office() -> str:
    """Path of LibreOffice's program; empty where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or ""


def _through_office(path: Path, kind: str, limits: Limits, reason: str) -> Document:
    """The document as LibreOffice converts it, in a folder and a profile of its own, kept off the network."""
    program = office()
    if not program:
        raise UnreadableFile(f"{reason.rstrip('。')}，请用 Word 或 WPS 另存为 docx 后再添加（或安装 LibreOffice）。")
    with tempfile.TemporaryDirectory(prefix="xinhuo-") as name:
        folder = Path(name)
        source = folder / f"source{_OFFICE_SUFFIX.get(kind, path.suffix or '.doc')}"
        shutil.copyfile(path, source)
        nowhere = "http://127.0.0.1:9"
        run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(folder / "out"),
                str(source),
            ],
            b"",
            limits.seconds,
            {"http_proxy": nowhere, "https_proxy": nowhere},
        )
        target = folder / "out" / "source.docx"
        if not target.exists():
            raise UnreadableFile(f"{reason.rstrip('。')}，LibreOffice 也读不出来。")
        answer = _ask(target, "docx", limits)
        document = _document({**answer, "kind": "doc"} if "paragraphs" in answer else answer)
        if not readable(document.text):  # LibreOffice takes what it does not know for plain text
            raise UnreadableFile(f"{reason.rstrip('。')}，LibreOffice 读出来的是乱码。")
        return document
