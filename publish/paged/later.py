"""Modules that a library imports and a book as good as never needs: they are imported when something of them is used."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any


class _Named:
    """Something of a module, which is imported when this is called or asked for something."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _real(self) -> Any:
        module = importlib.import_module(self._module)
        if not hasattr(module, self._name):
            return importlib.import_module(f"{self._module}.{self._name}")
        return getattr(module, self._name)

    def __call__(self, *given: Any, **named: Any) -> Any:
        return self._real()(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real(), name)


class _Module(ModuleType):
    """Stands for a module while another takes names from it; `known` are names that cannot wait."""

    def __init__(self, name: str, known: Mapping[str, Any]) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__dict__.update(known)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Named(self.__name__, name)


@contextlib.contextmanager
def imported_later(modules: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """While this is in force, names that are imported from the modules are stand-ins; a module that is there already stays.

    What is given of a module is taken as it is: classes of exceptions, which a clause that catches them must know.
    """
    waiting = {name: _Module(name, known) for name, known in modules.items() if name not in sys.modules}
    sys.modules.update(waiting)
    try:
        yield
    finally:
        for name in waiting:
            del sys.modules[name]
