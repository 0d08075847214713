"""LibreOffice, where it is installed: found, and run so that it disturbs nobody and always ends. Its only caller."""

import shutil
from pathlib import Path

from index.processes import run

_PLACES = (
    "/usr/bin/soffice",
    "/usr/lib/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.com",
    "C:/Program Files (x86)/LibreOffice/program/soffice.com",
)
_NOWHERE = "http://127.0.0.1:9"
"""A proxy that is not there: what a document refers to is never fetched."""


def office_program() -> Path | None:
    """The LibreOffice program of this machine, None where there is none."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    places = (Path(found),) if found else (Path(place) for place in _PLACES)
    return next((place for place in places if place.is_file()), None)


def convert(program: Path, source: Path, into: str, folder: Path, seconds: float) -> Path | None:
    """The file that ``program`` makes of ``source`` in ``folder``, None where it makes none.

    ``into`` is the ending wanted, with an export filter after a colon where the ending leaves a choice. The profile is
    one of its own: no clash with an open LibreOffice. Raises ``TimeoutError`` after ``seconds``, when it is killed.
    """
    out = folder / "out"
    command = [str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", into, "--outdir", str(out), str(source)]
    if run(command, b"", seconds, {"http_proxy": _NOWHERE, "https_proxy": _NOWHERE}) is None:
        raise TimeoutError
    made = out / f"{source.stem}.{into.partition(':')[0]}"
    return made if made.is_file() else None
