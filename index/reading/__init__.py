"""Files of every kind become a ``Document`` behind one function.

Parsing runs in a process of its own with limits on time and memory, which is killed when it oversteps them.
"""

from pathlib import Path

from index.errors import UnreadableFile
from index.material import Document
from index.reading.guard import parse_guarded
from index.reading.limits import Limits, check_size
from index.reading.sniff import kind_of
from index.reading.text import looks_like_markdown, read_markdown, read_text
from index.settings import LibrarySettings

__all__ = ["read"]

_TRUSTED_TEXT = 4 * 2**20


def read(path: Path, settings: LibrarySettings) -> Document:
    """The text of the file at ``path``, not yet cleaned.

    The content decides the format, not the name. Raises UnreadableFile with one Chinese sentence: missing, empty,
    damaged, protected, too large, too slow, of a kind that holds no text.
    """
    limits = Limits(
        settings.max_expanded_bytes,
        settings.max_characters,
        settings.max_pages,
        settings.read_seconds,
        settings.read_memory_bytes,
        settings.scan_pages,
        settings.scan_seconds,
    )
    data = _head(path, settings)
    kind = kind_of(path, data)
    if kind == "txt" and len(data) <= _TRUSTED_TEXT:
        document = read_text(data)
        if path.suffix.lower() in (".md", ".markdown") or looks_like_markdown(document.text):
            document = read_markdown(data)
        if len(document.text) > limits.characters:
            raise UnreadableFile(f"文字太多，超过了 {limits.characters // 10000} 万字的上限。")
    else:
        document = parse_guarded(path, kind, limits)
    if not any(char.isalnum() for char in document.text):
        raise UnreadableFile("这个文件里没有文字。")
    return document


def _head(path: Path, settings: LibrarySettings) -> bytes:
    """The file's bytes, at most a little more than is read in this process; size checked first."""
    try:
        if not path.is_file():
            raise UnreadableFile("打不开：这不是一个文件，或者文件不存在。")
        check_size(path.stat().st_size, settings.max_file_bytes)
        with path.open("rb") as file:
            data = file.read(_TRUSTED_TEXT + 1)
    except (OSError, ValueError) as error:
        raise UnreadableFile("打不开这个文件，请检查它是否存在、是否有读取权限。") from error
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile("这是一个空文件，里面没有内容。")
    return data
