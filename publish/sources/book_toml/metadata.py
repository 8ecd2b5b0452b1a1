"""The metadata of a book and its settings, typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from publish.book import (
    Affiliate,
    Allowance,
    Checking,
    Dialect,
    Disclosure,
    Link,
    Metadata,
    Reading,
    ReviewSettings,
    Series,
    Typography,
)
from publish.sources.book_toml.bounds import limits
from publish.sources.book_toml.cover import cover
from publish.sources.book_toml.ebook import ebook, subjects
from publish.sources.book_toml.keys import Section, section, strings
from publish.sources.book_toml.people import LANGUAGE, identifiers, people, scripts
from publish.sources.book_toml.printing import printing
from publish.sources.toml_reader import Reader


def metadata_of(reader: Reader, table: Mapping[str, Any]) -> Metadata:
    value = reader.value
    return Metadata(
        title=value(table, "title", str, "").strip(),
        lang=_language(reader, table),
        subtitle=value(table, "subtitle", str, ""),
        short_title=value(table, "short-title", str, "").strip(),
        scripts=scripts(reader, table),
        slug=value(table, "slug", str, ""),
        author=people(reader, table, "author", "aut"),
        contributor=people(reader, table, "contributor", "ctb"),
        publisher=value(table, "publisher", str, ""),
        date=_date(reader, table),
        rights=value(table, "rights", str, ""),
        description=value(table, "description", str, ""),
        subject=subjects(reader, table),
        identifier=identifiers(reader, table),
        series=_series(reader, table),
        cover_image=value(table, "cover-image", str, ""),
        toc_depth=_depth(reader, table),
        disclosure=_disclosure(section(reader, table, "disclosure")) if "disclosure" in table else None,
        content_note=_content_note(reader, table),
        print=printing(section(reader, table, "print")),
        cover=cover(section(reader, table, "cover")),
        review=_review(section(reader, table, "review")),
        epub=ebook(section(reader, table, "epub")),
        limits=limits(section(reader, table, "limits")),
        typography=_typography(section(reader, table, "typography")),
        dialect=_dialect(section(reader, table, "markdown")),
        bibliography=tuple(strings(reader, table, "bibliography")),
        csl=value(table, "csl", str, ""),
        nocite=tuple(strings(reader, table, "nocite")),
        variables={k: str(v) for k, v in value(table, "variables", dict[str, str | int | float], {}).items()},
        affiliate=_affiliate(section(reader, table, "affiliate")),
        links=_links(reader, table),
        check=_check(section(reader, table, "check")),
    )


def _disclosure(found: Section) -> Disclosure:
    return Disclosure(**{key: found.value(key, str, "") for key in found.table})


def _typography(found: Section) -> Typography:
    return Typography(
        smart=found.value("smart", bool, True),
        page_references=found.value("page-references", bool, True),
        number_chapters=found.value("number-chapters", bool, True),
        notes=found.one_of("notes", ("foot", "end"), "foot"),
        openings=found.one_of("openings", ("plain", "small-caps", "initial"), "plain"),
    )


def _dialect(found: Section) -> Dialect:
    return Dialect(
        math=found.value("math", bool, True),
        hard_breaks=found.value("hard-breaks", bool, False),
        hidden_lines=found.value("hidden-lines", bool, False),
        templates=found.value("templates", bool, False),
        captions=found.one_of("captions", ("alt", "title", "none"), "alt"),
        chapters=found.one_of("chapters", ("headings", "files"), "headings"),
        percent_comments=found.value("percent-comments", bool, False),
        critic=Reading(found.one_of("critic", (Reading.ERROR, Reading.ACCEPT, Reading.STRIP), Reading.ERROR)),
    )


def _affiliate(found: Section) -> Affiliate:
    patterns = []
    for number, pattern in enumerate(found.value("patterns", list[str], [])):
        try:
            re.compile(pattern)
            patterns.append(pattern)
        except re.error as error:
            found.refused(f"the pattern {pattern} is no regular expression: {error}", "mend it", "patterns", number)
    return Affiliate(tuple(patterns), found.value("statement", str, Affiliate().statement))


def _check(found: Section) -> Checking:
    """What is checked; an entry of `allow` is a code, or a path and a code: `appendix/*.md: C063`."""
    allow = []
    for number, entry in enumerate(found.value("allow", list[str], [])):
        path, _, code = entry.rpartition(":")
        place = found.reader.place(found.name, "allow", number)
        allow.append(Allowance(code.strip(), path.strip() or "*", place))
    words = tuple(found.value("words", list[str], []))
    return Checking(tuple(allow), words, found.value("spelling", bool, False))


def _review(found: Section) -> ReviewSettings:
    whose, copy = (" ".join(found.value(key, str, "").split()) for key in ("reader", "copy"))
    return ReviewSettings(whose, copy)


def _language(reader: Reader, table: Mapping[str, Any]) -> str:
    lang = reader.value(table, "lang", str, "")
    if not lang or LANGUAGE.fullmatch(lang):
        return lang
    reader.report("M003", f"lang “{lang}” is no language tag", reader.place("lang"), 'write "en", or "en-US"')
    return "en"


def _depth(reader: Reader, table: Mapping[str, Any]) -> int:
    depth = reader.value(table, "toc-depth", int, 2)
    if not 1 <= depth <= 6:
        reader.report("M003", "toc-depth is not from 1 to 6", reader.place("toc-depth"), "write a number from 1 to 6")
    return min(6, max(1, depth))


def _content_note(reader: Reader, table: Mapping[str, Any]) -> str:
    if isinstance(table.get("content-note"), str):
        return str(table["content-note"])
    return section(reader, table, "content-note").value("text", str, "")


def _series(reader: Reader, table: Mapping[str, Any]) -> Series | None:
    if isinstance(table.get("series"), str):
        return Series(table["series"])
    found = section(reader, table, "series")
    position = found.table.get("position", "")
    if not isinstance(position, int | float) or isinstance(position, bool):
        position = found.value("position", str, "")
    name = found.value("name", str, "")
    return Series(name, str(position)) if name else None


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
