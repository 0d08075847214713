"""Readers' remarks under an article: from the line that opens them to the end of the page."""

import re
from collections.abc import Sequence

from index.cleaning.lines import Line
from index.cleaning.marks import RUN, mark_level

_OPENS = re.compile(
    r"^(?:(?:网友|精选|全部|最新|热门|文章|读者|用户|写)?(?:评论|留言|跟帖|回帖|点评|回复)(?:区|列表|板|信息)?\s*[（(\[]?\s*\d*\s*条?\s*[)）\]]?\s*[:：]?"
    r"|[\[【（(]?(?:发表|我要|参与|添加|发)(?:个)?(?:评论|留言|回复|看法)[\]】）)]?|我来说两句|说点什么.{0,4}|《[^》]{1,50}》有\s*\d+\s*个想法"
    r"|(?:评论|留言)\s.{1,30}|(?i:(?:\d+\s*)?comments?|leave a reply)"
    r"|[-—=]{2,}\s*签名档?\s*[-—=]{2,}|(?:.{1,16}\s)?(?:沙发|板凳|地板|[2-9]\s*(?:楼|#))(?:\s.{0,60})?)$"
)
_LEAST_BEFORE = 0.6
"""Share of the page's running text that must stand before the remarks."""
_LONG = 100
"""A line longer than this is no remark."""

REASON = "网友留言"


def remarks(lines: Sequence[Line], reasons: Sequence[str]) -> range:
    """Indexes of the readers' remarks at the end of ``lines``; empty where none are sure.

    ``reasons`` says which lines are known to be the page's own. Where anything after the opening line looks like
    an article (a heading mark, a long paragraph), nothing is taken for a remark.
    """
    total = sum(len(line.text) for line in lines if len(line.text) >= 20)
    before = 0
    for index, line in enumerate(lines):
        if _OPENS.match(line.text) and before >= _LEAST_BEFORE * total > 0:
            return _rest(lines, reasons, index)
        before += len(line.text) if len(line.text) >= 20 else 0
    return range(0)


def _rest(lines: Sequence[Line], reasons: Sequence[str], start: int) -> range:
    after = [line for line, reason in zip(lines[start + 1 :], reasons[start + 1 :], strict=True) if not reason]
    if any(len(line.text) > _LONG or mark_level(line.text) in (1, 2) or RUN.match(line.text) for line in after):
        return range(0)
    named = start > 0 and reasons[start - 1] == "" and re.fullmatch(r"\w{2,10}", lines[start - 1].text)
    return range(start - 1 if named and re.match("沙发|板凳|地板", lines[start].text) else start, len(lines))
