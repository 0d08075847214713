"""Whole journeys through the page: by keyboard alone, out to Word and back, thirty files, every screen looked over."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from tests.browser import chromium, serving, wait_until
from tests.test_page_browser import (  # noqa: F401 - fixtures
    FACTS,
    MESSAGE,
    address,
    browser,
    drafted,
    endpoint,
    finished,
    fresh,
    page,
    paper,
    send,
    type_at_end,
    visit,
)

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no Chromium on this machine")]

_FOCUSED = """() => {
  const e = document.activeElement, label = e && e.labels && e.labels[0];
  return e ? (e.getAttribute('aria-label') || e.innerText || (label && label.innerText) || '').trim() : '';
}"""
_RING = "() => getComputedStyle(document.activeElement).outlineStyle"


def tab_to(page, name: str, most: int = 120) -> None:  # noqa: F811
    """Press Tab until what is called ``name`` has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUSED) == name:
            return
    raise AssertionError(f"no way to “{name}” by Tab")


def press(page, name: str) -> None:  # noqa: F811
    tab_to(page, name)
    assert page.evaluate(_RING) != "none", f"“{name}” has the focus and does not show it"
    page.keyboard.press("Enter")


def test_from_facts_to_word_by_keyboard_alone(page) -> None:  # noqa: F811
    page.locator("body").focus()
    press(page, "新建文稿")
    page.get_by_text("把单位、场合和要点发给我就行").wait_for()
    tab_to(page, "消息")
    page.keyboard.insert_text(MESSAGE)
    page.keyboard.press("Enter")
    page.locator("#x-next").get_by_role("button", name="看提纲").wait_for()
    press(page, "看提纲")
    page.get_by_role("button", name="照此写").wait_for()
    press(page, "照此写")
    finished(page)
    tab_to(page, "文稿正文")
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("全年走访慰问老同志875名。")
    press(page, "核对")
    wait_until(lambda: "875名" in page.get_by_role("region", name="核对结果").inner_text(), what="the finding")
    press(page, "导出 Word")
    dialog = page.get_by_role("alertdialog", name="导出前确认")
    dialog.wait_for()
    wait_until(lambda: page.evaluate(_FOCUSED) == "仍要导出", what="the focus in the question")
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    press(page, "撤销")
    wait_until(lambda: "875名" not in paper(page).inner_text(), what="the sentence gone")
    tab_to(page, "导出 Word")
    with page.expect_download():
        page.keyboard.press("Enter")
    page.keyboard.press("F1")
    wait_until(lambda: page.get_by_role("complementary", name="帮助").is_visible(), what="the guide")
    page.keyboard.press("Escape")
    wait_until(lambda: not page.get_by_role("complementary", name="帮助").is_visible(), what="the guide gone")


def test_printed_pages_and_a_word_file_that_comes_back(page, tmp_path: Path) -> None:  # noqa: F811
    from docx import Document

    drafted(page)
    page.get_by_role("button", name="预览").click()
    sheets = page.locator(".papers .paper")
    wait_until(lambda: sheets.count() >= 2, what="printed pages")
    assert "416人" in sheets.first.inner_text() + sheets.nth(1).inner_text()
    page.get_by_role("combobox", name="版式").select_option("发言大字")
    wait_until(lambda: sheets.count() >= 3, what="larger type on more pages")
    page.get_by_role("combobox", name="版式").select_option("标准")
    page.get_by_role("button", name="返回修改").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Word").click()
    page.locator(".x-notice").wait_for()
    page.get_by_role("tab", name="资料库").click()
    assert not page.locator(".x-notice").count()
    page.get_by_role("tab", name="写稿").click()
    file = tmp_path / "改过.docx"
    download.value.save_as(file)
    word = Document(str(file))
    changed = next(p for p in word.paragraphs if "416人" in p.text)
    changed.runs[-1].text += "他们个个是宝。"
    word.save(str(file))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="打开 Word").click()
    chooser.value.set_files(file)
    proposal = page.get_by_role("region", name="修改建议")
    proposal.wait_for(timeout=60_000)
    assert proposal.locator("ins").all_inner_texts() == ["他们个个是宝。"]
    proposal.get_by_role("button", name="采纳").click()
    wait_until(lambda: "他们个个是宝" in paper(page).inner_text(), what="the words from Word")


def test_thirty_files_at_once(page, tmp_path: Path) -> None:  # noqa: F811
    files = []
    for number in range(30):
        file = tmp_path / f"资料{number:02d}.txt"
        file.write_text(
            f"第{number}号村关工委工作总结\n一、办好讲堂\n" + f"村里第{number}个讲堂由退休教师轮流上课。" * 8, "utf-8"
        )
        files.append(file)
    page.get_by_role("tab", name="资料库").click()
    page.get_by_label("上传资料").first.set_input_files(files)
    added = page.get_by_role("list", name="上传结果").get_by_role("listitem")
    wait_until(lambda: added.count() == 30, 240, "thirty results")
    assert all("已加入" in text for text in added.all_inner_texts())
    page.get_by_role("button", name="看：资料07.txt").click()
    opened = page.get_by_role("region", name="资料内容")
    assert "第7个讲堂" in opened.inner_text()
    opened.get_by_role("textbox", name="标签").fill("村级 讲堂")
    page.keyboard.press("Tab")
    row = page.get_by_role("row", name="资料07.txt").first
    wait_until(lambda: "村级" in row.inner_text(), what="the tags")
    page.get_by_role("button", name="移除：资料07.txt").click()
    wait_until(lambda: not page.get_by_role("button", name="看：资料07.txt").count(), what="the file gone")


def test_every_screen_is_open_to_everybody(page) -> None:  # noqa: F811
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def looked_over(screen: str) -> None:
        time.sleep(0.8)
        serious = [v for v in axe.run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        told = [(v["id"], n["html"][:160], n.get("failureSummary", "")[:200]) for v in serious for n in v["nodes"][:3]]
        assert not told, (screen, json.dumps(told, ensure_ascii=False, indent=1))

    fresh(page)
    looked_over("empty")
    send(page, MESSAGE)
    page.locator("#x-next").get_by_role("button", name="看提纲").click()
    page.get_by_role("button", name="照此写").wait_for()
    looked_over("outline")
    page.get_by_role("button", name="照此写").click()
    finished(page)
    type_at_end(page, "全年走访慰问老同志875名。")
    page.get_by_role("button", name="核对", exact=True).click()
    page.get_by_role("button", name="导出 Word").click()
    page.get_by_role("alertdialog", name="导出前确认").wait_for()
    looked_over("question")
    page.get_by_role("button", name="先看一看").click()
    page.get_by_role("button", name="帮助").click()
    looked_over("guide")
    page.get_by_role("button", name="帮助").click()
    page.locator("#x-paper-text [data-k=h2]").first.click()
    page.get_by_role("button", name="压缩").click()
    page.get_by_role("region", name="修改建议").wait_for()
    looked_over("proposal")
    page.get_by_role("button", name="放弃").click()
    page.locator("#x-versions details").evaluate("e => e.open = true")
    page.get_by_role("button", name="与版本").first.click()
    page.get_by_role("region", name="版本对比").wait_for()
    looked_over("comparison")
    page.get_by_role("button", name="收起", exact=True).click()
    page.get_by_role("button", name="预览").click()
    page.locator(".papers .paper").first.wait_for()
    looked_over("preview")


_GUARD = """
import os, sys
if any(word.endswith("ui.py") or word == "index.encoding.process" for word in sys.orig_argv):
    def watch(event, args):
        if event == "socket.connect":
            place = args[1]
            if isinstance(place, tuple) and place[0] not in ("127.0.0.1", "::1", "localhost", "0.0.0.0"):
                open(os.environ["OUTGOING"], "a").write(f"{event} {place}\\n")
        elif event == "socket.getaddrinfo" and args[0] not in (None, "127.0.0.1", "::1", "localhost", "0.0.0.0"):
            open(os.environ["OUTGOING"], "a").write(f"{event} {args[0]}\\n")
    sys.addaudithook(watch)
"""


def test_the_server_calls_nobody(browser, endpoint, tmp_path: Path) -> None:  # noqa: F811
    """Not while it starts, writes, searches or exports: seen from inside its processes, where nothing is hidden."""
    from index.model_files import find_encoder
    from index.settings import LibrarySettings

    if "XINHUO_ENCODER" not in os.environ and find_encoder(LibrarySettings().models) is None:
        pytest.skip("the encoder is not here yet, and its first download is allowed")
    guard, told = tmp_path / "guard", tmp_path / "outgoing"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(_GUARD, encoding="utf-8")
    environment = {"PYTHONPATH": str(guard), "OUTGOING": str(told), "XINHUO_MODEL": "scripted"}
    with serving(tmp_path / "home", {**environment, "XINHUO_BASE_URL": endpoint.url}) as url:
        context = browser.new_context()
        opened = context.new_page()
        visit(opened, url)
        drafted(opened)
        opened.get_by_role("button", name="核对", exact=True).click()
        with opened.expect_download():
            opened.get_by_role("button", name="导出 Word").click()
        opened.get_by_role("tab", name="资料库").click()
        opened.get_by_role("textbox", name="检索资料").fill("家长学校")
        opened.keyboard.press("Enter")
        opened.get_by_role("list", name="检索结果").wait_for(timeout=120_000)
        opened.get_by_role("tab", name="设置").click()
        opened.get_by_role("button", name="测试连接").click()
        opened.get_by_text("能连上").wait_for()
        context.close()
    assert not told.exists(), told.read_text(encoding="utf-8")


@pytest.mark.model
def test_a_draft_by_the_engine_that_comes_with_the_program(browser, tmp_path: Path) -> None:  # noqa: F811
    from assistant.settings import Settings
    from index.model_files import fetch_gguf, find_gguf

    options = Settings()
    weights = find_gguf(options.models, options.gguf) or fetch_gguf(options.models, lambda done, total: None)
    with serving(tmp_path / "home", {"XINHUO_GGUF": str(weights)}) as url:
        context = browser.new_context(locale="zh-CN", accept_downloads=True)
        opened = context.new_page()
        opened.set_default_timeout(60_000)
        visit(opened, url)
        fresh(opened)
        send(opened, MESSAGE)
        opened.locator("#x-next").get_by_role("button", name="直接写").click()
        finished(opened, 400)
        text = paper(opened).inner_text()
        assert [fact for fact in FACTS if not all(figure in text for figure in re.findall(r"\d+", fact))] == []
        said = opened.get_by_role("log").inner_text()
        assert "没有写成" not in said and "没有展开" not in said, said
        with opened.expect_download() as download:
            opened.get_by_role("button", name="导出 Word").click()
        assert download.value.suggested_filename.endswith(".docx")
        context.close()
