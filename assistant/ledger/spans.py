"""All claims of a text: each reader's finds, overlaps resolved, what is no claim sifted out."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.ledger.dates import Date, find_dates
from assistant.ledger.figures import Figure, Found, find_figures
from assistant.ledger.lexicon import Lexicon, load_lexicon
from assistant.ledger.names import Known, Name, find_people
from assistant.ledger.places import find_places
from assistant.ledger.sifting import is_claim, set_spans, sums_up_a_list
from assistant.ledger.text import Text
from assistant.ledger.titles import find_activities, find_documents, find_masks, find_titles
from assistant.ledger.units import find_units
from assistant.ledger.variants import variants

Kind = Literal["figure", "date", "name", "title", "activity"]


# Words for people that no list has: 徒弟, 营员, 选手.
_PERSON = re.compile("[\u4e00-\u9fff](?:员|徒|弟|师|友|手)")


@dataclass(frozen=True)
class Span:
    """A place in a text that states something checkable: ``text == whole[start:end]``."""

    text: str
    start: int
    end: int
    kind: Kind


class Mention(NamedTuple):
    """A claim as read: offsets of the plain text, and its value. ``sort`` refines the kind (person, place, unit,
    document, mask …); ``firm`` is False for what counts only if a fact says the same (一场, 五项制度, “传帮带”).
    ``whole`` is the date with what the beginning of its range says."""

    start: int
    end: int
    kind: Kind
    sort: str = ""
    figure: Figure | None = None
    date: Date | None = None
    whole: Date | None = None
    firm: bool = True
    core: str = ""
    counted: bool = False

    @property
    def silent(self) -> bool:
        """True for a figure that is never flagged, a claim only where it is supported (一个, 一场)."""
        if self.figure is None or self.firm:
            return False
        return self.sort == "listed" or not self.counted or self.figure.bare <= 1


def read_mentions(text: Text, known: Known = ()) -> list[Mention]:
    """The mentions of ``text`` in order, without overlaps; ``known`` are names to look for."""
    taken: list[Mention] = []
    used = bytearray(len(text.plain) + 1)

    def take(mention: Mention) -> None:
        if not any(used[mention.start : mention.end]):
            used[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            taken.append(mention)

    for mention in _candidates(text, known):
        take(mention)
    return sorted(taken, key=lambda m: m.start)


def _candidates(text: Text, known: Known) -> Iterator[Mention]:
    plain, lexicon = text.plain, text.lexicon
    for start, end in find_titles(plain):
        yield Mention(start, end, "title", "title")
    for start, end in find_documents(plain):
        yield Mention(start, end, "title", "document")
    for start, end, named in find_activities(plain, lexicon):
        yield Mention(start, end, "activity", "activity", firm=named)
    for start, end, kind in find_masks(plain, lexicon):
        yield Mention(start, end, kind, "mask")
    blocked = set_spans(text)
    for found in find_dates(plain):
        if not (blocked[found.start] and blocked[found.end - 1]):
            yield Mention(found.start, found.end, "date", "date", date=found.date, whole=found.whole)
    places = list(find_places(text))
    near = (name for sort in ("unit", "place") for name in variants(text, known, sort))
    people = list(find_people(text, known))
    units = list(find_units(text, places))
    named_places = (*units, *places)
    for name in (*units, *people, *places, *near):
        yield Mention(name.start, name.end, "name", name.sort, core=name.core)
    for item in map(functools.partial(_of_people, text), find_figures(plain, lexicon)):
        firm = is_claim(text, item, blocked)
        if firm is not None and _is_year(item.figure):
            yield Mention(item.start, item.end, "date", "date", date=Date(int(item.figure.number)))
        elif firm is not None:
            named = item.figure.base == "人" and _counts_names(text, item, people)
            named = named or _counts_places(text, item, named_places)
            sort = "listed" if named or (not firm and sums_up_a_list(plain, item)) else "figure"
            firm = firm and not named
            yield Mention(item.start, item.end, "figure", sort, figure=item.figure, firm=firm, counted=item.figure.weak)


def _counts_names(text: Text, item: Found, people: list[Name]) -> bool:
    """True where a small number of people (两位) is that of the people named in the sentence or the one before."""
    count = item.figure.bare
    if not item.figure.exact or not 2 <= count <= 9 or text.plain[item.start].isdigit():
        return False
    start, end = text.sentence_start(item.start), text.sentence_end(item.end)
    before = text.sentence_start(max(0, start - 1))
    spans = ((start, item.start), (item.end, end), (start, end), (before, item.start), (before, end))
    return any(len({n.core for n in people if low <= n.start < high}) == count for low, high in spans)


# The endings of the names that a noun counts: 三所学校 are 第一小学, 第二中学 …
_ENDINGS = {"学校": ("小学", "中学", "学校", "校区"), "校": ("小学", "中学", "学校")}
_PLACE = re.compile("(?:镇|乡|村|县|区|市|街道|社区|学校|校|小学|中学)(?![级民长容域])")


def _counts_places(text: Text, item: Found, names: Sequence[Name]) -> bool:
    """True where a small number of places or schools (三个镇) is that of those named or listed in the paragraph."""
    count, noun = item.figure.bare, _PLACE.match(text.plain, item.end)
    if noun is None or not item.figure.exact or not 2 <= count <= 9 or text.plain[item.start].isdigit():
        return False
    start, end = text.line_start(item.start), text.plain.find("\n", item.end)
    end = end if end >= 0 else len(text.plain)
    endings = _ENDINGS.get(noun[0], (noun[0],))
    named = {name.core for name in names if start <= name.start < end and name.core.endswith(endings)}
    either = "|".join(endings)
    listed = re.finditer(
        f"(?:[^，。；、\\d]{{1,10}}(?:{either})[、和与])+[^，。；、\\d]{{1,8}}?(?:{either})", text.plain[start:end]
    )
    return count in {len(named), *(len(re.findall(f"(?:{either})(?=[、和与]|$)", found[0])) for found in listed)}


def _of_people(text: Text, item: Found) -> Found:
    """个 counts people like 名 where people follow (12个孩子)."""
    if item.figure.base != "个" or item.end >= len(text.plain):
        return item
    if text.plain[item.end] == "人" and text.plain[item.end + 1 : item.end + 2] not in tuple("均民次才格"):
        return item._replace(figure=item.figure._replace(base="人", family="人"))
    noun = text.token_at(item.end)
    concept = text.lexicon.concepts.get(noun.word)
    following = text.plain[noun.end : noun.end + 1]
    if following == "之" or (
        following not in ("", "的") and text.token_at(noun.end).tag[0] in "nu" and following != "等"
    ):
        return item  # 28个儿童之家
    if concept is None and not _PERSON.fullmatch(noun.word):
        return item
    if concept is not None and (concept.kind != "people" or concept.name == "家庭"):
        return item
    return item._replace(figure=item.figure._replace(base="人", family="人"))


def _is_year(figure: Figure) -> bool:
    """True for a bare number that can only be a year (2023先进集体)."""
    return not figure.unit and figure.exact and figure.number.denominator == 1 and 1949 <= figure.number <= 2049


def find_spans(text: str, lexicon: Lexicon | None = None) -> tuple[Span, ...]:
    """Every claim of ``text`` in order, no two overlapping; offsets are characters of ``text`` as given."""
    ready = Text(text, lexicon or load_lexicon())
    spans = []
    for mention in read_mentions(ready):
        if mention.firm:
            start, end = ready.raw_span(mention.start, mention.end)
            spans.append(Span(text[start:end], start, end, mention.kind))
    return tuple(spans)
