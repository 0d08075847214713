"""What stands behind the page: archive, library, model and the desks, opened in the background while the page is up."""

import logging
import shutil
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from pydantic import SecretStr

from assistant.archive import Archive
from assistant.chat.flow import Writes
from assistant.errors import ModelUnavailable
from assistant.events import Event
from assistant.page.choices import MOST_AT_ONCE, save_endpoint, save_others, with_choices
from assistant.page.desk import Desk
from assistant.page.house import HouseProfiles
from assistant.page.text import size
from assistant.page.turns import QueuedWriter, Turns
from assistant.report import Report
from assistant.settings import Settings
from assistant.work import Work
from index.errors import XinhuoError
from index.material import GENRES, StoredPassage
from index.ownership import uploads_folder
from index.settings import BUNDLED_ENCODER

if TYPE_CHECKING:
    from assistant.conversation import Conversation
    from assistant.model import Model
    from assistant.users import Users
    from index.library import Library
    from index.records import AddProgress
    from index.views import View

logger = logging.getLogger(__name__)

LOCAL_OWNER = "local"
_ENDPOINT_DRAFTS = 10
_BUNDLED_DRAFTS = 1
_RESULTS = 10


class Service:
    """Everything the page needs, shared by all its users. ``start`` opens the slow parts without waiting for them."""

    def __init__(self, settings: Settings, archive: Archive) -> None:
        self.settings = with_choices(settings)
        self.users = _users(self.settings)
        self.archive = archive
        self.library: Library | None = None
        self.library_note = "资料库正在打开。"
        self.model: Model | None = None
        self.model_note = "写作模型正在准备。"
        # A desk lasts while a window shows it or something is written on it; all else of it is in the archive.
        self._desks: WeakValueDictionary[tuple[str, str], Desk] = WeakValueDictionary()
        self._lock = threading.Lock()
        self.library_ready = False
        self._library_opening = self._model_opening = True
        self._fetching = False
        self._turns = Turns(_BUNDLED_DRAFTS)
        self._opening = threading.Lock()
        self.house = HouseProfiles(self.settings.home / "profiles", archive)
        self._shelving = threading.Lock()
        self._unfolding = threading.Lock()

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

    # opening

    def start(self) -> None:
        """Open library and model in the background, and be ready for the first message."""
        for task in (self._open_library, self.open_model, _learn):
            threading.Thread(target=task, daemon=True).start()

    def _open_library(self) -> None:
        # One at a time: what a slower, older opening has to say must not stand over the newer one's words.
        with self._shelving:
            self._library_opening = True
            self._open_and_catalogue()

    def _open_and_catalogue(self) -> None:
        from index.library import Library
        from index.model_files import fetch_encoder, find_encoder

        try:
            self.library = library = Library.open(self.settings, apart=True)
            self.library_note = "资料正在编目，第一次约要一分钟；编好之前先按字面找。"
            if self.settings.encoder == BUNDLED_ENCODER and find_encoder(self.settings.models) is None:
                fetch_encoder(self.settings.models)
            if library.needs_reencoding:
                library.reencode(self._reencoded)
            library.make_ready()
            self.library_note = ""
        except XinhuoError as error:
            self.library_note = str(error)
        finally:
            self.library_ready = self.library is not None
            self._library_opening = False

    def _reencoded(self, progress: "AddProgress") -> None:
        self.library_note = f"资料正在重新编目（{round(100 * progress.share)}%）；编好之前先按字面找。"

    def reopen_library(self, between: Callable[[], object] | None = None) -> None:
        """Close the library, do something with its files, open it again; searches meanwhile say why they wait."""
        library, self.library, self.library_ready = self.library, None, False
        self.library_note = "资料库正在打开。"
        if library:
            library.close()
        try:
            if between:
                between()
        finally:
            threading.Thread(target=self._open_library, daemon=True).start()

    def open_model(self) -> None:
        """Make the writing model ready; ``model_note`` says what hinders it, in words for the user."""
        from assistant.model import open_model
        from assistant.writing.writer import warm

        with self._opening:
            old, self.model = self.model, None
            if old:
                old.close()
            self.model_note, self._model_opening, self._fetching = "写作模型正在准备。", True, False
            self._turns.limit = _BUNDLED_DRAFTS if self.settings.bundled else _ENDPOINT_DRAFTS
            try:
                self.model = open_model(self.settings, self._fetched)
                self.model_note = ""
                self._model_opening = False
                warm(self.model)
            except XinhuoError as error:
                self.model_note = str(error)
            finally:
                self._model_opening = False

    def _fetched(self, done: int, total: int) -> None:
        self._fetching = done < total
        share = f"{100 * done // total}%，共 {size(total)}" if total else size(done)
        self.model_note = f"本地模型还没下载完（{share}）。现在可以先整理要点、查样稿。"

    def close(self) -> None:
        """Let go of everything."""
        if self.model:
            self.model.close()
        if self.library:
            self.library.close()
        self.archive.close()

    def retry(self) -> None:
        """Try again to make the model ready."""
        threading.Thread(target=self.open_model, daemon=True).start()

    def genres(self) -> list[str]:
        """What can be written: the genres that came with the program, then the office's own."""
        from assistant.writing.genres import genres

        return list(dict.fromkeys([*GENRES, *genres(self.settings.home / "genres")]))

    # writing

    def _write_with(self, owner: str) -> Writes:
        """A writer with what is open by now, and with the samples that the user sees."""
        from assistant.writing.writer import Writer

        return Writer(self.model, self.seen_by(owner) if self.library_ready else None, self.settings)

    def _still_opening(self) -> str:
        if self._library_opening:
            return "样稿正在编目，编好就写。"
        return "写作模型正在启动，启动好就写。" if self._model_opening and not self._fetching else ""

    def conversation(self, owner: str) -> "Conversation":
        """Who carries out what the user says, with what is open by now."""
        from assistant.conversation import Conversation

        return Conversation(self.writer(owner), self.settings)

    def writer(self, owner: str) -> QueuedWriter:
        """The writer; it takes its turn."""
        return QueuedWriter(lambda: self._write_with(owner), self._turns, self._still_opening)

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

    def note(self) -> str:
        """What the user should know of the model; "" when it is ready."""
        return self.model_note

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

    # endpoint

    def use_endpoint(self, base_url: str, model: str, key: str) -> None:
        """Write with another endpoint from now on; an empty address means the bundled engine, an empty key the old."""
        api_key = SecretStr(key) if key else self.settings.api_key
        changed = {"base_url": base_url.strip(), "model": model.strip(), "api_key": api_key}
        self.settings = self.settings.model_copy(update=changed)
        save_endpoint(self.settings)
        threading.Thread(target=self.open_model, daemon=True).start()

    def use_encoder(self, encoder: str) -> None:
        """Encode the library with another encoder from now on; "" means the one that came with the program."""
        chosen = encoder.strip() or BUNDLED_ENCODER
        if chosen != self.settings.encoder:
            self.settings = self.settings.model_copy(update={"encoder": chosen})
            save_others(self.settings)
            self.reopen_library()

    def use_concurrency(self, number: int) -> None:
        """Write at most ``number`` sections at the same time from now on."""
        chosen = max(1, min(MOST_AT_ONCE, number))
        if chosen != self.settings.concurrency:
            self.settings = self.settings.model_copy(update={"concurrency": chosen})
            save_others(self.settings)
            threading.Thread(target=self.open_model, daemon=True).start()

    def try_endpoint(self, base_url: str, model: str, key: str) -> str:
        """One sentence on whether an endpoint answers."""
        from assistant.model import model_status

        api_key = SecretStr(key) if key else self.settings.api_key
        changed = {"base_url": base_url.strip(), "model": model.strip(), "api_key": api_key}
        try:
            status = model_status(self.settings.model_copy(update=changed))
        except ModelUnavailable as error:
            return str(error)
        if status.answers:
            return f"能连上：{status.name or '本地模型'}。"
        return status.message or "没有回应。"


def _learn() -> None:
    from assistant.chat.likeness import likeness

    likeness()


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
