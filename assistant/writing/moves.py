"""Sentences that go with a fact: what makes it matter, what it asks for; chosen by the fact's own words.

They are read from several files; files of the same name in the user's bank come first. What bears the name of an
earlier move, and no pattern of its own, adds to that move.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.errors import BadBrief
from assistant.writing.facts import Fact, is_honour, is_setback

FOLDER = Path(__file__).with_name("data")
FILES = tuple(f"moves{part}.toml" for part in ("_kinds", "", "_more", "_forms", "_long", "_report", "_again"))
HONOUR, ACTORS = "荣誉表彰", "队伍"
# Words that say nothing of what was done: titles of books and plays, lists of sorts.
_DEED = re.compile(r"(?<=《)[^》]*(?=》)|按[^，。；]*?分(?:为|成)")
_KINDS = (
    "label", "before", "after", "speech", "report", "aim", "task", "plan", "story_before", "story",
)  # fmt: skip


@dataclass(frozen=True)
class Move:
    """What may be said around facts that ``pattern`` finds.

    ``when`` is "" (what a fact is about), form (what was done, whatever it was about: a lesson, a visit, a survey),
    trait (how it was done), shortcoming, plan, negative or any. Facts that ``unless`` finds are none of the kind;
    ``theme`` is "" where facts of the kind may have different ones.
    ``sentences[kind]`` are templates; {n} is the word of the fact that the pattern names.
    """

    name: str
    when: str
    pattern: re.Pattern[str]
    sentences: Mapping[str, tuple[str, ...]]
    unless: re.Pattern[str] | None = None
    theme: str = ""

    def fits(self, text: str) -> bool:
        """Whether a fact of these words is of this kind."""
        return bool(self.pattern.search(text)) and not (self.unless and self.unless.search(text))

    def of(self, kind: str, text: str) -> tuple[str, ...]:
        """The sentences of a kind for the fact ``text``, their slots filled; those that cannot be are left out."""
        match = self.pattern.search(text)
        word = (match.groupdict().get("n") or "") if match else ""
        found = self.sentences.get(kind, ())
        return tuple(s.replace("{n}", word) for s in found if word or "{n}" not in s)


@dataclass(frozen=True)
class Moves:
    """All moves in their order."""

    every: tuple[Move, ...]

    def about(self, fact: Fact) -> list[Move]:
        """The moves that a fact may be told with: how it was done first, what it is about last."""
        if fact.instruction:
            return []
        if fact.role == "不足":
            return self._of("shortcoming", fact)[:1]
        if fact.role == "打算":
            return [*self.kinds(fact)[:1], *self._of("plan", fact)[:1]]
        if is_setback(fact.text):
            return self._of("negative", fact)[:1]
        if is_honour(fact.text) and (honours := [m for m in self.every if m.name == HONOUR]):
            return honours
        traits = self._of("trait", fact)
        return [*traits, *self.kinds(fact)[:1]] if self.kinds(fact) else [*traits, *self.fallback(fact)]

    def kinds(self, fact: Fact) -> list[Move]:
        """What a fact is about, whatever its role: what most of its words name first, then the earliest clause."""

        told = _DEED.sub("", fact.text)
        text = told if any(m.when == "" and m.fits(told) for m in self.every) else fact.text

        def order(move: Move) -> tuple[bool, int, int]:
            found = list(move.pattern.finditer(text))
            clause = len(re.findall(r"[，；。]", text[: found[0].start()]))
            return move.name == ACTORS, -len({match[0] for match in found}), clause

        return sorted((m for m in self._of("", fact) if m.fits(text)), key=order)

    def themed(self, fact: Fact) -> Fact:
        """``fact`` with the theme of the kind of activity that it tells of, where that kind has one."""
        theme = next((m.theme for m in self.kinds(fact)[:1]), "")
        return replace(fact, theme=theme, inherited=False) if theme and not fact.instruction else fact

    def shared_kinds(self, facts: Sequence[Fact]) -> tuple[str, ...]:
        """The names of the kinds that most of ``facts`` are of."""
        named = [move.name for fact in facts for move in self.kinds(fact)[:1]]
        return tuple(sorted({n for n in named if 2 * named.count(n) > len(facts)}))

    def fallback(self, fact: Fact) -> list[Move]:
        """What may be said around a fact that is of no kind: of what form it is, else of any."""
        return (self._of("form", fact) or self._of("any", fact))[:1]

    def _of(self, when: str, fact: Fact) -> list[Move]:
        return [m for m in self.every if m.when == when and m.fits(fact.text)]


def sentences_for(moves: Iterable[Move], kinds: Sequence[str], text: str) -> list[str]:
    """The sentences of ``kinds`` of several moves, one move after another, each once."""
    return list(dict.fromkeys(s for move in moves for kind in kinds for s in move.of(kind, text)))


def _sentences(data: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(str(s) for s in found) for kind in _KINDS if isinstance(found := data.get(kind), list)}


def _add(moves: dict[str, Move], data: Mapping[str, object]) -> None:
    name, sentences = str(data["name"]), _sentences(data)
    known = moves.get(name)
    if known is None:
        pattern = re.compile(str(data["match"]))
        unless = re.compile(str(data["unless"])) if "unless" in data else None
        when, theme = str(data.get("when", "")), str(data.get("theme", ""))
        moves[name] = Move(name, when, pattern, sentences, unless, theme)
        return
    # The longer sentences tell the episode; what rounds it off comes after them.
    merged = {
        kind: (*sentences.get(kind, ()), *known.sentences.get(kind, ())) for kind in {*sentences, *known.sentences}
    }
    moves[name] = replace(known, sentences=merged)


@lru_cache(maxsize=8)
def open_moves(own: Path | None = None) -> Moves:
    """The user's moves of the folder ``own``, then the shipped ones. Raises ``BadBrief`` where a file is malformed."""
    found: dict[str, Move] = {}
    for folder in (own, FOLDER):
        for name in FILES:
            path = folder / name if folder else None
            if path is None or not path.is_file():
                continue
            try:
                data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
                for item in data.get("move", ()):
                    _add(found, item)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, re.error) as error:
                raise BadBrief(f"“{name}”写得不对，请对照自带的文件修改。") from error
    return Moves(tuple(found.values()))
