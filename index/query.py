"""What a query asks for: a subject, a part of a text (how do I write the closing?), a kind of text, or all of them."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.lexical import words
from index.structure import role_for, wish_of, without_wish

SYNONYM_WEIGHT = 0.5
"""What a hit on another word for the same thing counts, found on the gold queries."""

SINGLE_WEIGHT = 0.4
"""What a word of one character counts: 网 or 书 says little by itself."""

_GENRE_WORDS = (
    ("经验交流发言", r"发言稿?|交流(?:材料|发言|稿)|经验(?:交流|材料|介绍|分享)|汇报材料|演讲稿"),
    ("工作要点", r"工作要点|要点|年度计划|工作计划"),
    ("工作总结", r"工作总结|年终总结|年度总结|活动总结|总结"),
    ("事迹材料", r"(?:先进)?事迹(?:材料)?"),
)
_SCAFFOLD = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:写|说|讲|开|结|表述|表达|描述|概括|介绍|体现|展开|起|样|办|做|去|来|让)?|什么样?|哪些|哪几|哪个|有没有"
    r"|(?:找|来|写)一?[段篇个]|给我|帮我|一[段下篇]|的话|写法|范文|例子|示例|参考|样例|模板|段落|部分|话术|素材|请问|请"
    r"|可以|应该|需要|想|呢|吗|吧|啊|写|多少|几"
)
_STOP = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "等",
        "在",
        "是",
        "对",
        "为",
        "以",
        "把",
        "被",
        "让",
        "从",
        "到",
        "给",
        "向",
        "由",
        "于",
        "中",
        "上",
        "下",
        "里",
        "都",
        "也",
        "就",
        "还",
        "又",
        "很",
        "最",
        "更",
        "并",
        "而",
        "或",
        "之",
        "其",
        "这",
        "那",
        "有",
        "要",
        "做",
        "我",
        "我们",
        "他",
        "他们",
        "她",
        "你",
        "自己",
        "一个",
        "这个",
        "那个",
        "一些",
        "这项",
        "那些",
        "进行",
        "开展",
        "情况",
        "工作",
        "关于",
        "有关",
        "相关",
        "能够",
        "以及",
        "通过",
        "不",
        "没",
        "没有",
        "却",
        "去",
        "来",
        "得",
        "地",
        "着",
        "过",
        "看",
        "放",
        "带",
        "拿",
        "用",
        "会",
        "能",
        "好",
        "多",
        "大",
        "小",
        "人",
        "年",
        "月",
        "日",
        "一",
        "二",
        "三",
        "四",
        "五",
        "两",
        "只",
        "再",
        "怎",
        "样",
        "个",
        "些",
        "时",
        "后",
        "前",
        "内",
        "外",
        "按",
        "谦虚",
        "自谦",
        "客气",
        "客气话",
        "气话",
        "礼貌",
        "话",
        "讲话",
        "讲话稿",
        "讲",
        "段",
        "材料",
        "文章",
        "方面",
        "内容",
        "句子",
        "稿子",
        "关工委",
        "工委",
        "委员",
        "委员会",
        "关心",
        "一代",
        "下一代",
        "关心下一代",
        "时候",
        "之后",
        "以后",
        "事",
        "事情",
        "东西",
        "大家",
        "走上",
        "知道",
        "觉得",
        "变成",
        "一起",
        "到处",
        "重新",
    ]
)
"""Words that nearly every passage of such a library holds or that carry no subject."""


@dataclass(frozen=True)
class Concept:
    """One thing a query speaks of: its word, and other words for it with what a hit on them counts (0–1)."""

    word: str
    weight: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A query understood. ``wish`` is the part of a text it wants and ``genre`` the kind of text, both mostly empty."""

    text: str
    concepts: tuple[Concept, ...]
    wish: str = ""
    genre: str = ""

    @property
    def role(self) -> str:
        """The role that answers the wish, or an empty string."""
        return role_for(self.wish)

    @property
    def structural(self) -> bool:
        """Whether it asks for a part of a text and for no subject besides."""
        return bool(self.wish) and not self.concepts


def understand(text: str) -> Query:
    """Take a query apart."""
    wish = wish_of(text)
    genre = next((name for name, pattern in _GENRE_WORDS if re.search(pattern, text)), "")
    rest = without_wish(text, wish)
    for name, pattern in _GENRE_WORDS:
        if name == genre:
            rest = re.sub(pattern, " ", rest)
    rest = _SCAFFOLD.sub(" ", rest)
    subject = [word for word in dict.fromkeys(words(rest)) if word not in _STOP]
    groups = _groups_in(rest)
    concepts = [Concept(word, SINGLE_WEIGHT if len(word) == 1 else 1.0, _others(word, groups)) for word in subject]
    return Query(text, tuple(concepts), wish, genre)


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    raw = tomllib.loads(resources.files("index").joinpath("synonyms.toml").read_text("utf-8"))
    return tuple(tuple(line.split()) for line in raw["groups"])


def _groups_in(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(the word of the query, its group) for every group that the query touches."""
    return [(word, group) for group in _groups() for word in group if word in text]


def _others(word: str, groups: list[tuple[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """Other words for ``word``: of all groups whose member in the query holds it."""
    found = [
        part
        for member, group in groups
        if (word == member if len(word) == 1 else word in member)
        for other in group
        if other != member
        for part in _whole(other)
    ]
    return tuple(part for part in dict.fromkeys(found) if part != word and part not in _STOP)


@cache
def _whole(word: str) -> tuple[str, ...]:
    """The words an entry is found under; an entry that is cut in two is found under its longer parts."""
    parts = words(word)
    return (word,) if word in parts else tuple(part for part in parts if len(part) > 1)
