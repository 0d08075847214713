"""Writing files whole or not at all."""

import os
import tempfile
from pathlib import Path

from assistant.errors import ExportFailed


def write_bytes(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step; what was there stays until then.

    Raises ``ExportFailed`` where the folder cannot be written or the file is held open.
    """
    path = Path(path)
    handle = -1
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{path.stem[:20]}-", suffix=".part", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise ExportFailed(_why(path, error)) from error


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, PermissionError):
        return f"“{path.name}”写不进去：可能正在 Word 里打开着，或者没有这个文件夹的写入权限。"
    if isinstance(error, IsADirectoryError):
        return f"“{path}”是一个文件夹，请写上文件名。"
    return f"“{path.name}”没能写成（{error.strerror or error}）。"
