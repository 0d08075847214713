"""What an untrusted file may cost, as the reading process gets it (no settings library is loaded there)."""

from dataclasses import dataclass

from index.errors import UnreadableFile

PART_BYTES = 64 * 2**20
"""The most that one part of an archive may expand to: 60 million bytes of markup hold a dozen long books."""
RATIO = 150
"""Expansion that no honest text reaches: deflate gives about 10 on Word's markup, 30 on the emptiest of it."""


@dataclass(frozen=True)
class Limits:
    """Bytes, characters, pages and seconds that one file may cost; ``scan_`` where pages are pictures."""

    expanded_bytes: int
    characters: int
    pages: int
    seconds: int
    memory_bytes: int
    scan_pages: int = 60
    scan_seconds: int = 900


def check_size(size: int, most: int) -> None:
    """Raises UnreadableFile for a file of more than ``most`` bytes."""
    if size > most:
        raise UnreadableFile(f"文件太大（{size / 2**20:.0f} MB），超过了 {most // 2**20} MB 的上限。")
