"""A message cut into the pieces that can be a fact: bullets, lines, sentences. The wording is kept as it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.chat.cues import cue

_BULLET = re.compile(
    r"^\s*(?:"
    r"[-*+•·●○◆◇■□▪▶►➢➤✓√※☆★—–－]+(?!\d)\s*"
    r"|[(（]\s*(?:\d{1,5}|[一二三四五六七八九十]{1,3})\s*[)）][、.．]?\s*"
    r"|\d{1,5}\s*[、)）]\s*"
    r"|\d{1,5}\s*[.．](?!\d)\s*"
    r"|\d{1,3}[:：](?!\d)\s*"
    r"|[①-⑳⑴-⒇]\s*[、.]?\s*"
    r"|[一二三四五六七八九十]{1,3}\s*[、.．]\s*"
    r"|(?:要点|第)\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:条|点)?\s*[:：、，,]\s*"
    r")"
)
_LABEL = re.compile(r"^[^，。；！？]{0,24}[:：]$")
_OWN_LABEL = re.compile(r"^([^，。；！？：:]{2,12})[:：]")
_CLOSE = "。！？!?；;"
LONGEST_FACT = 200
LONGEST_HEADING = 20
_MOST_BLANKS = 8
_CHAPTER = re.compile(r"^\s*[（(]?[一二三四五六七八九十]{1,3}[、.．)）]")
_OPEN_MARKS, _CLOSE_MARKS = "“‘《（(【「『", "”’》）)】」』"


@dataclass(frozen=True)
class Piece:
    """One piece of a message. ``bullet`` where it stood in a list, ``label`` the line that announced its list."""

    text: str
    bullet: bool
    label: str = ""


def pieces(message: str) -> Iterator[Piece]:
    """All pieces of ``message``, in order; bullets are not cut further, other lines at the ends of sentences."""
    label, in_list, chapter = "", False, False
    lines = list(_lines(message))
    for line, following in zip(lines, [*lines[1:], ""], strict=False):
        if _CHAPTER.match(line) and chapter:
            label, chapter = "", False
        if _heads(line, following):
            heading = _BULLET.sub("", line).strip()
            label, in_list = heading if cue("brief.direction").search(heading) else "", False
            continue
        match = _BULLET.match(line)
        rest = line[match.end() :].strip() if match else line
        if not rest:
            continue
        if not match and in_list:
            label = ""
        in_list = bool(match)
        if _LABEL.match(rest):
            label, in_list, chapter = rest[:-1], False, bool(_CHAPTER.match(line))
            yield Piece(rest, bullet=False)
        elif match:
            yield Piece(rest, bullet=True, label=label)
        else:
            yield from _plain(rest, label)


def _heads(line: str, following: str) -> bool:
    """Whether ``line`` is a heading of pasted notes (一、抓队伍) over the text that follows, and no fact itself."""
    rest = _BULLET.sub("", line).strip().rstrip("。.")
    bare = _CHAPTER.match(line) and len(rest) <= LONGEST_HEADING and not re.search(r"[\d，。；：:]", rest)
    return bool(bare and following and not _CHAPTER.match(following))


def _plain(line: str, label: str) -> Iterator[Piece]:
    own = _OWN_LABEL.match(line)
    for n, sentence in enumerate(sentences(line)):
        yield Piece(sentence, bullet=False, label=own[1] if own and n else label)


def _lines(message: str) -> Iterator[str]:
    for line in re.split(r"[\r\n\v\f\x85\u2028\u2029]+", message):
        stripped = line.strip(" \t\u3000\xa0\u200b\ufeff")
        if stripped:
            yield from _inline_list(stripped)


_INLINE = re.compile(
    r"(?<=[^\d\s])\s*(?=(?:[①-⑳]|(?<!\d)\d{1,2}[、](?!\d)"
    r"|(?<=[。；;：:])\d{1,2}[.．](?!\d)"
    r"|(?<=[。；;，,：: ])[（(]\d{1,2}[)）]"
    r"|(?<=[。；;])第[二三四五六七八九十]{1,2}(?:条|点)?[，,、：:]))"
)


_BARE_NUMBER = re.compile(r"(?:^|(?<=[ \u3000，,。；;]))(\d{1,2})[ \u3000]+(?=[\u4e00-\u9fff“])")


def _counted(line: str) -> str:
    """``line`` with numbers that count its parts (1 五老… 2 宣讲…) marked as such, where at least three run from 1."""
    found: list[re.Match[str]] = []
    for match in _BARE_NUMBER.finditer(line):
        if int(match[1]) == len(found) + 1:
            found.append(match)
    if len(found) < 3:
        return line
    for match in reversed(found):
        line = f"{line[: match.start()].rstrip()} {match[1]}、{line[match.end() :]}"
    return line.strip()


def _inline_list(line: str) -> Iterator[str]:
    """A list typed into one line (1、… 2、… or ①…②… or 1 … 2 … 3 …) as its lines."""
    line = _counted(line)
    parts = [part.strip() for part in _INLINE.split(line) if part.strip()]
    if sum(bool(_BULLET.match(part)) for part in parts) >= 2:
        yield from parts
    else:
        yield line


def sentences(line: str) -> list[str]:
    """``line`` cut after 。！？；, outside quotation marks and brackets, and at blanks where blanks stand for stops."""
    found: list[str] = []
    start, depth, ends = 0, 0, False
    for i, c in enumerate(line):
        if c in _OPEN_MARKS:
            depth += 1
        elif c in _CLOSE_MARKS:
            depth = max(0, depth - 1)
            ends = depth == 0 and line[i - 1 : i] == "。"
        if (c in _CLOSE_MARKS and ends) or (c in _CLOSE and (depth == 0 or (c == "。" and not _quoted(line, i)))):
            found.append(line[start : i + 1])
            start, ends = i + 1, False
    found.append(line[start:])
    stripped = [s.strip() for s in found if s.strip(_CLOSE + " \u3000”’")]
    return [part for sentence in stripped for part in _at_blanks(sentence)]


def _quoted(line: str, stop: int) -> bool:
    """Whether the stop at ``stop`` ends what is quoted, so that the quotation mark belongs to it."""
    return line[stop + 1 : stop + 2] in tuple(_CLOSE_MARKS)


def _at_blanks(sentence: str) -> list[str]:
    if _OWN_LABEL.match(sentence):
        return [sentence]
    parts = re.split(r"(?<=[\u4e00-\u9fff）”》])[ \u3000]+(?=[\u4e00-\u9fff“《])", sentence)
    return parts if len(parts) > 1 and all(len(part) >= 5 for part in parts) else [sentence]


def clauses(sentence: str) -> list[str]:
    """``sentence`` cut after commas and at blanks between words, outside brackets; joined they give it again."""
    found: list[str] = []
    start = depth = 0
    for i, c in enumerate(sentence):
        if c in _OPEN_MARKS:
            depth += 1
        elif c in _CLOSE_MARKS:
            depth = max(0, depth - 1)
        elif depth == 0 and (c == "，" or (c == "," and not _in_number(sentence, i)) or _blank(sentence, i)):
            found.append(sentence[start : i + 1])
            start = i + 1
    found.append(sentence[start:])
    return [clause for clause in found if clause.strip()]


def portions(sentence: str) -> list[str]:
    """``sentence`` as one fact, or, where it runs on over ``LONGEST_FACT`` characters, cut at commas."""
    if len(sentence) <= LONGEST_FACT:
        return [sentence]
    found = [""]
    for clause in clauses(sentence):
        for start in range(0, len(clause), LONGEST_FACT):
            part = clause[start : start + LONGEST_FACT]
            if len(found[-1]) + len(part) > LONGEST_FACT:
                found.append("")
            found[-1] += part
    return [text for text in (part.strip().rstrip("，,") for part in found) if text]


def _blank(text: str, i: int) -> bool:
    """Whether the last of the blanks at ``i`` stands between two words of Chinese or figures."""
    if text[i] not in " \u3000":
        return False
    before = i - 1
    while before > i - _MOST_BLANKS and text[before : before + 1] in (" ", "\u3000"):
        before -= 1
    around = text[max(0, before) : before + 1] + text[i + 1 : i + 2]
    return len(around) == 2 and not around.isascii() and all(c.isalnum() or c in "”“》《）（()" for c in around)


def _in_number(text: str, i: int) -> bool:
    return text[i - 1 : i].isdigit() and text[i + 1 : i + 4].isdigit()


def is_list(message: str) -> bool:
    """Whether ``message`` holds a list: two bullets or three lines."""
    lines = list(_lines(message[:20000]))
    return len(lines) >= 3 or sum(bool(_BULLET.match(line)) for line in lines) >= 2
