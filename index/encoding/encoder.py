"""Text to vectors, by any sentence-transformers model. The only importer of sentence_transformers."""

import hashlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from index.errors import ModelFileError
from index.put_off import put_off

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TOKENS_AT_ONCE = 1024
"""Tokens of a batch, its padding counted: few enough for the processor's caches. Passages of real papers took three
quarters of the time in batches of 4 instead of 16; their windows .80 of it in batches of 16, .73, .66 and .72 here at
512, 1024 and 2048."""

_E5_PROMPTS = {"query": "query: ", "document": "passage: "}
_BGE_ZH_PROMPTS = {"query": "为这个句子生成表示以用于检索相关文章：", "document": ""}
_FINGERPRINT_BYTES = 2**20


class Encoder(Embeddings):
    """A sentence-transformers model by name or folder, loaded at first use and from then on kept.

    Safe to call from several threads. A folder is read without any network; a name is looked for in the local cache
    first, and downloaded only if it is not there and ``HF_HUB_OFFLINE`` is not set. Errors are ``ModelFileError``.
    """

    def __init__(self, name_or_folder: str | Path) -> None:
        self.name = str(name_or_folder)
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None
        self._identity = ""

    @property
    def identity(self) -> str:
        """The same for the same weights wherever they lie: what a library remembers of the maker of its vectors."""
        self._identity = self._identity or self._fingerprint()
        return self._identity

    def _fingerprint(self) -> str:
        folder = Path(self.name)
        weights = folder / "model.safetensors"
        if not weights.is_file():
            return self.name
        with weights.open("rb") as file:
            header = int.from_bytes(file.read(8), "little")
            file.seek(8 + header)
            return "weights-" + hashlib.sha256(file.read(_FINGERPRINT_BYTES)).hexdigest()[:16]

    def wake(self) -> None:
        """Somebody will soon ask: a chance to make ready in the background. Returns at once."""

    def close(self) -> None:
        """Let go of the model."""
        self._model = None

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages, as LangChain wants them."""
        return [[float(x) for x in row] for row in self.documents(texts)]

    def embed_query(self, text: str) -> list[float]:
        """Vector of a question, as LangChain wants it."""
        return [float(x) for x in self.query(text)]

    def documents(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One normalised vector a row. Texts beyond the model's length (512 tokens) count with their beginning."""
        return self._encode(texts, "document")

    def query(self, text: str) -> NDArray[np.float32]:
        """The normalised vector of a question."""
        row: NDArray[np.float32] = self._encode([text], "query")[0]
        return row

    def _encode(self, texts: Sequence[str], kind: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, 0), np.float32)
        model = self._loaded()
        cleaned = [encodable(text) for text in texts]
        found: list[tuple[list[int], NDArray[np.float32]]] = []
        for batch in batches(_lengths(model, cleaned)):
            with self._lock:  # a question need not wait for all of a long file
                rows = model.encode(
                    [cleaned[i] for i in batch],
                    prompt_name=kind if kind in model.prompts else None,
                    batch_size=len(batch),
                    normalize_embeddings=True,
                    convert_to_numpy=True,
                    show_progress_bar=False,
                )
            found.append((batch, rows))
        vectors = np.empty((len(cleaned), found[0][1].shape[1]), np.float32)
        for batch, rows in found:
            vectors[batch] = rows
        return vectors

    def _loaded(self) -> "SentenceTransformer":
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def _load(self) -> "SentenceTransformer":
        is_folder = Path(self.name).is_dir()
        if is_folder or os.environ.get("HF_HUB_OFFLINE"):
            return self._construct(local_only=True)
        try:
            return self._construct(local_only=True)
        except ModelFileError:
            return self._construct(local_only=False)

    def _construct(self, local_only: bool) -> "SentenceTransformer":
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # idle threads must not spin beside the engine's
        with put_off("sklearn", "sklearn.metrics"):
            from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            model = SentenceTransformer(self.name, device="cpu", local_files_only=local_only, trust_remote_code=False)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise ModelFileError(f"检索用的编码器打不开：{self.name}。请检查名字或文件夹。") from error
        if not any(model.prompts.values()):
            model.prompts = _usual_prompts(self.name)
        return model


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of the texts of these lengths (in tokens), those of like length together: padding costs as text does."""
    found: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if found and lengths[n] * (len(found[-1]) + 1) <= TOKENS_AT_ONCE:
            found[-1].append(n)
        else:
            found.append([n])
    return found


def _lengths(model: "SentenceTransformer", texts: Sequence[str]) -> list[int]:
    """Tokens of each text; characters, where the model has a tokenizer of its own kind."""
    from transformers import PreTrainedTokenizerBase

    tokenizer = model.tokenizer
    if len(texts) == 1 or not isinstance(tokenizer, PreTrainedTokenizerBase):
        return [len(text) for text in texts]
    return [len(tokens) for tokens in tokenizer(list(texts), truncation=True, verbose=False)["input_ids"]]


def encodable(text: str) -> str:
    """The text without what breaks tokenizers: NUL, which ends it early, and lone surrogates, which raise."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8").strip() or " "


def _usual_prompts(name: str) -> dict[str, str]:
    """Prompts of the families that need some and often come without them (their model cards say so)."""
    lowered = name.lower()
    if "e5" in lowered and "instruct" not in lowered:
        return dict(_E5_PROMPTS)
    if "bge" in lowered and "zh" in lowered:
        return dict(_BGE_ZH_PROMPTS)
    return {"query": "", "document": ""}
