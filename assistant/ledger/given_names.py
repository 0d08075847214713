"""One name of a person where a text may hold one: surname, given name, and where it ends."""

from dataclasses import dataclass

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.text import Text, Token

NOT_GIVEN = frozenset(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所着过地得"
)
PAUSES = frozenset('，。；：！？、,;:!?（(）)“”"\n 　—…·《》【】[]#*-')
VERB_TAGS = frozenset("vdpturcfz")


@dataclass(frozen=True)
class Name:
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
    core = text.plain[start:end]
    given = core[len(surname) :]
    if not 1 <= len(given) <= 2 or set(given) & NOT_GIVEN or core in text.lexicon.public_figures:
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
    return None if core in text.lexicon.public_figures else Name(start, end, "person", core)


def titled(text: Text, start: int) -> Name | None:
    """Three characters of a name after an office, however the segmenter cut them (秘书长成/建新)."""
    core, end = text.plain[start : start + 3], start + 3
    whole = len(core) == 3 and core[0] in text.lexicon.surnames and set(core[1:]) <= text.lexicon.given_more
    if not whole or core[:2] in text.lexicon.not_names or core in text.lexicon.public_figures:
        return None
    ends = end >= len(text.plain) or text.plain[end] in PAUSES or text.token_at(end).start == end
    return Name(start, end, "person", core) if ends and text.token_at(start).start == start else None


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
        and following.word[1] in "等到在为率带说道讲告被获作牵捐"
        and following.word[0] in text.lexicon.given_more
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
    if following.word in text.lexicon.given and following.word not in NOT_GIVEN and following.word != "任":
        after = text.plain[following.end : following.end + 1]
        if not after or after in PAUSES or text.token_at(following.end).tag[0] in VERB_TAGS | {"n", "m"}:
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
