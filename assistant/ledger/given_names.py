"""One name of a person where a text may hold one: surname, given name, and where it ends."""

from typing import NamedTuple

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.text import Text, Token

NOT_GIVEN = frozenset(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所着过地得"
)
PAUSES = frozenset('，。；：！？、,;:!?（(）)“”"\n 　—…·《》【】[]#*-')
VERB_TAGS = frozenset("vdpturcfz")
_JOINING = frozenset("和与由向从于任管关应")
_VERBS = frozenset("来行进立开化求应通载复定展留献抗招援传")


class Name(NamedTuple):
    """A name and its place in the plain text; ``sort`` is person, place or unit; ``core`` is the bare name."""

    start: int
    end: int
    sort: str
    core: str


def name_from(text: Text, start: int, cued: bool) -> Name | None:
    """The name that begins at ``start``, None where there is none. ``cued``: a role or list makes a name likely."""
    surname = surname_of(text.plain[start : start + 2], text.lexicon)
    if not surname:
        return None
    token = text.token_at(start)
    if token.start != start or not (
        token.tag.startswith("nr") or token.word == surname or (cued and len(token.word) <= 3)
    ):
        return None
    if token.word == surname and surname not in text.lexicon.plain_surnames and not token.tag.startswith("nr"):
        return None
    if not token.tag.startswith("nr") and token.word != surname and not _looks_given(token, surname, text):
        return None
    if token.word in text.lexicon.not_names or token.word in text.lexicon.concepts:
        return None
    end = _extend(text, token, surname)
    if (
        end - start == len(surname) + 2
        and text.plain[end - 1] in "作任率牵"
        and text.plain[end : end + 1] not in PAUSES
    ):
        end -= 1  # 汤敏作/总结
    if cued and end - start == len(surname) + 2 and text.plain[end - 1] in "为与和及对把被向从将":
        end -= 1  # 田雨为/师生讲解
    core = text.plain[start:end]
    if token.end > end and _is_two_words(text, token):
        return None
    given = core[len(surname) :]
    if not 1 <= len(given) <= 2 or set(given) & NOT_GIVEN or core in text.lexicon.public_figures:
        return None
    if core in text.lexicon.not_names:
        return None
    if not cued and (given[-1] in "县镇乡村" or core[:2] in text.lexicon.not_names):
        return None
    return Name(start, end, "person", core) if all("\u4e00" <= c <= "\u9fff" for c in core) else None


def cut_amiss(text: Text, start: int) -> Name | None:
    """A name after a post that the segmenter cut across (郑国/梁作/报告)."""
    core = text.plain[start : start + 3]
    if len(core) < 3 or core[0] not in text.lexicon.surnames or core[1] not in text.lexicon.given_more:
        return None
    if core[2] in "作任率带牵主":
        core = core[:2]
    elif core[2] not in text.lexicon.given_more:
        return None
    last = text.token_at(start + len(core) - 1)
    if len(core) == 3 and last.start == start + 2 and len(last.word) > 1 and text.knows(last.word):
        core = core[:2]  # 石兰周末
    token, end = text.token_at(start), start + len(core)
    crossing = text.token_at(end - 1).end > end
    if token.start < start and len(core) == 3 and text.token_at(end - 1).end == end:
        return Name(start, end, "person", core) if core not in text.lexicon.public_figures else None  # 老/人马/玉兰
    if token.start != start or not crossing or (text.knows(core[:2]) and token.tag[:2] not in ("nr", "ns")):
        return None
    if core in text.lexicon.public_figures or _is_two_words(text, token):
        return None
    return Name(start, end, "person", core)


def _is_two_words(text: Text, token: Token) -> bool:
    """True for two everyday words that the segmenter takes for one name (高中文化)."""
    return len(token.word) == 4 and text.knows(token.word[:2]) and text.knows(token.word[2:])


def titled(text: Text, start: int) -> Name | None:
    """Three characters of a name after a post, however the segmenter cut them (秘书长成/建新, 水利/员池/立民)."""
    core, end = text.plain[start : start + 3], start + 3
    ends = end >= len(text.plain) or text.plain[end] in PAUSES or _may_end(text, end)
    return Name(start, end, "person", core) if ends and _may_end(text, start) and _is_full(text, core, start) else None


def listed(text: Text, start: int) -> Name | None:
    """Three characters of a name between pauses in a list of names, its surname a joining word (田玉兰、向春生)."""
    core, end = text.plain[start : start + 3], start + 3
    alone = text.plain[start - 1 : start] == "、" and (end >= len(text.plain) or text.plain[end] in PAUSES)
    if not alone or len(core) < 3 or core[0] not in text.lexicon.everyday_surnames:
        return None
    given = set(core[1:]) <= text.lexicon.given_more and text.token_at(start + 1).tag[0] not in "vdpcr"
    return Name(start, end, "person", core) if given and text.token_at(start).end in (start + 1, end) else None


def titled_before(text: Text, end: int) -> Name | None:
    """Three characters of a name before a form of address (年龄最长的卫/长河老人)."""
    start = end - 3
    if start < 0 or not _may_end(text, start) or not _is_full(text, text.plain[start:end], start):
        return None
    opens = not start or text.plain[start - 1] in PAUSES or text.token_at(start - 1).tag[0] in "vpcu"
    return Name(start, end, "person", text.plain[start:end]) if opens else None


def _is_full(text: Text, core: str, start: int) -> bool:
    """True for a surname and two characters of given names that are no words of the sentence."""
    lexicon = text.lexicon
    common = core[:1] in lexicon.everyday_surnames or core[:1] in lexicon.rare_surnames
    opens = core[:1] not in _JOINING and (common or core[:1] in lexicon.surnames)
    whole = len(core) == 3 and opens and set(core[1:]) <= lexicon.given_more
    if not whole or core[:2] in lexicon.not_names or core in lexicon.public_figures or text.knows(core):
        return False
    given, last = text.token_at(start + 1), text.token_at(start + 2)
    one = given.start == start + 1 and given.end == start + 3 and not set(core[1:]) <= lexicon.given
    if common and one and given.tag[0] in "vdpcr":
        return False  # 会长应/大力/支持
    if text.knows(core[:2]) and (common or core[2] in _VERBS or text.token_at(start).end > start + 3):
        return False
    return not (last.end > start + 3 and text.knows(last.word))


def _may_end(text: Text, offset: int) -> bool:
    """True where a word ends at ``offset``, or the segmenter made up the one that stands across it."""
    token = text.token_at(offset)
    return token.start == offset or not text.knows(token.word)


def _looks_given(token: Token, surname: str, text: Text) -> bool:
    """A dictionary word that begins with a surname (高峰, 马超) may be a name where a role stands before it."""
    if len(token.word) not in (2, 3) or token.word[-1] not in text.lexicon.given or token.tag[0] not in "na":
        return False
    end = _extend(text, token, surname)
    return text.plain[end : end + 1] in PAUSES or text.token_at(end).tag[0] in "vdpuc"


def _extend(text: Text, token: Token, surname: str) -> int:
    """Where the name ends that begins with ``token``: segmentation often cuts 周/明德 or 李国/强."""
    end = token.end
    if end - token.start >= len(surname) + 2 or end >= len(text.plain):
        return min(end, token.start + len(surname) + 2)
    following = text.token_at(end)
    room = token.start + len(surname) + 2 - end
    if (
        len(following.word) == 2
        and following.word[0] in text.lexicon.given_more
        and (
            following.word[1] in "等到在为率带说道讲告被获作牵捐"
            or (
                token.end - token.start == 2
                and following.word[0] in text.lexicon.given
                and not text.knows(following.word)
            )
        )
    ):
        return end + 1  # 翟绪/平等 of 翟绪平等同志, 陶金/凤到
    if not "\u4e00" <= following.word[0] <= "\u9fff" or len(following.word) > room:
        return end
    if token.word == surname:
        likely = following.word[-1] in text.lexicon.given or set(following.word) <= text.lexicon.given_more
        if following.tag[0] in "nazvbjx" or likely:
            end = following.end
            if room == 2 and len(following.word) == 1:
                last = text.token_at(end) if end < len(text.plain) else following
                if last.start == end and len(last.word) == 1 and last.word in text.lexicon.given:
                    end = last.end
        return end
    after = text.plain[following.end : following.end + 1]
    closes = after.isdigit() and not text.knows(text.plain[token.start : following.end])  # 姚家/骥2019年
    known = text.lexicon.given_more if closes else text.lexicon.given
    if following.word not in known or following.word in NOT_GIVEN or following.word == "任":
        return end
    if not after or after in PAUSES or closes or text.token_at(following.end).tag[0] in VERB_TAGS | {"n", "m"}:
        return following.end
    return end


def surname_of(head: str, lexicon: Lexicon) -> str:
    return next((head[:n] for n in (2, 1) if len(head) >= n and head[:n] in lexicon.surnames), "")


def name_before(text: Text, end: int) -> Name | None:
    for length in (3, 4, 2):
        start = end - length
        if start < 0:
            continue
        name = name_from(text, start, cued=True)
        if name and name.end == end:
            return name
    return None
