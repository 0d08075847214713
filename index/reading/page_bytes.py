"""Which encoding a web page is in."""

import re

from index.reading.text import decode

_META = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)


def decode_page(data: bytes) -> str:
    """Text of a page: as strict UTF-8 where it is, else in the charset it declares, else by its bytes."""
    declared = _META.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    name = "gb18030" if name in ("gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030") else name
    try:
        return data.decode("utf-7" if name == "utf-7" else "utf-8-sig")
    except UnicodeDecodeError:
        pass
    if name:
        try:
            text = data.decode(name, errors="replace")
            if text.count("\ufffd") <= len(text) * 0.01:
                return text
        except LookupError:
            pass
    return decode(data)


def in_utf8(payload: bytes, charset: str) -> bytes:
    """``payload`` as UTF-8 where its own header names another charset that fits."""
    if charset and charset not in ("utf-8", "us-ascii"):
        name = "gb18030" if charset.startswith("gb") else charset
        try:
            return payload.decode(name).encode("utf-8")
        except (UnicodeDecodeError, LookupError):
            pass
    return payload
