"""From a path to what goes onto the shelf: files of folders, hashes, reading, cleaning and cutting in one step."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from index.cleaning.guarded import clean_within
from index.errors import UnreadableFile
from index.material import Article, Cleaned, Document, Paragraph
from index.passages import cut
from index.settings import LibrarySettings
from index.shelf.shelf import Intake

_CHUNK = 2**20
_NOT_MATERIAL = ("~$", ".", "Thumbs.db", "desktop.ini")


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The files meant by ``paths``: files as named, folders with everything in them but hidden and lock files.

    A link inside a folder that leads out of it is passed over: whoever gives a folder did not give what lies elsewhere.
    """
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            root = path.resolve()
            found = (f for f in path.rglob("*") if f.is_file() and not f.name.startswith(_NOT_MATERIAL))
            files += sorted(f for f in found if f.resolve().is_relative_to(root))
        else:
            files.append(path)
    return list(dict.fromkeys(files))


def readable_name(path: Path) -> str:
    """The path as text that can be stored and shown; bytes that are not UTF-8 are read as GB18030, as archives packed
    on a Chinese Windows name their files."""
    return str(Path(*map(_readable, path.parts)))


def _readable(part: str) -> str:
    try:
        return os.fsencode(part).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(part).decode("gb18030", "replace")


def file_hash(path: Path, most: int | None = None) -> str:
    """SHA-256 of the file's bytes. Raises ``UnreadableFile``, for more than ``most`` bytes before any is read."""
    from index.reading.limits import check_size

    digest = hashlib.sha256()
    try:
        if path.exists() and not path.is_file():
            raise UnreadableFile("这不是一个普通的文件，没有读取。")
        if most is not None:
            check_size(path.stat().st_size, most)
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except FileNotFoundError as error:
        raise UnreadableFile("找不到这个文件。") from error
    except OSError as error:
        raise UnreadableFile("这个文件打不开，请检查权限或者是否被别的程序占用。") from error
    return digest.hexdigest()


def take_in(path: Path, settings: LibrarySettings, file_hash: str, *, whole: bool = False) -> Intake:
    """Read, clean and cut one file. ``whole`` keeps every line, where the user overrules the cleaning.

    Raises ``UnreadableFile``.
    """
    from index.reading import read

    return prepare(path, read(path, settings), file_hash, whole=whole, seconds=settings.read_seconds)


def cleaned_of(path: Path, settings: LibrarySettings) -> Cleaned:
    """What cleaning keeps and drops of one file. Raises ``UnreadableFile``, also where nothing could be kept."""
    return take_in(path, settings, "").cleaned


def prepare(
    path: Path, document: Document, file_hash: str, *, whole: bool = False, sample: bool = False, seconds: float = 60
) -> Intake:
    """Clean (in at most ``seconds``) and cut a document that has been read.

    Raises ``UnreadableFile`` when nothing of an article is in it.
    """
    name = Path(readable_name(path)).name
    cleaned = _uncleaned(document, name) if whole else clean_within(document, name, seconds)
    passages = tuple(tuple(cut(article)) for article in cleaned.articles)
    if not any(passages):
        raise UnreadableFile("这个文件里没有找到可用的正文。")
    text_hash = hashlib.sha256("".join(document.text.split()).encode("utf-8", "ignore")).hexdigest()
    return Intake(name, readable_name(path.resolve()), text_hash, file_hash, document.kind, cleaned, passages, sample)


def _uncleaned(document: Document, name: str) -> Cleaned:
    from index.themes import genre_of

    title = document.title or Path(name).stem
    paragraphs = tuple(Paragraph(p.text.strip(), p.level) for p in document.paragraphs if p.text.strip())
    return Cleaned((Article(title, genre_of(title, document.text), paragraphs),))
