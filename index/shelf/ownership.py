"""One program at a time changes a library; where its files lie."""

import hashlib
import os
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryBusy, StorageFull


def index_folder(library_folder: Path) -> Path:
    """Where Chroma's files lie: beside the shelf, but on Windows never under a path that is not ASCII."""
    if os.name != "nt" or str(library_folder).isascii():
        return library_folder / "chroma"
    name = hashlib.sha256(str(library_folder).encode()).hexdigest()[:16]
    return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "xinhuo" / name


def own(folder: Path) -> FileLock:
    """Become the one program that may change the library in ``folder``. Raises ``LibraryBusy`` and ``StorageFull``."""
    lock = FileLock(folder / "library.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LibraryBusy("资料库正被另一个薪火文稿程序使用，请先关掉它，或稍后再试。") from error
    except OSError as error:
        raise StorageFull(f"资料库的文件夹写不进去，请检查权限和磁盘空间：{folder}。") from error
    return lock


def uploads_folder(home: Path, owner: str) -> Path:
    """Where files are kept that a user gave through the page: a folder of the user's own, so that two files of one name
    never meet, and one that is given again takes the place of the old one. "" is whoever uses the program alone."""
    return home / "uploads" / hashlib.sha256(owner.encode("utf-8", "replace")).hexdigest()[:16]
