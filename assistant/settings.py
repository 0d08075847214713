"""Settings of the whole program, read once at the composition root."""

from pathlib import Path

from pydantic import Field, PositiveFloat, SecretStr

from index.settings import LibrarySettings


class Settings(LibrarySettings):
    """All of ``XINHUO_*``. ``base_url`` empty means the bundled engine."""

    base_url: str = ""
    model: str = ""
    api_key: SecretStr = SecretStr("")
    provider: str = "openai"
    gguf: Path | None = None
    concurrency: int = Field(default=4, ge=1, le=64)
    request_seconds: PositiveFloat = 120.0
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    users: Path | None = None
    archive_url: str = ""

    @property
    def archive_place(self) -> Path | str:
        """Where drafts, versions and chats are kept: the address of a PostgreSQL database, or the SQLite file."""
        return self.archive_url or self.archive_file

    @property
    def archive_file(self) -> Path:
        """The SQLite file of drafts, versions and chats."""
        return self.home / "archive.sqlite3"

    @property
    def bundled(self) -> bool:
        """Whether the engine that comes with the program writes (no endpoint, no other provider)."""
        return not self.base_url and self.provider == "openai"
