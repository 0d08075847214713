"""Memory of a server that runs for days: what was freed goes back to the machine."""

import sys
import threading

import pytest

from assistant.page import memory


class Library:
    """Stands for the C library; remembers what was asked of it."""

    def __init__(self) -> None:
        self.bounded: list[tuple[int, int]] = []
        self.given_back = threading.Event()

    def mallopt(self, what: int, value: int) -> int:
        self.bounded.append((what, value))
        return 1

    def malloc_trim(self, pad: int) -> int:
        self.given_back.set()
        return 1


def _running() -> int:
    return sum(thread.name == "memory" for thread in threading.enumerate())


def test_arenas_are_bounded_and_memory_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library()
    monkeypatch.setattr(memory, "library", lambda: library)
    monkeypatch.setattr(memory, "REST", 0.01)
    memory.keep_flat()
    assert library.bounded == [(-8, 2)]
    assert library.given_back.wait(10)


def test_without_such_a_library_nothing_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "library", lambda: None)
    before = _running()
    memory.keep_flat()
    assert _running() == before


@pytest.mark.skipif(sys.platform != "linux", reason="glibc is on Linux")
def test_the_library_of_this_machine_can_be_asked() -> None:
    found = memory.library()
    assert found is None or found.malloc_trim(0) in (0, 1)
