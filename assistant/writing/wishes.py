"""What an instruction on a draft means: what to do, where, and with which words or numbers. Rules only, no model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.draft import Draft
from assistant.headings import NUMERALS
from assistant.sentences import count, overlap
from assistant.writing.fact_themes import themes_named

WishKind = Literal[
    "shorten",
    "expand",
    "move",
    "delete",
    "add",
    "replace",
    "headings",
    "heading",
    "title",
    "fact",
    "tone",
    "rewrite",
    "salutation",
    "occasion",
    "fillers",
    "short_headings",
    "person",
    "unlist",
    "list",
    "merge",
    "split",
    "insert",
]

_NUMBER = r"[〇零一二两三四五六七八九十百千万\d]+"
_LENGTH = re.compile(rf"({_NUMBER})\s*(?:多|来|左右)?\s*(?:个)?字")
_PART = re.compile(
    rf"(?:第|（)({_NUMBER})(?:）)?(?:个)?(?:部分|大点|大块|节|章|条做法|个问题|标题|点|块)|(?:部分|标题)({_NUMBER})(?!字)"
)
_HALF = re.compile(r"(?:删|减|压|砍|缩|去)(?:掉|去|缩|短|到|成|了)*一半|减半")
_QUOTED = re.compile(r"[“\"《「]([^”\"》」]{1,60})[”\"》」]")
_REPLACE = re.compile(
    r"(?:把|将)?[“\"「]?([^，。；“”\"「」]{1,40}?)[”\"」]?(?:全部|都|统一|一律)?(?:改成|改为|换成|替换成|替换为|换为|写成|应为|应该是)[：:]?[“\"「]?([^。；“”\"「」]{1,60}?)[”\"」]?[。！]?$"
)
_KINDS: tuple[tuple[WishKind, str], ...] = (
    ("fact", r"照要点[一二三四五六七八九十\d]+改|与要点[一二三四五六七八九十\d]+不符"),
    (
        "add", r"写进去[：:]|写进文稿|(?:再|还要?|另外)?(?:加|补|补充|增加|添)(?:上|进|写)?(?:一|"
        "几|两)?(?:条|句|点|段|个要点|项)?(?:内容|要点|事实)?[：:，,]|(?:再|还要)(?:加|补)(?:一|"
        "上)"),
    (
        "move", r"(?:挪|移|放|提|调|搬)(?:到|在|至)|(?:往|向)(?:前|后)(?:挪|移|放|提|调)|(?:对调|"
        "调换|互换|交换).{0,8}(?:位置|顺序)?|提前$"),
    (
        "headings", r"(?:小标题|各?标题|题目们).{0,12}(?:对仗|工整|整齐|对称|统一|换|改|重(?:拟|"
        "写|起|新)|不好|押韵|新颖)|(?:换|改|重拟|重写|重起|重新拟).{0,8}(?:小标题|各部分标题|"
        "各标题)"),
    ("title", r"(?:大标题|总标题|题目|文章标题|稿子标题).{0,6}(?:改|换|定|叫|用)"),
    ("delete", r"删(?:掉|去|除|了)|去掉|拿掉|不要(?:了|这|那|第|“)|(?:这|那|第).{1,12}不要|(?:砍|划)掉"),
    (
        "shorten", r"压(?:到|缩|短|一压)|缩(?:短|减|到|写)|精简|删减|减到|减少|控制在|"
        "短(?:一)?(?:点|些)|简短|简练|太长|太啰嗦|太罗嗦|不超过|以内"),
    ("expand", r"扩(?:到|写|充|展)|展开|加长|写长|充实|丰富|详细|具体(?:一)?(?:点|些)|多写|太短|写到|增加到|加到"),
    ("tone", r"语气|口气|口语|朴实|平实|实在|正式|庄重|生动|亲切|谦虚|客气|文绉绉|套话|空话|大话|通俗|好念|顺口"),
    ("rewrite", r"重写|改写|重新写|换(?:个|种|一)?(?:说法|写法)|润色|再写|修改|改(?:一)?(?:改|下)|不通|不顺|换句话"),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """An instruction understood. ``section`` is a position in the draft or None for the whole of it.

    ``length`` is in characters, 0 where none is stated; ``words`` are the texts named: (old, new), the fact to add …;
    ``target`` is where a section goes, as a position.
    """

    kind: WishKind
    section: int | None = None
    length: int = 0
    words: tuple[str, ...] = ()
    target: int = -1


def chinese_value(text: str) -> int:
    """The value of a numeral such as 三百, 1200 or 一千二; 0 where it is none."""
    if text.isdigit():
        return int(text)
    units = {"十": 10, "百": 100, "千": 1000, "万": 10000}
    total = current = 0
    last = 1
    for character in text.replace("两", "二").replace("〇", "零"):
        if character in units:
            last = units[character]
            total, current = ((total + current) * last, 0) if last == 10000 else (total + (current or 1) * last, 0)
        elif character in NUMERALS[:9]:
            current = NUMERALS.index(character) + 1
        elif character.isdigit():
            current = current * 10 + int(character)
    return total + current * (last // 10 if last >= 100 and current else 1)


def understand(ask: str, draft: Draft, selection: str = "") -> Wish:
    """What ``ask`` wants done to ``draft``. ``selection`` is text of the draft that it is about, "" for none."""
    text = ask.strip().rstrip("。！!")
    kind: WishKind = next((kind for kind, pattern in _KINDS if re.search(pattern, text)), "rewrite")
    replaced = _REPLACE.search(text)
    if replaced and kind not in ("fact", "headings", "add", "move") and (replaced[1] in draft.to_markdown()):
        section = _section(text.replace(replaced[0], ""), draft, "") if not selection else _holding(selection, draft)
        return Wish("replace", section, words=(replaced[1], replaced[2]))
    section = _holding(selection, draft) if selection else _section(text, draft, kind)
    match = _LENGTH.search(text)
    length = chinese_value(match[1]) if match else 0
    if _HALF.search(text) and section is not None:
        kind, length = "shorten", count(selection or draft.sections[section].text) // 2
    if kind == "shorten" and section is None and not selection and not match and re.search(r"全文|整篇|太长", text):
        length = round(draft.length * 0.8)
    if kind == "headings" and re.match(r"^(?:把)?(?:文章|稿子|全文)?标题(?:改成|改为|换成|定为|用|叫)", text):
        kind = "title"
    if kind == "title":
        return Wish("title", None, words=_new_title(text))
    if kind == "headings" and (named := _PART.search(text)) and replaced:
        return Wish("heading", _numbered(named, draft), words=(replaced[2],))
    replacing = re.search(r"改成|改为|换成|统一成|替换", text)
    if kind == "rewrite" and replacing and len(quoted := _QUOTED.findall(text)) == 2:
        return Wish("replace", section, words=(quoted[0], quoted[1]))
    if kind == "add":
        return Wish("add", _explicit(text.split("：")[0].split(":")[0], draft), words=(_added(text),))
    if kind == "move":
        return _move(text, draft, section)
    return Wish(kind, section, length, tuple(_QUOTED.findall(text)))


def section_named(text: str, draft: Draft) -> int | None:
    """The section that ``text`` names by number or place (“第二部分”, “开头”), None where it names none so."""
    return _explicit(text, draft)


def headed(draft: Draft) -> list[int]:
    """Positions of the sections that have a heading."""
    return [i for i, s in enumerate(draft.sections) if s.heading]


def _numbered(match: "re.Match[str]", draft: Draft) -> int | None:
    number = chinese_value(next(g for g in match.groups() if g))
    positions = headed(draft)
    return positions[number - 1] if 0 < number <= len(positions) else None


def _explicit(text: str, draft: Draft) -> int | None:
    """The section that ``text`` names by number or place."""
    for match in _PART.finditer(text):
        if (found := _numbered(match, draft)) is not None:
            return found
    if re.search(r"开头|开场|引言|第一段(?!话)|导语", text):
        return 0
    if re.search(r"结尾|结束语|收尾|最后一段|末尾(?!加)", text):
        return len(draft.sections) - 1
    if re.search(r"最后一?(?:个)?部分", text):
        return headed(draft)[-1] if headed(draft) else None
    for pattern in (r"不足|问题|差距", r"打算|下一步|今后"):
        if re.search(pattern, text):
            named = [i for i, s in enumerate(draft.sections) if re.search(pattern, s.heading or s.role)]
            if named:
                return named[-1]
    return None


def _section(text: str, draft: Draft, kind: str) -> int | None:
    found = _explicit(text, draft)
    if found is not None or kind in ("headings", "title"):
        return found
    plain = re.sub(
        r"压到|压缩|缩短|删掉|去掉|挪到|移到|放到|前面|后面|那段|这段|部分|内容|语气|改写|重写|扩写|展开", " ", text
    )
    scores = [_named(plain, i, draft) for i in range(len(draft.sections))]
    best = max(range(len(scores)), key=lambda i: scores[i], default=0)
    return best if scores and scores[best] >= 1.0 else None


def _named(text: str, number: int, draft: Draft) -> float:
    """How strongly ``text`` names a section: by words of its heading, a theme of its text, or its words."""
    section = draft.sections[number]
    themes = themes_named(text)
    own = themes_named(section.heading) + themes_named(section.text)
    score = 2.0 * overlap(text, section.heading) if section.heading else 0.0
    if themes and themes[0] in own:
        score += 1.2 + 0.05 * own.count(themes[0]) + (0.5 if themes[0] in themes_named(section.heading) else 0)
    return score + 0.8 * overlap(text, section.text)


def _holding(selection: str, draft: Draft) -> int | None:
    words = selection.strip().split("\n")[0]
    return next((i for i, s in enumerate(draft.sections) if words and (words in s.text or words in s.heading)), None)


def _new_title(text: str) -> tuple[str, ...]:
    quoted = _QUOTED.findall(text)
    if quoted:
        return (quoted[-1],)
    match = re.search(r"(?:改成|改为|换成|定为|叫做?|用)[：:]?(.{4,40})$", text)
    return (match[1].strip(),) if match else ()


def _added(text: str) -> str:
    match = re.search(r"[：:]\s*(.+)$", text, re.S)
    if match:
        return match[1].strip()
    match = re.search(r"(?:条|句|点|段|项|上|内容|要点)[，,]?\s*(.{4,})$", text)
    return match[1].strip() if match else ""


def _move(text: str, draft: Draft, section: int | None) -> Wish:
    positions = headed(draft)
    numbers = [n for m in _PART.finditer(text) if (n := _numbered(m, draft)) is not None]
    if re.search(r"对调|调换|互换|交换", text) and len(numbers) >= 2:
        return Wish("move", numbers[0], target=numbers[1], words=("swap",))
    before, _, after = text.partition("到")
    moved = _section(before, draft, "") if after else section
    moved = numbers[0] if numbers and _PART.search(before) else moved
    if not positions or moved is None:
        return Wish("move", None)
    return Wish("move", moved, target=_goal(after or text, positions, moved, draft))


def _goal(text: str, positions: Sequence[int], moved: int, draft: Draft) -> int:
    """The position that a section goes to."""
    if re.search(r"最前|开头|第一(?!部分)|首位", text):
        return positions[0]
    if re.search(r"最后|末尾|结尾", text):
        return positions[-1]
    anchor = _section(re.sub(r"前面?|后面?|之前|之后", "", text), draft, "")
    if anchor is not None and anchor != moved:
        ahead = bool(re.search(r"前", text))
        behind = anchor if moved < anchor else anchor + 1
        return (anchor - 1 if moved < anchor else anchor) if ahead else behind if "后" in text else anchor
    here = positions.index(moved) if moved in positions else 0
    if "前" in text:
        return positions[0]
    return positions[-1] if "后" in text else positions[max(0, here - 1)]
