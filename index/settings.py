"""Settings of the library: environment or ``.env``, read once into one frozen object and passed in."""

from pathlib import Path
from typing import Any, TypeVar

import platformdirs
from pydantic import Field, PositiveInt, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from index.errors import XinhuoError

BUNDLED_ENCODER = "multilingual-e5-small"


class LibrarySettings(BaseSettings):
    """Where the library lives, what encodes it, and how much an untrusted file may cost.

    ``home`` holds all user data; ``models`` is a cache of fetched weights, shared by homes. Sizes are bytes, times
    seconds. Every field is read from ``XINHUO_<NAME>``; one that is empty counts as not set, and ~ is the user's home.
    """

    model_config = SettingsConfigDict(
        env_prefix="XINHUO_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("xinhuo", appauthor=False)))
    encoder: str = BUNDLED_ENCODER
    models: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("xinhuo", appauthor=False)) / "models"
    )
    chroma_url: str = ""
    max_file_bytes: PositiveInt = 50 * 2**20
    max_expanded_bytes: PositiveInt = 200 * 2**20
    max_characters: PositiveInt = 2_000_000
    max_pages: PositiveInt = 600
    read_seconds: PositiveInt = 60
    read_memory_bytes: PositiveInt = 1536 * 2**20
    scan_pages: PositiveInt = 60
    scan_seconds: PositiveInt = 900

    @field_validator("*")
    @classmethod
    def _at_home(cls, value: object) -> object:
        if not isinstance(value, Path):
            return value
        try:
            return value.expanduser()
        except RuntimeError as error:
            raise ValueError("no such user") from error

    @property
    def library_folder(self) -> Path:
        """Folder of the shelf and of the search index."""
        return self.home / "library"


AnySettings = TypeVar("AnySettings", bound=LibrarySettings)


def read_settings(kind: type[AnySettings], **given: Any) -> AnySettings:  # noqa: ANN401  the values of the fields
    """The settings of a kind, with the fields ``given`` on the command line.

    Raises ``XinhuoError`` naming the variables that cannot be used.
    """
    try:
        return kind(**given)
    except ValidationError as error:
        names = dict.fromkeys(f"XINHUO_{part['loc'][0]}".upper() for part in error.errors() if part["loc"])
        raise XinhuoError(f"设置写得不对：{'、'.join(names)}。") from error
    except (OSError, UnicodeDecodeError) as error:
        raise XinhuoError("当前文件夹里的 .env 读不出来，请存成 UTF-8 文本。") from error
