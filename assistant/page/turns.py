"""Whose turn it is: drafts wait in order for the writing model, and see how many are before them."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from assistant.brief import Brief
from assistant.chat.flow import Writes
from assistant.draft import Outline, Section
from assistant.events import Event, ExampleFound, Progress
from assistant.work import Work

PATIENCE = 45.0
_PAUSE = 0.3


class Turns:
    """First come, first served: at most ``limit`` at once."""

    def __init__(self, limit: int) -> None:
        self.limit = max(1, limit)
        self._waiting: list[object] = []
        self._running = 0
        self._changed = threading.Condition()

    def ahead(self, ticket: object) -> int:
        """How many stand before ``ticket``, those being written included."""
        with self._changed:
            place = self._waiting.index(ticket) if ticket in self._waiting else 0
            return place + self._running

    def join(self) -> object:
        """Stand in line."""
        ticket = object()
        with self._changed:
            self._waiting.append(ticket)
        return ticket

    def try_enter(self, ticket: object, seconds: float) -> bool:
        """Wait up to ``seconds`` for the turn of ``ticket``; True when it has come."""
        with self._changed:
            return self._changed.wait_for(lambda: self._enter(ticket), seconds)

    def _enter(self, ticket: object) -> bool:
        if self._running >= self.limit or self._waiting[:1] != [ticket]:
            return False
        self._waiting.pop(0)
        self._running += 1
        self._changed.notify_all()
        return True

    def leave(self, ticket: object, *, entered: bool) -> None:
        """Make room for the next."""
        with self._changed:
            if entered:
                self._running -= 1
            elif ticket in self._waiting:
                self._waiting.remove(ticket)
            self._changed.notify_all()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """A turn that is simply waited for."""
        ticket = self.join()
        entered = False
        try:
            while not entered:
                entered = self.try_enter(ticket, 60)
            yield
        finally:
            self.leave(ticket, entered=entered)


class QueuedWriter:
    """A writer that takes its turn before it uses the model.

    ``make`` gives the writer with what is open by then. ``waiting`` says what a draft should still wait for, "" for
    nothing; after ``PATIENCE`` seconds it is written without.
    """

    def __init__(self, make: Callable[[], Writes], turns: Turns, waiting: Callable[[], str] = lambda: "") -> None:
        self._make = make
        self._turns = turns
        self._waiting = waiting

    def outline(self, brief: Brief) -> Outline:
        """As the writer's; it asks no model, so it takes no turn."""
        return self._make().outline(brief)

    def example(self, theme: str, unit: str = "") -> ExampleFound:
        """As the writer's, in turn."""
        with self._turns.turn():
            return self._make().example(theme, unit)

    def draft(
        self,
        brief: Brief,
        outline: Outline | None = None,
        stop: threading.Event | None = None,
        done: Mapping[int, Section] | None = None,
    ) -> Iterator[Event]:
        """As the writer's, in turn; yields ``Progress`` while something is before it."""
        yield from self._until_ready(stop or threading.Event())
        yield from self._in_turn(lambda: self._make().draft(brief, outline, stop, done), stop)

    def revise(self, work: Work, ask: str, selection: str = "") -> Iterator[Event]:
        """As the writer's, in turn."""
        return self._in_turn(lambda: self._make().revise(work, ask, selection), None)

    def answer(self, question: str) -> Iterator[Event]:
        """As the writer's, in turn."""
        return self._in_turn(lambda: self._make().answer(question), None)

    def _until_ready(self, stop: threading.Event) -> Iterator[Event]:
        end = time.monotonic() + PATIENCE
        while (text := self._waiting()) and time.monotonic() < end and not stop.is_set():
            yield Progress(text, 0, 0)
            time.sleep(_PAUSE)

    def _in_turn(self, begin: Callable[[], Iterator[Event]], stop: threading.Event | None) -> Iterator[Event]:
        ticket = self._turns.join()
        entered = False
        try:
            while not (entered := self._turns.try_enter(ticket, _PAUSE)):
                if stop is not None and stop.is_set():
                    return
                yield Progress(f"前面还有 {self._turns.ahead(ticket)} 份，排到就写。", 0, 0)
            yield from begin()
        finally:
            self._turns.leave(ticket, entered=entered)
