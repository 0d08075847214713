"""What a query asks for: a subject, a part of a text (how do I write the closing?), a kind of text, or all of them."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from index.material import OTHER_GENRE
from index.search.lexical import words
from index.search.structure import role_for, wishes_of, without_wishes

SYNONYM_WEIGHT = 0.5
"""What a hit on another word for the same thing counts, found on the gold queries."""

SINGLE_WEIGHT = 0.4
"""What a word of one character counts: 网 or 书 says little by itself."""

FUNCTION_WEIGHT = 0.3
"""What an adverb, a pronoun, a conjunction and the like counts: 才, 人家 and 又 are rare in papers and say nothing."""

_FUNCTION = frozenset("dpcruyeoqmfkhz")

_ASKING = frozenset((*"，。？！,?!“”几", "第几"))
_SPOKEN = frozenset("dpcruyeofkhz")
"""Tags of words that stand in speech and in sentences, not in the title of a paper."""

_GENRE_WORDS = (
    (OTHER_GENRE, r"讲话稿?|致辞|主持词|倡议书?|通知"),
    ("经验交流发言", r"发言稿?|交流(?:材料|发言|稿)|经验(?:交流|材料|介绍|分享)|汇报材料|演讲稿"),
    ("工作要点", r"工作要点|要点|年度计划|工作计划"),
    ("工作总结", r"工作总结|年终总结|年度总结|活动总结|总结"),
    ("事迹材料", r"(?:先进)?事迹(?:材料)?"),
)
_SCAFFOLD = re.compile(
    r"(?:怎么|怎样|如何|咋)(?:写|说|讲|开|结|表述|表达|描述|概括|介绍|体现|展开|起|样|办|做|去|来|让)?|什么样?|哪些|哪几|哪个|有没有"
    r"|(?:找|来|写)一?[段篇个]|给我|帮我|一[段下篇]|的话|写法|范[文例本]|例[子文]|样本|模[版本]|示例|参考|样例|模板|段落|部分|话术|素材|请问|请"
    r"|可以|应该|需要|想|呢|吗|吧|啊|写"
)
_APART = re.compile(r"([一-鿿])(?:[了着过个点些]{1,2}|一?\1|[完好起]了?)(?=([一-鿿]))")
_PAPER = re.compile(
    r"(?:主持词|倡议书|申请[书表]|承诺书|(?:推荐|评估|登记|审批|统计|报名|调查|日程|节目)[表单]|感谢信|慰问信|表扬信|公开信|介绍信|贺信|贺词"
    r"|邀请[函书]|请柬|聘书|证明|协议书?|合同|简历|章程|请示|批复|公函|复函|纪要|通知书?|公告|启事|述职报告|述职述廉报告|答谢词|祝酒词|串词|开幕词"
    r"|闭幕词|悼词|讣告|新闻稿|策划书|保证书|检讨书|责任书|试题|考题|笔试题|面试题)"
    r"(?:的?(?:范[文例本]|模[板版]|格式|样[本式]|怎么写|怎样写|如何写|写法))?$"
)
"""Kinds of paper beside those that such a library is made of, as what is asked for: at the end of a question."""

_WRITING = re.compile(
    r"[怎如][么样何]?写|写法|段落|一段|句子?|措辞|过渡|衔接|承上启下|穿插|范文|表述|小标题|例子|案例|事例|排比|对仗|口号|素材|话术|引出"
)
"""Words of somebody who is writing: a library of texts is the right place to ask, whatever the subject."""


@dataclass(frozen=True)
class Concept:
    """One thing a query speaks of: its word, and other words for it with what a hit on them counts (0–1)."""

    word: str
    weight: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A query understood. ``wishes`` are the parts of a text it wants and ``genre`` the kind of text; mostly empty.

    ``strange`` tells one whose subject the library does not know at all, ``titled`` one put like the title of a paper.
    """

    text: str
    concepts: tuple[Concept, ...]
    wishes: tuple[str, ...] = ()
    genre: str = ""
    strange: bool = False
    titled: bool = False

    @property
    def wish(self) -> str:
        """The first part wished for, or an empty string."""
        return self.wishes[0] if self.wishes else ""

    @property
    def role(self) -> str:
        """The role that answers the wish, or an empty string."""
        return role_for(self.wish)

    @property
    def about_writing(self) -> bool:
        """Whether it asks how something is written."""
        return bool(_WRITING.search(self.text))

    @property
    def other_paper(self) -> bool:
        """Whether it asks for a kind of paper (主持词, 感谢信, 推荐表) that is here only if somebody put one in."""
        return bool(_PAPER.search(self.text.rstrip("。？?！! ")))

    @property
    def structural(self) -> bool:
        """Whether it asks for a part of a text and for no subject besides."""
        return bool(self.wish) and not self.concepts

    def among(self, knows: Callable[[str], bool]) -> "Query":
        """The query for a library that ``knows`` some words: one for a part of a text has no subject besides if none of
        its words tells anything there."""
        if not self.wish or any(c.weight >= 1 and any(map(knows, (c.word, *c.others))) for c in self.concepts):
            return self
        return replace(self, concepts=(), strange=any(c.weight >= 1 for c in self.concepts))


def understand(text: str) -> Query:
    """Take a query apart."""
    wishes = wishes_of(text)
    genre = next((name for name, pattern in _GENRE_WORDS if re.search(pattern, text)), "")
    rest = without_wishes(text, wishes)
    for name, pattern in _GENRE_WORDS:
        if name == genre:
            rest = re.sub(pattern, " ", rest)
    rest = _joined(_SCAFFOLD.sub(" ", rest))
    subject = [word for word in dict.fromkeys(words(rest)) if word not in _words("empty")]
    groups = _groups_in(rest)
    little = _function_words(rest) | (_words("vague") if wishes else frozenset())
    concepts = [
        Concept(word, _weight(word) * (FUNCTION_WEIGHT if word in little else 1.0), _others(word, groups))
        for word in subject
    ]
    return Query(text, tuple(concepts), wishes, genre, titled=not wishes and _titled(text))


def _joined(text: str) -> str:
    """The text with words put together that everyday speech pulls apart or doubles, where the groups hold them: 摸个底
    is 摸底, 放了学 is 放学, 补补课 is 补课."""
    known = _by_first()
    return _APART.sub(
        lambda found: found[1] if any(found[1] + found[2] == word for word, _ in known.get(found[1], ())) else found[0],
        text,
    )


def _weight(word: str) -> float:
    return SINGLE_WEIGHT if len(word) == 1 else 1.0


def _function_words(text: str) -> frozenset[str]:
    """Words of a text that carry no subject of their own, by their part of speech."""
    import rjieba

    whole = text.encode("utf-8", "ignore").decode("utf-8").lower()
    return frozenset(word for word, tag in rjieba.tag(whole) if tag[:1] in _FUNCTION)


def _titled(text: str) -> bool:
    """Whether a question is but nouns and what they do, in the words of papers: then it means just these words."""
    import rjieba

    tagged = rjieba.tag(text.encode("utf-8", "ignore").decode("utf-8"))
    return not any(tag[:1] in _SPOKEN or (tag[:1] == "v" and len(word) == 1) or word in _ASKING for word, tag in tagged)


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("index").joinpath("search/query_words.toml").read_text("utf-8"))


@cache
def _words(name: str) -> frozenset[str]:
    """A list of the data file."""
    return frozenset(_data()[name].split())


@cache
def _by_first() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """(word, its group) of all groups of words for the same thing, by the word's first character."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for line in _data()["groups"]:
        group = tuple(line.split())
        for word in group:
            found[word[0]].append((word, group))
    return {first: tuple(pairs) for first, pairs in found.items()}


def _groups_in(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(the word of the query, its group) for every group that the query touches."""
    known = _by_first()
    return [pair for first in dict.fromkeys(text) for pair in known.get(first, ()) if pair[0] in text]


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
    return tuple(part for part in dict.fromkeys(found) if part != word and part not in _words("empty"))


@cache
def _whole(word: str) -> tuple[str, ...]:
    """The words an entry is found under; an entry that is cut in two is found under its longer parts."""
    parts = words(word)
    return (word,) if word in parts else tuple(part for part in parts if len(part) > 1)
