"""Opening Word files with plain errors."""

import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import BadDraft

if TYPE_CHECKING:
    from docx.document import Document


# What zipfile and python-docx raise on broken packages.
_DAMAGE = (
    OSError,
    KeyError,
    ValueError,
    AttributeError,
    EOFError,
    RuntimeError,
    zlib.error,
    struct.error,
    zipfile.BadZipFile,
)


def open_docx(path: Path) -> "Document":
    """The document at ``path``. Raises ``BadDraft`` where it is absent, protected, damaged or of another kind."""
    from docx import Document as open_document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    path = Path(path)
    try:
        if not path.is_file():
            raise BadDraft(f"找不到“{path.name}”。")
        with path.open("rb") as file:
            if file.read(8).startswith(b"\xd0\xcf\x11\xe0"):
                raise BadDraft(f"“{path.name}”加了密码，或是旧的 .doc 格式，请在 Word 里另存为不加密的 .docx。")
        return open_document(str(path))
    except (*_DAMAGE, OpcError, LxmlError) as error:
        raise BadDraft(f"“{path.name}”不是能打开的 Word 文件，可能已损坏。") from error
