"""Which encoder a library uses, and the vectors that it makes for the library's passages."""

from collections.abc import Callable, Sequence

from index.encoding.apart import EncoderApart
from index.encoding.encoder import Encoder
from index.encoding.endpoint import EndpointEncoder, is_endpoint
from index.encoding.remembered import encode_once
from index.encoding.windows import Vectors, encode
from index.errors import ModelFileError
from index.meter import Tell
from index.model_files import find_encoder
from index.records import AddProgress
from index.search.background import Background, background
from index.settings import BUNDLED_ENCODER, LibrarySettings
from index.shelf.shelf import Shelf

ENCODE_AT_ONCE = 64
"""Passages encoded between two reports of progress."""


class Encoding:
    """The encoder that is set, as far as its weights are here and the library's vectors are its own."""

    def __init__(
        self, settings: LibrarySettings, shelf: Shelf, encoder: Encoder | None, *, apart: bool = False
    ) -> None:
        self._settings = settings
        self._shelf = shelf
        self._encoder = encoder
        self._given = encoder is not None
        self._make: type[Encoder] = EncoderApart if apart else Encoder
        self._background: Background | None = None

    def usable(self) -> Encoder | None:
        """The encoder, if its weights are on this machine and it is the one that made the library's vectors."""
        encoder = self._found()
        return None if encoder is None or self.made_by_another(encoder) else encoder

    @property
    def outdated(self) -> bool:
        """Whether the vectors were made by another encoder than the one set."""
        encoder = self._found()
        return encoder is not None and self.made_by_another(encoder)

    def made_by_another(self, encoder: Encoder) -> bool:
        """Whether the library's vectors are another encoder's."""
        return self._shelf.get("encoder", encoder.identity) != encoder.identity

    def outside(self, encoder: Encoder) -> Background:
        """What lies outside the library's field, as ``encoder`` sees it."""
        if self._background is None:
            self._background = background(encoder, self._settings.models)
        return self._background

    def vectors(self, texts: Sequence[str], done: Callable[[float], None]) -> list[Vectors] | None:
        """Vectors of the texts' windows, or None while there is no encoder: they are made up for later.

        ``done`` hears the share (0–1) that is encoded.
        """
        encoder = self.usable()
        if encoder is None:
            return None
        vectors: list[Vectors] = []
        for start in range(0, len(texts), ENCODE_AT_ONCE):
            vectors += encode(encoder, texts[start : start + ENCODE_AT_ONCE])
            done(len(vectors) / len(texts))
        self._remember(encoder)
        return vectors

    def make_up(self, progress: Tell | None = None) -> int:
        """Encode all passages that still lack vectors; returns how many."""
        encoder = self.usable()
        samples = set(self._shelf.samples().values())
        done = 0
        while encoder is not None and (waiting := self._shelf.without_vectors(ENCODE_AT_ONCE)):
            texts = [s.passage.text for s in waiting]
            own = samples.issuperset(s.material for s in waiting)
            rows = encode_once(encoder, texts, self._settings.models) if own else encode(encoder, texts)
            self._shelf.set_vectors({s.passage_id: row for s, row in zip(waiting, rows, strict=True)})
            self._remember(encoder)
            done += len(waiting)
            if progress is not None:
                total = self._shelf.count()
                progress(AddProgress("", "编码", done, total, done / max(1, total)))
        return done

    def anew(self, progress: Tell | None = None) -> int:
        """Make all vectors anew with the encoder that is set; returns how many. Raises ``ModelFileError``."""
        encoder = self._found()
        if encoder is None:
            raise ModelFileError("检索用的编码器还没有下载，先运行一次添加或检索。")
        self._shelf.forget_vectors()
        self._shelf.set("encoder", encoder.identity)
        return self.make_up(progress)

    def close(self) -> None:
        """Let go of the encoder that was made here; one that was given is its giver's."""
        if self._encoder is not None and not self._given:
            self._encoder.close()

    def _found(self) -> Encoder | None:
        if self._encoder is None:
            if is_endpoint(self._settings.encoder):
                self._encoder = EndpointEncoder(self._settings.encoder)
            elif self._settings.encoder != BUNDLED_ENCODER:
                self._encoder = self._make(self._settings.encoder)
            elif (folder := find_encoder(self._settings.models)) is not None:
                self._encoder = self._make(folder)
        return self._encoder

    def _remember(self, encoder: Encoder) -> None:
        if not self._shelf.get("encoder"):
            self._shelf.set("encoder", encoder.identity)
