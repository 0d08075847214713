"""Settings of the library: environment or ``.env``, read once into one frozen object and passed in."""

from pathlib import Path

import platformdirs
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

BUNDLED_ENCODER = "multilingual-e5-small"


class LibrarySettings(BaseSettings):
    """Where the library lives, what encodes it, and how much an untrusted file may cost.

    ``home`` holds all user data; ``models`` is a cache of fetched weights, shared by homes. Sizes are bytes, times
    seconds. Every field is read from ``XINHUO_<NAME>``.
    """

    model_config = SettingsConfigDict(env_prefix="XINHUO_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("xinhuo", appauthor=False)))
    encoder: str = BUNDLED_ENCODER
    models: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("xinhuo", appauthor=False)) / "models"
    )
    chroma_url: str = ""
    max_file_bytes: int = 50 * 2**20
    max_expanded_bytes: int = 200 * 2**20
    max_characters: int = 2_000_000
    max_pages: int = 600
    read_seconds: int = 60
    read_memory_bytes: int = 1536 * 2**20
    scan_pages: int = 60
    scan_seconds: int = 900

    @property
    def library_folder(self) -> Path:
        """Folder of the shelf and of the search index."""
        return self.home / "library"
