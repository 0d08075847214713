"""PDF by way of LibreOffice, where it is installed."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from assistant.errors import ExportFailed, not_written
from assistant.word.files import write_bytes

_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
NO_OFFICE = "本机没有装 LibreOffice，转不了 PDF；可以在 Word 或 WPS 里打开后另存为 PDF。"


def pdf_tool() -> Path | None:
    """The LibreOffice program of this machine, None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = (Path(found),) if found else (Path(place) for place in _PLACES)
    return next((place for place in places if place.is_file()), None)


def to_pdf(source: Path, out: Path | None = None, *, seconds: float = 120) -> Path:
    """The Word file ``source`` as a PDF at ``out`` (beside it where None). Raises ``ExportFailed`` with the reason."""
    tool = pdf_tool()
    if tool is None:
        raise ExportFailed(NO_OFFICE)
    source = Path(source)
    if not source.is_file():
        raise ExportFailed(f"找不到“{source.name}”。")
    target = Path(out) if out else source.with_suffix(".pdf")
    try:
        write_bytes(target, _converted(tool, source, seconds))
    except OSError as error:
        raise ExportFailed(not_written(target.name, error)) from error
    return target


def _converted(tool: Path, source: Path, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="xinhuo-pdf-", ignore_cleanup_errors=True) as folder:
        # A plain name and a profile of its own: no clash with an open LibreOffice or with odd characters.
        work = Path(folder)
        shutil.copyfile(source, work / "paper.docx")
        _convert(tool, work, seconds)
        made = work / "paper.pdf"
        if not made.is_file():
            raise ExportFailed(f"LibreOffice 没能把“{source.name}”转成 PDF。")
        return made.read_bytes()


def _convert(tool: Path, work: Path, seconds: float) -> None:
    command = [
        str(tool),
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(work),
        str(work / "paper.docx"),
    ]
    group = sys.platform != "win32"
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=group
    ) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            if group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            raise ExportFailed(f"LibreOffice 转 PDF 超过 {seconds:.0f} 秒没有完成。") from error
