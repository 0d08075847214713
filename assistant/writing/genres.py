"""Genres: the skeleton, frame and voice of each kind of text, one TOML file each; users may add files of their own."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import BadBrief

FOLDER = Path(__file__).with_name("genres")

_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class GenreSection:
    """One entry of a genre's skeleton.

    ``heading`` is "" (no heading), "theme" (one section for each theme, headings from ``bank``) or the heading itself.
    ``minimum``/``maximum`` count sections of this entry, ``share`` is the part (0–1) of the length that one takes.
    ``opening`` and ``closing`` are templates of first and last sentences, ``filling`` sentences for a longer text.
    """

    role: str
    heading: str = ""
    bank: str = ""
    minimum: int = 0
    maximum: int = 1
    share: float = 0.1
    purpose: str = ""
    opening: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    opening_individual: tuple[str, ...] = ()
    filling: tuple[str, ...] = ()


@dataclass(frozen=True)
class Genre:
    """A kind of text. ``person`` is first, third or none; ``self_name`` how the text names its own unit."""

    name: str
    person: str
    self_name: str
    default_length: int
    voice: str
    salutation: str
    front: tuple[str, ...]
    signature: bool
    title_patterns: tuple[str, ...]
    title_patterns_individual: tuple[str, ...]
    sections: tuple[GenreSection, ...]

    def entry(self, role: str) -> GenreSection | None:
        """The first entry of the skeleton with this role."""
        return next((s for s in self.sections if s.role == role), None)

    @property
    def parts(self) -> GenreSection:
        """The entry whose sections are formed by theme: the body of the text."""
        return next((s for s in self.sections if s.heading == "theme"), self.sections[len(self.sections) // 2])


def _section(data: Mapping[str, Any]) -> GenreSection:
    return GenreSection(
        role=data["role"],
        heading=data.get("heading", ""),
        bank=data.get("bank", ""),
        minimum=int(data.get("min", 0)),
        maximum=int(data.get("max", 1)),
        share=float(data.get("share", 0.1)),
        purpose=data.get("purpose", ""),
        opening=tuple(data.get("opening", ())),
        closing=tuple(data.get("closing", ())),
        opening_individual=tuple(data.get("opening_individual", ())),
        filling=tuple(data.get("filling", ())),
    )


def read_genre(path: Path) -> Genre:
    """The genre of one TOML file. Raises ``BadBrief`` where the file is no genre."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return Genre(
            name=data["name"],
            person=data.get("person", "first"),
            self_name=data.get("self_name", ""),
            default_length=int(data.get("default_length", 2000)),
            voice=data.get("voice", ""),
            salutation=data.get("salutation", ""),
            front=tuple(data.get("front", ())),
            signature=bool(data.get("signature", False)),
            title_patterns=tuple(data.get("title_patterns", ())),
            title_patterns_individual=tuple(data.get("title_patterns_individual", ())),
            sections=tuple(_section(item) for item in data["sections"]),
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError) as error:
        raise BadBrief(f"文种文件“{path.name}”写得不对，请对照自带的文种文件修改。") from error


@lru_cache(maxsize=8)
def genres(own_folder: Path | None = None) -> Mapping[str, Genre]:
    """All genres by name: the shipped ones, and those in ``own_folder`` (which win over shipped ones of that name)."""
    found: dict[str, Genre] = {}
    for folder in (FOLDER, own_folder):
        if folder is None or not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.toml")):
            genre = read_genre(path)
            found[genre.name] = genre
    return found


def genre_of(name: str, own_folder: Path | None = None) -> Genre:
    """The genre ``name``. Raises ``BadBrief`` naming those that exist."""
    known = genres(own_folder)
    if name not in known:
        raise BadBrief(f"不认识文种“{name}”，可以写：{'、'.join(known)}。")
    return known[name]


def fill(template: str, slots: Mapping[str, str]) -> str | None:
    """``template`` with its ``{slots}`` filled, None where a slot has no value."""
    if any(not slots.get(name) for name in _SLOT.findall(template)):
        return None
    return _SLOT.sub(lambda match: slots[match[1]], template)


def fillable(templates: tuple[str, ...], slots: Mapping[str, str]) -> list[str]:
    """Those ``templates`` whose slots all have values, filled, in order."""
    return [text for template in templates if (text := fill(template, slots)) is not None]
