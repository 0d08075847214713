"""Articles cut into passages: units that a writer would borrow, verbatim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.cleaning.marks import RUN, mark_level, unmarked
from index.material import Article, Paragraph, Passage, own_lines
from index.pieces import LEAST, MOST, pieces_of
from index.themes import CLOSING, FUTURE, SHORTFALL, role_of, themes_of

_NO_FIGURE = re.compile(
    r"(?:19|20)\d\d年|\d{1,2}月(?:\d{1,2}日)?|《[^》]*》|(?:^|(?<=[\n。；;:：]))\s*[（(]?\d{1,2}[）)]?[、.．](?!\d)"
)
_FIGURE = re.compile(
    r"\d|百分之|[一二三四五六七八九十百千万两]+(?:余|多)?(?:名|人次|场|所|万元|元|支|册|届|户)(?!校|师|人|言|单|义)"
)
_RUN_IN = re.compile(r"^[^。：:；;]{2,32}[。：:]")
_CLAUSE = re.compile(r"^[^。：:；;，,]{2,24}[，,]")
_LAST_WORDS = re.compile(
    r"(?:(?<=[。！？!?])|^)(?=以上(?:是|就是)我?|各位领导[、，]|同志们[，,！!]|今后[，,]|让我们|我的(?:发言|汇报))"
)


@dataclass
class _Block:
    """Consecutive body text under one path of headings; ``kind`` marks text with a role of its own."""

    headings: tuple[str, ...]
    texts: list[str]
    kind: str = ""

    @property
    def size(self) -> int:
        return len("\n".join(self.texts))

    @property
    def most(self) -> int:
        """Characters of text that fill a passage together with the headings above it."""
        return max(MOST - sum(len(h) + 1 for h in own_lines(self.headings, "\n".join(self.texts))), MOST // 2)

    def below(self, shared: int) -> list[str]:
        """The texts with those headings as lines of their own that stand under the ``shared`` first ones."""
        return [*own_lines(self.headings[shared:], "\n".join(self.texts)), *self.texts]


def cut(article: Article) -> list[Passage]:
    """Passages of ``article`` in order; every body sentence is in exactly one of them, as it stands in the text.

    A passage has 80–500 characters where the article allows it: a section is never mixed with another of the first
    level only to make it longer, and a sentence is never cut.
    """
    blocks = _merged(_grouped(_blocks(article.paragraphs)))
    pieces = [(block, text) for block in blocks for text in pieces_of(block.texts, block.most)]
    total = len(pieces)
    return [
        Passage(
            text=text,
            headings=block.headings,
            genre=article.genre,
            role=block.kind or role_of(text, block.headings, (index, total), article.genre),
            themes=themes_of(text, block.headings) or article.themes,
            has_figures=bool(_FIGURE.search(_NO_FIGURE.sub("", text))),
        )
        for index, (block, text) in enumerate(pieces)
    ]


def _blocks(paragraphs: Sequence[Paragraph]) -> list[_Block]:
    """Body text by the path of headings above it; a heading with nothing under it is text itself."""
    blocks: list[_Block] = []
    path: list[tuple[int, str]] = []
    bare = False
    for paragraph in (*paragraphs, Paragraph("", 1)):
        if paragraph.level:
            if bare and paragraph.level <= path[-1][0]:
                _put(blocks, tuple(text for _, text in path[:-1]), path[-1][1])
            path = [entry for entry in path if entry[0] < paragraph.level]
            path.append((paragraph.level, paragraph.text))
            bare = True
        else:
            _put(blocks, tuple(text for _, text in path), paragraph.text)
            bare = False
    return blocks


def _put(blocks: list[_Block], headings: tuple[str, ...], text: str) -> None:
    if blocks and blocks[-1].headings == headings:
        blocks[-1].texts.append(text)
    else:
        blocks.append(_Block(headings, [text]))


def _grouped(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks cut where the text starts something new: a numbered item with a heading, 不足, 打算, the closing."""
    found: list[_Block] = []
    for number, block in enumerate(blocks):
        texts = block.texts
        closing: list[str] = []
        if number == len(blocks) - 1:
            texts, closing = _closing(texts, bool(found) or bool(block.headings))
        found += _by_items(replace(block, texts=texts)) if texts else []
        if closing:
            found.append(_Block((), closing, "结尾"))
    return found


def _closing(texts: list[str], more: bool) -> tuple[list[str], list[str]]:
    """The closing words of the last section: its last paragraphs, or the last sentences of its last one."""
    ends = [i for i, text in enumerate(texts) if len(text) >= 40]
    if not ends or not more:
        return texts, []
    at = ends[-1]
    last = texts[at]
    tail = sum(map(len, texts[at:]))
    if CLOSING.search(last) and not mark_level(last) and not RUN.match(last) and not SHORTFALL.search(last):
        starts = [m.start() for m in _LAST_WORDS.finditer(last) if len(last) - m.start() >= 60]
        if starts and starts[0] >= LEAST:
            return [*texts[:at], last[: starts[0]]], [last[starts[0] :], *texts[at + 1 :]]
        if LEAST <= tail <= MOST and sum(map(len, texts[:at])) >= LEAST:
            return texts[:at], texts[at:]
    return texts, []


def _by_items(block: _Block) -> list[_Block]:
    found = [_Block(block.headings, [])]
    for text in block.texts:
        heading = _run_in(text)
        kind = _kind(text) if block.headings else ""
        turns = kind != found[-1].kind and (kind or mark_level(text)) and len(text) >= 40
        leaves = mark_level(text) and found[-1].headings != block.headings
        if heading:
            found.append(_Block((*block.headings, heading), [text]))
        elif turns or leaves:
            found.append(_Block(block.headings, [text], kind))
        else:
            found[-1].texts.append(text)
    return [part for part in found if part.texts]


def _run_in(text: str) -> str:
    """The heading that a numbered item starts with, if it is one: short, and text goes on after it."""
    if mark_level(text) not in (1, 2, 3):
        return ""
    bare = unmarked(text)
    found = _RUN_IN.match(bare) or (_CLAUSE.match(bare) if mark_level(text) == 1 else None)
    if re.search(r"[。；;]\s*2[、.．]", bare):
        return ""
    if not found or len(bare) - found.end() < 40 or found[0].count("，") + found[0].count(",") > 2:
        return ""
    return text[: len(text) - len(bare)] + found[0].rstrip("。：:，,")


def _kind(text: str) -> str:
    if SHORTFALL.search(text):
        return "不足"
    return "打算" if FUTURE.match(text) else ""


def _merged(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks too short to stand alone put together with a neighbour of the same section."""
    merged: list[_Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and min(last.size, block.size) < LEAST and last.size + block.size < last.most and _kin(last, block):
            longer = last if last.size >= block.size else block
            shared = _common(last.headings, block.headings)
            open_before = _common(merged[-2].headings, last.headings) if len(merged) > 1 else ()
            texts = last.below(max(len(shared or last.headings), len(open_before)))
            texts += [line for line in block.below(len(shared)) if line in block.texts or line not in texts]
            merged[-1] = _Block(shared or last.headings or block.headings, texts, longer.kind)
        else:
            merged.append(block)
    return merged


def _kin(one: _Block, other: _Block) -> bool:
    return one.headings[:1] == other.headings[:1] or not other.headings or (one.size < 40 and not one.headings)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]
