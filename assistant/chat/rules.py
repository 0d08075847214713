"""Rules over the words of a short message: commands, requests, questions, statements."""

import re
from typing import cast

from assistant.chat.cues import PARTS, cores, cue, twice
from assistant.chat.desk import Desk, Kind
from assistant.chat.extract import extract
from assistant.chat.numbers import half_width

_COMMANDS = ("undo", "redo", "continue", "again", "outline", "write")
SHORT = 24


def ruled(text: str, message: str, desk: Desk) -> Kind:
    """The kind that the rules find in ``text`` (``message`` on one line); ``unclear`` where they abstain."""
    return _loose(text, desk) or _question(text, desk) or _statement(text, message, desk)


def all_instructions(text: str, desk: Desk) -> bool:
    """Whether every line of ``text`` is an instruction on a named part of the draft."""
    lines = [line for line in text.splitlines() if line.strip()]
    return desk.draft and all(PARTS.search(line) and _wants_edit(line) for line in lines)


def _wants_edit(text: str) -> bool:
    return bool(cue("edit.verbs").search(text) or cue("edit.style").search(text))


# commands: every clause is one, or adds nothing


def command(text: str, desk: Desk) -> Kind | None:
    """The command that ``text`` is, where every clause is one or adds nothing; None otherwise."""
    clauses = [c for c in re.split(r"[，,。；;！!？?~～、\s]+", text) if c]
    kinds = [_clause(clause) for clause in clauses]
    if not kinds or None in kinds:
        return None
    found = [kind for kind in kinds if kind not in ("neutral", "consent")]
    if found:
        return "write" if found[-1] == "again" and not desk.draft else cast(Kind, found[-1])
    if "consent" in kinds and desk.facts and not desk.draft:
        return "write" if desk.outline else "outline"
    return "talk"


def _clause(clause: str) -> str | None:
    for core in cores(clause):
        if cue("complaint").fullmatch(core):
            return "neutral"
        for kind in _COMMANDS:
            if twice(f"commands.{kind}").fullmatch(core):
                return kind
        if cue("consent").fullmatch(core) or (not core and cue("consent").match(clause)):
            return "consent"
        if cue("neutral").fullmatch(core):
            return "neutral"
        if cue("help.whole").fullmatch(core):
            return "talk"
    return "neutral" if not _core(clause) else None


def _core(clause: str) -> str:
    return cores(clause)[-1]


# requests: found anywhere in a short message


def request(text: str, desk: Desk) -> Kind | None:
    """The request that ``text`` makes in the usual words, None where it makes none."""
    bare = text.rstrip("？?。！!，, ")
    word = cue("export.anywhere").search(text) or cue("export.whole").fullmatch(_core(bare))
    if word and len(text) <= 40 and not cue("export.unless").search(text):
        return "export"
    if len(text) > 80:
        return None
    samples = cue("question.samples").search(text)
    if not samples and cue("status.anywhere").search(bare):
        return "status"
    if cue("edit.adds").search(text) and desk.draft:
        return "revise"
    if not samples and cue("question.polite_edit").search(text):
        return _edit_kind(text, desk)
    if cue("example.anywhere").search(bare) and not cue("example.edits_instead").search(bare):
        return "question" if samples and re.search("有没有|有哪些|吗|[？?]$", text) else "example"
    return None


def _loose(text: str, desk: Desk) -> Kind | None:
    """A second look at short messages without figures, for commands in other words than the usual ones."""
    bare = text.rstrip("？?。！!，,~～ ")
    if len(text) > SHORT or FIGURE.search(text) or cue("question.samples").search(text):
        return None

    def has(name: str) -> bool:
        return bool(cue(f"loose.{name}").search(bare))

    started = desk.draft or desk.outline
    if started and has("undo"):
        return "undo"
    if started and has("continue") and not cue("edit.style").search(text):
        return "continue"
    if desk.draft and has("again") and not has("again_unless"):
        return "again"
    if has("status"):
        return "status"
    if not desk.draft and (kind := _loose_start(bare, desk)):
        return kind
    if has("talk") and not (desk.draft and PARTS.search(text)):
        return "talk"
    return "example" if has("example") and not (desk.draft and re.search("改|删|压", text)) else None


def _loose_start(bare: str, desk: Desk) -> Kind | None:
    def has(name: str) -> bool:
        return bool(cue(f"loose.{name}").search(bare))

    changes = desk.outline and cue("outline.verbs").search(bare) and PARTS.search(bare)
    if changes or not desk.facts or cue("field.name").search(bare):
        return None
    if has("outline") and not has("approve") and not has("refuse") and not (desk.outline and _wants_edit(bare)):
        return "outline"
    asks = has("write") or (has("outline") and has("approve"))
    found = extract(bare)
    return "write" if asks and not found.fields and not found.requirements else None


def _question(text: str, desk: Desk) -> Kind | None:
    if len(text) > 120 or not cue("question.asks").search(text.rstrip("。！!，, ")):
        return None
    if cue("question.samples").search(text) or text[-1] in "？?":
        return "question" if not (desk.draft and PARTS.search(text) and _wants_edit(text)) else "revise"
    return None if desk.draft and _wants_edit(text) else "question"


def _edit_kind(text: str, desk: Desk) -> Kind:
    if desk.draft:
        return "revise"
    return "outline_edit" if desk.outline and cue("outline.words").search(text) else "material"


def theme_of(message: str) -> str:
    """What an example is wanted of: ``message`` without the words that ask; the whole where nothing is left."""
    text = " ".join(message.split())
    return next((core for core in reversed(cores(text, "example")) if len(core) >= 2), text)


def added(message: str) -> str:
    """What “再加一条：…” adds, "" where the message is no such addition or adds no fact."""
    text = message.strip()
    match = cue("edit.adds").match(text)
    rest = text[match.end() :].lstrip("要点内容事实：:，, ") if match else ""
    announced = match is not None and text[match.end() :].lstrip("要点内容事实")[:1] in ("：", ":")
    tells = announced or FIGURE.search(half_width(rest)) or cue("fact.reports").search(rest)
    return rest if tells and len(rest) >= 4 else ""


# statements


def _statement(text: str, message: str, desk: Desk) -> Kind:
    plan = desk.outline and not desk.draft and len(text) <= 80
    if plan and cue("outline.words").search(text) and cue("outline.verbs").search(text) and PARTS.search(text):
        return "outline_edit"
    if len(text) <= 120 and _is_change(text, desk):
        return "change"
    if plan and cue("outline.words").search(text) and cue("outline.verbs").search(text):
        return "outline_edit"
    if desk.draft:
        return _with_draft(text, message)
    return "unclear" if desk.facts and _may_command(text, message) else "material"


def _may_command(text: str, message: str) -> bool:
    """Whether a short message before the draft sounds like an order rather than like something that was done."""
    if len(text) > 16 or FIGURE.search(text) or cue("fact.reports").search(text) or cue("fact.more").search(text):
        return False
    found = extract(message)
    return bool(found.facts) and not (found.fields or found.requirements) and bool(cue("loose.order").search(text))


def _is_change(text: str, desk: Desk) -> bool:
    if cue("fact.clear").search(text):
        return bool(desk.facts)
    number = cue("fact.number").search(text)
    if number and cue("fact.change").search(text):
        return bool(desk.facts)
    field = re.match(rf"^(?:请|把|那|麻烦|帮我|你|将|对了|哦|噢|，)*{cue('field.name').pattern}", text)
    if field and cue("field.change").search(text[field.end() :][:8]):
        return True
    match = VALUE_CHANGE.search(text)
    if not match:
        return False
    old = old_value(_old(match))
    return any(old in fact for fact in desk.facts) or bool(re.fullmatch(r"[\d,]+字", old) and not desk.draft)


_TO = "(?:改成|改为|换成|更正为|订正为|应为|应该是|改作|改到|写成|变成|改(?=[\\d“]))"
VALUE_CHANGE = re.compile(
    r"(?:不是|没有|非)\s*(?P<old1>[^，,。；]{1,20}?)\s*[，,]?\s*(?:而是|应该是|应为|是)\s*(?P<new1>[^，,。；]{1,20})|"
    rf"^(?:请|把|将|那|麻烦|你|帮我|对了|，)*(?P<old2>[^，,。；：]{{1,24}}?)\s*(?:应该|应当|应|要|得)?{_TO}"
    r"\s*[“\"]?(?P<new2>[^。；”\"]{1,40}?)[”\"]?(?:吧|哈|了|才对|呢|。|$)|"
    r"^(?P<old3>[^，,。；：]{1,24}?)(?:[写搞弄报说记打算填][错多少混反]了?|错了|不对|有误)[，,。]?\s*"
    r"(?:应该是|应为|是|改成|改为|实际是|其实是|正确的是|应该)\s*(?P<new3>[^，,。；]{1,24})"
)
_AROUND = re.compile(r"^(?:请|把|将|那个|那|里面的?|文中的?|稿子里的?|要点里的?)+|(?:这个|那个)?(?:数字?|数据|地方)?$")


def _old(match: re.Match[str]) -> str:
    return match["old1"] or match["old2"] or match["old3"]


def old_value(said: str) -> str:
    """What of ``said`` (把五老416人) is to be looked up in the facts."""
    return _AROUND.sub("", said).strip(" “”\"'")


FIGURE = re.compile(
    r"(?:\d[\d,.]*\s*(?:余|多|来)?\s*(?:万|亿)?|(?!一[^百千万十余多])[一二两三四五六七八九十百千万几]{1,6}(?:余|多|来)?)\s*"
    r"(?:%|％|人|名|场|次|所|元|户|支|件|册|本|家|位|亩|期|例|起|公斤|台|套|平方米|月|对|堂|面|批|万元|个(?!部分|字|点|小?标题|方面|例子))"
)


def _with_draft(text: str, message: str) -> Kind:
    named = bool(PARTS.search(text))
    more = cue("fact.more").search(text)
    body = cue("fact.more").sub("", cue("fact.more").sub("", text)) if more else text
    edits, reports = _wants_edit(body), bool(FIGURE.search(text) or cue("fact.reports").search(text))
    if named and edits:
        return "revise"
    if (reports or (more and not edits)) and (more or not edits):
        return "material"
    if edits:
        return "revise"
    found = extract(message)
    return "material" if found.fields and not found.facts else "unclear"
