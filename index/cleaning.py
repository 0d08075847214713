"""From a file as read to its articles: nothing of the page around them, nothing of them lost."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from index import cleaning_articles as parts
from index import cleaning_glued as glued
from index import cleaning_lines as rows
from index import cleaning_noise as noise
from index.cleaning_lines import Line
from index.cleaning_marks import DATE_LINE, RUN, ends_sentence, mark_level
from index.material import Article, Cleaned, Document, Paragraph
from index.themes import genre_of

Dropped = list[tuple[str, str]]


def clean(document: Document, file_name: str = "") -> Cleaned:
    """The articles of ``document`` and what was dropped, each with its reason.

    ``file_name`` lends the title where the text has none. A body sentence is never dropped; where no article can
    be told, the whole text is one.
    """
    if document.kind == "md" and document.title:
        return _structured(document)
    dropped: Dropped = list(document.left_out)
    lines = _tidy(document, dropped)
    page_title = _page_title(lines, document.title)
    articles: list[Article] = []
    for piece in parts.split_pieces(lines):
        article = _article(piece, page_title, dropped)
        if article is not None:
            articles.append(article)
    if not articles:
        whole = tuple(Paragraph(line.text) for line in lines)
        return Cleaned((_named(Article("", "", whole), document, file_name),) if whole else (), tuple(dropped))
    return Cleaned(tuple(_named(article, document, file_name) for article in articles), tuple(dropped))


def _structured(document: Document) -> Cleaned:
    """Markdown with its own title: headings are as written, only inline addresses go."""
    dropped: Dropped = []
    paragraphs: list[Paragraph] = []
    for paragraph in document.paragraphs:
        text, gone = noise.drop_inline(rows.normalise(paragraph.text))
        dropped += gone
        if text:
            paragraphs.append(replace(paragraph, text=text))
    article = Article(document.title, "", tuple(paragraphs))
    return Cleaned((_named(article, document, ""),), tuple(dropped))


def _tidy(document: Document, dropped: Dropped) -> list[Line]:
    """Lines without page numbers, addresses and the page's own lines, rejoined and unglued."""
    lines = rows.to_lines([(p.text, p.level) for p in document.paragraphs])
    lines, gone = rows.heal_page_numbers(lines)
    dropped += gone
    kept: list[Line] = []
    for line in lines:
        if (reason := noise.line_reason(line.text)) and not parts._MORE.match(line.text):
            dropped.append((line.text, reason))
            continue
        text, gone = noise.drop_inline(line.text)
        dropped += gone
        text, gone = noise.drop_sentences(text) if len(text) > 120 else (text, [])
        dropped += gone
        if text.strip():
            kept.append(replace(line, text=text.strip()))
    joined = [replace(line, text=rows.tighten(line.text)) for line in rows.rejoin(kept)]
    return _unglue(_drop_repeats(joined, dropped))


def _unglue(lines: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        pieces = [line.text]
        for split in (glued.split_greeting, glued.split_sections, glued.split_thanks):
            pieces = [part for piece in pieces for part in split(piece)]
        found += [replace(line, text=piece.strip()) for piece in pieces]
    return found


def _drop_repeats(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """Lines without teasers: a line cut off with … whose text stands in full elsewhere."""
    whole = "\n".join(parts.key(line.text) for line in lines)
    kept: list[Line] = []
    for line in lines:
        bare = parts.key(re.sub(r"[….]{1,}\s*(?:\[?更多\]?)?$", "", line.text))
        cut_off = re.search(r"(?:…|\.{3,})\s*(?:\[?更多\]?)?\s*$", line.text)
        if cut_off and len(bare) >= 20 and (whole.count(bare[:60]) >= 2 or _teases(bare, whole)):
            dropped.append((line.text, "重复内容"))
        else:
            kept.append(line)
    return kept


def _teases(bare: str, whole: str) -> bool:
    """Whether most of the 12-character pieces of ``bare`` occur at least twice in ``whole``."""
    pieces = [bare[i : i + 12] for i in range(0, len(bare) - 12, 6)]
    return bool(pieces) and sum(whole.count(piece) >= 2 for piece in pieces) >= len(pieces) * 0.7


def _page_title(lines: Sequence[Line], declared: str) -> str:
    """What the page calls itself: the title it declares, or the short line it repeats."""
    counts = Counter(line.text for line in lines if 4 <= len(line.text) <= 50 and not ends_sentence(line.text))
    repeated = [text for text, count in counts.most_common(3) if count >= 2 and parts.TITLE_WORDS.search(text)]
    return repeated[0] if repeated else declared


def _article(piece: parts.Piece, page_title: str, dropped: Dropped) -> Article | None:
    lines = piece.lines
    start = parts.body_start(lines)
    body = _trim_tail(lines[start:], dropped)
    if sum(len(line.text) for line in body) < 40:
        dropped += [(line.text, "页面文字") for line in (*lines[:start], *body)]
        return None
    head = parts.read_head(lines[:start], page_title)
    dropped += [(text, "页首") for text in head.rest]
    _, unit, date = parts.signature(body)
    title = " ".join(filter(None, dict.fromkeys((piece.marked_title.strip("】 "), head.title)))) or page_title
    paragraphs = tuple(p for line in body for p in _paragraphs(line, body))
    return Article(title, "", paragraphs, head.unit or unit, head.date or date)


def _trim_tail(lines: Sequence[Line], dropped: Dropped) -> list[Line]:
    """Lines up to the last that is text or signature; what follows is the page's."""
    last = max((i for i, line in enumerate(lines) if parts.is_body(line) or RUN.match(line.text)), default=-1)
    end = last + 1
    while end < len(lines) and parts.signature([lines[end]])[0]:
        end += 1
    dropped += [(line.text, "页尾") for line in lines[end:]]
    return list(lines[:end])


def _paragraphs(line: Line, body: Sequence[Line]) -> list[Paragraph]:
    if line.level:
        return [Paragraph(line.text, line.level)]
    level = mark_level(line.text)
    if level in (1, 2):
        heading, rest = glued.split_heading(line.text)
        if heading:
            return [Paragraph(heading, level), *([Paragraph(rest)] if rest else [])]
    elif level and len(line.text) <= 30 and not re.search("[。；;，,]", line.text):
        return [Paragraph(line.text, level)]
    elif _bare_heading(line, body):
        return [Paragraph(line.text, 1)]
    return [Paragraph(line.text)]


def _bare_heading(line: Line, body: Sequence[Line]) -> bool:
    """A short line without punctuation among paragraphs, followed by text: a heading without a number."""
    text = line.text
    if not 4 <= len(text) <= 28 or ends_sentence(text) or re.search(r"[，,。；;]$", text) or DATE_LINE.match(text):
        return False
    index = next(i for i, other in enumerate(body) if other is line)
    return index + 1 < len(body) and len(body[index + 1].text) >= 30 and not mark_level(text) and not RUN.match(text)


def _named(article: Article, document: Document, file_name: str) -> Article:
    """The article with title and genre filled in from what else is known."""
    title = article.title or document.title or _from_name(file_name)
    text = "\n".join(p.text for p in article.paragraphs)
    genre = document.genre or genre_of(title, text)
    return replace(article, title=title, genre=genre, themes=document.themes)


def _from_name(file_name: str) -> str:
    stem = PurePath(file_name).stem
    return stem if re.search("[一-鿿]{2}", stem) else ""
