"""Where a manuscript comes from. The layouts are tried in the order below; all give the same `Manuscript`."""

from __future__ import annotations

import os
from pathlib import Path

from publish.book import Manuscript
from publish.diagnostics import Diagnostic, Span
from publish.sources import book_toml, leanpub, plain
from publish.sources.dates import modified
from publish.sources.folder import Folder
from publish.sources.layout import matter_of, with_pages

__all__ = ["read"]


def read(path: Path) -> tuple[Manuscript | None, tuple[Diagnostic, ...]]:
    """The manuscript in a folder, or None where it cannot be read as one. FileNotFoundError without a folder."""
    if not path.is_dir():
        raise FileNotFoundError(path)
    folder = Folder(path)
    text, in_text = folder.text("book.toml")
    if text is not None and not book_toml.is_mdbook(text):
        metadata, sources, noticed = book_toml.read(folder, text, path.resolve().name)
        diagnostics = [*in_text, *noticed]
    else:
        found = leanpub.sources_of(folder)
        if found is None:
            found = plain.sources_of(folder, plain.markdown_files(folder), matter_of)
        listed, diagnostics = found
        metadata = plain.metadata_of(listed, path.resolve().name)
        sources = with_pages(listed, metadata)
    if metadata is None:
        return None, tuple(diagnostics)
    if not any(s.text.strip() for s in sources):
        hint = "write a file ending in .md, or name one in book.toml"
        diagnostics.append(Diagnostic("M007", "the manuscript has no chapter", Span("book.toml"), hint))
        return None, tuple(diagnostics)
    date = modified(path, metadata.date, os.environ)
    return Manuscript(metadata, tuple(sources), folder, date), tuple(diagnostics)
