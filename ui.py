"""The page of 薪火文稿: layout, wiring, and the composition root. The only importer of gradio.

``python ui.py [--host H] [--port P] [--no-browser] [--home DIR]`` prints its address when it accepts connections.
"""

import argparse
import ipaddress
import json
import os
import shutil
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "GRADIO_TEMP_DIR": "",
}
os.environ.update({key: value for key, value in QUIET.items() if value})
for _name in ("NO_PROXY", "no_proxy"):
    os.environ[_name] = ",".join(filter(None, [os.environ.get(_name, ""), "127.0.0.1", "localhost", "::1"]))

import anyio  # noqa: E402
import gradio as gr  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI, Request, Response  # noqa: E402
from fastapi.responses import FileResponse  # noqa: E402
from starlette.routing import Mount  # noqa: E402

from assistant.archive import Archive  # noqa: E402
from assistant.page import checking, markup, parts, planning, shelves  # noqa: E402
from assistant.page.acts import Acts  # noqa: E402
from assistant.page.facts import facts  # noqa: E402
from assistant.page.gate import own_site, refused, user_of  # noqa: E402
from assistant.page.markup import esc  # noqa: E402
from assistant.page.paper import SECTION_BAR, SHEET, payload  # noqa: E402
from assistant.page.service import LOCAL_OWNER, Service  # noqa: E402
from assistant.page.shell import CSP, page_html  # noqa: E402
from assistant.page.window import Window, Windows  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from index.errors import XinhuoError  # noqa: E402
from index.material import GENRES  # noqa: E402

if TYPE_CHECKING:
    from starlette.middleware.base import RequestResponseEndpoint

    from assistant.page.gate import Sessions

CheckUser = Callable[[str, str], Awaitable[bool]]
HERE = Path(__file__).parent
STATIC = Path(parts.__file__).parent / "static"
TICK_SECONDS = 0.4
_WIRE = "XH.wire(element, trigger, 'act')"
_NOW = "() => XH.now()"
_QUIET_EVENT: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}


def html_part(name: str | None, value: str = "", **options: Any) -> gr.HTML:  # noqa: ANN401
    """A part of the page as HTML, its buttons wired to ``act``."""
    given = {"elem_id": name, "padding": False, "apply_default_css": False, "js_on_load": _WIRE, **options}
    return gr.HTML(value, **given)


class Page:
    """Layout and wiring. Every handler changes the window's desk and answers with the parts that changed."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.acts = Acts(service, HERE / "examples")
        self.windows = Windows()
        self.views: dict[str, Any] = {}

    # windows

    def window(self, request: gr.Request) -> Window:
        """The window that sent a request; a new one after a restart of the program."""
        name, owner = request.session_hash or "", self.service.owner(request.username or "")
        window = self.windows.get(name)
        if window is None or window.owner != owner:
            window = Window(owner, self.service.last(owner), big=bool(self.service.archive.preference(owner, "big")))
            if self.service.archive.notice:
                window.notice = self.service.archive.notice
            self.windows.put(name, window)
        return window

    def show(self, window: Window) -> list[Any]:
        """The parts that differ from what the window shows already, in the order of ``views``."""
        desk = window.desk
        self.service.keep(desk)
        with desk.lock:
            if desk.export_asked and not desk.busy:
                edition, desk.export_asked = desk.export_asked, ""
                with self.acts.told(window):
                    self.acts.ask_export(window, edition)
            values = {**self._texts(window), **self._buttons(window), **self._form(window)}
            window.force = False
        out = []
        for name in self.views:
            same = name in window.sent and window.sent[name] == values[name]
            out.append(gr.skip() if same else values[name])
        window.sent = values
        return out

    def _texts(self, window: Window) -> dict[str, Any]:
        desk = window.desk
        above = planning.above(desk)
        kept = self.service.archive.versions(desk.work_id, desk.owner) if desk.work_id and not desk.busy else []
        return {
            "status": parts.status(desk.saved, busy=desk.busy, big=window.big),
            "steps": parts.steps(desk),
            "log": parts.chat(desk, [(name, label) for name, label, _ in self.acts.examples]),
            "next": parts.next_step(desk, self.service.note()),
            "above": above,
            "progress": parts.progress(desk),
            "paper": payload(desk, force=window.force),
            "gauge": parts.gauge(desk),
            "facts": facts(desk),
            "check": checking.check(desk),
            "sources": checking.sources(desk),
            "versions": planning.versions(kept, window.compared),
            "notice": parts.notice(window.notice),
            "dialog": window.dialog,
            "download": json.dumps(window.download, ensure_ascii=False),
        }

    @staticmethod
    def _buttons(window: Window) -> dict[str, Any]:
        desk = window.desk
        saved, idle = desk.saved, not desk.busy
        return {
            "undo": gr.update(interactive=bool(idle and saved and saved.can_undo)),
            "redo": gr.update(interactive=bool(idle and saved and saved.can_redo)),
            "stop": gr.update(interactive=desk.busy),
            "resume": gr.update(interactive=desk.resumable),
            "send": gr.update(interactive=idle, variant="secondary" if desk.work.brief.facts else "primary"),
            "export": gr.update(variant="primary" if desk.work.draft and not desk.proposal else "secondary"),
            "timer": gr.update(active=desk.busy),
            "slow": gr.update(active=idle),
        }

    @staticmethod
    def _form(window: Window) -> dict[str, Any]:
        brief = window.desk.work.brief
        return {
            "genre": brief.genre or None,
            "unit": brief.unit,
            "occasion": brief.occasion,
            "speaker": brief.speaker,
            "date": brief.date,
            "length": str(brief.length or ""),
        }

    # handlers

    def load(self, request: gr.Request) -> list[Any]:
        """A page was opened or refreshed: show the owner's last work."""
        window = self.window(request)
        window.sent = {}
        return self.show(window)

    def unload(self, request: gr.Request) -> None:
        """A page was closed or refreshed."""
        self.windows.drop(request.session_hash or "")

    def tick(self, request: gr.Request) -> list[Any]:
        """Time has passed: show what was written meanwhile."""
        return self.show(self.window(request))

    def act(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """A button inside one of the HTML parts was pressed."""
        window, said = self.window(request), json.loads(event.said)
        if said.get("act") == "big":
            window.big = said.get("on") == "1"
        self.acts.do(window, said)
        return self.show(window)

    def edit(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """Something was typed on the paper."""
        window = self.window(request)
        with self.acts.told(window):
            self.acts.typed(window, json.loads(event.said))
        return self.show(window)

    def press(self, action: Callable[[Window], None]) -> Callable[..., list[Any]]:
        """A handler for a button: what was typed comes first, then ``action``."""

        def handler(now: str, request: gr.Request) -> list[Any]:
            window = self.window(request)
            with self.acts.told(window):
                self.acts.absorb(window, now)
                action(window)
            return self.show(window)

        return handler

    def send(self, message: str, files: Sequence[str] | None, now: str, request: gr.Request) -> list[Any]:
        """A message was sent; the box is emptied where it was taken."""
        window = self.window(request)
        with self.acts.told(window):
            self.acts.absorb(window, now)
            if not window.desk.busy:
                self.acts.send(window, message or "", tuple(Path(file) for file in files or ()))
                message, files = "", None
        return [message, files, *self.show(window)]

    def field(self, name: str) -> Callable[..., list[Any]]:
        """A handler for one field of the form."""

        def handler(value: str | None, request: gr.Request) -> list[Any]:
            window = self.window(request)
            window.sent[name] = value or (None if name == "genre" else "")
            with self.acts.told(window):
                self.acts.fill(window, name, value or "")
            return self.show(window)

        return handler

    # layout

    def build(self) -> gr.Blocks:
        """The page."""
        with gr.Blocks(title="薪火文稿", fill_width=True, analytics_enabled=False) as blocks:
            gr.HTML("<b>薪火</b>文稿", elem_id="x-brand", padding=False)
            self._html("status", "")
            now = gr.Textbox(visible="hidden", elem_id="x-now")
            with gr.Tabs(elem_id="x-tabs"):
                with gr.Tab("写稿", id="write"):
                    self._desk(now)
                with gr.Tab("资料库", id="library") as library_tab:
                    library = LibraryTab(self)
                with gr.Tab("我的文稿", id="works") as works_tab:
                    works = WorksTab(self)
                with gr.Tab("设置", id="settings") as settings_tab:
                    settings = SettingsTab(self)
            for name in ("notice", "dialog"):
                self._html(name, "")
            self.views["download"] = gr.HTML(
                "{}",
                html_template="<span></span>",
                js_on_load="XH.download(watch, props)",
                elem_id="x-download",
                padding=False,
            )
            self.views["timer"] = gr.Timer(TICK_SECONDS, active=False)
            self.views["slow"] = gr.Timer(5, active=True)
            self._wire(blocks, now)
            library.wire(library_tab)
            works.wire(works_tab)
            settings.wire(settings_tab)
        return blocks

    def _html(self, name: str, value: str, **options: Any) -> gr.HTML:  # noqa: ANN401
        self.views[name] = part = html_part(f"x-{name}", value, **options)
        return part

    def _desk(self, now: gr.Textbox) -> None:
        with gr.Row(elem_id="x-top"):
            self._html("steps", "")
            self.fresh = gr.Button("新建文稿", elem_id="x-fresh", min_width=0, size="sm")
        with gr.Row(elem_id="x-desk", equal_height=False):
            with gr.Column(elem_id="x-left", min_width=0):
                self._left()
            with gr.Column(elem_id="x-middle", min_width=0):
                self._middle()
            with gr.Column(elem_id="x-right", min_width=0), gr.Column(elem_id="x-side", elem_classes="x-scroll"):
                for name in ("facts", "check", "sources", "versions"):
                    self._html(name, "")

    def _left(self) -> None:
        with gr.Accordion("填表：单位、场合、字数", open=False, elem_id="x-form"):
            with gr.Row():
                self.views["genre"] = gr.Dropdown(list(GENRES), label="文种", value=None, min_width=130)
                self.views["length"] = gr.Textbox(label="大约多少字", min_width=110)
            self.views["unit"] = gr.Textbox(label="单位")
            self.views["occasion"] = gr.Textbox(label="在什么会上讲，或给谁看")
            with gr.Row():
                self.views["speaker"] = gr.Textbox(label="发言人", min_width=110)
                self.views["date"] = gr.Textbox(label="日期", min_width=110)
        self._html("log", "", elem_classes="x-scroll", js_on_load=_WIRE + "; XH.log(element, watch)")
        self._html("next", "")
        with gr.Column(elem_id="x-compose"):
            self.message = gr.Textbox(
                label="消息", show_label=False, container=False, lines=3, max_lines=8, elem_id="x-message",
                placeholder="一行一条要点。按回车发送，换行按 Shift+回车",
                html_attributes=gr.InputHTMLAttributes(spellcheck=False),
            )  # fmt: skip
            with gr.Row(elem_classes="x-buttons"):
                self.views["send"] = gr.Button("发送", variant="primary", elem_id="x-send", min_width=0)
                self.views["stop"] = gr.Button("停止", interactive=False, elem_id="x-stop", min_width=0)
                self.views["resume"] = gr.Button("继续", interactive=False, elem_id="x-resume", min_width=0)
                self.attach = gr.UploadButton(
                    "附材料", file_count="multiple", elem_id="x-attach", min_width=0, size="sm", variant="secondary"
                )

    def _middle(self) -> None:
        self._html("progress", "")
        self._html("above", "", elem_classes="x-scroll")
        self.views["paper"] = gr.HTML(
            "{}", html_template=SHEET, js_on_load="XH.paper(element, trigger, props, watch, 'edit', 'act')",
            elem_id="x-paper", elem_classes="x-scroll", padding=False, apply_default_css=False,
        )  # fmt: skip
        with gr.Column(elem_id="x-below"):
            with gr.Row(elem_id="x-under"):
                self._html("gauge", "")
                self.sectionbar = html_part("x-sectionbar", SECTION_BAR)
            with gr.Row(elem_classes="x-buttons"):
                self.views["undo"] = gr.Button("撤销", interactive=False, elem_id="x-undo", min_width=0)
                self.views["redo"] = gr.Button("重做", interactive=False, elem_id="x-redo", min_width=0)
                self.check = gr.Button("核对", elem_id="x-check-button", min_width=0)
                self.review_edition = gr.Button("带批注版", elem_id="x-export-review", min_width=0)
                self.views["export"] = gr.Button("导出 Word", variant="primary", elem_id="x-export", min_width=0)

    # wiring

    def _wire(self, blocks: gr.Blocks, now: gr.Textbox) -> None:
        outputs = list(self.views.values())
        blocks.load(self.load, None, outputs, **_QUIET_EVENT)
        for timer in ("timer", "slow"):
            self.views[timer].tick(self.tick, None, outputs, **_QUIET_EVENT)
        wired = [part for name, part in self.views.items() if isinstance(part, gr.HTML) and name != "download"]
        for part in [*wired, self.sectionbar]:
            part.act(self.act, None, outputs, trigger_mode="multiple", **_QUIET_EVENT)
        self.views["paper"].edit(self.edit, None, outputs, trigger_mode="always_last", **_QUIET_EVENT)
        buttons: list[tuple[Any, Callable[[Window], None]]] = [
            (self.views["stop"], lambda w: w.desk.stop()),
            (self.views["resume"], self.acts.resume),
            (self.views["undo"], lambda w: w.desk.undo()),
            (self.views["redo"], lambda w: w.desk.redo()),
            (self.check, self._check),
            (self.views["export"], lambda w: self.acts.ask_export(w, "正式版")),
            (self.review_edition, lambda w: self.acts.ask_export(w, "核对版")),
            (self.fresh, self.acts.fresh),
        ]
        for button, action in buttons:
            button.click(self.press(action), now, outputs, js=_NOW, trigger_mode="multiple", **_QUIET_EVENT)
        self._wire_message(now, outputs)
        self.views["genre"].input(self.field("genre"), self.views["genre"], outputs, **_QUIET_EVENT)
        for name in ("unit", "occasion", "speaker", "date", "length"):
            box = self.views[name]
            box.blur(self.field(name), box, outputs, **_QUIET_EVENT)
        blocks.unload(self.unload)

    def _wire_message(self, now: gr.Textbox, outputs: list[Any]) -> None:
        inputs = [self.message, self.attach, now]
        with_now = "(message, files, _) => [message, files, XH.now()]"
        self.views["send"].click(self.send, inputs, [self.message, self.attach, *outputs], js=with_now, **_QUIET_EVENT)
        self.attach.upload(self.send, inputs, [self.message, self.attach, *outputs], js=with_now, **_QUIET_EVENT)

    def _check(self, window: Window) -> None:
        if window.desk.work.draft is None:
            raise XinhuoError("还没有文稿可以核对。")
        window.desk.look()
        window.notice = ""


class LibraryTab:
    """资料库: upload, search, list, chart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with gr.Column(elem_classes="x-page x-tall"):
            with gr.Row():
                self.query = gr.Textbox(label="检索资料", placeholder="例如：家长学校怎么办", scale=4)
                self.search = gr.Button("检索", min_width=0)
            self.found = html_part("x-found")
            self.upload = gr.File(label="上传资料", file_count="multiple", elem_id="x-upload", height=130)
            self.added = html_part("x-added")
            self.list = html_part("x-materials")

    def wire(self, tab: gr.Tab) -> None:
        """Connect the tab's events."""
        tab.select(self.show, None, self.list, **_QUIET_EVENT)
        search: dict[str, Any] = {"fn": self.do_search, "inputs": self.query, "outputs": self.found}
        quiet = {**_QUIET_EVENT, "queue": True}
        self.search.click(**search, **quiet)
        self.query.submit(**search, **quiet)
        self.upload.upload(self.do_upload, self.upload, [self.added, self.upload, self.list], **quiet)
        for part in (self.list, self.added, self.found):
            part.act(self.act, None, [self.found, self.list], **quiet)

    def show(self) -> str:
        """Chart and list of what is in the library."""
        library = self.page.service.library
        if library is None:
            return f'<p class="x-note" role="status">{esc(self.page.service.library_note)}</p>'
        pairs = [(stored.passage.genre, stored.passage.themes) for stored in library.dump()]
        return shelves.materials(library.list()) + shelves.chart(pairs)

    def do_search(self, query: str) -> Iterator[str]:
        """Results for a query."""
        service, query = self.page.service, query.strip()
        if not query:
            yield ""
            return
        yield _said("正在找")
        try:
            confident, passages = service.search(query)
        except XinhuoError as error:
            yield _said(str(error))
        else:
            note = _said(service.library_note) if service.library_note else ""
            yield note + shelves.found(query, confident, passages)

    def do_upload(self, files: Sequence[str] | None) -> Iterator[tuple[Any, Any, Any]]:
        """Add uploaded files one by one, telling how far it is."""
        library = self.page.service.library
        if library is None:
            yield f'<p class="x-note">{esc(self.page.service.library_note)}</p>', None, gr.skip()
            return
        results: list[Any] = []
        kept = self.page.service.keep_uploads([Path(file) for file in files or ()])
        for number, file in enumerate(kept):
            yield shelves.adding(number, len(kept), file.name) + shelves.added(results), None, gr.skip()
            results += library.add([file])
        yield shelves.added(results), None, self.show()

    def act(self, event: gr.EventData) -> tuple[Any, Any]:
        """Look into a material, or remove it."""
        said, library = json.loads(event.said), self.page.service.library
        if library is None or said.get("act") == "shut":
            return "", gr.skip()
        if said.get("act") == "look":
            stored = [s for s in library.dump() if s.material == said["id"]]
            texts = [(" › ".join((s.article, *s.passage.headings)), s.passage.text) for s in stored]
            return shelves.passages(stored[0].file if stored else "", texts), gr.skip()
        if said.get("act") == "forget":
            library.remove([said["id"]])
            return "", self.show()
        return gr.skip(), gr.skip()


class WorksTab:
    """我的文稿: list, search, open, copy, rename, delete."""

    def __init__(self, page: Page) -> None:
        self.page = page
        with gr.Column(elem_classes="x-page x-tall"):
            self.query = gr.Textbox(label="搜索文稿", placeholder="单位、标题或文中的词")
            self.list = html_part("x-works")

    def wire(self, tab: gr.Tab) -> None:
        """Connect the tab's events."""
        tab.select(self.show, self.query, self.list, **_QUIET_EVENT)
        self.query.change(self.show, self.query, self.list, trigger_mode="always_last", **_QUIET_EVENT)
        outputs = [self.list, *self.page.views.values()]
        self.list.act(self.act, self.query, outputs, **_QUIET_EVENT)

    def show(self, query: str, request: gr.Request) -> str:
        """The list as the query narrows it."""
        window, archive = self.page.window(request), self.page.service.archive
        return shelves.works(
            archive.list(window.owner, query or ""),
            archive.list(window.owner, deleted=True),
            window.desk.work_id,
            query or "",
        )

    def act(self, query: str, event: gr.EventData, request: gr.Request) -> list[Any]:
        """A button of the list."""
        window = self.page.window(request)
        self.page.acts.do(window, json.loads(event.said))
        return [self.show(query, request), *self.page.show(window)]


class SettingsTab:
    """设置: model, profile, font size, backup."""

    def __init__(self, page: Page) -> None:
        self.page = page
        settings = page.service.settings
        locked = settings.users is not None
        with gr.Column(elem_classes="x-page x-tall"):
            self.model = html_part("x-model")
            with gr.Column(visible=not locked):
                html_part(None, "<h2>写作模型</h2><p class='x-quiet'>留空地址就用本机自带的模型。</p>")
                self.base_url = gr.Textbox(label="接口地址", value=settings.base_url, placeholder="https://……/v1")
                self.name = gr.Textbox(label="模型名", value=settings.model)
                self.key = gr.Textbox(label="密钥（保存后不再显示）", type="password")
                with gr.Row(elem_classes="x-buttons"):
                    self.test = gr.Button("测试连接", min_width=0)
                    self.save = gr.Button("保存", variant="primary", min_width=0)
            self.said = html_part("x-said")
            html_part(None, "<h2>导出版式</h2>")
            self.profile = gr.Dropdown(_profiles(), label="版式", value=None)
            html_part(None, "<h2>备份</h2><p class='x-quiet'>把全部文稿、版本和对话存成一个文件。</p>")
            with gr.Row(elem_classes="x-buttons"):
                self.backup = gr.Button("下载备份", min_width=0)

    def wire(self, tab: gr.Tab) -> None:
        """Connect the tab's events."""
        tab.select(self.show, None, [self.model, self.profile], **_QUIET_EVENT)
        quiet = {**_QUIET_EVENT, "queue": True}
        fields = [self.base_url, self.name, self.key]
        self.test.click(self.do_test, fields, self.said, **quiet)
        self.save.click(self.do_save, fields, [self.said, self.key], **quiet)
        self.profile.input(self.do_profile, self.profile, self.said, **_QUIET_EVENT)
        self.backup.click(self.do_backup, None, list(self.page.views.values()), **quiet)
        self.model.act(self.retry, None, self.model, **_QUIET_EVENT)

    def show(self, request: gr.Request) -> tuple[str, Any]:
        """How the model is, and the profile chosen."""
        return self._model(), self.page.service.profile(self.page.window(request).owner)

    def _model(self) -> str:
        service = self.page.service
        settings = service.settings
        where = "本机自带的模型" if settings.bundled else settings.base_url
        state = service.note() or "可以写作"
        retry = markup.button("再试一次", "retry") if service.note() else ""
        rows = [
            ("写作模型", f"{where}：{state}"),
            ("资料库", service.library_note or "已打开"),
            ("数据文件夹", str(settings.home)),
        ]
        body = "".join(f"<p><b>{name}</b> {esc(text)}</p>" for name, text in rows)
        return f"{body}{retry}"

    def retry(self) -> str:
        """Try again to make the model ready."""
        self.page.service.retry()
        time.sleep(0.3)
        return self._model()

    def do_test(self, base_url: str, name: str, key: str) -> str:
        """Whether an endpoint answers."""
        if self.page.service.settings.users is not None:
            return ""
        return _said(self.page.service.try_endpoint(base_url, name, key))

    def do_save(self, base_url: str, name: str, key: str) -> tuple[str, str]:
        """Use another endpoint from now on."""
        if self.page.service.settings.users is not None:
            return "", ""
        try:
            self.page.service.use_endpoint(base_url, name, key)
        except OSError:
            return _said("没能保存：数据文件夹不能写入。"), key
        return _said("已保存，正在换用。"), ""

    def do_profile(self, profile: str | None, request: gr.Request) -> str:
        """Choose a house profile."""
        self.page.service.archive.set_preference(self.page.window(request).owner, "profile", profile or "")
        return _said(f"导出时用“{profile}”版式。")

    def do_backup(self, request: gr.Request) -> list[Any]:
        """Hand over a copy: of everything for the local user, of the owner's own data otherwise."""
        window = self.page.window(request)
        with self.page.acts.told(window):
            self.page.acts.backup(window)
        return self.page.show(window)


def _said(text: str) -> str:
    return f'<p class="x-note" role="status">{esc(text)}</p>'


def _profiles() -> list[str]:
    from assistant.word import profiles

    return list(profiles())


# serving


def theme() -> gr.themes.Base:
    """Gradio's plain theme with fonts of the machine; the rest of the look is in ``page.css``."""
    fonts = [gr.themes.Font(name) for name in ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "sans-serif")]
    plain = gr.themes.Base(font=fonts, font_mono=[gr.themes.Font("monospace")], primary_hue="red", neutral_hue="stone")
    desk, ink, accent = "#F6F4EF", "#1F2328", "#A8231F"
    return plain.set(
        body_background_fill=desk, body_background_fill_dark=desk, body_text_color=ink, body_text_color_dark=ink,
        button_primary_background_fill=accent, button_primary_background_fill_hover="#871A17",
        block_label_text_color=ink, block_title_text_color=ink, input_border_width="1px", input_border_color="#B9B3A5",
        input_background_fill="#FFFFFF",
    )  # fmt: skip


def app_of(page: Page, check_user: CheckUser | None = None) -> FastAPI:
    """The web application: the page, downloads, and headers that keep everything on this server."""
    script = (STATIC / "page.js").read_text(encoding="utf-8")
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    def signed_in(request: Request) -> str | None:
        served = next(route.app for route in app.routes if isinstance(route, Mount))
        return user_of(request.cookies, cast("Sessions", served))

    @app.get("/download/{token}")
    def download(token: str, request: Request) -> Response:
        found = page.acts.downloads.get(token)
        if found is not None and found.owner != ((signed_in(request) or "") if check_user else LOCAL_OWNER):
            found = None
        if found is None or found.until < time.time() or not found.path.is_file():
            return Response("文件已过期，请再导出一次。", status_code=404, media_type="text/plain; charset=utf-8")
        return FileResponse(found.path, filename=found.name)

    @app.middleware("http")
    async def guard(request: Request, go_on: "RequestResponseEndpoint") -> Response:
        if check_user is None and not _is_local_name(request.url.hostname or ""):
            return Response("只能在本机打开。", status_code=403, media_type="text/plain; charset=utf-8")
        user, login = signed_in(request) if check_user else None, check_user is not None
        if status := refused(request.method, request.url.path, request.headers, user, login=login):
            return Response("不能打开。", status_code=status, media_type="text/plain; charset=utf-8")
        response = await go_on(request)
        if cookies := response.headers.getlist("set-cookie"):
            del response.headers["set-cookie"]
            for cookie in cookies:
                response.headers.append("set-cookie", own_site(cookie))
        if request.url.path == "/" and response.headers.get("content-type", "").startswith("text/html"):
            body = b"".join([chunk async for chunk in response.body_iterator])  # type: ignore[attr-defined]
            headers = {k: v for k, v in response.headers.items() if k.lower() != "content-length"}
            response = Response(page_html(body, script), response.status_code, headers)
        response.headers.update(CSP)
        return response

    blocks = page.build()
    blocks.queue(default_concurrency_limit=20)
    css = (STATIC / "page.css").read_text(encoding="utf-8")
    return gr.mount_gradio_app(
        app, blocks, path="/", footer_links=[], run_history=False, auth=check_user,
        auth_message="请用管理员给的用户名和密码登录。" if check_user else None, ssr_mode=False, show_error=False,
        max_file_size=page.service.settings.max_file_bytes, theme=theme(), css=css,
        favicon_path=str(STATIC / "icon.svg"), enable_monitoring=False, pwa=False,
    )  # fmt: skip


def _is_local_name(host: str) -> bool:
    if host in ("localhost", "testserver"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Server(uvicorn.Server):
    """A server that says where it is as soon as it accepts connections."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[str], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            port = self.servers[0].sockets[0].getsockname()[1]
            host = self.config.host if self.config.host not in ("0.0.0.0", "::") else "127.0.0.1"
            self._ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until interrupted; the exit code."""
    os.umask(0o077)  # drafts, uploads and exports are for the user of this process alone
    settings, browser = _settings(arguments)
    local = _is_local_name(settings.host)
    if not local and settings.users is None:
        sys.stderr.write("在别的机器上打开需要登录：请先用 XINHUO_USERS 指定用户文件，或只用 127.0.0.1。\n")
        return 1
    try:
        service = Service(settings, Archive(settings.archive_file))
        check_user = _users(settings)
    except XinhuoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    os.environ["GRADIO_TEMP_DIR"] = tempfile.mkdtemp(prefix="xinhuo-")

    def ready(address: str) -> None:
        sys.stdout.write(f"薪火文稿已打开：{address}\n")
        sys.stdout.flush()
        service.start()
        if browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    app = app_of(Page(service), check_user)
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 2}
    config = uvicorn.Config(app, host=settings.host, port=settings.port, **quiet)
    try:
        Server(config, ready).run()
    finally:
        service.close()
        shutil.rmtree(os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)
    return 0


def _settings(arguments: Sequence[str] | None) -> tuple[Settings, bool]:
    parser = argparse.ArgumentParser(prog="ui.py", description="薪火文稿的页面")
    parser.add_argument("--host", help="监听的地址，缺省为 127.0.0.1")
    parser.add_argument("--port", type=int, help="端口，缺省为 7860")
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
    parser.add_argument("--home", type=Path, help="数据文件夹")
    known = parser.parse_args(arguments)
    given = {name: value for name in ("host", "port", "home") if (value := getattr(known, name)) is not None}
    return Settings(**given), not known.no_browser


def _users(settings: Settings) -> CheckUser | None:
    if settings.users is None:
        return None
    from assistant.users import Users

    users = Users(settings.users)
    users.names()

    async def check(name: str, password: str) -> bool:
        try:
            return await anyio.to_thread.run_sync(users.verify, name, password)
        except XinhuoError:
            return False

    return check


if __name__ == "__main__":
    sys.exit(main())
