"""`book.toml`: its keys, typed to the metadata of a book and the lists of its sources."""

from __future__ import annotations

import dataclasses

from publish.book import Diagnostic, Matter, Metadata
from publish.sources.book_toml.entries import listed
from publish.sources.book_toml.keys import KEYS, NAME
from publish.sources.book_toml.metadata import metadata_of
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.mdbook import is_mdbook
from publish.sources.outline import Listed, Outline
from publish.sources.plain import in_order
from publish.sources.toml_reader import Reader


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    """No metadata where the file is no TOML; None where the file is another tool's, or not there."""
    text, noticed = folder.text(base + NAME)
    if text is None or is_mdbook(text):
        return None
    reader = Reader(text, base + NAME)
    table = reader.table()
    if table is None:
        return Outline(None, (), (*noticed, *reader.noticed), base + NAME, base)
    reader.known(table, KEYS)
    if "isbn" in table:  # what many try first: the hint says what to write
        hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "epub" }]'
        reader.noticed = [dataclasses.replace(d, hint=hint) if "“isbn”" in d.message else d for d in reader.noticed]
    metadata = _below(metadata_of(reader, table), base)
    entries = listed(reader, table)
    complete = entries is not None and any(e.matter is Matter.BODY for e in entries)
    chapters = _with_the_rest(folder, files, base, entries)
    noticed = (*noticed, *reader.noticed, *chapters[1])
    return Outline(metadata, tuple(chapters[0]), noticed, base + NAME, base, complete)


def _with_the_rest(
    folder: Folder, files: Files, base: str, entries: list[Listed] | None
) -> tuple[list[Listed], tuple[Diagnostic, ...]]:
    """The lists; where they name no body, every other chapter of the folder in its order is the body."""
    named = [dataclasses.replace(e, path=base + e.path if e.path else "") for e in entries or ()]
    if any(e.matter is Matter.BODY for e in named):
        return named, ()
    rest, noticed = in_order(folder, files, base, leave=frozenset(e.path for e in named))
    if entries is not None:
        rest = [dataclasses.replace(e, matter=Matter.BODY) for e in rest]
    order = list(Matter)
    return sorted([*named, *rest], key=lambda e: order.index(e.matter)), tuple(noticed)


def _below(metadata: Metadata, base: str) -> Metadata:
    """Files that the metadata name are beside `book.toml`."""

    def at(path: str) -> str:
        return base + path if path else ""

    allow = tuple(dataclasses.replace(a, path=base + a.path if a.path != "*" else "*") for a in metadata.check.allow)
    return dataclasses.replace(
        metadata,
        check=dataclasses.replace(metadata.check, allow=allow),
        cover_image=at(metadata.cover_image),
        cover=dataclasses.replace(metadata.cover, image=at(metadata.cover.image)),
        bibliography=tuple(at(path) for path in metadata.bibliography),
        csl=at(metadata.csl) if metadata.csl.endswith(".csl") else metadata.csl,
    )
