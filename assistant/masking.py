"""Samples without their facts: typed marks in place of figures, dates, people, units, places, activities, titles."""

import re

from assistant.ledger import Span
from assistant.particulars import particulars

_NUMERAL = "\\d零〇○一二两三四五六七八九十百千万亿"
_FIGURE = re.compile(rf"[数几]?[{_NUMERAL}][{_NUMERAL},.，点余多来几]*(?:分之[{_NUMERAL}点.]+)?|半数|过半|一半|大半")
_DATE = re.compile(rf"[{_NUMERAL}.,]+")
_ENDINGS = re.compile(
    r"(?:街道|社区|县|市|区|乡|镇|村|省)?(?:幼儿园|小学|中学|大学|学院|学校|公司|集团|教育局|司法局|公安局|关工委|派出所|法院|检察院|医院)?(?:关工委)?$"
)
_STEM, _LEVELS = "[^省市州县区旗镇乡村]{2,6}", "省|市|自治州|州|县|区|旗|镇|乡|村|街道|社区"
_LEVEL = re.compile(f"{_STEM}({_LEVELS})")
_CHAIN = re.compile(f"(?:{_STEM}(?:{_LEVELS})){{2,4}}")
_ADDRESS = re.compile(r"(?<=.)(?:同志|老师|主任|书记|奶奶|爷爷|师傅|老人|校长|大爷|阿姨|先生|女士|老)$")


def mask(text: str) -> str:
    """``text`` with every claim replaced by a mark that keeps its kind readable.

    ××名, ××年××月, ××县, ×××, 《××》, “××”: the text still reads as a model of manner, and a mark that slips into a
    draft is found as a leftover.
    """
    parts, at = [], 0
    for span in particulars(text):
        parts += [text[at : span.start], _mark(span)]
        at = span.end
    return "".join((*parts, text[at:]))


def _mark(span: Span) -> str:
    words = span.text
    if span.kind == "title":
        return "《××》" if words.startswith("《") else "××〔××〕××号"
    if span.kind == "activity":
        return f"{words[0]}××{words[-1]}"
    if span.kind == "date":
        return _of_date(words)
    if span.kind == "figure":
        marked = _FIGURE.sub("××", words)
        return marked if "×" in marked else "××"
    return _of_name(words)


def _of_date(words: str) -> str:
    if "半年" in words or "季度" in words:
        head = "××年" if "年" in words.partition("半年")[0].partition("季度")[0][:5] else ""
        return f"{head}{'×半年' if '半年' in words else '×季度'}"
    marked = _DATE.sub("××", words)
    return marked if "×" in marked else "××"


def _of_name(words: str) -> str:
    address = _ADDRESS.search(words)
    if address and address.start() <= 2:
        return "×" + address[0]
    if re.search(r"[一二三四五六七八九十][中小]$", words):
        return "××小学" if words.endswith("小") else "××中学"
    if len(words) == 2:
        return "××"  # 固镇, 东乡: all of it is the name
    if _CHAIN.fullmatch(words):
        return _LEVEL.sub(r"××\1", words)  # 白玉县河坡乡 was read as one
    ending = _ENDINGS.search(words)
    if ending and ending[0] and ending.start() > 0:
        return "××" + ending[0]
    return "×××" if len(words) > 2 else "××"
