"""Writing files whole or not at all."""

import os
import tempfile
from pathlib import Path

from assistant.errors import ExportFailed, not_written


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
        raise ExportFailed(not_written(path.name or str(path), error)) from error


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those a new file would get."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
