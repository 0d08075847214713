"""What the library answers, as JSON values of the contract and as lines to read."""

from typing import Any

from index.material import Cleaned, StoredPassage
from index.records import Added, Found, Material


def added_line(result: Added) -> str:
    """What became of one file."""
    words = {"added": "已添加", "duplicate": "已有，未重复添加", "updated": "已更新", "failed": "失败"}
    counts = f"（{result.articles} 篇，{result.passages} 段）" if result.passages else ""
    return f"{words[result.status]}　{result.file}{counts}"


def cleaned_value(cleaned: Cleaned) -> dict[str, Any]:
    """What cleaning keeps and drops, as JSON."""
    return {
        "articles": [
            {
                "title": article.title,
                "genre": article.genre,
                "unit": article.unit,
                "date": article.date,
                "text": "\n".join(paragraph.text for paragraph in article.paragraphs),
            }
            for article in cleaned.articles
        ],
        "dropped": [{"text": line, "reason": reason} for line, reason in cleaned.dropped],
    }


def cleaned_lines(cleaned: Cleaned) -> list[str]:
    """What cleaning keeps and drops, to read."""
    lines = []
    for number, article in enumerate(cleaned.articles, 1):
        lines += [f"-- 留下第 {number} 篇：{article.title}（{article.genre}）"]
        lines += [
            "#" * paragraph.level + " " * bool(paragraph.level) + paragraph.text for paragraph in article.paragraphs
        ]
    return [*lines, "-- 去掉：", *(f"[{reason}] {line}" for line, reason in cleaned.dropped)]


def material_value(material: Material) -> dict[str, Any]:
    """A material as JSON."""
    keys = ("material", "file", "title", "articles", "passages", "genres", "added_at")
    return {key: getattr(material, key) for key in keys}


def material_line(m: Material) -> str:
    """A material in one line."""
    return f"{m.material}　{m.file}　{m.title}　{m.articles} 篇 {m.passages} 段　{'、'.join(m.genres)}"


def found_value(found: Found) -> dict[str, Any]:
    """An answer as JSON; texts with the headings that they open with."""
    return {
        "confident": found.confident,
        "passages": [
            {
                "passage_id": s.passage_id,
                "text": s.whole,
                "score": s.score,
                "file": s.file,
                "article": s.article,
                "genre": s.passage.genre,
                "headings": list(s.passage.headings),
            }
            for s in found.passages
        ],
    }


def found_lines(query: str, found: Found) -> list[str]:
    """An answer to read, after its question."""
    lines = [f"问：{query}"] + ([] if found.confident else ["（资料库里没有很合适的，下面是最接近的。）"])
    for number, s in enumerate(found.passages, 1):
        where = " > ".join((s.file, s.article, *s.passage.headings))
        lines += [f"{number}. {where}（{s.passage.genre}，{s.score:.2f}）", f"   {s.passage.text}"]
    return lines


def dump_value(s: StoredPassage) -> dict[str, Any]:
    """A passage as JSON: all passages of an article one after another are the whole article."""
    return {
        "passage_id": s.passage_id,
        "file": s.file,
        "article": s.article,
        "article_number": s.article_number,
        "genre": s.passage.genre,
        "headings": list(s.passage.headings),
        "text": s.whole,
    }
