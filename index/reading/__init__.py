"""Files of every kind become a ``Document`` behind one function."""

from pathlib import Path

from index.errors import UnreadableFile
from index.material import Document
from index.reading import text
from index.settings import LibrarySettings


def read(path: Path, settings: LibrarySettings) -> Document:
    """The text of the file at ``path``, not yet cleaned.

    The content decides the format, not the name. Raises UnreadableFile with one Chinese sentence.
    """
    try:
        size = path.stat().st_size
        if size > settings.max_file_bytes:
            raise UnreadableFile(
                f"文件太大（{size // 2**20} MB），超过了 {settings.max_file_bytes // 2**20} MB 的上限。"
            )
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile("打不开这个文件，请检查它是否存在、是否有读取权限。") from error
    if not data.strip():
        raise UnreadableFile("这是一个空文件，里面没有内容。")
    document = text.read_markdown(data) if path.suffix.lower() == ".md" else text.read_text(data)
    if not document.text.strip():
        raise UnreadableFile("这个文件里没有文字。")
    return document
