"""Findings on the text itself: headings, repeated sentences, filler phrases, fixed wordings, punctuation, privacy."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from assistant.draft import MARK
from assistant.draft_reading import parse_markdown
from assistant.errors import BadDraft
from assistant.headings import parallel, repeated_heads
from assistant.privacy import private_places
from assistant.report import Finding
from assistant.sentences import repeated, split_sentences
from assistant.wordings import open_wordings

_PUNCTUATION = (
    (re.compile(r"(?<=[一-鿿”》）])[,;:!?](?=[一-鿿“《（\s]|$)", re.M), "用了半角标点，应改为全角。"),
    (re.compile(r"\([^()\n]*[一-鿿][^()\n]*\)"), "括号是半角的，应改为全角。"),
    (re.compile(r"[，。；：、！？]{2,}(?<!……)"), "标点重复。"),
    (re.compile(r"\"[^\"\n]*\""), "引号是半角的，应改为全角。"),
    (re.compile(r"(?<=[一-鿿，。；])[ \u00a0]+(?=[一-鿿][^\n]*[。；，])"), "字间有多余的空格。"),
    (re.compile(r"\*\*|`|^\s*[-*+]\s", re.M), "留有 Markdown 记号。"),
)
_PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"), ("【", "】"))


def text_findings(markdown: str, genre: str = "", own: Path | None = None) -> list[Finding]:
    """What to look at in a draft's text, in the order of the text. ``genre`` "" means that it is not known.

    ``own`` is the folder of the user's fixed wordings and filler phrases, None for the shipped ones alone.
    """
    found = [
        *_headings(markdown),
        *_repeats(markdown),
        *_fillers(markdown, own),
        *_wordings(markdown, own),
        *_punctuation(markdown),
        *_marks(markdown),
        *_voice(markdown, genre),
    ]
    return sorted(found, key=lambda f: (f.start, f.end))


@lru_cache(maxsize=4)
def fixed_phrases(own: Path | None = None) -> tuple[str, ...]:
    """Wordings that must stand exactly so and therefore never count as copied, the longest first."""
    return tuple(sorted({right for _, right in open_wordings(own).fixed}, key=len, reverse=True))


def _headings(markdown: str) -> Iterator[Finding]:
    try:
        headings = [s.heading for s in parse_markdown(markdown).sections if s.heading]
    except BadDraft:
        return
    parts = [h for h in headings if not re.search(r"不足|问题|差距|打算|基本情况|概况|今后|下一步|努力方向", h)]
    for head in repeated_heads(parts):
        same = [h for h in parts if re.sub(r"^.{1,3}、", "", h).startswith(head)]
        yield _at(markdown, "标题", same[-1] if same else head, f"标题开头重复用“{head}”，可换一个词。")
    if len(parts) > 1 and not parallel(parts) and not repeated_heads(parts):
        yield _at(markdown, "标题", parts[0], "各部分标题的句式或字数不一致，可改得对仗一些。")


def _repeats(markdown: str) -> Iterator[Finding]:
    sentences = [s for s in split_sentences(markdown) if s.strip() and not s.startswith("#")]
    for earlier, later in repeated(sentences):
        text = sentences[later].strip()
        at = markdown.rfind(text)
        yield Finding("重复", text, at, at + len(text), f"与前文“{sentences[earlier].strip()[:20]}……”意思重复。")


def _fillers(markdown: str, own: Path | None) -> Iterator[Finding]:
    for phrase in open_wordings(own).fillers:
        pattern = rf"(?:^|(?<=[。！？；\n])){re.escape(phrase[1:])}" if phrase.startswith("^") else re.escape(phrase)
        for match in re.finditer(pattern, markdown, re.M):
            yield Finding(
                "套话", match[0], match.start(), match.end(), f"“{match[0].rstrip('，')}”是套话，可以删去或改写。"
            )


def _wordings(markdown: str, own: Path | None) -> Iterator[Finding]:
    for wrong, right in open_wordings(own).fixed:
        if not wrong or wrong not in markdown:
            continue
        for match in re.finditer(re.escape(wrong), markdown):
            around = markdown[max(0, match.start() - len(right)) : match.end() + len(right)]
            if right not in around or wrong not in right:
                yield Finding("提法", wrong, match.start(), match.end(), f"规范的提法是“{right}”。")


def _punctuation(markdown: str) -> Iterator[Finding]:
    for pattern, message in _PUNCTUATION:
        for match in pattern.finditer(markdown):
            yield Finding("标点", match[0], match.start(), match.end(), message)
    for opening, closing in _PAIRS:
        if markdown.count(opening) != markdown.count(closing):
            at = max(0, markdown.find(opening if opening in markdown else closing))
            yield Finding("标点", markdown[at : at + 1], at, at + 1, f"“{opening}{closing}”没有成对。")


def _marks(markdown: str) -> Iterator[Finding]:
    for match in re.finditer(re.escape(MARK), markdown):
        yield Finding("待核实", MARK, match.start(), match.end(), "这里还没有核实。")
    for place in private_places(markdown):
        instead = f"，可以写成“{place.instead}”" if place.instead else ""
        yield Finding("隐私", place.text, place.start, place.end, f"像是{place.kind}，公开使用前请隐去{instead}。")


def _voice(markdown: str, genre: str) -> Iterator[Finding]:
    if genre == "事迹材料":
        for match in re.finditer(r"我们", markdown):
            around = markdown[max(0, match.start() - 40) : match.end()]
            if around.count("“") <= around.count("”"):
                yield Finding("人称", "我们", match.start(), match.end(), "事迹材料用第三人称，这里出现了“我们”。")


def _at(markdown: str, kind: str, text: str, message: str) -> Finding:
    start = max(0, markdown.find(text))
    return Finding(kind, text, start, start + len(text), message)
