"""What looks like a figure and is none: list markers, announced counts, set phrases, idioms, articles."""

import functools
import re

from assistant.ledger.figures import Found
from assistant.ledger.lexicon import Lexicon
from assistant.ledger.numerals import CHINESE, read_neighbours
from assistant.ledger.text import Text
from assistant.ledger.word_sets import words_of

_CHINESE = set(CHINESE)
_LARGE = set("十百千万亿")
_MARKER = re.compile(r"[\s#>*\-（(]*\d{1,2}(?:\.\d{1,2}){0,3}\s?[.、．)）:：]?\s?")
_INNER_MARKER = re.compile(r"\d{1,2}(?:[、）)．]|\.(?!\d))")
_AND = "(?:、|(?<![总饱])和(?![谐睦平气解])|(?<![参给])与)"
_LIST = re.compile(rf"[^，。；：！？、\n\d]{{1,12}}(?:{_AND}[^，。；：！？、\n\d]{{1,12}})+$")
_LONGEST_ITEM = 13  # of the list, with the mark before it
_TURN = re.compile("第[一二三四五六七八九][期届批轮组场次]")
_LIST_MARK = re.compile(_AND)
_CELL = re.compile(r"\s*\|\s*\d{1,3}\s*\|")
_TOTAL = re.compile(r"[\u4e00-\u9fff]{0,6}(?:共|合计|累计|总计|[加合凑]起来|加在一起|相加)")
_DEED = re.compile("(?:民生|暖心|为民)?(?:实|大|好|小)?事(?!务|故|件)")
# 两个导向，一看实绩，二看口碑: what is counted is listed.
_ENUMERATES = re.compile(
    "[\u4e00-\u9fff]{1,6}[，：:。；—、]{1,2}(?:一[是看要靠抓为曰个方面来则种]|首先|其一|第一|一，|既)|[\u4e00-\u9fff]{1,4}[：:]"
)
# 织密五张网, 用好四支力量: ways of speaking of points.
_ANNOUNCED = re.compile(
    "张(?:网|牌|清单|名片|答卷)|支力量|本(?:台账|账)|把(?:钥匙|尺子)|笔账|股(?:力量|劲|绳)|根弦|道(?:关|防线|屏障|难题)"
)
_MONTHS = re.compile(r"(?:[、和]\d{1,2})*[两三]?个?月(?!均)")
_HOTLINE = re.compile(r"12\d{3}")
_OF_TITLES = ("部", "本", "首", "篇", "册", "个", "支", "种", "套", "出", "档")
_SPANS = ("年月", "周", "天", "时间", "学期", "岁")
_FEW = 10
_NOT_COUNTED = words_of(
    "头 把 队 级 字 面 根 层 门 集 版 分 首 代 步 点 村 校 镇 班 双 回 粒 束 枝 朵 杯 碗 筐 捆 罐 餐 架 站"
)


@functools.cache
def _by_front(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, list[str]]]:
    """The first characters of the set phrases that hold a numeral, and the phrases by their first two."""
    table: dict[str, list[str]] = {}
    for phrase in sorted(lexicon.set_phrases, key=len, reverse=True):
        if len(phrase) > 1 and any(c in _CHINESE or c.isdigit() for c in phrase):
            table.setdefault(phrase[:2], []).append(phrase)
    return re.compile(f"[{re.escape(''.join({front[0] for front in table}))}]"), table


def set_spans(text: Text) -> bytearray:
    """For each character of the plain text, 1 where it stands inside a set phrase."""
    plain = text.plain
    pattern, table = _by_front(text.lexicon)
    marks = bytearray(len(plain) + 1)
    done = 0
    for match in pattern.finditer(plain):
        at = match.start()
        if at < done:
            continue
        for phrase in table.get(plain[at : at + 2], ()):
            if plain.startswith(phrase, at):
                done = at + len(phrase)
                marks[at:done] = b"\1" * len(phrase)
                break
    return marks


def is_claim(text: Text, found: Found, blocked: bytearray) -> bool | None:
    """True: a claim; False: one only if a fact says the same; None: no claim at all."""
    plain = text.plain
    start = found.start
    while start < found.end - 1 and plain[start] not in _CHINESE and not plain[start].isdigit():
        start += 1
    if blocked[start] and blocked[found.end - 1]:
        return None  # 上千家万户 too
    if (found.start and plain[found.start - 1] == "第") or plain.startswith("旬", found.end):
        return None  # 年近七旬 is a way of speaking
    if not any(c.isdigit() for c in plain[found.start : found.end]):
        return _is_chinese_claim(text, found)
    if not found.figure.unit and _is_bare_number(text, found):
        return None
    return True


def _is_bare_number(text: Text, found: Found) -> bool:
    """True for digits that count nothing: list markers, hotlines, parts of names (A4, 1+N)."""
    plain, words = text.plain, text.plain[found.start : found.end]
    before = plain[found.start - 1] if found.start else "\n"
    after = plain[found.end : found.end + 1]
    if any(c.isascii() and (c.isalpha() or c in "+_/@#=") for c in (before, after) if c):
        return True
    if _MONTHS.match(plain, found.end):
        return True  # 7、8两月
    if words in text.lexicon.hotlines or _HOTLINE.fullmatch(words):
        return True
    if _MARKER.fullmatch(plain[text.line_start(found.start) : found.end + 1]):
        return True
    if after in (" ", "|") and _CELL.match(plain, text.line_start(found.start), found.end + 3):
        return True
    if before in " \n。；;：:！？，" and _INNER_MARKER.match(plain, found.start):
        return True
    return before in "（([［【" and after in "）)]］】" and found.figure.number < 50


def sums_up_a_list(plain: str, found: Found) -> bool:
    """True for a count of what the text has just listed (柳林、太平两个乡镇)."""
    count = found.figure.bare
    if found.figure.manner != "exact" or not 2 <= count <= 9:
        return False
    if found.figure.unit in _OF_TITLES and _titles_around(plain, found) == count:
        return True  # 《雷锋》《闪闪的红星》两部影片
    turns = {match[0] for match in _TURN.finditer(plain, max(0, found.start - 80), found.start)}
    if len(turns) == count and all(turn.endswith(found.figure.unit) for turn in turns):
        return True  # 第一期……，第二期……，两期共
    if not _LIST_MARK.search(plain, max(0, found.start - _LONGEST_ITEM), found.start):
        return False
    listed = _LIST.search(plain, max(0, found.start - 80), found.start)
    return listed is not None and len(_LIST_MARK.findall(listed[0])) + 1 == count


def _titles_around(plain: str, found: Found) -> int:
    """How many titles the sentence of a figure names."""
    start = max(plain.rfind(mark, 0, found.start) for mark in "。；！？\n") + 1
    end = min((at for mark in "。；！？\n" if (at := plain.find(mark, found.end)) >= 0), default=len(plain))
    return plain.count("》", start, end)


def _is_chinese_claim(text: Text, found: Found) -> bool | None:
    plain, figure = text.plain, found.figure
    if sums_up_a_list(plain, found):
        return False
    if plain[found.start : found.end] in ("一半", "大半") and plain[found.end : found.end + 1] != "的":
        return False
    if plain[found.start] == "零" and figure.bare == 0:
        return None
    if figure.manner == "vague" and (figure.family in _SPANS or (figure.high or 0) <= _FEW):
        return False if figure.unit else None  # 十几年, 六七十岁, 三五个
    written = plain[found.start : found.end]
    if written == "百分之百" and _wholly(text, found):
        return False
    if not figure.unit:
        return (
            None
            if figure.manner == "exact" or read_neighbours(written) or found.end - found.start < 2
            else _stands(text, found)
        )
    if not _stands(text, found):
        return None
    written = plain[found.start : found.end - len(figure.unit)]
    if figure.manner == "exact" and written and all(c in _LARGE for c in written) and written != "十":
        return False
    if figure.bare == 1 and figure.base not in ("倍", "%"):
        return False
    if figure.unit == "件" and figure.bare <= 10 and _DEED.match(plain, found.end):
        return False
    small = figure.bare <= 10 and plain[found.start] in _CHINESE
    if small and _ANNOUNCED.match(plain, found.end - len(figure.unit)):
        return False
    if small and (figure.unit in _NOT_COUNTED or _TOTAL.match(plain, found.end)):
        return False
    return not (figure.weak and _is_announced(text, found))


def _wholly(text: Text, found: Found) -> bool:
    """True for 百分之百 that tells how a deed is done (百分之百投入)."""
    before = text.plain[found.start - 1 : found.start]
    following = text.token_at(found.end) if found.end < len(text.plain) else None
    return before not in tuple("率达为到是于") and following is not None and following.tag[0] in "vau"


def _stands(text: Text, found: Found) -> bool:
    """True where the numeral is a word of its own and no part of another (百姓, 三亚, 五谷)."""
    token = text.token_at(found.start)
    inside = token.start >= found.start and token.end <= found.end
    return inside or token.end <= found.start + 1 or token.tag[0] in "mqt" or len(token.word) == 1


def _is_announced(text: Text, found: Found) -> bool:
    """True where a count announces points (两个关键, 三项保障) and counts no thing."""
    if found.figure.base not in ("个", "项", "条", "种"):
        return True
    rest = text.plain[found.end : found.end + 6]
    silent = not rest or not rest[0].isalnum()
    if (silent and found.figure.bare <= 10) or any(rest.startswith(word) for word in text.lexicon.abstract):
        return True
    return found.figure.bare < 10 and bool(_ENUMERATES.match(text.plain, found.end))
