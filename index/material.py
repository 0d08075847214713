"""Values of the library: what reading, cleaning and cutting hand to each other."""

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
    """A passage in the library, with where it came from. ``score`` is set on search results (higher is better)."""

    passage_id: str
    passage: Passage
    material: str
    file: str
    article: str
    article_number: int
    score: float = 0.0
    tags: tuple[str, ...] = field(default=())
