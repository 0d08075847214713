"""Saved web pages: the article's blocks, by readability and by how much of a block is links."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from index.errors import UnreadableFile
from index.material import Document, Paragraph
from index.reading.flat_page import flattened
from index.reading.page_bytes import decode_page
from index.reading.text import strip_controls

_GONE = {
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "object",
    "svg",
    "canvas",
    "head",
    "select",
    "button",
    "input",
    "textarea",
    "video",
    "audio",
    "map",
    "rt",
    "rp",
    "del",
}
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form"
        " h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul",
    )
)
_FURNITURE_TAGS = {"nav", "footer", "aside"}
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|foot|footer|sidebar|side|crumbs?|breadcrumbs?|comments?|related?|relate|recommend"
    r"|tuijian|share|copyright|ads?|advert|banner|login|search|tags?|pager|pagination|pages|hot|rank|toolbar|links"
    r"|friendlink|prev|next|download|qrcode|xiangguan|rel|cms?t?s?|repl(?:y|ies)|reward|donate|dashang|licen[cs]e|lic"
    r"|cookies?|gg|guanggao|sponsor|ft|bread|toolbox|tool)(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|\s*[;\"]|$)", re.I)
_MOST_DEPTH = 400
_LEAST_ASIDE = 0.3
"""Share of the article's text from which on blocks named like a menu or a footer are trusted to be its own."""


@dataclass
class _Block:
    """One block of the page: its text, how many of its characters are links, where it stands."""

    parent: "etree._Element"
    level: int = 0
    furniture: bool = False
    parts: list[str] = field(default_factory=list)
    linked: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)

    @property
    def density(self) -> float:
        return self.linked / max(1, len(re.sub(r"\s", "", self.text)))


def read_page(data: bytes) -> Document:
    """The article's blocks of a page, and what was set aside with the reason."""
    source = strip_controls(decode_page(data))
    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
    if not source.strip():
        raise UnreadableFile("这个网页文件里没有正文。")
    root, whole = _parsed(source)
    if not whole:
        source = flattened(source)
        root, whole = _parsed(source)
    blocks = [block for block in _blocks(root) if block.text.strip()]
    core = _core_texts(source)
    kept, left_out = _choose(blocks, core)
    paragraphs: list[Paragraph] = []
    for block in kept:
        lines = [re.sub(r"[ \t\r\n]+", " ", line).strip(" ") for line in block.text.split("\v")]
        paragraphs += [Paragraph(line, block.level) for line in lines if line.strip()]
    return Document(tuple(paragraphs), "html", _title(root), tuple(left_out))


def _parsed(source: str) -> tuple["etree._Element", bool]:
    """The page as a tree, and whether all of it is there: the parser gives up where elements are nested too deep."""
    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False)
    try:
        root = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile("这个网页文件里没有正文。") from error
    return root, not any("depth" in entry.message for entry in parser.error_log)


def _title(root: "etree._Element") -> str:
    """The page's own title: its only h1, else the first part of <title>."""
    heads = [" ".join("".join(h.itertext()).split()) for h in root.iter("h1")]
    heads = [head for head in heads if head]
    if len(heads) == 1 and len(heads[0]) <= 60:
        return heads[0]
    found = root.find(".//title")
    text = " ".join((found.text or "").split()) if found is not None else ""
    return re.split(r"\s*[_|｜—]+\s*|\s+-+\s+|-(?=[^-]*(?:网|站|库)$)", text)[0].strip() if text else ""


def _blocks(root: "etree._Element") -> list[_Block]:
    found: list[_Block] = [_Block(root)]
    _walk(root, found, 0, False, False)
    return found


def _walk(
    element: "etree._Element", found: list[_Block], depth: int, linked: bool, furniture: bool, flat: bool = False
) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in _GONE or depth > _MOST_DEPTH or _hidden(element):
        return
    furniture = (
        furniture
        or tag in _FURNITURE_TAGS
        or _running(element)
        or bool(
            _FURNITURE.search(f"{element.get('class', '')} {element.get('id', '')}") and tag not in ("body", "html")
        )
    )
    flat = flat or _cell_of_data(element)
    block = tag in _BLOCKS and not flat
    if block:
        found.append(_Block(_container(element), int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0, furniture))
    linked = linked or tag == "a"
    _put(found[-1], element.text, linked)
    for child in element:
        if child.tag == "br":
            found[-1].parts.append("\v")
        _walk(child, found, depth + 1, linked, furniture, flat)
        if child.tag in ("td", "th") and child.getnext() is not None and _cell_of_data(child):
            found[-1].parts.append(" | ")
        _put(found[-1], child.tail, linked)
    if block:
        outer = element.getparent()
        found.append(_Block(_container(element) if outer is None else _container(outer), 0, furniture))


def _container(element: "etree._Element") -> "etree._Element":
    parent = element.getparent()
    return element if parent is None else parent


def _put(block: _Block, text: str | None, linked: bool) -> None:
    if text:
        block.parts.append(text)
        if linked:
            block.linked += len(re.sub(r"\s", "", text))


def _hidden(element: "etree._Element") -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _running(element: "etree._Element") -> bool:
    """Whether an office program wrote a page's head or foot here."""
    named = element.tag == "div" and element.get("title") in ("header", "footer")
    return named or bool(re.search(r"mso-element\s*:\s*(?:header|footer)", element.get("style", "")))


def _cell_of_data(element: "etree._Element") -> bool:
    """Whether a cell belongs to a row of short cells, which reads as one line."""
    if element.tag not in ("td", "th"):
        return False
    row = element.getparent()
    if row is None or len(row) < 2:
        return False
    return all(len("".join(cell.itertext()).strip()) <= 60 and not cell.xpath(".//table|.//div|.//li") for cell in row)


def _key(text: str) -> str:
    return re.sub(r"\W", "", text)


def _core_texts(source: str) -> set[str]:
    """Keys of the lines that readability takes for the article."""
    from readability import Document as Readable
    from readability.readability import Unparseable

    try:
        summary = lxml_html.document_fromstring(Readable(source).summary())
    except (Unparseable, etree.ParserError, etree.XMLSyntaxError, ValueError, TypeError, KeyError):
        return set()
    return {_key(line) for block in _blocks(summary) for line in block.text.split("\v") if len(_key(line)) >= 4}


def _sentence(text: str) -> bool:
    return len(text.strip()) >= 20 and bool(re.search(r"[。！？；!?]", text))


def _common(elements: "list[etree._Element]") -> "etree._Element | None":
    """The smallest element that holds all of ``elements``."""
    shared: list[etree._Element] | None = None
    for element in elements:
        chain = [element, *element.iterancestors()]
        shared = chain if shared is None else [one for one in shared if one in chain]
    return shared[0] if shared else None


def _within(block: _Block, root: "etree._Element | None") -> bool:
    """Whether a block stands where the article's paragraphs do, or could be who signs it and when."""
    if root is None or any(one is root for one in (block.parent, *block.parent.iterancestors())):
        return True
    return not block.level and len(block.text.strip()) <= 30 and not _sentence(block.text)


def _choose(blocks: list[_Block], core: set[str]) -> tuple[list[_Block], list[tuple[str, str]]]:
    """Blocks of the article in page order, and the others with the reason."""
    chosen = [not core.isdisjoint(map(_key, block.text.split("\v"))) and block.density < 0.7 for block in blocks]
    size = sum(len(b.text) for b, c in zip(blocks, chosen, strict=True) if c)
    aside = sum(len(b.text) for b, c in zip(blocks, chosen, strict=True) if c and b.furniture)
    if aside < _LEAST_ASIDE * size:
        chosen = [c and not b.furniture for b, c in zip(blocks, chosen, strict=True)]
    loose = [b for b in blocks if _sentence(b.text) and b.density < 0.3 and not b.furniture]
    if size < 0.5 * sum(len(b.text) for b in loose):
        chosen = [chosen[i] or b in loose for i, b in enumerate(blocks)]
    root = _common([b.parent for b, c in zip(blocks, chosen, strict=True) if c and _sentence(b.text)])
    homes = {id(b.parent) for b, c in zip(blocks, chosen, strict=True) if c and _sentence(b.text)}
    marks = [i for i, c in enumerate(chosen) if c]
    first, last = (marks[0], marks[-1]) if marks else (0, len(blocks) - 1)
    kept: list[_Block] = []
    left_out: list[tuple[str, str]] = []
    for index, block in enumerate(blocks):
        inside = first - 5 <= index <= last or (index <= last + 3 and _within(block, root))
        loose_end = (
            not block.furniture
            and block.density < 0.4
            and (inside or (id(block.parent) in homes and _sentence(block.text)))
        )
        if chosen[index] or loose_end or (not marks and block.density < 0.5):
            kept.append(block)
        else:
            reason = "链接" if block.density >= 0.4 else "网页栏目" if block.furniture else "正文之外"
            left_out.append((re.sub(r"\s+", " ", block.text).strip()[:200], reason))
    return kept, left_out
