"""The lists `front`, `body` and `back`: each entry a file, a page of the press, or a part with its chapters."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any

from publish.book import Matter
from publish.sources.layout import GENERATED, KINDS, kind_of
from publish.sources.lists import Listed
from publish.sources.toml_reader import Reader, nearest

_ENTRY = 'write "file.md", { file = "file.md", type = "preface" } or { part = "Title", chapters = ["file.md"] }'


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
        for number, entry in enumerate(entries):
            result += _entry(reader, entry, matter, (str(matter), number))
    once: dict[str, Listed] = {}
    for entry in result:
        if entry.path and once.setdefault(entry.path, entry) is not entry:
            reader.report("M003", f"the file {entry.path} is listed twice", entry.span, "list it once")
    return [entry for entry in result if not entry.path or once[entry.path] is entry]


def _entry(reader: Reader, entry: Any, matter: Matter, path: tuple[str | int, ...]) -> list[Listed]:
    if isinstance(entry, str):
        return _named(reader, entry, matter, path)
    if isinstance(entry, dict) and "file" in entry and "part" not in entry:
        reader.known(entry, frozenset({"file", "type"}), *path)
        file = posixpath.normpath(reader.value(entry, "file", str, "", *path))
        kind = reader.value(entry, "type", str, "", *path)
        if kind and kind not in KINDS:
            hint = nearest(kind, KINDS) or "the types are " + ", ".join(sorted(KINDS))
            reader.report("M003", f"“{kind}” is no type of chapter", reader.place(*path, "type"), hint)
        kind = kind if kind in KINDS else kind_of(file, matter)
        return [Listed(file, matter, kind, "", reader.place(*path, "file"))] if file != "." else []
    if isinstance(entry, dict) and "part" in entry and matter is Matter.BODY and "chapters" not in path:
        return _part(reader, entry, path)
    reader.report("M003", f"an entry of {matter} is of no kind that the press knows", reader.place(*path), _ENTRY)
    return []


def _named(reader: Reader, entry: str, matter: Matter, path: tuple[str | int, ...]) -> list[Listed]:
    """A file, or a page that the press makes."""
    if entry.lower().endswith((".md", ".markdown")):
        file = posixpath.normpath(entry)
        return [Listed(file, matter, kind_of(file, matter), "", reader.place(*path))]
    if entry in GENERATED:
        return [Listed("", matter, GENERATED[entry], "", reader.place(*path))]
    hint = nearest(entry, GENERATED) or "write a file ending in .md, or one of " + ", ".join(GENERATED)
    reader.report("M003", f"“{entry}” is neither a Markdown file nor a page of the press", reader.place(*path), hint)
    return []


def _part(reader: Reader, entry: Mapping[str, Any], path: tuple[str | int, ...]) -> list[Listed]:
    reader.known(entry, frozenset({"part", "chapters", "file"}), *path)
    file, title = (reader.value(entry, key, str, "", *path) for key in ("file", "part"))
    file = posixpath.normpath(file) if file else ""
    result = [Listed(file, Matter.BODY, "part", title, reader.place(*path, "file" if file else "part"))]
    chapters = entry.get("chapters", [])
    if not isinstance(chapters, list):
        reader.report("M003", "chapters is a list", reader.place(*path, "chapters"), 'write chapters = ["file.md"]')
        return result
    for number, chapter in enumerate(chapters):
        result += _entry(reader, chapter, Matter.BODY, (*path, "chapters", number))
    return result
