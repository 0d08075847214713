"""What a small model writes: to a sentence that code has set from a fact, the half sentence on what it is for.

The figures, names and dates stand in the part that code set, so the model cannot alter them; its grammar has no digits.
"""

import re
from collections.abc import Callable, Sequence

from assistant.prompt_files import as_data, render, shots
from assistant.sentences import alike, bigrams
from assistant.writing.asking import Request
from assistant.writing.audience import Readers
from assistant.writing.bank import Bank
from assistant.writing.clean import clean_tail
from assistant.writing.tell import Told

LENGTH = 21  # characters that a tail has on average, cue and comma included
_TOKENS = 40
# No digits, no numerals as counts, no titles, quotes, Latin, line breaks: nothing that could be a claim.
GRAMMAR = (
    'root ::= c{4,26} ("，" c{4,16})? "。"\n'
    "c ::= [^0-9０-９A-Za-z《》〈〉“”‘’\"'（）()*#：:；;，,。．.！!？?\\n\\r\\t 二三四五六七八九十百千万亿两几〇零×]\n"
)
_RESULT = re.compile(r"成绩|荣誉|显著|明显|一致好评|普遍|大幅|全部|率|成功|获得|取得|圆满|了(?=[，。]|$)")

# Things and places that a model likes to add; a tail may name them only where its sentence does.
_THINGS = re.compile(
    r"社区|居民|农村|村民|乡村|工厂|企业|医院|食品|衣物|书籍|书包|视力|毒品|部队|军人|农民|工人|残疾|疾病|资金|奖学金|考试|升学|就业"
    r"|贫困|老人院|敬老院|网站|游戏|电脑|运动|音乐|绘画|旅游|参观|实地|专业课|辅导班|签名|手册|讲座|比赛|演出|志愿服务"
)


def tail_request(sentence: str, cue: str, seconds: float) -> Request:
    """The request for the half sentence after ``sentence`` (without full stop), which begins with ``cue``.

    The sentence stands only at the start of the answer: all before it is alike for all requests and evaluated once.
    """
    ask = render("tail_ask")
    examples = tuple((ask, f"{question}，{answer}。") for question, answer in shots("tail_shots"))
    return Request(
        system=render("tail_system"),
        request=ask,
        shots=examples,
        start=f"{as_data(sentence)}，{cue}",
        grammar=GRAMMAR,
        max_tokens=_TOKENS,
        temperature=0.3,
        stop=("\n",),
        seconds=seconds,
    )


def cue_for(bank: Bank, told: Told, theme: str, turn: int, readers: Readers) -> str:
    """What the tail of a fact begins with: the next of its theme's cues."""
    own = "综合" if told.fact.inherited else told.fact.theme or theme
    cues = bank.cues.get(own) or bank.cues.get("综合") or ("让孩子们",)
    return readers.fit(cues[turn % len(cues)], told.fact.text) or "让年轻人"


def read_tail(answer: str, sentence: str, cue: str, honest: Callable[[str], bool], others: Sequence[str]) -> str:
    """The usable tail in a model's answer, "" where there is none.

    It must be one clause or two, claim nothing (no figure, name, result), and not say what another tail says.
    """
    rest = clean_tail(answer, as_data(sentence))
    if not rest:
        return ""
    tail = rest if rest.startswith(cue) else cue + rest
    if len(tail) < 8 or _RESULT.search(tail) or not honest(f"{tail}。"):
        return ""
    if any(word not in sentence for word in _THINGS.findall(tail)):
        return ""
    if any(alike(tail, other) > 0.45 for other in others):
        return ""
    body = tail[len(cue) :]
    if len(bigrams(body)) < 0.8 * (len(body) - 1) or len(bigrams(body) & bigrams(sentence)) > 0.5 * len(bigrams(body)):
        return ""
    return tail
