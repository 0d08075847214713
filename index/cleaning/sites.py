"""The name of the site a page comes from, learned from the page's own lines, and where it advertises itself."""

import re
from collections import Counter
from collections.abc import Iterable

from index.cleaning.noise import URL

_NAME = re.compile(
    r"(?<![一-鿿A-Za-z0-9])[一-鿿A-Za-z0-9]{2,8}?(?:文[库档秘]|范文|公文|论坛|之家|(?<![联互因上])网)(?=[^一-鿿A-Za-z]|$)"
)
_LONGEST = 30

REASON = "站名"


def site_names(own: Iterable[str]) -> frozenset[str]:
    """Names of sites that stand by themselves in one and anywhere in another of the page's ``own`` lines."""
    lines = list(dict.fromkeys(own))
    found = Counter(name for line in lines for name in set(_NAME.findall(line)))
    return frozenset(name for name in found if sum(name in line for line in lines) >= 2)


def advertises(text: str, names: frozenset[str]) -> bool:
    """Whether a short line names the site and is no sentence."""
    return len(text) <= _LONGEST and not text.endswith(("。", "；", "：", ":")) and any(name in text for name in names)


def without_slogans(text: str, names: frozenset[str]) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without the cries that start or end with the site's name and stand between its sentences."""
    if not any(name in text for name in names):
        return text, []
    name = "|".join(map(re.escape, sorted(names)))
    cry = re.compile(
        rf"(?:{name})\s*[:：]?\s*(?:{URL.pattern})"
        rf"|(?:^|(?<=[。！？”]))(?:(?:{name})[^。！？“]{{0,16}}[！!]|[^。！？，；“]{{0,12}}(?:尽在|就上|请上|就在|认准)(?:{name}))"
    )
    return cry.sub("", text), [(found[0], REASON) for found in cry.finditer(text)]
