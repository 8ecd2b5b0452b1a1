"""Crowbook's layout: `NAME.book` with options, then a file a line: `+` numbered, `-` not, `!` without its title, `@` a part."""

from __future__ import annotations

import dataclasses
import posixpath

from publish.book import Diagnostic, Matter, Metadata, Span
from publish.lazy import regex
from publish.sources.facts import facts, over, plain_text
from publish.sources.finding import Files
from publish.sources.folder import Folder
from publish.sources.layout import kind_of, natural
from publish.sources.outline import Listed, Outline
from publish.sources.settings import from_yaml
from publish.sources.tree import with_matters

_LINE = regex(r"(@?)(?:(\+)|(-+)|(!)|(\d+)\.)[ \t]*(\S.*)|@[ \t]*(\S.*)")


def outline(folder: Folder, files: Files, base: str) -> Outline | None:
    found = [n for n in files.names if n.endswith(".book") and posixpath.dirname(n) == base.rstrip("/")]
    books = [(name, *folder.text(name)) for name in sorted(found, key=lambda n: (n != base + "book.book", natural(n)))]
    for name, text, noticed in books:
        listed = _listed(text or "", name, files, base)
        if text is None or not listed:
            continue
        metadata, more = _metadata(folder, text, name, base, ())
        others = [n for n, other, _ in books if n != name and _listed(other or "", n, files, base)]
        if others:
            message = f"the folder has {len(others) + 1} books; {name} is made"
            hint = "keep each book in a folder of its own; the others are " + ", ".join(others)
            more = [*more, Diagnostic("M019", message, Span(name), hint)]
        return Outline(metadata, tuple(listed), (*noticed, *more), name, base)
    return None


def _divided(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The options, and the lines of the list with their numbers."""
    lines = text.split("\n")
    start = next((at for at, line in enumerate(lines) if _LINE.fullmatch(line.rstrip())), len(lines))
    return "\n".join(lines[:start]), list(enumerate(lines[start:], start + 1))


def _metadata(
    folder: Folder, text: str, name: str, base: str, seen: tuple[str, ...]
) -> tuple[Metadata, list[Diagnostic]]:
    settings = from_yaml(_divided(text)[0], name)
    metadata = facts(settings, home=base)
    noticed = settings.noticed
    other = posixpath.normpath(base + settings.text("import")) if settings.text("import") else ""
    if other and other not in (*seen, name):
        imported, _ = folder.text(other)
        if imported is None:
            message = f"the imported file {other} does not exist"
            noticed.append(Diagnostic("M004", message, settings.place("import"), "check its name"))
        else:
            others, more = _metadata(folder, imported, other, base, (*seen, name))
            metadata, noticed = over(metadata, others), [*noticed, *more]
    if not settings.flag(True, "input.clean") or not settings.flag(True, "input.clean.smart_quotes"):
        metadata = dataclasses.replace(metadata, typography=dataclasses.replace(metadata.typography, smart=False))
    return metadata, noticed


def _listed(text: str, name: str, files: Files, base: str) -> list[Listed]:
    listed: list[Listed] = []
    for number, line in _divided(text)[1]:
        match = _LINE.fullmatch(line.split(" #")[0].rstrip())
        if match is None:
            continue
        at, plus, dashes, hidden, given, file, part = match.groups()
        span = Span(name, number)
        if part:
            listed.append(Listed("", Matter.BODY, "part", plain_text(part), span))
            continue
        path = files.find(base, file.strip())
        kind = "part" if at else kind_of(path, Matter.BODY)
        numbered = bool(plus or given) or len(dashes or "") > 1
        listed.append(Listed(
            path, Matter.BODY, kind, "", span, max(0, len(dashes or "") - 1), True, numbered,
            int(given) if given else None, not hidden,
        ))  # fmt: skip
    return with_matters(listed)
