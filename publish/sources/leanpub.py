"""Leanpub's layout: `Book.txt`, a file name a line, in the folder or in its `manuscript`."""

from __future__ import annotations

import re

from publish.book import Matter, Source
from publish.diagnostics import Diagnostic, Span
from publish.sources.folder import Folder
from publish.sources.layout import kind_of

_DIVISION = re.compile(r"\{?(front|main|back)matter[:}]")
_MATTERS = {"front": Matter.FRONT, "main": Matter.BODY, "back": Matter.BACK}


def sources_of(folder: Folder) -> tuple[list[Source], list[Diagnostic]] | None:
    """The files that `Book.txt` lists, in its order; `{frontmatter}` and its like divide them. None where it is not."""
    for name in ("Book.txt", "manuscript/Book.txt"):
        text, noticed = folder.text(name)
        if text is not None:
            sources, more = _listed(folder, name, text)
            return sources, [*noticed, *more]
    return None


def _listed(folder: Folder, name: str, text: str) -> tuple[list[Source], list[Diagnostic]]:
    sources: list[Source] = []
    noticed: list[Diagnostic] = []
    matter = Matter.BODY
    for number, line in enumerate(text.splitlines(), 1):
        file = line.strip()
        if division := _DIVISION.fullmatch(file.lower()):
            matter = _MATTERS[division[1]]
        if not file or file.startswith(("#", "{")) or file.endswith(":"):
            continue
        path = name.removesuffix("Book.txt") + file
        content, in_text = folder.text(path)
        noticed += in_text
        if content is None:
            message = f"the listed file {file} does not exist; the book is made without it"
            noticed.append(Diagnostic("M004", message, Span(name, number), "check its name, or write it"))
        else:
            sources.append(Source(path, content, matter, kind_of(path, matter)))
    order = list(Matter)
    return sorted(sources, key=lambda s: order.index(s.matter)), noticed
