"""Search measured on the gold queries, against plain recipes: ``python -m tests.bench.search_quality``.

Two libraries are built with the real encoder: the five pages alone (queries about them), and the pages with the
program's own samples (all queries). A hit is a passage that holds one of the query's gold substrings.
"""

import json
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import bm25s
import numpy as np

from index.encoding.encoder import Encoder
from index.library import Library
from index.search.lexical import words
from index.settings import LibrarySettings

REPOSITORY = Path(__file__).parents[2]
MATERIALS = REPOSITORY / "../shared/materials"
GOLD = REPOSITORY / "tests/data/gold_queries.json"
KINDS = ("lexical", "paraphrase", "structural")
PIECE, OVERLAP = 500, 50

Search = Callable[[str], list[str]]


def bare(text: str) -> str:
    """The text without blanks, as gold is compared."""
    return re.sub(r"\s+", "", text)


def rank_of(gold: Iterable[str], texts: list[str]) -> int:
    """Place of the first text that holds gold, from 0; 99 if none does."""
    wanted = [bare(g) for g in gold]
    return next((n for n, text in enumerate(texts) if any(g in bare(text) for g in wanted)), 99)


def figures(ranks: list[int]) -> str:
    """hit@1, hit@5 and MRR (over the first ten)."""
    places = np.array(ranks)
    reciprocal = np.where(places < 10, 1 / (places + 1), 0)
    shares = f"hit@1 {np.mean(places < 1):.3f}  hit@5 {np.mean(places < 5):.3f}"
    return f"n {len(ranks):3d}  {shares}  MRR {reciprocal.mean():.3f}"


def report(name: str, queries: list[dict], search: Search) -> None:
    """One line a kind."""
    ranks = {q["query"]: rank_of(q["gold"], search(q["query"])) for q in queries}
    for kind in ("all", *KINDS):
        chosen = [ranks[q["query"]] for q in queries if kind in ("all", q["kind"])]
        print(f"{name:34} {kind:11} {figures(chosen)}")
    held = [ranks[q["query"]] for q in queries if q["held"]]
    print(f"{name:34} {'kept aside':11} {figures(held)}")


def pieces_of(texts: Iterable[str]) -> list[str]:
    """The stock recipe: pieces of 500 characters with 50 of overlap, cut at paragraph ends where possible."""
    pieces = []
    for text in texts:
        rest = text
        while rest:
            end = rest.rfind("\n", PIECE // 2, PIECE) if len(rest) > PIECE else len(rest)
            end = end if end > 0 else PIECE
            pieces.append(rest[:end])
            rest = rest[max(end - OVERLAP, 1) :] if end < len(rest) else ""
    return pieces


def baselines(queries: list[dict], pieces: list[str], encoder: Encoder) -> None:
    """Plain dense and plain BM25 over stock pieces."""
    matrix = encoder.documents(pieces)
    bm25 = bm25s.BM25()
    bm25.index([words(piece) for piece in pieces], show_progress=False)

    def dense(query: str) -> list[str]:
        return [pieces[i] for i in np.argsort(-(matrix @ encoder.query(query)))[:10]]

    def lexical(query: str) -> list[str]:
        return [pieces[i] for i in np.argsort(-bm25.get_scores(words(query) or [""]))[:10]]

    report("plain dense, stock pieces", queries, dense)
    report("plain BM25, stock pieces", queries, lexical)


def measure(name: str, library: Library, queries: list[dict], unanswerable: list[dict]) -> None:
    """Quality, confidence and time of one library."""
    library.search("热身")
    spent, answers = [], {}
    for q in [*queries, *unanswerable]:
        began = time.perf_counter()
        answers[q["query"]] = library.search(q["query"], 10)
        spent.append(time.perf_counter() - began)
    report(name, queries, lambda query: [s.passage.text for s in answers[query].passages])
    sure = [answers[q["query"]].confident for q in queries]
    refused = [not answers[q["query"]].confident for q in unanswerable]
    kept = [not answers[q["query"]].confident for q in unanswerable if q["held"]]
    print(f"{name:34} answerable not refused {np.mean(sure):.3f}, unanswerable refused {np.mean(refused):.3f}", end=" ")
    print(f"(kept aside {np.mean(kept):.3f}); search p50 {np.median(spent) * 1000:.0f} ms")


def main() -> int:
    """Print the table; 1 when the materials are missing."""
    if not MATERIALS.is_dir():
        print(f"no materials at {MATERIALS}", file=sys.stderr)
        return 1
    gold = json.loads(GOLD.read_text("utf-8"))
    pages = [q for q in gold["queries"] if q["from"] == "materials"]
    for name, samples, queries in (("five pages", False, pages), ("pages and samples", True, gold["queries"])):
        with tempfile.TemporaryDirectory() as home:
            settings = LibrarySettings(home=Path(home))
            with Library.open(settings, samples=samples) as library:
                began = time.perf_counter()
                library.add([MATERIALS])
                spent = time.perf_counter() - began
                print(f"{name}: {len(library.dump())} passages, added in {spent:.1f} s")
                measure(name, library, queries, gold["unanswerable"])
                if not samples:
                    encoder = library.usable_encoder()
                    texts = [file.read_text("utf-8", "ignore") for file in sorted(MATERIALS.iterdir())]
                    if encoder is not None:
                        baselines(queries, pieces_of(texts), encoder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
