"""A passage as two segmenters read it: jieba's words from the ledger's text, and LAC's with the names it sees."""

import functools
import re

from assistant.ledger.lexicon import load_lexicon
from assistant.ledger.text import Text, Token
from assistant.particulars.tagging import Word, tagger
from assistant.particulars.words import Words, load_words

NAMED = ("PER", "LOC", "ORG")
NO_NAME = frozenset(
    "的了是在和与及或、对为向从到把被将就也都还又很最更不没有我你他她它们这那个些其各每于以之等并而且但则所着过地得说们"
)
"""Characters that no name of a person holds, but for a few (有田) that only a list of names bears out."""


class Sample(Text):
    """``raw`` read twice. Offsets are those of ``plain``, as in the ledger."""

    def __init__(self, raw: str) -> None:
        super().__init__(raw, load_lexicon())
        self.lists: Words = load_words()

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
        """What LAC takes for a name, but for everyday words (红军) and what crosses a pause."""
        named = (_without_pronoun(word) for word in self.words if word.tag in NAMED)
        return [word for word in named if self._is_particular(word)]

    def begins(self, at: int) -> bool:
        """True where a word of either reading begins, or the text ends."""
        return at in self.word_from or at in self.token_from or at >= len(self.plain)

    def is_everyday(self, start: int, end: int) -> bool:
        """True for a word of the dictionary that neither reading takes for a name."""
        word, token = self.word_from.get(start), self.token_from.get(start)
        if word is not None and word.end == end and word.tag in NAMED:
            return False
        if token is not None and token.end == end and token.tag.startswith(("nr", "ns", "nz")) and end - start > 2:
            return False
        if token is not None and token.end == end and token.tag.startswith(("nr", "ns")):
            return False
        return self.knows(self.plain[start:end])

    def agreed(self, start: int, end: int) -> bool:
        """True for an everyday word that both readings have there."""
        word = self.word_from.get(start)
        return word is not None and word.end == end and self.is_everyday(start, end)

    def _is_particular(self, word: Word) -> bool:
        if len(word.word) < 2 or not _HAN.fullmatch(word.word) or word.word in self.lists.people + self.lists.address:
            return False
        if word.word in self.lists.general:
            return False
        if word.tag == "ORG" and word.word[0] in "省市县区州镇乡村旗校厂":
            return False  # 县退役军人事务局: every county has one
        if word.tag == "LOC" and len(word.word) > 2 and word.word[-1] in _PLACE_ENDS:
            return True
        known = self.knows(word.word) or word.word in self.lexicon.concepts
        token = self.token_from.get(word.start)
        if word.tag == "PER":
            named = token is not None and token.end == word.end and token.tag.startswith("nr")
            return not known or (named and len(word.word) > 2)
        named = word.word in self.lists.counties | self.lexicon.places or word.word in self.lists.common_counties
        tagged = token is not None and token.end == word.end and token.tag.startswith(("ns", "nr", "nz"))
        return named or not known or tagged


_PRONOUNS = "他她我你们"
_PLACE_ENDS = frozenset("省市州县区镇乡村寨屯河江湖溪渠沟湾山岭坪坝滩洲岛谷巷街塬坳峪淀潭泉圩垸畈岗庄堡")


def _without_pronoun(word: Word) -> Word:
    """他游 told of 孩子们叫他游爷爷."""
    bare = word.word.lstrip(_PRONOUNS)
    return Word(bare, word.end - len(bare), word.end, word.tag)


_HAN = re.compile("[一-鿿·•]+")
