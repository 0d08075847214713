"""The reading process: parses one untrusted file within limits and answers on standard output.

Started by ``index.reading``; the request is one JSON object on standard input, the answer one on standard output.
Light on purpose: only the parser that the file needs is imported.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

from index.errors import UnreadableFile
from index.material import Document
from index.reading.limits import Limits


def restrict(limits: Limits) -> None:
    """Give this process no more memory and processor time than ``limits`` say, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for name, value in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.seconds * (os.cpu_count() or 1) + 5),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(name)[1]
        wanted = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(name, (wanted, wanted))


def parse(path: Path, kind: str, limits: Limits) -> Document:
    """The document in a file of a known kind. Raises UnreadableFile, NeedsOffice or Scanned."""
    if kind == "docx":
        from index.reading.word import read_word

        return read_word(path, limits)
    if kind == "odt":
        from index.reading.opendocument import read_opendocument

        return read_opendocument(path, limits)
    if kind == "doc":
        from index.reading.legacy import read_legacy

        return read_legacy(path, limits)
    if kind in ("pdf", "pdftext", "scan"):
        from index.reading.pdf import read_pdf

        return read_pdf(path, limits, pictures={"pdf": "tell", "pdftext": "skip", "scan": "read"}[kind])
    if kind == "picture":
        from index.reading.pdf import read_pictures

        return read_pictures(path, limits)
    return _parse_bytes(path.read_bytes(), kind)


def _parse_bytes(data: bytes, kind: str) -> Document:
    if kind == "rtf":
        from index.reading.rtf import read_rtf

        return read_rtf(data)
    if kind == "flat":
        from index.reading.opendocument import read_flat

        return read_flat(data)
    if kind == "wordxml":
        from index.reading.legacy import NeedsOffice

        raise NeedsOffice("这是 Word 的 XML 格式。")
    if kind == "mht":
        from index.reading.mail import read_mime

        return read_mime(data)
    if kind == "html":
        from index.reading.web import read_page

        return read_page(data)
    from index.reading.text import looks_like_markdown, read_markdown, read_text

    if kind == "md":
        return read_markdown(data)
    document = read_text(data)
    return read_markdown(data) if looks_like_markdown(document.text) else document


def answer(request: dict[str, object]) -> dict[str, object]:
    """The JSON answer to one request: a document, an error sentence, or that only an office suite may read it."""
    from index.reading.legacy import NeedsOffice
    from index.reading.ocr import Scanned

    limits = Limits(**request["limits"])  # type: ignore[arg-type]
    restrict(limits)
    try:
        document = parse(Path(str(request["path"])), str(request["kind"]), limits)
    except UnreadableFile as error:
        return {"error": str(error)}
    except NeedsOffice as error:
        return {"office": str(error)}
    except Scanned as error:
        return {"scanned": error.pages, "whole": error.whole}
    except MemoryError:
        return {"error": "读这个文件要用的内存太多，没有读取。"}
    except RecursionError:
        return {"error": "这个文件的结构嵌套得不正常，没有读取。"}
    if len(document.text) > limits.characters:
        return {"error": f"文字太多，超过了 {limits.characters // 10000} 万字的上限。"}
    return {
        "kind": document.kind,
        "title": document.title,
        "genre": document.genre,
        "themes": document.themes,
        "paragraphs": [(p.text, p.level) for p in document.paragraphs],
        "left_out": document.left_out,
    }


def main() -> None:
    """Serve one request."""
    request = json.loads(sys.stdin.buffer.read())
    result = json.dumps(answer(request), ensure_ascii=True)
    sys.stdout.buffer.write(result.encode("ascii"))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
