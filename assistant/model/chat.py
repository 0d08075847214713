"""The chat model that writes: chosen by the settings, built by LangChain's ``init_chat_model``."""

import ipaddress
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import httpx

from assistant.errors import ModelUnavailable
from assistant.model.faults import BoundedClient
from assistant.settings import Settings
from index.model_files import fetch_gguf, find_gguf

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.model.local import Engine

logger = logging.getLogger(__name__)

ENDPOINT_CONTEXT = 16_384


@dataclass(frozen=True)
class Model:
    """A chat model and what the writer must know of it.

    ``parallel`` is how many requests run at once, ``grammar`` whether a GBNF grammar in ``extra_body`` is obeyed,
    ``context_tokens`` the room of one request, ``small`` whether it should be asked for little at a time.
    """

    chat: "BaseChatModel"
    name: str
    parallel: int
    grammar: bool = False
    context_tokens: int = ENDPOINT_CONTEXT
    small: bool = False
    engine: "Engine | None" = None
    clients: tuple[httpx.Client, ...] = ()

    def recover(self) -> bool:
        """Restart the bundled engine if it died. True where the same request may now be tried again."""
        return self.engine is not None and self.engine.restart_if_dead()

    def share(self, messages: Sequence[Mapping[str, str]]) -> bool:
        """Let the bundled engine evaluate the common beginning of coming requests once. False where that is unknown."""
        return self.engine is not None and self.engine.share(messages)

    def close(self) -> None:
        """Stop the bundled engine and close our own connections."""
        for client in self.clients:
            client.close()
        if self.engine:
            self.engine.close()


@dataclass(frozen=True)
class ModelStatus:
    """Where the model comes from. ``present`` is False where weights have yet to be fetched or a name is missing."""

    kind: Literal["bundled", "endpoint"]
    name: str
    present: bool
    answers: bool
    path: str = ""
    bytes: int = 0
    message: str = ""


def open_model(settings: Settings, progress: Callable[[int, int], None] | None = None) -> Model:
    """The model that the settings name, ready to answer.

    The bundled engine's weights are fetched first where they are missing; ``progress`` hears bytes done and in all.
    Raises ``ModelUnavailable`` or ``index.errors.ModelFileError``.
    """
    if not settings.bundled:
        return _endpoint(settings)
    path = find_gguf(settings.models, settings.gguf) or fetch_gguf(settings.models, progress or _silent)
    return _bundled(path, settings)


def model_status(settings: Settings, *, ask: bool = True) -> ModelStatus:
    """Where the model comes from and whether it answers; nothing is fetched. ``ask=False`` sends no request."""
    if settings.bundled:
        return _bundled_status(settings)
    try:
        answers, message = (_ping(settings), "") if ask else (False, "")
    except ModelUnavailable as error:
        answers, message = False, str(error)
    return ModelStatus("endpoint", settings.model, bool(settings.model), answers, settings.base_url, message=message)


def _bundled_status(settings: Settings) -> ModelStatus:
    path = find_gguf(settings.models, settings.gguf)
    if path is None:
        return ModelStatus("bundled", "", False, False, message="本地写作模型还没有下载。")
    return ModelStatus("bundled", path.stem, True, True, str(path), path.stat().st_size)


def _bundled(path: Path, settings: Settings) -> Model:
    from assistant.model.local import SLOT_TOKENS, Engine

    engine = Engine(path, slots=settings.concurrency)
    seconds = settings.request_seconds * settings.concurrency
    client = BoundedClient(seconds, trust_env=False)
    chat = _chat(
        "bundled",
        "openai",
        base_url=engine.base_url,
        api_key=engine.key,
        timeout=seconds,
        max_retries=0,
        stream_usage=True,
        http_client=client,
    )
    name = path.stem
    return Model(chat, name, settings.concurrency, True, SLOT_TOKENS, small=True, engine=engine, clients=(client,))


def _endpoint(settings: Settings) -> Model:
    if not settings.model:
        raise ModelUnavailable("设置了写作模型的地址，还要用 XINHUO_MODEL 写明模型的名字。")
    options: dict[str, Any] = {"timeout": settings.request_seconds, "max_retries": 0}
    clients: tuple[httpx.Client, ...] = ()
    if settings.provider == "openai":
        key = settings.api_key.get_secret_value() or "none"
        options |= {"base_url": settings.base_url, "api_key": key, "stream_usage": True}
        clients = (BoundedClient(settings.request_seconds, trust_env=not _is_loopback(settings.base_url)),)
        options["http_client"] = clients[0]
    elif key := settings.api_key.get_secret_value():
        options["api_key"] = key
    chat = _chat(settings.model, settings.provider, **options)
    return Model(chat, settings.model, settings.concurrency, clients=clients)


def _chat(name: str, provider: str, **options: Any) -> "BaseChatModel":  # noqa: ANN401
    from langchain.chat_models import init_chat_model

    try:
        chat: BaseChatModel = init_chat_model(name, model_provider=provider, **options)
    except ImportError as error:
        raise ModelUnavailable(f"没有安装“{provider}”的接口包，请安装 langchain-{provider}。") from error
    except ValueError as error:
        raise ModelUnavailable(f"不认识写作模型的提供方“{provider}”。") from error
    return chat


def _ping(settings: Settings) -> bool:
    """Ask an OpenAI-compatible endpoint for its models; raises ``ModelUnavailable`` with the reason in plain words."""
    if settings.provider != "openai":
        return True
    headers = {"Authorization": f"Bearer {settings.api_key.get_secret_value() or 'none'}"}
    url = settings.base_url.rstrip("/") + "/models"
    try:
        with httpx.Client(trust_env=not _is_loopback(url), timeout=5) as client:
            status = client.get(url, headers=headers).status_code
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        logger.info("endpoint does not answer: %s", type(error).__name__)
        raise ModelUnavailable(f"连不上写作模型（地址 {settings.base_url}）。") from error
    if status in (401, 403):
        raise ModelUnavailable("写作模型不认这个密钥，请检查后重填。")
    if status >= 500:
        raise ModelUnavailable(f"写作模型那边出错了（{status}），请稍后再试。")
    return True


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""
