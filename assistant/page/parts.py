"""HTML of the frame and of the chat: steps, talk, what to do next, progress, length."""

import re
from collections.abc import Sequence

from assistant.archive import Saved
from assistant.page.desk import Desk
from assistant.page.kept import Line
from assistant.page.live import STATE_WORDS, Live
from assistant.page.markup import button, esc, hidden, join, local, mini, more, quiet, tag
from assistant.page.text import clock, count, section_name, spoken, wait

WELCOME = (
    "把单位、场合和要点发给我就行，一句一条也可以。",
    "不会编数字；没有把握的地方我会标出来。",
)
_PULSE = '<span class="x-pulse"></span>'
_STEPS = ("说要点", "看提纲", "改文稿并导出")
# These stand on the page already; a second button of the same name in the chat would only confuse.
_STANDING = frozenset(
    ("发送", "停止", "继续", "新建文稿", "导出 Word", "撤销", "重做", "核对", "看提纲", "直接写", "先写")
)


def steps(desk: Desk) -> str:
    """The three steps, the present one marked, and on a narrow screen the choice of the pane."""
    items = []
    for number, name in enumerate(_STEPS, 1):
        now = "step" if number == desk.step else None
        style = "x-step x-done" if number < desk.step else "x-step"
        items.append(tag("li", f"<span>{'①②③'[number - 1]}</span> {name}", class_=style, aria_current=now))
    panes = (("对话", "chat"), ("文稿", "paper"), ("要点", "side"))
    choice = join(local(label, "pane", kind="x-mini", pane=pane) for label, pane in panes)
    return tag("ol", *items, class_="x-steps", aria_label="步骤") + tag("div", choice, class_="x-panes")


def status(saved: Saved | None, *, busy: bool, big: bool, user: str = "") -> str:
    """What lies on the desk and whether it is saved; help, large type, and who is signed in."""
    about = "还没有内容"
    if busy:
        about = "正在写"
    elif saved:
        about = f"已保存 {clock(saved.time)}"
    title = tag("span", esc(saved.title), class_="x-doc", title=saved.title) if saved else ""
    toggle = tag(
        "button", "大字", type="button", class_="x-btn", id="x-big", data_local="big", aria_pressed=str(big).lower()
    )
    asked = tag(
        "button", "帮助", type="button", class_="x-btn", id="x-help", data_local="help", aria_expanded="false",
        aria_controls="x-guide",
    )  # fmt: skip
    leave = tag("span", esc(user), " ", tag("a", "退出", href="logout?all_session=false")) if user else ""
    return tag("div", title, tag("span", about, id="x-saved"), asked, toggle, leave, class_="x-status")


def chat(desk: Desk, examples: list[tuple[str, str]]) -> str:
    """The talk, newest last; with nothing said yet, the welcome and examples to click."""
    if not desk.lines:
        return tag("div", _welcome(examples), class_="x-log", role="log", aria_label="对话")
    last = len(desk.lines) - 1
    lines = [_line(line, opened=number == last and not desk.busy) for number, line in enumerate(desk.lines)]
    if desk.busy and not desk.live:
        lines.append(tag("p", "正在想", class_="x-say x-wait"))
    return tag("div", *lines, class_="x-log", role="log", aria_label="对话", tabindex="0")


def _welcome(examples: list[tuple[str, str]]) -> str:
    voice = tag("div", *(tag("p", esc(text)) for text in WELCOME), class_="x-say")
    if not examples:
        return voice
    items = (
        tag("li", tag("button", *_titled(label), type="button", class_="x-example", data_act="example", data_name=name))
        for name, label in examples
    )
    return voice + quiet("也可以先看一个样例：") + tag("ul", *items, class_="x-examples")


def _titled(label: str) -> tuple[str, ...]:
    """What an example is, and under it whose."""
    what, _, whose = label.partition("：")
    return tag("b", esc(what)), hidden("："), tag("span", esc(whose))


def _line(line: Line, *, opened: bool) -> str:
    who, name = ("x-mine", "您") if line.role == "user" else ("x-say", "薪火")
    text = (tag("p", esc(part)) for part in line.text.split("\n") if part.strip())
    said = tag("div", hidden(f"{name}："), *text, class_=who)
    offered = [choice for choice in line.choices if choice not in _STANDING] if opened else []
    if not offered:
        return said
    buttons = (button(choice, "choose", kind="x-choice", text=choice) for choice in offered)
    return said + tag("div", *buttons, class_="x-choices")


def next_step(desk: Desk, note: str) -> str:
    """The one thing to do next, above the box to type in; ``note`` is what the user should know of the model."""
    notes = tag("p", esc(note), class_="x-note", role="status") if note else ""
    if desk.busy or desk.work.draft or desk.proposal:
        return notes
    if desk.work.outline:
        return notes + tag("div", button("照提纲写", "write", kind="x-primary", busy=1), class_="x-next")
    if desk.work.brief.facts:
        both = button("看提纲", "outline", kind="x-primary", busy=1) + button("直接写", "write", busy=1)
        return notes + tag("div", both, class_="x-next")
    return notes


def progress(desk: Desk, job: str = "") -> str:
    """One line on how far the writing is, with the state of every section; or on another ``job`` in the background."""
    if not desk.busy:
        return tag("div", _PULSE, esc(job), class_="x-progress", role="status") if job else ""
    said = desk.progress
    text = said.text if said else "正在写" if desk.live else "正在想"
    rest = wait(desk.remaining())
    if rest and "约还" not in text:
        text = f"{text.rstrip('。')}，{rest}"
    line = tag("div", _PULSE, esc(text), class_="x-progress", role="status")
    return line + (_states(desk.live) if desk.live else "")


def _states(live: Live) -> str:
    items = []
    for number, plan in enumerate(live.outline.sections):
        state = live.states[number]
        words = f"{section_name(number, plan.heading, plan.role)}：{STATE_WORDS[state]}"
        items.append(tag("li", hidden(words), data_state=state, title=words))
    return tag("ol", *items, class_="x-states", aria_label="各部分的进度")


def gauge(desk: Desk, pages: int = 0) -> str:
    """Length against the target, speaking time and ``pages``, 0 where they are not known."""
    draft = desk.work.draft
    if desk.live:
        length = sum(len(re.sub(r"\s", "", text)) for text in desk.live.texts)
    elif draft:
        length = draft.length
    else:
        return tag("div", class_="x-gauge")
    target = desk.work.brief.length
    bar, aim = "", ""
    if target:
        share = min(100, round(100 * length / target))
        bar = tag("span", tag("i", style=f"width:{share}%"), class_="x-bar", aria_hidden="true")
        aim = f" / {count(target)}"
    size = f" · {pages} 页" if pages else ""
    return tag("div", bar, tag("span", f"{count(length)}{aim} 字 · {spoken(length)}{size}"), class_="x-gauge")


def notice(text: str, number: int) -> str:
    """A message that does not get in the way: its first line, the others to unfold. ``number`` tells it from others."""
    if not text:
        return ""
    first, *rest = text.split("\n")
    said = tag("span", esc(first))
    if rest:
        said = more(first, *(tag("p", esc(line)) for line in rest))
    return tag("div", said, mini("知道了", "close", "关闭提示"), class_="x-notice", role="status", data_number=number)


def tools(*, preview: bool, office: bool, draft: bool) -> str:
    """The buttons beside the export: printed pages, the edition with comments, PDF; asleep without a ``draft``."""
    asleep = None if draft else ""
    why = None if office else "本机没有装 LibreOffice，转不了 PDF；可以在 Word 或 WPS 里另存为 PDF。"
    shown = tag(
        "button", "返回修改" if preview else "预览", type="button", class_="x-btn", data_act="preview",
        data_on="" if preview else "1", title="照打印的样子看，或回到文稿", disabled=asleep,
    )  # fmt: skip
    about = "每处数字旁边带批注，给领导和同事核对用"
    review = button("带批注版", "ask", edition="核对版", title_=about, asleep=not draft)
    pdf = button("PDF", "ask", edition="PDF", title_=why or "存成 PDF，在哪里打开都一个样", asleep=not draft)
    return tag("div", shown, review, pdf, class_="x-acts")


def preview(
    pages: str, pictures: Sequence[str], *, chosen: str, profiles: Sequence[str], about: str, office: bool
) -> str:
    """The pages as they will print, with the choice of the house profile. ``pages`` is HTML from the Word side."""
    options = (tag("option", esc(name), value=name, selected="" if name == chosen else None) for name in profiles)
    choice = tag("label", "版式 ", tag("select", *options, data_change="profile", aria_label="版式"))
    print_ = button("看打印效果", "picture", title_="用 LibreOffice 排一遍，与打印出来的一样") if office else ""
    bar = tag("div", choice, tag("span", esc(about), class_="x-quiet"), print_, class_="x-preview-bar")
    shown = pages
    if pictures:
        shown = join(
            tag("img", src=url, alt=f"第{number}页", class_="x-picture") for number, url in enumerate(pictures, 1)
        )
    sheets = tag("div", shown, class_="x-sheets", tabindex="0", role="group", aria_label="打印的样子")
    return tag("section", bar, sheets, class_="x-preview", role="region", aria_label="预览")
