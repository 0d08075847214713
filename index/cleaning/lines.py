"""Lines of a file: characters normalised, page numbers healed, broken lines rejoined."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.cleaning.marks import DATE_LINE, RUN, SALUTATION, ends_sentence, mark_level

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u202a-\u202e\ufff9-\ufffc]")
_BLANKS = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t ]+")
_CJK = r"[\u4e00-\u9fff〇×]"
_TIGHT = re.compile(
    r"(?<=[\u4e00-\u9fff，。；：、！？”’》）】]) (?=[\dA-Za-z×_*“‘《（【])"
    r"|(?<=[\dA-Za-z×_*%]) (?=[\u4e00-\u9fff，。；：、！？”’》）])"
    r"|(?<=[，。；：、！？“‘《（【]) | (?=[，。；：、！？”’》）】])"
)
_INNER = re.compile(rf"(?<={_CJK}) (?={_CJK})")


_CLOCK = re.compile(r"^.{0,40}(?:^|\D)\d{1,2}:\d{2}(?::\d{2})?$")
"""A short line that ends in a time of the day: who wrote when, in a chat."""
_TORN = 25
"""Characters of a line without an end from which on lines of the page below it have cut a sentence in two."""
_CUT_WORD = re.compile(r"(?<=[a-z])-$")
_LONGEST = 4000
"""Characters of a paragraph beyond which nothing is joined to it any more: nobody writes them so long."""
_MEASURES = r"[年月日号时分秒个名人位次所支场期届件元万亿千百余多户家条项篇幅册本台间岁后倍级班批种类组队]"


@dataclass(frozen=True)
class Line:
    """One line of the file. ``level`` comes from the file's own styles, ``indent`` counts leading blanks.

    ``gap`` says that lines of the page were dropped just before it, ``glued`` that it was cut out of a longer one.
    """

    text: str
    level: int = 0
    indent: int = 0
    gap: bool = False
    glued: bool = False


def normalise(text: str) -> str:
    """``text`` with one kind of blank and no invisible characters; nothing else changes."""
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()


def tighten(text: str) -> str:
    """``text`` without the blanks that layout left between Chinese characters, figures and punctuation."""
    text = _TIGHT.sub("", text)
    return _INNER.sub("", text) if ends_sentence(text) and len(text) > 30 else text


def to_lines(paragraphs: Sequence[tuple[str, int]]) -> list[Line]:
    """Lines from (text, level) pairs, empty ones left out."""
    lines: list[Line] = []
    for raw, level in paragraphs:
        text = normalise(raw)
        if text:
            indent = len(raw) - len(raw.lstrip())
            lines.append(Line(text, level, indent + raw[:indent].count("\u3000")))
    return lines


def heal_page_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[tuple[str, str]]]:
    """Lines without the page numbers that stand before their text: they count 1, 2, 3 …, or break a sentence."""
    starts = [
        (i, int(m[1])) for i, line in enumerate(lines) if (m := re.match(r"^(\d{1,3}) +(?=[^\d/]|\d{4})", line.text))
    ]
    run: list[tuple[int, int]] = []
    for index, number in starts:
        if not run or number == run[-1][1] + 1:
            run.append((index, number))
    if len(run) < 2 or run[0][1] > 3:
        run = []
    spaced = any(re.search(r"[一-鿿]\d+ +[一-鿿]", line.text) for line in lines)
    counted = set(run)
    run += [
        (i, n)
        for i, n in starts
        if (i, n) not in counted and i and _interrupts(lines[i - 1].text, lines[i].text, spaced)
    ]
    healed = list(lines)
    for index, number in run:
        healed[index] = replace(lines[index], text=re.sub(rf"^{number} +", "", lines[index].text), indent=0)
    return healed, [(str(number), "页码") for _, number in run]


def _interrupts(before: str, text: str, spaced: bool) -> bool:
    """Whether the number at the start of ``text`` stands in the middle of a sentence and counts nothing there.

    ``spaced`` says that the file sets blanks around its numbers, so that one before a measure word proves nothing.
    """
    after = re.sub(r"^\d+ +", "", text)
    unfinished = len(before) >= 20 and not ends_sentence(before) and bool(re.search("[，。；、]", before))
    return unfinished and bool(re.match("[一-鿿”》），。；]", after)) and not (spaced and re.match(_MEASURES, after))


def wrap_width(lines: Sequence[Line]) -> int:
    """Width at which the file's lines were wrapped by hand, in characters; 0 where they were not."""
    lengths = sorted(len(line.text) for line in lines)
    if len(lengths) < 8:
        return 0
    longest = lengths[-max(1, len(lengths) // 20)]
    near = [n for n in lengths if longest * 0.85 <= n <= longest * 1.1]
    return longest if longest <= 60 and len(near) >= len(lengths) * 0.4 else 0


def starts_anew(text: str) -> bool:
    """Whether a line starts a unit of its own: a heading mark, 一是, a salutation, a date."""
    return bool(
        mark_level(text) or RUN.match(text) or SALUTATION.match(text) or DATE_LINE.match(text) or text[0] in "【〖#"
    )


def broken(before: Line, after: Line, width: int) -> bool:
    """Whether ``after`` goes on with the sentence that ``before`` left unfinished."""
    if (
        before.level
        or after.level
        or starts_anew(after.text)
        or _CLOCK.search(before.text)
        or _CLOCK.search(after.text)
    ):
        return False
    if re.search(r"[；;]$", before.text):
        return len(before.text) >= 45
    if ends_sentence(before.text):
        return False
    if re.search(r"[，、,（(“《]$", before.text) or (_CUT_WORD.search(before.text) and re.match("[a-z]", after.text)):
        return True
    if re.match(r"^[，、。；：！？,.;!?”’》）)]", after.text):
        return True
    if _crosses(before.text, after.text):
        return True
    if width:
        return len(before.text) >= width * 0.85 and not after.indent
    if mark_level(before.text) in (1, 2):
        return len(before.text) > 60
    return len(before.text) >= 45 and bool(re.search(r"[，。；,;]", before.text[-200:]))


def _torn(before: Line, after: Line) -> bool:
    """Whether lines of the page that stood between two lines of the text have cut a sentence in two."""
    if not after.gap or before.level or after.level or starts_anew(after.text) or starts_anew(before.text):
        return False
    open_end = not ends_sentence(before.text) and before.text[-1] not in "”》）)"
    return open_end and len(before.text) >= _TORN and bool(re.search("[，；、]", before.text))


def _crosses(before: str, after: str) -> bool:
    """Whether the segmenter finds a word that reaches over the line break."""
    import rjieba

    head, tail = before[-6:], after[:6]
    if not re.search(f"{_CJK}$", head) or not re.match(_CJK, tail):
        return False
    if len(before) < 20 or not re.search(r"[，。；,;、]", before[-200:]):
        return False
    at = 0
    for word in rjieba.cut(head + tail):
        if at < len(head) < at + len(word):
            return True
        at += len(word)
    return False


def rejoin(lines: Sequence[Line]) -> list[Line]:
    """Lines with broken sentences and words put together again."""
    width = wrap_width(lines)
    joined: list[Line] = []
    started = False
    for line in lines:
        started = started or (bool(joined) and ends_sentence(joined[-1].text))
        goes_on = joined and (broken(joined[-1], line, width) or (started and _torn(joined[-1], line)))
        if goes_on and len(joined[-1].text) < _LONGEST:
            last = joined[-1]
            gap = " " if re.search(r"[A-Za-z]$", last.text) and re.match(r"[A-Za-z]", line.text) else ""
            healed = _CUT_WORD.sub("", last.text) if re.match("[a-z]", line.text) else last.text
            joined[-1] = replace(last, text=healed + gap + line.text)
        else:
            joined.append(line)
    return joined
