"""Values of the library as rows of the shelf's tables, and back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.encoding.windows import Vectors, centre
from index.material import Cleaned, Passage, StoredPassage, opened_headings
from index.records import Material

TEXT_COLUMNS = "p.text, p.headings, p.genre, p.role, p.themes, p.has_figures"
PASSAGE_COLUMNS = f"p.id, p.material, m.file, a.title, p.article, {TEXT_COLUMNS}, b.headings, b.text"
PASSAGE_TABLES = (
    "passages p JOIN materials m ON m.id = p.material JOIN articles a"
    " ON (a.material, a.number) = (p.material, p.article)"
    " LEFT JOIN passages b ON b.row = p.row - 1 AND b.material = p.material AND b.article = p.article"
)
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Intake:
    """One file on its way onto the shelf: what it holds and where it came from. Hashes are hexadecimal SHA-256.

    ``owner`` is the only user who sees it, "" for all; ``added_by`` is who added it, "" where nobody signs in.
    """

    file: str
    path: str
    text_hash: str
    file_hash: str
    kind: str
    cleaned: Cleaned
    passages: tuple[tuple[Passage, ...], ...]
    sample: bool = False
    owner: str = ""
    added_by: str = ""

    @property
    def material(self) -> str:
        """Identifier of the material: the beginning of its content hash, with a private one its owner's mark."""
        if not self.owner:
            return self.text_hash[:16]
        import hashlib

        return hashlib.sha256(f"{self.owner}\0{self.text_hash}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Known:
    """What the shelf knows of a material that a new file is compared with."""

    material: str
    path: str
    text_hash: str
    file_hash: str


def dumped(value: object) -> str:
    """A value as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def blobs(windows: Vectors) -> tuple[bytes, bytes]:
    """A passage's centre and its windows, both in 2-byte floats."""
    return centre(windows).astype("<f2").tobytes(), windows.astype("<f2").tobytes()


def article_rows(intake: Intake) -> Iterator[Row]:
    """Rows of ``articles``."""
    for number, article in enumerate(intake.cleaned.articles, 1):
        yield (intake.material, number, article.title, article.genre, article.unit, article.date)


def body_rows(intake: Intake) -> Iterator[Row]:
    """Rows of ``bodies``."""
    for number, article in enumerate(intake.cleaned.articles, 1):
        yield (intake.material, number, dumped([(p.text, p.level) for p in article.paragraphs]))


def passage_rows(intake: Intake, encoded: bool) -> Iterator[Row]:
    """Rows of ``passages`` but for their number."""
    n = 0
    for number, passages in enumerate(intake.passages, 1):
        for passage in passages:
            n += 1
            yield (
                *(f"{intake.material}-{n:04d}", intake.material, number, passage.text),
                *(dumped(passage.headings), passage.genre, passage.role, dumped(passage.themes)),
                *(int(passage.has_figures), int(encoded)),
            )


def passage(row: Sequence[Any]) -> Passage:
    """A row of ``TEXT_COLUMNS`` as a value."""
    text, headings, genre, role, themes, figures = row
    return Passage(text, _strings(headings), genre, role, _strings(themes), bool(figures))


def stored(row: Sequence[Any]) -> StoredPassage:
    """A row of ``PASSAGE_COLUMNS`` as a value."""
    identifier, material, file, title, number, *rest, before, text = row
    found = passage(rest)
    opened = opened_headings(_strings(before or "[]"), text or "", found)
    return StoredPassage(identifier, found, material, file, title, number, opened=opened)


@lru_cache(4096)  # a search reads hundreds, and passages share their themes and headings
def _strings(text: str) -> tuple[str, ...]:
    return () if text == "[]" else tuple(json.loads(text))


def grouped(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by their first column."""
    groups: dict[str, list[Row]] = {}
    for key, *rest in rows:
        groups.setdefault(key, []).append(tuple(rest))
    return groups


def material(row: Row, articles: Sequence[Row], themes: Sequence[Row], tags: Sequence[Row], passages: int) -> Material:
    """A material put together from the rows about it."""
    identifier, file, path, added_at, sample, owner, added_by = row
    return Material(
        material=identifier,
        file=file,
        title=next((title for title, _, _ in articles if title), file),
        articles=len(articles),
        passages=passages,
        genres=tuple(dict.fromkeys(genre for _, genre, _ in articles)),
        added_at=added_at,
        themes=tuple(dict.fromkeys(theme for (listed,) in themes for theme in json.loads(listed))),
        date=next((date for _, _, date in articles if date), ""),
        tags=tuple(tag for (tag,) in tags),
        sample=bool(sample),
        path=path,
        owner=owner,
        added_by=added_by,
    )
