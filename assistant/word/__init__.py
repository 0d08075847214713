"""Word files: a draft out in 公文 layout, and any .docx back in as a draft."""

from assistant.word.export import EDITIONS, export_draft
from assistant.word.final import to_final
from assistant.word.profile import Profile, load_profile, profiles
from assistant.word.read_back import read_back
from assistant.word.setting import ExportResult

__all__ = ["EDITIONS", "ExportResult", "Profile", "export_draft", "load_profile", "profiles", "read_back", "to_final"]
