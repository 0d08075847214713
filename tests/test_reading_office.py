"""One text with everything an office program can put into it, as LibreOffice writes it in every format."""

import shutil
import subprocess
from pathlib import Path

import pytest

from index.office import office_program
from index.reading import read
from index.settings import LibrarySettings

SAMPLE = Path(__file__).parent / "data" / "office" / "sample.fodt"
SETTINGS = LibrarySettings(_env_file=None)
WANTED = (
    "一、把队伍建起来",
    "二、把实事办下去",
    "1.给四十名孩子配了书桌",
    "2.办暑期课堂三期",
    "其中女教师八人",
    "桃花村",
    "文本框里的话：一个孩子都不能少",
    "把台账记到每一户。",
)
UNWANTED = ("已经被删掉", "隐藏的批注", "内部资料")


def checked(file: Path) -> None:
    text = read(file, SETTINGS).text
    assert [line for line in WANTED if line not in text] == []
    assert [line for line in UNWANTED if line in text] == []
    assert text.count("其中女教师八人") == 1


def test_flat_opendocument_is_read_whole() -> None:
    checked(SAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["docx", "doc", "odt", "rtf"])
def test_what_libreoffice_writes_is_read_whole(ending: str, tmp_path: Path) -> None:
    program = office_program()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(program), profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path), str(SAMPLE)]
    subprocess.run(command, capture_output=True, timeout=300, check=False)
    made = tmp_path / f"sample.{ending}"
    if not made.exists():
        pytest.skip("LibreOffice could not write the file here")
    checked(made)
    for name in {"doc": ("a.wps",), "rtf": ("a.doc",)}.get(ending, ()):
        shutil.copy(made, tmp_path / name)
        checked(tmp_path / name)


def test_notes_and_text_boxes_of_rich_text_come_at_its_end(tmp_path: Path) -> None:
    def coded(text: str) -> str:
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))

    body = (
        coded("我们请出退休教师十九人") + "{\\footnote \\pard " + coded("其中女教师八人") + "}" + coded("，分成四组。")
    )
    box = "{\\shp{\\*\\shpinst{\\shptxt \\pard " + coded("框里的话") + "\\par}}}"
    file = tmp_path / "a.rtf"
    file.write_text("{\\rtf1\\ansi\\ansicpg936 " + body + box + "\\par " + coded("最后一段。") + "\\par}", "ascii")
    lines = [p.text.strip() for p in read(file, SETTINGS).paragraphs]
    assert lines == ["我们请出退休教师十九人，分成四组。", "最后一段。", "其中女教师八人", "框里的话"]


def test_pages_written_by_office_programs_lose_deletions_and_running_heads(tmp_path: Path) -> None:
    file = tmp_path / "a.doc"
    file.write_text(
        "<html><body><div title='header'><p>内部资料注意保存不得外传，请各单位妥善保管。</p></div>"
        "<p>今年以来，我们办了几件看得见的好事。<del>这句话已经删掉了。</del>现将情况总结如下。</p>"
        "<div style='mso-element:footer'><p>桃林镇关工委印发，共印二十份，请注意查收。</p></div></body></html>",
        "utf-8",
    )
    found = read(file, SETTINGS)
    assert [p.text for p in found.paragraphs] == ["今年以来，我们办了几件看得见的好事。现将情况总结如下。"]
