"""Cleaning within a time limit: a long text is cleaned in a process of its own, which is killed when it oversteps.

Run as a program it serves one request: a document as JSON on standard input, its articles as JSON on standard output.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from index.cleaning.cleaning import clean
from index.errors import UnreadableFile
from index.material import Article, Cleaned, Document, Paragraph
from index.processes import run_module

DIRECT = 100_000
"""Characters that no arrangement of lines makes slow to clean: a few seconds at worst."""


def clean_within(document: Document, file_name: str, seconds: float) -> Cleaned:
    """As ``index.cleaning.cleaning.clean``, but over after ``seconds``. Raises UnreadableFile then."""
    if len(document.text) <= DIRECT:
        return clean(document, file_name)
    request = json.dumps({"document": asdict(document), "name": file_name}).encode("ascii")
    done = run_module("index.cleaning.guarded", request, seconds)
    if done is None or done[0] != 0:
        raise UnreadableFile(f"整理正文用了 {seconds:.0f} 秒还没完，已经停止，没有读取。")
    return _cleaned(json.loads(done[1]))


def _cleaned(answer: dict[str, Any]) -> Cleaned:
    articles = tuple(
        Article(
            **{
                **article,
                "paragraphs": tuple(Paragraph(**p) for p in article["paragraphs"]),
                "themes": tuple(article["themes"]),
            }
        )
        for article in answer["articles"]
    )
    return Cleaned(articles, tuple((text, reason) for text, reason in answer["dropped"]))


def _document(request: dict[str, Any]) -> Document:
    return Document(
        **{
            **request,
            "paragraphs": tuple(Paragraph(**p) for p in request["paragraphs"]),
            "left_out": tuple((text, reason) for text, reason in request["left_out"]),
            "themes": tuple(request["themes"]),
        }
    )


def main() -> None:
    """Serve one request."""
    request = json.loads(sys.stdin.buffer.read())
    result = asdict(clean(_document(request["document"]), request["name"]))
    sys.stdout.buffer.write(json.dumps(result, ensure_ascii=True).encode("ascii"))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
