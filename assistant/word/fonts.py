"""Which fonts of a profile this machine lacks, and what the reader will then see."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from assistant.word.profile import Profile
from assistant.word.template import OTHER_NAMES


def missing_fonts(profile: Profile) -> list[str]:
    """One Chinese sentence if fonts of ``profile`` are absent here, none if all are there or it cannot be told."""
    installed = _installed()
    names = (profile.title_font, profile.body_font, profile.first_font, profile.second_font, profile.page_font)
    absent = [name for name in dict.fromkeys(names) if installed and not _present(name, installed)]
    if not absent:
        return []
    return [
        f"本机没有字体{'、'.join(absent)}，在本机打开会用相近字体代替；在装有这些字体的电脑上打开和打印就是标准样子。"
    ]


def _present(name: str, installed: frozenset[str]) -> bool:
    """The face itself under any name of its own; a stand-in of another design does not count."""
    others = [n for n in OTHER_NAMES.get(name, "").split(",") if n and not n.startswith(("华文", "ST", "Noto"))]
    return any(n.casefold() in installed for n in (name, *others))


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    """Names of the installed font families in lower case; empty where they cannot be listed."""
    if sys.platform == "win32":
        return frozenset(_windows_fonts())
    tool = shutil.which("fc-list")
    if not tool:
        return frozenset()
    try:
        listed = subprocess.run([tool, ":", "family"], capture_output=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    families = listed.stdout.decode("utf-8", "replace").replace("\\", "")
    return frozenset(name.strip().casefold() for line in families.splitlines() for name in line.split(","))


_WINDOWS_FILES = {
    "simfang.ttf": ("仿宋", "fangsong"),
    "simkai.ttf": ("楷体", "kaiti"),
    "simhei.ttf": ("黑体", "simhei"),
    "simsun.ttc": ("宋体", "simsun"),
    "times.ttf": ("times new roman",),
    "fzxbsjw.ttf": ("方正小标宋简体",),
    "fzfsjw.ttf": ("方正仿宋简体",),
    "fzktjw.ttf": ("方正楷体简体",),
    "fzhtjw.ttf": ("方正黑体简体",),
    "fzssjw.ttf": ("方正书宋简体",),
}


def _windows_fonts() -> Iterable[str]:
    import os

    folders = (
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path(os.environ.get("LOCALAPPDATA", "")) / "Microsoft/Windows/Fonts",
    )
    for folder in folders:
        for path in folder.glob("*.tt?") if folder.is_dir() else ():
            yield path.stem.casefold()
            yield from _WINDOWS_FILES.get(path.name.casefold(), ())
