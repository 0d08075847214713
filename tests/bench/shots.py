"""Pictures of every screen, to look at: ``python -m tests.bench.shots FOLDER`` (a folder outside the repository)."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, ROOT, chromium, serving, wait_until
from tests.scripted import ScriptedEndpoint

SIZES = {"1366": (1366, 768), "1920": (1920, 1080), "phone": (412, 892)}
FACTS = """青禾县关工委，在全市关工委工作经验交流会上发言，1000字左右
全县有五老志愿者416人，组建宣讲团12支
全年开展法治宣讲46场，受教育青少年1.8万人次
争取资金35万元，帮扶困境儿童128名
建成家长学校23所，举办讲座60期
村小心理辅导力量不平衡"""


class Camera:
    """Takes numbered pictures of one browser window."""

    def __init__(self, page: Page, folder: Path, size: str) -> None:
        self.page, self.folder, self.size, self.count = page, folder, size, 0

    def shoot(self, name: str, settle: float = 0.8) -> None:
        """A picture once the page has settled."""
        time.sleep(settle)
        self.count += 1
        self.page.screenshot(path=self.folder / f"{self.size}-{self.count:02d}-{name}.png")


def written(page: Page) -> None:
    """Wait until nothing is being written."""
    paper = page.get_by_role("textbox", name="文稿正文")
    wait_until(lambda: len(paper.inner_text()) > 100, 150, "text on the paper")
    wait_until(lambda: page.get_by_role("button", name="停止").is_disabled(), 150, "the end of writing")


def writing(page: Page, camera: Camera) -> None:
    """The way from facts to a Word file."""
    page.get_by_role("button", name="新建文稿").click()
    page.get_by_text("把单位、场合和要点发给我就行").wait_for()
    camera.shoot("empty")
    page.get_by_role("textbox", name="消息").fill(FACTS)
    page.get_by_role("button", name="发送", exact=True).click()
    page.locator("#x-next").get_by_role("button", name="看提纲").wait_for()
    camera.shoot("facts")
    page.locator("#x-next").get_by_role("button", name="看提纲").click()
    page.get_by_role("button", name="照此写").wait_for()
    camera.shoot("outline")
    page.get_by_role("button", name="照此写").click()
    page.locator("#x-paper-text[aria-busy=true]").wait_for(timeout=120_000)
    camera.shoot("writing", 2.0)
    written(page)
    camera.shoot("draft")


def checking(page: Page, camera: Camera) -> None:
    """A finding, the question before an export, a proposal, versions."""
    page.get_by_role("textbox", name="文稿正文").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("全年走访慰问老同志875名，法治宣讲49场。")
    page.get_by_role("button", name="核对", exact=True).click()
    wait_until(lambda: "875名" in page.get_by_role("region", name="核对结果").inner_text(), what="the finding")
    camera.shoot("finding")
    page.get_by_role("button", name="导出 Word").click()
    camera.shoot("export-question", 1.5)
    page.get_by_role("button", name="先看一看").click()
    page.locator("#x-paper-text [data-k=h2]").first.click()
    page.get_by_role("button", name="压缩").click()
    wait_until(lambda: page.get_by_role("button", name="停止").is_disabled(), 60, "the end of the change")
    camera.shoot("proposal", 1.5)
    page.get_by_text("版本", exact=False).last.click()
    page.locator("#x-side").evaluate("e => e.scrollTop = e.scrollHeight")
    camera.shoot("side")


def looking(page: Page, camera: Camera) -> None:
    """Printed pages, two versions side by side, the guide, and the message after an export."""
    page.get_by_role("button", name="放弃").click()
    page.get_by_role("button", name="预览").click()
    page.locator(".papers .paper").first.wait_for()
    camera.shoot("preview")
    if page.get_by_role("button", name="看打印效果").count():
        page.get_by_role("button", name="看打印效果").click()
        page.locator("img.x-picture").first.wait_for(timeout=120_000)
        camera.shoot("printed")
    page.get_by_role("button", name="返回修改").click()
    page.get_by_role("button", name="核对", exact=True).click()
    page.locator("#x-versions details").evaluate("e => e.open = true")
    page.get_by_role("button", name="与版本").last.click()
    page.get_by_role("region", name="版本对比").wait_for()
    camera.shoot("compare")
    page.get_by_role("button", name="收起", exact=True).click()
    page.get_by_role("button", name="带批注版").click()
    camera.shoot("exported", 2.0)
    page.get_by_role("button", name="帮助").click()
    camera.shoot("guide")
    page.get_by_role("button", name="帮助").click()


def tabs(page: Page, camera: Camera) -> None:
    """The other tabs, and large type."""
    page.get_by_role("tab", name="资料库").click()
    camera.shoot("library", 2.0)
    page.get_by_role("textbox", name="检索资料").fill("家长学校 退休教师")
    page.get_by_role("button", name="检索", exact=True).click()
    wait_until(lambda: page.get_by_role("list", name="检索结果").count(), 120, "search results")
    camera.shoot("search")
    page.locator(".x-tall").first.evaluate("e => e.scrollTop = e.scrollHeight")
    camera.shoot("chart")
    page.locator(".x-tall").first.evaluate("e => e.scrollTop = 0")
    page.get_by_role("button", name="看：").first.click()
    page.get_by_role("region", name="资料内容").wait_for()
    camera.shoot("material")
    page.get_by_role("tab", name="我的文稿").click()
    camera.shoot("works", 1.5)
    page.get_by_role("tab", name="设置").click()
    camera.shoot("settings", 1.5)
    page.locator(".x-tall").last.evaluate("e => e.scrollTop = e.scrollHeight")
    camera.shoot("settings-end")
    page.get_by_role("tab", name="写稿").click()
    page.get_by_role("button", name="大字").click()
    camera.shoot("large", 1.5)
    page.get_by_role("button", name="大字").click()


def phone(page: Page, camera: Camera) -> None:
    """One pane at a time."""
    for name in ("对话", "文稿", "要点"):
        page.locator(".x-panes").get_by_role("button", name=name).click()
        camera.shoot(name)


def main(arguments: list[str]) -> int:
    """Take all pictures; the exit code."""
    parser = argparse.ArgumentParser(prog="shots")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", nargs="*", choices=[*SIZES], default=[*SIZES])
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    if folder.is_relative_to(ROOT):
        parser.error("choose a folder outside the repository")
    folder.mkdir(parents=True, exist_ok=True)
    acts: dict[str, list[Callable[[Page, Camera], Any]]] = {
        "1366": [writing, checking, looking, tabs],
        "1920": [writing, checking, looking, tabs],
        "phone": [phone],
    }
    endpoint = ScriptedEndpoint(pause=0.08)
    environment = {"XINHUO_BASE_URL": endpoint.url, "XINHUO_MODEL": "scripted"}
    with (
        tempfile.TemporaryDirectory() as home,
        serving(Path(home) / "home", environment) as address,
        sync_playwright() as driver,
    ):
        browser = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for size in asked.sizes:
            width, height = SIZES[size]
            page = browser.new_page(viewport={"width": width, "height": height}, locale="zh-CN")
            page.goto(address)
            page.locator("#x-steps .x-steps").wait_for(state="attached", timeout=60_000)
            camera = Camera(page, folder, size)
            for act in acts[size]:
                act(page, camera)
            page.close()
        browser.close()
    endpoint.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
