"""Values of the library: what reading, cleaning and cutting hand to each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

GENRES = ("经验交流发言", "工作要点", "工作总结", "事迹材料")
OTHER_GENRE = "其他"
ROLES = ("开场", "概况", "做法", "成效", "不足", "打算", "结尾")


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of text. ``level`` is 0 for body, 1–4 for a heading of that level."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Document:
    """A file as read: paragraphs in reading order, not yet cleaned. ``kind`` names the format found (docx, pdf, …).

    ``left_out`` holds text the reader itself set aside (navigation of a web page, …), each with its reason;
    ``genre`` and ``themes`` are what the file declares of itself (front matter of Markdown), mostly empty.
    """

    paragraphs: tuple[Paragraph, ...]
    kind: str
    title: str = ""
    left_out: tuple[tuple[str, str], ...] = ()
    genre: str = ""
    themes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All paragraphs, one a line."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True)
class Article:
    """One article of a file: what a reader would call the text, with nothing of the page around it."""

    title: str
    genre: str
    paragraphs: tuple[Paragraph, ...]
    unit: str = ""
    date: str = ""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cleaned:
    """What cleaning kept (articles) and dropped (lines, each with its reason)."""

    articles: tuple[Article, ...]
    dropped: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Passage:
    """A unit that a writer would borrow, 80–500 characters.

    ``headings`` is the path of headings above it, outermost first; ``role`` is one of ``ROLES``.
    """

    text: str
    headings: tuple[str, ...] = ()
    genre: str = OTHER_GENRE
    role: str = "做法"
    themes: tuple[str, ...] = ()
    has_figures: bool = False


@dataclass(frozen=True)
class StoredPassage:
    """A passage in the library, with where it came from. ``score`` is set on search results (higher is better).

    ``opened`` are the headings that stand between the passage before it in its article and this one.
    """

    passage_id: str
    passage: Passage
    material: str
    file: str
    article: str
    article_number: int
    score: float = 0.0
    tags: tuple[str, ...] = field(default=())
    opened: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The text with the headings that it opens with, each on a line, as the article has them."""
        return "\n".join((*self.opened, self.passage.text))


def own_lines(headings: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of the headings that no line of the text is or begins with."""
    lines = text.split("\n")
    return tuple(heading for heading in headings if not any(line.startswith(heading) for line in lines))


def opened_headings(before: Sequence[str], text: str, passage: Passage) -> tuple[str, ...]:
    """The headings of ``passage`` that the passage in front of it, with the path ``before``, does not hold."""
    same = 0
    while same < min(len(before), len(passage.headings)) and before[same] == passage.headings[same]:
        same += 1
    new = own_lines(passage.headings[same:], passage.text)
    return tuple(heading for heading in new if heading not in text.split("\n"))
