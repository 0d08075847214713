"""Pages nested deeper than a parser follows: thousands of unclosed <font> or <div>, as old editors left them."""

import re

_TAG = re.compile(r"<(?:!--.*?-->|[^<>]*>)", re.S)
_NAME = re.compile(r"<(/?)\s*([a-z][a-z0-9]*)", re.I)
_WORDS = re.compile(r"\w+")
_KEPT = frozenset(_WORDS.findall("html head title body h1 h2 h3 h4 h5 h6 br hr"))
_SILENT = frozenset(_WORDS.findall("script style noscript template svg select textarea"))
_INLINE = frozenset(
    _WORDS.findall("a abbr b big code del em font i ins label mark q s small span strike strong sub sup tt u")
)


def flattened(source: str) -> str:
    """The page with its text in the same order, its headings and lines, and no nesting left."""
    parts: list[str] = []
    silent, at = "", 0
    for tag in _TAG.finditer(source):
        if not silent and at < tag.start():
            parts.append(source[at : tag.start()])
        at = tag.end()
        found = _NAME.match(tag[0])
        if found is None:
            continue
        closing, name = found[1], found[2].lower()
        if silent:
            silent = "" if closing and name == silent else silent
        elif name in _SILENT:
            silent = "" if closing else name
        elif name in _KEPT:
            parts.append(f"<{closing}{name}>")
        elif name not in _INLINE and ":" not in tag[0].partition(" ")[0] and parts[-1:] != ["<p>"]:
            parts.append("<p>")
    if not silent:
        parts.append(source[at:])
    return "".join(parts)
