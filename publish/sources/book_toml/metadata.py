"""The metadata of a book and its settings, typed."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from publish.book import (
    Affiliate,
    Allowance,
    Checking,
    Dialect,
    Disclosure,
    Link,
    Metadata,
    PrintSettings,
    Reading,
    ReviewSettings,
    Series,
    Typography,
)
from publish.printers import PRINTERS
from publish.sources.book_toml.bounds import limits
from publish.sources.book_toml.cover import cover
from publish.sources.book_toml.ebook import ebook, subjects
from publish.sources.book_toml.keys import section, strings
from publish.sources.book_toml.people import LANGUAGE, identifiers, people, scripts
from publish.sources.toml_reader import Reader
from publish.sources.trims import trim_size


def metadata_of(reader: Reader, table: Mapping[str, Any]) -> Metadata:
    value = reader.value
    disclosure = section(reader, table, "disclosure")
    typography = section(reader, table, "typography")
    affiliate = section(reader, table, "affiliate")
    markdown = section(reader, table, "markdown")
    return Metadata(
        title=value(table, "title", str, "").strip(),
        lang=_language(reader, table),
        subtitle=value(table, "subtitle", str, ""),
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
        disclosure=Disclosure(**{key: value(disclosure, key, str, "", "disclosure") for key in disclosure})
        if "disclosure" in table
        else None,
        content_note=_content_note(reader, table),
        print=_print(reader, table),
        cover=cover(reader, table),
        review=_review(reader, table),
        epub=ebook(reader, table),
        limits=limits(reader, table),
        typography=Typography(
            smart=value(typography, "smart", bool, True, "typography"),
            page_references=value(typography, "page-references", bool, True, "typography"),
            number_chapters=value(typography, "number-chapters", bool, True, "typography"),
            notes=_one_of(reader, typography, "notes", ("foot", "end"), "foot", "typography"),
            openings=_one_of(reader, typography, "openings", ("plain", "small-caps", "initial"), "plain", "typography"),
        ),
        dialect=Dialect(
            math=value(markdown, "math", bool, True, "markdown"),
            hard_breaks=value(markdown, "hard-breaks", bool, False, "markdown"),
            hidden_lines=value(markdown, "hidden-lines", bool, False, "markdown"),
            templates=value(markdown, "templates", bool, False, "markdown"),
            captions=_choice(reader, markdown, "captions", ("alt", "title", "none")),
            chapters=_choice(reader, markdown, "chapters", ("headings", "files")),
            percent_comments=value(markdown, "percent-comments", bool, False, "markdown"),
            critic=Reading(_choice(reader, markdown, "critic", (Reading.ERROR, Reading.ACCEPT, Reading.STRIP))),
        ),
        bibliography=tuple(strings(reader, table, "bibliography")),
        csl=value(table, "csl", str, ""),
        nocite=tuple(strings(reader, table, "nocite")),
        variables={k: str(v) for k, v in value(table, "variables", dict[str, str | int | float], {}).items()},
        affiliate=Affiliate(
            tuple(_patterns(reader, affiliate)),
            value(affiliate, "statement", str, Affiliate().statement, "affiliate"),
        ),
        links=_links(reader, table),
        check=_check(reader, section(reader, table, "check")),
    )


def _check(reader: Reader, table: Mapping[str, Any]) -> Checking:
    """What is checked; an entry of `allow` is a code, or a path and a code: `appendix/*.md: C063`."""
    allow = []
    for number, entry in enumerate(reader.value(table, "allow", list[str], [], "check")):
        path, _, code = entry.rpartition(":")
        allow.append(Allowance(code.strip(), path.strip() or "*", reader.place("check", "allow", number)))
    words = tuple(reader.value(table, "words", list[str], [], "check"))
    return Checking(tuple(allow), words, reader.value(table, "spelling", bool, False, "check"))


def _choice(reader: Reader, markdown: Mapping[str, Any], key: str, choices: tuple[str, ...]) -> str:
    """One of several words; the first is that of a book that says nothing."""
    chosen = reader.value(markdown, key, str, choices[0], "markdown")
    if chosen in choices:
        return chosen
    *others, last = (f'"{choice}"' for choice in choices)
    message = f"{key} “{chosen}” is none that the press knows"
    reader.report("M003", message, reader.place("markdown", key), f"write {', '.join(others)} or {last}")
    return choices[0]


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
    return reader.value(section(reader, table, "content-note"), "text", str, "", "content-note")


def _series(reader: Reader, table: Mapping[str, Any]) -> Series | None:
    if isinstance(table.get("series"), str):
        return Series(table["series"])
    found = section(reader, table, "series")
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


_PAPERS = ("white", "cream", "groundwood")
_COLORS = ("black", "standard", "premium")
_STANDARDS = ("PDF/X-1a:2001", "PDF/X-3:2002")


def _print(reader: Reader, table: Mapping[str, Any]) -> PrintSettings:
    found = section(reader, table, "print")
    trim = reader.value(found, "trim", str, "6x9", "print")
    size = trim_size(trim)
    if size is None:
        hint = "write 6x9, 5.5x8.5, a5, or a measure such as 148x210mm"
        reader.report("M003", f"the trim size {trim} is not known", reader.place("print", "trim"), hint)
        size = PrintSettings().width, PrintSettings().height
    return PrintSettings(
        *size,
        printer=_one_of(reader, found, "printer", PRINTERS, ""),
        paper=_one_of(reader, found, "paper", _PAPERS, "white"),
        color=_one_of(reader, found, "color", _COLORS, "black"),
        bleed=reader.value(found, "bleed", bool, False, "print"),
        marks=reader.value(found, "marks", bool, False, "print"),
        multiple=_signature(reader, found),
        standard=_one_of(reader, found, "standard", _STANDARDS, ""),
    )


def _signature(reader: Reader, table: Mapping[str, Any]) -> int:
    """The count of pages is a multiple of it: sheets are folded once, or more often."""
    pages = reader.value(table, "signature", int, 2, "print")
    if 2 <= pages <= 64 and pages % 2 == 0:
        return pages
    reader.report(
        "M003", "signature is no even number of pages", reader.place("print", "signature"), "write 2, 4 or 16"
    )
    return 2


def _one_of(
    reader: Reader, table: Mapping[str, Any], key: str, known: Sequence[str], otherwise: str, of: str = "print"
) -> str:
    value = reader.value(table, key, str, otherwise, of)
    if value in known or value == otherwise:
        return value
    hint = f"write one of {', '.join(known)}"
    reader.report("M003", f"{key} “{value}” is none that the press knows", reader.place(of, key), hint)
    return otherwise


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


def _review(reader: Reader, table: Mapping[str, Any]) -> ReviewSettings:
    found = section(reader, table, "review")
    whose, copy = (" ".join(reader.value(found, key, str, "", "review").split()) for key in ("reader", "copy"))
    return ReviewSettings(whose, copy)
