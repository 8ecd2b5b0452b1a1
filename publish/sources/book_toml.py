"""`book.toml`: read, typed, its unknown keys refused with the nearest name and the line.

TOML's parser gives no places, so the line of a key is found in the text: within its own table, by its name.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import re
import tomllib
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from publish.book import (
    Affiliate,
    Disclosure,
    Identifier,
    Link,
    Matter,
    Metadata,
    Person,
    PrintSettings,
    Series,
    Source,
    Typography,
)
from publish.diagnostics import Diagnostic, Span
from publish.sources.folder import Folder
from publish.sources.layout import GENERATED, kind_of, slug_of, stable_identifier, with_pages
from publish.sources.lists import Listed, listed_sources
from publish.sources.plain import metadata_of
from publish.sources.trims import trim_size

NAME = "book.toml"
_T = TypeVar("_T")
_EXAMPLES = {"toc-depth": "write a number from 1 to 6", "title": 'write title = "…"'}
_PERSON = frozenset({"name", "role", "file-as"})
_SECTIONS: dict[str, frozenset[str]] = {
    "disclosure": frozenset({"publisher", "independence", "earnings", "ai", "spoilers"}),
    "content-note": frozenset({"text"}),
    "print": frozenset({"trim"}),
    "epub": frozenset(),
    "typography": frozenset({"smart", "page-references", "number-chapters"}),
    "affiliate": frozenset({"patterns", "statement"}),
    "series": frozenset({"name", "position"}),
}
_KEYS = frozenset(
    """title subtitle slug author contributor lang publisher date rights description subject identifier series cover-image
    toc-depth front body back links""".split()
) | frozenset(_SECTIONS)


def is_mdbook(text: str) -> bool:
    """mdBook has a file of the same name; its settings stand in a table `[book]`."""
    return re.search(r"^\s*\[book\]", text, re.M) is not None


class _Reader:
    """One `book.toml` being read; what is wrong with it is collected, not raised."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.noticed: list[Diagnostic] = []

    def place(self, *path: str) -> Span:
        """Where a key stands: in its table, else where its name first stands."""
        lines = self.text.splitlines()
        start = 0
        if len(path) > 1:
            header = re.compile(r"^\s*\[+\s*" + r"\s*\.\s*".join(_quoted(p) for p in path[:-1]) + r"\s*\]+")
            start = next((i for i, line in enumerate(lines) if header.match(line)), -1) + 1
            if not start:
                return self._anywhere(path[-2], path[-1])
        key = re.compile(r"^\s*" + _quoted(path[-1]) + r"\s*[=.]")
        table = re.compile(r"^\s*\[+\s*" + _quoted(path[-1]) + r"\s*[\].]")
        for number, line in enumerate(lines[start:], start + 1):
            if match := key.match(line) or (table.match(line) if len(path) == 1 else None):
                return Span(NAME, number, 1 + len(match[0]) - len(match[0].lstrip()))
            if len(path) > 1 and line.lstrip().startswith("["):
                break
        return self._anywhere(path[-1])

    def _anywhere(self, *names: str) -> Span:
        """A key of an inline table: the first line where its name stands before an equals sign."""
        for name in reversed(names):
            for number, line in enumerate(self.text.splitlines(), 1):
                if match := re.search(r"(?<![\w-])" + _quoted(name) + r"\s*=", line):
                    return Span(NAME, number, match.start() + 1)
        return Span(NAME)

    def line_of(self, word: str) -> Span:
        """Where a quoted string first stands."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if (at := line.find(f'"{word}"')) >= 0 or (at := line.find(f"'{word}'")) >= 0:
                return Span(NAME, number, at + 1)
        return Span(NAME)

    def report(self, code: str, message: str, span: Span, hint: str) -> None:
        self.noticed.append(Diagnostic(code, message, span, hint))

    def known(self, table: Mapping[str, Any], keys: frozenset[str], *path: str) -> None:
        for key in table:
            if key not in keys:
                near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
                where = f"[{'.'.join(path)}]" if path else NAME
                hint = f"did you mean {near[0]}?" if near else "the keys are " + (", ".join(sorted(keys)) or "none yet")
                self.report("M002", f"{where} has no key “{key}”", self.place(*path, key), hint)

    def value(self, table: Mapping[str, Any], key: str, kind: type[_T], default: _T, *path: str) -> _T:
        if key not in table:
            return default
        try:
            return msgspec.convert(table[key], kind)
        except msgspec.ValidationError as error:
            self.report("M003", f"{key}: {str(error).lower()}", self.place(*path, key), _EXAMPLES.get(key, ""))
            return default


def _quoted(name: str) -> str:
    return rf"""["']?{re.escape(name)}["']?"""


def read(folder: Folder, text: str, name: str) -> tuple[Metadata | None, list[Source], list[Diagnostic]]:
    """The metadata and the sources in order; no metadata where the file is no TOML."""
    reader = _Reader(text)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+), column (\d+)", str(error))
        span = Span(NAME, int(match[1]), int(match[2])) if match else Span(NAME, max(1, text.count("\n")))
        reader.report("M001", f"this is no TOML: {str(error).split(' (at')[0].lower()}", span, "see toml.io for its rules")
        return None, [], reader.noticed
    reader.known(table, _KEYS)
    metadata = _metadata(reader, table)
    listed = _listed(reader, table)
    front, body, back, noticed = listed_sources(folder, listed, reader.line_of)
    reader.noticed += noticed
    if not metadata.title:
        metadata = _titled(metadata, [*body, *front, *back], name)
    return metadata, [*with_pages(front, metadata), *body, *back], reader.noticed


def _titled(metadata: Metadata, sources: list[Source], name: str) -> Metadata:
    title = metadata_of(sources, name).title
    return dataclasses.replace(metadata, title=title, slug=metadata.slug or slug_of(title))


def _metadata(reader: _Reader, table: Mapping[str, Any]) -> Metadata:
    value = reader.value
    title = value(table, "title", str, "")
    slug = value(table, "slug", str, "")
    authors = _people(reader, table, "author", "aut")
    slug = slug_of(slug or title) if slug or title else ""
    disclosure = _section(reader, table, "disclosure")
    links = {key: _link(reader, key, link) for key, link in value(table, "links", dict[str, dict[str, Any]], {}).items()}
    typography = _section(reader, table, "typography")
    affiliate = _section(reader, table, "affiliate")
    depth = value(table, "toc-depth", int, 2)
    return Metadata(
        title=title,
        lang=value(table, "lang", str, "en"),
        subtitle=value(table, "subtitle", str, ""),
        slug=slug,
        author=authors,
        contributor=_people(reader, table, "contributor", "ctb"),
        publisher=value(table, "publisher", str, ""),
        date=_date(reader, table),
        rights=value(table, "rights", str, ""),
        description=value(table, "description", str, ""),
        subject=tuple(_strings(reader, table, "subject")),
        identifier=_identifiers(reader, table, title, authors[0].name if authors else "", slug),
        series=_series(reader, table),
        cover_image=value(table, "cover-image", str, ""),
        toc_depth=min(6, max(1, depth)),
        disclosure=Disclosure(**{k: str(v) for k, v in disclosure.items()}) if "disclosure" in table else None,
        content_note=_content_note(reader, table),
        print=_print(reader, table),
        typography=Typography(
            smart=value(typography, "smart", bool, True, "typography"),
            page_references=value(typography, "page-references", bool, True, "typography"),
            number_chapters=value(typography, "number-chapters", bool, True, "typography"),
        ),
        affiliate=Affiliate(
            tuple(_patterns(reader, affiliate)),
            value(affiliate, "statement", str, Affiliate().statement, "affiliate"),
        ),
        links=links,
    )


def _section(reader: _Reader, table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the file, with its unknown keys refused and left out."""
    found = table.get(name, {})
    if not isinstance(found, dict):
        reader.report("M003", f"{name} is a table", reader.place(name), f"write [{name}] on a line of its own")
        return {}
    reader.known(found, _SECTIONS[name], name)
    return {key: found[key] for key in found if key in _SECTIONS[name]}


def _strings(reader: _Reader, table: Mapping[str, Any], key: str) -> list[str]:
    found = table.get(key, [])
    return [found] if isinstance(found, str) else reader.value(table, key, list[str], [])


def _patterns(reader: _Reader, table: Mapping[str, Any]) -> list[str]:
    good = []
    for pattern in reader.value(table, "patterns", list[str], [], "affiliate"):
        try:
            re.compile(pattern)
            good.append(pattern)
        except re.error as error:
            span = reader.line_of(pattern)
            reader.report("M003", f"the pattern {pattern} is no regular expression: {error}", span, "escape special signs")
    return good


def _content_note(reader: _Reader, table: Mapping[str, Any]) -> str:
    if isinstance(table.get("content-note"), str):
        return str(table["content-note"])
    return reader.value(_section(reader, table, "content-note"), "text", str, "", "content-note")


def _series(reader: _Reader, table: Mapping[str, Any]) -> Series | None:
    if isinstance(table.get("series"), str):
        return Series(table["series"])
    found = _section(reader, table, "series")
    return Series(str(found.get("name", "")), str(found.get("position", ""))) if found else None


def _date(reader: _Reader, table: Mapping[str, Any]) -> str:
    found = table.get("date", "")
    if isinstance(found, datetime.date):
        return found.isoformat()
    text = str(found)
    if text and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
        reader.report("M003", f"the date {text} is not of the form YYYY-MM-DD", reader.place("date"), "write date = 2026-11-24")
        return ""
    return text


def _people(reader: _Reader, table: Mapping[str, Any], key: str, role: str) -> tuple[Person, ...]:
    found = table.get(key, [])
    people = []
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, str):
            people.append(Person(one, role))
        elif isinstance(one, dict) and isinstance(one.get("name"), str):
            reader.known(one, _PERSON, key)
            people.append(Person(one["name"], str(one.get("role", role)), str(one.get("file-as", ""))))
        else:
            hint = f'write {key} = "Name" or {key} = [{{ name = "Name", role = "{role}" }}]'
            reader.report("M003", f"{key} is a name, a list of names, or tables with a name", reader.place(key), hint)
    return tuple(people)


def _identifiers(
    reader: _Reader, table: Mapping[str, Any], title: str, author: str, slug: str
) -> tuple[Identifier, ...]:
    found = table.get("identifier", [])
    result = []
    for one in found if isinstance(found, list) else [found]:
        if isinstance(one, str):
            result.append(Identifier("", one))
        elif isinstance(one, dict) and isinstance(one.get("value"), str):
            reader.known(one, frozenset({"scheme", "value", "edition"}), "identifier")
            result.append(Identifier(str(one.get("scheme", "")), one["value"], str(one.get("edition", ""))))
        else:
            hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "epub" }]'
            reader.report("M003", "identifier is a list of tables with scheme and value", reader.place("identifier"), hint)
    if not any(not i.edition for i in result):
        result.append(stable_identifier(title, author, slug))
    return tuple(result)


def _print(reader: _Reader, table: Mapping[str, Any]) -> PrintSettings:
    trim = reader.value(_section(reader, table, "print"), "trim", str, "6x9", "print")
    size = trim_size(trim)
    if size is None:
        hint = "write 6x9, 5.5x8.5, a5, or a measure such as 148x210mm"
        reader.report("M003", f"the trim size {trim} is not known", reader.place("print", "trim"), hint)
        return PrintSettings()
    return PrintSettings(*size)


def _link(reader: _Reader, key: str, table: Mapping[str, Any]) -> Link:
    reader.known(table, frozenset({"plain", "url", "affiliate"}), "links", key)
    path = ("links", key)
    return Link(
        reader.value(table, "plain", str, "", *path),
        reader.value(table, "url", str, "", *path),
        reader.value(table, "affiliate", bool, False, *path),
    )


def _listed(reader: _Reader, table: Mapping[str, Any]) -> list[Listed] | None:
    """The entries of the three lists, or None where the file has none of them."""
    if not any(key in table for key in ("front", "body", "back")):
        return None
    result: list[Listed] = []
    for matter in Matter:
        entries = table.get(str(matter), [])
        if not isinstance(entries, list):
            reader.report("M003", f"{matter} is a list", reader.place(str(matter)), f'write {matter} = ["file.md"]')
            continue
        for entry in entries:
            result += _entry(reader, entry, matter)
    return result


def _entry(reader: _Reader, entry: Any, matter: Matter) -> list[Listed]:
    if isinstance(entry, str):
        if entry.lower().endswith((".md", ".markdown")):
            return [Listed(entry, matter, kind_of(entry, matter))]
        if entry in GENERATED:
            return [Listed("", matter, GENERATED[entry])]
        near = difflib.get_close_matches(entry, GENERATED, n=1)
        hint = f"did you mean {near[0]}?" if near else "write a file ending in .md, or one of " + ", ".join(GENERATED)
        reader.report("M003", f"“{entry}” is neither a Markdown file nor a page of the press", reader.line_of(entry), hint)
        return []
    if isinstance(entry, dict) and "file" in entry and "part" not in entry:
        reader.known(entry, frozenset({"file", "type"}), str(matter))
        path = str(entry["file"])
        return [Listed(path, matter, str(entry.get("type") or kind_of(path, matter)))]
    if isinstance(entry, dict) and "part" in entry and matter is Matter.BODY:
        reader.known(entry, frozenset({"part", "chapters", "file"}), "body")
        parts = [Listed(str(entry.get("file", "")), matter, "part", str(entry["part"]))]
        chapters = entry.get("chapters", [])
        return parts + [x for c in (chapters if isinstance(chapters, list) else []) for x in _entry(reader, c, matter)]
    hint = 'write "file.md", { file = "file.md", type = "preface" } or { part = "Title", chapters = ["file.md"] }'
    reader.report("M003", f"an entry of {matter} is of no kind that the press knows", reader.place(str(matter)), hint)
    return []
