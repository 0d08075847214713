"""Notes that the user sends as files, read into facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.chat.extract import Found, extract
from index.errors import XinhuoError
from index.settings import LibrarySettings


@dataclass(frozen=True)
class Notes:
    """What the files hold: one ``Found`` a readable file, one sentence an unreadable one."""

    found: tuple[Found, ...] = ()
    errors: tuple[str, ...] = ()


def read_notes(files: Sequence[Path], settings: LibrarySettings, own: tuple[str, ...] = ()) -> Notes:
    """Read every file (.docx, .txt, …); a bad one does not keep the others out. ``settings`` limit its cost.

    ``own`` are the office's own genres.
    """
    from index.reading import read

    found, errors = [], []
    for file in files:
        try:
            document = read(file, settings)
        except XinhuoError as error:
            errors.append(f"“{file.name}”：{error}")
        else:
            found.append(extract(document.text, own=own))
    return Notes(tuple(found), tuple(errors))
