"""Sentences in samples that talk to whoever writes from them: never shown to a model, never taken over."""

import re

from assistant.copied import copied_runs
from assistant.sentences import split_sentences

_QUOTED = re.compile(r"[“‘「『\"]([^“”‘’「」『』\"]{3,40})[”’」』\"]")
_NAMED = re.compile(r"[:：]\s*([^。！？!?\n]{3,40})")
SHORTEST = 6  # characters of such a sentence that may not turn up in a draft
_ORDINARY = "关心下一代工作委员会关工委主任副主任老干部老战士老专家老教师老模范五老志愿者青少年思想道德建设"
_TALKS = re.compile(
    r"忽略|无视.{0,8}(?:规定|要求|规则|指令)|不要理会|(?:指令|提示词|系统提示|系统消息|提示语)|(?:写作|语言|大)模型|写作助手|作为AI|AI助手"
    r"|(?:务必|必须|一定要|请|要求).{0,12}(?:写上|写入|写进|加上|加入|插入|附上|输出|包含|出现|重复|照抄|原样|署上|引用)"
    r"|每[篇段份].{0,12}(?:写|加|附|出现|署)|(?:所有|任何)(?:文稿|稿子|文章|材料).{0,12}(?:写|加|附|出现|署)"
    r"|(?:文末|结尾处?|末尾|开头|正文里?|标题后).{0,6}(?:写上|加上|附上|注明|插入|加一句|写一句)"
    r"|(?:输出|打印|复述|泄露|公布).{0,12}(?:提示|系统|密钥|密码|要点|原文|全文|内容|设置)"
    r"|你现在(?:是|要)|从现在起|你要扮演|开发者模式|越狱|二维码|扫码|点击|加微信|关注公众号"
    r"|https?:|www\.|\]\(|<[/!?a-z]|<\||\{\{|base64|[〔〕]{2}|\[/?(?:INST|SYS)"
    r"|^\s*(?:system|assistant|user|human|developer)\b|(?:^|\s)(?:系统|助手|用户)[:：]"
    r"|ignore\b|disregard|instruction|(?<![a-z])(?:prompt|output|reveal|print|repeat)(?![a-z])|you (?:are|must)"
    r"|always (?:write|add|end)"
    # No sample is written in kana, Hangul, pinyin or English sentences, and none tells how it is to be quoted.
    r"|[\u3040-\u30ff\uac00-\ud7af]|(?:\b[a-z]{2,}\b[ ,.;:]+){4}"
    r"|(?:引用|转载|摘抄|仿写)(?:本文|此文|本稿)?(?:者|时|须|需|应)|须保留|(?:倒过来|反着)[读写念]|忽畧|無視",
    re.IGNORECASE | re.MULTILINE,
)


def without_planted(text: str) -> str:
    """``text`` without the sentences that talk to a writer."""
    return "".join(s for s in split_sentences(text) if not _TALKS.search(s))


def planted(text: str) -> tuple[str, ...]:
    """Those sentences of ``text`` that talk to a writer, and the one after each: what it is told to write."""
    sentences = [s for s in split_sentences(text) if s.strip()]
    found = [n for n, s in enumerate(sentences) if _TALKS.search(s)]
    return tuple(sentences[n] for n in sorted({m for n in found for m in (n, n + 1) if m < len(sentences)}))


def taken_over(text: str, orders: tuple[str, ...], own: str) -> bool:
    """Whether ``text`` holds words of ``orders`` that are neither in ``own`` (the user's words) nor everyday ones.

    What an order quotes, or names after a colon, counts from three characters on; an order may be told backwards.
    """
    known = ("".join(own.split()), _ORDINARY)
    told = (*orders, *(order[::-1] for order in orders))
    runs = {run for order in told for run in copied_runs(text, order, SHORTEST)}
    named = (part.strip() for order in orders for part in (*_QUOTED.findall(order), *_NAMED.findall(order)))
    runs |= {part for part in named if part and part in text}
    return any(all(run not in words for words in known) for run in runs)
