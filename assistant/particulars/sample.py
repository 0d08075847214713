"""A passage as two segmenters read it: jieba's words from the ledger's text, and LAC's with the names it sees."""

import functools
import re
from collections.abc import Iterator

from assistant.ledger.lexicon import load_lexicon
from assistant.ledger.text import Text, Token
from assistant.particulars.tagging import Word, tagger
from assistant.particulars.words import Words, load_words

Part = tuple[int, int]
"""Offsets of the plain text: beginning and end."""

HAN = "一-鿿"
"""The common Chinese characters, for patterns."""

NO_NAME = frozenset(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所着过地得说们"
)
"""Characters that names of people hold only where a list of names or a role bears them out (有田)."""

_NAMED = ("PER", "LOC", "ORG")
_TOGETHER = re.compile("(?<=..)联合(?=..)")
_NAME = re.compile(f"[{HAN}·•]{{2,}}")
_PRONOUNS = "他她我你们"
_PLACE_ENDS = frozenset("省市州县区镇乡村寨屯河江湖溪渠沟湾山岭坪坝滩洲岛谷巷街塬坳峪淀潭泉圩垸畈岗庄堡")
_NO_NAME = re.compile("[我你他她有即把被已正给将让]|[全各本该每某](?:[省市县区镇乡村校国体部家院厂系]|基层)")
_GENERIC = re.compile("[省市县区州镇乡村旗校厂]|街道|社区|乡镇|村委|关工委|教育局|.?关工委$")


class Sample(Text):
    """``raw`` read twice. Offsets are those of ``plain``, as in the ledger."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw, load_lexicon())
        self.lists: Words = load_words()

    @functools.cached_property
    def given(self) -> frozenset[str]:
        """Characters of given names."""
        return self.lexicon.given_more | self.lists.given

    @functools.cached_property
    def surnames(self) -> frozenset[str]:
        """Surnames, the rare and the everyday ones too."""
        return self.lexicon.surnames | self.lexicon.rare_surnames | self.lists.surnames

    @functools.cached_property
    def known_places(self) -> frozenset[str]:
        """Provinces, cities and counties without their endings, the everyday words among them too."""
        return self.lists.counties | self.lists.common_counties | self.lexicon.places

    @functools.cached_property
    def words(self) -> list[Word]:
        """LAC's words."""
        return tagger().words(self.plain)

    @functools.cached_property
    def word_from(self) -> dict[int, Word]:
        """LAC's words by their beginning."""
        return {word.start: word for word in self.words}

    @functools.cached_property
    def token_from(self) -> dict[int, Token]:
        """jieba's words by their beginning."""
        return {token.start: token for token in self.tokens}

    @functools.cached_property
    def names(self) -> list[Word]:
        """What LAC takes for a name, but for everyday words and what every office names (红军)."""
        named = (part for word in _whole(self.words) for part in _parts(word))
        return [word for word in named if self._is_particular(word)]

    def begins(self, at: int) -> bool:
        """True where a word of either reading begins, or the text ends."""
        return at in self.word_from or at in self.token_from or at >= len(self.plain)

    def opens(self, at: int) -> bool:
        """True where a clause begins, or an item of a list."""
        return at == 0 or not "一" <= self.plain[at - 1] <= "鿿"

    def is_everyday(self, start: int, end: int) -> bool:
        """True for a word of the dictionary that neither reading takes for a name."""
        word, token = self.word_from.get(start), self.token_from.get(start)
        if self.plain[start:end] in self.lists.general:
            return True
        if word is not None and word.end == end and word.tag in _NAMED:
            return False
        if token is not None and token.end == end and token.tag.startswith(("nr", "ns")):
            return False
        return self.knows(self.plain[start:end])

    def agreed(self, start: int, end: int) -> bool:
        """True for an everyday word that both readings have there."""
        word = self.word_from.get(start)
        return word is not None and word.end == end and self.is_everyday(start, end)

    def has_words(self, start: int, end: int) -> bool:
        """True where both readings have an everyday word of two characters or more within the span."""
        return any(len(token.word) > 1 and self.agreed(token.start, token.end) for token in self.tokens_in(start, end))

    def _is_particular(self, word: Word) -> bool:
        name, lists = word.word, self.lists
        if not _NAME.fullmatch(name) or name in lists.general or name in lists.roles or name in lists.address:
            return False
        if name[-1] == "族" and len(name) > 1:
            return False
        if _NO_NAME.match(name) or (word.tag == "ORG" and _GENERIC.match(name)):
            return False  # 县退役军人事务局: every county has one
        if word.tag == "LOC" and len(name) > 2 and name[-1] in _PLACE_ENDS:
            return True
        known = self.knows(name) or name in self.lexicon.concepts
        token = self.token_from.get(word.start)
        tag = token.tag if token is not None and token.end == word.end else ""
        if word.tag == "PER":
            return not known or (tag.startswith("nr") and len(name) > 2)
        return not known or name in self.known_places or tag.startswith(("ns", "nr", "nz"))


def _whole(words: list[Word]) -> Iterator[Word]:
    """The named ones among ``words``, a person's name that was cut in two as one (闻人/杰)."""
    whole = None
    for word in words:
        if whole is not None and word.tag == "PER":
            whole = Word(whole.word + word.word, whole.start, word.end, "PER")
            continue
        if whole is not None:
            yield whole
        whole = word if word.tag == "PER" else None
        if word.tag in _NAMED and whole is None:
            yield word
    if whole is not None:
        yield whole


def _parts(word: Word) -> Iterator[Word]:
    """游 of 孩子们叫他游爷爷, where the pronoun was taken for part of the name; both units of 梅溪小学联合县检察院."""
    at = word.end - len(word.word.lstrip(_PRONOUNS))
    for part in _TOGETHER.split(word.word[at - word.start :]):
        yield Word(part, at, at + len(part), word.tag)
        at += len(part) + len("联合")
