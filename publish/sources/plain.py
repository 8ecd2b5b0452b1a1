"""A folder of Markdown files in natural order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath

from publish.book import Matter, Metadata, Source
from publish.diagnostics import Diagnostic
from publish.sources.folder import Folder
from publish.sources.layout import kind_of, natural, slug_of, stable_identifier

_TITLE = re.compile(r"^#{1,3}[ \t]+(?:Title:[ \t]*)?(.+?)[ \t#]*(?:\{[^}]*\})?[ \t]*$", re.M)


def markdown_files(folder: Folder) -> list[str]:
    """Every Markdown file in natural order; a README and its like at the top only where there is nothing else."""
    found = sorted((p for p in folder if PurePosixPath(p).suffix.lower() in (".md", ".markdown")), key=natural)
    about = ("readme", "license", "changelog", "contributing")
    chapters = [p for p in found if "/" in p or PurePosixPath(p).stem.lower() not in about]
    return chapters or found


def sources_of(
    folder: Folder, paths: Iterable[str], matter: Callable[[str], Matter]
) -> tuple[list[Source], list[Diagnostic]]:
    sources: list[Source] = []
    noticed: list[Diagnostic] = []
    for path in paths:
        text, in_text = folder.text(path)
        noticed += in_text
        if text is None:  # gone since the folder was listed
            continue
        sources.append(Source(path, text, matter(path), kind_of(path, matter(path))))
    order = [Matter.FRONT, Matter.BODY, Matter.BACK]
    return sorted(sources, key=lambda s: order.index(s.matter)), noticed


def metadata_of(sources: list[Source], name: str) -> Metadata:
    """What the text itself says: the first heading is the title."""
    match = next((m for s in sources if (m := _TITLE.search(s.text))), None)
    title = match[1].strip() if match else name.replace("-", " ").replace("_", " ").strip() or "Book"
    slug = slug_of(name)
    return Metadata(title, slug=slug, identifier=(stable_identifier(title, "", slug),))
