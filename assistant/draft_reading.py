"""Reading a draft from Markdown or plain text: what is title, front matter, 称谓, section, 附件说明 and 落款."""

import re
from collections.abc import Iterator, Sequence

from assistant.draft import Draft, Section
from assistant.errors import BadDraft

_HEADING = re.compile(r"^(#{1,6})\s*(.+?)(?:\s+#+)*\s*$")
_FENCE = re.compile(r"^(?:```|~~~)\w*$")
_EMPHASIS = re.compile(r"^\s*(\*\*|__)\s*([^*_]+?)\s*\1\s*$")
_TAGS = re.compile(r"</?(?:center|div|p|h[1-6]|b|strong)(?:\s[^<>]*)?>", re.I)
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)])"
)
_FIRST = re.compile(r"^[一二三四五六七八九十]{1,3}、\s*\S")
_SECOND = re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\s*[^、\s]")
_NO_PROSE = re.compile(r"^(?:[-*+•·]\s|[>|]|\d{1,2}[.、)]\s?\D|!\[)")
_DATE = re.compile(
    r"^[（(]?\s*[〇○零一二三四五六七八九\d×X]{4}\s*年"
    r"(?:\s*[十〇零一二三四五六七八九\d×X]{1,3}\s*月(?:\s*[十〇零一二三四五六七八九\d×X]{1,3}\s*[日号])?)?\s*[)）]?$"
    r"|^[（(]?\s*\d{4}\s*[-./]\s*\d{1,2}(?:\s*[-./]\s*\d{1,2})?\s*[)）]?$"
)
_UNIT_AND_DATE = re.compile(r"^(\S.{1,28}?\S)[\s\u3000]+(\d{4}\s*年.{1,10}日|[〇零一二三四五六七八九]{4}年.{1,8}日)$")
_ADDRESSED = re.compile(
    r"领导|同志|老师|朋友|来宾|代表|主任|书记|委员|局长|县长|市长|校长|家长|同学|战友|专家|前辈|各位|尊敬"
    r"|各.{0,16}(?:单位|乡镇|镇|乡|关工委|委员会|学校|街道|社区|部门|县|市|区|局)"
)
_NO_ADDRESS = re.compile(r"如下|以下|下面|现将|现就|汇报|报告|介绍|方面|几点|主要|情况|做法|体会|包括|要求|^附件")
_OPEN_ADDRESS = re.compile(
    r"^(?:尊敬的|敬爱的|亲爱的|各位).{0,34}(?:领导|同志|同志们|老师|朋友|朋友们|来宾|代表|委员|主任|书记|家长|同学|同学们)[:：!！,，]?$"
)
_UNIT = re.compile(
    r"(?:委员会|关工委|办公室|局|厅|部|处|科|院|学校|中学|小学|大学|学院|中心|协会|联合会|团县委|团委|妇联|政府|街道|社区|村|公司|集团|支部|小组|工作组)"
    r"(?:[（(].{1,8}[)）])?$"
)
_ADDRESSEE = re.compile(r"(?:党委|党组|法院|检察院|[省市县区])(?:[（(].{1,8}[)）])?$")
_ATTACHMENT = re.compile(r"^附件\s*\d*\s*[:：]")
_FRONT_LIMIT, _HEADING_LIMIT = 40, 45

# An assistant talking to its user: no part of the paper. Each needs a whole line and names the reader or the text.
_FILLER = re.compile(
    r"^(?:好的|当然可以|当然|没问题|明白了?|收到)[，,！!。].{0,80}(?:如下|以下是|下面是|这是|为您|为你|按照您|按您|根据您|根据你)"
    r"|^(?:以下|下面|这)是(?:我)?(?:为您|为你|根据您|根据你|按照您|按您)"
    r"|^(?:以下|下面)是.{0,40}(?:发言稿|文稿|稿件|总结|要点|事迹材料|范文|草稿|初稿|修改稿).{0,20}[：:]$"
    r"|^(?:希望|但愿).{0,20}(?:对您|对你|您的|你的|满足您).{0,30}$"
    r"|^(?:如果|如|若)(?:您|你|需|有).{0,40}(?:告诉我|告知我|联系我|与我|随时|进一步(?:修改|调整|优化)).{0,20}$"
    r"|^(?:以上|这)(?:内容|文稿|稿件|范文|示例|草稿|初稿|发言稿).{0,30}(?:仅供参考|供您参考|根据实际|酌情).{0,40}$"
    r"|^[（(]?(?:注|注意|请注意|提示|说明)[：:].{0,60}(?:您|你)[^们].{0,60}$"
)


def is_filler(line: str) -> bool:
    """Whether a whole line is an assistant's remark to its user."""
    return len(line) < 160 and bool(_FILLER.match(line.strip().strip("*_> ")))


def parse_markdown(text: str, genre: str = "") -> Draft:
    """A draft from its Markdown form, or from any plain text that looks like one.

    Nothing is lost but an assistant's remarks at either end: what is no title, front matter, 称谓 or 落款 is body.
    Raises ``BadDraft`` on empty text.
    """
    lines = [line.strip() for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    named, lines = _take_named(lines)
    lines = [line for line in lines if not _FENCE.match(line)]
    lines = _without_filler(lines)
    if not lines and not named:
        raise BadDraft("文稿是空的。")
    title, lines = _take_title(lines) if lines else ("", lines)
    front, salutation, lines = _take_front(lines)
    signature, attachments, lines = _take_end(lines)
    front = front or tuple(named[key] for key in ("unit", "speaker", "date") if named.get(key))
    title, genre = title or named.get("title", ""), genre or named.get("genre", "")
    return Draft(title, tuple(_sections(lines)), genre, front, salutation, attachments, signature)


_KEYS = {"标题": "title", "题目": "title", "单位": "unit", "发言人": "speaker", "日期": "date", "文种": "genre"}
_LONGEST_KEY = 10
_KEYS |= {name: name for name in ("title", "unit", "speaker", "date", "genre")}


def _take_named(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    """A block of ``key: value`` lines between two ``---`` at the top: about the paper, no part of it."""
    closing = next((i for i, line in enumerate(lines[1:12], 1) if line == "---"), 0)
    if not lines or lines[0] != "---" or not closing:
        return {}, lines
    pairs = [line.replace("：", ":", 1).partition(":") for line in lines[1:closing]]
    if not all(colon and 0 < len(key.strip()) <= _LONGEST_KEY for key, colon, _ in pairs):
        return {}, lines
    known = ((_KEYS.get(key.strip()), value.strip().strip("\"'")) for key, _, value in pairs)
    return {name: value for name, value in known if name and value}, lines[closing + 1 :]


def _without_filler(lines: list[str]) -> list[str]:
    """The lines without remarks at either end."""
    start, end = 0, len(lines)
    while start < min(end, 3) and (is_filler(lines[start]) or _is_rule(lines[start])):
        start += 1
    while end > max(start, len(lines) - 4) and (is_filler(lines[end - 1]) or _is_rule(lines[end - 1])):
        end -= 1
    return lines[start:end] if end > start else lines


def _is_rule(line: str) -> bool:
    return bool(re.match(r"^(?:[-*_=]\s*){3,}$", line))


def _bare(line: str) -> str:
    """A line without the emphasis or tags around the whole of it."""
    line = _TAGS.sub("", line).strip()
    match = _EMPHASIS.match(line)
    return match[2] if match else line


def _take_title(lines: list[str]) -> tuple[str, list[str]]:
    match = _HEADING.match(lines[0])
    if match:
        text = _bare(match[2])
        levels = [len(m[1]) for line in lines[1:] if (m := _HEADING.match(line))]
        deeper = len(match[1]) == 1 or (levels and min(levels) > len(match[1]))
        if _NUMBER.match(text) or not deeper:
            return "", lines
        return _with_second_line(text, lines[1:])
    text = _bare(lines[0])
    plain = not _NUMBER.match(text) and not _NO_PROSE.match(lines[0]) and not _DATE.match(text)
    if not plain or len(text) > _FRONT_LIMIT or text[-1] in "。；：:！？，" or _OPEN_ADDRESS.match(text):
        return "", lines
    rest = lines[1:]
    return text, rest[1:] if rest and re.match(r"^={3,}$", rest[0]) else rest


def _with_second_line(title: str, rest: list[str]) -> tuple[str, list[str]]:
    """A second ``# `` line right under the first is the title's own second line, unless it is a section's."""
    match = _HEADING.match(rest[0]) if rest else None
    if match is None or len(match[1]) != 1 or _NUMBER.match(_bare(match[2])):
        return title, rest
    others = [line for line in rest[1:] if (m := _HEADING.match(line)) and len(m[1]) == 1]
    second = _bare(match[2])
    if others and not all(_NUMBER.match(_bare(line.lstrip("# "))) for line in others):
        return title, rest
    return (title, [second, *rest[1:]]) if second.startswith("——") else (f"{title} {second}", rest[1:])


def _take_front(lines: list[str]) -> tuple[tuple[str, ...], str, list[str]]:
    front: list[str] = []
    for i, line in enumerate(lines[:7]):
        text = _bare(line)
        if _is_address(text):
            return tuple(front), text, lines[i + 1 :]
        if not _may_front(line, text):
            break
        front.append(text)
    return tuple(front), "", lines[len(front) :]


def _may_front(line: str, text: str) -> bool:
    if _HEADING.match(line) or _NUMBER.match(text) or _NO_PROSE.match(line) or _is_rule(line):
        return False
    return bool(text) and len(text) <= _FRONT_LIMIT and text[-1] not in "。；！？：:，、"


def _is_address(text: str) -> bool:
    if _OPEN_ADDRESS.match(text):
        return True
    if _is_list_of_units(text):
        return True
    if not re.match(r"^[^。！？；]{1,60}[:：]$", text) or _NO_ADDRESS.search(text) or _NUMBER.match(text):
        return False
    return bool(_ADDRESSED.search(text))


def _is_list_of_units(text: str) -> bool:
    """Whether a line is a 主送: units and nothing else, however many."""
    if not re.match(r"^[^。！？；:：]+[:：]$", text) or _NO_ADDRESS.search(text) or _NUMBER.match(text):
        return False
    units = re.split(r"[、，,]", text[:-1])
    return all(_UNIT.search(unit) or _ADDRESSEE.search(unit) for unit in units)


def _take_end(lines: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], list[str]]:
    """落款 and 附件说明, whichever stands last."""
    attachments, lines = _take_attachments(lines)
    signature, lines = _take_signature(lines)
    if not attachments:
        attachments, lines = _take_attachments(lines)
    return signature, attachments, lines


def _take_signature(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """The 落款; where several sign one after another, each with a date, all of theirs."""
    signature, lines = _take_last_signature(lines)
    while len(signature) > 1 and len(lines) > 1 and _DATE.match(_bare(lines[-1])):
        above, rest = _take_last_signature(lines)
        if len(above) < 2:
            break
        signature, lines = (*above, *signature), rest
    return signature, lines


def _take_last_signature(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    if not lines:
        return (), lines
    last = _bare(lines[-1])
    both = _UNIT_AND_DATE.match(last)
    if both and _UNIT.search(both[1]):
        return (both[1], both[2]), lines[:-1]
    if not _DATE.match(last):
        if len(lines) > 1 and _may_sign(lines[-1]) and _UNIT.search(last) and _ends(lines[-2]):
            return (last,), lines[:-1]
        return (), lines
    start = len(lines) - 1
    while start > 0 and len(lines) - start < 4 and _may_sign(lines[start - 1]):
        start -= 1
    return tuple(_bare(line) for line in lines[start:]), lines[:start]


def _ends(line: str) -> bool:
    return line[-1] in "。！？…”）)"


def _may_sign(line: str) -> bool:
    text = _bare(line)
    if _HEADING.match(line) or _NUMBER.match(text) or _NO_PROSE.match(line) or len(text) > 30 or not text:
        return False
    if text[-1] in "。；：:！？，、" or re.search(r"谢谢|感谢|完毕|\d", text):
        return False
    return bool(_UNIT.search(text)) or len(text) <= 12


def _take_attachments(lines: list[str]) -> tuple[tuple[str, ...], list[str]]:
    start = next((i for i, line in enumerate(lines) if _ATTACHMENT.match(_bare(line))), None)
    if start is None:
        return (), lines
    found = [_bare(line) for line in lines[start:]]
    if any(_HEADING.match(line) or len(line) > 60 or line.endswith("。") or "|" in line for line in found):
        return (), lines
    if any(not (_ATTACHMENT.match(text) or _NUMBER.match(text)) for text in found):
        return (), lines
    return tuple(found), lines[:start]


def _sections(lines: Sequence[str]) -> Iterator[Section]:
    heading, body = "", list[str]()
    for line in lines:
        match = _HEADING.match(line)
        if match:
            text = _bare(match[2])
            top = text if len(match[1]) <= 2 or _FIRST.match(text) else ""
        else:
            top = _plain_heading(line, _FIRST)
        if top:
            if heading or body:
                yield Section(heading, "\n".join(body))
            heading, body = top, []
            continue
        second = "" if match else _plain_heading(line, _SECOND)
        body.append(f"{match[1]} {match[2]}" if match else f"### {second}" if second else line)
    if heading or body:
        yield Section(heading, "\n".join(body))


def _plain_heading(line: str, number: re.Pattern[str]) -> str:
    """The text of a line that is a numbered heading without saying so, else ""."""
    text = _bare(line)
    short = len(text) <= _HEADING_LIMIT and text[-1:] not in ("。", "；", "！", "？", "，", "：", ":", "…", "、")
    return text if short and number.match(text) and "。" not in text else ""
