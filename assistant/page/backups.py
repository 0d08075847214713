"""Everything in one file, and back: works and library of the one local user, or a user's own works.

Bringing back never takes anything away: works that are there already stay as they are, the others are added.
"""

import json
import shutil
import tempfile
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.archive import Archive
from assistant.errors import BadDraft, not_written
from assistant.page.markup import button, dialog, esc, tag
from assistant.page.papers import Papers
from assistant.page.service import Service
from assistant.page.window import Window
from assistant.work import Work, work_from_dict
from index.errors import StorageFull, XinhuoError

WORKS, LIBRARY = "文稿.sqlite3", "资料库.sqlite3"
_BROKEN = "这不是薪火文稿的备份，或者文件坏了。"
_MOST_BYTES = 2**32

Kept = tuple[Sequence[tuple[Work, str]], Sequence[tuple[str, str]]]
"""The versions of a work with their names, and its chat."""


class Backups:
    """Backups of a service's archive and library."""

    def __init__(self, service: Service, papers: Papers) -> None:
        self.service = service
        self.papers = papers
        self._waiting: dict[str, Path] = {}

    def make(self, window: Window) -> None:
        """Hand over a copy: of everything for the one local user, of the owner's own works where there are more."""
        stamp = time.strftime("%Y%m%d-%H%M")
        alone = self.service.users is None
        name = f"薪火文稿备份{stamp}.{'zip' if alone else 'json'}"
        try:
            path = self.papers.downloads.place(name)
            if alone:
                self._pack(path)
            else:
                data = self.service.archive.owner_data(window.owner)
                path.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise StorageFull(not_written(name, error)) from error
        self.papers.offer(window, path)

    def _pack(self, path: Path) -> None:
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            works, shelf = Path(folder, WORKS), Path(folder, LIBRARY)
            self.service.archive.backup(works)
            if self.service.library is not None:
                self.service.library.backup(shelf)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
                for file in (works, shelf):
                    if file.is_file():
                        packed.write(file, file.name)

    def ask(self, window: Window, file: Path) -> None:
        """Look into a backup and ask what to bring back. Raises ``XinhuoError`` where it is none."""
        if self.service.users is not None:
            added = self._add_all(window.owner, _from_json(file))
            window.notice = f"已恢复：加回 {added} 份文稿，其余的本来就在。"
            return
        folder = self.papers.downloads.place("").parent / "backup"
        _unpack(file, folder)
        with Archive(folder / WORKS) as kept:
            count = len(kept.list(window.owner))
        self._waiting[window.owner] = folder
        library = (folder / LIBRARY).is_file()
        question = tag(
            "p", f"备份里有 {count} 份文稿{'和一个资料库' if library else ''}。现有的文稿一份不动，少了的加回来。"
        )
        warning = tag("p", "资料库会整个换成备份里的样子，备份之后上传的资料要重新上传。", class_="x-quiet")
        acts = button("恢复文稿", "restoreworks", kind="x-primary")
        acts += button("文稿和资料库都恢复", "restoreall") if library else ""
        acts += button("取消", "close")
        window.dialog = dialog("恢复备份", question, warning if library else "", tag("div", acts, class_="x-next"))

    def bring_back(self, window: Window, *, library: bool) -> None:
        """Bring back what was asked about."""
        folder, window.dialog = self._waiting.pop(window.owner, None), ""
        if folder is None:
            raise XinhuoError("请再选一次备份文件。")
        with Archive(folder / WORKS) as kept:
            works = [_of_archive(kept, entry.work_id, window.owner) for entry in kept.list(window.owner)]
        added = self._add_all(window.owner, works)
        told = f"已恢复：加回 {added} 份文稿，其余的本来就在。"
        if library:
            window.pursue("正在恢复资料库。", lambda: self._bring_library(folder / LIBRARY))
            told += "资料库正在换回。"
        else:
            shutil.rmtree(folder, ignore_errors=True)
        window.notice = told

    def _bring_library(self, file: Path) -> None:
        from index.backup import restore

        self.service.reopen_library(lambda: restore(self.service.settings, file))

    def _add_all(self, owner: str, works: Sequence[Kept]) -> int:
        archive = self.service.archive
        known = [archive.load(entry.work_id, owner).work for entry in archive.list(owner)]
        missing = [kept for kept in works if kept[0] and kept[0][-1][0] not in known]
        for versions, messages in reversed(missing):
            _add(archive, owner, versions, messages)
        return len(missing)


def _add(
    archive: Archive, owner: str, versions: Sequence[tuple[Work, str]], messages: Sequence[tuple[str, str]]
) -> None:
    first, name = versions[0]
    work_id, number = archive.create(owner, first), 1
    for work, called in versions[1:]:
        if name:
            archive.name_version(work_id, owner, number, name)
        number, name = archive.save(work_id, owner, work, number, "model"), called
    if name:
        archive.name_version(work_id, owner, number, name)
    for role, text in messages:
        archive.add_message(work_id, owner, role, text)


def _of_archive(archive: Archive, work_id: str, owner: str) -> Kept:
    entries = sorted(archive.versions(work_id, owner), key=lambda entry: (entry.current, entry.number))
    versions = [(archive.version(work_id, owner, entry.number), entry.name) for entry in entries]
    return versions, [(message.role, message.text) for message in archive.messages(work_id, owner)]


def _from_json(file: Path) -> list[Kept]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return [_of_json(work) for work in data["works"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadDraft(_BROKEN) from error


def _of_json(work: Mapping[str, Any]) -> Kept:
    versions = [(work_from_dict(version["work"]), str(version["name"])) for version in work["versions"]]
    return versions, [(str(message["role"]), str(message["text"])) for message in work["messages"]]


def _unpack(file: Path, folder: Path) -> None:
    """The two files of a backup in ``folder``; a plain archive file is taken for a backup of the works alone."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as packed:
                for name in (WORKS, LIBRARY):
                    _extract(packed, name, folder)
        elif file.read_bytes()[:16] == b"SQLite format 3\0":
            shutil.copyfile(file, folder / WORKS)
    except (OSError, zipfile.BadZipFile) as error:
        raise BadDraft(_BROKEN) from error
    if not (folder / WORKS).is_file():
        raise BadDraft(_BROKEN)


def _extract(packed: zipfile.ZipFile, name: str, folder: Path) -> None:
    if name in packed.namelist() and packed.getinfo(name).file_size <= _MOST_BYTES:
        with packed.open(name) as source, (folder / name).open("wb") as target:
            shutil.copyfileobj(source, target)


def about_backup(*, alone: bool) -> str:
    """What a backup holds, in words."""
    held = "全部文稿、版本、对话和资料库" if alone else "您自己的全部文稿、版本和对话"
    return esc(f"把{held}存成一个文件。建议每月存一次，放到另一个盘里。")
