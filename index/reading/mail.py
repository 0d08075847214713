"""Messages in MIME: pages saved as one file (.mht) and mails (.eml)."""

import email
import email.policy
import re
from dataclasses import replace
from email.message import EmailMessage

from index.errors import UnreadableFile
from index.material import Document
from index.reading.page_bytes import in_utf8
from index.reading.text import read_text
from index.reading.web import read_page

_DOCUMENT = re.compile(r"\.(?:docx?|wps|odt|rtf|pdf|html?|txt|md)$", re.I)
_COVER = 200
"""Characters below which a mail with a document attached only says that it is attached."""


def read_mime(data: bytes) -> Document:
    """The first HTML part of a message, else its first text part; attachments are named, not read.

    Raises UnreadableFile where there is neither, and where a mail only carries the documents attached to it.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        attached = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
        names = [name for part in attached if _DOCUMENT.search(name := part.get_filename() or "")]
        parts = [part for part in message.walk() if part not in attached and _readable(part)]
        subject = str(message.get("Subject", ""))
    except (ValueError, LookupError, AttributeError, TypeError) as error:
        raise UnreadableFile("文件已损坏或不完整，读不出来。") from error
    parts.sort(key=lambda part: part.get_content_type() != "text/html")
    document = next((_document(part) for part in parts), None)
    if names and (document is None or len(document.text) < _COVER):
        raise UnreadableFile(f"这是一封邮件，文稿在附件里（{'、'.join(names[:3])}），请把附件另存出来再添加。")
    if document is None:
        raise UnreadableFile("这个网页文件里没有正文。")
    left_out = tuple((name, "邮件附件") for name in names)
    return replace(
        document, kind="mht", title=document.title or subject.strip(), left_out=(*document.left_out, *left_out)
    )


def _readable(part: EmailMessage) -> bool:
    if part.get_content_type() not in ("text/html", "text/plain"):
        return False
    payload = part.get_payload(decode=True)
    return isinstance(payload, bytes) and bool(payload.strip())


def _document(part: EmailMessage) -> Document:
    payload = part.get_payload(decode=True)
    data = in_utf8(payload if isinstance(payload, bytes) else b"", part.get_content_charset(""))
    return read_page(data) if part.get_content_type() == "text/html" else read_text(data)
