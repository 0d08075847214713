"""The brief: what the secretary wants written, and the facts it may use."""

import math
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from assistant.errors import BadBrief
from assistant.json_text import parse_json
from index.material import GENRES

# Everyday names of the genres; the first that occurs in what the user wrote decides.
OTHER_NAMES: Mapping[str, str] = {
    "经验交流": "经验交流发言",
    "交流发言": "经验交流发言",
    "交流材料": "经验交流发言",
    "经验材料": "经验交流发言",
    "发言稿": "经验交流发言",
    "发言材料": "经验交流发言",
    "发言": "经验交流发言",
    "讲话": "经验交流发言",
    "汇报材料": "经验交流发言",
    "汇报": "经验交流发言",
    "工作要点": "工作要点",
    "要点": "工作要点",
    "工作计划": "工作要点",
    "计划": "工作要点",
    "先进事迹": "事迹材料",
    "事迹": "事迹材料",
    "先进集体": "事迹材料",
    "先进个人": "事迹材料",
    "工作总结": "工作总结",
    "年终总结": "工作总结",
    "半年总结": "工作总结",
    "总结": "工作总结",
}


def genre_named(name: str, own: Collection[str] = ()) -> str:
    """The genre that ``name`` means, everyday names included; ``own`` are genres that the office added.

    Raises ``BadBrief``, naming the genres, where it means none.
    """
    text, known = name.strip(), tuple(dict.fromkeys((*GENRES, *own)))
    if text in known:
        return text
    if not text:
        raise BadBrief(f"没有写文种，可以写：{'、'.join(known)}。")
    for other, genre in OTHER_NAMES.items():
        if other in text:
            return genre
    raise BadBrief(f"不认识文种“{text}”，可以写：{'、'.join(known)}。")


@dataclass(frozen=True)
class Brief:
    """What to write. ``length`` counts characters without white space, 0 where the user gave none.

    ``facts`` are the user's bullets, in their order; everything refers to them by position, from 0.
    """

    genre: str = ""
    unit: str = ""
    occasion: str = ""
    speaker: str = ""
    date: str = ""
    length: int = 0
    facts: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()

    @property
    def context(self) -> tuple[str, ...]:
        """Unit, occasion, speaker, date and wishes: they support claims like facts but need not be covered."""
        return tuple(t for t in (self.unit, self.occasion, self.speaker, self.date, *self.requirements) if t)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], own: Collection[str] = ()) -> Self:
        """A brief from decoded JSON; ``own`` as for ``genre_named``.

        Raises ``BadBrief`` where genre or facts are missing or of the wrong type.
        """
        facts = _lines(data.get("facts"), "facts")
        if not facts:
            raise BadBrief("要点是空的，至少要有一条。")
        return cls(
            genre=genre_named(_text(data, "genre"), own),
            unit=_text(data, "unit"),
            occasion=_text(data, "occasion"),
            speaker=_text(data, "speaker"),
            date=_text(data, "date"),
            length=_length(data.get("length")),
            facts=facts,
            requirements=_lines(data.get("requirements"), "requirements"),
        )

    def to_dict(self) -> dict[str, Any]:
        """The brief as JSON-ready values, in the form that ``from_dict`` reads."""
        return {
            "genre": self.genre,
            "unit": self.unit,
            "occasion": self.occasion,
            "speaker": self.speaker,
            "date": self.date,
            "length": self.length,
            "facts": list(self.facts),
            "requirements": list(self.requirements),
        }

    def with_facts(self, facts: tuple[str, ...]) -> Self:
        """The same brief with other facts."""
        return replace(self, facts=facts)


def parse_brief(text: str, own: Collection[str] = ()) -> Brief:
    """A brief from JSON, or from Markdown with a front matter of ``key: value`` lines and one fact a line.

    ``own`` as for ``genre_named``. Raises ``BadBrief``.
    """
    stripped = text.lstrip("\ufeff \t\r\n")
    if not stripped.startswith(("{", "[")):
        return _from_markdown(stripped, own)
    data = parse_json(stripped, "要点文件", BadBrief)
    if not isinstance(data, dict):
        raise BadBrief("要点文件应是一个 JSON 对象，里面有 genre 和 facts。")
    return Brief.from_dict(data, own)


_KEYS = {
    "文种": "genre",
    "单位": "unit",
    "场合": "occasion",
    "发言人": "speaker",
    "日期": "date",
    "字数": "length",
    "篇幅": "length",
    "要求": "requirements",
}


def _from_markdown(text: str, own: Collection[str]) -> Brief:
    lines = text.splitlines()
    data: dict[str, Any] = {"facts": [], "requirements": []}
    if lines and lines[0].strip() == "---":
        closing = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), len(lines))
        for line in lines[1:closing]:
            _read_key(line, data)
        lines = lines[closing + 1 :]
    target = data["facts"]
    for line in lines:
        body = line.strip()
        if body.startswith("#"):
            target = data["requirements" if "要求" in body else "facts"]
        elif body:
            target.append(body.lstrip("-*• 　").strip())
    return Brief.from_dict(data, own)


def _read_key(line: str, data: dict[str, Any]) -> None:
    key, colon, value = line.replace("：", ":", 1).partition(":")
    if not colon or not value.strip():
        return
    name = _KEYS.get(key.strip(), key.strip())
    if name == "requirements":
        data[name].append(value.strip())
    else:
        data[name] = value.strip().strip("\"'")


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key) or ""
    if not isinstance(value, str):
        raise BadBrief(f"要点文件里的 {key} 应是文字。")
    return value.strip()


def _lines(value: object, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = value.splitlines()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadBrief(f"要点文件里的 {key} 应是一列文字。")
    return tuple(" ".join(item.split()) for item in value if item.strip())


_MOST_CHARACTERS = 999_999


def _length(value: object) -> int:
    """Characters: a number, or words that hold one or a range (1500字左右, 1,500, 1500-2000 → 1750)."""
    if value is None or value == "":
        return 0
    number = math.nan
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = min(value, _MOST_CHARACTERS)
    elif isinstance(value, str) and not re.search("[页分]", value):
        said = [float(n[:12]) for n in re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d)[,，](?=\d)", "", value))]
        times = 10_000 if "万" in value else 1_000 if "千" in value else 1
        number = sum(said) / len(said) * times if 1 <= len(said) <= 2 else math.nan
    if not 0 <= number < math.inf:
        raise BadBrief("篇幅应是字数，例如 1500。")
    return min(round(number), _MOST_CHARACTERS)
