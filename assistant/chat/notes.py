"""Notes that the user sends as files, read into facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.chat.extract import Found, extract
from assistant.settings import Settings
from index.errors import XinhuoError


@dataclass(frozen=True)
class Notes:
    """What the files hold: one ``Found`` a readable file, one sentence an unreadable one."""

    found: tuple[Found, ...] = ()
    errors: tuple[str, ...] = ()


def read_notes(files: Sequence[Path], settings: Settings | None = None) -> Notes:
    """Read every file (.docx, .txt, …); a bad one does not keep the others out."""
    from index.reading import read

    found, errors = [], []
    for file in files:
        try:
            document = read(file, settings or Settings())
        except XinhuoError as error:
            errors.append(f"“{file.name}”：{error}")
        else:
            found.append(extract(document.text))
    return Notes(tuple(found), tuple(errors))
