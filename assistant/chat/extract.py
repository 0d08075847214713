"""What a message says about the brief. Nothing vanishes: what is no field, wish, command or courtesy is a fact."""

import datetime
import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.brief import Brief
from assistant.chat import fields as finders
from assistant.chat.cues import cue
from assistant.chat.fields import Fields
from assistant.chat.genre_words import genre_called, genre_pattern, take_genre
from assistant.chat.labels import labelled
from assistant.chat.lines import Piece, clauses, pieces, portions
from assistant.chat.numbers import half_width, whole_number
from assistant.chat.titles import WHOSE, title
from assistant.chat.units import UNIT, name_committee, take_self, take_unit

Go = Literal["", "write", "outline"]
# Longer ones say more than fields can; the patterns are not made for them.
LONGEST_CLAUSE = 100


@dataclass(frozen=True)
class Found:
    """What one message holds. ``go`` is the command that came with it, "" for none."""

    genre: str = ""
    unit: str = ""
    occasion: str = ""
    speaker: str = ""
    date: str = ""
    length: int = 0
    requirements: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    go: Go = ""

    @property
    def fields(self) -> dict[str, str | int]:
        """The fields that were found, by their names in ``Brief``."""
        names = ("genre", "unit", "occasion", "speaker", "date", "length")
        return {name: getattr(self, name) for name in names if getattr(self, name)}

    def merged(self, brief: Brief) -> Brief:
        """``brief`` with what was found: fields replaced, facts and wishes added unless they are there already."""
        facts = tuple(dict.fromkeys((*brief.facts, *self.facts)))
        wishes = tuple(dict.fromkeys((*brief.requirements, *self.requirements)))
        return replace(brief, **self.fields, facts=facts, requirements=wishes)  # type: ignore[arg-type]


def extract(
    message: str,
    today: datetime.date | None = None,
    answering: bool = False,
    unit_known: bool = False,
    own: tuple[str, ...] = (),
) -> Found:
    """Read ``message``.

    ``answering`` where the user was just asked for genre, occasion or length: then short bare answers (全市推进会,
    1500) count as such. ``today`` gives relative dates a year. ``unit_known`` where the brief has a unit: then the bare
    name of another one is a fact. Facts are pieces of the message as they stand, without their bullets; those under a
    label of shortcomings or plans get that label in front (存在不足：…).
    """
    return _Reader(Fields(today=today or datetime.date.today(), unit_known=unit_known, own=own), answering).read(
        message
    )


_SHORT_LABEL = 6
_BLANKS = (" ", "\u3000")
_COUNTS = re.compile(r"[一二三四五六七八九十]是|第[一二三四五六七八九十]个?")
_EDGE = " ，,。；;！!？?~～、：:"


class _Reader:
    """Reads one message, piece by piece."""

    def __init__(self, fields: Fields, answering: bool) -> None:
        self.fields = fields
        self.answering = answering
        self.facts: list[str] = []
        self.wishes: list[str] = []
        self.go: Go = ""

    def read(self, message: str) -> Found:
        for piece in pieces(message):
            self._piece(piece)
        name_committee(message, self.fields)
        f = self.fields
        kept = (f.genre, f.unit, f.occasion, f.speaker, f.date, f.length)
        return Found(*kept, tuple(self.wishes), tuple(self.facts), self.go)

    def _piece(self, piece: Piece) -> None:
        if _announces(piece.text) or (not _several(piece.text) and self._labelled(piece.text)):
            return
        if not piece.bullet:
            self._sentence(piece)
        elif cue("brief.wish_label").search(piece.label):
            self.wishes.append(piece.text)
        else:
            self._bullet(piece.text, piece.label)

    def _bullet(self, text: str, label: str) -> None:
        """A fact of a list; what follows it after a blank, and is no fact, is taken for what it is."""
        parts = (
            re.split(r"(?<=[^\x00-\x7f])[ \u3000]+(?=[^\x00-\x7f])", text) if len(text) <= LONGEST_CLAUSE else [text]
        )
        while len(parts) > 1 and self._clause(parts[-1], label, inside=False):
            text = text[: -len(parts.pop())].rstrip()
        if len(text) > LONGEST_CLAUSE or not _bare(finders.take_length(text, self.fields)):
            self._fact(text, label)

    def _fact(self, text: str, label: str) -> None:
        direction = cue("brief.direction").search(label)
        if direction and not cue("brief.direction").search(text):
            text = f"{label if len(label) <= _SHORT_LABEL else direction[0]}：{text}"
        self.facts += portions(text)

    # labels and bare answers

    def _labelled(self, text: str) -> bool:
        wishes = labelled(text, self.fields)
        self.wishes += wishes or ()
        return wishes is not None

    def _answer(self, text: str) -> bool:
        bare = text.strip(_EDGE)
        if re.fullmatch(r"\d{3,5}", half_width(bare)):
            self.fields.put("length", whole_number(bare))
            return True
        meeting = re.fullmatch(rf"(?P<o>[\u4e00-\u9fff“”]{{1,30}}{finders.MEETING})上?", bare)
        if meeting and not cue("brief.past").search(bare):
            self.fields.put("occasion", meeting["o"])
            return True
        return False

    # sentences

    def _sentence(self, piece: Piece) -> None:
        kept: list[str] = []
        for clause in clauses(piece.text):
            if self._clause(clause, piece.label, bool(kept)):
                self._flush(kept, piece.label)
                continue
            if kept and kept[-1][-1:] in _BLANKS and _COUNTS.match(clause):
                self._flush(kept, piece.label)
            kept.append(clause)
        self._flush(kept, piece.label)

    def _flush(self, kept: list[str], label: str) -> None:
        text = _without_lead("".join(kept).strip().rstrip("，,；;"))
        if text.strip(_EDGE) and not finders.take_bare_date(text, self.fields):
            self._fact(text, label)
        kept.clear()

    def _clause(self, clause: str, label: str, inside: bool) -> bool:
        """Whether ``clause`` was taken in as something else than a fact; ``inside`` where a fact has begun already."""
        text = clause.strip(_EDGE)
        if len(text) > LONGEST_CLAUSE:
            return False
        if not text or self._named(text) or _courtesy(text) or self._command(text) or self._labelled(text):
            return True
        if self.answering and self._answer(text):
            return True
        if inside and not _starts_anew(text, self.fields.own):
            return False
        return self._wish(text, label) or self._only_fields(text)

    def _named(self, text: str) -> bool:
        """Whether ``text`` is the bare name of a genre, or only says who is writing."""
        genre = genre_pattern(self.fields.own).fullmatch(text)
        self.fields.put("genre", genre_called(genre["name"], self.fields.own) if genre else "")
        return bool(genre) or take_self(text, self.fields)

    def _wish(self, text: str, label: str) -> bool:
        if finders.QUANTITY.search(text) or not (cue("brief.wish_label").search(label) or _is_wish(text)):
            return False
        if not _bare(finders.take_length(text, self.fields)):
            self.wishes.append(text)
        return True

    def _command(self, text: str) -> bool:
        if cue("brief.write").fullmatch(text):
            self.go = "write"
        elif cue("brief.outline").fullmatch(text):
            self.go = self.go or "outline"
        else:
            return False
        return True

    def _only_fields(self, text: str) -> bool:
        """Whether ``text`` is fields and words around them, or asks for a text in passing."""
        if cue("brief.past").search(text):
            return False
        if (wishes := title(text, self.fields)) is not None:
            self.wishes += wishes
            return True
        trial = replace(self.fields)
        rest = finders.take_length(text, trial)
        asking = bool(cue("brief.asking").search(text)) and not finders.QUANTITY.search(rest)
        rest = finders.take_speaker(finders.take_occasion(rest, trial), trial)
        if asking or trial.occasion != self.fields.occasion:
            rest = finders.take_date(rest, trial)
        rest = take_genre(take_unit(rest, trial), trial)
        if rest == text:
            return False
        if _bare(rest):
            self.wishes += [text] if trial.genre == "事迹材料" and WHOSE.search(text) else []
        elif asking and (trial.genre != self.fields.genre or trial.occasion != self.fields.occasion):
            self.wishes.append(text)
        else:
            self.fields.put("length", trial.length)
            return False
        self.fields = trial
        return True


def _is_wish(text: str) -> bool:
    lead = re.match(f"{cue('brief.wish_lead').pattern}*", text)
    starts = {0, lead.end() if lead else 0}
    return any(cue("brief.wish").match(text, start) for start in starts)


def _starts_anew(text: str, own: tuple[str, ...]) -> bool:
    named = genre_pattern(own).search(text)
    asks = cue("brief.asking_anew").search(text) and named and not finders.QUANTITY.search(text)
    sized = finders.LENGTH.search(text) or finders.BARE_LENGTH.match(half_width(text))
    unit = re.fullmatch(f"(?:就是|叫){UNIT}", text)
    return bool(asks or sized or unit or _is_wish(text) or re.match("我们是|请|帮", text))


def _announces(text: str) -> bool:
    """Whether ``text`` only announces what follows (要点：, 主要做法：)."""
    head = text[:-1] if len(text) < LONGEST_CLAUSE else text
    if text[-1:] not in (":", "：") or len(head) > 20 or re.search(r"\d", head):
        return False
    return _courtesy(head) or bool(re.search(f"{cue('brief.announces').pattern}$", head))


def _several(text: str) -> bool:
    """Whether ``text`` has several clauses, of which a label would be only the first."""
    return not text.startswith(("要求", "写作要求", "标题", "题目", "主题")) and len(clauses(text)) > 1


def _without_lead(text: str) -> str:
    """``text`` without the spoken words in front (对了，…; 补充一条：…)."""
    shorter = re.sub(f"^{cue('lead.words').pattern}+", "", text)
    return shorter if len(shorter) >= 3 else text


def _bare(text: str) -> bool:
    return not cue("brief.glue").sub("", text)


def _courtesy(text: str) -> bool:
    pattern = f"(?:{cue('brief.courtesy').pattern})+[呀啊吧呢哈哦的了]*"
    return bool(re.fullmatch(pattern, text.strip(_EDGE)))
