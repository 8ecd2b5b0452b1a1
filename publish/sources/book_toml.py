"""`book.toml`: its keys, typed to the metadata of a book and the lists of its sources."""

from __future__ import annotations

import dataclasses
import datetime
import posixpath
import re
from collections.abc import Mapping
from typing import Any

from publish.book import (
    Affiliate,
    Dialect,
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
from publish.diagnostics import Diagnostic
from publish.sources.folder import Folder
from publish.sources.layout import GENERATED, KINDS, kind_of, slug_of, stable_identifier, with_pages
from publish.sources.lists import Listed, listed_sources
from publish.sources.plain import metadata_of
from publish.sources.toml_reader import Reader, nearest
from publish.sources.trims import trim_size

NAME = "book.toml"
_PERSON = frozenset({"name", "role", "file-as"})
_IDENTIFIER = frozenset({"scheme", "value", "edition"})
_SECTIONS: dict[str, frozenset[str]] = {
    "disclosure": frozenset({"publisher", "independence", "earnings", "ai", "spoilers"}),
    "content-note": frozenset({"text"}),
    "print": frozenset({"trim"}),
    "epub": frozenset(),
    "typography": frozenset({"smart", "page-references", "number-chapters"}),
    "markdown": frozenset({"math", "hard-breaks", "templates"}),
    "affiliate": frozenset({"patterns", "statement"}),
    "series": frozenset({"name", "position"}),
}
_KEYS = frozenset(
    {"title", "subtitle", "slug", "author", "contributor", "lang", "publisher", "date", "rights", "description", "subject",
     "identifier", "series", "cover-image", "toc-depth", "front", "body", "back", "links", "bibliography", "csl", "variables"}
) | frozenset(_SECTIONS)  # fmt: skip
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ENTRY = 'write "file.md", { file = "file.md", type = "preface" } or { part = "Title", chapters = ["file.md"] }'


def is_mdbook(text: str) -> bool:
    """mdBook has a file of the same name; its settings stand in a table `[book]`."""
    return re.search(r"^[ \t]*\[[ \t]*book[ \t]*\]", text, re.M) is not None


def read(folder: Folder, text: str, name: str) -> tuple[Metadata | None, list[Source], list[Diagnostic]]:
    """The metadata and the sources in order; no metadata where the file is no TOML."""
    reader = Reader(text, NAME)
    table = reader.table()
    if table is None:
        return None, [], reader.noticed
    reader.known(table, _KEYS)
    if "isbn" in table:  # what many try first: the hint says what to write
        hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "epub" }]'
        reader.noticed = [dataclasses.replace(d, hint=hint) if "“isbn”" in d.message else d for d in reader.noticed]
    metadata = _metadata(reader, table)
    front, body, back, noticed = listed_sources(folder, _listed(reader, table))
    reader.noticed += noticed
    metadata = _completed(metadata, [*body, *front, *back], name)
    return metadata, [*with_pages(front, metadata), *body, *back], reader.noticed


def _completed(metadata: Metadata, sources: list[Source], name: str) -> Metadata:
    """With a title, a slug and an identifier, which every book needs, made from what there is."""
    title = metadata.title or metadata_of(sources, name).title
    slug = slug_of(metadata.slug or title)
    identifier = metadata.identifier
    if all(i.edition for i in identifier):
        identifier += (stable_identifier(title, metadata.author[0].name if metadata.author else "", slug),)
    return dataclasses.replace(metadata, title=title, slug=slug, identifier=identifier)


def _metadata(reader: Reader, table: Mapping[str, Any]) -> Metadata:
    value = reader.value
    disclosure = _section(reader, table, "disclosure")
    _section(reader, table, "epub")  # it has no keys yet: whatever stands in it is refused
    typography = _section(reader, table, "typography")
    affiliate = _section(reader, table, "affiliate")
    markdown = _section(reader, table, "markdown")
    return Metadata(
        title=value(table, "title", str, "").strip(),
        lang=_language(reader, table),
        subtitle=value(table, "subtitle", str, ""),
        slug=value(table, "slug", str, ""),
        author=_people(reader, table, "author", "aut"),
        contributor=_people(reader, table, "contributor", "ctb"),
        publisher=value(table, "publisher", str, ""),
        date=_date(reader, table),
        rights=value(table, "rights", str, ""),
        description=value(table, "description", str, ""),
        subject=tuple(_strings(reader, table, "subject")),
        identifier=_identifiers(reader, table),
        series=_series(reader, table),
        cover_image=value(table, "cover-image", str, ""),
        toc_depth=_depth(reader, table),
        disclosure=Disclosure(**{key: value(disclosure, key, str, "", "disclosure") for key in disclosure})
        if "disclosure" in table
        else None,
        content_note=_content_note(reader, table),
        print=_print(reader, table),
        typography=Typography(
            smart=value(typography, "smart", bool, True, "typography"),
            page_references=value(typography, "page-references", bool, True, "typography"),
            number_chapters=value(typography, "number-chapters", bool, True, "typography"),
        ),
        dialect=Dialect(
            math=value(markdown, "math", bool, True, "markdown"),
            hard_breaks=value(markdown, "hard-breaks", bool, False, "markdown"),
            templates=value(markdown, "templates", bool, False, "markdown"),
        ),
        bibliography=tuple(_strings(reader, table, "bibliography")),
        csl=value(table, "csl", str, ""),
        variables={k: str(v) for k, v in value(table, "variables", dict[str, str | int | float], {}).items()},
        affiliate=Affiliate(
            tuple(_patterns(reader, affiliate)),
            value(affiliate, "statement", str, Affiliate().statement, "affiliate"),
        ),
        links=_links(reader, table),
    )


def _section(reader: Reader, table: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A table of the file, with its unknown keys refused and left out."""
    found = table.get(name, {})
    if not isinstance(found, dict):
        reader.report("M003", f"{name} is a table", reader.place(name), f"write [{name}] on a line of its own")
        return {}
    reader.known(found, _SECTIONS[name], name)
    return {key: found[key] for key in found if key in _SECTIONS[name]}


def _strings(reader: Reader, table: Mapping[str, Any], key: str) -> list[str]:
    found = table.get(key, [])
    return [found] if isinstance(found, str) else reader.value(table, key, list[str], [])


def _language(reader: Reader, table: Mapping[str, Any]) -> str:
    lang = reader.value(table, "lang", str, "en")
    if _LANGUAGE.fullmatch(lang):
        return lang
    reader.report("M003", f"lang “{lang}” is no language tag", reader.place("lang"), 'write "en", or "en-US"')
    return "en"


def _depth(reader: Reader, table: Mapping[str, Any]) -> int:
    depth = reader.value(table, "toc-depth", int, 2)
    if not 1 <= depth <= 6:
        reader.report("M003", "toc-depth is not from 1 to 6", reader.place("toc-depth"), "write a number from 1 to 6")
    return min(6, max(1, depth))


def _patterns(reader: Reader, table: Mapping[str, Any]) -> list[str]:
    good = []
    for number, pattern in enumerate(reader.value(table, "patterns", list[str], [], "affiliate")):
        try:
            re.compile(pattern)
            good.append(pattern)
        except re.error as error:
            span = reader.place("affiliate", "patterns", number)
            reader.report("M003", f"the pattern {pattern} is no regular expression: {error}", span, "mend it")
    return good


def _content_note(reader: Reader, table: Mapping[str, Any]) -> str:
    if isinstance(table.get("content-note"), str):
        return str(table["content-note"])
    return reader.value(_section(reader, table, "content-note"), "text", str, "", "content-note")


def _series(reader: Reader, table: Mapping[str, Any]) -> Series | None:
    if isinstance(table.get("series"), str):
        return Series(table["series"])
    found = _section(reader, table, "series")
    position = found.get("position", "")
    if isinstance(position, int | float) and not isinstance(position, bool):
        found["position"] = str(position)
    name = reader.value(found, "name", str, "", "series")
    return Series(name, reader.value(found, "position", str, "", "series")) if name else None


def _date(reader: Reader, table: Mapping[str, Any]) -> str:
    """A day, a month or a year, as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; a time of day is left out."""
    found = table.get("date", "")
    if isinstance(found, datetime.datetime):
        return found.date().isoformat()
    if isinstance(found, datetime.date):
        return found.isoformat()
    text = str(found)
    if not text:
        return ""
    try:
        if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text):
            datetime.date.fromisoformat((text + "-01-01")[:10])
            return text
    except ValueError:
        pass
    reader.report("M003", "date is no day of the form YYYY-MM-DD", reader.place("date"), "write date = 2026-11-24")
    return ""


def _people(reader: Reader, table: Mapping[str, Any], key: str, role: str) -> tuple[Person, ...]:
    found = table.get(key, [])
    people = []
    for number, one in enumerate(found if isinstance(found, list) else [found]):
        path = (key, number) if isinstance(found, list) else (key,)
        if isinstance(one, str):
            people.append(Person(one, role))
        elif isinstance(one, dict) and isinstance(one.get("name"), str):
            reader.known(one, _PERSON, *path)
            own_role, file_as = (reader.value(one, k, str, d, *path) for k, d in (("role", role), ("file-as", "")))
            people.append(Person(one["name"], own_role, file_as))
        else:
            if isinstance(one, dict):
                reader.known(one, _PERSON, *path)
            hint = f'write {key} = "Name" or {key} = [{{ name = "Name", role = "{role}" }}]'
            reader.report("M003", f"{key} is a name, a list of names, or tables with a name", reader.place(*path), hint)
    return tuple(people)


def _identifiers(reader: Reader, table: Mapping[str, Any]) -> tuple[Identifier, ...]:
    found = table.get("identifier", [])
    result = []
    for number, one in enumerate(found if isinstance(found, list) else [found]):
        path = ("identifier", number) if isinstance(found, list) else ("identifier",)
        if isinstance(one, dict):
            reader.known(one, _IDENTIFIER, *path)
        if isinstance(one, str) and one.strip():
            result.append(Identifier("", one))
        elif isinstance(one, dict) and isinstance(one.get("value"), str) and one["value"].strip():
            scheme, edition = (reader.value(one, key, str, "", *path) for key in ("scheme", "edition"))
            result.append(Identifier(scheme, one["value"], edition))
        else:
            hint = 'write identifier = [{ scheme = "ISBN-13", value = "978…", edition = "epub" }]'
            message = "an identifier is a string, or a table with scheme and value, both strings"
            reader.report("M003", message, reader.place(*path), hint)
    return tuple(result)


def _print(reader: Reader, table: Mapping[str, Any]) -> PrintSettings:
    trim = reader.value(_section(reader, table, "print"), "trim", str, "6x9", "print")
    size = trim_size(trim)
    if size is None:
        hint = "write 6x9, 5.5x8.5, a5, or a measure such as 148x210mm"
        reader.report("M003", f"the trim size {trim} is not known", reader.place("print", "trim"), hint)
        return PrintSettings()
    return PrintSettings(*size)


def _links(reader: Reader, table: Mapping[str, Any]) -> dict[str, Link]:
    result = {}
    for key, found in reader.value(table, "links", dict[str, Any], {}).items():
        path = ("links", key)
        if not isinstance(found, dict):
            reader.report("M003", f"links.{key} is a table", reader.place(*path), f"write [links.{key}]")
            continue
        reader.known(found, frozenset({"plain", "url", "affiliate"}), *path)
        plain, url = (reader.value(found, name, str, "", *path) for name in ("plain", "url"))
        result[key] = Link(plain, url, reader.value(found, "affiliate", bool, False, *path))
    return result


def _listed(reader: Reader, table: Mapping[str, Any]) -> list[Listed] | None:
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
