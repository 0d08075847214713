"""How long an export takes and how near the estimate of pages is: ``python -m tests.bench.word_export``."""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2

from assistant.draft import Draft
from assistant.draft_reading import parse_markdown
from assistant.word import export_draft, page_count, pdf_tool, preview_html, read_back, to_pdf

DRAFTS = Path(__file__).parent.parent / "word_drafts"
ROUNDS = 7


def seconds(work: object, *args: object) -> float:
    """The median time of ``ROUNDS`` calls."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work(*args)  # type: ignore[operator]
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "a.docx"
        for path in sorted(DRAFTS.glob("*.md")):
            for times in (1, 4):
                draft = parse_markdown(path.read_text(encoding="utf-8"))
                longer = Draft(**{**vars(draft), "sections": draft.sections * times})
                export = seconds(export_draft, longer, out)
                back, preview = seconds(read_back, out), seconds(preview_html, longer)
                pages = len(pypdfium2.PdfDocument(to_pdf(out))) if pdf_tool() else None
                print(
                    f"{path.stem} ×{times}: {longer.length} 字, 导出 {export:.2f} s, 读回 {back:.2f} s, "
                    f"预览 {preview:.3f} s, 估 {page_count(longer)} 页, 实 {pages} 页"
                )
        start = time.perf_counter()
        source = DRAFTS / "发言.md"
        subprocess.run(
            [sys.executable, "-m", "assistant", "export", source, "--out", out], check=True, capture_output=True
        )
        print(f"命令行导出，从启动算起：{time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
