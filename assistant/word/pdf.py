"""PDF by way of LibreOffice, where it is installed."""

import shutil
import tempfile
from pathlib import Path

from assistant.errors import ExportFailed, not_written
from assistant.word.files import write_bytes
from index.office import convert, office_program

NO_OFFICE = "本机没有装 LibreOffice，转不了 PDF；可以在 Word 或 WPS 里打开后另存为 PDF。"


def pdf_tool() -> Path | None:
    """The LibreOffice program of this machine, None where there is none."""
    return office_program()


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
        work = Path(folder)
        paper = work / "paper.docx"  # a plain name: odd characters in names are nothing for a command line
        shutil.copyfile(source, paper)
        try:
            made = convert(tool, paper, "pdf", work, seconds)
        except TimeoutError as error:
            raise ExportFailed(f"LibreOffice 转 PDF 超过 {seconds:.0f} 秒没有完成。") from error
        if made is None:
            raise ExportFailed(f"LibreOffice 没能把“{source.name}”转成 PDF。")
        return made.read_bytes()
