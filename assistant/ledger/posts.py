"""The posts and occupations that stand beside names."""

import functools
import re

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.text import Text


@functools.cache
def role_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """All role words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, lexicon.roles), key=len, reverse=True)))


_VICE = "副"
_HOLDS = re.compile(r"(?P<post>[\u4e00-\u9fff]{2,8})(?:为|是|由|：|:)(?P<rest>[\u4e00-\u9fff]{0,12})$")


def posts_of(text: Text, start: int, end: int) -> frozenset[str]:
    """Every post that the words around a name give to it (主任由乡党委副书记柏青兼任: 主任, 党委副书记)."""
    roles = text.lexicon.roles
    found = {post_beside(text, start, end)} - {""}
    before = _HOLDS.search(text.plain, max(0, start - 24), start)
    if before and not _OTHER.search(before["rest"]):
        held = [m for m in role_pattern(text.lexicon).finditer(before["post"]) if roles[m[0]][0] == "post"]
        found |= {m[0] for m in held if m.end() == len(before["post"])}
    after = _APPOINTED.match(text.plain, end)
    if after:
        found |= {m[0] for m in role_pattern(text.lexicon).finditer(after["rest"]) if roles[m[0]][0] == "post"}
    return frozenset(found)


_OTHER = re.compile("[任为是由和与及兼]")
_APPOINTED = re.compile(
    r"(?:同志|老人|老师|先生|女士)?(?:现?任|担任|是|为|当选|曾任|兼任|出任|当(?![年天地时]))(?P<rest>[\u4e00-\u9fff]{0,14})"
)


def post_beside(text: Text, start: int, end: int) -> str:
    """The post that stands before or after a name (主任王秀兰, 王秀兰任主任); "" where there is none."""
    roles = text.lexicon.roles
    for length in range(6, 1, -1):
        word = text.plain[max(0, start - length) : start]
        if word in roles and roles[word][0] == "post":
            return _VICE + word if text.plain.endswith(_VICE, 0, start - length) else word
    for length in range(6, 1, -1):
        word = text.plain[end : end + length]
        if word in roles and roles[word][0] == "post" and "a" in roles[word][1]:
            return word
    match = _APPOINTED.match(text.plain, end)
    if match:
        posts = [m for m in role_pattern(text.lexicon).finditer(match["rest"]) if roles[m[0]][0] == "post"]
        return posts[0][0] if posts else ""
    return ""
