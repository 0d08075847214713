"""House profiles: how an office sets its papers. Small TOML files, validated with plain Chinese errors."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from assistant.errors import BadProfile

MM = 1440 / 25.4
"""Twips in a millimetre."""

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
"""A4 in twips (GB/T 9704-2012, 5.1)."""

PAGE_NUMBERS = ("外侧", "居中", "无")
STANDARD = "标准"
_FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class Profile:
    """One way of setting a paper. The defaults are GB/T 9704-2012; sizes in points, margins in millimetres.

    ``lines`` is the number of text lines on a full page, ``page_number`` one of ``PAGE_NUMBERS``,
    ``bold_levels`` the heading levels (1–4) set bold, ``sealed`` whether room is left for a seal (7.3.5.1),
    ``red_header`` the name of the issuing organ in red above the title ("" for none), ``document_number`` the
    number under it.
    """

    name: str = STANDARD
    title_font: str = "方正小标宋简体"
    body_font: str = "仿宋"
    first_font: str = "黑体"
    second_font: str = "楷体"
    page_font: str = "宋体"
    latin_font: str = "Times New Roman"
    title_size: float = 22
    body_size: float = 16
    page_size: float = 14
    lines: int = 22
    top: float = 37
    bottom: float = 35
    left: float = 28
    right: float = 26
    page_number: str = "外侧"
    bold_levels: tuple[int, ...] = ()
    sealed: bool = False
    red_header: str = ""
    document_number: str = ""

    @property
    def text_width(self) -> int:
        """Width of the text area in twips."""
        return PAGE_WIDTH - round(self.left * MM) - round(self.right * MM)

    @property
    def red_header_size(self) -> float:
        """Points at which the organ's name fills at most one line, 42 at most (7.2.4: 醒目、美观、庄重)."""
        return min(42, int(self.text_width / 20 / max(1, len(self.red_header)) * 2) / 2)

    @property
    def pitch(self) -> int:
        """Distance of lines in twips, rounded down: 579 for the standard (580 would give 21 lines)."""
        return int((PAGE_HEIGHT - round(self.top * MM) - round(self.bottom * MM)) / self.lines)

    @property
    def character(self) -> int:
        """Width of one body character in twips, before tightening."""
        return round(self.body_size * 20)

    @property
    def characters(self) -> int:
        """Body characters on a full line: 28 for the standard."""
        return int(self.text_width / self.character + 0.5)

    @property
    def tightening(self) -> int:
        """Twips to add to each body character so that ``characters`` fill the line; -5 for the standard."""
        return min(0, self.text_width // self.characters - self.character)


_RANGES: Mapping[str, tuple[float, float]] = {
    "title_size": (14, 42),
    "body_size": (10, 26),
    "page_size": (8, 20),
    "lines": (10, 40),
    "top": (10, 80),
    "bottom": (15, 80),
    "left": (10, 60),
    "right": (10, 60),
}


def profiles() -> tuple[str, ...]:
    """Names of the profiles that come with the program, the standard first."""
    others = sorted(path.stem for path in _FOLDER.glob("*.toml") if path.stem != STANDARD)
    return (STANDARD, *others)


def load_profile(choice: "str | Path | Profile | None" = None) -> Profile:
    """The profile called ``choice``, or in the TOML file ``choice``; the standard where None.

    Raises ``BadProfile`` with the key and what it may be.
    """
    if isinstance(choice, Profile):
        return choice
    name = str(choice or STANDARD)
    if name in profiles():
        return _read(_FOLDER / f"{name}.toml")
    path = Path(name)
    if path.suffix.lower() != ".toml" or not path.is_file():
        raise BadProfile(f"没有叫“{name}”的版式，可以选：{'、'.join(profiles())}，或者给一个 .toml 文件。")
    return _read(path)


def _read(path: Path) -> Profile:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadProfile(f"版式文件“{path.name}”读不出来，请存成 UTF-8 文本。") from error
    except tomllib.TOMLDecodeError as error:
        raise BadProfile(f"版式文件“{path.name}”的写法不对（{error}）。") from error
    known = {field.name: field.type for field in fields(Profile)}
    values: dict[str, Any] = {key: _value(path.name, key, value, known) for key, value in data.items()}
    profile = replace(Profile(name=path.stem), **values)
    if profile.characters < 12:
        raise BadProfile(f"版式文件“{path.name}”的页边距太大，一行排不下 12 个字。")
    return profile


def _value(file: str, key: str, value: object, known: Mapping[str, object]) -> object:
    where = f"版式文件“{file}”里的 {key} "
    if key not in known:
        raise BadProfile(f"{where}不认识，可以写的有：{'、'.join(known)}。")
    if key in _RANGES:
        return _number(where, key, value)
    if key == "bold_levels":
        if not isinstance(value, list) or any(type(v) is not int or not 1 <= v <= 4 for v in value):
            raise BadProfile(f"{where}应是 1 到 4 之间的一列数，例如 [2, 3]。")
        return tuple(value)
    if key == "sealed":
        if not isinstance(value, bool):
            raise BadProfile(f"{where}应是 true 或 false。")
        return value
    if not isinstance(value, str) or not value.isprintable():
        raise BadProfile(f"{where}应是加引号的一行文字。")
    if key == "page_number" and value not in PAGE_NUMBERS:
        raise BadProfile(f"{where}应是“外侧”“居中”或“无”。")
    if key.endswith("_font") and not value.strip():
        raise BadProfile(f"{where}应是一个字体名。")
    return value


def _number(where: str, key: str, value: object) -> float:
    low, high = _RANGES[key]
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise BadProfile(f"{where}应是 {low:g} 到 {high:g} 之间的数。")
    if key == "lines" and not isinstance(value, int):
        raise BadProfile(f"{where}应是整数。")
    return value
