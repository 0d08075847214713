"""What can go wrong between the writer and a model: named, bounded, and said in one plain sentence."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import httpx

from assistant.errors import ModelUnavailable

LONGEST_WAIT = 20.0  # seconds that a Retry-After is obeyed; whoever asks for more is asked again by the user
MAX_BYTES = 16_000_000  # of one answer: a section of 4,000 tokens takes about one million bytes as a stream of events

Kind = Literal["refused", "busy", "broken", "down", "slow", "odd"]


@dataclass(frozen=True)
class Fault:
    """One failed request. ``again`` says whether asking once more can help, ``wait`` how many seconds to wait at least.

    ``said`` is a whole sentence for the user.
    """

    kind: Kind
    said: str
    again: bool = True
    wait: float = 0.0


def fault_of(error: BaseException) -> Fault:
    """What ``error``, raised by any provider's client, means."""
    if isinstance(error, ModelUnavailable):
        return Fault("refused", str(error), again=False)
    status = getattr(error, "status_code", None)
    if isinstance(status, int):
        return _of_status(status, error)
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"APITimeoutError", "TimeoutException", "TimeoutError"}:
        return Fault("slow", "写作模型太久没有写完。")
    if names & {"APIConnectionError", "ConnectError", "ConnectionError"}:
        return Fault("down", "连不上写作模型。")
    if names & {"TransportError", "StreamError"}:
        return Fault("broken", "写作模型的回答中途断了。")
    return Fault("odd", "写作模型的回答读不懂。")


def _of_status(status: int, error: BaseException) -> Fault:
    if status in (401, 403):
        return Fault("refused", "写作模型不认这个密钥，请检查后重填。", again=False)
    if status == 429:
        return Fault("busy", "写作模型那边太忙，请过一会儿再试。", wait=_retry_after(error))
    if status >= 500 or status == 408:
        return Fault("broken", f"写作模型那边出错了（{status}），请稍后再试。", wait=_retry_after(error))
    return Fault("refused", f"写作模型不接受这样的请求（{status}），请检查地址和模型的名字。", again=False)


def _retry_after(error: BaseException) -> float:
    """Seconds that the answer asks to wait, from 0 to ``LONGEST_WAIT``; a date or nonsense counts as 0."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        seconds = float(headers.get("retry-after", 0))
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else 0.0


class BoundedClient(httpx.Client):
    """A client whose answers end: after ``seconds`` in all and ``MAX_BYTES``, however much keeps trickling in.

    A read timeout alone does not bound a stream that sends a comment or an empty piece now and then.
    """

    def __init__(self, seconds: float, *, trust_env: bool = True) -> None:
        super().__init__(timeout=seconds, trust_env=trust_env)
        self._seconds = seconds

    def send(self, request: httpx.Request, *, stream: bool = False, **options: Any) -> httpx.Response:  # noqa: ANN401
        """As ``httpx.Client.send``; raises ``httpx.ReadTimeout`` or ``httpx.ReadError`` past the bounds."""
        response = super().send(request, stream=True, **options)
        if isinstance(response.stream, httpx.SyncByteStream):
            response.stream = _Bounded(response.stream, time.monotonic() + self._seconds, request)
        if not stream:
            try:
                response.read()
            finally:
                response.close()
        return response


class _Bounded(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, end: float, request: httpx.Request) -> None:
        self._inner = inner
        self._end = end
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for piece in self._inner:
            size += len(piece)
            if time.monotonic() > self._end:
                raise httpx.ReadTimeout("the answer takes too long", request=self._request)
            if size > MAX_BYTES:
                raise httpx.ReadError("the answer is too large", request=self._request)
            yield piece

    def close(self) -> None:
        self._inner.close()
