"""`book.toml`: its keys, typed to the metadata of a book and the lists of its sources."""

from __future__ import annotations

import dataclasses
import re

from publish.book import Metadata, Source
from publish.diagnostics import Diagnostic
from publish.sources.book_toml.entries import listed
from publish.sources.book_toml.keys import KEYS, NAME
from publish.sources.book_toml.metadata import metadata_of
from publish.sources.folder import Folder
from publish.sources.layout import slug_of, stable_identifier, with_pages
from publish.sources.lists import listed_sources
from publish.sources.plain import metadata_of as metadata_of_text
from publish.sources.toml_reader import Reader


def is_mdbook(text: str) -> bool:
    """mdBook has a file of the same name; its settings stand in a table `[book]`."""
    return re.search(r"^[ \t]*\[[ \t]*book[ \t]*\]", text, re.M) is not None


def read(folder: Folder, text: str, name: str) -> tuple[Metadata | None, list[Source], list[Diagnostic]]:
    """The metadata and the sources in order; no metadata where the file is no TOML."""
    reader = Reader(text, NAME)
    table = reader.table()
    if table is None:
        return None, [], reader.noticed
    reader.known(table, KEYS)
    if "isbn" in table:  # what many try first: the hint says what to write
        hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "epub" }]'
        reader.noticed = [dataclasses.replace(d, hint=hint) if "“isbn”" in d.message else d for d in reader.noticed]
    metadata = metadata_of(reader, table)
    front, body, back, noticed = listed_sources(folder, listed(reader, table))
    reader.noticed += noticed
    metadata = _completed(metadata, [*body, *front, *back], name)
    return metadata, [*with_pages(front, metadata), *body, *back], reader.noticed


def _completed(metadata: Metadata, sources: list[Source], name: str) -> Metadata:
    """With a title, a slug and an identifier, which every book needs, made from what there is."""
    title = metadata.title or metadata_of_text(sources, name).title
    slug = slug_of(metadata.slug or title)
    identifier = metadata.identifier
    if all(i.edition for i in identifier):
        identifier += (stable_identifier(title, metadata.author[0].name if metadata.author else "", slug),)
    return dataclasses.replace(metadata, title=title, slug=slug, identifier=identifier)
