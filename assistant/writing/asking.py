"""Asking the model: one request as ``prompt | model``, streamed, stoppable, with a deadline, its tokens counted."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from assistant.errors import ModelUnavailable
from assistant.model import Model
from assistant.model.faults import Fault, fault_of
from assistant.prompt_files import chat_prompt

_LONGEST = 6  # times the asked length at which an answer is broken off: the model has lost its way
_PAUSE = 0.5  # seconds before a failed request is sent again, doubled each time
GRACE = 1.0  # seconds that running requests have to end after a stop
RESTARTED = "本地写作模型中断过一次，已经重新启动。"


@dataclass(frozen=True)
class Request:
    """One request: rendered texts, worked examples, a start the answer must have (only engines with grammar obey it).

    ``max_tokens`` bounds the answer, ``seconds`` the whole request, ``grammar`` is GBNF or "".
    """

    system: str
    request: str
    shots: tuple[tuple[str, str], ...] = ()
    start: str = ""
    grammar: str = ""
    max_tokens: int = 400
    temperature: float = 0.3
    stop: tuple[str, ...] = ()
    seconds: float = 120.0


@dataclass
class Usage:
    """Tokens and seconds of all requests so far; shared by threads."""

    prompt: int = 0
    completion: int = 0
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, prompt: int, completion: int, seconds: float) -> None:
        """Count one request."""
        with self.lock:
            self.prompt += prompt
            self.completion += completion
            self.seconds += seconds


class Asker:
    """Sends requests to one model, at most ``model.parallel`` at a time.

    ``trouble`` is "" or one sentence for the user: the last thing that went wrong. A model that refuses, or fails twice
    as often in a row as it may be asked at once, is asked no more.
    """

    def __init__(self, model: Model, usage: Usage, *stops: threading.Event) -> None:
        self._model = model
        self._usage = usage
        self._stops = stops
        self._pool = ThreadPoolExecutor(max_workers=max(1, model.parallel), thread_name_prefix="writing")
        self._failures = 0
        self._given_up: Fault | None = None
        self.trouble = ""

    @property
    def model(self) -> Model:
        """The model that is asked."""
        return self._model

    @property
    def stopped(self) -> bool:
        """Whether nothing more shall be asked."""
        return any(stop.is_set() for stop in self._stops)

    def share(self, requests: Sequence[Request]) -> None:
        """Where ``requests`` differ only in how their answers start, let the model read the rest once for all."""
        if len({(r.system, r.shots, r.request) for r in requests}) == 1 and len(requests) > 1:
            self._model.share(messages_of(requests[0]))

    def pause_after(self, error: BaseException | None, attempt: int) -> float | None:
        """Seconds after which the request of the ``attempt``th failure may be sent again, None where it should not be.

        ``error`` is None where the model answered, though nothing usable. A dead bundled engine is started again.
        """
        if error is None:
            return None if self.stopped or self._given_up else 0.0
        fault = self._given_up or fault_of(error)
        self._failures += 1
        if self.stopped or self._given_up:
            return None
        if not fault.again or self._failures >= 2 * max(2, self._model.parallel):
            self._given_up, self.trouble = fault, fault.said
            return None
        if self.trouble != RESTARTED:  # what else failed when the engine died is the same fault
            self.trouble = fault.said
        if self._recovered():
            return 0.0
        return max(_PAUSE * 2.0**attempt, fault.wait)

    def _recovered(self) -> bool:
        dead = self._model.engine is not None and not self._model.engine.alive
        try:
            recovered = self._model.recover()
        except ModelUnavailable as error:
            self._given_up = fault_of(error)
            self.trouble = str(error)
            return False
        if recovered and dead:
            self.trouble = RESTARTED
        return recovered

    def close(self) -> None:
        """Start no further request; running ones end at their next piece."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def submit(self, request: Request, heard: Callable[[str], None] | None = None, wait: float = 0.0) -> "Future[str]":
        """Ask in the background; ``heard`` gets every piece as it comes. ``wait`` seconds pass first (back-off)."""
        return self._pool.submit(self._ask, request, heard, wait)

    def _ask(self, request: Request, heard: Callable[[str], None] | None, wait: float) -> str:
        if wait and self._stops:
            self._stops[0].wait(wait)
        if self.stopped:
            return ""
        if self._given_up:
            raise ModelUnavailable(self._given_up.said)
        answer = "".join(self._pieces(request, heard))
        self._failures = 0
        return answer

    def _pieces(self, request: Request, heard: Callable[[str], None] | None) -> Iterator[str]:
        started = time.monotonic()
        prompt = completion = heard_characters = 0
        stream = (chat_prompt() | self._bound(request)).stream(_values(request))
        for chunk in stream:
            usage = getattr(chunk, "usage_metadata", None) or {}
            prompt, completion = prompt + usage.get("input_tokens", 0), completion + usage.get("output_tokens", 0)
            text = chunk.text if isinstance(chunk.text, str) else chunk.text()
            if text:
                heard_characters += len(text)
                if heard:
                    heard(text)
                yield text
            late = time.monotonic() - started > request.seconds
            if self.stopped or late or heard_characters > _LONGEST * request.max_tokens:
                break
        self._usage.add(prompt, completion, time.monotonic() - started)

    def _bound(self, request: Request) -> Any:  # noqa: ANN401 - a Runnable; langchain is not imported at module level
        options: dict[str, Any] = {"temperature": request.temperature, "max_tokens": request.max_tokens}
        if request.stop:
            options["stop"] = list(request.stop)
        if request.grammar and self._model.grammar:
            options["extra_body"] = {"grammar": request.grammar}
        return self._model.chat.bind(**options)


def _values(request: Request) -> Mapping[str, Any]:
    from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

    shots: list[BaseMessage] = []
    for question, answer in request.shots:
        shots += [HumanMessage(question), AIMessage(answer)]
    start = [AIMessage(request.start)] if request.start else []
    return {"system": request.system, "request": request.request, "shots": shots, "start": start}


def messages_of(request: Request) -> list[dict[str, str]]:
    """The messages of a request up to where its answer starts."""
    messages = [{"role": "system", "content": request.system}]
    for question, answer in request.shots:
        messages += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    return [*messages, {"role": "user", "content": request.request}]


def ask_all(
    asker: Asker, requests: Sequence[Request], accept: Callable[[int, str], bool], attempts: int = 2
) -> Iterator[tuple[int, str | None]]:
    """Ask all at once; yields (position, answer) as answers come, None where no attempt gave an acceptable one.

    A refused or failed request is asked again, later and warmer, up to ``attempts`` times in all.
    """
    from concurrent.futures import FIRST_COMPLETED
    from concurrent.futures import wait as wait_for

    asker.share(requests)
    running = {asker.submit(request): (i, 1) for i, request in enumerate(requests)}
    while running:
        finished, _ = wait_for(running, timeout=GRACE, return_when=FIRST_COMPLETED)
        if not finished and asker.stopped:
            yield from ((position, None) for position, _ in running.values())
            return
        for future in finished:
            position, attempt = running.pop(future)
            if future.cancelled():
                yield position, None
                continue
            error = future.exception()
            answer = "" if error else future.result()
            if answer and accept(position, answer):
                yield position, answer
                continue
            pause = asker.pause_after(error, attempt)
            if pause is None or attempt >= attempts:
                yield position, None
            else:
                again = _again(requests[position], attempt)
                running[asker.submit(again, wait=pause)] = (position, attempt + 1)


def _again(request: Request, attempt: int) -> Request:
    from dataclasses import replace

    return replace(request, temperature=min(1.0, request.temperature + 0.3 * attempt))
