"""Memory that is not held for ever: what glibc keeps of freed memory is bounded, and given back now and then.

A thread for each request and each draft makes glibc open an arena for each of them, up to eight for every processor.
What one thread freed another does not find, so a server that does the same work over and over grows for hours.
Two arenas are enough where one thread at a time holds the interpreter. Elsewhere than on glibc nothing is done.
"""

import ctypes
import threading
from typing import Any

_ARENA_MAX, _ARENAS = -8, 2
"""``M_ARENA_MAX`` of glibc's malloc.h, mallopt(3)."""

REST = 60.0
"""Seconds between two times of giving back, which take a few hundredths of a second."""


def library() -> Any:  # noqa: ANN401 - a library of C has no type
    """The C library of this process where it is glibc, else None."""
    try:
        found = ctypes.CDLL(None)
    except (OSError, TypeError):
        return None
    return found if hasattr(found, "mallopt") and hasattr(found, "malloc_trim") else None


def keep_flat() -> None:
    """Bound what is kept of freed memory; called before the threads begin that would open arenas."""
    found = library()
    if found is None:
        return
    found.mallopt(_ARENA_MAX, _ARENAS)
    threading.Thread(target=_give_back, args=(found,), daemon=True, name="memory").start()


def _give_back(glibc: Any) -> None:  # noqa: ANN401
    rest = threading.Event()
    while not rest.wait(REST):
        glibc.malloc_trim(0)
