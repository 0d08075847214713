"""Articles cut into passages: units that a writer would borrow, verbatim."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.cleaning_marks import RUN, mark_level
from index.material import Article, Paragraph, Passage
from index.themes import role_of, themes_of

LEAST, MOST = 80, 500
_FIGURES = re.compile(
    r"\d|[一二三四五六七八九十百千万两]+(?:余|多)?(?:名|人|次|场|个|所|元|万元|支|册|件|期|%|届)|百分之"
)
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”’）)》】]*|[^。！？!?]+$|[。！？!?]+")
_RUN_INSIDE = re.compile(r"(?<=[。；;：:，,])(?=第?[一二三四五六七八九十]{1,2}(?:是|要)(?!个))")


@dataclass
class _Block:
    """Consecutive body text under one path of headings."""

    headings: tuple[str, ...]
    texts: list[str]

    @property
    def size(self) -> int:
        return sum(map(len, self.texts))


def cut(article: Article) -> list[Passage]:
    """Passages of ``article`` in order; every body sentence is in exactly one of them, as it stands in the text."""
    pieces = [(block.headings, text) for block in _merged(_blocks(article.paragraphs)) for text in _pieces(block.texts)]
    total = len(pieces)
    return [
        Passage(
            text=text,
            headings=headings,
            genre=article.genre,
            role=role_of(text, headings, (index, total), article.genre),
            themes=themes_of(text, headings) or article.themes,
            has_figures=bool(_FIGURES.search(text)),
        )
        for index, (headings, text) in enumerate(pieces)
    ]


def _blocks(paragraphs: Sequence[Paragraph]) -> list[_Block]:
    blocks: list[_Block] = []
    path: list[tuple[int, str]] = []
    for paragraph in paragraphs:
        if paragraph.level:
            path = [entry for entry in path if entry[0] < paragraph.level]
            path.append((paragraph.level, paragraph.text))
            continue
        headings = tuple(text for _, text in path)
        if not blocks or blocks[-1].headings != headings:
            blocks.append(_Block(headings, []))
        blocks[-1].texts.append(paragraph.text)
    return blocks


def _merged(blocks: Sequence[_Block]) -> list[_Block]:
    """Blocks too short to stand alone put together with a neighbour under the same first heading."""
    merged: list[_Block] = []
    for block in blocks:
        last = merged[-1] if merged else None
        if last and min(last.size, block.size) < LEAST and last.size + block.size <= MOST and _kin(last, block):
            last.texts += block.texts
            last.headings = _common(last.headings, block.headings)
        else:
            merged.append(_Block(block.headings, list(block.texts)))
    return merged


def _kin(one: _Block, other: _Block) -> bool:
    return one.headings[:1] == other.headings[:1]


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]


def _pieces(texts: Sequence[str]) -> list[str]:
    """Text of one block as pieces of at most ``MOST`` characters where sentences allow it."""
    if sum(map(len, texts)) <= MOST:
        return ["\n".join(texts)]
    units = [unit for text in texts for unit in _units(text)]
    return _packed(units)


def _units(text: str) -> list[tuple[str, str]]:
    """(joint, unit) pairs: the joint is a line break before a paragraph's first unit, nothing before the others."""
    if len(text) <= MOST:
        return [("\n", text)]
    units: list[str] = []
    for run in _RUN_INSIDE.split(text):
        units += [run] if len(run) <= MOST else _SENTENCE.findall(run)
    return [("\n" if index == 0 else "", unit) for index, unit in enumerate(units) if unit]


def _packed(units: Sequence[tuple[str, str]]) -> list[str]:
    """Units filled into pieces of even size, none over ``MOST`` unless one unit is."""
    total = sum(len(unit) for _, unit in units)
    count = -(-total // MOST)
    goal = min(MOST, total / count * 1.15)
    pieces: list[str] = []
    for joint, unit in units:
        fits = pieces and len(pieces[-1]) + len(unit) <= (goal if len(pieces[-1]) >= LEAST else MOST)
        if fits:
            pieces[-1] += joint + unit
        else:
            pieces.append(unit)
    if len(pieces) > 1 and len(pieces[-1]) < LEAST and len(pieces[-2]) + len(pieces[-1]) <= MOST + LEAST:
        tail = pieces.pop()
        pieces[-1] += ("\n" if mark_level(tail) or RUN.match(tail) else "") + tail
    return pieces
