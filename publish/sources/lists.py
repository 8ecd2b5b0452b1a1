"""The lists of `book.toml` read to sources; where there are no lists, every Markdown file in natural order."""

from __future__ import annotations

from collections.abc import Callable
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
    title: str = ""


Matters = tuple[list[Source], list[Source], list[Source], list[Diagnostic]]


def listed_sources(folder: Folder, listed: list[Listed] | None, line_of: Callable[[str], Span]) -> Matters:
    """Front, body and back matter, and what was noticed."""
    noticed: list[Diagnostic] = []
    if listed is None:
        sources, noticed = sources_of(folder, markdown_files(folder), matter_of)
    else:
        sources = [source for entry in listed for source in _source(folder, entry, line_of, noticed)]
        if not any(s.matter is Matter.BODY for s in sources):
            named = {s.path for s in sources}
            rest, more = sources_of(folder, (p for p in markdown_files(folder) if p not in named), lambda _: Matter.BODY)
            sources += rest
            noticed += more
    by_matter = [[s for s in sources if s.matter is matter] for matter in Matter]
    return by_matter[0], by_matter[1], by_matter[2], noticed


def _source(
    folder: Folder, entry: Listed, line_of: Callable[[str], Span], noticed: list[Diagnostic]
) -> list[Source]:
    if not entry.path:
        return [Source("", "", entry.matter, entry.kind, entry.title, generated=entry.kind != "part")]
    text, in_text = folder.text(entry.path)
    noticed += in_text
    if text is None:
        message = f"the listed file {entry.path} does not exist; the book is made without it"
        noticed.append(Diagnostic("M004", message, line_of(entry.path), "check its name, or write it"))
        return []
    return [Source(entry.path, text, entry.matter, entry.kind, entry.title)]
