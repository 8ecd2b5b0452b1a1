"""Where a manuscript comes from. The layouts are tried in the order below; all give the same `Manuscript`."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

from publish.book import Manuscript, Matter, Metadata, Source
from publish.diagnostics import Diagnostic, Span
from publish.limits import Limits
from publish.sources import (
    book_toml,
    bookdown,
    crowbook,
    honkit,
    jupyter,
    leanpub,
    mdbook,
    mkdocs,
    pandoc,
    plain,
    quarto,
)
from publish.sources.book_toml.keys import NAME as KEYS_FILE
from publish.sources.chapters import Read, chapters_of, titled
from publish.sources.completed import completed
from publish.sources.dates import last_commit, modified
from publish.sources.facts import language
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.layout import with_pages
from publish.sources.outline import UNSAID, Outline
from publish.sources.places import Places, places

__all__ = ["keys_of", "read"]

Layout = Callable[[Folder, Files, str], Outline | None]

#: What each looks for is said in `docs/layouts.md`.
LAYOUTS: tuple[Layout, ...] = (
    book_toml.outline,
    honkit.outline,
    mdbook.outline,
    leanpub.outline,
    quarto.outline,
    bookdown.outline,
    jupyter.outline,
    mkdocs.outline,
    crowbook.outline,
    pandoc.outline,
)


def read(path: Path, untrusted: bool = False) -> tuple[Manuscript | None, tuple[Diagnostic, ...]]:
    """The manuscript in a folder, or in one file, or None where it cannot be read. FileNotFoundError where there is neither.

    `untrusted`: a stranger's, whose own limits do not count.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    real = path.resolve()
    home = real if real.is_dir() else real.parent
    folder = Folder(home)
    files = Files(folder)
    outline = _outline(folder, files) if home == real else plain.of_one(real.name)
    if outline.metadata is None:
        if not all(d.code == "M012" for d in outline.noticed):
            return None, outline.noticed
        # Another tool's settings that cannot be read: the chapters are still there.
        fallen = plain.outline(folder, files)
        said = "; the chapters stand in the order of their names"
        told = tuple(dataclasses.replace(d, message=d.message + said) for d in outline.noticed)
        outline = dataclasses.replace(fallen, noticed=(*told, *fallen.noticed))
    if untrusted and outline.metadata is not None:
        outline = dataclasses.replace(outline, metadata=dataclasses.replace(outline.metadata, limits=Limits()))
    if outline.metadata is not None:
        folder.limits = outline.metadata.limits
    reads, in_chapters = chapters_of(folder, files, outline)
    if sum(len(r.source.text.encode()) for r in reads) > folder.limits.of("book"):
        message = f"the texts of the book are more than {folder.limits.book} MB"
        hint = "divide the book, or raise the limit in [limits] of book.toml"
        return None, (*outline.noticed, *in_chapters, Diagnostic("M009", message, Span("book.toml"), hint))
    if not any(r.source.text.strip() for r in reads):
        hint = "write a file ending in .md, or name one in book.toml"
        nothing = Diagnostic("M007", "the manuscript has no chapter", Span("book.toml"), hint)
        return None, (*outline.noticed, *in_chapters, nothing)
    names = (home.parent.name, home.name) if home == real else ("", real.stem)
    metadata, in_metadata = completed(outline.metadata or UNSAID, reads, folder, names, outline.config)
    diagnostics = [*outline.noticed, *in_chapters, *in_metadata]
    sources = _sources(reads, metadata)
    folder.texts_forgotten()
    last = last_commit(home)
    date = modified(last, metadata.date, os.environ)
    config = outline.config or "book.toml"
    return Manuscript(metadata, sources, folder, date, config, outline.root, last.revision), tuple(diagnostics)


def keys_of(manuscript: Manuscript) -> Places:
    """Where the keys of `book.toml` stand, and its lists' entries by their names too; none for the settings of another tool."""
    path = manuscript.config_path
    if path.rpartition("/")[2] != KEYS_FILE or path not in manuscript.files:
        return {}
    text = manuscript.files[path].decode("utf-8", "replace")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}
    found = places(text)
    for matter in Matter:
        listed = table.get(matter.value)
        for number, entry in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(entry, str) and (matter.value, number) in found:
                found.setdefault((matter.value, entry), found[matter.value, number])
    return found


def _outline(folder: Folder, files: Files) -> Outline:
    """What the first layout says that knows the folder, or one of the folders in which repositories keep a book."""
    for base in ("", *(f"{place}/" for place in plain.PLACES)):
        for layout in LAYOUTS:
            if (found := layout(folder, files, base)) is not None:
                return found
    return plain.outline(folder, files)


def _sources(reads: list[Read], metadata: Metadata) -> tuple[Source, ...]:
    """The sources with their titles, in the order of front, body and back, and the pages that every book has."""
    alone = sum(1 for r in reads if r.source.text.strip()) == 1
    sources = [titled(read, metadata.title, alone) for read in reads]
    for at, read in enumerate(reads):
        lang = language(read.head)
        if lang and lang.lower() != metadata.lang.lower():
            sources[at] = dataclasses.replace(sources[at], lang=lang)
    if not any(s.matter is Matter.BODY and s.path for s in sources):
        sources = [dataclasses.replace(s, matter=Matter.BODY) if s.path else s for s in sources]
    front, body, back = ([s for s in sources if s.matter is matter] for matter in Matter)
    return (*with_pages(front, metadata), *body, *back)
