"""From a file as read to its articles: nothing of the page around them, nothing of them lost."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from index.cleaning import articles as parts
from index.cleaning import glued, noise
from index.cleaning import lines as rows
from index.cleaning.contents import drop_contents
from index.cleaning.head import read_head, unit_in
from index.cleaning.headings import with_headings
from index.cleaning.lines import Line
from index.cleaning.marks import ends_sentence, mark_level
from index.cleaning.page import without_page
from index.cleaning.repeats import drop_repeats
from index.cleaning.running import drop_running
from index.cleaning.tail import trim_tail
from index.material import Article, Cleaned, Document, Paragraph
from index.themes import genre_of

Dropped = list[tuple[str, str]]
_LEAST_ARTICLE = 60
"""Characters of text below which a part of a page is not an article of its own."""
_PAGE_LINES = 3
"""Lines of a page in a Markdown file from which on it is taken for a page that somebody saved."""
_OFFICE = ("docx", "doc", "odt", "rtf", "md")


def clean(document: Document, file_name: str = "") -> Cleaned:
    """The articles of ``document`` and what was dropped, each with its reason.

    ``file_name`` lends the title where the text has none. A body sentence is never dropped; where no article can
    be told, the whole text is one.
    """
    if document.kind == "md" and document.title:
        return _structured(document)
    dropped: Dropped = list(document.left_out)
    lines, titles = _tidy(document, dropped)
    page_title = _page_title(lines, document.title)
    page = document.kind not in _OFFICE
    articles = [_article(piece, page_title, page, dropped) for piece in parts.split_pieces(lines, titles)]
    found = [article for article in articles if article is not None]
    if not found and lines:
        kept = {line.text for line in lines}
        dropped = [entry for entry in dropped if entry[0] not in kept]
        found = [Article("", "", tuple(Paragraph(line.text) for line in lines))]
    return Cleaned(tuple(_named(article, document, file_name) for article in found), tuple(dropped))


def _structured(document: Document) -> Cleaned:
    """Markdown with its own title: headings are as written. Inline addresses go, and whole lines from a saved page."""
    dropped: Dropped = []
    lines = [Line(text, p.level) for p in document.paragraphs if (text := rows.normalise(p.text))]
    kept = without_page(lines, dropped)
    if len(lines) - len(kept) >= _PAGE_LINES:
        kept = trim_tail(kept, True, dropped)
        while kept and kept[-1].level:
            dropped.append((kept.pop().text, "页尾"))
    else:
        dropped = []
        kept = [replace(line, text=text) for line in lines if (text := _without_addresses(line.text, dropped))]
    _, unit, date = parts.signature(kept)
    paragraphs = tuple(Paragraph(line.text, line.level) for line in kept)
    return Cleaned((_named(Article(document.title, "", paragraphs, unit, date), document, ""),), tuple(dropped))


def _without_addresses(text: str, dropped: Dropped) -> str:
    text, gone = noise.drop_brackets(text)
    text, more = noise.drop_addresses(text)
    dropped += gone + more
    return text


def _tidy(document: Document, dropped: Dropped) -> tuple[list[Line], frozenset[str]]:
    """Lines without page numbers, addresses and the page's own lines, rejoined and unglued; titles announced."""
    lines = rows.to_lines([(p.text, p.level) for p in document.paragraphs])
    lines, gone = rows.heal_page_numbers(lines)
    dropped += gone
    kept = without_page(drop_running(lines, dropped), dropped)
    kept, titles = drop_contents(kept, dropped)
    whole = _unglue(drop_repeats(rows.rejoin(kept), dropped))
    return _levelled([replace(line, text=rows.tighten(line.text)) for line in whole]), titles


def _unglue(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        pieces = [line.text] if found else glued.split_title(line.text)
        for split in (_split_greeting, glued.split_sections, glued.split_thanks, glued.split_marked):
            pieces = [part for piece in pieces for part in split(piece)]
        bracketed = [part for piece in pieces for part in glued.split_bracketed(piece)]
        labelled = [
            part for piece, heading in bracketed for part in ([(piece, True)] if heading else glued.split_labels(piece))
        ]
        found += [
            replace(
                line,
                text=piece.strip(),
                gap=line.gap and i == 0,
                glued=len(labelled) > 1,
                level=int(heading) or line.level,
            )
            for i, (piece, heading) in enumerate(labelled)
        ]
    return found


def _split_greeting(text: str) -> list[str]:
    """Title and salutation apart, but not the people greeted (姐妹们、同志们：)."""
    pieces = glued.split_greeting(text)
    return [text] if pieces[0].endswith(("、", "，", "和")) else pieces


def _levelled(lines: Sequence[Line]) -> list[Line]:
    """Levels that the file's styles give, made to agree with the marks: a mark decides, a title has none."""
    found: list[Line] = []
    started = False
    for line in lines:
        mark = mark_level(line.text)
        sentence = bool(mark) and ends_sentence(line.text) and not line.glued
        if line.level and (len(line.text) > 60 or sentence or not (mark or started)):
            line = replace(line, level=0)
        started = started or parts.is_body(line)
        found.append(line)
    styled = [line.level for line in found if line.level and not line.glued and not mark_level(line.text)]
    shift = min(styled) - 1 if styled else 0
    return [
        replace(line, level=mark_level(line.text) or min(max(line.level - shift, 1), 4)) if line.level else line
        for line in found
    ]


def _page_title(lines: Sequence[Line], declared: str) -> str:
    """What the page calls itself: the short line it repeats, or the title it declares."""
    counts = Counter(line.text for line in lines if 4 <= len(line.text) <= 50 and not ends_sentence(line.text))
    repeated = [text for text, count in counts.most_common(3) if count >= 2 and parts.TITLE_WORDS.search(text)]
    return repeated[0] if repeated else declared


def _article(piece: parts.Piece, page_title: str, page: bool, dropped: Dropped) -> Article | None:
    lines = piece.lines
    start = parts.body_start(lines)
    body = trim_tail(lines[start:], page, dropped)
    if sum(len(line.text) for line in body) < _LEAST_ARTICLE:
        dropped += [(line.text, "页面文字") for line in (*lines[:start], *body)]
        return None
    label = "" if piece.series else piece.marked_title
    text = "".join(line.text for line in body)
    head = read_head(lines[:start], page_title, bool(label), text)
    dropped += [(text, "页首") for text in head.rest]
    _, unit, date = parts.signature(body)
    title = " ".join(filter(None, dict.fromkeys((label.strip("】 "), head.title))))
    title = title or piece.marked_title.strip("】 ") or page_title
    unit = head.unit or unit or unit_in(title)
    return Article(title, "", tuple(with_headings(body)), unit, head.date or date)


def _named(article: Article, document: Document, file_name: str) -> Article:
    """The article with title and genre filled in from what else is known."""
    text = "\n".join(p.text for p in article.paragraphs)
    title = article.title or document.title or _from_name(file_name) or _first_words(article)
    genre = document.genre or genre_of(title, text)
    return replace(article, title=title, genre=genre, themes=document.themes)


def _from_name(file_name: str) -> str:
    stem = PurePath(file_name).stem
    return stem if re.search("[一-鿿]{2}", stem) else ""


def _first_words(article: Article) -> str:
    first = article.paragraphs[0].text if article.paragraphs else ""
    return re.split("[，。；：！？,;:!?]", first)[0][:30]
