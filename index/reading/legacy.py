"""Word 97–2003 files (.doc, .wps): turned into .docx by a pure Python converter, then read as such."""

import tempfile
from pathlib import Path

from index.errors import UnreadableFile
from index.material import Document
from index.reading.limits import Limits
from index.reading.word import read_word

PROTECTED = "这个文件有密码保护，请先去掉密码再添加。"


class NeedsOffice(Exception):
    """Only LibreOffice may still read this file. ``str(error)`` says why, in Chinese."""


def read_legacy(path: Path, limits: Limits) -> Document:
    """The text of a binary Word file. Raises UnreadableFile, or NeedsOffice where the converter gives up."""
    from doc2docx import convert
    from doc2docx.cfb import CompoundFile
    from doc2docx.errors import Doc2DocxError, EncryptedDocumentError

    try:
        names = {entry.name for entry in CompoundFile.from_path(path).entries}
    except (Doc2DocxError, ValueError, IndexError, OSError) as error:
        raise NeedsOffice("文件已损坏或不完整，读不出来。") from error
    if {"EncryptedPackage", "EncryptionInfo"} & names:
        raise UnreadableFile(PROTECTED)
    if {"Workbook", "Book"} & names:
        raise UnreadableFile("这是 Excel 表格，不是文稿，没有读取。")
    if "PowerPoint Document" in names:
        raise UnreadableFile("这是演示文稿（PPT），不是文稿，没有读取。")
    if "WordDocument" not in names:
        raise NeedsOffice("认不出这个旧格式文件。")
    with tempfile.TemporaryDirectory(prefix="xinhuo-") as folder:
        target = Path(folder) / "converted.docx"
        try:
            convert(path, target)
            document = read_word(target, limits)
        except EncryptedDocumentError as error:
            raise UnreadableFile(PROTECTED) from error
        except (Doc2DocxError, ValueError, IndexError, KeyError, OverflowError, OSError) as error:
            raise NeedsOffice("这个旧版 Word 文件已损坏，或是太老的版本。") from error
    return Document(document.paragraphs, "doc", document.title, document.left_out)
