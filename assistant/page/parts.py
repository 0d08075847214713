"""HTML of the desk's parts around the paper. Every text of a user, a file or a model goes through ``esc``."""

import difflib
import re

from assistant.draft import Draft, Outline, Source
from assistant.events import ExampleFound, Proposed
from assistant.ledger import Claim, find_spans
from assistant.page.desk import Desk, Line
from assistant.page.live import STATE_WORDS, Live
from assistant.page.paper import WORDS
from assistant.page.text import button, count, esc, join, pages, section_name, spoken, wait
from assistant.report import Covered, Finding, Report

WELCOME = (
    "把单位、场合和要点发给我就行，一句一条也可以。",
    "不会编数字；没有把握的地方我会标出来。",
)
_ADD = '<button type="button" class="x-btn" data-act="addfact" data-from="#x-newfact">加上</button>'
_STEPS = ("说要点", "看提纲", "改文稿并导出")
_FIXED_BUTTONS = frozenset(
    ("发送", "停止", "继续", "新建文稿", "导出 Word", "撤销", "重做", "核对", "看提纲", "直接写", "先写")
)
_STATUS = {"covered": "已写", "altered": "走样", "missing": "没写到", "qualitative": "已写"}


def steps(desk: Desk) -> str:
    """The three steps, the present one marked."""
    items = []
    for number, name in enumerate(_STEPS, 1):
        now = ' aria-current="step"' if number == desk.step else ""
        done = " x-done" if number < desk.step else ""
        items.append(f'<li class="x-step{done}"{now}><span>{"①②③"[number - 1]}</span> {name}</li>')
    return f'<ol class="x-steps" aria-label="步骤">{join(items)}</ol>'


def chat(desk: Desk, examples: list[tuple[str, str]]) -> str:
    """The talk, newest last; with nothing said yet, the welcome and examples to click."""
    if not desk.lines:
        return f'<div class="x-log" role="log" aria-label="对话">{_welcome(examples)}</div>'
    last = len(desk.lines) - 1
    lines = join(_line(line, open_=number == last and not desk.busy) for number, line in enumerate(desk.lines))
    busy = '<p class="x-say x-wait">正在想</p>' if desk.busy and not desk.live else ""
    return f'<div class="x-log" role="log" aria-label="对话">{lines}{busy}</div>'


def _welcome(examples: list[tuple[str, str]]) -> str:
    voice = join(f"<p>{esc(text)}</p>" for text in WELCOME)
    items = join(
        f'<li><button type="button" class="x-example" data-act="example" data-name="{esc(name)}">{esc(label)}</button></li>'
        for name, label in examples
    )
    more = f'<p class="x-quiet">也可以先看一个样例：</p><ul class="x-examples">{items}</ul>' if items else ""
    return f'<div class="x-say">{voice}</div>{more}'


def _line(line: Line, *, open_: bool) -> str:
    who, name = ("x-mine", "您") if line.role == "user" else ("x-say", "薪火")
    text = join(f"<p>{esc(part)}</p>" for part in line.text.split("\n") if part.strip())
    choices = ""
    offered = [choice for choice in line.choices if choice not in _FIXED_BUTTONS] if open_ else []
    if offered:
        buttons = join(button(choice, "choose", kind="x-choice", text=choice) for choice in offered)
        choices = f'<div class="x-choices">{buttons}</div>'
    return f'<div class="{who}"><span class="x-sr">{name}：</span>{text}</div>{choices}'


def next_step(desk: Desk, note: str) -> str:
    """The one thing to do next, above the box to type in; ``note`` is what the user should know of the model."""
    notes = f'<p class="x-note" role="status">{esc(note)}</p>' if note else ""
    if desk.busy or desk.work.draft or desk.proposal:
        return notes
    if desk.work.outline:
        return notes + f'<div class="x-next">{button("照提纲写", "write", kind="x-primary", busy=1)}</div>'
    if desk.work.brief.facts:
        both = button("看提纲", "outline", kind="x-primary", busy=1) + button("直接写", "write", busy=1)
        return notes + f'<div class="x-next">{both}</div>'
    return notes


def progress(desk: Desk) -> str:
    """One line on how far the writing is, with the state of every section."""
    if not desk.busy:
        return ""
    said = desk.progress
    text = said.text if said else "正在写" if desk.live else "正在想"
    rest = wait(desk.remaining())
    if rest and "约还" not in text:
        text = f"{text.rstrip('。')}，{rest}"
    states = _states(desk.live) if desk.live else ""
    return f'<div class="x-progress" role="status"><span class="x-pulse"></span>{esc(text)}</div>{states}'


def _states(live: Live) -> str:
    items = []
    for number, plan in enumerate(live.outline.sections):
        state = live.states[number]
        name = section_name(number, plan.heading, plan.role)
        words = STATE_WORDS[state]
        items.append(
            f'<li data-state="{state}" title="{esc(name)}：{words}"><span class="x-sr">{esc(name)}：{words}</span></li>'
        )
    return f'<ol class="x-states" aria-label="各部分的进度">{join(items)}</ol>'


def gauge(desk: Desk) -> str:
    """Length against the target, speaking time and pages."""
    draft = desk.work.draft
    if desk.live:
        length = sum(len(re.sub(r"\s", "", text)) for text in desk.live.texts)
    elif draft:
        length = draft.length
    else:
        return '<div class="x-gauge"></div>'
    target = desk.work.brief.length
    share = min(100, round(100 * length / target)) if target else 0
    bar = f'<span class="x-bar" aria-hidden="true"><i style="width:{share}%"></i></span>' if target else ""
    aim = f" / {count(target)}" if target else ""
    size = f" · {pages(draft)} 页" if draft else ""
    return f'<div class="x-gauge">{bar}<span>{count(length)}{aim} 字 · {spoken(length)}{size}</span></div>'


# facts


def facts(desk: Desk) -> str:
    """The facts as an editable list, with what became of each."""
    known = desk.work.brief.facts
    covered = {c.fact: c for c in desk.report.coverage} if desk.report else {}
    used = sum(c.status in ("covered", "qualitative") for c in covered.values())
    about = f"{len(known)} 条" + (f" · 已用 {used}" if covered else "")
    names = part_names(desk.work.draft)
    items = join(_fact(n, text, covered.get(n), names) for n, text in enumerate(known))
    empty = '<p class="x-quiet">还没有要点。发消息时一行一条，会列在这里。</p>' if not known else ""
    add = (
        '<div class="x-addline"><input type="text" id="x-newfact" aria-label="补一条要点" placeholder="补一条要点" '
        f'data-enter="[data-act=addfact]">{_ADD}</div>'
    )
    title = f'<h2 class="x-h">要点 <small>{about}</small></h2>'
    return f'{title}{empty}<ol class="x-facts" role="list" aria-label="要点">{items}</ol>{add}'


def _fact(number: int, text: str, covered: Covered | None, names: list[str]) -> str:
    status = covered.status if covered else ""
    if covered and covered.status in ("covered", "qualitative") and covered.sections:
        places = "、".join(names[n] for n in covered.sections if n < len(names))
        state = f'<span class="x-used">写在{esc(places)}</span>'
    elif covered and covered.status != "qualitative":
        state = f'<span class="x-used x-lack">{_STATUS[covered.status]}</span>'
    else:
        state = ""
    tools = join(
        (
            f'<button type="button" class="x-mini" data-local="edit" data-act="fact" aria-label="修改要点{number + 1}">改</button>',
            button("上移", "factup", kind="x-mini", aria=f"上移要点{number + 1}", number=number),
            button("下移", "factdown", kind="x-mini", aria=f"下移要点{number + 1}", number=number),
            button("删", "factgone", kind="x-mini", aria=f"删去要点{number + 1}", number=number),
        )
    )
    return (
        f'<li class="x-fact" data-line data-number="{number}" data-full="{esc(text)}" data-label="要点{number + 1}" '
        f'data-status="{status}" data-drag="factmove" draggable="true">'
        f'<span class="x-no" aria-hidden="true">{number + 1}</span>'
        f'<div><span data-text>{marked(text)}</span> {state}<span class="x-tools">{tools}</span></div></li>'
    )


def part_names(draft: Draft | None) -> list[str]:
    """What each section is called for short: 第二部分 as its heading counts, or 开头, 概况, 结尾."""
    names = []
    for number, section in enumerate(draft.sections if draft else ()):
        match = re.match(r"^([一二三四五六七八九十]+)、", section.heading)
        names.append(f"第{match[1]}部分" if match else _short(section_name(number, section.heading, section.role), 10))
    return names


def marked(text: str) -> str:
    """A fact with the claims in it marked."""
    out, last = [], 0
    for span in sorted(find_spans(text), key=lambda s: s.start):
        if span.start >= last:
            out += [esc(text[last : span.start]), f"<b>{esc(text[span.start : span.end])}</b>"]
            last = span.end
    return join([*out, esc(text[last:])])


# checking


def check(desk: Desk) -> str:
    """The findings, each with what can be done about it."""
    report = desk.report
    if not report:
        waiting = "写完后自动核对，逐个数字对要点。" if desk.busy else "有了文稿，这里列出对不上要点的地方。"
        return _region("核对结果", f'<h2 class="x-h">核对</h2><p class="x-quiet">{waiting}</p>')
    claims = [claim for claim in report.claims if claim.verdict != "supported"]
    missing = [c for c in report.coverage if c.status == "missing"]
    facts = desk.work.brief.facts
    rows = _notes(desk.work.draft) + join(_claim(claim, facts) for claim in claims)
    rows += join(_missing(c) for c in missing)
    rows += join(_finding(finding) for finding in report.findings if finding.kind not in _CLAIM_KINDS)
    supported = len(report.claims) - len(claims)
    if claims or missing:
        head = (
            f'<p class="x-verdict x-open">待核实 {len(claims)} 处{f" · 漏写 {len(missing)} 条" if missing else ""}</p>'
        )
    else:
        head = '<p class="x-verdict">全部有据</p>'
    about = f'<p class="x-quiet">{supported} 处数字、日期、名称与要点相符</p>' if supported else ""
    questions = join(f'<li class="x-finding"><p>{esc(question)}</p></li>' for question in report.questions)
    body = f'<h2 class="x-h">核对</h2>{head}{about}<ul class="x-findings">{rows}{questions}</ul>{matrix(report, desk.work.draft)}'
    return _region("核对结果", body)


_CLAIM_KINDS = frozenset(("altered", "leaked", "unsupported", "uncovered"))


def _notes(draft: Draft | None) -> str:
    """What is to be known of how sections came about, those with the same note together."""
    notes: dict[str, list[str]] = {}
    for name, section in zip(part_names(draft), draft.sections if draft else (), strict=True):
        if section.note:
            notes.setdefault(section.note, []).append(name)
    return join(
        f'<li class="x-finding" data-verdict="note"><p>{esc("、".join(names))}：{esc(note)}</p>'
        '<div class="x-acts"><button type="button" class="x-btn" data-local="press" data-press="x-resume">接着写</button></div></li>'
        for note, names in notes.items()
    )


def _claim(claim: Claim, facts: tuple[str, ...]) -> str:
    at = {"start": claim.start, "end": claim.end, "text": claim.text}
    source = ""
    if claim.fact is not None and claim.fact < len(facts):
        source = f'<p class="x-quiet">要点{claim.fact + 1}：{esc(facts[claim.fact])}</p>'
    elif claim.why and not claim.why.startswith(WORDS[claim.verdict]):
        source = f'<p class="x-quiet">{esc(claim.why)}</p>'
    acts = [button("改回要点", "asfact", **at)] if claim.verdict == "altered" and claim.fact is not None else []
    acts += [button("确认属实，加入要点", "confirm", **at), button("删去此句", "cut", **at)]
    return (
        f'<li class="x-finding" data-verdict="{claim.verdict}" data-finding="{claim.start}">'
        f'<button type="button" class="x-jump" data-local="jump" data-start="{claim.start}" data-end="{claim.end}">'
        f'<mark class="x-{claim.verdict}">{esc(claim.text)}</mark> <span>{WORDS[claim.verdict]}</span></button>'
        f'{source}<div class="x-acts">{join(acts)}</div></li>'
    )


def _missing(covered: Covered) -> str:
    act = button("写进去", "writein", fact=covered.fact, busy=1)
    return (
        f'<li class="x-finding" data-verdict="missing"><p><span class="x-tag">漏写</span> '
        f'要点{covered.fact + 1}：{esc(covered.text)}</p><div class="x-acts">{act}</div></li>'
    )


def _finding(finding: Finding) -> str:
    quote = f"“{esc(_short(finding.text))}” " if finding.text else ""
    return (
        f'<li class="x-finding" data-verdict="other"><button type="button" class="x-jump" data-local="jump" '
        f'data-start="{finding.start}" data-end="{finding.end}">{quote}<span>{esc(finding.message)}</span></button></li>'
    )


def _short(text: str, limit: int = 24) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def matrix(report: Report, draft: Draft | None) -> str:
    """Coverage at a glance: facts down, sections across."""
    if not report.coverage or not draft or not draft.sections:
        return ""
    names = [name.removeprefix("第").removesuffix("部分") for name in part_names(draft)]
    head = join(f'<th scope="col">{esc(name)}</th>' for name in names)
    rows = []
    for covered in report.coverage:
        cells = join(_cell(covered, n) for n in range(len(names)))
        rows.append(f'<tr><th scope="row" title="{esc(covered.text)}">{covered.fact + 1}</th>{cells}</tr>')
    return (
        '<details class="x-more"><summary>要点分布</summary><table class="x-matrix">'
        f"<caption>哪条要点写在哪一部分</caption><thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{join(rows)}</tbody></table></details>"
    )


def _cell(covered: Covered, section: int) -> str:
    if section not in covered.sections:
        return "<td></td>"
    word = "走样" if covered.status == "altered" else "写到"
    sign = "▲" if covered.status == "altered" else "●"
    return f'<td><span aria-hidden="true">{sign}</span><span class="x-sr">{word}</span></td>'


# sources, outline, versions


def sources(desk: Desk) -> str:
    """Which sample passages each section learned from."""
    draft = desk.work.draft
    groups = []
    for number, section in enumerate(draft.sections if draft else ()):
        if section.sources:
            name = section_name(number, section.heading, section.role)
            items = join(_source(source) for source in section.sources)
            groups.append(
                f'<details class="x-more"><summary>{esc(name)} <small>{len(section.sources)} 段</small></summary>{items}</details>'
            )
    empty = '<p class="x-quiet">写好后，这里列出各部分参考了哪些样稿。</p>'
    if draft and not groups:
        empty = '<p class="x-quiet">这份文稿没有参考样稿。</p>'
    return _region("依据", f'<h2 class="x-h">依据</h2>{join(groups) or empty}')


def _source(source: Source) -> str:
    path = " › ".join(part for part in (source.article, *source.headings) if part)
    masked = f'<p class="x-passage">{esc(source.masked)}</p>' if source.masked else ""
    original = ""
    if source.text and source.text != source.masked:
        original = (
            f'<details class="x-more"><summary>看原文</summary><p class="x-passage">{esc(source.text)}</p></details>'
        )
    return f'<article class="x-source"><p class="x-from">{esc(source.file)}</p><p class="x-quiet">{esc(path)}</p>{masked}{original}</article>'


def outline(desk: Desk) -> str:
    """The outline to look at and change, before the draft is written."""
    plan = desk.work.outline
    if not plan or desk.work.draft or desk.live or desk.busy:
        return ""
    items = join(_planned(desk, plan, number) for number in range(len(plan.sections)))
    return (
        f'<section class="x-outline" aria-label="提纲"><h2 class="x-h">提纲 <small>可以拖动排序，点标题修改</small></h2>'
        f'<p class="x-outline-title">{esc(plan.title)}</p><ol>{items}</ol>'
        f'<div class="x-next">{button("照此写", "write", kind="x-primary", busy=1)}'
        f"{button('换一个提纲', 'outline', busy=1)}</div></section>"
    )


def _planned(desk: Desk, plan: Outline, number: int) -> str:
    section = plan.sections[number]
    name = section_name(number, section.heading, section.role)
    facts = join(_dealt(desk, fact, number, plan) for fact in section.facts)
    tools = join(
        (
            f'<button type="button" class="x-mini" data-local="edit" data-act="head" aria-label="修改标题：{esc(name)}">改</button>',
            button("上移", "secup", kind="x-mini", aria=f"上移：{name}", number=number),
            button("下移", "secdown", kind="x-mini", aria=f"下移：{name}", number=number),
            button("删", "secgone", kind="x-mini", aria=f"删去：{name}", number=number),
        )
    )
    return (
        f'<li data-line data-number="{number}" data-full="{esc(section.heading)}" data-label="标题" '
        f'data-drag="secmove" draggable="true"><div class="x-head"><span data-text>{esc(name)}</span>'
        f'<small>约 {section.budget} 字</small><span class="x-tools">{tools}</span></div><ul>{facts}</ul></li>'
    )


def _dealt(desk: Desk, fact: int, number: int, plan: Outline) -> str:
    facts = desk.work.brief.facts
    if fact >= len(facts):
        return ""
    options = join(
        f'<option value="{n}"{" selected" if n == number else ""}>{esc(_short(section_name(n, s.heading, s.role), 14))}</option>'
        for n, s in enumerate(plan.sections)
    )
    select = f'<select data-change="deal" data-fact="{fact}" aria-label="要点{fact + 1}放在">{options}</select>'
    return f"<li>{fact + 1}. {esc(_short(facts[fact], 40))} {select}</li>"


def proposal(proposed: Proposed | None) -> str:
    """A change by the assistant, shown before it is taken."""
    if not proposed:
        return ""
    rows = diff(proposed.before.to_markdown(), proposed.after.to_markdown())
    acts = button("采纳", "accept", kind="x-primary") + button("放弃", "reject")
    return (
        f'<section class="x-proposal" role="region" aria-label="修改建议"><h2 class="x-h">{esc(proposed.summary or "建议这样改")}</h2>'
        f'<div class="x-diff">{rows}</div><div class="x-next">{acts}</div></section>'
    )


def diff(before: str, after: str) -> str:
    """What changes, paragraph by paragraph and then word by word; unchanged paragraphs are left out."""
    old, new = _paragraphs(before), _paragraphs(after)
    out = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = max(b - a, d - c)
        for i in range(pairs):
            out.append(_changed(old[a + i] if a + i < b else "", new[c + i] if c + i < d else ""))
    return join(out) or '<p class="x-quiet">文字没有变化。</p>'


def _paragraphs(text: str) -> list[str]:
    return [line.lstrip("# ") for line in text.split("\n") if line.strip()]


def _changed(old: str, new: str) -> str:
    out = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            out.append(esc(old[a:b]))
            continue
        out.append(f"<del>{esc(old[a:b])}</del>" if b > a else "")
        out.append(f"<ins>{esc(new[c:d])}</ins>" if d > c else "")
    return f"<p>{join(out)}</p>"


def example(found: ExampleFound | None) -> str:
    """An example paragraph: adapted first, then the originals with where they stand."""
    if not found:
        return ""
    adapted = (
        f'<p class="x-passage" id="x-adapted">{esc(found.adapted)}</p><div class="x-acts">'
        '<button type="button" class="x-btn" data-local="copy" data-source="#x-adapted">复制</button></div>'
        if found.adapted
        else ""
    )
    originals = join(
        f'<details class="x-more"><summary>{esc(o.file)} <small>{esc(" › ".join(o.headings))}</small></summary>'
        f'<p class="x-passage">{esc(o.text)}</p></details>'
        for o in found.originals
    )
    close = button("收起", "noexample", kind="x-mini")
    return f'<section class="x-found" aria-label="例子"><h2 class="x-h">例子 {close}</h2>{adapted}{originals}</section>'


def _region(name: str, body: str) -> str:
    return f'<section role="region" aria-label="{name}">{body}</section>'


def report_lines(report: Report | None) -> list[str]:
    """What is still unverified, one sentence each, for the question before an export."""
    if not report:
        return []
    open_claims = [f"“{_short(c.text)}”{WORDS[c.verdict]}" for c in report.claims if c.verdict != "supported"]
    return open_claims + [f"要点{c.fact + 1}没有写到" for c in report.coverage if c.status == "missing"]


def ask_export(report: Report | None, edition: str) -> str:
    """The question before an export with open findings."""
    lines = report_lines(report)
    items = join(f"<li>{esc(line)}</li>" for line in lines[:8])
    more = f"<li>等 {len(lines)} 处</li>" if len(lines) > 8 else ""
    return (
        '<div class="x-dialog" role="alertdialog" aria-label="导出前确认"><div>'
        f"<p>还有 {len(lines)} 处待核实。仍要导出吗？正式版会标成【待核实】。</p><ul>{items}{more}</ul>"
        f'<div class="x-next">{button("仍要导出", "export", kind="x-primary", edition=edition)}'
        f"{button('先看一看', 'close')}</div></div></div>"
    )


def conflict(typed: str, message: str) -> str:
    """What another window's change left over here: the words typed meanwhile, to copy."""
    return (
        '<div class="x-dialog" role="alertdialog" aria-label="另一个窗口改过"><div>'
        f'<p>{esc(message)}您刚才打的字放在下面，可以复制。</p><textarea readonly id="x-lost" aria-label="刚才打的字" rows="8">{esc(typed)}</textarea>'
        '<div class="x-next"><button type="button" class="x-btn" data-local="copy" data-source="#x-lost">复制</button>'
        f"{button('知道了', 'close', kind='x-primary')}</div></div></div>"
    )


def notice(text: str) -> str:
    """A message that does not get in the way."""
    return (
        f'<div class="x-notice" role="status"><span>{esc(text)}</span>{button("知道了", "close", kind="x-mini")}</div>'
        if text
        else ""
    )
