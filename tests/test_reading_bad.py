"""Reading: files that cannot be read, or try to do harm, end in one Chinese sentence and soon."""

import os
import random
import re
import time
import zipfile
from pathlib import Path

import pytest

from index import processes
from index.errors import UnreadableFile
from index.library import Library
from index.reading import guard, read
from index.reading.limits import Limits
from index.settings import LibrarySettings
from tests.reading_files import docx, odt, ole, para, pdf, pdf_bomb

SETTINGS = LibrarySettings(_env_file=None)
SENTENCE = "镇关工委把三十六位老同志请到一起，商量新一年怎么做。"


def refused(path: Path, settings: LibrarySettings = SETTINGS) -> str:
    """The sentence the user sees: Chinese, one line, said within the time limit."""
    start = time.monotonic()
    with pytest.raises(UnreadableFile) as found:
        read(path, settings)
    message = str(found.value)
    assert time.monotonic() - start < settings.read_seconds + 5
    assert re.search("[一-鿿]{4}", message)
    assert "\n" not in message
    assert "Traceback" not in message
    assert len(message) < 120
    return message


@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf", ".html", ".doc", ".md"])
@pytest.mark.parametrize("content", [b"", b" \r\n\t\n", b"\x00" * 64])
def test_empty(tmp_path: Path, suffix: str, content: bytes) -> None:
    file = tmp_path / f"a{suffix}"
    file.write_bytes(content)
    assert "空" in refused(file)


def test_missing_and_folder(tmp_path: Path) -> None:
    refused(tmp_path / "没有.docx")
    refused(tmp_path)


@pytest.mark.parametrize("seed", range(6))
def test_random_bytes(tmp_path: Path, seed: int) -> None:
    file = tmp_path / f"a{['.txt', '.docx', '.pdf', '.doc', '.html', '.rtf'][seed]}"
    file.write_bytes(random.Random(seed).randbytes(20000))
    refused(file)


def test_truncated_files(tmp_path: Path) -> None:
    whole = docx(tmp_path / "a.docx", "".join(para(SENTENCE + str(i)) for i in range(200))).read_bytes()
    for share in (0.2, 0.6, 0.95):
        file = tmp_path / "cut.docx"
        file.write_bytes(whole[: int(len(whole) * share)])
        assert "损坏" in refused(file)
    for data in (b"%PDF-1.4\n1 0 obj\n<< /Type", ole("WordDocument")[:700], ole("WordDocument"), b"PK\x03\x04"):
        file = tmp_path / "cut.bin"
        file.write_bytes(data)
        refused(file)


def test_password_protected(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(ole("EncryptedPackage", "EncryptionInfo"))
    assert "密码" in refused(file)
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([[(90, 700, "密件")]], encrypt=True))
    assert "密码" in refused(file)
    secret = "<manifest><encryption-data/></manifest>"
    assert "密码" in refused(odt(tmp_path / "a.odt", "<text:p>密</text:p>", manifest=secret))


def test_other_kinds_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../逃.txt", "x")
    assert "压缩包" in refused(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "表格" in refused(tmp_path / "b.docx")
    (tmp_path / "c.docx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    assert "图片" in refused(tmp_path / "c.docx")
    assert not (tmp_path.parent.parent / "逃.txt").exists()


def test_archive_bomb_by_directory_and_by_part(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for index in range(4):
            archive.writestr("word/document.xml" if index == 0 else f"word/media/{index}.bin", b"\0" * (60 * 2**20))
    assert file.stat().st_size < 400_000
    assert "压缩炸弹" in refused(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b" " * (50 * 2**20))
    assert "压缩炸弹" in refused(file)


def test_archive_that_lies_about_its_sizes(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p>" + b"\xe8\x80\x81" * (10 * 2**20))
    data = file.read_bytes()
    size = (5 + 30 * 2**20).to_bytes(4, "little")
    file.write_bytes(data.replace(size, (4096).to_bytes(4, "little")))
    refused(file)


def test_entities_are_never_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容不可外泄", encoding="utf-8")
    external = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    laughs = "<!DOCTYPE w [<!ENTITY a '哈哈哈哈哈哈哈哈哈哈'>" + "".join(
        f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9)
    )
    for prolog, entity in ((external, "&x;"), (laughs + "]>", "&j;")):
        message = refused(docx(tmp_path / "a.docx", para(SENTENCE + entity), prolog))
        assert "机密" not in message


def test_pdf_stream_bomb_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf_bomb(600 * 2**20))
    assert file.stat().st_size < 2 * 2**20
    refused(file, LibrarySettings(_env_file=None, read_seconds=8))


def test_scanned_pdf_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([[], []], image=True))
    assert "超过了 1 页" in refused(file, LibrarySettings(_env_file=None, scan_pages=1))
    monkeypatch.setattr("index.reading.ocr.available", lambda: False)
    assert "扫描件" in refused(file)


def test_limits_of_size_pages_and_characters(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(SENTENCE * 100, encoding="utf-8")
    assert "太大" in refused(file, LibrarySettings(_env_file=None, max_file_bytes=1000))
    assert "太多" in refused(file, LibrarySettings(_env_file=None, max_characters=1000))
    word = docx(tmp_path / "a.docx", para(SENTENCE * 100))
    assert "太多" in refused(word, LibrarySettings(_env_file=None, max_characters=1000))
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf([[(90, 700, "一页")]] * 12))
    assert "页" in refused(file, LibrarySettings(_env_file=None, max_pages=10))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    with file.open("wb") as out:
        out.truncate(2**36)  # a hole: hashing it would take minutes
    with Library.open(LibrarySettings(_env_file=None, home=tmp_path / "home"), samples=False) as library:
        (added,) = library.add([file])
    assert added.status == "failed"
    assert "太大" in added.error


def test_slow_parser_is_killed() -> None:
    start = time.monotonic()
    assert processes.run(["/bin/sh", "-c", "sleep 60 & sleep 60"], b"", 0.5, {}) is None
    assert time.monotonic() - start < 30


@pytest.mark.skipif(os.name != "posix", reason="memory limits need a POSIX system")
def test_memory_of_the_parser_is_limited(tmp_path: Path) -> None:
    file = docx(tmp_path / "a.docx", "".join(para(SENTENCE + str(i * 7919)) for i in range(20000)))
    limits = Limits(2**30, 10**8, 10, 30, 56 * 2**20)
    with pytest.raises(UnreadableFile, match=r"内存|损坏"):
        guard.parse_guarded(file, "docx", limits)


def test_deeply_nested_markup(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    for tag in ("div", "font", "table><tr><td", "blockquote"):
        file.write_text(f"<html><body><p>起{SENTENCE}</p>" + f"<{tag}>" * 20000 + SENTENCE, encoding="utf-8")
        text = read(file, SETTINGS).text
        assert text.count(SENTENCE) == 2, tag
    refused(docx(tmp_path / "a.docx", "<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000))
    rtf = tmp_path / "a.rtf"
    rtf.write_bytes(b"{\\rtf1 " + b"{" * 100000)
    refused(rtf)


def test_half_an_rtf_file_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    file = tmp_path / "a.rtf"
    whole = "{\\rtf1\\ansi " + "".join(f"\\u{ord(c)}?" for c in SENTENCE * 3) + "\\par}"
    file.write_text(whole, "ascii")
    assert SENTENCE in read(file, SETTINGS).text
    file.write_text(whole[: len(whole) // 2], "ascii")
    assert "不完整" in refused(file)


def test_no_text_at_all(tmp_path: Path) -> None:
    assert "没有文字" in refused(docx(tmp_path / "a.docx", "<w:p/>"))
    file = tmp_path / "a.html"
    file.write_text("<html><body><img src='a.png'><p>…… ——</p></body></html>", encoding="utf-8")
    refused(file)


def test_old_format_without_office_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "office_program", lambda: None)
    file = tmp_path / "a.wps"
    file.write_bytes(ole("CONTENTS", "MM"))
    assert "另存为" in refused(file)


def test_remote_template_and_links_are_not_followed(tmp_path: Path) -> None:
    file = docx(
        tmp_path / "a.docx",
        para(SENTENCE),
        settings="<w:settings xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
    )
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(
            "word/_rels/settings.xml.rels",
            "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r1' "
            "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate' "
            "Target='http://127.0.0.1:9/evil.dotm' TargetMode='External'/></Relationships>",
        )
        archive.writestr("../../../逃.txt", "x")
    assert read(file, SETTINGS).text == SENTENCE


def test_rare_encodings_are_read_or_refused_but_never_taken_for_text(tmp_path: Path) -> None:
    for name in ("utf-7", "utf-16-be", "utf-32"):
        file = tmp_path / f"{name}.txt"
        file.write_bytes((SENTENCE * 4).encode(name))
        assert SENTENCE in read(file, SETTINGS).text
    page = tmp_path / "page.html"
    page.write_bytes(b"<html><head><meta charset=utf-7></head><body><p>" + SENTENCE.encode("utf-7") + b"</p></body>")
    assert SENTENCE in read(page, SETTINGS).text


def test_random_bytes_under_an_old_header_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "坏.doc"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + random.Random(7).randbytes(5000))
    refused(file)
