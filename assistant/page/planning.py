"""HTML above the paper: the outline, a proposed change as a diff, an example; and the versions beside it."""

import difflib
from collections.abc import Sequence

from assistant.archive import VersionEntry
from assistant.draft import Outline
from assistant.events import ExampleFound, Proposed
from assistant.page.desk import Desk
from assistant.page.markup import button, editing, esc, heading, join, local, mini, more, quiet, short, tag
from assistant.page.text import clock, count, section_name

_KINDS = {"edit": "手改", "model": "写作", "export": "导出"}
_SHOWN_VERSIONS = 40


def above(desk: Desk, compared: str = "") -> str:
    """What stands above the paper just now, if anything; ``compared`` is a comparison that was asked for."""
    return proposal(desk.proposal) or compared or example(desk.example) or outline(desk)


def outline(desk: Desk) -> str:
    """The outline to look at and change, before the draft is written."""
    plan = desk.work.outline
    if not plan or desk.work.draft or desk.live or desk.busy:
        return ""
    items = (_planned(desk, plan, number) for number in range(len(plan.sections)))
    acts = button("照此写", "write", busy=1) + button("换一个提纲", "outline", busy=1)
    return tag(
        "section",
        heading("提纲", "<small>可以拖动排序，标题和要点都能改</small>"),
        tag("p", esc(plan.title), class_="x-outline-title"),
        tag("ol", *items),
        tag("div", acts, class_="x-next"),
        class_="x-outline",
        aria_label="提纲",
    )


def _planned(desk: Desk, plan: Outline, number: int) -> str:
    section = plan.sections[number]
    name = section_name(number, section.heading, section.role)
    tools = (
        editing("改", "head", f"修改标题：{name}"),
        mini("上移", "secup", f"上移：{name}", number=number),
        mini("下移", "secdown", f"下移：{name}", number=number),
        mini("删", "secgone", f"删去：{name}", number=number),
    )
    head = tag(
        "div",
        tag("span", esc(name), data_text=""),
        tag("small", f"约 {section.budget} 字"),
        tag("span", *tools, class_="x-tools"),
        class_="x-head",
    )
    facts = (_dealt(desk.work.brief.facts, fact, number, plan) for fact in section.facts)
    return tag(
        "li",
        head,
        tag("ul", *facts),
        data_line="",
        data_number=number,
        data_full=section.heading,
        data_label="标题",
        data_drag="secmove",
        draggable="true",
    )


def _dealt(facts: Sequence[str], fact: int, number: int, plan: Outline) -> str:
    if fact >= len(facts):
        return ""
    options = (
        tag(
            "option",
            esc(short(section_name(n, s.heading, s.role), 14)),
            value=n,
            selected="" if n == number else None,
        )
        for n, s in enumerate(plan.sections)
    )
    choice = tag("select", *options, data_change="deal", data_fact=fact, aria_label=f"要点{fact + 1}放在")
    return tag("li", f"{fact + 1}. {esc(short(facts[fact], 40))} ", choice)


def proposal(proposed: Proposed | None) -> str:
    """A change by the assistant, shown before it is taken."""
    if not proposed:
        return ""
    rows = diff(proposed.before.to_markdown(), proposed.after.to_markdown())
    acts = button("采纳", "accept", kind="x-primary") + button("放弃", "reject")
    return tag(
        "section",
        heading(proposed.summary or "建议这样改"),
        tag("div", rows, class_="x-diff", tabindex="0", role="group", aria_label="改动"),
        tag("div", acts, class_="x-next"),
        class_="x-proposal",
        role="region",
        aria_label="修改建议",
    )


def diff(before: str, after: str) -> str:
    """What changes, paragraph by paragraph and then character by character; unchanged paragraphs are left out."""
    old, new = _paragraphs(before), _paragraphs(after)
    changed = [
        _changed(old[a + i] if a + i < b else "", new[c + i] if c + i < d else "")
        for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        for i in range(max(b - a, d - c) if kind != "equal" else 0)
    ]
    return join(changed) or quiet("文字没有变化。")


def _paragraphs(text: str) -> list[str]:
    return [line.lstrip("# ") for line in text.split("\n") if line.strip()]


def _changed(old: str, new: str) -> str:
    out = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            out.append(esc(old[a:b]))
            continue
        out += [tag("del", esc(old[a:b]))] if b > a else []
        out += [tag("ins", esc(new[c:d]))] if d > c else []
    return tag("p", *out)


def example(found: ExampleFound | None) -> str:
    """An example paragraph: adapted first, then the originals with where they stand."""
    if not found:
        return ""
    adapted = ""
    if found.adapted:
        copy = tag("div", local("复制", "copy", source="#x-adapted"), class_="x-acts")
        adapted = tag("p", esc(found.adapted), class_="x-passage", id="x-adapted") + copy
    originals = (
        more(o.file, tag("p", esc(o.text), class_="x-passage"), small=" › ".join(o.headings)) for o in found.originals
    )
    head = heading("例子", mini("收起", "noexample", "收起例子"))
    return tag("section", head, adapted, *originals, class_="x-found", aria_label="例子")


def versions(entries: Sequence[VersionEntry], compared: int = 0) -> str:
    """The versions of a work on a line of time; ``compared`` is the number of the one that is being looked at."""
    if not entries:
        return ""
    line = tag("ol", *(_version(entry, compared) for entry in entries[:_SHOWN_VERSIONS]), class_="x-line")
    return more("版本", line, small=f"{len(entries)} 个", opened=bool(compared), kind="x-versions")


def _version(entry: VersionEntry, compared: int) -> str:
    tools = [editing("起名", "nameversion", f"给版本{entry.number}起名")]
    if not entry.current:
        tools.append(mini("对比", "compare", f"与版本{entry.number}对比", number=entry.number))
        tools.append(mini("换回", "revert", f"换回版本{entry.number}", number=entry.number))
    about = tag("small", clock(entry.time) + (f" · {count(entry.length)} 字" if entry.length else ""))
    return tag(
        "li",
        f"{tag('span', esc(entry.name or _kind(entry)), data_text='')} {about} ",
        tag("span", *tools, class_="x-tools"),
        aria_current="true" if entry.current else None,
        class_="x-compared" if entry.number == compared else None,
        data_line="",
        data_number=entry.number,
        data_full=entry.name,
        data_label="版本名",
    )


def _kind(entry: VersionEntry) -> str:
    return _KINDS.get(entry.kind, entry.kind) if entry.length else "要点"


def _called(entry: VersionEntry) -> str:
    return f"{entry.name or _kind(entry)}（{clock(entry.time)}）"


def comparison(entries: Sequence[VersionEntry], old: int, new: int, before: str, after: str) -> str:
    """Version ``old`` against ``new``, 0 for the present state: what changes from the one to the other."""
    first = next(entry for entry in entries if entry.number == old)
    others = [tag("option", "现在的文稿", value=0, selected="" if not new else None)]
    others += [
        tag("option", esc(_called(entry)), value=entry.number, selected="" if entry.number == new else None)
        for entry in entries[:_SHOWN_VERSIONS]
        if entry.number != old and not entry.current
    ]
    choice = tag("select", *others, data_change="compareto", aria_label="对比的另一版")
    acts = button("换回这一版", "revert", number=old) + button("收起", "uncompare", kind="x-primary")
    return tag(
        "section",
        heading(f"从“{_called(first)}”到", choice),
        tag("div", diff(before, after), class_="x-diff", tabindex="0", role="group", aria_label="改动"),
        tag("div", acts, class_="x-next"),
        class_="x-proposal",
        role="region",
        aria_label="版本对比",
    )
