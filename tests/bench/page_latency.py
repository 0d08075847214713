"""Typing on the page, in a real Chromium: ``python -m tests.bench.page_latency``.

From a key to the frame that shows it: on a bare page with the same text, on a paper of 5,000 characters, and in the
chat's box while a draft streams in from a scripted endpoint; and the bytes that the server sends meanwhile, beside
those of the text itself. Only the ratios count.
"""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.bench.shots import FACTS, written
from tests.browser import ARGUMENTS, chromium, serving, wait_until
from tests.scripted import ScriptedEndpoint

KEYS = 60
PAUSE_MS = 60.0  # between two keys: a fast typist
LENGTH = 5000
SENTENCE = "老同志们一家一家地走，一件一件地办，孩子们看在眼里，记在心上。"
_BARE = "<!doctype html><div id=e contenteditable style='width:600px;height:500px;overflow:auto'></div>"
_WATCH = """() => { window.took = []; if (window.watched) return; window.watched = true;
  const channel = new MessageChannel(), open = [];
  channel.port1.onmessage = () => { for (const t of open.splice(0)) took.push(performance.now() - t); };
  addEventListener('beforeinput', e => { open.push(e.timeStamp);
    requestAnimationFrame(() => channel.port2.postMessage(0)); }, {capture: true}); }"""


class Wire:
    """Counts what the browser receives."""

    def __init__(self, page: Page) -> None:
        self.bytes = self.pieces = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.dataReceived", self._take)

    def _take(self, event: dict[str, int]) -> None:
        self.bytes += event["dataLength"]
        self.pieces += 1


def type_keys(page: Page, field: Locator, going_on: Callable[[], bool] = lambda: True) -> list[float]:
    """Milliseconds from each key to its frame, while ``going_on``."""
    page.evaluate(_WATCH)
    field.focus()
    page.keyboard.press("Control+End")
    pressed = 0
    while pressed < KEYS and going_on():
        page.keyboard.press("a")
        page.wait_for_timeout(PAUSE_MS)
        pressed += 1
    wait_until(lambda: page.evaluate("took.length") >= pressed, what="the last frame")
    taken: list[float] = page.evaluate("took")
    return taken


def shown(name: str, taken: list[float], bare: float) -> None:
    """One line of figures."""
    middle, late = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    print(f"{name}：{len(taken)} 键，中位 {middle:.0f} 毫秒（空页的 {middle / bare:.2f} 倍），p95 {late:.0f} 毫秒")


def bare_page(page: Page) -> float:
    """The median of a page that does nothing but take the same text."""
    page.set_content(_BARE)
    page.locator("#e").evaluate(
        "(e, text) => e.append(...Array(35).fill(0).map(() => "
        "Object.assign(document.createElement('p'), {textContent: text})))",
        SENTENCE * (LENGTH // 35 // len(SENTENCE)),
    )
    taken = type_keys(page, page.locator("#e"))
    middle = statistics.median(taken)
    shown("空页", taken, middle)
    return middle


def on_paper(page: Page, bare: float) -> None:
    """A finished draft is made 5,000 characters long and typed into."""
    paper = page.get_by_role("textbox", name="文稿正文")
    paper.focus()
    page.keyboard.press("Control+End")
    while len(paper.inner_text()) < LENGTH:
        page.keyboard.insert_text(SENTENCE * 4)
        page.keyboard.press("Enter")
    page.wait_for_timeout(3000)
    wire = Wire(page)
    shown(f"{len(paper.inner_text())} 字的文稿", type_keys(page, paper), bare)
    page.wait_for_timeout(2000)
    print(f"  其间收到 {wire.bytes / 1024:.0f} KiB，{wire.pieces} 次")


def while_streaming(page: Page, bare: float) -> None:
    """The chat's box is typed into while the paper grows."""
    page.get_by_role("button", name="新建文稿").click()
    page.get_by_text("把单位、场合和要点发给我就行").wait_for()
    page.get_by_role("textbox", name="消息").fill(FACTS)
    page.get_by_role("button", name="发送", exact=True).click()
    page.locator("#x-next").get_by_role("button", name="直接写").click()
    busy = page.locator("#x-paper-text[aria-busy=true]")
    busy.wait_for()
    wire = Wire(page)
    shown("起草的时候", type_keys(page, page.get_by_role("textbox", name="消息"), lambda: busy.count() > 0), bare)
    written(page)
    text = len(page.get_by_role("textbox", name="文稿正文").inner_text().encode())
    print(f"  起草其间收到 {wire.bytes / 1024:.0f} KiB，{wire.pieces} 次；正文 {text / 1024:.1f} KiB")
    print(f"  收到 ÷ 正文：{wire.bytes / text:.1f}")


def main() -> int:
    """Print the figures."""
    endpoint = ScriptedEndpoint()
    endpoint.pause = 0.1
    environment = {"XINHUO_BASE_URL": endpoint.url, "XINHUO_MODEL": "scripted"}
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "home", environment) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(60_000)
        bare = bare_page(page)
        page.goto(address)
        page.get_by_role("textbox", name="消息").wait_for()
        while_streaming(page, bare)
        on_paper(page, bare)
        browser.close()
    endpoint.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
