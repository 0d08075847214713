"""The shelf: materials, articles, passages and vectors in one SQLite file, the truth that indexes are made from."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from index.encoding.windows import Vectors
from index.material import Article, Cleaned, Paragraph
from index.records import Material
from index.shelf.passages import PassageShelf
from index.shelf.rows import (
    Intake,
    Known,
    article_rows,
    blobs,
    body_rows,
    grouped,
    material,
    passage_rows,
)

__all__ = ["Intake", "Known", "Shelf"]


class Shelf(PassageShelf):
    """Materials on the shelf. ``owner`` is whose a material is, "" for everybody's."""

    def known_by_text(self, text_hash: str, owner: str = "") -> Known | None:
        """The material of this owner that holds this very text."""
        return self._known("text_hash = ?", text_hash, owner)

    def known_by_path(self, path: str, owner: str = "") -> Known | None:
        """The material of this owner that was read from this path."""
        return self._known("path = ?", path, owner)

    def known_by_bytes(self, file_hash: str, owner: str = "") -> Known | None:
        """The material of this owner that was read from a file of these very bytes."""
        return self._known("file_hash = ?", file_hash, owner)

    def samples(self) -> dict[str, str]:
        """File hash → material of every sample that came with the program."""
        return dict(self._all("SELECT file_hash, id FROM materials WHERE sample = 1"))

    def put(self, intake: Intake, vectors: Sequence[Vectors] | None, replaces: Sequence[str] = ()) -> None:
        """Put one material on the shelf, in the place of ``replaces``, all in one transaction.

        ``vectors`` holds the windows' vectors of every passage, or is None when they are to be made later.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        kept = [] if vectors is None else [blobs(windows) for windows in vectors]
        with self._writing() as connection:
            tags = self._tags_of(replaces)
            connection.executemany("DELETE FROM materials WHERE id = ?", [(gone,) for gone in replaces])
            connection.execute(
                "INSERT INTO materials (id, file, path, text_hash, file_hash, kind, added_at, sample, owner, added_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(intake.material, intake.file, intake.path, intake.text_hash, intake.file_hash, intake.kind),
                    *(now, int(intake.sample), intake.owner, intake.added_by),
                ),
            )
            connection.executemany(
                "INSERT INTO articles (material, number, title, genre, unit, date) VALUES (?, ?, ?, ?, ?, ?)",
                article_rows(intake),
            )
            connection.executemany("INSERT INTO bodies VALUES (?, ?, ?)", body_rows(intake))
            connection.executemany(
                "INSERT INTO passages (id, material, article, text, headings, genre, role, themes, has_figures,"
                " encoded) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                passage_rows(intake, vectors is not None),
            )
            if kept:
                found = connection.execute(
                    "SELECT row FROM passages WHERE material = ? ORDER BY row", (intake.material,)
                )
                numbers = [row for (row,) in found]
                pairs = list(zip(numbers, kept, strict=True))
                connection.executemany("INSERT INTO vectors VALUES (?, ?)", [(row, both[0]) for row, both in pairs])
                connection.executemany("INSERT INTO windows VALUES (?, ?)", [(row, both[1]) for row, both in pairs])
            connection.executemany(
                "INSERT INTO dropped VALUES (?, ?, ?, ?)",
                [(intake.material, n, line, why) for n, (line, why) in enumerate(intake.cleaned.dropped)],
            )
            connection.executemany("INSERT INTO tags VALUES (?, ?)", [(intake.material, tag) for tag in tags])

    def remove(self, materials: Iterable[str]) -> None:
        """Take materials off the shelf with all that belongs to them; unknown ones are passed over."""
        with self._writing() as connection:
            connection.executemany("DELETE FROM materials WHERE id = ?", [(gone,) for gone in materials])

    def tag(self, material: str, tags: Iterable[str]) -> None:
        """Set the tags of a material."""
        with self._writing(changes=False) as connection:
            connection.execute("DELETE FROM tags WHERE material = ?", (material,))
            connection.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(material, tag) for tag in tags])

    def materials(self) -> list[Material]:
        """Every material, the latest first, samples last."""
        articles = grouped(self._all("SELECT material, title, genre, date FROM articles ORDER BY material, number"))
        themes = grouped(self._all("SELECT DISTINCT material, themes FROM passages"))
        counts = dict(self._all("SELECT material, count(*) FROM passages GROUP BY material"))
        tags = grouped(self._all("SELECT material, tag FROM tags ORDER BY tag"))
        rows = self._all(
            "SELECT id, file, path, added_at, sample, owner, added_by FROM materials"
            " ORDER BY sample, added_at DESC, file"
        )
        return [
            material(row, articles.get(row[0], []), themes.get(row[0], []), tags.get(row[0], []), counts.get(row[0], 0))
            for row in rows
        ]

    def kept_and_dropped(self, material: str) -> Cleaned:
        """What cleaning kept and dropped of a material when it was read."""
        articles = self._all(
            "SELECT title, genre, unit, date, paragraphs FROM articles JOIN bodies USING (material, number)"
            " WHERE material = ? ORDER BY number",
            material,
        )
        dropped = self._all("SELECT line, reason FROM dropped WHERE material = ? ORDER BY position", material)
        return Cleaned(
            tuple(
                Article(title, genre, tuple(Paragraph(text, level) for text, level in json.loads(body)), unit, date)
                for title, genre, unit, date, body in articles
            ),
            tuple((line, reason) for line, reason in dropped),
        )

    def _known(self, condition: str, value: str, owner: str) -> Known | None:
        row = self._one(
            f"SELECT id, path, text_hash, file_hash FROM materials WHERE owner = ? AND {condition}", owner, value
        )
        return Known(*row) if row else None

    def _tags_of(self, materials: Sequence[str]) -> list[str]:
        return sorted({tag for m in materials for (tag,) in self._all("SELECT tag FROM tags WHERE material = ?", m)})
