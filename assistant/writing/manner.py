"""What a draft takes over of the manner of the user's samples: headings of their make, and general sentences.

Only what claims nothing is taken: a sentence on how such work is to be done, short enough to be no copy, that tells of
nobody's deeds; a heading of two clauses of one length. Everything is checked against the brief like any other sentence.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.draft import Source
from assistant.headings import without_number
from assistant.ledger import find_spans
from assistant.sentences import bare, count, split_sentences
from assistant.writing.bank import Heading
from assistant.writing.build import Build, Element, ElementKind
from assistant.writing.fact_themes import theme_of, themes_named
from assistant.writing.planted import without_planted
from index.errors import XinhuoError
from index.material import StoredPassage
from index.views import Readable

SHORTEST, LONGEST = 10, 24  # characters of a sentence that may be taken; a longer one would be a copy
_PER_SECTION = 2
_AIM = re.compile(
    r"^(?:让|使|引导|帮助(?!解决)|促进|推动(?!解决|各项)|营造|努力(?!开创)|激励|培养|增强|为.{2,10}(?:营造|创造|提供|奠定|打下))"
    r"[一-鿿、]{5,20}$"
)
_NO_AIM = re.compile(
    r"成绩|荣誉|显著|明显|好评|大幅|率|取得|获得|圆满|解决了|深受|得到|局|关工委|机关|单位|创建|活动|仪式|失足|新春|国家安全|教师|做得好"
)
_LEVEL = 2
_SHAPES: dict[tuple[int, ...], str] = {(6, 6): "6+6", (5, 5): "5+5", (4, 4): "4+4"}
_TASK_SHAPES: dict[tuple[int, ...], str] = {(6, 6): "要6+6", (8,): "要8"}
_STORY_SHAPES: dict[tuple[int, ...], str] = {(4, 4): "事迹4+4", (7,): "事迹7"}
_GENERAL = re.compile(
    r"贵在|重在|难在|关键|在于|才能|才会|才有|离不开|不是|只有|不能|不在|胜过|比.{1,10}更|越.{1,6}越|最(?:怕|要紧|需要|打动|有说服力)|要.{2,}[，、].{0,4}要|既要|不仅|首先|宁可"
)
# Deeds, places, occasions, plans and greetings: what belongs to the sample's own unit.
_OWN = re.compile(
    r"了(?!解)|过(?!程)|已|先后|累计|每[年月周天个学季]|定期|建立|成立|开展|举办|组织了|召开|聘请|投入|筹|编写|设立|[我本全该贵](?:县|市|区|镇|乡|校|村|街道|社区|局|院|会|单位)"
    r"|各位|谢谢|汇报|会议|发言|今年|去年|明年|下一步|打算|将|如下|×|[一二三四五六七八九十]是|第[一二三]|[“”《》：:]|我(?!们)|这|那|该|他|她|本人|说起|说，|现在|小屋|老[一-鿿](?<!老同)(?<!老教)(?<!老师)(?<!老人)(?<!老一)|卡片|回来|最终|问完|一学年"
)


@dataclass(frozen=True)
class Mined:
    """A heading of the library's and the passage under it."""

    heading: Heading
    passage: StoredPassage


def mined_headings(library: Readable | None, kind: str, honest: Callable[[str], bool]) -> list[Mined]:
    """Headings of the library's texts that fit the patterns of a genre's bank ``kind``; none where it cannot answer."""
    if library is None:
        return []
    try:
        passages: Iterable[StoredPassage] = library.dump()
    except XinhuoError:
        return []
    found: dict[str, Mined] = {}
    for stored in passages:
        for raw in stored.passage.headings[-1:]:
            heading = _heading(raw, kind)
            if heading and heading.text not in found and honest(heading.text):
                found[heading.text] = Mined(heading, stored)
    return list(found.values())


def _heading(raw: str, kind: str) -> Heading | None:
    plain = without_number(raw).strip()
    if not 4 <= len(plain) <= 16 or _OWN.search(plain) or find_spans(plain) or without_planted(plain) != plain:
        return None
    clauses = tuple(c for c in re.split(r"[，,、　\s]+", plain) if c)
    shapes = {"要点": _TASK_SHAPES, "事迹": _STORY_SHAPES}.get(kind, _SHAPES)
    pattern = shapes.get(tuple(len(bare(c)) for c in clauses))
    theme = theme_of(plain)
    if kind == "事迹" and plain.startswith(("要", "强化", "深化", "加强")):
        return None
    if not pattern or not theme or any(not re.fullmatch(r"[一-鿿“”]+", c) for c in clauses):
        return None
    return Heading(theme, pattern, clauses, own=True)


def with_borrowed(build: Build, sources: Sequence[Source], usable: Callable[[str], bool], person: str) -> Build:
    """``build`` with general sentences of ``sources`` among its spare ones, before those of the bank."""
    if not build.planned.theme or not sources:
        return build
    found = _borrowed(build, sources, usable, person)
    if person == "first":
        found += _aims(build, sources, usable)
    return replace(build, spare=(*found, *build.spare)) if found else build


def _borrowed(build: Build, sources: Sequence[Source], usable: Callable[[str], bool], person: str) -> list[Element]:
    found: list[Element] = []
    for number, source in enumerate(sources):
        for sentence in split_sentences(without_planted(source.text)):
            text = sentence.strip()
            if len(found) < _PER_SECTION and _general(text, source, build.planned.theme, person) and usable(text):
                kind: ElementKind = "lead" if not found and person == "first" else "how"
                found.append(Element(kind, text, theme=build.planned.theme, level=_LEVEL, source=number))
    return found


def _aims(build: Build, sources: Sequence[Source], usable: Callable[[str], bool]) -> list[Element]:
    """Half sentences on the purpose, from the ends of sentences on the section's theme."""
    theme = build.planned.theme
    found: dict[str, Element] = {}
    for number, source in enumerate(sources):
        for sentence in split_sentences(without_planted(source.text)):
            clause = re.split(r"[，,；;]", sentence.strip())[-1].rstrip("。")
            fits = _AIM.match(clause) and not _NO_AIM.search(clause) and not _OWN.search(clause)
            own = theme_of(clause)
            if not fits or not (own == theme or (not own and theme_of(sentence) == theme)):
                continue
            if not find_spans(clause) and usable(f"{clause}。"):
                found.setdefault(clause, Element("aim", clause, theme=theme, level=_LEVEL, source=number))
    return list(found.values())[:_PER_SECTION]


def _general(text: str, source: Source, theme: str, person: str) -> bool:
    """Whether a sentence says in general how such work is done, on this theme, and tells nothing of its unit."""
    if not SHORTEST <= count(text) <= LONGEST or not text.endswith("。"):
        return False
    if person == "none" and not text.startswith("要"):
        return False
    if not (_GENERAL.search(text) or person == "none") or _OWN.search(text) or find_spans(text):
        return False
    if person == "third" and "我们" in text:
        return False
    own = theme_of(text)
    return own == theme or (not own and theme in themes_named(source.text)[:2])


def used_sources(build: Build, sources: Sequence[Source]) -> tuple[Source, ...]:
    """Those of ``sources`` that a sentence of the section was taken from."""
    numbers = {e.source for e in build.elements if e.source >= 0}
    return tuple(s for i, s in enumerate(sources) if i in numbers)
