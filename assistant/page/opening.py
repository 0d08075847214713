"""Library and writing model: opened in the background while the page is up, and exchanged for others."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from pydantic import SecretStr

from assistant.errors import ModelUnavailable
from assistant.page.choices import MOST_AT_ONCE, save_endpoint, save_others, with_choices
from assistant.page.text import size
from assistant.page.turns import Turns
from assistant.settings import Settings
from index.errors import XinhuoError
from index.settings import BUNDLED_ENCODER

if TYPE_CHECKING:
    from assistant.model import Model
    from index.library import Library
    from index.records import AddProgress

_ENDPOINT_DRAFTS = 10
_BUNDLED_DRAFTS = 1


class Opening:
    """Library and model, and how far they are. ``start`` opens them without waiting for them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = with_choices(settings)
        self.library: Library | None = None
        self.library_note = "资料库正在打开。"
        self.library_ready = False
        self.model: Model | None = None
        self.model_note = "写作模型正在准备。"
        self.turns = Turns(_BUNDLED_DRAFTS)
        self._library_opening = self._model_opening = True
        self._fetching = False
        self._opening = threading.Lock()
        self._shelving = threading.Lock()

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
            self.turns.limit = _BUNDLED_DRAFTS if self.settings.bundled else _ENDPOINT_DRAFTS
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
        """Let go of library and model."""
        if self.model:
            self.model.close()
        if self.library:
            self.library.close()

    def retry(self) -> None:
        """Try again to make the model ready."""
        threading.Thread(target=self.open_model, daemon=True).start()

    def note(self) -> str:
        """What the user should know of the model; "" when it is ready."""
        return self.model_note

    def still_opening(self) -> str:
        """What a draft should still wait for, "" for nothing."""
        if self._library_opening:
            return "样稿正在编目，编好就写。"
        return "写作模型正在启动，启动好就写。" if self._model_opening and not self._fetching else ""

    # others

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
