"""Whether one figure's value follows from another's, units and approximations included."""

from fractions import Fraction

from assistant.ledger.figures import Figure
from assistant.ledger.numerals import Number, step_of
from assistant.ledger.word_sets import words_of

_COUNTERS = words_of("所 支 家 处 座 间 项 条 块 期 班 对 种 首 棵 组 门 篇 村 校 镇 起 批 面 枚 队 站 讲 辑 卷 架 孔")
_ALIKE = (
    {"场", "次"},
    {"棵", "树"},
    {"期", "班"},
    {"户", "家"},
    {"起", "项"},
    {"起", "例"},
    {"所", "校"},
    {"村", "个"},
    {"课时", "堂"},
    {"讲", "堂"},
    {"讲", "场"},
    {"讲", "次"},
    {"讲", "期"},
    {"站", "处"},
    {"站", "场"},
    {"天", "工作日"},
)
# Units that stand for another thing though the subject is the same: people and attendances, shares and points.
_MUTABLE = ({"人", "人次", "户"}, {"%", "百分点", "倍"}, {"项", "个"}, {"元"}, {"场", "次"})
# 超过1500人次 may be told as 超过1000人次, but 95%以上 not as 45%以上.
_NEAREST, _NEAREST_SHARE = Fraction(1, 2), Fraction(17, 20)
# 个 counts these as well where the words agree: 孩子已经有2870个, 电话响了1920次.
LOOSE = [{"个", unit} for unit in ("人", "次", "场次", "件", "例")]
_SAME = frozenset((a, b) for pair in (*_ALIKE, *({"个", unit} for unit in _COUNTERS)) for a in pair for b in pair)
_CHANGED = frozenset((a, b) for group in _MUTABLE for a in group for b in group)


def same_unit(draft: Figure, fact: Figure) -> bool:
    """True where the two units measure the same (名 and 人, 个 and 所, 公里 and 里)."""
    if draft.base == fact.base:
        return True
    if "" in (draft.base, fact.base):
        return True
    return (draft.base, fact.base) in _SAME


def comparable(draft: Figure, fact: Figure) -> bool:
    """True where the units are the same or a draft could have put one for the other."""
    return same_unit(draft, fact) or mutable(draft, fact)


def mutable(draft: Figure, fact: Figure) -> bool:
    """True where a draft could have put one unit for the other (人次 → 人, % → 个百分点)."""
    return draft.family == fact.family != "" or (draft.base, fact.base) in _CHANGED


def may_bear_out(draft: Figure, fact: Figure) -> bool:
    """True where the fact's figure bears the draft's out if the two tell of one thing."""
    return (same_unit(draft, fact) or {draft.base, fact.base} in LOOSE) and follows(draft, fact)


def follows(draft: Figure, fact: Figure) -> bool:
    """True where the draft's value is the fact's, or a sound approximation of it."""
    if fact.manner == "exact":
        return holds(draft, fact.number) or (draft.exact and _rounded(draft, fact))
    if fact.manner == "range" and draft.exact:
        return draft.number in (fact.low, fact.high)
    if draft.manner == fact.manner and draft.number == fact.number and (draft.low, draft.high) == (fact.low, fact.high):
        return True
    if draft.manner in ("over", "least") and fact.manner in ("over", "least") and draft.number == fact.number:
        return True
    if draft.manner == "about" and draft.number == fact.number and fact.manner in ("over", "near"):
        return True
    if draft.manner == "least":
        nearest = _NEAREST_SHARE if draft.base == "%" else _NEAREST
        tenths = draft.base == "%" and draft.low % 10 == 0
        rounder = draft.low == fact.low or tenths or _roundness(draft.low) > _roundness(fact.low)
        return rounder and fact.low >= draft.low >= fact.low * nearest
    if draft.manner in ("over", "vague"):
        return draft.low <= fact.low and fact.high is not None and draft.high is not None and fact.high <= draft.high
    return False


def _roundness(number: Number) -> Number:
    """The greatest 1, 5, 10, 50 … that divides it: 76 → 1, 75 → 5, 70 → 10."""
    step = step_of(number)
    return step * 5 if number % (step * 5) == 0 else step


def _rounded(draft: Figure, fact: Figure) -> bool:
    """True where a share keeps one decimal or two of the more that the fact has, rounded (62.1% of 62.136%)."""
    if draft.base != "%" or fact.base != "%" or draft.number.denominator == 1:
        return False
    step = Fraction(1, 10) if (draft.number * 10).denominator == 1 else Fraction(1, 100)
    return (draft.number / step).denominator == 1 and 2 * abs(Fraction(fact.number - draft.number)) <= step


def holds(draft: Figure, value: Number) -> bool:
    """True where a plain ``value`` bears out what the draft's figure states."""
    if draft.manner == "exact":
        return value == draft.number
    if draft.manner in ("over", "vague", "near"):
        return draft.low <= value and draft.high is not None and value < draft.high
    if draft.manner == "range":
        return False
    return draft.low <= value and (draft.high is None or value <= draft.high)


def tell(number: Number) -> str:
    """A number as a reader writes it: 1200, 12.5, 46.8万."""
    if number >= 10**4 and number % 100 == 0:
        return tell(Fraction(number) / 10**4) + "万"
    if number.denominator == 1:
        return str(number.numerator)
    return f"{float(number):.4f}".rstrip("0").rstrip(".")
