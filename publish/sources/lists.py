"""The lists of `book.toml` read to sources; where there are no lists, every Markdown file in natural order."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from publish.book import Matter, Source
from publish.diagnostics import Diagnostic, Span
from publish.sources.folder import Folder
from publish.sources.layout import matter_of
from publish.sources.plain import markdown_files, sources_of


@dataclass(frozen=True)
class Listed:
    """An entry of a list: a file, a page of the press (no path), or a part with its title."""

    path: str
    matter: Matter
    kind: str
    title: str
    span: Span


Matters = tuple[list[Source], list[Source], list[Source], list[Diagnostic]]


def listed_sources(folder: Folder, listed: list[Listed] | None) -> Matters:
    """Front, body and back matter, and what was noticed."""
    noticed: list[Diagnostic] = []
    if listed is None:
        sources, noticed = sources_of(folder, markdown_files(folder), matter_of)
    else:
        sources = [source for entry in listed for source in _source(folder, entry, noticed)]
        if not any(s.matter is Matter.BODY for s in sources):
            named = {s.path for s in sources}
            others = (p for p in markdown_files(folder) if p not in named)
            rest, more = sources_of(folder, others, lambda _: Matter.BODY)
            sources += rest
            noticed += more
    by_matter = [[s for s in sources if s.matter is matter] for matter in Matter]
    return by_matter[0], by_matter[1], by_matter[2], noticed


def _source(folder: Folder, entry: Listed, noticed: list[Diagnostic]) -> list[Source]:
    if not entry.path:
        return [Source("", "", entry.matter, entry.kind, entry.title, generated=entry.kind != "part")]
    text, in_text = folder.text(entry.path)
    if any(d.code == "M011" for d in in_text):  # a path that leads outside is a mistake of the list, not of that file
        noticed += [dataclasses.replace(d, span=entry.span) for d in in_text]
        return []
    noticed += in_text
    if text is not None:
        return [Source(entry.path, text, entry.matter, entry.kind, entry.title)]
    message = f"the listed file {entry.path} does not exist; the book is made without it"
    noticed.append(Diagnostic("M004", message, entry.span, "check its name, or write it"))
    # A part keeps its title page, which needs no text.
    return [Source("", "", entry.matter, "part", entry.title)] if entry.kind == "part" else []
