"""Imports put off until what they give is called."""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from types import ModuleType
from typing import Any


@contextmanager
def put_off(*names: str) -> Iterator[None]:
    """While the block imports something, stand in for these modules: their functions load them when first called.

    sentence_transformers imports scikit-learn, and with it scipy, for one measure that is not used here: a tenth of its
    own import, and 60 MB. Modules that are loaded already stay as they are, and afterwards anybody may import the real
    ones.
    """
    missing = [name for name in names if name not in sys.modules]
    if len(missing) < len(names):
        yield
        return
    spec = find_spec(names[0])
    if spec is None:
        yield
        return
    for name in names:
        sys.modules[name] = _StandIn(name, spec)
    try:
        yield
    finally:
        for name in names:
            if isinstance(sys.modules.get(name), _StandIn):
                del sys.modules[name]


class _StandIn(ModuleType):
    def __init__(self, name: str, spec: ModuleSpec) -> None:
        super().__init__(name)
        self.__spec__ = spec
        self.__path__: list[str] = []

    def __getattr__(self, wanted: str) -> Callable[..., Any]:
        if wanted.startswith("__"):
            raise AttributeError(wanted)
        module = self.__name__

        def later(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401  whatever the real one takes and gives
            return getattr(importlib.import_module(module), wanted)(*arguments, **named)

        return later
