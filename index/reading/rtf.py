"""Rich Text: what Word would show, through striprtf, with deletions and hidden text taken out first."""

import re

from index.errors import UnreadableFile
from index.material import Document, Paragraph
from index.reading.text import strip_controls

_TOKEN = re.compile(r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([\r\n]+)|(.)", re.S)
_ASIDE = re.compile(r"\{(?:\\\*)?\\(?:footnote|shptxt)\b ?(?:\\ftnalt ?)?")
_BRACE = re.compile(r"\\[\s\S]|[{}]")
_MOST_GROUPS = 5000


def read_rtf(data: bytes) -> Document:
    """The text of an RTF file, one paragraph a line. Raises UnreadableFile where it holds none."""
    from striprtf.striprtf import rtf_to_text

    if not data.rstrip(b"\0 \t\r\n").endswith(b"}"):
        raise UnreadableFile("文件不完整，后半截不见了，没有读取。")
    source = _apart(visible(data.lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")))
    try:
        text = rtf_to_text(source, encoding="cp936", errors="replace")
    except (ValueError, LookupError, OverflowError, TypeError, IndexError) as error:
        raise UnreadableFile("文件已损坏或不完整，读不出来。") from error
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = [re.sub(r"\|(?=.*\|$)|\|$", " ", line).rstrip() for line in strip_controls(text).split("\n")]
    lines = [re.sub(r"^\s*([^\t]{1,8}[、.．)）])\t", r"\1", line) for line in lines]
    return Document(tuple(Paragraph(line) for line in lines if line.strip()), "rtf")


def _apart(source: str) -> str:
    """RTF with the texts of notes and text boxes, which striprtf passes over, as paragraphs at the end."""
    kept: list[str] = []
    moved: list[str] = []
    end = 0
    for found in _ASIDE.finditer(source):
        if found.start() < end or len(moved) >= _MOST_GROUPS:
            continue
        close = _closing_brace(source, found.start())
        kept.append(source[end : found.start()])
        moved.append("\\par {" + source[found.end() : close] + "}")
        end = close + 1
    if not moved:
        return source
    whole = "".join(kept) + source[end:]
    last = whole.rfind("}")
    return whole[:last] + "".join(moved) + "\\par " + whole[last:] if last > 0 else whole + "".join(moved)


def _closing_brace(source: str, start: int) -> int:
    depth = 0
    for found in _BRACE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return len(source)


def visible(source: str) -> str:
    """RTF without deleted and hidden text, with raw and half-escaped Chinese bytes written as plain escapes."""
    out: list[str] = []
    stack: list[bool] = []
    hidden, lead = False, False
    skip = 0
    for token in _TOKEN.finditer(source):
        if token.start() < skip:
            continue
        word, argument, code, symbol, brace, _, char = token.groups()
        if brace == "{":
            stack.append(hidden)
            if len(stack) > _MOST_GROUPS:
                raise UnreadableFile("这个文件的结构不正常，没有读取。")
        elif brace == "}" and stack:
            hidden = stack.pop()
        elif word in ("v", "deleted"):
            hidden = argument != "0"
        elif word == "plain":
            hidden = False
        elif word == "bin" and argument:
            skip = token.end() + int(argument)
            continue
        if code or char:
            value = int(code, 16) if code else ord(char)
            if hidden or value > 255:
                continue
            out.append(token[0] if code or (value < 128 and not lead) else f"\\'{value:02x}")
            lead = not lead and value >= 0x81
            continue
        lead = False
        if hidden and (symbol or word in ("u", "par", "line", "tab", "cell", "row")):
            continue
        out.append(token[0].replace("HYPERLINK", "LINK"))
    return "".join(out).replace("HYPERLINK", "LINK")
