"""Cleaning of one line on its way to Word: Chinese punctuation, paired quotes, no Markdown, no stray blanks.

No letter, digit or 汉字 is ever dropped; only marks and blanks change.
"""

import re
from collections.abc import Callable

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff〇○×"
_WIDE = _HAN + r"，。；：！？、（）《》〈〉“”‘’【】〔〕…—％"
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufff9-\ufffb]")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS = re.compile(r"[\s\u3000]+")
_WIDE_ASCII = {code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]}
_WIDE_ASCII |= {ord("％"): ord("%"), ord("＋"): ord("+"), ord("＂"): ord('"'), ord("＇"): ord("'")}

_FULL = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
_CHINESE = re.compile(f"[{_HAN}]")


def clean_line(text: str) -> str:
    """``text`` as it may print in the body. Cleaning twice changes nothing more."""
    return _settled(_clean_once, text)


def _clean_once(text: str) -> str:
    text = plain(text)
    if _CHINESE.search(text):
        text = _blanks_out(_quotes(_punctuation(_dashes(text))))
    return text


def _settled(change: Callable[[str], str], text: str) -> str:
    """``change`` applied until it changes nothing more: one correction may uncover another."""
    for _ in range(_ROUNDS):
        changed = change(text)
        if changed == text:
            break
        text = changed
    return text


_ROUNDS = 12


def plain(text: str) -> str:
    """``text`` without Markdown, invisible and illegal characters; digits and letters in half width."""
    text = _ILLEGAL.sub("", _INVISIBLE.sub("", text)).translate(_WIDE_ASCII)
    text = _without_markdown(text)
    return _BLANKS.sub(" ", text).strip()


def _without_markdown(text: str) -> str:
    text = re.sub(r"^\s*(?:>\s*)+", "", text)
    text = re.sub(r"^\s*#{1,6}\s+(?=\S)", "", text)
    text = re.sub(r"^\s*[-*+•·●■◆▪]\s+(?=\S)", "", text)
    text = re.sub(r"!?\[([^\[\]]*)\]\(([^()\s]*)\)", _link, text)
    text = re.sub(r"<br\s*/?>|</?(?:b|i|u|strong|em|p|span|div|center|font)(?:\s[^<>]*)?>", " ", text, flags=re.I)
    for mark in (r"\*\*\*", r"\*\*", r"__", r"~~", r"``", "`"):
        text = re.sub(rf"(?<!\\){mark}(?=\S)(.+?)(?<=\S)(?<!\\){mark}", r"\1", text)
    text = re.sub(r"(?<![\\*\w])\*(?=[^\s*])([^*]+?)(?<=[^\s\\])\*(?![*\w])", r"\1", text)
    text = re.sub(r"\*\*(?=\S)|(?<=\S)\*\*", "", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>~])", r"\1", text)


def _link(match: re.Match[str]) -> str:
    text, address = match[1], match[2]
    if not text or not address or text == address or address.startswith("#"):
        return text or address
    return f"{text}（{address}）"


def _dashes(text: str) -> str:
    text = re.sub(r"(?:-{2,}|—{2,}|－{2,}|–{2,}|─{2,}|―{1,2})", "——", text)
    text = re.sub(f"(?<=[{_HAN}”》）])\\s*[—–]\\s*(?=[{_HAN}“《（])", "——", text)
    text = re.sub(r"(?<=\d)\s*[–－]\s*(?=\d)", "—", text)
    text = re.sub(r"\.{3,}|…+|。{3,}|．{3,}", "……", text)
    return re.sub(f"(?<=[{_WIDE}\\d])~(?=[{_WIDE}\\d])", "～", text)


def _punctuation(text: str) -> str:
    text = re.sub(f"(?<=[{_WIDE}%])\\s*([,;:!?])", lambda m: _FULL[m[1]], text)
    text = re.sub(f"(?<![\\d/])([,;:!?])\\s*(?=[{_WIDE}])", lambda m: _FULL[m[1]], text)
    text = re.sub(f"(?<=\\d)([,;:!?])\\s*(?=[{_WIDE}])", lambda m: _FULL[m[1]], text)
    text = re.sub(r"([;!?])\s*$", lambda m: _FULL[m[1]], text)
    text = re.sub(f"(?<=[{_WIDE}])\\s*[.．](?![\\w.])", "。", text)
    text = re.sub(r"(?<=[\w%)])[.．]$", "。", text)
    for _ in range(3):
        text = re.sub(r"\(([^()]*)\)", _bracket, text)
        text = re.sub(f"(?<=[{_WIDE}])\\(([^()]*)\\)", r"（\1）", text)
    text = _mixed_brackets(text)
    text = re.sub(f"<<([^<>]*[{_HAN}][^<>]*)>>", r"《\1》", text)
    return re.sub(r"([，；：、])(?:\s*\1)+|(。)(?:\s*。)+", r"\1\2", text)


def _bracket(match: re.Match[str]) -> str:
    return f"（{match[1]}）" if _CHINESE.search(match[1]) else f"\ue000{match[1]}\ue001"


def _mixed_brackets(text: str) -> str:
    """Half of a pair in full width makes the pair full; protected half-width pairs come back."""
    text = re.sub(
        f"(?<=[{_WIDE}])\ue000([^\ue000\ue001]*)\ue001|\ue000([^\ue000\ue001]*)\ue001(?=[{_WIDE}])", _widen, text
    )
    text = re.sub(r"（([^（）()]*)\)", r"（\1）", text)
    text = re.sub(r"\(([^（）()]*)）", r"（\1）", text)
    return text.replace("\ue000", "(").replace("\ue001", ")")


def _widen(match: re.Match[str]) -> str:
    return f"（{match[1] if match[1] is not None else match[2]}）"


def _quotes(text: str) -> str:
    text = text.replace("「", "“").replace("」", "”").replace("『", "‘").replace("』", "’")
    if '"' in text or not _balanced(text):
        text = _pair(text)
    return re.sub(f"(?<=[{_WIDE}])'([^']*)'|'([^']*)'(?=[{_WIDE}])", lambda m: f"‘{m[1] or m[2] or ''}’", text)


def _balanced(text: str) -> bool:
    depth = 0
    for c in text:
        depth += (c == "“") - (c == "”")
        if depth < 0:
            return False
    return depth == 0


def _pair(text: str) -> str:
    if sum(text.count(c) for c in '"“”') % 2:
        return text
    marks = iter("“”" * len(text))
    return re.sub('["“”]', lambda _: next(marks), text)


def _blanks_out(text: str) -> str:
    text = re.sub(f"(?<=[{_WIDE}]) +| +(?=[{_WIDE}])", "", text)
    return text.strip()


def clean_heading(text: str) -> str:
    """A heading on its own line: two clauses parted by a blank get a comma, no closing mark."""
    return _settled(_heading_once, text)


def _heading_once(text: str) -> str:
    text = re.sub(f"(?<=[{_HAN}”》]{{3}})[ \\u3000\\t]+(?=[{_HAN}“《]{{3}})", "，", plain(text))
    cleaned = clean_line(text)
    return cleaned.rstrip("。；，：、;,.:") or cleaned


def clean_byline(text: str) -> str:
    """A line under the title or of the signature: parts stay apart by one full-width blank."""
    return _settled(_byline_once, text)


def _byline_once(text: str) -> str:
    parts = [clean_line(part) for part in re.split(r"[ \t\u3000\xa0]+", plain(text).replace("（ ", "（"))]
    joined = "\u3000".join(part for part in parts if part)
    return re.sub(r"(?<=[\d年月〇零一二三四五六七八九十])\u3000(?=[\d年月日〇零一二三四五六七八九十])", "", joined)
