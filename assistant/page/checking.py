"""HTML of the check: findings with what can be done about them, coverage at a glance, sources, questions."""

from typing import Any

from assistant.draft import Draft, Source
from assistant.ledger import Claim
from assistant.page.desk import Desk
from assistant.page.facts import part_names
from assistant.page.markup import button, dialog, esc, heading, hidden, join, local, more, quiet, region, short, tag
from assistant.page.paper import WORDS
from assistant.page.text import section_name
from assistant.report import Covered, Finding, Report

_SHOWN = 20
_CLAIM_KINDS = frozenset(("altered", "leaked", "unsupported", "uncovered"))


def check(desk: Desk) -> str:
    """The findings, the gravest first."""
    report = desk.report
    if not report:
        waiting = "写完后自动核对，逐个数字对要点。" if desk.busy else "有了文稿，这里列出对不上要点的地方。"
        return region("核对结果", heading("核对"), quiet(waiting))
    claims = [claim for claim in report.claims if claim.verdict != "supported"]
    missing = [c for c in report.coverage if c.status == "missing"]
    rows = [
        *(_claim(claim, desk.work.brief.facts) for claim in claims),
        *(_missing(c) for c in missing),
        *_notes(desk.work.draft),
        *_findings([finding for finding in report.findings if finding.kind not in _CLAIM_KINDS]),
        *(tag("li", tag("p", esc(question)), class_="x-finding") for question in report.questions),
    ]
    agreed = len(report.claims) - len(claims)
    about = quiet(f"{agreed} 处数字、日期、名称与要点相符") if agreed else ""
    listed = tag("ul", *rows, class_="x-findings")
    return region(
        "核对结果", heading("核对"), _verdict(claims, missing), about, listed, matrix(report, desk.work.draft)
    )


def _verdict(claims: list[Claim], missing: list[Covered]) -> str:
    if not claims and not missing:
        return tag("p", "全部有据", class_="x-verdict")
    counts = [f"待核实 {len(claims)} 处"] if claims else []
    counts += [f"漏写 {len(missing)} 条"] if missing else []
    return tag("p", " · ".join(counts), class_="x-verdict x-open")


def _claim(claim: Claim, facts: tuple[str, ...]) -> str:
    at: dict[str, Any] = {"start": claim.start, "end": claim.end, "text": claim.text}
    source = ""
    if claim.fact is not None and claim.fact < len(facts):
        source = quiet(f"要点{claim.fact + 1}：{esc(facts[claim.fact])}")
    elif claim.why and not claim.why.startswith(WORDS[claim.verdict]):
        source = quiet(esc(claim.why))
    acts = [button("改回要点", "asfact", **at)] if claim.verdict == "altered" and claim.fact is not None else []
    acts += [button("确认属实，加入要点", "confirm", **at), button("删去此句", "cut", **at)]
    words = tag("mark", esc(claim.text), class_=f"x-{claim.verdict}") + f" <span>{WORDS[claim.verdict]}</span>"
    return tag(
        "li",
        _jump(claim.start, claim.end, words),
        source,
        tag("div", *acts, class_="x-acts"),
        class_="x-finding",
        data_verdict=claim.verdict,
        data_finding=claim.start,
    )


def _jump(start: int, end: int, words: str) -> str:
    return tag("button", words, type="button", class_="x-jump", data_local="jump", data_start=start, data_end=end)


def _missing(covered: Covered) -> str:
    words = tag("p", '<span class="x-tag">漏写</span> ', f"要点{covered.fact + 1}：{esc(covered.text)}")
    act = tag("div", button("写进去", "writein", fact=covered.fact, busy=1), class_="x-acts")
    return tag("li", words, act, class_="x-finding", data_verdict="missing")


def _notes(draft: Draft | None) -> list[str]:
    """What is to be known of how sections came about, those with the same note together."""
    notes: dict[str, list[str]] = {}
    for name, section in zip(part_names(draft), draft.sections if draft else (), strict=True):
        if section.note:
            notes.setdefault(section.note, []).append(name)
    act = tag("div", local("接着写", "press", press="x-resume"), class_="x-acts")
    return [
        tag("li", tag("p", esc(f"{'、'.join(names)}：{note}")), act, class_="x-finding", data_verdict="note")
        for note, names in notes.items()
    ]


def _findings(findings: list[Finding]) -> list[str]:
    """The lesser findings, as many as can be taken in at a glance."""
    rows = [_finding(finding) for finding in findings[:_SHOWN]]
    left = len(findings) - len(rows)
    return [*rows, tag("li", quiet(f"还有 {left} 处，改过上面的再看。"), class_="x-finding")] if left else rows


def _finding(finding: Finding) -> str:
    quote = f"“{esc(short(finding.text))}” " if finding.text else ""
    row = _jump(finding.start, finding.end, f"{quote}<span>{esc(finding.message)}</span>")
    return tag("li", row, class_="x-finding", data_verdict="other")


def matrix(report: Report, draft: Draft | None) -> str:
    """Coverage at a glance: facts down, sections across."""
    if not report.coverage or not draft or not draft.sections:
        return ""
    names = [name.removeprefix("第").removesuffix("部分") for name in part_names(draft)]
    head = tag("tr", "<td></td>", *(tag("th", esc(name), scope="col") for name in names))
    rows = (
        tag(
            "tr",
            tag("th", str(covered.fact + 1), scope="row", title=covered.text),
            *(_cell(covered, n) for n in range(len(names))),
        )
        for covered in report.coverage
    )
    caption = tag("caption", "哪条要点写在哪一部分")
    return more("要点分布", tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="x-matrix"))


def _cell(covered: Covered, section: int) -> str:
    if section not in covered.sections:
        return "<td></td>"
    sign, word = ("▲", "走样") if covered.status == "altered" else ("●", "写到")
    return tag("td", tag("span", sign, aria_hidden="true"), hidden(word))


def sources(desk: Desk) -> str:
    """Which sample passages each section learned from, or is nearest to."""
    draft = desk.work.draft
    groups = [
        more(
            section_name(number, section.heading, section.role),
            *(_source(source) for source in section.sources),
            small=f"{len(section.sources)} 段",
        )
        for number, section in enumerate(draft.sections if draft else ())
        if section.sources
    ]
    empty = "这份文稿没有参考样稿。" if draft else "写好后，这里列出各部分参考了哪些样稿。"
    about = quiet("各部分学了写法的样段；没有取用的，列最相近的两段供对照。") if groups else ""
    return region("依据", heading("依据"), about, join(groups) or quiet(empty))


def _source(source: Source) -> str:
    path = " › ".join(part for part in (source.article, *source.headings) if part)
    shown = tag("p", esc(source.masked or source.text), class_="x-passage")
    original = ""
    if source.masked and source.text and source.text != source.masked:
        original = more("看原文", tag("p", esc(source.text), class_="x-passage"))
    return tag(
        "article", tag("p", esc(source.file), class_="x-from"), quiet(esc(path)), shown, original, class_="x-source"
    )


def open_points(report: Report | None) -> list[str]:
    """What is still unverified, one sentence each, for the question before an export."""
    if not report:
        return []
    claims = [f"“{short(c.text)}”{WORDS[c.verdict]}" for c in report.claims if c.verdict != "supported"]
    return claims + [f"要点{c.fact + 1}没有写到" for c in report.coverage if c.status == "missing"]


def ask_export(report: Report | None, edition: str) -> str:
    """The question before an export with open findings."""
    points = open_points(report)
    items = [tag("li", esc(point)) for point in points[:8]]
    items += [f"<li>等 {len(points)} 处</li>"] if len(points) > 8 else []
    question = tag("p", f"还有 {len(points)} 处待核实。仍要导出吗？{edition}会标成【待核实】。")
    acts = button("仍要导出", "export", kind="x-primary", edition=edition) + button("先看一看", "close")
    return dialog("导出前确认", question, tag("ul", *items), tag("div", acts, class_="x-next"))


def conflict(typed: str, message: str) -> str:
    """What another window's change left over here: the words typed meanwhile, to copy."""
    box = tag("textarea", esc(typed), readonly="", id="x-lost", aria_label="刚才打的字", rows=8)
    acts = local("复制", "copy", source="#x-lost") + button("知道了", "close", kind="x-primary")
    said = tag("p", f"{esc(message)}您刚才打的字放在下面，可以复制。")
    return dialog("另一个窗口改过", said, box, tag("div", acts, class_="x-next"))
