"""HTML of the list of facts: editable, with the claims in each marked and what became of it."""

import re
from functools import lru_cache

from assistant.draft import Draft
from assistant.ledger import find_spans
from assistant.page.desk import Desk
from assistant.page.markup import editing, esc, heading, join, mini, quiet, short, tag
from assistant.page.text import section_name
from assistant.report import Covered

_LACKS = {"altered": "走样", "missing": "没写到"}
_BOX = (
    '<input type="text" id="x-newfact" aria-label="补一条要点" placeholder="补一条要点" '
    'data-enter="[data-act=addfact]">'
)
_ADD = '<button type="button" class="x-btn" data-act="addfact" data-from="#x-newfact">加上</button>'


def facts(desk: Desk) -> str:
    """The facts, and a line to add one."""
    known = desk.work.brief.facts
    covered = {c.fact: c for c in desk.report.coverage} if desk.report else {}
    used = sum(c.status in ("covered", "qualitative") and bool(c.sections) for c in covered.values())
    about = f"{len(known)} 条" + (f" · 已用 {used}" if covered else "")
    names = part_names(desk.work.draft)
    items = join(_fact(n, text, covered.get(n), names) for n, text in enumerate(known))
    empty = "" if known else quiet("还没有要点。发消息时一行一条，会列在这里。")
    listed = tag("ol", items, class_="x-facts", role="list", aria_label="要点")
    return heading("要点", tag("small", about)) + empty + listed + tag("div", _BOX, _ADD, class_="x-addline")


def _fact(number: int, text: str, covered: Covered | None, names: list[str]) -> str:
    name = f"要点{number + 1}"
    tools = (
        editing("改", "fact", f"修改{name}"),
        mini("上移", "factup", f"上移{name}", number=number),
        mini("下移", "factdown", f"下移{name}", number=number),
        mini("删", "factgone", f"删去{name}", number=number),
    )
    body = tag("span", marked(text), data_text="") + " " + _state(covered, names)
    return tag(
        "li",
        tag("span", str(number + 1), class_="x-no", aria_hidden="true"),
        tag("div", body, tag("span", *tools, class_="x-tools")),
        class_="x-fact",
        data_line="",
        data_number=number,
        data_full=text,
        data_label=name,
        data_drag="factmove",
        draggable="true",
    )


def _state(covered: Covered | None, names: list[str]) -> str:
    if covered is None:
        return ""
    if covered.status in _LACKS:
        return tag("span", _LACKS[covered.status], class_="x-used x-lack")
    named = (names[n] for n in covered.sections if n < len(names))
    places = "、".join(name if name.startswith("第") else f"“{name}”" for name in named)
    return tag("span", f"写在{esc(places)}", class_="x-used") if places else ""


def part_names(draft: Draft | None) -> list[str]:
    """What each section is called for short: 第二部分 as its heading counts, or 开头, 概况, 结尾."""
    names = []
    for number, section in enumerate(draft.sections if draft else ()):
        match = re.match(r"^([一二三四五六七八九十]+)、", section.heading)
        names.append(f"第{match[1]}部分" if match else short(section_name(number, section.heading, section.role), 10))
    return names


@lru_cache(maxsize=4096)
def marked(text: str) -> str:
    """A fact with the claims in it marked; kept, for a page shows the same facts at every answer."""
    out, last = [], 0
    for span in sorted(find_spans(text), key=lambda s: s.start):
        if span.start >= last:
            out += [esc(text[last : span.start]), tag("b", esc(text[span.start : span.end]))]
            last = span.end
    return join([*out, esc(text[last:])])
