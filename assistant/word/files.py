"""Writing files whole or not at all."""

import errno
import os
import secrets
import tempfile
from pathlib import Path

from assistant.errors import ExportFailed, not_written


def check_writable(path: Path) -> None:
    """See that a file can be put at ``path``, without touching what is there. Raises ``ExportFailed``."""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder")
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise ExportFailed(not_written(path.name or str(path), error)) from error


def write_bytes(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path`` in one step; what was there stays until then.

    Raises ``ExportFailed`` where the folder cannot be written or the file is held open.
    """
    path = Path(path)
    part = path.parent / f".{path.stem[:20]}-{secrets.token_hex(4)}.part"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with part.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise ExportFailed(not_written(path.name or str(path), error)) from error
