"""HTML of the library, of the list of works, of versions and of the printed preview around it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.archive import VersionEntry, WorkEntry
from assistant.page.text import button, clock, count, esc, join

KINDS = {"edit": "手改", "model": "写作", "export": "导出"}
_STATUS = {"added": "已加入", "duplicate": "已经有了", "updated": "已更新", "failed": "没能加入"}


def works(entries: Sequence[WorkEntry], deleted: Sequence[WorkEntry], current: str, query: str) -> str:
    """The owner's works, newest first, and the bin below."""
    if not entries:
        empty = f"没有找到“{esc(query)}”。" if query else "还没有文稿。到“写稿”里说几条要点，就会出现在这里。"
        rows = f'<p class="x-quiet">{empty}</p>'
    else:
        rows = f'<ul class="x-works" aria-label="文稿列表">{join(_work(entry, current) for entry in entries)}</ul>'
    return rows + _bin(deleted)


def _work(entry: WorkEntry, current: str) -> str:
    about = " · ".join(
        part for part in (entry.genre, f"{count(entry.length)} 字" if entry.length else "", entry.stage) if part
    )
    here = ' <span class="x-tag">正在写</span>' if entry.work_id == current else ""
    acts = join(
        (
            button("打开", "open", aria=f"打开：{entry.title}", id=entry.work_id),
            f'<button type="button" class="x-btn" data-local="edit" data-act="rename" aria-label="改名：{esc(entry.title)}">改名</button>',
            button("复制", "copy", aria=f"复制：{entry.title}", id=entry.work_id),
            button("删除", "delete", aria=f"删除：{entry.title}", id=entry.work_id),
        )
    )
    return (
        f'<li class="x-row" data-line data-id="{esc(entry.work_id)}" data-full="{esc(entry.title)}" data-label="文稿名">'
        f'<div><p class="x-name"><span data-text>{esc(entry.title)}</span>{here}</p>'
        f'<p class="x-quiet">{esc(about)} · {clock(entry.updated)}</p></div><div class="x-acts">{acts}</div></li>'
    )


def _bin(deleted: Sequence[WorkEntry]) -> str:
    if not deleted:
        return ""
    items = join(
        f'<li class="x-row"><div><p class="x-name">{esc(e.title)}</p></div><div class="x-acts">'
        f"{button('恢复', 'restore', aria=f'恢复：{e.title}', id=e.work_id)}"
        f"{button('彻底删除', 'purge', aria=f'彻底删除：{e.title}', id=e.work_id)}</div></li>"
        for e in deleted
    )
    return f'<details class="x-more"><summary>已删除的 {len(deleted)} 份</summary><ul class="x-works">{items}</ul></details>'


def versions(entries: Sequence[VersionEntry], compared: str) -> str:
    """The versions of a work on a line of time; ``compared`` is the comparison asked for, as HTML."""
    if not entries:
        return ""
    items = join(_version(entry) for entry in entries[:40])
    return (
        f'<details class="x-more x-versions"{" open" if compared else ""}><summary>版本 <small>{len(entries)} 个</small></summary>'
        f'<ol class="x-line">{items}</ol>{compared}</details>'
    )


def _version(entry: VersionEntry) -> str:
    name = entry.name or KINDS.get(entry.kind, entry.kind)
    here = ' aria-current="true"' if entry.current else ""
    acts = join(
        (
            f'<button type="button" class="x-mini" data-local="edit" data-act="nameversion" aria-label="给版本{entry.number}起名">起名</button>',
            ""
            if entry.current
            else button("对比", "compare", kind="x-mini", aria=f"与版本{entry.number}对比", number=entry.number),
            ""
            if entry.current
            else button("换回", "revert", kind="x-mini", aria=f"换回版本{entry.number}", number=entry.number),
        )
    )
    return (
        f'<li{here} data-line data-number="{entry.number}" data-full="{esc(entry.name)}" data-label="版本名" data-kind="{esc(entry.kind)}">'
        f"<span data-text>{esc(name)}</span> <small>{clock(entry.time)} · {count(entry.length)} 字</small>"
        f'<span class="x-tools">{acts}</span></li>'
    )


# library


def added(results: Iterable[Any]) -> str:
    """What became of each uploaded file."""
    rows = []
    for item in results:
        status = _STATUS.get(item.status, item.status)
        about = item.error or (f"{item.articles} 篇，{item.passages} 段" if item.passages else "")
        rows.append(
            f'<li data-status="{esc(item.status)}"><b>{esc(item.file)}</b> <span class="x-tag">{status}</span> {esc(about)}</li>'
        )
    return f'<ul class="x-added" aria-label="上传结果" role="list">{join(rows)}</ul>' if rows else ""


def adding(done: int, total: int, file: str) -> str:
    """How far the upload is."""
    share = round(100 * done / total) if total else 0
    return (
        f'<div class="x-progress" role="status"><span class="x-pulse"></span>正在读第 {min(done + 1, total)} / {total} 个：{esc(file)}</div>'
        f'<span class="x-bar"><i style="width:{share}%"></i></span>'
    )


def materials(items: Sequence[Any]) -> str:
    """The materials of the library, one a row."""
    if not items:
        return '<p class="x-quiet">资料库还是空的。上传几篇以前的总结、发言，写出来就像自己单位的。</p>'
    rows = join(
        f"<tr><td>{esc(m.title or m.file)}<br><small>{esc(m.file)}</small></td><td>{esc('、'.join(m.genres))}</td>"
        f"<td>{m.articles} 篇</td><td>{m.passages} 段</td><td>"
        f"{button('看', 'look', kind='x-mini', aria=f'看：{m.file}', id=m.material)}"
        f"{button('移除', 'forget', kind='x-mini', aria=f'移除：{m.file}', id=m.material)}</td></tr>"
        for m in items
    )
    return (
        '<table class="x-table"><caption>资料</caption><thead><tr><th scope="col">篇名</th><th scope="col">文种</th>'
        f'<th scope="col">文章</th><th scope="col">段落</th><th scope="col">操作</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def passages(title: str, texts: Sequence[tuple[str, str]]) -> str:
    """A material opened: its passages with their headings."""
    body = join(
        f'<article class="x-source"><p class="x-quiet">{esc(head)}</p><p class="x-passage">{esc(text)}</p></article>'
        for head, text in texts
    )
    return f'<section class="x-open" aria-label="资料内容"><h2 class="x-h">{esc(title)} {button("收起", "shut", kind="x-mini")}</h2>{body}</section>'


def found(query: str, confident: bool, results: Sequence[Any]) -> str:
    """Search results with the words of the query marked."""
    if not results:
        return f'<p class="x-quiet">资料里没有“{esc(query)}”。</p>'
    warn = "" if confident else '<p class="x-quiet">没有很贴近的，以下仅供参考。</p>'
    return (
        warn
        + f'<ul class="x-results" aria-label="检索结果" role="list">{join(_result(query, r) for r in results)}</ul>'
    )


def _result(query: str, stored: Any) -> str:  # noqa: ANN401
    passage = stored.passage
    path = " › ".join(part for part in (stored.article, *passage.headings) if part)
    return (
        f'<li class="x-source"><p class="x-from">{esc(path)}</p><p class="x-passage">{highlight(passage.text, query)}</p>'
        f'<p class="x-quiet">{esc(stored.file)} · {esc(passage.genre)}</p></li>'
    )


def highlight(text: str, query: str) -> str:
    """``text`` with the words of ``query`` marked; where none occurs as a whole, its pairs of characters."""
    words = [word for word in query.split() if word in text]
    if not words:
        pairs = {query[i : i + 2] for i in range(len(query) - 1)} if len(query) < 30 else set()
        words = [pair for pair in pairs if pair.strip() == pair and len(pair) == 2 and pair in text]
    marks = [False] * len(text)
    for word in words:
        place = text.find(word)
        while place >= 0:
            marks[place : place + len(word)] = [True] * len(word)
            place = text.find(word, place + 1)
    out, inside = [], False
    for char, mark in zip(text, marks, strict=True):
        if mark != inside:
            out.append("<mark>" if mark else "</mark>")
            inside = mark
        out.append(esc(char))
    return join([*out, "</mark>" if inside else ""])


def chart(pairs: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    """How many passages there are by genre and theme, as a table of dots that grow."""
    counts: Counter[tuple[str, str]] = Counter()
    for genre, themes in pairs:
        counts.update((genre, theme) for theme in themes)
    if not counts:
        return ""
    genres = sorted({g for g, _ in counts}, key=lambda g: -sum(n for (a, _), n in counts.items() if a == g))
    themes = sorted({t for _, t in counts}, key=lambda t: -sum(n for (_, b), n in counts.items() if b == t))
    most = max(counts.values())
    head = join(f'<th scope="col">{esc(genre)}</th>' for genre in genres)
    rows = join(
        f'<tr><th scope="row">{esc(theme)}</th>{join(_dot(counts[genre, theme], most) for genre in genres)}</tr>'
        for theme in themes
    )
    return f'<table class="x-chart"><caption>各文种、各主题的段落数</caption><thead><tr><td></td>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _dot(number: int, most: int) -> str:
    if not number:
        return '<td class="x-none">0</td>'
    share = 8 + round(22 * (number / most) ** 0.5)
    return f'<td><span class="x-dot" style="width:{share}px;height:{share}px" aria-hidden="true"></span> {number}</td>'
