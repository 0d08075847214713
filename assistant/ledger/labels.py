"""Words that tell one of several alike from the others: 第一期, 春季, 东片, 线上, 三年级."""

import functools
import re

# One group a kind: what a text says of one kind contradicts another word of the same kind.
_LABELS = re.compile(
    "(?P<turn>第[一二三四五六七八九十\\d]{1,2}[期批轮场次组季站班队])"
    "|(?P<season>[春夏秋冬][季期])|(?P<side>[东西南北中][片线院区部](?!域))|(?P<letter>[甲乙丙丁AB][组班队村])"
    "|(?P<hour>上午|下午|晚上|晚间|早上)|(?P<grade>[一二三四五六七八九]年级|初[一二三]|高[一二三])"
    "|(?P<line>线上|线下)|(?P<wall>校内|校外)|(?P<prize>[特一二三]等奖)|(?P<half>上半年|下半年|[一二三四]季度)"
)


@functools.lru_cache(maxsize=8192)
def labels_in(words: str) -> frozenset[tuple[str, str]]:
    """Kind and word of each label that ``words`` hold."""
    return frozenset((match.lastgroup or "", match[0]) for match in _LABELS.finditer(words))


def apart(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> bool:
    """True where of some kind both have labels and none in common."""
    if not one or not other:
        return False
    kinds = {kind for kind, _ in one} & {kind for kind, _ in other}
    return any(not {w for k, w in one if k == kind} & {w for k, w in other if k == kind} for kind in kinds)
