"""House profiles: how papers are set, those that came with the program and the office's own."""

import shutil
from pathlib import Path

from assistant.archive import Archive
from assistant.errors import BadProfile

STANDARD = "标准"


class HouseProfiles:
    """The profiles by name, and which of them each user chose. ``folder`` holds the office's own."""

    def __init__(self, folder: Path, archive: Archive) -> None:
        self._folder = folder
        self._archive = archive

    def names(self) -> list[str]:
        """The names of all: those that came with the program, then the office's own."""
        from assistant.word import profiles

        own = sorted(file.stem for file in self._folder.glob("*.toml"))
        return list(dict.fromkeys([*profiles(), *own]))

    def of(self, owner: str) -> str:
        """The profile that the owner chose, to set a paper by: a name, or the file of one of the office's own."""
        name = self.chosen(owner)
        own = self._folder / f"{name}.toml"
        return str(own) if own.is_file() else name

    def chosen(self, owner: str) -> str:
        """The name of the profile that the owner chose, the standard where that is there no more."""
        name = self._archive.preference(owner, "profile")
        return name if name in self.names() else STANDARD

    def choose(self, owner: str, name: str) -> None:
        """Set papers by another profile from now on. Raises ``BadProfile`` where it cannot be used."""
        from assistant.word import load_profile

        if name not in self.names():
            raise BadProfile("没有这个版式。")
        own = self._folder / f"{name}.toml"
        load_profile(own if own.is_file() else name)
        self._archive.set_preference(owner, "profile", name)

    def add(self, file: Path) -> str:
        """Take in the office's own profile; its name. Raises ``BadProfile``."""
        from assistant.word import load_profile

        if file.suffix.lower() != ".toml":
            raise BadProfile(f"“{file.name}”不是版式文件（.toml）。")
        load_profile(file)
        self._folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, self._folder / file.name)
        return file.stem
