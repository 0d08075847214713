"""Instructions on the make-up of a draft: parts joined or parted, items, salutation, occasion, a sentence put in."""

import re

from assistant.draft import Draft
from assistant.ledger import find_spans
from assistant.sentences import overlap, split_sentences
from assistant.writing.fact_themes import themes_named
from assistant.writing.wishes import Wish, chinese_value, headed, section_named

_N = r"[一二三四五六七八九十\d]{1,2}"
_PAIR = re.compile(rf"第?({_N})(?:部分)?(?:、|和|与|跟|及|，)第?({_N})(?:这)?(?:两|2)?(?:个)?部分")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{1,80})[”\"」]")
_SALUTATION = re.compile(
    r"(?:称呼|称谓|抬头)语?.{0,4}(?:改|换)(?:成|为|用)?[：:]?\s*[“\"「]?([^”\"」。]{2,40}?)[：:]?[”\"」]?$"
)
_OCCASION = re.compile(
    r"场合.{0,4}(?:改|换)(?:成|为)[：:]?[“\"「]?([^”\"」，。]{2,30})|是(?:在)?([^，。]{2,24}?)(?:上|里)?用的.*场合"
)
_THIRD = re.compile(r"(?:改成|改为|换成|改用|用|写成)第三人称")
_UNLIST = re.compile(
    r"(?:一是|编号|序号|分条).{0,14}(?:自然段|不编号|不要编号|不分条|去掉)|不(?:要|用)(?:分条|编号|一是)|去掉.{0,6}(?:一是|编号)"
)
_LIST = re.compile(r"(?:用|改成|写成|按|换成).{0,4}(?:一是|分条|条目)|一是.{0,10}(?:列|分)|分条(?:写|列|说)")
_SPLIT = re.compile(
    r"(?:单独|另外|单|另)(?:列|设|成|作|写|立|辟)(?:成|为|出)?(?:来)?(?:作为|成为)?一?(?:个)?(?:部分|章|节|块)"
)
_INSERT = re.compile(r"(?:加|补|添)(?:上|进)?(?:一|两|几|两三|三)?(?:小)?(?:句|段)")
_FILLERS = re.compile(r"(?:去掉|删|不要|清理|少些).{0,30}(?:套话|空话|大话|官话)")
_SHORT = re.compile(
    rf"标题.{{0,12}}(?:不超过|不多于|控制在|最多|至多|以内|之内)|标题.{{0,8}}(?:{_N})个?字(?:以内|之内)"
)
_COUNT = re.compile(rf"({_N})\s*个?字")
_PIECE = re.compile(rf"(最后|末|首|开头|第{_N})(?:的)?一?(句|段)(?!排比)")


def understand_layout(ask: str, draft: Draft) -> Wish | None:
    """What ``ask`` wants of the make-up of ``draft``; None where it is about something else."""
    text = ask.strip().rstrip("。！!")
    if match := _SALUTATION.search(text):
        return Wish("salutation", words=(match[1],))
    if match := _OCCASION.search(text):
        return Wish("occasion", words=(match[1] or match[2],))
    if _FILLERS.search(text):
        return Wish("fillers", section_named(text, draft), words=tuple(_QUOTED.findall(text)))
    if (match := _COUNT.search(text)) and _SHORT.search(text):
        return Wish("short_headings", length=chinese_value(match[1]))
    if _THIRD.search(text):
        return Wish("person", section_named(text, draft))
    if _UNLIST.search(text):
        return Wish("unlist", section_named(text, draft))
    if _LIST.search(text) and (section := section_named(text, draft)) is not None:
        return Wish("list", section)
    return _of_parts(text, draft) or _inserted(text, draft)


def _of_parts(text: str, draft: Draft) -> Wish | None:
    pair = _PAIR.search(text)
    places = [p for n in pair.groups() if (p := _place(n, draft)) is not None] if pair else []
    if len(places) == 2 and "合" in text:
        return Wish("merge", places[0], target=places[1])
    if len(places) == 2 and re.search(r"对调|调换|互换|交换|换(?:一下|个)?位置", text):
        return Wish("move", places[0], target=places[1], words=("swap",))
    if cut := _SPLIT.search(text):
        about = re.sub(r"^(?:请)?(?:把|将)|那[一个]?段|这[一个]?段|的内容|部分|里面?的", "", text[: cut.start()])
        return Wish("split", words=(about.strip(),)) if about.strip() else None
    return None


def _place(number: str, draft: Draft) -> int | None:
    positions, value = headed(draft), chinese_value(number)
    return positions[value - 1] if 0 < value <= len(positions) else None


def _inserted(text: str, draft: Draft) -> Wish | None:
    """A sentence to be put in, either quoted or only described; a stated fact is none of these."""
    match = _INSERT.search(text)
    if not match or re.search(r"[：:].{4,}", text):
        return None
    anchor = next((q for q in _QUOTED.findall(text[: match.start()]) if q in draft.to_markdown()), "")
    literal = next(iter(_QUOTED.findall(text[match.end() :])), "")
    if literal and find_spans(literal):
        return None
    section = section_named(text[: match.start()], draft)
    if anchor:
        section = next((i for i, s in enumerate(draft.sections) if anchor in s.text), section)
    if section is None and re.search(r"^(?:在)?(?:全文|文章|稿子)?(?:的)?(?:最后|结尾|末尾|文末)", text):
        section = len(draft.sections) - 1
    if section is None:
        return None
    ahead = bool(re.search(r"开头|前面|之前|最前|开始", text[: match.start()])) and not re.match(r"(?:在)?开头", text)
    return Wish("insert", section, words=(literal, anchor, "前" if ahead or (anchor and "后" not in text) else "后"))


def piece_of(ask: str, text: str) -> str:
    """The sentence or paragraph of ``text`` that ``ask`` names by its place, “最后一句”, “第二段”; "" for none."""
    match = _PIECE.search(ask)
    if not match or re.match(r"(?:把)?开头第?一?段", ask):  # “开头第一段” is the opening as a whole
        return ""
    paragraphs = [p for p in text.split("\n") if p.strip()]
    pieces = paragraphs if match[2] == "段" else [s.strip() for s in split_sentences(text) if s.strip()]
    where = match[1]
    number = chinese_value(where[1:]) if where.startswith("第") else len(pieces) if where in ("最后", "末") else 1
    return pieces[number - 1] if 0 < number <= len(pieces) else ""


def paragraphs_about(about: str, text: str) -> list[int]:
    """Which paragraphs of ``text`` are about ``about``, by theme or by words."""
    lines = text.split("\n")
    named = themes_named(about)[:1]
    scores = [overlap(about, line) + (0.6 if named and named[0] in themes_named(line)[:2] else 0) for line in lines]
    best = max(scores, default=0.0)
    return [i for i, score in enumerate(scores) if score >= max(0.5, best - 0.25)]
