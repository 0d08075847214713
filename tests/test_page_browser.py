"""The page in a real Chromium, on a real server with a scripted endpoint."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser import ARGUMENTS, chromium, serving, wait_until
from tests.scripted import ScriptedEndpoint

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(not chromium(), reason="no Chromium on this machine")]

FACTS = [
    "全县有五老志愿者416人，组建宣讲团12支",
    "全年开展法治宣讲46场，受教育青少年1.8万人次",
    "争取资金35万元，帮扶困境儿童128名",
    "建成家长学校23所，举办讲座60期",
]
MESSAGE = "青禾县关工委，在全市关工委工作经验交流会上发言，1000字左右\n" + "\n".join(FACTS)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ScriptedEndpoint]:
    server = ScriptedEndpoint()
    yield server
    server.close()


@pytest.fixture(scope="module")
def address(endpoint, tmp_path_factory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("page") / "home"
    with serving(home, {"XINHUO_BASE_URL": endpoint.url, "XINHUO_MODEL": "scripted"}) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser, address, endpoint) -> Iterator[object]:
    endpoint.status, endpoint.pause = 200, 0.01
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="en-US", accept_downloads=True)
    context.set_default_timeout(20_000)
    opened = context.new_page()
    opened.requested, opened.errors = [], []
    opened.on("request", lambda request: opened.requested.append(request.url))
    opened.on("pageerror", lambda error: opened.errors.append(str(error)))
    visit(opened, address)
    yield opened
    assert [url for url in opened.requested if not url.startswith((address, "data:", "blob:"))] == []
    assert opened.errors == []
    context.close()


def visit(page, address: str) -> None:
    page.goto(address)
    page.get_by_role("textbox", name="消息").wait_for(timeout=60_000)
    page.wait_for_function("document.querySelector('#x-steps .x-step')")


def fresh(page) -> None:
    page.get_by_role("button", name="新建文稿").click()
    page.get_by_text("把单位、场合和要点发给我就行").wait_for()


def send(page, text: str) -> None:
    page.get_by_role("textbox", name="消息").fill(text)
    page.get_by_role("button", name="发送", exact=True).click()


def paper(page):
    return page.get_by_role("textbox", name="文稿正文")


def finished(page, seconds: float = 150) -> None:
    """Wait for a whole draft; the first one waits for the samples to be encoded."""
    wait_until(lambda: len(paper(page).inner_text()) > 100, seconds, "text on the paper")
    wait_until(lambda: page.get_by_role("button", name="停止").is_disabled(), seconds, "the end of writing")
    wait_until(lambda: page.locator("#x-paper-text[aria-readonly=false]").count(), what="an editable paper")


def drafted(page) -> None:
    fresh(page)
    send(page, MESSAGE)
    page.locator("#x-next").get_by_role("button", name="直接写").click()
    finished(page)


def type_at_end(page, text: str) -> None:
    paper(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def test_from_facts_to_a_word_file(page, tmp_path: Path) -> None:
    fresh(page)
    send(page, MESSAGE)
    facts = page.get_by_role("list", name="要点").get_by_role("listitem")
    wait_until(lambda: facts.count() == 4, what="four facts")
    assert "416人" in facts.nth(0).inner_text()
    page.locator("#x-next").get_by_role("button", name="看提纲").click()
    page.get_by_role("button", name="照此写").click()
    finished(page)
    text = paper(page).inner_text()
    assert all(figure in text for figure in ("416人", "46场", "1.8万人次", "35万元", "128名", "23所", "60期"))
    assert "全部有据" in page.get_by_role("region", name="核对结果").inner_text()
    assert page.get_by_role("region", name="依据").is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Word").click()
    name = download.value.suggested_filename
    assert name.startswith("青禾县关工委经验交流发言") and name.endswith(".docx")
    download.value.save_as(tmp_path / "draft.docx")
    from docx import Document

    written = "".join(p.text for p in Document(str(tmp_path / "draft.docx")).paragraphs)
    assert "416人" in written and "【待核实】" not in written


def test_typed_figure_is_flagged_undone_and_asked_about_before_export(page, tmp_path: Path) -> None:
    drafted(page)
    type_at_end(page, "全年走访慰问老同志875名。")
    page.get_by_role("button", name="核对", exact=True).click()
    findings = page.get_by_role("region", name="核对结果")
    wait_until(lambda: "875名" in findings.inner_text(), what="the finding")
    page.get_by_role("button", name="导出 Word").click()
    dialog = page.get_by_role("alertdialog", name="导出前确认")
    assert "待核实" in dialog.inner_text()
    with page.expect_download():
        dialog.get_by_role("button", name="仍要导出").click()
    findings.get_by_role("button", name="删去此句").first.click()
    wait_until(lambda: "875名" not in paper(page).inner_text(), what="the sentence gone")
    page.get_by_role("button", name="撤销").click()
    wait_until(lambda: "875名" in paper(page).inner_text(), what="undo")
    page.get_by_role("button", name="重做").click()
    wait_until(lambda: "875名" not in paper(page).inner_text(), what="redo")


def test_confirmed_figure_becomes_a_fact(page) -> None:
    drafted(page)
    type_at_end(page, "全年评选好少年37名。")
    findings = page.get_by_role("region", name="核对结果")
    findings.get_by_role("button", name="确认属实，加入要点").first.click()
    wait_until(lambda: page.get_by_role("list", name="要点").get_by_role("listitem").count() == 5, what="a fifth fact")
    wait_until(lambda: "全部有据" in findings.inner_text(), what="all well")


def test_altered_figure_goes_back_to_its_fact(page) -> None:
    drafted(page)
    page.evaluate(
        """() => { const lines = [...document.querySelectorAll('#x-paper-text p')];
        const p = lines.find(p => p.textContent.includes('46场'));
        p.textContent = p.textContent.replace('46场', '49场');
        p.dispatchEvent(new InputEvent('input', {bubbles: true, inputType: 'insertText'})); }"""
    )
    page.get_by_role("button", name="改回要点").first.click()
    wait_until(lambda: "46场" in paper(page).inner_text() and "49场" not in paper(page).inner_text(), what="46场 again")


def test_typing_survives_a_refresh(page, address: str) -> None:
    drafted(page)
    type_at_end(page, "我们还将继续努力。")
    time.sleep(1.5)
    page.reload()
    page.get_by_role("textbox", name="消息").wait_for()
    wait_until(lambda: "我们还将继续努力。" in paper(page).inner_text(), what="the typed words")
    assert page.get_by_role("list", name="要点").get_by_role("listitem").count() == 4


def test_refresh_in_the_middle_of_writing_goes_on(page, endpoint: ScriptedEndpoint) -> None:
    fresh(page)
    endpoint.pause = 0.25
    send(page, MESSAGE)
    page.locator("#x-next").get_by_role("button", name="直接写").click()
    page.locator("#x-paper-text[aria-busy=true]").wait_for()
    page.reload()
    page.locator("#x-paper-text[aria-busy=true]").wait_for()
    finished(page, 90)
    assert "416人" in paper(page).inner_text()


def test_stop_keeps_what_is_there_and_resume_goes_on(page, endpoint: ScriptedEndpoint) -> None:
    fresh(page)
    endpoint.pause = 0.3
    send(page, MESSAGE)
    page.locator("#x-next").get_by_role("button", name="直接写").click()
    page.locator("#x-paper-text[aria-busy=true]").wait_for()
    time.sleep(1)
    page.get_by_role("button", name="停止").click()
    resume = page.get_by_role("button", name="继续", exact=True)
    wait_until(resume.is_enabled, what="继续")
    assert len(paper(page).inner_text()) > 20
    endpoint.pause = 0.01
    resume.click()
    time.sleep(1)
    finished(page)
    assert all(figure in paper(page).inner_text() for figure in ("416人", "46场", "35万元", "23所"))


def test_model_down_is_told_and_loses_nothing(page, endpoint: ScriptedEndpoint) -> None:
    fresh(page)
    endpoint.status = 500
    send(page, MESSAGE)
    page.locator("#x-next").get_by_role("button", name="直接写").click()
    finished(page)
    assert page.get_by_role("list", name="要点").get_by_role("listitem").count() == 4
    assert page.get_by_role("button", name="继续", exact=True).is_enabled()


def test_two_windows_do_not_overwrite_each_other(page, address: str) -> None:
    drafted(page)
    other = page.context.new_page()
    visit(other, address)
    wait_until(lambda: "416人" in paper(other).inner_text(), what="the same work in the other window")
    type_at_end(page, "甲窗口写的话。")
    time.sleep(1.5)
    type_at_end(other, "乙窗口写的话。")
    dialog = other.get_by_role("alertdialog", name="另一个窗口改过")
    dialog.wait_for()
    assert "乙窗口写的话。" in dialog.get_by_role("textbox").input_value()
    assert "甲窗口写的话。" in paper(other).inner_text()


def test_an_idle_window_catches_up_with_another(page, address: str) -> None:
    fresh(page)
    send(page, "工作总结，500字左右\n全镇有五老68人")
    facts = [page.get_by_role("list", name="要点")]
    wait_until(lambda: "五老68人" in facts[0].inner_text(), what="the fact")
    other = page.context.new_page()
    visit(other, address)
    facts.append(other.get_by_role("list", name="要点"))
    wait_until(lambda: "五老68人" in facts[1].inner_text(), what="the same work in the other window")
    page.get_by_role("textbox", name="补一条要点").fill("组织宣讲36场")
    page.keyboard.press("Enter")
    for shown in facts:
        wait_until(lambda shown=shown: "宣讲36场" in shown.inner_text(), what="the new fact")
    other.close()


def test_markup_is_shown_as_text(page) -> None:
    fresh(page)
    send(page, '<img src=x onerror="window.hacked=1"><b>加粗</b>全县有五老志愿者416人')
    page.get_by_role("list", name="要点").get_by_role("listitem").first.wait_for()
    assert "<b>加粗</b>" in page.get_by_role("log").inner_text()
    type_at_end(page, "正文里的<script>window.hacked=1</script>也只是文字。`${window.hacked=1}`")
    time.sleep(1.5)
    page.reload()
    page.get_by_role("textbox", name="消息").wait_for()
    wait_until(lambda: "<script>" in paper(page).inner_text(), what="the typed text")
    assert page.evaluate("window.hacked") is None


def test_facts_are_edited_in_their_list(page) -> None:
    fresh(page)
    send(page, MESSAGE)
    facts = page.get_by_role("list", name="要点").get_by_role("listitem")
    wait_until(lambda: facts.count() == 4, what="four facts")
    page.get_by_role("button", name="修改要点1").click()
    page.get_by_role("textbox", name="要点1").fill("全县有五老志愿者420人")
    page.keyboard.press("Enter")
    wait_until(lambda: "420人" in facts.nth(0).inner_text(), what="the changed fact")
    page.get_by_role("button", name="删去要点2").click()
    wait_until(lambda: facts.count() == 3, what="three facts")
    page.get_by_role("textbox", name="补一条要点").fill("新建工作室5个")
    page.keyboard.press("Enter")
    wait_until(lambda: "工作室5个" in facts.nth(3).inner_text(), what="the added fact")
    page.get_by_role("button", name="撤销").click()
    wait_until(lambda: facts.count() == 3, what="undo of a fact")


def test_enter_sends_and_shift_enter_breaks_the_line(page) -> None:
    fresh(page)
    box = page.get_by_role("textbox", name="消息")
    box.press_sequentially("全县有五老志愿者416人")
    page.keyboard.press("Shift+Enter")
    box.press_sequentially("法治宣讲46场")
    page.keyboard.press("Enter")
    facts = page.get_by_role("list", name="要点").get_by_role("listitem")
    wait_until(lambda: facts.count() == 2, what="two facts")
    assert box.input_value() == ""


def test_a_pasted_text_becomes_a_draft_with_its_structure(page) -> None:
    fresh(page)
    paper(page).fill("# 某县总结\n\n## 一、建强队伍\n\n全县有五老416人。\n第二段。")
    headings = page.locator("#x-paper-text [data-k=h2]")
    wait_until(lambda: headings.count() == 1 and headings.inner_text() == "一、建强队伍", what="the heading")
    wait_until(lambda: "要点里没有" in page.get_by_role("region", name="核对结果").inner_text(), what="the finding")


def test_works_are_listed_renamed_copied_deleted_and_restored(page) -> None:
    drafted(page)
    page.get_by_role("tab", name="我的文稿").click()
    works = page.get_by_role("list", name="文稿列表").get_by_role("listitem")
    works.first.wait_for()
    before = works.count()
    works.first.get_by_role("button", name="改名").click()
    page.get_by_role("textbox", name="文稿名").fill("试改名")
    page.keyboard.press("Enter")
    wait_until(lambda: "试改名" in works.first.inner_text(), what="the new name")
    works.first.get_by_role("button", name="复制").click()
    wait_until(lambda: works.count() == before + 1, what="the copy")
    page.get_by_role("button", name="删除：试改名（副本）").click()
    wait_until(lambda: works.count() == before, what="one fewer")
    page.get_by_text("已删除的").first.click()
    page.get_by_role("button", name="恢复：试改名（副本）").click()
    wait_until(lambda: works.count() == before + 1, what="restored")
    page.get_by_role("textbox", name="搜索文稿").fill("没有这样的词")
    page.get_by_text("没有找到").wait_for()


def test_upload_search_and_a_bad_file(page, tmp_path: Path) -> None:
    good, bad = tmp_path / "白沙镇总结.txt", tmp_path / "坏文件.docx"
    good.write_text(
        "白沙镇关工委年度工作总结\n一、建好家长学校\n"
        + "白沙镇在每个村都办起了家长学校，请退休教师和村医轮流上课，讲孩子的饮食、作业和脾气。" * 4
        + "\n二、守好网吧大门\n"
        + "老党员分片看守镇上的网吧，周末和寒暑假天天有人在，发现未成年人就劝回家。" * 4,
        encoding="utf-8",
    )
    bad.write_bytes(b"PK\x03\x04broken")
    page.get_by_role("tab", name="资料库").click()
    page.get_by_label("上传资料").first.set_input_files([good, bad])
    results = page.get_by_role("list", name="上传结果")
    wait_until(lambda: results.count() and "坏文件" in results.inner_text(), 120, "results of the upload")
    assert "已加入" in results.inner_text() and "没能加入" in results.inner_text()
    page.get_by_role("textbox", name="检索资料").fill("网吧 老党员")
    page.keyboard.press("Enter")
    found = page.get_by_role("list", name="检索结果")
    wait_until(lambda: found.count() and "白沙镇" in found.inner_text(), 120, "the uploaded passage")
    assert found.locator("mark").count()
    table = page.locator("#x-materials table.x-table")
    assert "家长学校" in table.get_by_role("row").filter(has_text="白沙镇").inner_text(), "its theme"
    table.get_by_role("button", name="按文种排").click()
    wait_until(lambda: table.locator("th[aria-sort]").inner_text() == "文种", what="the order asked for")
    genres = [cell for cell in table.locator("tbody tr td:nth-child(2)").all_inner_texts() if cell]
    assert genres == sorted(genres)


def test_settings_tell_in_plain_words(page, endpoint: ScriptedEndpoint) -> None:
    page.get_by_role("tab", name="设置").click()
    page.get_by_role("button", name="测试连接").click()
    page.get_by_text("能连上").wait_for()
    endpoint.status = 401
    page.get_by_label("密钥").fill("wrong-key")
    page.get_by_role("button", name="测试连接").click()
    page.get_by_text("密钥").nth(1).wait_for()
    wait_until(lambda: "不认这个密钥" in page.locator("#x-said").inner_text(), what="the refusal")


def test_example_runs_from_the_empty_state(page) -> None:
    fresh(page)
    page.locator(".x-example").first.click()
    wait_until(lambda: page.get_by_role("list", name="要点").get_by_role("listitem").count() > 3, what="facts")
    page.locator("#x-next").get_by_role("button", name="看提纲").wait_for()


def test_no_english_and_no_serious_barrier_on_any_tab(page) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    drafted(page)
    for tab in ("写稿", "资料库", "我的文稿", "设置"):
        page.get_by_role("tab", name=tab).click()
        time.sleep(1.5)
        page.keyboard.press("Escape")
        found = axe.run(page).response["violations"]
        serious = [v for v in found if v["impact"] in ("serious", "critical")]
        told = [(v["id"], n["html"][:160], n.get("failureSummary", "")[:200]) for v in serious for n in v["nodes"][:3]]
        assert not told, (tab, json.dumps(told, ensure_ascii=False, indent=1))
        words = page.evaluate(_VISIBLE_WORDS)
        assert not set(words) - {"Word", "PDF", "Shift", "Ctrl", "http", "https", "txt", "toml", "qwen"}, (tab, words)


_VISIBLE_WORDS = """() => {
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const n = walk.currentNode, e = n.parentElement;
    const skip = 'script,style,#x-model,.x-from,td small,.x-added';
    if (!e || !e.checkVisibility({opacityProperty: true}) || e.closest(skip)) continue;
    for (const m of n.textContent.matchAll(/[A-Za-z]{3,}/g)) out.push(m[0]);
  }
  for (const e of document.querySelectorAll('[aria-label],[title],[placeholder]'))
    if (e.checkVisibility()) for (const a of ['aria-label','title','placeholder'])
      for (const m of (e.getAttribute(a) || '').matchAll(/[A-Za-z]{3,}/g)) out.push(m[0]);
  return out;
}"""
