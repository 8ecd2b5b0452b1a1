"""Leanpub's layout: `Book.txt`, a file name a line. `Sample.txt` and `Subset.txt` list pieces of the book, and are not read."""

from __future__ import annotations

import re

from publish.book import Matter, Span
from publish.lazy import regex
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.layout import kind_of
from publish.sources.outline import UNSAID, Listed, Outline

_DIVISION = regex(r"\{?[ \t]*(front|main|back)matter[ \t]*[:}]?[ \t]*\}?:?", re.I)
_OPENING = regex(r"\s*\{(front|main|back)matter\}[ \t]*\n", re.I)
_MATTERS = {"front": Matter.FRONT, "main": Matter.BODY, "back": Matter.BACK}
#: A file of Markua that begins with this is the page of a part.
_PART = regex(
    r"(?:\s*\{\w+matter\}[ \t]*\n)?(?:\s*\{[^}\n]*\bclass:[ \t]*\"?part\"?[^}\n]*\}[ \t]*\n\s*#[ \t]|\s*-#[ \t]+\S[^\n]*\s*$)"
)


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    """The files that `Book.txt` lists, in its order; `{frontmatter}` and its like divide them."""
    name = next((n for n in (base + "Book.txt", base + "book.txt") if n in files.names), "")
    text, noticed = folder.text(name) if name else (None, ())
    if text is None:
        return None
    listed: list[Listed] = []
    matter = Matter.BODY
    for number, line in enumerate(text.split("\n"), 1):
        written = line.strip()
        if division := _DIVISION.fullmatch(written):
            matter = _MATTERS[division[1].lower()]
        elif written and not written.startswith(("#", "{", "%")) and not written.endswith(":"):
            path = files.find(base, written)
            kind = "part" if matter is Matter.BODY and _opens_part(folder, path) else kind_of(path, matter)
            listed.append(Listed(path, matter, kind, "", Span(name, number)))
    chapters = _divided_in_files(folder, listed)
    aside = frozenset(entry.path for entry in listed) - {entry.path for entry in chapters}
    return Outline(UNSAID, tuple(chapters), noticed, name, base, aside=aside)


def _opens_part(folder: Folder, path: str) -> bool:
    text, _ = folder.text(path)
    return _PART.match((text or "")[:2000]) is not None


def _divided_in_files(folder: Folder, listed: list[Listed]) -> list[Listed]:
    """Markua's `{mainmatter}` may stand in the files: one that holds nothing else divides the list and is no chapter."""
    result: list[Listed] = []
    matter: Matter | None = None
    for entry in listed:
        text, _ = folder.text(entry.path)
        if text and (division := _DIVISION.fullmatch(text.strip())):
            matter = _MATTERS[division[1].lower()]
            continue
        if text and (opening := _OPENING.match(text)):
            matter = _MATTERS[opening[1].lower()]
        if matter is not None:
            kind = entry.kind if entry.kind == "part" else kind_of(entry.path, matter)
            entry = Listed(entry.path, matter, kind, entry.title, entry.span)
        result.append(entry)
    return result
