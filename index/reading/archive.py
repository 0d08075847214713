"""Zip archives opened with care: sizes checked before and while reading, names looked up and never extracted."""

import zipfile
import zlib
from pathlib import Path

from lxml import etree

from index.errors import UnreadableFile
from index.reading.limits import PART_BYTES, RATIO, Limits

_BOMB = "这个文件解压后大得不正常，可能是压缩炸弹，没有读取。"
_DAMAGED = "文件已损坏或不完整，读不出来。"
_SMALL = 4 * 2**20
_MOST_PARTS = 20_000


class Archive:
    """A zip file whose parts are read one by one, within limits."""

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise UnreadableFile(_DAMAGED) from error
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS or sum(info.file_size for info in infos) > limits.expanded_bytes:
            raise UnreadableFile(_BOMB)
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableFile("这个文件有密码保护，请先去掉密码再添加。")
        self._infos = {info.filename.replace("\\", "/").lstrip("/"): info for info in infos}
        self._most = min(PART_BYTES, limits.expanded_bytes)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all parts."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes | None:
        """Bytes of one part; None where there is no such part. Raises UnreadableFile on bombs and damage."""
        info = self._infos.get(name)
        if info is None:
            return None
        if info.file_size > self._most or (info.file_size > _SMALL and info.file_size > RATIO * info.compress_size):
            raise UnreadableFile(_BOMB)
        try:
            with self._zip.open(info) as part:
                data = part.read(self._most + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise UnreadableFile(_DAMAGED) from error
        if len(data) > self._most:
            raise UnreadableFile(_BOMB)
        return data

    def xml(self, name: str) -> "etree._Element | None":
        """Root element of one part; None where there is no such part."""
        data = self.read(name)
        return None if data is None else parse_xml(data)


def parse_xml(data: bytes) -> "etree._Element":
    """Root element of ``data``, with entities unresolved, nothing fetched, and no document type allowed."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:65536]:
        raise UnreadableFile("这个文件里有外部实体声明，不安全，没有读取。")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "emory" in str(error):
            raise MemoryError from error
        raise UnreadableFile(_DAMAGED) from error
