"""Dealing the facts to sections: by role to the frame sections, by theme to the parts; each fact exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.writing.facts import Fact, is_honour, is_life, is_past, is_said
from assistant.writing.genres import Genre
from assistant.writing.kinship import opens_with_kin

# Where a role goes when the genre has no section for it.
_PLACES = {
    "概况": ("概况", "开场"),
    "不足": ("不足", "打算", "结尾"),
    "打算": ("打算", "不足", "结尾"),
}
# Themes that stand well together under one heading; also their order in a text.
_FAMILIES = (
    ("组织队伍", "五老", "优质化建设", "经费保障"),
    ("红色教育", "科技与劳动"),
    ("红色教育", "法治", "心理健康", "科技与劳动"),
    ("红色教育", "五老"),
    ("红色教育", "品牌创新", "宣传"),
    ("法治", "网吧与网络环境", "心理健康"),
    ("留守与困境帮扶", "家长学校", "心理健康"),
    ("青蓝工程", "五老"),
    ("品牌创新", "宣传", "先进表彰", "优质化建设"),
)
_ORDER = (
    "组织队伍", "五老", "红色教育", "科技与劳动", "法治", "网吧与网络环境", "心理健康", "留守与困境帮扶", "家长学校",
    "青蓝工程", "品牌创新", "宣传", "优质化建设", "经费保障", "先进表彰", "综合", "",
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """Facts that form one part, with their themes by weight."""

    facts: tuple[Fact, ...]

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes of the facts, the most frequent first, then in the order of the facts."""
        named = [f.theme for f in self.facts if f.theme]
        return tuple(sorted(dict.fromkeys(named), key=lambda t: (-named.count(t), named.index(t))))

    @property
    def text(self) -> str:
        """All facts, one a line."""
        return "\n".join(f.text for f in self.facts)


def place_of(fact: Fact, genre: Genre) -> str | None:
    """The role of the section that ``fact`` goes to, None for the parts by theme."""
    parts = genre.parts
    if genre.person == "third" and is_life(fact.text) and genre.entry("概况"):
        return "概况"
    if parts.role != "打算" and is_honour(fact.text) and fact.role not in ("不足", "打算"):
        return next((role for role in ("概况", "开场") if genre.entry(role)), None)
    if parts.role == "打算":
        done = fact.role == "概况" or (is_past(fact.text) and fact.role in ("做法", "成效"))
        return "开场" if done and genre.entry("开场") else None
    for role in _PLACES.get(fact.role, ()):
        entry = genre.entry(role)
        if entry and entry is not parts:
            return role
    return None


def places(facts: Sequence[Fact], genre: Genre) -> dict[int, str | None]:
    """The role of each fact's section, as ``place_of``; what belongs together goes to one section."""
    placed = {fact.number: place_of(fact, genre) for fact in facts}
    inside = {f.root for f in facts if placed[f.number] is None}
    for fact in facts:
        if fact.joined:
            placed[fact.number] = placed[fact.number - 1]
        elif placed[fact.number] not in ("概况", "开场") or genre.person == "none":
            continue
        elif fact.root in inside and opens_with_kin(fact, facts):
            placed[fact.number] = None
    return placed


def group(facts: Sequence[Fact], least: int, most: int, wished: int, *, as_given: bool = False) -> list[Group]:
    """``facts`` in at most ``most`` groups by theme, about ``wished`` of them, in the order that such texts have.

    Facts that tell of one thing stay in one group. ``as_given`` orders them by the facts instead: a story is told in
    the order in which the user tells it.

    Fewer than ``least`` groups only where there are fewer facts than that.
    """
    orders = tuple(f for f in facts if f.instruction)
    if orders and len(orders) < len(facts):
        plain = [f for f in facts if not f.instruction]
        groups_of_facts = group(plain, least, most, wished, as_given=as_given)
        return [*groups_of_facts[:-1], Group((*groups_of_facts[-1].facts, *orders))]
    shared = _shared_themes(facts)
    by_theme: dict[str, list[Fact]] = {}
    for fact in facts:
        by_theme.setdefault(shared[fact.number], []).append(fact)
    groups = [by_theme[theme] for theme in sorted(by_theme, key=_ORDER.index)]
    aim = max(min(wished, most), min(least, len(facts)), 1)
    while len(groups) > aim and (len(groups) > most or _small(groups, len(facts), aim)):
        _merge_smallest(groups)
    while len(groups) < min(least, (len(facts) + 1) // 2):
        if not _split_largest(groups):
            break
    dealt = [Group(tuple(sorted(g, key=lambda f: (f.root, f.number)))) for g in groups]
    return sorted(dealt, key=lambda g: g.facts[0].number) if as_given else dealt


def _shared_themes(facts: Sequence[Fact]) -> dict[int, str]:
    """The theme under which each fact is dealt: of those that belong together, the first that any of them names."""
    named: dict[int, str] = {}
    for fact in facts:
        own = "" if fact.inherited else fact.theme
        named[fact.root] = named.get(fact.root) or own or fact.theme
    return {f.number: named[f.root] for f in facts}


def _small(groups: list[list[Fact]], total: int, aim: int) -> bool:
    return min(len(g) for g in groups) < max(1, total / aim / 2.5)


def _affinity(one: list[Fact], other: list[Fact]) -> float:
    first, second = {f.theme for f in one}, {f.theme for f in other}
    shared = sum(1 for family in _FAMILIES if first & set(family) and second & set(family))
    return shared - 0.15 * (len(one) + len(other)) + (0.5 if "" in first | second else 0)


def _merge_smallest(groups: list[list[Fact]]) -> None:
    small = min(range(len(groups)), key=lambda i: (len(groups[i]), sum(f.weight for f in groups[i])))
    others = [i for i in range(len(groups)) if i != small]
    target = max(others, key=lambda i: (_affinity(groups[small], groups[i]), -abs(i - small)))
    first, second = sorted((small, target))
    kept = target
    groups[kept] = groups[first] + groups[second]
    del groups[small]


def _split_largest(groups: list[list[Fact]]) -> bool:
    largest = max(range(len(groups)), key=lambda i: len(groups[i]))
    facts = sorted(groups[largest], key=lambda f: (f.root, f.number))
    cuts = [i for i in range(1, len(facts)) if not is_said(facts[i].text) and facts[i - 1].root != facts[i].root]
    if not cuts:
        return False
    cut = min(cuts, key=lambda i: (abs(i - (len(facts) + 1) // 2), i))
    groups[largest : largest + 1] = [facts[:cut], facts[cut:]]
    return True
