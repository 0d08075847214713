"""The page of 薪火文稿: layout, wiring, and the composition root. The only importer of gradio.

``python ui.py [--host H] [--port P] [--no-browser] [--home DIR]`` prints its address when it accepts connections.
"""

import copy
import json
import logging
import os
import shutil
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
}
os.environ.update(QUIET)
for _name in ("NO_PROXY", "no_proxy"):
    os.environ[_name] = ",".join(filter(None, [os.environ.get(_name, ""), "127.0.0.1", "localhost", "::1"]))

import gradio as gr  # noqa: E402
import uvicorn  # noqa: E402
from fastapi import FastAPI  # noqa: E402

from assistant.archive import Archive  # noqa: E402
from assistant.page import guide, office, shelves  # noqa: E402
from assistant.page.acts import Acts  # noqa: E402
from assistant.page.backups import Backups, about_backup  # noqa: E402
from assistant.page.choices import MOST_AT_ONCE  # noqa: E402
from assistant.page.downloads import Downloads  # noqa: E402
from assistant.page.memory import keep_flat  # noqa: E402
from assistant.page.office import Office, explained  # noqa: E402
from assistant.page.paper import SECTION_BAR, SHEET  # noqa: E402
from assistant.page.papers import Papers  # noqa: E402
from assistant.page.service import LOCAL_OWNER, Service  # noqa: E402
from assistant.page.serving import Server, is_local_name, listening, login_with, web_app  # noqa: E402
from assistant.page.showing import Showing, Shown  # noqa: E402
from assistant.page.stacks import Stacks  # noqa: E402
from assistant.page.window import MOST_WINDOWS, Paged, Window  # noqa: E402
from assistant.settings import Settings  # noqa: E402
from index.command.usage import Parser, log_level  # noqa: E402
from index.errors import XinhuoError  # noqa: E402
from index.settings import read_settings  # noqa: E402

HERE = Path(__file__).parent
STATIC = HERE / "assistant" / "page" / "static"
TICK_SECONDS = 0.4
PATIENT_SECONDS = 75
_WIRE = "XH.wire(element, trigger, 'act')"
_NOW = "() => XH.now()"
_QUIET_EVENT: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}
_SLOW_EVENT: dict[str, Any] = {**_QUIET_EVENT, "queue": True}


def html_part(name: str | None, value: str = "", **options: Any) -> gr.HTML:  # noqa: ANN401
    """A part of the page as HTML, its buttons wired to ``act``."""
    given = {"elem_id": name, "padding": False, "apply_default_css": False, "js_on_load": _WIRE, **options}
    return gr.HTML(value, **given)


def small_button(label: str, **options: Any) -> gr.Button:  # noqa: ANN401
    """A button no wider than its words."""
    return gr.Button(label, min_width=0, **options)


def upload_button(label: str, name: str, *, many: bool = False) -> gr.UploadButton:
    """A button that asks for a file, or for many."""
    count: Any = "multiple" if many else "single"
    return gr.UploadButton(label, file_count=count, elem_id=name, min_width=0, size="sm", variant="secondary")


def _update(value: Shown) -> dict[str, Any]:
    # A plain value after a skipped one leaves one more component in Gradio's session, for as long as the session lasts.
    said: dict[str, Any] = gr.update(**value) if isinstance(value, dict) else gr.update(value=value)
    return said


class Sheet(gr.Blocks):  # type: ignore[misc]
    """Blocks that let those parts of an answer alone that say nothing new.

    Gradio makes each component of an answer anew, the skipped ones too, which takes longer than all else that an answer
    needs. HTML parts keep nothing in a session: what is said to them goes out as it is.
    """

    async def postprocess_data(self, block_fn: Any, predictions: Any, state: Any) -> list[Any]:  # noqa: ANN401
        """The answer to one event: what Gradio makes of the parts that it has to see, the others as they are."""
        parts = block_fn.outputs
        if not isinstance(predictions, list) or len(predictions) != len(parts) or len(parts) < 2:
            return list(await super().postprocess_data(block_fn, predictions, state))
        answer = list(predictions)
        seen = [n for n, said in enumerate(answer) if not _plain(parts[n], said)]
        if seen:
            narrowed = copy.copy(block_fn)
            narrowed.outputs = [parts[n] for n in seen]
            said = [answer[n] for n in seen]
            made = await super().postprocess_data(narrowed, said if len(said) > 1 else said[0], state)
            for n, value in zip(seen, made, strict=True):
                answer[n] = value
        return answer


def _plain(part: Any, said: Any) -> bool:  # noqa: ANN401
    """Whether what is said to a part goes out as it is."""
    if not isinstance(said, dict) or said.get("__type__") != "update":
        return False
    return len(said) == 1 or (isinstance(part, gr.HTML) and said.keys() == {"__type__", "value"})


class Page:
    """Layout and wiring. Every handler changes the window's desk and answers with the parts that changed."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.downloads = Downloads(service.settings.home / "exports")
        self.papers = Papers(service, self.downloads)
        self.acts = Acts(service, self.papers, HERE / "examples")
        self.showing = Showing(service, self.acts, self.papers)
        self.views: dict[str, Any] = {}

    def window(self, request: gr.Request) -> Window:
        """The window that sent a request."""
        return self.showing.window(request.session_hash or "", request.username or "")

    def show(self, window: Window) -> list[Any]:
        """The parts that differ from what the window shows already, in the order of ``views``."""
        changed = self.showing.changed(window)
        return [_update(changed[name]) if name in changed else gr.skip() for name in self.views]

    # handlers

    def load(self, request: gr.Request) -> list[Any]:
        """A page was opened or refreshed: show the owner's last work."""
        window = self.window(request)
        window.forget()
        return self.show(window)

    def unload(self, request: gr.Request) -> None:
        """A page was closed or refreshed."""
        self.showing.windows.drop(request.session_hash or "")

    def tick(self, request: gr.Request) -> list[Any]:
        """Time has passed: show what was written meanwhile."""
        return self.show(self.window(request))

    def peek(self, request: gr.Request) -> dict[str, Any]:
        """Time has passed on an idle page: another value where it shows what is no longer so, which makes it ask.

        An answer to every part of the page costs the server ten times as much, and most of the time nothing changed.
        """
        stale = self.showing.stale(self.window(request))
        answer: dict[str, Any] = gr.update(value=str(time.monotonic_ns())) if stale else gr.skip()
        return answer

    def act(self, event: gr.EventData, request: gr.Request) -> list[Any]:
        """A button inside one of the HTML parts was pressed."""
        window, said = self.window(request), json.loads(event.said)
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

    def open_word(self, file: str | None, now: str, request: gr.Request) -> list[Any]:
        """A Word file was given to open."""
        window = self.window(request)
        with self.acts.told(window):
            self.acts.absorb(window, now)
            if file and not window.desk.busy:
                self.papers.bring_back(window, Path(file))
        return [None, *self.show(window)]

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
        with Sheet(title="薪火文稿", fill_width=True, analytics_enabled=False) as blocks:
            gr.HTML("<b>薪火</b>文稿", elem_id="x-brand", padding=False)
            self._html("status", "")
            now = gr.Textbox(visible="hidden", elem_id="x-now")
            with gr.Tabs(elem_id="x-tabs"):
                with gr.Tab("写稿", id="write"):
                    self._desk()
                with gr.Tab("资料库", id="library") as library_tab:
                    library = LibraryTab(self)
                with gr.Tab("我的文稿", id="works") as works_tab:
                    works = WorksTab(self)
                with gr.Tab("设置", id="settings") as settings_tab:
                    settings = SettingsTab(self)
            html_part("x-help-part", guide.guide())
            self._html("notice", "", js_on_load=_WIRE + "; XH.notice(element, watch)")
            self._html("dialog", "", js_on_load=_WIRE + "; XH.dialog(element, watch)")
            self.views["download"] = gr.HTML(
                "{}", html_template="<span></span>", js_on_load="XH.download(watch, props)", elem_id="x-download",
                padding=False,
            )  # fmt: skip
            self.views["timer"] = gr.Timer(TICK_SECONDS, active=False)
            self.views["slow"] = gr.Timer(5, active=True)
            self._wire(blocks, now)
            for tab, part in ((library_tab, library), (works_tab, works), (settings_tab, settings)):
                part.wire(tab)
        return blocks

    def _html(self, name: str, value: str, **options: Any) -> gr.HTML:  # noqa: ANN401
        self.views[name] = part = html_part(f"x-{name}", value, **options)
        return part

    def _desk(self) -> None:
        with gr.Row(elem_id="x-top"):
            self._html("steps", "")
            self.word = upload_button("打开 Word", "x-open-word")
            self.fresh = small_button("新建文稿", elem_id="x-fresh", size="sm")
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
                self.views["genre"] = gr.Dropdown(self.service.genres(), label="文种", value=None, min_width=130)
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
                self.views["send"] = small_button("发送", variant="primary", elem_id="x-send")
                self.views["stop"] = small_button("停止", interactive=False, elem_id="x-stop")
                self.views["resume"] = small_button("继续", interactive=False, elem_id="x-resume")
                self.attach = upload_button("附材料", "x-attach", many=True)

    def _middle(self) -> None:
        self._html("progress", "")
        self._html("above", "", elem_classes="x-scroll", js_on_load=_WIRE + "; XH.above(element, watch)")
        self.views["paper"] = gr.HTML(
            "{}", html_template=SHEET, js_on_load="XH.paper(element, trigger, props, watch, 'edit', 'act')",
            elem_id="x-paper", elem_classes="x-scroll", padding=False, apply_default_css=False,
        )  # fmt: skip
        self._html("preview", "", elem_classes="x-scroll", js_on_load=_WIRE + "; XH.preview(element, watch)")
        with gr.Column(elem_id="x-below"):
            with gr.Row(elem_id="x-under"):
                self._html("gauge", "")
                self.sectionbar = html_part("x-sectionbar", SECTION_BAR)
            with gr.Row(elem_classes="x-buttons", elem_id="x-doing"):
                self.views["undo"] = small_button("撤销", interactive=False, elem_id="x-undo")
                self.views["redo"] = small_button("重做", interactive=False, elem_id="x-redo")
                self.views["recheck"] = small_button("核对", interactive=False, elem_id="x-check-button")
                self._html("tools", "")
                self.views["export"] = small_button("导出 Word", interactive=False, elem_id="x-export")

    # wiring

    def _wire(self, blocks: gr.Blocks, now: gr.Textbox) -> None:
        outputs = list(self.views.values())
        blocks.load(self.load, None, outputs, **_QUIET_EVENT)
        self.views["timer"].tick(self.tick, None, outputs, **_QUIET_EVENT)
        behind = gr.Textbox(visible="hidden", elem_id="x-behind")
        self.views["slow"].tick(self.peek, None, behind, **_QUIET_EVENT)
        behind.change(self.tick, None, outputs, **_QUIET_EVENT)
        wired = [part for name, part in self.views.items() if isinstance(part, gr.HTML) and name != "download"]
        for part in [*wired, self.sectionbar]:
            part.act(self.act, None, outputs, trigger_mode="multiple", **_QUIET_EVENT)
        self.views["paper"].edit(self.edit, None, outputs, trigger_mode="always_last", **_QUIET_EVENT)
        buttons: list[tuple[Any, Callable[[Window], None]]] = [
            (self.views["stop"], lambda w: w.desk.stop()),
            (self.views["resume"], self.acts.resume),
            (self.views["undo"], lambda w: w.desk.undo()),
            (self.views["redo"], lambda w: w.desk.redo()),
            (self.views["recheck"], self.acts.check),
            (self.views["export"], lambda w: self.papers.ask(w, "正式版")),
            (self.fresh, self.acts.fresh),
        ]
        for button, action in buttons:
            button.click(self.press(action), now, outputs, js=_NOW, trigger_mode="multiple", **_QUIET_EVENT)
        self._wire_message(now, outputs)
        opened = [self.word, *outputs]
        with_now = "(file, _) => [file, XH.now()]"
        self.word.upload(self.open_word, [self.word, now], opened, js=with_now, **_QUIET_EVENT)
        self.views["genre"].input(self.field("genre"), self.views["genre"], outputs, **_QUIET_EVENT)
        for name in ("unit", "occasion", "speaker", "date", "length"):
            box = self.views[name]
            box.blur(self.field(name), box, outputs, **_QUIET_EVENT)
        blocks.unload(self.unload)

    def _wire_message(self, now: gr.Textbox, outputs: list[Any]) -> None:
        inputs: list[Any] = [self.message, self.attach, now]
        with_now = "(message, files, _) => [message, files, XH.now()]"
        self.views["send"].click(self.send, inputs, [self.message, self.attach, *outputs], js=with_now, **_QUIET_EVENT)
        self.attach.upload(self.send, inputs, [self.message, self.attach, *outputs], js=with_now, **_QUIET_EVENT)


class LibraryTab:
    """资料库: upload, search, list, chart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stacks = Stacks(page.service)
        with gr.Column(elem_classes="x-page x-tall"):
            with gr.Row():
                self.query = gr.Textbox(label="检索资料", placeholder="例如：家长学校怎么办", scale=4)
                self.search = small_button("检索")
            self.found = html_part("x-found")
            self.private = gr.Checkbox(
                label="只给我自己看（不勾就放进共用的资料库）", visible=page.service.users is not None
            )
            self.upload = gr.File(label="上传资料", file_count="multiple", elem_id="x-upload", height=110)
            self.added = html_part("x-added")
            self.list = html_part("x-materials")

    def wire(self, tab: gr.Tab) -> None:
        """Connect the tab's events."""
        tab.select(self.show, None, self.list, **_QUIET_EVENT)
        search: dict[str, Any] = {"fn": self.do_search, "inputs": self.query, "outputs": self.found}
        self.search.click(**search, **_SLOW_EVENT)
        self.query.submit(**search, **_SLOW_EVENT)
        self.upload.upload(
            self.do_upload, [self.upload, self.private], [self.added, self.upload, self.list],
            trigger_mode="multiple", **_SLOW_EVENT,
        )  # fmt: skip
        for part in (self.list, self.added, self.found):
            part.act(self.act, None, [self.added, self.list], trigger_mode="multiple", **_SLOW_EVENT)

    def show(self, request: gr.Request) -> str:
        """Chart and list of what is in the library."""
        return self.stacks.show(self.page.window(request))

    def do_search(self, query: str, request: gr.Request) -> Iterator[str]:
        """What fits the query among what the user sees."""
        yield from self.stacks.search(self.page.window(request), query)

    def do_upload(
        self, files: Sequence[str] | None, private: bool, request: gr.Request
    ) -> Iterator[tuple[Any, Any, Any]]:
        """Add uploaded files one by one, telling how far it is."""
        for told, listed in self.stacks.upload(self.page.window(request), files or (), private):
            yield told, None, gr.skip() if listed is None else listed

    def act(self, event: gr.EventData, request: gr.Request) -> tuple[Any, Any]:
        """A button of the list."""
        told, listed = self.stacks.act(self.page.window(request), json.loads(event.said))
        return told, listed or gr.skip()


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
        self.list.act(self.act, self.query, outputs, trigger_mode="multiple", **_QUIET_EVENT)

    def show(self, query: str, request: gr.Request) -> str:
        """The list as the query narrows it."""
        window, archive = self.page.window(request), self.page.service.archive
        listed, binned = archive.list(window.owner, query or ""), archive.list(window.owner, deleted=True)
        return shelves.works(listed, binned, window.desk.work_id, query or "")

    def act(self, query: str, event: gr.EventData, request: gr.Request) -> list[Any]:
        """A button of the list."""
        window = self.page.window(request)
        self.page.acts.do(window, json.loads(event.said))
        return [self.show(query, request), *self.page.show(window)]


class SettingsTab:
    """设置: model, search, profile, backup."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.office = Office(page.service)
        self.backups = Backups(page.service, page.papers)
        page.acts.add("restoreworks", lambda w, _: self.backups.bring_back(w, library=False))
        page.acts.add("restoreall", lambda w, _: self.backups.bring_back(w, library=True))
        with gr.Column(elem_classes="x-page x-tall"):
            self.state = html_part("x-model")
            self.said = html_part("x-said")
            with gr.Column(visible=not self.office.locked):
                self._model()
            html_part(None, "<h2>导出版式</h2>" + explained("profile"))
            self.profile = gr.Dropdown(page.service.house.names(), label="版式", value=None)
            html_part(None, explained("own_profile"))
            with gr.Row(elem_classes="x-buttons"):
                self.own_profile = upload_button("加上本单位的版式", "x-own-profile")
            html_part(None, f"<h2>备份</h2><p class='x-quiet'>{about_backup(alone=not self.office.locked)}</p>")
            with gr.Row(elem_classes="x-buttons"):
                self.backup = small_button("下载备份")
                self.restore = upload_button("恢复备份", "x-restore")

    def _model(self) -> None:
        settings = self.page.service.settings
        html_part(None, "<h2>写作模型</h2>" + explained("base_url"))
        self.base_url = gr.Textbox(label="接口地址", value=settings.base_url, placeholder="https://……/v1")
        with gr.Row():
            self.name = gr.Textbox(label="模型名", value=settings.model, info=office.HELP["model"])
            self.key = gr.Textbox(label="密钥", type="password", info=office.HELP["key"])
        self.at_once = gr.Number(
            settings.concurrency,
            label="同时写几部分",
            info=office.HELP["at_once"],
            minimum=1,
            maximum=MOST_AT_ONCE,
            precision=0,
            buttons=[],
        )
        with gr.Row(elem_classes="x-buttons"):
            self.test = small_button("测试连接")
            self.save = small_button("保存", variant="primary")
        html_part(None, "<h2>资料检索</h2>" + explained("encoder"))
        with gr.Row():
            self.encoder = gr.Textbox(label="编码器", value=self.office.encoder(), scale=4)
            self.encode = small_button("换用")

    def wire(self, tab: gr.Tab) -> None:
        """Connect the tab's events."""
        tab.select(self.show, None, [self.state, self.profile], **_QUIET_EVENT)
        fields: list[Any] = [self.base_url, self.name, self.key]
        views = list(self.page.views.values())
        self.test.click(self.office.test, fields, self.said, **_SLOW_EVENT)
        self.save.click(self.do_save, [*fields, self.at_once], [self.said, self.key], **_SLOW_EVENT)
        self.encode.click(self.office.save_encoder, self.encoder, self.said, **_SLOW_EVENT)
        self.profile.input(self.do_profile, self.profile, self.said, **_QUIET_EVENT)
        self.own_profile.upload(
            self.add_profile, self.own_profile, [self.said, self.profile, self.own_profile], **_SLOW_EVENT
        )
        self.backup.click(self.do_backup, None, views, **_SLOW_EVENT)
        self.restore.upload(self.do_restore, self.restore, [self.restore, *views], **_SLOW_EVENT)
        self.state.act(self.retry, None, self.state, **_QUIET_EVENT)

    def show(self, request: gr.Request) -> tuple[str, Any]:
        """How the model is, and the profile chosen."""
        return self.office.state(), self._profiles(request)

    def _profiles(self, request: gr.Request) -> Any:  # noqa: ANN401 - an update of gradio's has no type of its own
        service = self.page.service
        return gr.update(choices=service.house.names(), value=service.house.chosen(self.page.window(request).owner))

    def retry(self) -> str:
        """Try again to make the model ready."""
        self.page.service.retry()
        return self.office.state()

    def do_save(self, base_url: str, name: str, key: str, at_once: float) -> tuple[str, str]:
        """Use another endpoint from now on; a key that was kept is not shown again."""
        said, kept = self.office.save_endpoint(base_url, name, key, at_once)
        return said, "" if kept else key

    def do_profile(self, profile: str | None, request: gr.Request) -> str:
        """Choose a house profile."""
        window = self.page.window(request)
        window.paged = Paged()
        return self.office.save_profile(window.owner, profile or "")

    def add_profile(self, file: str | None, request: gr.Request) -> tuple[Any, Any, None]:
        """Take in the office's own profile."""
        window = self.page.window(request)
        window.paged = Paged()
        said = self.office.add_profile(window.owner, Path(file)) if file else ""
        return said, self._profiles(request), None

    def do_backup(self, request: gr.Request) -> list[Any]:
        """Hand over a backup."""
        window = self.page.window(request)
        with self.page.acts.told(window):
            self.backups.make(window)
        return self.page.show(window)

    def do_restore(self, file: str | None, request: gr.Request) -> list[Any]:
        """Look into a backup and ask what to bring back."""
        window = self.page.window(request)
        with self.page.acts.told(window):
            if file:
                self.backups.ask(window, Path(file))
        return [None, *self.page.show(window)]


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


def app_of(page: Page) -> FastAPI:
    """The web application with the page in it."""
    service = page.service
    script, login = ((STATIC / name).read_text(encoding="utf-8") for name in ("page.js", "login.css"))
    app = web_app(page.downloads, service.users, LOCAL_OWNER, script, login)
    blocks = page.build()
    blocks.queue(default_concurrency_limit=20)
    blocks.state_session_capacity = MOST_WINDOWS
    mounted: FastAPI = gr.mount_gradio_app(
        app, blocks, path="/", footer_links=[], run_history=False,
        auth=login_with(service.users) if service.users else None,
        auth_message="请用管理员给的用户名和密码登录。" if service.users else None, ssr_mode=False, show_error=False,
        max_file_size=service.settings.max_file_bytes, theme=theme(),
        css=(STATIC / "page.css").read_text(encoding="utf-8"), favicon_path=str(STATIC / "icon.svg"),
        enable_monitoring=False, pwa=False,
    )  # fmt: skip
    return mounted


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until interrupted; the exit code."""
    os.umask(0o077)  # drafts, uploads and exports are for the user of this process alone
    keep_flat()
    logging.basicConfig(level=log_level(), stream=sys.stderr, format="%(asctime)s %(name)s: %(message)s")
    try:
        settings, browser = _settings(arguments)
    except XinhuoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if not is_local_name(settings.host) and settings.users is None:
        sys.stderr.write("在别的机器上打开需要登录：请先用 XINHUO_USERS 指定用户文件，或只用 127.0.0.1。\n")
        return 1
    try:
        door = listening(settings.host, settings.port)
        service = Service(settings, Archive(settings.archive_place))
        if service.users:
            service.users.names()
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

    page = Page(service)
    page.downloads.sweep()
    quiet: dict[str, Any] = {"log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 2}
    # After a busy moment connections look idle on which a request has just arrived: closing them would lose it.
    quiet["timeout_keep_alive"] = PATIENT_SECONDS
    config = uvicorn.Config(app_of(page), host=settings.host, port=settings.port, **quiet)
    try:
        Server(config, ready).run(sockets=[door])
    finally:
        service.close()
        shutil.rmtree(os.environ["GRADIO_TEMP_DIR"], ignore_errors=True)
    return 0


def _settings(arguments: Sequence[str] | None) -> tuple[Settings, bool]:
    parser = Parser(prog="ui.py", description="薪火文稿的页面")
    parser.add_argument("--host", help="监听的地址，缺省为 127.0.0.1")
    parser.add_argument("--port", type=int, help="端口，缺省为 7860")
    parser.add_argument("--no-browser", action="store_true", help="不自动打开浏览器")
    parser.add_argument("--home", type=Path, help="数据文件夹")
    known = parser.parse_args(arguments)
    given = {name: value for name in ("host", "port", "home") if (value := getattr(known, name)) is not None}
    return read_settings(Settings, **given), not known.no_browser


if __name__ == "__main__":
    sys.exit(main())
