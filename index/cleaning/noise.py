"""Which lines and sentences are the page speaking, not the article."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from index.cleaning.marks import ends_sentence, mark_level

_DOMAIN = r"(?<![A-Za-z0-9-])(?:https?://|www\.)[^\s一-鿿（）()【】《》，。；、“”]+|(?:[A-Za-z0-9-]{1,63}\.){1,4}(?:com|cn|net|org|cc|top|xyz|info|vip)(?:\.cn)?(?:/[^\s一-鿿（）()，。]*)?"
URL = re.compile(_DOMAIN, re.I)
_BRACKETED = re.compile(
    rf"[（(\[【〔<《][^（）()\[\]【】〔〕<>《》。]{{0,30}}?(?:{_DOMAIN})[^（）()\[\]【】〔〕<>《》。]{{0,20}}[）)\]】〕>》]",
    re.I,
)
_NAMED_URL = re.compile(rf"(?:(?<![一-鿿])[一-鿿A-Za-z0-9]{{2,10}}(?:网|站|库|在线|论坛)\s*[:：]?\s*)?(?:{_DOMAIN})")
_BRACKETED_SITE = re.compile(
    r"[（(\[【〔][^（）()\[\]【】〔〕。]{0,24}(?:范文|文秘|文库|素材|公文|论文|写作)[^（）()\[\]【】〔〕。]{0,6}(?:网|库|站)[^（）()\[\]【】〔〕。]{0,16}[）)\]】〕]"
)
_BRACKETED_SOURCE = re.compile(
    r"[（(\[【〔](?:文章|图片|资料|本文|材料)?(?:来源|转自|摘自)(?:于)?[:：][^（）()\[\]【】〔〕]{1,40}[）)\]】〕]"
)
_MENU = re.compile(r"[^\s，。；：！？]{2,6}(?:[ |｜/]+[^\s，。；：！？|]{2,6}){3,}$")
_CRUMB = re.compile(r"(?:\s*[>＞»›]+\s*\S+){1,}|^首页\s*[-/|·]")
_PAGE = re.compile(
    r"^[-—–·\s]*(?:第\s*\d{1,4}\s*页(?:\s*[,，/共]*\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|[-—–·]\s*\d{1,4}\s*[-—–·])[-—–·\s]*$"
)


_STAMP = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2}:\d{2}")
_FILE_NAME = re.compile(
    r"^[^。！？]{2,80}\.(?:docx?|wps|pdf|txt|rtf|odt|html?|pptx?|xlsx?|zip|rar)(?:\s*[（(\[][\d.]+\s*[KM]B?[）)\]])?$",
    re.I,
)
CHINESE = re.compile(r"[一-鿿]")
_WORD = re.compile(r"[A-Za-z]{3,}")
_GROUP = re.compile(r"[（(\[【〔][^（）()\[\]【】〔〕]{2,40}[）)\]】〕]")
_INSERTED = re.compile(
    r"本(?:文|文档|资料|文章|范文)(?:是)?由[^，。；！？他她它我]{2,16}?(?:收集整理|整理发布|搜集整理|编辑整理|整理|收集|提供|发布|上传)"
    r"|(?:——|--)\s*[^—。！？-]{4,40}?\s*(?:——|--)"
)
"""What somebody set into a sentence without a bracket around it; a pair of dashes is judged by what it holds."""
_PROMPT = re.compile("请|点击|立即|查看|继续|更多|试读|预览")
_FEW = 12
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]+[”’）)》】]*|[^。！？!?]+$|[。！？!?]+")
_CLAUSE = re.compile(r"[^，,；;]+[，,；;]?|[，,；;]")


_QUOTED = re.compile("“[^“”]*[^“”在看赞][”]")
"""What an article quotes, the page does not say."""
_MOMENT = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}")
_BUTTONS = re.compile(r"(?:[\[【(（<〔]\s*[^\s\[\]【】()（）<>〔〕]{1,8}\s*[\]】)）>〕]\s*){2,}$")
_PAIR = re.compile(r"(?:^|\s)[一-鿿A-Za-z]{2,6}\s*[:：]\s*[^\s:：。；，]{1,24}(?=\s|$)")
_COUNTER = re.compile(
    r"(?:查看|浏览|阅读|点击|回复|评论|点赞|赞|收藏|分享|转载|转发|喜欢|在看|人气|热度|下载|访问|播放|主题|帖子|积分|威望|金币|粉丝|关注)"
    r"(?:次数|人数|数|量)?\s*[:：(（\[+]?\s*\d[\d.,]*\s*[万kKwW+]?\s*[次人条]?\s*[)）\]]?"
)
_TAG = re.compile(r"^[\[【](?:转载?|原创|精华|转帖|置顶|推荐|分享)[\]】]\s*(?=\S{4})")
_BARS = re.compile(r"(?:^|\s)(?:[|｜/›»>]|>>)\s")


@dataclass(frozen=True)
class Lexicon:
    """Compiled lexicon: reason → pattern for sentences, clauses and short lines; labels; weak words."""

    speaker: tuple[tuple[str, re.Pattern[str]], ...]
    certain: tuple[tuple[str, re.Pattern[str]], ...]
    topical: tuple[tuple[str, re.Pattern[str]], ...]
    likely: tuple[tuple[str, re.Pattern[str]], ...]
    sure: re.Pattern[str]
    near: re.Pattern[str]
    weak: re.Pattern[str]


@cache
def lexicon() -> Lexicon:
    """The general lexicon of web pages, read once from the data file beside this module."""
    raw = tomllib.loads(resources.files("index").joinpath("cleaning/words.toml").read_text("utf-8"))
    speaker, certain, topical, likely = (
        tuple((name, re.compile("|".join(found))) for name, found in raw[part].items())
        for part in ("speaker", "certain", "topical", "likely")
    )
    sure, near = (
        re.compile(rf"(?:^|[\s|｜/\[【(（])(?:{_either(raw['labels'][part])})\s*[:：]") for part in ("sure", "near")
    )
    return Lexicon(speaker, certain, topical, likely, sure, near, re.compile(_either(raw["weak"]["words"])))


def _either(words: list[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def foreign(text: str) -> bool:
    """Whether a line is short and in another language."""
    return len(text) <= 60 and bool(_WORD.search(text)) and not CHINESE.search(text)


def certain_reason(text: str) -> str:
    """Why ``text`` is certainly the page's own words; empty where it is not certain."""
    words = lexicon()
    return _first((*words.speaker, *words.certain), _QUOTED.sub("“”", text))


def topical_reason(text: str) -> str:
    """What of the page's matters ``text`` is about; that it is the page speaking, only its place can tell."""
    return _first(lexicon().topical, _TAG.sub("", _QUOTED.sub("“”", text))) if len(text) <= 160 else ""


def _first(patterns: Sequence[tuple[str, re.Pattern[str]]], text: str) -> str:
    return next((reason for reason, pattern in patterns if pattern.search(text)), "")


def _speaks(text: str) -> bool:
    return bool(_first(lexicon().speaker, _QUOTED.sub("“”", text)))


def likely_reason(text: str) -> str:
    """Why a short line is likely the page's own; empty where it is not."""
    return _first(lexicon().likely, text)


def line_reason(text: str, inside: bool) -> str:
    """Why a whole line is not the article's; empty where it may be.

    ``inside`` says that text of the article stands before and after it: then only the unmistakable goes.
    """
    if _PAGE.match(text) or re.match(r"^(?i:page)\s*\d+(?:\s*(?:of|/)\s*\d+)?$", text):
        return "页码"
    if not re.search(r"\w", text) or re.fullmatch(r"[_\W]+", text):
        return "符号"
    if URL.search(text) and len(URL.sub("", text)) < 20:
        return "网址"
    if _FILE_NAME.match(text) and len(text) <= 60:
        return "文件名"
    if _MOMENT.search(text) and len(re.sub(r"[\W_]", "", _MOMENT.sub("", text))) <= 8:
        return "页面信息"
    if ends_sentence(text) and not text.endswith(("：", ":", "…")):
        return certain_reason(text) if len(text) <= 120 and _line_noise(text) else ""
    return _short_reason(text, inside) or (certain_reason(text) if len(text) <= 120 and _line_noise(text) else "")


def _counted(text: str, inside: bool) -> bool:
    """Whether a short line is mostly counters of a page: 阅读 87, 评论(5), 回复：3."""
    found = [match[0] for match in _COUNTER.finditer(text)]
    share = sum(map(len, found)) / max(1, len(text))
    return share >= (0.6 if inside else 0.5) or (len(found) >= 2 and share >= 0.3)


def _short_reason(text: str, inside: bool) -> str:
    text = _TAG.sub("", text) or text
    if len(text) > 100 or mark_level(text):
        return ""
    if _counted(text, inside):
        return "页面信息"
    if _MOMENT.search(text) or _BUTTONS.match(text):
        return "页面信息"
    if not inside and (len(_PAIR.findall(text)) >= 2 or len(_BARS.findall(text)) >= 2):
        return "页面信息"
    labels = len(lexicon().near.findall(text)) + 2 * len(lexicon().sure.findall(text))
    if labels >= (2 if inside else 1) or (labels and _STAMP.search(text)):
        return "页面信息"
    if len(_STAMP.sub("", text).strip()) <= 4 and re.search(r"\d:\d\d|\d-\d", text):
        return "页面信息"
    if _CRUMB.search(text) and re.search("首页|位置|>.*>", text):
        return "导航"
    if not inside and _MENU.match(text):
        return "导航"
    weak = len(lexicon().weak.findall(text))
    if weak >= 3 or (weak and "|" in text and _MENU.match(text)) or (weak >= 2 and len(text) <= 16 and not inside):
        return "导航"
    return likely_reason(text) if len(text) <= 50 else ""


def _all_noise(text: str) -> bool:
    """Whether the page's words make up the sentence, not an insertion in it."""
    if _speaks(text) and len(_SENTENCE.findall(text)) == 1:
        return True
    clauses = _CLAUSE.findall(text)
    noisy = sum(len(clause) for clause in clauses if certain_reason(clause))
    return noisy >= 0.4 * len(text) or (noisy == 0 and bool(certain_reason(text)))


def _line_noise(text: str) -> bool:
    """Whether a line is the page's own from end to end: all but a few characters of its sentences are."""
    own = [sentence for sentence in _SENTENCE.findall(text) if not certain_reason(sentence) or not _all_noise(sentence)]
    return sum(map(len, own)) <= min(_FEW, 0.3 * len(text))


def drop_sentences(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without the sentences and clauses that are the page's own, and those with reasons."""
    if not certain_reason(text):
        return text, []
    kept: list[str] = []
    dropped: list[tuple[str, str]] = []
    for sentence in _SENTENCE.findall(text):
        reason = certain_reason(sentence)
        if not reason:
            kept.append(sentence)
        elif _all_noise(sentence):
            dropped.append((sentence, reason))
        else:
            for clause in _CLAUSE.findall(sentence):
                if found := certain_reason(clause):
                    dropped.append((clause, found))
                    end = clause[-1] if clause[-1] in "。！？!?" else ""
                    kept += [end] if end else []
                else:
                    kept.append(clause)
    return re.sub("[，,；;]([。！？!?])", r"\1", "".join(kept)), dropped


def drop_addresses(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without the web addresses in it."""
    found = [(match[0].strip(), "网址") for match in _NAMED_URL.finditer(text)]
    return _NAMED_URL.sub("", text), found


def drop_brackets(text: str) -> tuple[str, list[tuple[str, str]]]:
    """A paragraph without the addresses, site names and adverts set into its sentences in brackets or dashes."""
    dropped: list[tuple[str, str]] = []

    def note(found: re.Match[str]) -> str:
        dropped.append((found[0].strip(), "网址"))
        return ""

    def judge(found: re.Match[str]) -> str:
        inner = found[0][1:-1]
        reason = certain_reason(found[0]) or certain_reason(inner)
        if not reason and _PROMPT.search(inner) and lexicon().weak.search(inner):
            reason = likely_reason(inner)
        if not reason:
            return found[0]
        dropped.append((found[0], reason))
        return ""

    for pattern in (_BRACKETED, _BRACKETED_SITE, _BRACKETED_SOURCE):
        text = pattern.sub(note, text)
    if ends_sentence(text) and len(text) >= 40:
        text = _INSERTED.sub(judge, text)
    return _GROUP.sub(judge, text), dropped
