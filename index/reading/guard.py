"""Parsing in a process that can be killed, and the way through LibreOffice for what only it reads."""

import json
import shutil
import signal
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from index.errors import UnreadableFile
from index.material import Document, Paragraph
from index.office import convert, office_program
from index.processes import run_module
from index.reading import ocr
from index.reading.limits import Limits
from index.reading.text import readable

_OFFICE_SUFFIX = {"doc": ".doc", "wordxml": ".xml"}
_STOPPED = (-signal.SIGKILL, -signal.SIGXCPU) if hasattr(signal, "SIGXCPU") else ()
"""How a process ends that oversteps the limits on its processor time."""


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
    done = run_module("index.reading.child", request.encode("ascii"), limits.seconds)
    if done is None or done[0] in _STOPPED:
        return {"error": f"读了 {limits.seconds} 秒还没读完，已经停止，没有读取。"}
    try:
        answer = json.loads(done[1])
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    return {"error": "文件已损坏，或读它要用的内存太多，没有读取。"}


def _through_office(path: Path, kind: str, limits: Limits, reason: str) -> Document:
    """The document as LibreOffice converts it, in a folder of its own."""
    program = office_program()
    reason = reason.rstrip("。")
    if program is None:
        raise UnreadableFile(f"{reason}，请用 Word 或 WPS 另存为 docx 后再添加（或安装 LibreOffice）。")
    with tempfile.TemporaryDirectory(prefix="xinhuo-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source{_OFFICE_SUFFIX.get(kind, path.suffix or '.doc')}"
        shutil.copyfile(path, source)
        try:
            made = convert(program, source, "docx:MS Word 2007 XML", folder, limits.seconds)
        except TimeoutError as error:
            raise UnreadableFile(f"{reason}，LibreOffice 读了 {limits.seconds} 秒也没读完，已经停止。") from error
        if made is None:
            raise UnreadableFile(f"{reason}，LibreOffice 也读不出来。")
        answer = _ask(made, "docx", limits)
        document = _document({**answer, "kind": "doc"} if "paragraphs" in answer else answer)
        if not readable(document.text):  # LibreOffice takes what it does not know for plain text
            raise UnreadableFile(f"{reason}，LibreOffice 读出来的是乱码。")
        return document
