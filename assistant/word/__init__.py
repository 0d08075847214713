"""Word files: a draft out in 公文 layout, and any .docx back in as a draft."""

from assistant.word.comparing import Change, changes
from assistant.word.export import EDITIONS, export_draft
from assistant.word.final import to_final
from assistant.word.pdf import pdf_tool, to_pdf
from assistant.word.preview import page_count, preview_html
from assistant.word.profile import Profile, load_profile, profiles
from assistant.word.read_back import Reading, read_back, read_word
from assistant.word.selfcheck import self_check
from assistant.word.setting import ExportResult

__all__ = [
    "EDITIONS",
    "Change",
    "ExportResult",
    "Profile",
    "Reading",
    "changes",
    "export_draft",
    "load_profile",
    "page_count",
    "pdf_tool",
    "preview_html",
    "profiles",
    "read_back",
    "read_word",
    "self_check",
    "to_final",
    "to_pdf",
]
