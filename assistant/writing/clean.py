"""Cleaning what a model wrote: chatter, markup, thinking, other scripts, half-width marks, echoes, cut-off ends."""

import re

from assistant.sentences import repeated, split_sentences

_THINK = re.compile(r"<think>.*?(?:</think>|$)|</?think>", re.S)
_FENCE = re.compile(r"^\s*```.*$", re.M)
_MARKUP = re.compile(r"\*\*|__|~~|`|^\s{0,3}#{1,6}\s.*$|^\s*>\s?|^\s*\|.*\|\s*$|^\s*-{3,}\s*$", re.M)
_BULLET = re.compile(r"^\s*(?:[-*+•·]|\d{1,2}[.、)）](?!\d))\s*", re.M)
_CHATTER = re.compile(
    r"^(?:好的|当然|可以的?|没问题|以下(?:是|为)|下面(?:是|为)您|根据(?:您|你|以上|提供|要求|上述要点)|希望|如果?您|如需|请注意|注[：:]|说明[：:]|这一?段|本段"
    r"|正文[：:]|一段话[：:]|【|以上(?:内容|是|为)|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|抱歉|对不起|Sure|Here|Certainly)"
)
_ENGLISH = re.compile(r"[A-Za-z]{3,}(?:[ ,.'-]+[A-Za-z]+){2,}")
# Addresses, tags and pictures are never the model's own to write; the address in a fact is told by code.
_ADDRESS = re.compile(r"(?:https?|ftp|javascript|data|file):|www\.|\]\(|<[/!?a-zA-Z]|-->|[\w.-]+@[\w-]+\.\w", re.I)
# Words of the prompts: a model that repeats what it was told writes no document.
_PROMPT = re.compile(
    r"你是.{0,24}(?:秘书|助手)|规矩[:：]|这一部分的任务|写法参考|写作要求（|要点里有才写|"
    r"只用“?要点|要点”?里(?:有|没有)的|〔〔|〕〕|Markdown|提示词|系统提示",
    re.I,
)
_INVISIBLE = re.compile(
    r"<\|[^<>|]{0,40}\|>|\x1b\[[0-9;]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]"
    r"|[\ud800-\udfff]"
)
_HALF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）"}
_END = "。！？”’》）】"


def clean_text(text: str, heading: str = "") -> str:
    """``text`` as it may stand in a document: plain paragraphs, one a line, whole sentences, full-width marks.

    Returns "" where nothing usable is left.
    """
    text = _THINK.sub("", _INVISIBLE.sub("", text))
    text = _BULLET.sub("", _MARKUP.sub("", _FENCE.sub("", text)))
    lines = [_clean_line(line) for line in text.split("\n")]
    plain = heading.split("、", 1)[-1]
    lines = [line for line in lines if line and line.rstrip("。：") not in (heading, plain)]
    return "\n".join(_without_echoes(lines))


def _clean_line(line: str) -> str:
    sentences = split_sentences(full_width(line.strip()))
    kept = [s.strip() for s in sentences if s.strip() and not _chatter(s.strip())]
    if kept and kept[-1][-1] not in _END:
        kept.pop()  # the answer ended in mid-sentence, or the line is a label
    return "".join(kept)


def _chatter(sentence: str) -> bool:
    return bool(
        _CHATTER.match(sentence) or _ENGLISH.search(sentence) or _ADDRESS.search(sentence) or _PROMPT.search(sentence)
    )


def full_width(text: str) -> str:
    """Half-width marks beside Chinese characters made full-width, quotes paired, stray blanks and doubled marks out."""
    text = re.sub(r"(?<=[一-鿿”》）】\d%])([,;:?!])(?=[一-鿿“《（\s]|$)", lambda m: _HALF[m[1]], text)
    text = re.sub(r"\(([^()]{0,60}[一-鿿][^()]{0,60})\)", r"（\1）", text)
    text = re.sub(r"(?<=[一-鿿”》）])\.(?=\s|$|[一-鿿])", "。", text)
    text = re.sub(r'"([^"\n]{1,60})"', r"“\1”", text)
    text = re.sub(
        r"(?<=[一-鿿，。；：、“”《》（）])[ \t\u00a0]+(?=[一-鿿，。；：、“”《》（）\d])|(?<=\d)[ \t]+(?=[一-鿿])",
        "",
        text,
    )
    text = re.sub(r"([，。；：、！？])[，。；：、]+", r"\1", text)
    return text.replace("！", "。") if text.count("！") > 1 else text


def _without_echoes(lines: list[str]) -> list[str]:
    sentences = [(i, s) for i, line in enumerate(lines) for s in split_sentences(line)]
    echoes = {later for _, later in repeated([s for _, s in sentences], likeness=0.75, shortest=8)}
    kept = ["".join(s for n, (at, s) in enumerate(sentences) if at == i and n not in echoes) for i in range(len(lines))]
    return [line for line in kept if line]


# No fewer characters than the grammar of half sentences allows: what such a clause begins with stands before it.
_CLAUSE = re.compile("[一-鿿，、；]{4,48}")


def clean_tail(text: str, before: str) -> str:
    """The clause that a model put after ``before``, without its full stop; "" where it is no usable clause."""
    text = _THINK.sub("", text).strip()
    if text.startswith(before):
        text = text[len(before) :]
    text = full_width(text.strip().lstrip("，, "))
    head, stop, _ = text.partition("。")
    if not stop or "\n" in head:
        return ""
    head = head.rstrip("，；、：！")
    if not _CLAUSE.fullmatch(head):
        return ""
    clauses = [c for c in re.split(r"[，；]", head) if c]
    return "，".join(dict.fromkeys(clauses))
