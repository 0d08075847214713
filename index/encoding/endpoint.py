"""Text to vectors by an endpoint that speaks OpenAI's protocol: for offices with a GPU or an embedding service."""

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from index.encoding.encoder import Encoder, encodable
from index.errors import ModelFileError

if TYPE_CHECKING:
    from langchain_openai import OpenAIEmbeddings

AT_ONCE = 64
_SECONDS = 60.0
_PREFIX = "openai:"


class EndpointEncoder(Encoder):
    """LangChain's ``OpenAIEmbeddings`` behind the encoder's face.

    ``name`` is ``openai:MODEL`` (address and key from ``OPENAI_BASE_URL``/``OPENAI_API_KEY``, or OpenAI itself), or
    ``http(s)://host/v1#MODEL``. Texts leave this machine, so it is used only where it was set. Errors are
    ``ModelFileError``.
    """

    @property
    def identity(self) -> str:
        """The same for the same address and model."""
        return "endpoint-" + hashlib.sha256(self.name.encode()).hexdigest()[:16]

    def _encode(self, texts: Sequence[str], kind: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, 0), np.float32)
        import openai

        try:
            rows = np.array(self._client().embed_documents([encodable(text) for text in texts]), np.float32)
        except (openai.OpenAIError, ValueError) as error:
            raise ModelFileError("检索用的向量接口没有回应或不认识这个模型，请检查 XINHUO_ENCODER。") from error
        norms = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.maximum(norms, 1e-12), np.float32)

    def _client(self) -> "OpenAIEmbeddings":
        from langchain_openai import OpenAIEmbeddings

        with self._lock:
            if self._endpoint is None:
                address, model = _address_and_model(self.name)
                self._endpoint = OpenAIEmbeddings(
                    model=model,
                    base_url=address,
                    check_embedding_ctx_length=False,  # it would fetch a tokenizer of OpenAI's
                    chunk_size=AT_ONCE,
                    timeout=_SECONDS,
                    max_retries=1,
                    **_quiet(address),
                )
            return self._endpoint

    _endpoint: "OpenAIEmbeddings | None" = None


def is_endpoint(name: str) -> bool:
    """Whether an encoder's name means an endpoint."""
    return name.startswith((_PREFIX, "http://", "https://"))


def _address_and_model(name: str) -> tuple[str | None, str]:
    if name.startswith(_PREFIX):
        return None, name.removeprefix(_PREFIX)
    address, _, model = name.partition("#")
    return address, model or "default"


def _quiet(address: str | None) -> dict[str, Any]:
    """What an address on this machine needs: no proxy, and a key that is not looked at."""
    import os

    import httpx

    given: dict[str, Any] = {}
    if address and not os.environ.get("OPENAI_API_KEY"):
        given["api_key"] = "none"
    if address and urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1"):
        given["http_client"] = httpx.Client(trust_env=False)
    return given
