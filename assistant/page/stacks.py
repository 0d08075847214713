"""What the library tab does: upload, look into, tag, keep against the cleaning, remove, search."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.page import shelves
from assistant.page.markup import note
from assistant.page.service import Service
from assistant.page.window import Window
from index.errors import XinhuoError
from index.records import Added, Material

if TYPE_CHECKING:
    from index.library import Library
    from index.views import View

Shown = tuple[str, str]


class Stacks:
    """The library as the tab shows it. Every answer is HTML: of the messages above the list, and of the list."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def show(self, window: Window) -> str:
        """List and chart of what is in the library, with what is opened in it."""
        library, seen = self.service.library, self.service.seen_by(window.owner)
        if library is None or seen is None:
            return note(self.service.library_note)
        pairs = [(stored.passage.genre, stored.passage.themes) for stored in seen.dump()]
        opened = self._opened(window, library, seen) if window.opened else ""
        listed = shelves.materials(seen.list(), window.opened, opened, window.sorted_by)
        about = note(self.service.library_note) if self.service.library_note else ""
        return about + listed + shelves.chart(pairs)

    def _opened(self, window: Window, library: "Library", seen: "View") -> str:
        material = next((m for m in seen.list() if m.material == window.opened), None)
        if material is None:
            window.opened = ""
            return ""
        stored = [s for s in seen.dump() if s.material == window.opened]
        texts = [(" › ".join((s.article, *s.passage.headings)), s.passage.text) for s in stored]
        dropped = library.kept_and_dropped(window.opened).dropped
        return shelves.opened(material, texts, dropped, again=_file_of(material) is not None)

    def search(self, window: Window, query: str) -> Iterator[str]:
        """Results for a query."""
        query = query.strip()
        if not query:
            yield ""
            return
        yield note("正在找")
        try:
            confident, passages = self.service.search(query, window.owner)
        except XinhuoError as error:
            yield note(str(error))
        else:
            about = note(self.service.library_note) if self.service.library_note else ""
            yield about + shelves.found(query, confident, passages)

    def upload(self, window: Window, files: Sequence[str], private: bool = False) -> Iterator[tuple[str, str | None]]:
        """Add uploaded files one by one, telling how far it is: messages, and the list at the end.

        ``private`` ones are seen by nobody but the user of the window.
        """
        library = self.service.library
        if library is None:
            yield note(self.service.library_note), None
            return
        results: list[Added] = []
        try:
            kept = self.service.keep_uploads([Path(file) for file in files], window.owner)
        except OSError:
            yield note("没能收下：数据文件夹不能写入，请看磁盘空间和文件夹权限。"), None
            return
        for number, file in enumerate(kept):
            yield shelves.adding(number, len(kept), file.name) + shelves.added(results), None
            results += library.add([file], owner=window.owner if private else "", added_by=window.owner)
        yield shelves.added(results), self.show(window)

    def act(self, window: Window, said: Mapping[str, str]) -> Shown:
        """A button of the list; a message ("" for none), and the list as it is then."""
        library = self.service.library
        if library is None:
            return note(self.service.library_note), ""
        try:
            message = self._do(window, library, said)
        except XinhuoError as error:
            message = note(str(error))
        return message, self.show(window)

    def _do(self, window: Window, library: "Library", said: Mapping[str, str]) -> str:
        name = said.get("id", "")
        material = next((m for m in library.list(window.owner) if m.material == name), None)
        match said.get("act"):
            case "look":
                window.opened = "" if window.opened == name else name
            case "shut":
                window.opened = ""
            case "sort":
                window.sorted_by = name
            case "tag" if material:
                library.tag(name, said.get("text", "").replace("，", " ").replace("、", " ").split())
            case "keepall" if material:
                return self._keep_all(window, library, material)
            case "forget" if material:
                if not library.remove([name], by=None if self.service.administrator(window.owner) else window.owner):
                    raise XinhuoError("共用的资料只有管理员和上传的人能移除。")
                return note("已移除。")
        return ""

    @staticmethod
    def _keep_all(window: Window, library: "Library", material: Material) -> str:
        file = _file_of(material)
        if file is None:
            raise XinhuoError("原来的文件不在了，请再上传一次。")
        results = library.add([file], whole=True, owner=material.owner, added_by=material.added_by)
        window.opened = next((m.material for m in library.list(window.owner) if _file_of(m) == file), "")
        return shelves.added(results)


def _file_of(material: Material) -> Path | None:
    """The file that a material was read from, where it is still there."""
    file = Path(material.path) if material.path and not material.sample else None
    return file if file is not None and file.is_file() else None
