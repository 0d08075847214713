"""Plain text and Markdown: which encoding, which lines."""

import codecs
import contextlib
import re

from index.errors import UnreadableFile
from index.material import GENRES, OTHER_GENRE, Document, Paragraph

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")
_COMMON = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\s!-~“”‘’…—·×]")
_UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{8,}-?")
_LINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_TABLE_ROW = re.compile(r"^\|.*\|$")
_TABLE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?$")
_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.S)


def decode(data: bytes) -> str:
    """Text of ``data``: by its mark, as strict UTF-8, as UTF-7, as UTF-16 without a mark, as GB18030, or line by line.

    Raises UnreadableFile where none of these gives readable text.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, errors="replace")
    if len(b"".join(_UTF7.findall(data[:20000]))) > 0.6 * min(len(data), 20000):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-7")
    for name in ("utf-8", *_unmarked_utf16(data), "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if readable(text, 0.2 if name == "utf-8" else 0.02):
            return text
    text = "\n".join(_line(piece) for piece in data.split(b"\n"))
    if readable(text):
        return text
    raise UnreadableFile("认不出这个文件的文字编码，内容像是乱码或二进制数据。")


def _unmarked_utf16(data: bytes) -> tuple[str, ...]:
    """UTF-16 byte orders to try: Chinese text in UTF-16 has its line ends and ASCII as pairs with a zero byte."""
    if len(data) < 2 or len(data) % 2:
        return ()
    names = ("utf-16-le", "utf-16-be")
    scores = [_share_common(data[:20000].decode(name, errors="replace")) for name in names]
    rival = _share_common(data[:20000].decode("gb18030", errors="replace"))
    best = max(range(2), key=scores.__getitem__)
    return (names[best],) if scores[best] > max(0.85, rival + 0.05) else ()


def _share_common(text: str) -> float:
    sample = text[:5000]
    return len(_COMMON.findall(sample)) / len(sample) if sample else 0.0


def _line(piece: bytes) -> str:
    for name in ("utf-8", "gb18030"):
        try:
            return piece.decode(name)
        except UnicodeDecodeError:
            continue
    return piece.decode("utf-8", errors="replace")


def readable(text: str, most_bad: float = 0.02) -> bool:
    """Whether ``text`` reads as text at all: a share of control characters of at most ``most_bad``, the rest common."""
    sample = text[:20000]
    if not sample:
        return True
    bad = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    return bad <= len(sample) * most_bad and _share_common(sample) >= 0.6


def strip_controls(text: str) -> str:
    """``text`` without control characters and lone surrogates; line ends stay."""
    return _CONTROL.sub("", text)


def read_text(data: bytes) -> Document:
    """A plain text file, one paragraph a line, indents kept (they tell where a paragraph starts)."""
    lines = _LINE.split(strip_controls(decode(data)))
    return Document(tuple(Paragraph(line.rstrip()) for line in lines if line.strip()), "txt")


def looks_like_markdown(text: str) -> bool:
    """Whether text carries front matter or at least two Markdown headings."""
    return bool(_FRONT.match(text)) or len(re.findall(r"(?m)^#{1,6} \S", text)) >= 2


def read_markdown(data: bytes) -> Document:
    """A Markdown file: ``#`` is the title (level 1 is ``##``); front matter 文种/主题 is honoured."""
    text = strip_controls(decode(data)).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        pairs = (re.split(r"[:：]", line, maxsplit=1) for line in front[1].splitlines() if re.search("[:：]", line))
        fields = {key.strip(): value.strip() for key, value in pairs}
        text = text[front.end() :]
    paragraphs = _markdown_paragraphs(text)
    titles = [p.text for p in paragraphs if p.level == 1]
    shift = 1 if len(titles) >= 1 else 0
    kept = [Paragraph(p.text, max(p.level - shift, 0)) for p in paragraphs if not (shift and p.text == titles[0])]
    genre = fields.get("文种", "")
    return Document(
        tuple(kept),
        "md",
        title=titles[0] if titles else fields.get("标题", ""),
        genre=genre if genre in (*GENRES, OTHER_GENRE) else "",
        themes=tuple(filter(None, re.split(r"[,，、\s]+", fields.get("主题", "")))),
    )


def _markdown_paragraphs(text: str) -> list[Paragraph]:
    found: list[Paragraph] = []
    for block in re.split(r"\n[ \t]*\n", text):
        body: list[str] = []
        for line in block.splitlines():
            if heading := _HEADING.match(line.strip()):
                found += [Paragraph(_inline(t)) for t in body]
                body = []
                found.append(Paragraph(_inline(heading[2]), min(len(heading[1]), 5)))
            elif line.strip() and not _TABLE_RULE.match(line.strip()):
                body.append(_row(line.strip()))
        found += [Paragraph(_inline(t)) for t in body]
    return [p for p in found if p.text]


def _row(text: str) -> str:
    """A line of text as it is, the row of a table with its cells set apart as in other formats."""
    if not _TABLE_ROW.match(text):
        return text
    return " | ".join(cell.strip() for cell in re.split(r"(?<!\\\\)\|", text.strip("|")))


def _inline(text: str) -> str:
    """``text`` without Markdown's own marks: emphasis, links, images, list bullets, quotes."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    text = re.sub(r"\[([^\]]+)\]\((?:[^)]*)\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", r"\2", text) if "**" in text else text
    text = re.sub(r"(?<![*\w])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*])\*(?![*\w])", r"\1", text)
    text = re.sub(r"^(?:[-*+]\s+|>\s*)+", "", text).strip()
    return re.sub(r"\\(.|$)", r"\1", text)
