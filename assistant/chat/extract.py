"""What a message says about the brief. Nothing vanishes: what is no field, wish, command or courtesy is a fact."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from assistant.brief import Brief, genre_named
from assistant.chat import fields as finders
from assistant.chat.cues import cue
from assistant.chat.fields import Fields
from assistant.chat.lines import Piece, clauses, pieces, portions
from assistant.chat.numbers import half_width, whole_number
from assistant.errors import BadBrief

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
    message: str, today: datetime.date | None = None, answering: bool = False, unit_known: bool = False
) -> Found:
    """Read ``message``.

    ``answering`` where the user was just asked for genre, occasion or length: then short bare answers (全市推进会,
    1500) count as such. ``today`` gives relative dates a year. ``unit_known`` where the brief has a unit: then the bare
    name of another one is a fact. Facts are pieces of the message as they stand, without their bullets; those under a
    label of shortcomings or plans get that label in front (存在不足：…).
    """
    return _Reader(Fields(today=today or datetime.date.today(), unit_known=unit_known), answering).read(message)


_LABELS = {
    **dict.fromkeys(("单位", "单位名称"), "unit"),
    **dict.fromkeys(("场合", "会议", "会议名称", "用途"), "occasion"),
    **dict.fromkeys(("发言人", "主讲人", "汇报人"), "speaker"),
    **dict.fromkeys(("日期", "时间", "会议时间", "发言时间"), "date"),
    **dict.fromkeys(("字数", "篇幅", "长度"), "length"),
    **dict.fromkeys(("文种", "体裁", "类型"), "genre"),
    **dict.fromkeys(("要求", "写作要求", "语气", "风格", "题目", "标题", "主题"), "wish"),
}
_KEYS = "|".join(sorted(_LABELS, key=len, reverse=True))
_LABELLED = re.compile(rf"^(?P<key>{_KEYS})\s*(?:[:：]|是|为)\s*(?P<value>\S.*?)[。；;，,]?$", re.S)
_QUANTITY = re.compile(
    r"\d[\d,.]*\s*(?:余|多)?(?:%|％|人|名|场|次|所|个(?!部分|方面)|万|元|户|支|件|册|本|家|位|亩|期|项|例|起|节|对)"
)
_PERIOD = r"全年|上半年|下半年|半年|年度|年终|第?[一二三四]季度"
_TITLE = re.compile(
    r"^(?:(?:请|帮|给|替|麻烦|我们?|想|要|来|准备)*(?:写|拟|起草|弄|整|做)?一?[份篇个]?)?"
    rf"(?:{finders.UNIT})?(?:的)?(?:关于.{{2,20}}的)?"
    r"(?P<year>(?:\d{4}|[〇零一二三四五六七八九]{4})年|今年|本年|去年)?(?:度)?(?:的)?"
    rf"(?P<period>{_PERIOD})?(?:的)?(?:先进集体|先进个人|集体|个人)?(?P<genre>{finders.GENRE.pattern}|(?:总结|计划))$"
)
_SHORT_LABEL, _LONGEST_NAME, _LONGEST_LABELLED = 6, 60, 500
_WHOSE = re.compile(r"个人|集体")
OF_YEAR = ("年度：", "时段：")
"""What begins the wish that holds the year or, without one, the period that a text is about (2024年工作总结)."""
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
        elif len(piece.text) > LONGEST_CLAUSE or not _bare(finders.take_length(piece.text, self.fields)):
            self._fact(piece.text, piece.label)

    def _fact(self, text: str, label: str) -> None:
        direction = cue("brief.direction").search(label)
        if direction and not cue("brief.direction").search(text):
            text = f"{label if len(label) <= _SHORT_LABEL else direction[0]}：{text}"
        self.facts += portions(text)

    # labels and bare answers

    def _labelled(self, text: str) -> bool:
        match = _LABELLED.match(text[:_LONGEST_LABELLED])
        if not match or len(text) > _LONGEST_LABELLED:
            return False
        name, key, value = _LABELS[match["key"]], match["key"], match["value"].strip()
        if name == "wish":
            self.wishes.append(value if key in ("要求", "写作要求") else f"{key}：{value}")
        elif name == "length":
            finders.take_length(value if not half_width(value).isdigit() else f"{value}字", self.fields)
            return bool(self.fields.length)
        elif name == "genre":
            return self._genre(value)
        elif name == "date":
            finders.take_date(value, self.fields)
            return bool(self.fields.date)
        elif _QUANTITY.search(value) or len(value) > _LONGEST_NAME or cue("brief.past").search(value):
            return False
        else:
            self.fields.put(name, value)
        return True

    def _genre(self, value: str) -> bool:
        try:
            self.fields.put("genre", genre_named(value))
        except BadBrief:
            return False
        return True

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
            else:
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
        if not text or _courtesy(text) or self._command(text) or self._labelled(text):
            return True
        if self.answering and self._answer(text):
            return True
        if inside and not _starts_anew(text):
            return False
        return self._wish(text, label) or self._only_fields(text)

    def _title(self, title: re.Match[str]) -> None:
        """What a text is called: its unit, its genre, and the year or period that it is about."""
        text = title[0]
        finders.take_unit(text, self.fields)
        self.fields.put("genre", finders.NAMES.get(title["name"] or title["genre"], ""))
        if "关于" in text or _WHOSE.search(text):
            self.wishes.append(text)
        year, period = title["year"] or "", title["period"] or ""
        if year in ("今年", "本年", "去年"):
            year = f"{self.fields.today.year - (year == '去年')}年"
        period = "" if period in ("年度", "年终") else period
        if year + period:
            self.wishes.append(f"{OF_YEAR[not year]}{half_width(year)}{period}")

    def _wish(self, text: str, label: str) -> bool:
        if _QUANTITY.search(text) or not (cue("brief.wish_label").search(label) or _is_wish(text)):
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
        if title := _TITLE.match(text):
            self._title(title)
            return True
        trial = replace(self.fields)
        rest = finders.take_length(text, trial)
        asking = bool(cue("brief.asking").search(text)) and not _QUANTITY.search(rest)
        rest = finders.take_speaker(finders.take_occasion(rest, trial), trial)
        if asking or trial.occasion != self.fields.occasion:
            rest = finders.take_date(rest, trial)
        rest = finders.take_genre(finders.take_unit(rest, trial), trial)
        if rest == text:
            return False
        if _bare(rest):
            self.wishes += [text] if trial.genre == "事迹材料" and _WHOSE.search(text) else []
        elif asking and (trial.genre != self.fields.genre or trial.occasion != self.fields.occasion):
            self.wishes.append(text)
        else:
            self.fields.put("length", trial.length)
            return False
        self.fields = trial
        return True


def years(requirements: Iterable[str]) -> list[str]:
    """The years and periods among wishes that came from what a text was called, as “年度：2024年”."""
    return [text for text in requirements if text.startswith(OF_YEAR)]


def _is_wish(text: str) -> bool:
    lead = re.match(f"{cue('brief.wish_lead').pattern}*", text)
    starts = {0, lead.end() if lead else 0}
    return any(cue("brief.wish").match(text, start) for start in starts)


def _starts_anew(text: str) -> bool:
    asks = cue("brief.asking_anew").search(text) and finders.GENRE.search(text) and not _QUANTITY.search(text)
    return bool(asks or _is_wish(text) or finders.LENGTH.search(text) or re.match("我们是|请|帮", text))


def _announces(text: str) -> bool:
    """Whether ``text`` only announces what follows (要点：, 主要做法：)."""
    head = text[:-1] if len(text) < LONGEST_CLAUSE else text
    if text[-1:] not in (":", "：") or len(head) > 20 or re.search(r"\d", head):
        return False
    return _courtesy(head) or bool(re.search(f"{cue('brief.announces').pattern}$", head))


def _several(text: str) -> bool:
    """Whether ``text`` has several clauses, of which a label would be only the first."""
    return not text.startswith(("要求", "写作要求")) and len(clauses(text)) > 1


def _without_lead(text: str) -> str:
    """``text`` without the spoken words in front (对了，…; 补充一条：…)."""
    shorter = re.sub(f"^{cue('lead.words').pattern}+", "", text)
    return shorter if len(shorter) >= 3 else text


def _bare(text: str) -> bool:
    return not cue("brief.glue").sub("", text)


def _courtesy(text: str) -> bool:
    pattern = f"(?:{cue('brief.courtesy').pattern})+[呀啊吧呢哈哦的了]*"
    return bool(re.fullmatch(pattern, text.strip(_EDGE)))
