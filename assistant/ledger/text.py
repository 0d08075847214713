"""A text made ready for reading: markup that splits figures taken out, characters folded, every offset kept."""

import bisect
import functools
import re
from typing import TYPE_CHECKING, NamedTuple

from assistant.ledger.lexicon import Lexicon
from assistant.ledger.senses import SILENT, Sense, sense_of

if TYPE_CHECKING:
    import rjieba

_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + i): str(i) for i in range(10)},
        **{chr(0xFF21 + i): chr(65 + i) for i in range(26)},
        **{chr(0xFF41 + i): chr(97 + i) for i in range(26)},
        "％": "%",
        "．": ".",
        "＋": "+",
        "＊": "*",
        "＿": "_",
        "－": "-",
        "\u00a0": " ",
        "\u3000": " ",
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x0b": "\n",
        "\x0c": "\n",
        "\x85": "\n",
    }
)
# The numerals of cheques (壹拾贰万元); a run of two at least, since 伍 and 陆 are surnames too and 队伍 is no five.
_FULL_THOUSANDS = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_FORMAL = re.compile(r"(?=[伍陆]*[壹贰叁肆柒捌玖拾佰仟])[壹贰叁肆伍陆柒捌玖拾佰仟萬万亿零]{2,}|(?<=\d)[萬億]")
_EVERYDAY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_BOLD = re.compile(r"\*\*(?![县市区镇乡村街社同学年月*])([^*\n]{1,200}?)\*\*")
_HARD = re.compile(r"[；。！？;\n]")
_SOFT = re.compile(r"[，；。！？：、,;:\n]")
_DROPPED = "\u200b\u200c\u200d\u2060\ufeff`"
_HALF = re.compile(r"[\ud800-\udfff]")  # half a character, which the segmenter cannot take


class Token(NamedTuple):
    """A word of the text with its part of speech and what it says by itself."""

    word: str
    start: int
    end: int
    tag: str
    sense: Sense = SILENT


_token = tuple.__new__  # half the time of Token(…): a text has thousands


class Text:
    """``raw`` as given and ``plain`` to read; ``raw_span`` turns offsets of the plain text into those of the raw."""

    def __init__(self, raw: str, lexicon: Lexicon) -> None:
        self.raw = raw
        self.lexicon = lexicon
        self._kept = _kept(raw)
        plain = raw if self._kept is None else "".join(raw[i] for i in self._kept)
        plain = _FULL_THOUSANDS.sub(",", plain)
        self.plain = _FORMAL.sub(_everyday, plain.translate(_FOLD))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets of the raw text for a span of the plain one."""
        if self._kept is None:
            return start, end
        return self._kept[start], self._kept[end - 1] + 1

    @functools.cached_property
    def tokens(self) -> list[Token]:
        """Words with parts of speech (those of jieba), with their places."""
        tokens, at, lexicon = [], 0, self.lexicon
        for word, tag in segmenter(lexicon).tag(_HALF.sub("\ufffd", self.plain)):
            if len(word) > 2 and word[1] == "比" and word[0] in "同环":  # jieba holds 同比增加 for one word
                tokens.append(Token(word[:2], at, at + 2, "d", sense_of(lexicon, word[:2], "d")))
                word, tag, at = word[2:], "v", at + 2
            if word[0] == "个" and len(word) > 1 and word[1:] in lexicon.concepts and not self.knows(word):  # 41个村
                tokens.append(Token("个", at, at + 1, "q"))
                word, tag, at = word[1:], "n", at + 1
            end = at + len(word)
            tokens.append(_token(Token, (word, at, end, tag, sense_of(lexicon, word, tag))))
            at = end
        return tokens

    @functools.cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.tokens]

    @functools.cached_property
    def _sentences(self) -> list[int]:
        return [m.end() for m in _HARD.finditer(self.plain)]

    @functools.cached_property
    def _clauses(self) -> list[int]:
        return [m.start() for m in _SOFT.finditer(self.plain)]

    def sentence_start(self, offset: int) -> int:
        """Where the sentence of ``offset`` begins."""
        at = bisect.bisect_right(self._sentences, offset)
        return self._sentences[at - 1] if at else 0

    def sentence_end(self, offset: int) -> int:
        """Where the sentence of ``offset`` ends."""
        at = bisect.bisect_right(self._sentences, offset)
        return self._sentences[at] if at < len(self._sentences) else len(self.plain)

    def clause_start(self, offset: int) -> int:
        """Where the clause of ``offset`` begins: after the last pause; a 、 is none."""
        at = bisect.bisect_left(self._clauses, offset) - 1
        while at >= 0 and self.plain[self._clauses[at]] in "、：:":
            at -= 1
        return self._clauses[at] + 1 if at >= 0 else 0

    def clause_end(self, offset: int) -> int:
        """Where the clause of ``offset`` ends: at the next pause."""
        at = bisect.bisect_left(self._clauses, offset)
        return self._clauses[at] if at < len(self._clauses) else len(self.plain)

    def token_at(self, offset: int) -> Token:
        """The word that covers ``offset``."""
        return self.tokens[bisect.bisect_right(self._starts, offset) - 1]

    def tokens_in(self, start: int, end: int) -> list[Token]:
        """The words that begin in the span."""
        low = bisect.bisect_left(self._starts, start)
        return self.tokens[low : bisect.bisect_left(self._starts, end)]

    def knows(self, word: str) -> bool:
        """True where the dictionary has ``word``."""
        return bool(segmenter(self.lexicon).has_word(word))

    def is_person(self, token: Token) -> bool:
        """True where the segmenter takes the word for a full name of a person (three characters, a surname first)."""
        return token.tag == "nr" and len(token.word) >= 3 and token.word[0] in self.lexicon.surnames

    def line_start(self, offset: int) -> int:
        """Where the line of ``offset`` begins."""
        return self.plain.rfind("\n", 0, offset) + 1


def _everyday(match: re.Match[str]) -> str:
    return match[0].translate(_EVERYDAY)


def _kept(raw: str) -> list[int] | None:
    drop = {i for i, c in enumerate(raw) if c in _DROPPED} if any(c in raw for c in _DROPPED) else set()
    if "**" in raw:
        for match in _BOLD.finditer(raw):
            drop.update((match.start(), match.start() + 1, match.end() - 2, match.end() - 1))
    return [i for i in range(len(raw)) if i not in drop] if drop else None


@functools.cache
def segmenter(lexicon: Lexicon) -> "rjieba.Jieba":
    """jieba's segmentation with the words of ``lexicon`` added."""
    import rjieba  # a quarter of a second, and not needed to import the ledger

    jieba = rjieba.Jieba()
    for word, concept in lexicon.concepts.items():
        if len(word) > 1:
            jieba.add_word(word, None, "vn" if concept.kind == "event" else "n")
    for word in (*lexicon.roles, *lexicon.organs):
        jieba.add_word(word, None, "n")
    for word in ("同比", "环比", "合计", "共计", "累计"):
        jieba.add_word(word, None, "d")
    return jieba
