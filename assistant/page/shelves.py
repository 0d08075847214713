"""HTML of the library and of the list of works."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from assistant.archive import WorkEntry
from assistant.page.markup import button, editing, esc, join, mini, more, quiet, tag
from assistant.page.text import clock, count
from index.material import StoredPassage
from index.records import Added, Material

_STATUS = {"added": "已加入", "duplicate": "已经有了", "updated": "已更新", "failed": "没能加入"}


def works(entries: Sequence[WorkEntry], deleted: Sequence[WorkEntry], current: str, query: str) -> str:
    """The owner's works, newest first, and the bin below."""
    if entries:
        rows = tag(
            "ul", *(_work(entry, current) for entry in entries), class_="x-works", aria_label="文稿列表", role="list"
        )
    elif query:
        rows = quiet(f"没有找到“{esc(query)}”。")
    else:
        rows = quiet("还没有文稿。到“写稿”里说几条要点，就会出现在这里。")
    if not deleted:
        return rows
    binned = tag("ul", *(_binned(entry) for entry in deleted), class_="x-works")
    return rows + more(f"已删除的 {len(deleted)} 份", binned)


def _work(entry: WorkEntry, current: str) -> str:
    about = [entry.genre, f"{count(entry.length)} 字" if entry.length else "", entry.stage, clock(entry.updated)]
    here = ' <span class="x-tag">打开着</span>' if entry.work_id == current else ""
    acts = (
        button("打开", "open", aria=f"打开：{entry.title}", id=entry.work_id),
        editing("改名", "rename", f"改名：{entry.title}", small=False),
        button("复制", "copy", aria=f"复制：{entry.title}", id=entry.work_id),
        button("删除", "delete", aria=f"删除：{entry.title}", id=entry.work_id),
    )
    name = tag("p", tag("span", esc(entry.title), data_text=""), here, class_="x-name")
    return tag(
        "li",
        tag("div", name, quiet(esc(" · ".join(part for part in about if part)))),
        tag("div", *acts, class_="x-acts"),
        class_="x-row",
        data_line="",
        data_id=entry.work_id,
        data_full=entry.title,
        data_label="文稿名",
    )


def _binned(entry: WorkEntry) -> str:
    acts = (
        button("恢复", "restore", aria=f"恢复：{entry.title}", id=entry.work_id),
        button("彻底删除", "purge", aria=f"彻底删除：{entry.title}", id=entry.work_id),
    )
    name = tag("div", tag("p", esc(entry.title), class_="x-name"))
    return tag("li", name, tag("div", *acts, class_="x-acts"), class_="x-row")


# library


def added(results: Iterable[Added]) -> str:
    """What became of each uploaded file."""
    rows = []
    for item in results:
        name = item.file.replace("\\", "/").rsplit("/", 1)[-1]
        about = item.error or (f"{item.articles} 篇，{item.passages} 段" if item.passages else "")
        status = tag("span", _STATUS.get(item.status, item.status), class_="x-tag")
        rows.append(tag("li", tag("b", esc(name)), f" {status} ", esc(about), data_status=item.status))
    return tag("ul", *rows, class_="x-added", aria_label="上传结果", role="list") if rows else ""


def adding(done: int, total: int, file: str) -> str:
    """How far the upload is."""
    share = round(100 * done / total) if total else 0
    words = f"正在读第 {min(done + 1, total)} 个，共 {total} 个：{esc(file)}"
    line = tag("div", '<span class="x-pulse"></span>', words, class_="x-progress", role="status")
    return line + tag("span", tag("i", style=f"width:{share}%"), class_="x-bar")


_THEMES_SHOWN = 2
_LAST = "\U0010ffff"
_COLUMNS = (("篇名", "title"), ("文种", "genre"), ("主题", "theme"), ("日期", "date"), ("篇 / 段", ""), ("操作", ""))
_ORDERS: dict[str, Callable[[Material], tuple[str, ...]]] = {
    "title": lambda item: (item.title or item.file,),
    "genre": lambda item: item.genres or (_LAST,),
    "theme": lambda item: item.themes or (_LAST,),
}


def materials(items: Sequence[Material], opened_id: str = "", opened_html: str = "", by: str = "") -> str:
    """The materials of the library, one a row; ``opened_html`` stands under the one that is opened.

    ``by`` is what they are put in order by: title, genre, theme, or date (also where it is empty), the latest first.
    """
    if not items:
        return quiet("资料库还是空的。上传几篇以前的总结、发言，写出来就像自己单位的。")
    head = tag("tr", *(_heading(name, order, order == (by or "date")) for name, order in _COLUMNS))
    ordered = sorted(items, key=_ORDERS[by]) if by in _ORDERS else items
    rows = tag("tbody", *(_material(item, opened_html if item.material == opened_id else "") for item in ordered))
    return tag("table", tag("caption", f"资料 {len(items)} 份"), tag("thead", head), rows, class_="x-table")


def _heading(name: str, order: str, current: bool) -> str:
    """The head of a column; pressed, it puts the rows in its order."""
    if not order:
        return tag("th", name, scope="col")
    label = button(name, "sort", kind="x-order", aria=f"按{name}排", id=order)
    return tag("th", label, scope="col", aria_sort="ascending" if current else None)


def _material(item: Material, opened_html: str) -> str:
    shut = bool(opened_html)
    acts = mini("收起" if shut else "看", "look", f"{'收起' if shut else '看'}：{item.file}", id=item.material)
    acts += mini("移除", "forget", f"移除：{item.file}", id=item.material)
    file = item.file.replace("\\", "/").rsplit("/", 1)[-1]
    tags = join(" " + tag("span", esc(text), class_="x-tag") for text in item.tags)
    whose = "（自带样稿）" if item.sample else "（只有自己看得到）" if item.owner else ""
    cells = (
        f"{esc(item.title or file)}{tags}<br><small>{esc(file)}{whose}</small>",
        esc("、".join(item.genres)),
        esc("、".join(item.themes[:_THEMES_SHOWN])),
        esc(item.date) if item.date else "" if item.sample else tag("small", f"{esc(item.added_at[:10])} 收入"),
        f"{item.articles} / {item.passages}",
        acts,
    )
    row = tag("tr", *(tag("td", cell) for cell in cells))
    return row + (tag("tr", tag("td", opened_html, colspan=len(cells)), class_="x-opened") if opened_html else "")


def opened(item: Material, texts: Sequence[tuple[str, str]], dropped: Sequence[tuple[str, str]], *, again: bool) -> str:
    """A material opened: its tags, its passages with their headings, and what cleaning left out with the reasons."""
    box = tag(
        "input", type="text", value=" ".join(item.tags), aria_label="标签", data_change="tag", data_id=item.material,
        placeholder="用空格隔开，例如：市级 2025", id=f"tags-{item.material}",
    )  # fmt: skip
    tags = tag("p", tag("label", "标签 ", box), class_="x-addline")
    body = (
        tag("article", quiet(esc(head)), tag("p", esc(text), class_="x-passage"), class_="x-source")
        for head, text in texts
    )
    return tag(
        "section",
        tags,
        _dropped(item, dropped, again=again),
        *body,
        class_="x-looked",
        role="region",
        aria_label="资料内容",
    )


def _dropped(item: Material, dropped: Sequence[tuple[str, str]], *, again: bool) -> str:
    if not dropped:
        return quiet("整篇都收下了，没有略去什么。")
    lines = (tag("li", esc(text[:200]), " ", tag("small", esc(why))) for text, why in dropped)
    act = button("都要，重新收一遍", "keepall", id=item.material, busy=1) if again else ""
    about = tag("p", "网页的导航、广告和编者按不收进来。略错了就点：", act) if again else ""
    return more("收入时略去的", about, tag("ul", *lines, class_="x-dropped"), small=f"{len(dropped)} 行")


def found(query: str, confident: bool, results: Sequence[StoredPassage]) -> str:
    """Search results with the words of the query marked."""
    if not results:
        return quiet(f"资料里没有“{esc(query)}”。")
    warning = "" if confident else quiet("没有很贴近的，以下仅供参考。")
    listed = tag("ul", *(_result(query, r) for r in results), class_="x-results", aria_label="检索结果", role="list")
    return warning + listed


def _result(query: str, stored: StoredPassage) -> str:
    path = " › ".join(part for part in (stored.article, *stored.passage.headings) if part)
    file = stored.file.replace("\\", "/").rsplit("/", 1)[-1]
    return tag(
        "li",
        tag("p", esc(path), class_="x-from"),
        tag("p", highlight(stored.passage.text, query), class_="x-passage"),
        quiet(esc(f"{file} · {stored.passage.genre}")),
        class_="x-source",
    )


def highlight(text: str, query: str) -> str:
    """``text`` with the words of ``query`` marked; where none occurs as a whole, its pairs of characters."""
    words = [word for word in query.split() if word in text]
    if not words and len(query) < 30:
        pairs = {query[i : i + 2] for i in range(len(query) - 1)}
        words = [pair for pair in pairs if len(pair.strip()) == 2 and pair in text]
    marks = [False] * len(text)
    for word in words:
        place = text.find(word)
        while place >= 0:
            marks[place : place + len(word)] = [True] * len(word)
            place = text.find(word, place + 1)
    return _marked(text, marks)


def _marked(text: str, marks: Sequence[bool]) -> str:
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
    for genre, about in pairs:
        counts.update((genre, theme) for theme in about)
    if not counts:
        return ""
    by_genre, by_theme = Counter[str](), Counter[str]()
    for (genre, theme), number in counts.items():
        by_genre[genre] += number
        by_theme[theme] += number
    genres, most = [genre for genre, _ in by_genre.most_common()], max(counts.values())
    head = tag("tr", "<td></td>", *(tag("th", esc(genre), scope="col") for genre in genres))
    rows = (
        tag("tr", tag("th", esc(theme), scope="row"), *(_dot(counts[genre, theme], most) for genre in genres))
        for theme, _ in by_theme.most_common()
    )
    caption = tag("caption", "各文种、各主题的段落数")
    return tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="x-chart")


def _dot(number: int, most: int) -> str:
    if not number:
        return '<td class="x-none">0</td>'
    share = 8 + round(22 * (number / most) ** 0.5)
    dot = tag(
        "span",
        class_="x-dot",
        style=f"width:{share}px;height:{share}px;margin:0 {(34 - share) / 2:g}px",
        aria_hidden="true",
    )
    return tag("td", dot, f" {number}")
