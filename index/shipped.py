"""The materials that come with the program."""

from importlib import resources
from pathlib import Path


def sample_files() -> list[Path]:
    """The materials that come with the program."""
    folder = Path(str(resources.files("index"))) / "samples"
    return sorted(folder.glob("*.md"))
