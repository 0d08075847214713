"""Which lines and sentences are the page speaking, not the article."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.cleaning_marks import ends_sentence, mark_level

_DOMAIN = r"(?:https?://|www\.)[^\s一-鿿（）()【】《》，。；、“”]+|[A-Za-z0-9-]+\.(?:com|cn|net|org|cc|top|xyz|info|vip)(?:\.cn)?(?:/[^\s一-鿿（）()，。]*)?"
URL = re.compile(_DOMAIN)
_BRACKETED = re.compile(
    rf"[（(\[【〔<《][^（）()\[\]【】〔〕<>《》。]{{0,30}}?(?:{_DOMAIN})[^（）()\[\]【】〔〕<>《》。]{{0,20}}[）)\]】〕>》]"
)
_NAMED_URL = re.compile(rf"(?:[一-鿿A-Za-z0-9]{{2,10}}(?:网|站|库|在线|论坛))?\s*[:：]?\s*(?:{_DOMAIN})")
_BRACKETED_SITE = re.compile(
    r"[（(\[【〔][^（）()\[\]【】〔〕。]{0,24}(?:范文|文秘|文库|素材|公文|论文|写作)[^（）()\[\]【】〔〕。]{0,6}(?:网|库|站)[^（）()\[\]【】〔〕。]{0,16}[）)\]】〕]"
)
_CRUMB = re.compile(r"(?:\s*[>＞»›]+\s*\S+){1,}|^首页\s*[-/|·]")
_PAGE = re.compile(
    r"^[-—–·\s]*(?:第\s*\d{1,4}\s*页(?:\s*[,，/共]*\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[-—–·]\s*\d{1,4}\s*[-—–·])[-—–·\s]*$"
)


@dataclass(frozen=True)
class Lexicon:
    """Compiled lexicon: reason → pattern (certain anywhere, likely in short lines), labels, weak words."""

    certain: tuple[tuple[str, re.Pattern[str]], ...]
    likely: tuple[tuple[str, re.Pattern[str]], ...]
    label: re.Pattern[str]
    weak: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """The general lexicon of web pages, read once from the data file beside this module."""
    raw = tomllib.loads(resources.files("index").joinpath("cleaning_words.toml").read_text("utf-8"))
    labels = "|".join(sorted(map(re.escape, raw["labels"]["words"]), key=len, reverse=True))
    certain, likely = (
        tuple((name, re.compile("|".join(found))) for name, found in raw[part].items())
        for part in ("certain", "likely")
    )
    return Lexicon(
        certain,
        likely,
        re.compile(rf"(?:^|[\s|｜/　])(?:{labels})\s*[:：]"),
        re.compile("|".join(sorted(map(re.escape, raw["weak"]["words"]), key=len, reverse=True))),
    )


def certain_reason(text: str) -> str:
    """Why ``text`` is certainly the page's own words; empty where it is not certain."""
    return next((reason for reason, pattern in lexicon().certain if pattern.search(text)), "")


def likely_reason(text: str) -> str:
    """Why a short line is likely the page's own; empty where it is not."""
    return next((reason for reason, pattern in lexicon().likely if pattern.search(text)), "")


def line_reason(text: str) -> str:
    """Why a whole line is not the article's, judged by the line alone; empty where it may be the article's."""
    bare = text.strip()
    if _PAGE.match(bare):
        return "页码"
    if not re.search(r"[\w]", bare):
        return "符号"
    if URL.search(bare) and len(URL.sub("", bare)) < 20:
        return "网址"
    if len(bare) <= 90 and not ends_sentence(bare):
        if lexicon().label.search(bare) and not mark_level(bare):
            return "页面信息"
        if _CRUMB.search(bare) and re.search("首页|位置|>", bare):
            return "导航"
        if len(lexicon().weak.findall(bare)) >= 3:
            return "导航"
        if len(bare) <= 50 and not mark_level(bare) and (reason := likely_reason(bare)):
            return reason
    if bare.endswith(("：", ":")) and len(bare) <= 16 and (reason := likely_reason(bare)):
        return reason
    return certain_reason(bare) if len(bare) <= 120 else ""


def drop_sentences(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A long paragraph without the sentences that are the page's own, and those sentences with reasons."""
    if not certain_reason(text):
        return text, []
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    for sentence in re.findall(r"[^。！？!?]+[。！？!?”’]*|[。！？!?]+", text):
        if reason := certain_reason(sentence):
            dropped.append((sentence, reason))
        else:
            kept.append(sentence)
    return "".join(kept), dropped


def drop_inline(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without web addresses and bracketed site names that somebody set into its sentences."""
    dropped: list[tuple[str, str]] = []

    def note(found: re.Match[str]) -> str:
        dropped.append((found[0], "网址"))
        return ""

    for pattern in (_BRACKETED, _BRACKETED_SITE, _NAMED_URL):
        text = pattern.sub(note, text)
    return text, dropped
