"""What a file is, by its content alone."""

import re
import zipfile
from pathlib import Path

from index.errors import UnreadableFile

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"Rar!", "这是压缩包，请先解压再添加里面的文稿。"),
    (b"7z\xbc\xaf\x27\x1c", "这是压缩包，请先解压再添加里面的文稿。"),
    (b"\x1f\x8b", "这是压缩包，请先解压再添加里面的文稿。"),
    (b"GIF8", "这是图片，没有文字层，请先用文字识别软件转成文字再添加。"),
    (b"MZ", "这是程序文件，不是文稿，没有读取。"),
    (b"\x7fELF", "这是程序文件，不是文稿，没有读取。"),
    (b"SQLite format 3", "这是数据库文件，不是文稿，没有读取。"),
    (b"ID3", "这是音频文件，不是文稿，没有读取。"),
)
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I)
_TAGS = re.compile(rb"<(?:p|div|br|span|table|td|font|h[1-6]|a|b|strong)\b[^>]*>", re.I)
_MIME = re.compile(
    rb"\A\s*(?:[A-Za-z][\w-]{0,60}:.*\r?\n(?:[ \t].*\r?\n)*)+",
)


def kind_of(path: Path, head: bytes) -> str:
    """The format of a file from its first bytes: docx odt doc rtf pdf picture mht html flat wordxml txt.

    Raises UnreadableFile for what is certainly no text document.
    """
    for magic, sentence in _REFUSED:
        if head.startswith(magic):
            raise UnreadableFile(sentence)
    if head.startswith(_PICTURES) or (head.startswith(b"BM") and head[6:10] == bytes(4)):
        return "picture"
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(OLE):
        return "doc"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if start.startswith(b"{\\rtf"):
        return "rtf"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    return _text_kind(head, start)


def _text_kind(head: bytes, start: bytes) -> str:
    sample = head[:65536]
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or sample.count(b"\0") > len(sample) * 0.2:
        sample = sample.replace(b"\0", b"").lstrip(b"\xff\xfe")
        start = sample.lstrip()
    if b"<office:document" in sample:
        return "flat"
    if start.startswith(b"<?xml") and (b"<w:wordDocument" in sample or b"<pkg:package" in sample):
        return "wordxml"
    found = _MIME.match(sample)
    if found and re.search(rb"(?im)^(?:content-type|mime-version):", found[0]):
        return "mht"
    if _HTML.search(sample[:4096]) or len(_TAGS.findall(sample)) >= 3 + len(sample) // 2000:
        return "html"
    return "txt"


def _zip_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").lstrip("/") for name in archive.namelist()}
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    mime = part.read(200).decode("ascii", "replace")
            else:
                mime = ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFile("文件已损坏或不完整，读不出来。") from error
    if "opendocument.text" in mime or ("content.xml" in names and not mime):
        return "odt"
    if "spreadsheet" in mime or any(name.startswith("xl/") for name in names):
        raise UnreadableFile("这是电子表格，不是文稿，没有读取。")
    if "presentation" in mime or any(name.startswith("ppt/") for name in names):
        raise UnreadableFile("这是演示文稿（PPT），不是文稿，没有读取。")
    if "word/document.xml" in names or "[Content_Types].xml" in names:
        return "docx"
    raise UnreadableFile("这是压缩包，请先解压再添加里面的文稿。")
