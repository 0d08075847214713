"""What stands behind the page: users, archive, library, model and the desks."""

import shutil
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from assistant.archive import Archive
from assistant.chat.flow import Writes
from assistant.events import Event
from assistant.page.desk import Desk
from assistant.page.house import HouseProfiles
from assistant.page.opening import Opening
from assistant.page.turns import QueuedWriter
from assistant.report import Report
from assistant.settings import Settings
from assistant.work import Work
from index.errors import XinhuoError
from index.material import GENRES, StoredPassage
from index.shelf.ownership import uploads_folder

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.users import Users
    from index.views import View

LOCAL_OWNER = "local"
_RESULTS = 10


class Service(Opening):
    """Everything the page needs, shared by all its users: whose it is, what writes, and the desks."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        super().__init__(settings)
        self.users = _users(self.settings)
        self.archive = archive
        self.house = HouseProfiles(self.settings.home / "profiles", archive)
        # A desk lasts while a window shows it or something is written on it; all else of it is in the archive.
        self._desks: WeakValueDictionary[tuple[str, str], Desk] = WeakValueDictionary()
        self._lock = threading.Lock()
        self._unfolding = threading.Lock()

    def close(self) -> None:
        """Let go of everything."""
        super().close()
        self.archive.close()

    def owner(self, username: str) -> str:
        """Whose desk a logged-in name opens. Raises ``XinhuoError`` where the name is no user any more."""
        if self.users is None:
            return LOCAL_OWNER
        name = unicodedata.normalize("NFKC", username.strip())
        if self.users.mark(name) is None:
            raise XinhuoError("这个用户名已经停用，请找管理员。")
        return name

    def administrator(self, owner: str) -> bool:
        """Whether the owner may change what is shared by all: the one local user, or the first of the users."""
        return self.users is None or owner == self.users.administrator

    def genres(self) -> list[str]:
        """What can be written: the genres that came with the program, then the office's own."""
        from assistant.writing.genres import genres

        return list(dict.fromkeys([*GENRES, *genres(self.settings.home / "genres")]))

    # writing

    def _write_with(self, owner: str) -> Writes:
        """A writer with what is open by now, and with the samples that the user sees."""
        from assistant.writing.writer import Writer

        return Writer(self.model, self.seen_by(owner) if self.library_ready else None, self.settings)

    def conversation(self, owner: str) -> "Conversation":
        """Who carries out what the user says, with what is open by now."""
        from assistant.conversation import Conversation

        return Conversation(self.writer(owner), self.settings)

    def writer(self, owner: str) -> QueuedWriter:
        """The writer; it takes its turn."""
        return QueuedWriter(lambda: self._write_with(owner), self.turns, self.still_opening)

    def say(self, desk: Desk, text: str, files: Sequence[Path] = ()) -> bool:
        """Carry out a turn of the chat in the background; False where one is running."""
        history = [(line.role, line.text) for line in desk.lines]

        def begin(work: Work, stop: threading.Event) -> Iterator[Event]:
            return self.conversation(desk.owner).turn(work, history, text, files, stop)

        return self._start(desk, text, begin)

    def outline(self, desk: Desk) -> bool:
        """Make an outline in the background."""
        return self._button(desk, "看提纲")

    def write(self, desk: Desk, *, resume: bool = False) -> bool:
        """Write the draft in the background; ``resume`` keeps the sections that are finished."""
        return self._button(desk, "继续" if resume else "直接写")

    def _button(self, desk: Desk, text: str) -> bool:
        """A button is a message that needs no words in the chat."""
        history = [(line.role, line.text) for line in desk.lines]

        def begin(work: Work, stop: threading.Event) -> Iterator[Event]:
            return self.conversation(desk.owner).turn(work, history, text, (), stop)

        return self._start(desk, "", begin)

    def revise(self, desk: Desk, ask: str, selection: str) -> bool:
        """Ask for a change in the background; it ends as a proposal."""

        def begin(work: Work, _: threading.Event) -> Iterator[Event]:
            return self.writer(desk.owner).revise(work, ask, selection)

        return self._start(desk, ask, begin)

    def example(self, desk: Desk, theme: str) -> bool:
        """Look for an example paragraph in the background."""

        def begin(work: Work, _: threading.Event) -> Iterator[Event]:
            yield self.writer(desk.owner).example(theme, work.brief.unit)

        return self._start(desk, "", begin)

    @staticmethod
    def _start(desk: Desk, text: str, begin: Callable[[Work, threading.Event], Iterator[Event]]) -> bool:
        with desk.lock:
            if desk.busy:
                return False
            if text:
                desk.say("user", text)
            return desk.start(begin)

    # desks

    def desk(self, owner: str, work_id: str = "") -> Desk:
        """The desk with that work, the one shared by all windows; "" is an empty one."""
        if not work_id:
            return Desk(self.archive, owner, self.check)
        # Judging a long work takes a while: those who open one wait for each other, nobody else does.
        with self._unfolding:
            desk = self._desks.get((owner, work_id))
            if desk is None:
                desk = Desk(self.archive, owner, self.check)
                desk.open(work_id)
                self.keep(desk)
        return desk

    def keep(self, desk: Desk) -> None:
        """Share a desk that has got its work by now."""
        if desk.work_id:
            with self._lock:
                self._desks.setdefault((desk.owner, desk.work_id), desk)

    def last(self, owner: str) -> Desk:
        """What the owner had on the desk last, or an empty desk."""
        return self.desk(owner, self.archive.last_opened(owner) or "")

    def check(self, work: Work) -> Report | None:
        """The findings on a draft: no model needed."""
        from assistant.review import review

        return review(work) if work.draft else None

    def seen_by(self, owner: str) -> "View | None":
        """The library as a user sees it; None while it is not open."""
        from index.views import View

        library = self.library
        if library is None:
            return None
        if self.library_ready:
            library.wake()  # whoever looks at the library, or writes, will search
        return View(library, owner)

    def search(self, query: str, owner: str) -> tuple[bool, Sequence[StoredPassage]]:
        """Whether anything that the user sees fits, and the passages.

        By the letter alone while the library is still being catalogued.

        Raises ``XinhuoError`` where the library cannot be searched.
        """
        seen = self.seen_by(owner)
        if seen is None:
            raise XinhuoError(self.library_note)
        if not self._library_opening:
            found = seen.search(query, k=_RESULTS)
            return found.confident, found.passages
        return True, by_letter(query, seen.dump())[:_RESULTS]

    def keep_uploads(self, files: Sequence[Path], owner: str) -> list[Path]:
        """Copies of a user's files under their own names, so that a newer one takes the place of an older."""
        folder = uploads_folder(self.settings.home, owner)
        folder.mkdir(parents=True, exist_ok=True)
        return [Path(shutil.copy(file, folder / file.name)) for file in files]


def _users(settings: Settings) -> "Users | None":
    if settings.users is None:
        return None
    from assistant.users import Users

    return Users(settings.users)


def by_letter(query: str, passages: Sequence[StoredPassage]) -> list[StoredPassage]:
    """The passages that hold pairs of characters of ``query``, those with the most first."""
    pairs = {query[i : i + 2] for i in range(len(query) - 1) if not query[i : i + 2].isspace()} or {query}
    ranked = [(sum(pair in stored.passage.text for pair in pairs), stored) for stored in passages]
    return [stored for hits, stored in sorted(ranked, key=lambda item: -item[0]) if hits]
