"""The sentences of the conversation: short, polite, plain."""

from collections.abc import Sequence

from assistant.brief import Brief
from assistant.chat.desk import Kind
from assistant.chat.extract import Found
from assistant.chat.titles import years
from assistant.draft import SPOKEN_PER_MINUTE, Outline
from assistant.work import Work
from index.material import GENRES

WRITE, OUTLINE, WRITE_ALL, WRITE_IN = "先写", "看提纲", "直接写", "写进文稿"
CONTINUE, AGAIN = "继续", "再写一版"
STOPPED = "已停下，写好的都留着。点“继续”接着写。"
PLAIN = "这一稿是照要点直接成文的，没有展开。可以照常修改、核对、导出。"
ASK_MARK = "还差"
EMPTY = "把单位、场合和要点发给我就行，一句一条也可以。不会编数字；没有把握的地方我会标出来。"
HELP = (
    "您把要点发来，一句一条就行，也可以发 Word 或文本文件。我先排提纲，再写成稿；"
    "每个数字都对着您的要点核，没有根据的会标出来。写好后直接说怎么改，例如“第二部分压到三百字”。"
)
NO_FACTS = "还没有要点。请先把做了什么、有哪些人数和场次发给我，一句一条就行。"
UNCLEAR = "这句话我没有把握：是要改文稿，还是加一条要点？"
UNCLEAR_EARLY = "这句话我没有把握：要记成一条要点，还是现在就写？"
REVISE, AS_FACT = "改文稿", "加进要点"

BUTTONS: dict[str, Kind] = {
    WRITE: "write",
    OUTLINE: "outline",
    WRITE_ALL: "write",
    WRITE_IN: "revise",
    CONTINUE: "continue",
    AGAIN: "again",
}
"""What the words on the buttons under a reply mean."""


def received(found: Found, before: Brief, after: Brief) -> str:
    """What was taken in from a message."""
    parts = []
    new = len(after.facts) - len(before.facts)
    if new:
        parts.append(f"收到 {new} 条要点" + (f"，一共 {len(after.facts)} 条" if before.facts else ""))
    elif found.facts:
        parts.append("这些要点前面已经有了")
    wished = [text for text in after.requirements if text not in before.requirements]
    fields = _fields(found, years(wished))
    if fields:
        parts.append(f"记下了{fields}")
    wishes = len(wished) - len(years(wished))
    if wishes:
        parts.append("写法上的要求也记下了" if parts else "写法上的要求记下了")
    return "；".join(parts) + "。" if parts else "收到。"


def _fields(found: Found, about: Sequence[str]) -> str:
    said = []
    if found.genre:
        said.append(f"文种“{found.genre}”")
    said += [text.replace("：", " ", 1) for text in about]
    if found.unit:
        said.append(f"单位“{found.unit}”")
    if found.occasion:
        said.append(f"场合“{found.occasion}”")
    if found.speaker:
        said.append(f"发言人“{found.speaker}”")
    if found.date:
        said.append(f"日期 {found.date}")
    if found.length:
        said.append(f"字数约 {found.length}")
    return "、".join(said)


def other_genre(own: Sequence[str] = ()) -> str:
    """What to say where something is asked for that is not written here; ``own`` are the office's own genres."""
    return f"这里只写这几种：{'、'.join((*GENRES, *own))}。要写哪一种？"


def question(brief: Brief, own: Sequence[str] = ()) -> str:
    """The one question for what is missing, "" where nothing is; ``own`` are the office's own genres."""
    missing = []
    if not brief.genre:
        missing.append(f"写哪一种（{'、'.join((*GENRES, *own))}）")
    if not brief.occasion and brief.genre in ("", "经验交流发言"):
        missing.append("在什么会上讲")
    if not brief.length:
        missing.append("大约多少字")
    if not missing:
        return ""
    count = {1: "一", 2: "两", 3: "三"}[len(missing)]
    return f"{ASK_MARK}{count}样：{'？'.join(missing)}？不急的话点“{WRITE}”。"


def unwritten(count: int) -> str:
    """That ``count`` sections hold no more than their facts."""
    return f"有 {count} 个部分没有写成，先照要点排着。点“{CONTINUE}”只补这些部分。"


def outlined(outline: Outline) -> str:
    """What to do with an outline that is there now."""
    headed = [section.heading for section in outline.sections if section.heading]
    return f"提纲排好了，正文 {len(headed)} 部分。要调整就直接说，例如“第二部分改成……”；可以了就点“{WRITE_ALL}”。"


def status(work: Work, own: Sequence[str] = ()) -> str:
    """How the work stands, in figures; ``own`` are the office's own genres."""
    brief, draft = work.brief, work.draft
    parts = [f"要点 {len(brief.facts)} 条" if brief.facts else "还没有要点"]
    if draft:
        target = f"，目标 {brief.length} 字" if brief.length else ""
        minutes = max(0.5, round(draft.length / SPOKEN_PER_MINUTE * 2) / 2)
        parts.append(f"文稿现在 {draft.length} 字{target}，念下来约 {minutes:g} 分钟")
    elif work.outline:
        parts.append("提纲已有，正文还没写")
    missing = question(brief, own)
    if missing and not draft:
        parts.append(missing.rstrip("。"))
    return "；".join(parts) + "。"


def unread(errors: Sequence[str]) -> str:
    """What to say of files that could not be read."""
    return "有文件没能读进来：" + "；".join(error.rstrip("。") for error in errors) + "。"
