"""The lists `front`, `body` and `back`: each entry a file, a page of the press, or a part with its chapters."""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Mapping
from typing import Any

from publish.book import Matter
from publish.sources.finding import READ
from publish.sources.layout import GENERATED, KINDS, kind_of
from publish.sources.outline import Listed
from publish.sources.toml_reader import Reader, nearest

_ENTRY = 'write "file.md", { file = "file.md", type = "preface" } or { part = "Title", chapters = ["file.md"] }'
_FILE = frozenset({"file", "type", "title", "show-title", "number", "chapters"})
_PART = frozenset({"part", "chapters", "file", "number"})

Step = str | int


def listed(reader: Reader, table: Mapping[str, Any]) -> list[Listed] | None:
    """The entries of the three lists, or None where the file has none of them. A file stands in a book once."""
    if not any(key in table for key in ("front", "body", "back")):
        return None
    result: list[Listed] = []
    for matter in Matter:
        entries = table.get(str(matter), [])
        if not isinstance(entries, list):
            reader.report("M003", f"{matter} is a list", reader.place(str(matter)), f'write {matter} = ["file.md"]')
            continue
        behind = False
        for number, entry in enumerate(entries):
            found = _entry(reader, entry, matter, (str(matter), number))
            if isinstance(entry, dict) and "part" in entry:
                # A part whose chapters are listed in it ends with them; one that lists none holds what follows.
                behind = "chapters" in entry
            elif behind:
                found = [dataclasses.replace(one, in_part=False) for one in found]
            result += found
    once: dict[str, Listed] = {}
    for entry in result:
        if entry.path and once.setdefault(entry.path, entry) is not entry:
            reader.report("M003", f"the file {entry.path} is listed twice", entry.span, "list it once")
    return [entry for entry in result if not entry.path or once[entry.path] is entry]


def _entry(reader: Reader, entry: Any, matter: Matter, path: tuple[Step, ...], depth: int = 0) -> list[Listed]:
    if isinstance(entry, str):
        return _named(reader, entry, matter, path, depth)
    if isinstance(entry, dict) and "file" in entry and "part" not in entry:
        return _file(reader, entry, matter, path, depth)
    if isinstance(entry, dict) and "part" in entry and matter is Matter.BODY and "chapters" not in path:
        return _part(reader, entry, path)
    if isinstance(entry, dict) and "title" in entry and "chapters" in entry and "part" not in entry:
        reader.known(entry, frozenset({"title", "chapters"}), *path)
        title = reader.value(entry, "title", str, "", *path)
        page = Listed("", matter, "section", title, reader.place(*path, "title"), depth)
        return [page, *_chapters(reader, entry, matter, path, depth + 1)]
    reader.report("M003", f"an entry of {matter} is of no kind that the press knows", reader.place(*path), _ENTRY)
    return []


def _file(reader: Reader, entry: dict[str, Any], matter: Matter, path: tuple[Step, ...], depth: int) -> list[Listed]:
    reader.known(entry, _FILE, *path)
    file = posixpath.normpath(reader.value(entry, "file", str, "", *path))
    kind = reader.value(entry, "type", str, "", *path)
    if kind and kind not in KINDS:
        hint = nearest(kind, KINDS) or "the types are " + ", ".join(sorted(KINDS))
        reader.report("M003", f"“{kind}” is no type of chapter", reader.place(*path, "type"), hint)
    kind = kind if kind in KINDS else kind_of(file, matter)
    title = reader.value(entry, "title", str, "", *path)
    shows = reader.value(entry, "show-title", bool, True, *path)
    numbered, number = _number(reader, entry, path)
    own = Listed(file, matter, kind, title, reader.place(*path, "file"), depth, True, numbered, number, shows)
    below = _chapters(reader, entry, matter, path, depth + 1)
    return [own, *below] if file != "." else below


def _number(reader: Reader, entry: Mapping[str, Any], path: tuple[Step, ...]) -> tuple[bool, int | None]:
    """`number = false` for a chapter that does not count, `number = 0` for one that counts from there."""
    number = entry.get("number", True)
    if isinstance(number, bool):
        return number, None
    return True, reader.value(entry, "number", int, 1, *path)


def _named(reader: Reader, entry: str, matter: Matter, path: tuple[Step, ...], depth: int) -> list[Listed]:
    """A file, or a page that the press makes."""
    if entry.lower().endswith(READ):
        file = posixpath.normpath(entry)
        return [Listed(file, matter, kind_of(file, matter), "", reader.place(*path), depth)]
    if entry in GENERATED:
        return [Listed("", matter, GENERATED[entry], "", reader.place(*path))]
    hint = nearest(entry, GENERATED) or "write a file ending in .md, or one of " + ", ".join(GENERATED)
    reader.report("M003", f"“{entry}” is neither a Markdown file nor a page of the press", reader.place(*path), hint)
    return []


def _part(reader: Reader, entry: Mapping[str, Any], path: tuple[Step, ...]) -> list[Listed]:
    reader.known(entry, _PART, *path)
    file, title = (reader.value(entry, key, str, "", *path) for key in ("file", "part"))
    file = posixpath.normpath(file) if file else ""
    numbered, number = _number(reader, entry, path)
    span = reader.place(*path, "file" if file else "part")
    part = Listed(file, Matter.BODY, "part", title, span, numbered=numbered, number=number)
    return [part, *_chapters(reader, entry, Matter.BODY, path, 0)]


def _chapters(
    reader: Reader, entry: Mapping[str, Any], matter: Matter, path: tuple[Step, ...], depth: int
) -> list[Listed]:
    """The chapters listed in a part, or nested in a chapter."""
    chapters = entry.get("chapters", [])
    if not isinstance(chapters, list):
        reader.report("M003", "chapters is a list", reader.place(*path, "chapters"), 'write chapters = ["file.md"]')
        return []
    return [
        one
        for number, chapter in enumerate(chapters)
        for one in _entry(reader, chapter, matter, (*path, "chapters", number), depth)
    ]
