"""Marks that Chinese official writing puts before headings, runs and signatures."""

import re

_CN = "一二三四五六七八九十百"
LEVEL_1 = re.compile(rf"^(?:第?[{_CN}]{{1,3}}[、.．]|第[{_CN}]{{1,3}}(?:部分|章|节)[、:：]?)\s*")
LEVEL_2 = re.compile(rf"^[（(〔]\s*[{_CN}]{{1,3}}\s*[）)〕][、.．]?\s*")
LEVEL_3 = re.compile(r"^\d{1,2}(?:[、．]|\.(?!\d))\s*")
LEVEL_4 = re.compile(r"^(?:[（(]\s*\d{1,2}\s*[）)]|\d{1,2}[）)])[、.．]?\s*|^[①-⑳]\s*")
LEVELS = (LEVEL_1, LEVEL_2, LEVEL_3, LEVEL_4)
RUN = re.compile(
    rf"^(?:第?[{_CN}]{{1,2}}(?:是|要|则|来)|第[{_CN}]{{1,2}}[，,、]|(?:首|其)[先次][，,]?|再次[，,]|最后[，,])"
)
END = "。！？!?；;：:…"
CLOSERS = "”’\"'）)】》」』"
DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", 1)}

_YEAR = r"(?:(?:19|20)[\dxX×*＊]{2}|[×xX*＊_]{2,4}|[二一][〇○零ＯO一二三四五六七八九]{2,3})"
DATE = re.compile(
    rf"{_YEAR}\s*年\s*(?:[\d×xX]{{1,2}}|[{_CN}×]{{1,3}})\s*月(?:\s*(?:[\d×xX]{{1,2}}|[{_CN}×]{{1,3}})\s*日)?"
)
DATE_LINE = re.compile(rf"^[（(]?\s*(?:{DATE.pattern}|(?:19|20)\d\d[-./年]\d{{1,2}}[-./月]\d{{1,2}}日?)\s*[）)]?$")
UNIT_END = re.compile(
    r"(?:委员会|关工委|教育局|学校|小学|中学|幼儿园|办公室|街道|社区|支部|党委|党工委|小组|协会|教体局|中心|镇|乡|县委|总工会|分会|联合会|学会|工作站|报告团|服务队|公司|集团|学院|大学|教委|妇联|团委|民政局|司法局|公安局|文明办)$"
)
SALUTATION = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的)?(?:各位|老师|同志|领导|同学|朋友|来宾|家长|同仁|代表|老同志|主任|书记).{0,40}[:：]\s*$"
    r"|^(?:尊敬的|敬爱的).{1,40}[:：!！]|^同志们[:：,，]"
    r"|^(?!.*(?:单位|部门|主办|承办))[一-鿿、]{1,20}(?:[省市区县乡镇校党工]委|局|政府|委员会|学校|厅|关工委)[:：]$"
)


def mark_level(text: str) -> int:
    """Level 1–4 of the heading mark at the start of ``text``; 0 without one."""
    for level, pattern in enumerate(LEVELS, 1):
        if pattern.match(text):
            return level
    return 0


def unmarked(text: str) -> str:
    """``text`` without the heading mark at its start."""
    level = mark_level(text)
    return LEVELS[level - 1].sub("", text, count=1) if level else text


def ordinal(text: str) -> int:
    """Number in the Chinese heading mark at the start (十二、 → 12); 0 where there is none."""
    found = re.match(rf"^[（(第]?([{_CN}]{{1,3}})", text)
    if not found:
        return 0
    tens, mark, ones = found[1].rpartition("十")
    if not mark:
        return DIGITS.get(ones, 0)
    return (DIGITS.get(tens, 1) if tens else 1) * 10 + DIGITS.get(ones, 0)


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does, closing quotes and brackets aside."""
    bare = text.rstrip().rstrip(CLOSERS)
    return bool(bare) and bare[-1] in END
