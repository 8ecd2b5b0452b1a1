"""The editions: every module of this folder that ends in a value `EDITION` is one. To add an edition is to add a file."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping

from publish.editions.edition import Edition

__all__ = ["EDITIONS"]


class _Registry(Mapping[str, Edition]):
    """Editions by name, each imported when it is asked for: an EPUB needs no layout engine."""

    _modules = ("epub", "kindle", "kobo", "pdf", "print", "cover", "jacket", "review", "web", "html")

    def __getitem__(self, name: str) -> Edition:
        if name not in self._modules:
            raise KeyError(name)
        edition = importlib.import_module(f"publish.editions.{name}").EDITION
        assert isinstance(edition, Edition)
        return edition

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


EDITIONS: Mapping[str, Edition] = _Registry()
