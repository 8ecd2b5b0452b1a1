"""What `book.toml` says of the e-books: their settings, who certified them, and subjects as catalogues code them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publish.book import Conformance, EpubSettings, Subject
from publish.sources.book_toml.keys import Section
from publish.sources.toml_reader import Reader

_SUBJECT = frozenset({"text", "authority", "term"})
_CONFORMANCE = frozenset({"certified-by", "level", "date", "credential", "report"})
#: What an image may have at most, whatever is asked for: what the press decodes (published limits).
_MOST = 80.0


def ebook(found: Section) -> EpubSettings:
    usual = EpubSettings()
    most = found.value("max-megapixels", float, usual.max_megapixels)
    if not 0.1 <= most <= _MOST:
        message, hint = f"max-megapixels is not from 0.1 to {_MOST:.0f}", "write max-megapixels = 3.2"
        found.refused(message, hint, "max-megapixels")
        most = usual.max_megapixels
    jpeg = found.value("jpeg-photographs", bool, usual.jpeg_photographs)
    fonts = found.value("fonts", bool, usual.fonts)
    pages = found.value("page-list", bool, usual.page_list)
    return EpubSettings(fonts, most, jpeg, pages, _conformance(found))


def _conformance(ebooks: Section) -> Conformance | None:
    found = ebooks.value("conformance", dict[str, Any], {})
    if not found:
        return None
    ebooks.reader.known(found, _CONFORMANCE, ebooks.name, "conformance")
    by, level, date, credential, report = (
        str(found.get(key, default)).strip()
        for key, default in (("certified-by", ""), ("level", "AA"), ("date", ""), ("credential", ""), ("report", ""))
    )
    if not by:
        hint = 'write certified-by = "…", or leave the table out: without a certifier nothing is claimed'
        ebooks.refused("a conformance that nobody certified is not claimed", hint, "conformance")
        return None
    if level not in ("A", "AA", "AAA"):
        ebooks.refused(f"“{level}” is no level of WCAG", "write A, AA or AAA", "conformance", "level")
        return None
    return Conformance(by, level, date, credential, report)


def subjects(reader: Reader, table: Mapping[str, Any]) -> tuple[Subject, ...]:
    """Words, or tables with the code of a scheme, in pandoc's keys."""
    found = table.get("subject", [])
    result = []
    for number, one in enumerate(found if isinstance(found, list) else [found]):
        path = ("subject", number) if isinstance(found, list) else ("subject",)
        if isinstance(one, str):
            result.append(Subject(one))
            continue
        if isinstance(one, dict) and isinstance(one.get("text"), str):
            reader.known(one, _SUBJECT, *path)
            authority, term = (reader.value(one, key, str, "", *path) for key in ("authority", "term"))
            if bool(authority) == bool(term):
                result.append(Subject(one["text"], authority, term))
                continue
        hint = 'write subject = ["Words", { text = "Words", authority = "BISAC", term = "PER004030" }]'
        message = "a subject is words, or a table with text and both or neither of authority and term"
        reader.report("M003", message, reader.place(*path), hint)
    return tuple(result)
