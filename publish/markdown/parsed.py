"""Parsed chapters as bytes and back: a chapter whose text did not change is not parsed again.

What a chapter becomes depends on its text, as includes and variables have left it, on the metadata of the book, and on the
macros of LaTeX that chapters before it define; one that has such macros, or defines some, is not remembered.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Protocol

import msgspec
from lxml import etree

from publish.book import Chapter, Source
from publish.diagnostics import Diagnostic


class Shelf(Protocol):
    """Where bytes are remembered by a key that is made of values."""

    def key(self, *given: object) -> str: ...

    def recall(self, key: str) -> bytes | None: ...

    def keep(self, key: str, content: bytes) -> None: ...


class _Parsed(msgspec.Struct, frozen=True):
    """A chapter without its source, but for the title of that, and what was noticed in its text."""

    tree: bytes
    title: str
    called: str
    noticed: tuple[Diagnostic, ...]


def packed(chapter: Chapter, noticed: Sequence[Diagnostic]) -> bytes:
    tree = etree.tostring(chapter.tree, encoding="utf-8", with_tail=False)
    return msgspec.msgpack.encode(_Parsed(tree, chapter.title, chapter.source.title, tuple(noticed)))


def unpacked(content: bytes, source: Source) -> tuple[Chapter, tuple[Diagnostic, ...]]:
    """The chapter of a source, and what was noticed in it, from bytes that `packed` made."""
    parsed = _decoder().decode(content)
    tree = etree.fromstring(parsed.tree, etree.XMLParser(resolve_entities=False, huge_tree=True))
    return Chapter(dataclasses.replace(source, title=parsed.called), tree, parsed.title), parsed.noticed


@functools.cache
def _decoder() -> msgspec.msgpack.Decoder[_Parsed]:
    return msgspec.msgpack.Decoder(_Parsed)
