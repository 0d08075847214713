"""Verdicts on names of people, places and units."""

import functools
import re

from assistant.ledger.deeds import deed_of_another, owner_of_another, part_of_another, place_of_another, unit_of_another
from assistant.ledger.figure_index import Entry
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.reading import Reading
from assistant.ledger.sources import Finding, Sources, named, supported
from assistant.ledger.spans import Mention
from assistant.ledger.subjects import agreement, level

_REPLACED = 0.6
_TELLING = 4
_SINGLE = ("主任", "书记", "会长", "校长", "团长", "队长", "组长", "站长", "秘书长", "园长", "院长", "主席")
_PAST = re.compile("^(?:退休|离休|老|原|前|时任)+")
_DROPPED = re.compile(r"[第学县市区镇乡村省校\s]|街道|社区")
_GENERIC_PARTS = re.compile("实验|中心|希望|民族|初级|高级|职业|九年一贯制|完全|联办")
_LONG = (("关心下一代工作委员会", "关工委"), ("关心下一代委员会", "关工委"))


def judge_name(draft: Reading, number: int, sources: Sources) -> Finding:
    """The verdict on name ``number`` of the draft."""
    mention = draft.mentions[number]
    words = draft.words(mention)
    person = mention.sort == "person"
    entry = (
        _same_person(words, draft, number, sources) if person else _same_place(words, mention, draft, number, sources)
    )
    text = None if entry else _text_support(words, sources)
    ranked = place_of_another(draft, mention, words, sources) if entry or text is not None else None
    theirs = owner_of_another(draft, mention, words, sources) if entry and not person else None
    if theirs:
        return Finding("altered", theirs.fact, f"{theirs.place}里{words}的是{theirs.words}，此处写成了别的")
    if ranked:
        return Finding("altered", ranked[0], f"要点{ranked[0] + 1}写的是{ranked[1]}，此处写成{words}")
    if entry:
        wrong = _wrong_role(draft, mention, words, sources) if person else None
        other = None
        if person and not wrong:
            ways = (deed_of_another, part_of_another, unit_of_another)
            other = next((found for way in ways if (found := way(draft, mention, words, sources))), None)
        if other:
            return Finding("altered", other.fact, f"{other.place}说的是{other.words}，此处写成{words}")
        return wrong or supported(entry)
    if text is not None:
        return named(text[0])
    core = words if not person or len(words) < 3 else words[:3]
    if core in sources.sample_text or (not person and _in_samples(words, sources)):
        return Finding("leaked", None, f"{words}不在要点里，来自范文")
    return _nearest(draft, number, words, sources)


def _in_samples(words: str, sources: Sources) -> bool:
    """True where a sample has a unit by its long name (实验第二小学 for 实验二小)."""
    short = squeeze(words)
    return len(short) >= _TELLING and short in sources.remembered("squeezed", lambda: squeeze(sources.sample_text))


def _entries(sources: Sources, person: bool) -> list[Entry]:
    """The facts' names of people, or all others."""
    split = sources.remembered("names", lambda: _split(sources))
    return split[person]


def _split(sources: Sources) -> dict[bool, list[Entry]]:
    named = [e for e in sources.entries.get("name", ()) if e.mention.sort != "mask"]
    return {person: [e for e in named if (e.mention.sort == "person") == person] for person in (True, False)}


def _same_person(words: str, draft: Reading, number: int, sources: Sources) -> Entry | None:
    surname_only = _is_surname_only(draft, number)
    fits = [
        e
        for e in _entries(sources, True)
        if e.words == words
        or (surname_only and e.words[:1] == draft.mentions[number].core)
        or (len(e.words) > 1 and e.words in words)
    ]
    return _best(fits, draft, number, sources)


def _is_surname_only(draft: Reading, number: int) -> bool:
    mention = draft.mentions[number]
    return mention.core != draft.words(mention) and len(mention.core) <= 2


def _best(fits: list[Entry], draft: Reading, number: int, sources: Sources) -> Entry | None:
    if len(fits) < 2:
        return fits[0] if fits else None
    scene = draft.scene(number)
    return max(fits, key=lambda e: (agreement(scene, e.scene, sources)[0], e.fact is not None))


def _same_place(words: str, mention: Mention, draft: Reading, number: int, sources: Sources) -> Entry | None:
    own = squeeze(words)
    fits = [e for e in _entries(sources, False) if e.words == words or _agree(own, words, e.words)]
    return _best(fits, draft, number, sources)


def _agree(own: str, words: str, other: str) -> bool:
    if words in other:
        return True
    theirs = squeeze(other)
    if _GENERIC_PARTS.sub("", own) == _GENERIC_PARTS.sub("", theirs) and (
        own[-1:] == theirs[-1:] or words[-2:] == other[-2:]
    ):
        return own in theirs or len(own) < len(theirs)  # 育英学校 for 育英实验学校
    return (
        own == theirs
        or (len(own) >= 3 and theirs.endswith(own))
        or (len(theirs) >= 3 and own.endswith(theirs) and words[: len(words) - len(other)] == "")
    )


def squeeze(words: str) -> str:
    """A unit's name without what short forms leave out: 青禾县实验第二小学 and 青禾实验二小 are one."""
    for long, short in _LONG:
        words = words.replace(long, short)
    return _DROPPED.sub("", words) or words


def _text_support(words: str, sources: Sources) -> tuple[int | None] | None:
    """The fact whose text holds the name, or all its parts (青禾县 and 关工委 of 青禾县关工委)."""
    short = words
    for long, abbreviation in _LONG:
        short = short.replace(long, abbreviation)
    if held := _holding((words, short), sources):
        return held
    suffix = next((s for s in _organs(sources.lexicon) if short.endswith(s) and len(short) > len(s)), "")
    return _holding((short[: -len(suffix)],), sources) if suffix else None


def _holding(forms: tuple[str, ...], sources: Sources) -> tuple[int | None] | None:
    """The first fact whose text holds one of the forms of a name."""
    if not any(map(sources.mentions, forms)):
        return None
    return next(((fact,) for fact, text in sources.texts() if any(form in text for form in forms)), None)


@functools.cache
def _organs(lexicon: Lexicon) -> tuple[str, ...]:
    """The words for organs, the longest first."""
    return tuple(sorted(lexicon.organs, key=len, reverse=True))


def _wrong_role(draft: Reading, mention: Mention, words: str, sources: Sources) -> Finding | None:
    role = draft.role_of(mention)
    if not role:
        return None
    entries = [e for e in _entries(sources, True) if e.words == words]
    roles = {e.reading.role_of(e.mention): e for e in entries}
    told = {r: e for r, e in roles.items() if r}
    if not told or any(
        _bare(role) == _bare(r)
        or (role in r and "副" not in r)
        or (r in role and not role.startswith(("副", "常务副")))
        for r in told
    ):
        return None
    posts = frozenset(post for e in entries for post in e.reading.posts_of(e.mention))
    lower = role not in posts and any(post.endswith(role) for post in posts)  # 常务副主任 told as 主任
    if not lower and any(role in e.reading.roles() and not _held_by_other(role, e) for e in entries):
        return None
    right, entry = next(iter(told.items()))
    return Finding("altered", entry.fact, f"{entry.place}中{words}是{right}，此处写成{role}")


def _bare(role: str) -> str:
    """A post without what says that it is past: 老校长 and 退休校长 are one."""
    return _PAST.sub("", role)


def _held_by_other(role: str, entry: Entry) -> bool:
    own = entry.mention
    return any(role in entry.reading.posts_of(m) for m in entry.reading.mentions if m.sort == "person" and m is not own)


def _nearest(draft: Reading, number: int, words: str, sources: Sources) -> Finding:
    """Altered where the name stands for a fact's: nearly the same, or the holder of the same single post."""
    mention = draft.mentions[number]
    person = mention.sort == "person"
    for entry in _entries(sources, person):
        if _similar(words, entry.words, person):
            return Finding("altered", entry.fact, f"{entry.place}为{entry.words}，此处写成{words}")
    replaced = None if person else _replaced(draft, number, words, sources)
    if replaced:
        return Finding("altered", replaced.fact, f"{replaced.place}为{replaced.words}，此处写成{words}")
    role = draft.role_of(mention) if person else ""
    for entry in _entries(sources, person):
        if (
            role.endswith(_SINGLE)
            and role == entry.reading.role_of(entry.mention)
            and entry.words not in draft.text.plain
        ):
            return Finding("altered", entry.fact, f"{entry.place}中{role}为{entry.words}，此处写成{words}")
    return Finding("unsupported", None, f"要点里没有{words}")


def _replaced(draft: Reading, number: int, words: str, sources: Sources) -> Entry | None:
    """The name of the same sort that a fact has in this sentence's stead, where the draft does not name it at all."""
    mention, scene = draft.mentions[number], draft.scene(number)
    best: tuple[float, Entry] | None = None
    for entry in _entries(sources, False):
        alike = entry.mention.sort == mention.sort and level(entry.words) == level(words)
        if not alike or entry.words in draft.text.plain:
            continue
        score = agreement(scene, entry.scene, sources)[0]
        if (
            score >= _REPLACED
            and (min(scene.whole_weight, entry.scene.whole_weight) >= 0.6)
            and (best is None or score > best[0])
        ):
            best = score, entry
    return best[1] if best else None


def _similar(words: str, other: str, person: bool) -> bool:
    if person:
        if len(words) != len(other) or len(words) < 2:
            return False
        if words[0] == other[0] and sorted(words) == sorted(other):
            return True  # 周明德 and 周德明
        return sum(a != b for a, b in zip(words, other, strict=True)) == 1 and (len(words) > 2 or words[0] == other[0])
    one, two = squeeze(words), squeeze(other)
    if not one or not two or (one[-1] != two[-1] and words[-1] != other[-1]):
        return False
    if len(two) > len(one) >= 4:
        two = two[-len(one) :]
    if len(one) != len(two) or len(one) < 2:
        return False
    differing = sum(a != b for a, b in zip(one, two, strict=True))
    return differing <= max(1, len(one) // 3) and (len(one) > 2 or one[0] == two[0] or one[-1] == two[-1])
