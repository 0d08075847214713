"""Names of people, without their role words."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.text import Text, Token

_NOT_GIVEN = frozenset(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所着过地得"
)
_FUNCTION_SURNAMES = frozenset("于向任和时成全关管从常都解查包游方温党司原应初车计来区相单费路经那由主台都")
_PAUSES = frozenset('，。；：！？、,;:!?（(）)“”"\n 　—…·《》【】[]#*-')
_VERB_TAGS = frozenset("vdpturcfz")


@dataclass(frozen=True)
class Name:
    """A name and its place in the plain text; ``sort`` is person, place or unit; ``core`` is the bare name."""

    start: int
    end: int
    sort: str
    core: str


@functools.cache
def role_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """All role words, the longest first."""
    return re.compile("|".join(sorted(map(re.escape, lexicon.roles), key=len, reverse=True)))


def find_people(text: Text, known: Sequence[str] = ()) -> Iterator[Name]:
    """Names of people: borne out by a role word, a list of names or the sentence around, or ``known`` beforehand."""
    found: dict[int, Name] = {}
    for name in _known(text, known):
        found[name.start] = name
    roles = list(role_pattern(text.lexicon).finditer(text.plain))
    for role in roles:
        for name in _beside(text, role):
            found.setdefault(name.start, name)
    for name in (*_free(text), *find_elders(text, known)):
        found.setdefault(name.start, name)
    again = dict.fromkeys(name.core for name in found.values() if len(name.core) > 2)
    for name in _known(text, tuple(again)):
        found.setdefault(name.start, name)
    yield from _with_lists(text, found)


def _known(text: Text, known: Sequence[str]) -> Iterator[Name]:
    for word in known:
        at = text.plain.find(word)
        while at >= 0:
            yield Name(at, at + len(word), "person", word)
            at = text.plain.find(word, at + len(word))


def _beside(text: Text, role: re.Match[str]) -> Iterator[Name]:
    where = text.lexicon.roles[role[0]][1]
    if "b" in where:
        name = name_from(text, role.end(), cued=True) or _cut_amiss(text, role.end())
        if name:
            yield name
    if "a" in where:
        name = _before(text, role.start()) or _surname_only(text, role)
        if name:
            yield name


def name_from(text: Text, start: int, cued: bool) -> Name | None:
    """The name that begins at ``start``, None where there is none. ``cued``: a role or list makes a name likely."""
    surname = _surname(text.plain[start : start + 2], text.lexicon)
    if not surname:
        return None
    token = text.token_at(start)
    if token.start != start or not (
        token.tag.startswith("nr") or token.word == surname or (cued and len(token.word) <= 3)
    ):
        return None
    if token.word == surname and surname in _FUNCTION_SURNAMES and not token.tag.startswith("nr"):
        return None
    if not token.tag.startswith("nr") and token.word != surname and not _looks_given(token, surname, text):
        return None
    if token.word in text.lexicon.not_names or token.word in text.lexicon.concepts:
        return None
    end = _extend(text, token, surname)
    if (
        end - start == len(surname) + 2
        and text.plain[end - 1] in "作任率牵"
        and text.plain[end : end + 1] not in _PAUSES
    ):
        end -= 1  # 汤敏作/总结
    core = text.plain[start:end]
    given = core[len(surname) :]
    if not 1 <= len(given) <= 2 or set(given) & _NOT_GIVEN or core in text.lexicon.public_figures:
        return None
    if not cued and (given[-1] in "县镇乡村" or core[:2] in text.lexicon.not_names):
        return None
    return Name(start, end, "person", core) if all("\u4e00" <= c <= "\u9fff" for c in core) else None


def _cut_amiss(text: Text, start: int) -> Name | None:
    """A name after a post that the segmenter cut across (郑国/梁作/报告)."""
    core = text.plain[start : start + 3]
    if len(core) < 3 or core[0] not in text.lexicon.surnames or core[1] not in text.lexicon.given:
        return None
    if core[2] in "作任率带牵主":
        core = core[:2]
    elif core[2] not in text.lexicon.given:
        return None
    token, end = text.token_at(start), start + len(core)
    crossing = text.token_at(end - 1).end > end
    if token.start != start or not crossing or (text.knows(core[:2]) and token.tag[:2] not in ("nr", "ns")):
        return None
    return None if core in text.lexicon.public_figures else Name(start, end, "person", core)


def _looks_given(token: Token, surname: str, text: Text) -> bool:
    """A dictionary word that begins with a surname (高峰, 马超) may be a name where a role stands before it."""
    if len(token.word) not in (2, 3) or token.word[-1] not in text.lexicon.given or token.tag[0] not in "na":
        return False
    end = _extend(text, token, surname)
    return text.plain[end : end + 1] in _PAUSES or text.token_at(end).tag[0] in "vdpuc"


def _extend(text: Text, token: Token, surname: str) -> int:
    """Where the name ends that begins with ``token``: segmentation often cuts 周/明德 or 李国/强."""
    end = token.end
    if end - token.start >= len(surname) + 2 or end >= len(text.plain):
        return min(end, token.start + len(surname) + 2)
    following = text.token_at(end)
    room = token.start + len(surname) + 2 - end
    if len(following.word) == 2 and following.word[1] in "等到在为率带" and following.word[0] in text.lexicon.given:
        return end + 1  # 翟绪/平等 of 翟绪平等同志, 陶金/凤到
    if not "\u4e00" <= following.word[0] <= "\u9fff" or len(following.word) > room:
        return end
    if token.word == surname:
        if following.tag[0] in "nazvbjx" or following.word[-1] in text.lexicon.given:
            end = following.end
            if room == 2 and len(following.word) == 1:
                last = text.token_at(end) if end < len(text.plain) else following
                if last.start == end and len(last.word) == 1 and last.word in text.lexicon.given:
                    end = last.end
        return end
    if following.word in text.lexicon.given and following.word not in _NOT_GIVEN and following.word != "任":
        after = text.plain[following.end : following.end + 1]
        if not after or after in _PAUSES or text.token_at(following.end).tag[0] in _VERB_TAGS | {"n", "m"}:
            return following.end
    return end


def _surname(head: str, lexicon: Lexicon) -> str:
    return next((head[:n] for n in (2, 1) if len(head) >= n and head[:n] in lexicon.surnames), "")


def _before(text: Text, end: int) -> Name | None:
    for length in (3, 4, 2):
        start = end - length
        if start < 0:
            continue
        name = name_from(text, start, cued=True)
        if name and name.end == end:
            return name
    return None


def find_elders(text: Text, known: Sequence[str]) -> Iterator[Name]:
    """陈老, 老陈: forms of address made of the surname of somebody ``known``."""
    surnames = "".join({name[0] for name in known})
    if not surnames:
        return
    for match in re.finditer(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[和与、]))(?:[{surnames}]老|老[{surnames}])(?![\u4e00-\u9fff]?[师人年党干])",
        text.plain,
    ):
        after = text.token_at(match.end()) if match.end() < len(text.plain) else None
        if after is None or after.start == match.end():
            yield Name(match.start(), match.end(), "person", match[0].strip("老"))


def _surname_only(text: Text, role: re.Match[str]) -> Name | None:
    start = role.start() - 1
    if start < 0 or text.plain[start] not in text.lexicon.surnames:
        return None
    token = text.token_at(start)
    if token.word != text.plain[start] and not (token.start == start and token.end <= role.end()):
        return None
    if text.plain[start] in _FUNCTION_SURNAMES and not token.tag.startswith("nr"):
        return None
    if token.word[:1] + role[0] in ("毛主席", "习主席", "周总理") or role[0] in (
        "五老",
        "代表",
        "教师",
        "学生",
        "孩子",
        "青年",
        "党员",
        "村民",
        "农民",
        "领导",
    ):
        return None
    return Name(start, role.end(), "person", text.plain[start])


def _free(text: Text) -> Iterator[Name]:
    """Three-character names that the segmenter itself takes for names, where a sentence could have a person."""
    for token in text.tokens:
        if len(token.word) == 2 and token.word in text.lexicon.surnames:
            double = name_from(text, token.start, cued=True)
            if double and len(double.core) > 2:
                yield double
        if not token.tag.startswith("nr") and _opens_with_name(text, token):
            yield Name(token.start, token.start + 3, "person", text.plain[token.start : token.start + 3])
        if not token.tag.startswith("nr") or not 1 <= len(token.word) <= 4:
            continue
        if len(token.word) == 2 and text.knows(token.word):
            continue
        name = name_from(text, token.start, cued=False)
        if name and _fits(text, name):
            yield name


def _opens_with_name(text: Text, token: Token) -> bool:
    """True where a clause opens with a surname and two characters of given names, and a verb follows (韩庆/山/帮教)."""
    plain, start = text.plain, token.start
    if plain[start] not in text.lexicon.surnames - _FUNCTION_SURNAMES or (start and plain[start - 1] not in _PAUSES):
        return False
    if len(token.word) > 2 or token.word in text.lexicon.not_names or len(plain) < start + 4:
        return False
    given = text.lexicon.given
    verb = text.token_at(start + 3)
    return plain[start + 1] in given and plain[start + 2] in given and verb.start == start + 3 and verb.tag[0] == "v"


def _fits(text: Text, name: Name) -> bool:
    before = text.plain[name.start - 1] if name.start else "\n"
    after = text.plain[name.end] if name.end < len(text.plain) else "\n"
    if text.plain.startswith(
        (
            "精神",
            "式",
            "镇",
            "县",
            "村",
            "乡",
            "区",
            "市",
            "社区",
            "街道",
            "小学",
            "中学",
            "路",
            "学校",
            "故居",
            "纪念",
        ),
        name.end,
    ):
        return False
    follows = after in _PAUSES or _acts(text, name.end) or after in "的任获等"
    if _split_pair(text, name):
        return after in _PAUSES or text.token_at(name.end).tag[0] in _VERB_TAGS or after in "和与及等"
    opens = (
        before in _PAUSES
        or text.token_at(name.start - 1).tag[0] in "vpcudt"
        or text.token_at(name.start - 1).tag[0] == "n"
    )
    given = name.core[-1] in text.lexicon.given
    if before in _PAUSES and len(name.core) == 3 and len(text.token_at(name.start).word) == 3 and given:
        return True
    if len(name.core) == 2:
        return given and before in _PAUSES and before != "“" and follows and after not in _PAUSES
    return follows and opens and (given or name.core[1] in text.lexicon.given)


def _acts(text: Text, offset: int) -> bool:
    """True where a verb begins, or the noun of a deed (资助, 宣讲)."""
    token = text.token_at(offset)
    concept = text.lexicon.concepts.get(token.word)
    return token.tag[0] in _VERB_TAGS or (concept is not None and concept.kind == "event")


def _split_pair(text: Text, name: Name) -> bool:
    """A surname that the segmenter tags as one, with a given name of two characters after it (赵/德福)."""
    token = text.token_at(name.start)
    return len(token.word) == 1 and len(name.core) == 3 and name.core[-1] in text.lexicon.given


def _with_lists(text: Text, found: dict[int, Name]) -> Iterator[Name]:
    """``found`` and the names that follow or precede them in a list (李国强、王秀兰和周明德)."""
    queue = sorted(found.values(), key=lambda n: n.start)
    for name in queue:
        yield name
    for name in queue:
        at = name.end
        while at < len(text.plain) and text.plain[at] in "、和与及":
            following = name_from(text, at + 1, cued=True)
            if not following or following.start in found:
                break
            found[following.start] = following
            yield following
            at = following.end
        at = name.start
        while at > 0 and text.plain[at - 1] in "、和与及":
            preceding = _before(text, at - 1)
            if not preceding or preceding.start in found:
                break
            found[preceding.start] = preceding
            yield preceding
            at = preceding.start


_APPOINTED = re.compile(r"(?:现?任|担任|是|为|当选|曾任|兼任|出任)(?P<rest>[\u4e00-\u9fff]{0,14})")


def post_beside(text: Text, start: int, end: int) -> str:
    """The post that stands before or after a name (主任王秀兰, 王秀兰任主任); "" where there is none."""
    roles = text.lexicon.roles
    for length in range(6, 1, -1):
        word = text.plain[max(0, start - length) : start]
        if word in roles and roles[word][0] == "post":
            return word
    for length in range(6, 1, -1):
        word = text.plain[end : end + length]
        if word in roles and roles[word][0] == "post" and "a" in roles[word][1]:
            return word
    match = _APPOINTED.match(text.plain, end)
    if match:
        posts = [m for m in role_pattern(text.lexicon).finditer(match["rest"]) if roles[m[0]][0] == "post"]
        return posts[0][0] if posts else ""
    return ""
