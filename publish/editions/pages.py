"""The pages that the press makes: half title, title page, imprint, disclosure, contents, lists and index, from templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from lxml import etree

from publish.book import Book, Chapter, Entry, Identifier, Person
from publish.editions.isbn import isbn_digits, isbn_shown
from publish.markdown import inline_tree
from publish.resolve.index import sort_key
from publish.theme import Theme
from publish.words import date_in_words

Values = dict[str, object]

#: Schemes whose values tell a reader nothing: they stand in the package of an e-book and on no page.
_OF_MACHINES = frozenset({"uuid"})


def with_pages(book: Book, theme: Theme, edition: str, paged: bool) -> tuple[Chapter, ...]:
    """The chapters with every generated page filled; `paged` ones have empty `span.page[data-page-of]` for numbers."""
    return tuple(
        _filled(chapter, book, theme, edition, paged) if chapter.source.generated else chapter
        for chapter in book.chapters
    )


def joined(people: tuple[Person, ...]) -> str:
    return ", ".join(person.name for person in people)


def _common(book: Book) -> Values:
    return {"book": book.metadata, "words": book.words, "authors": joined(book.metadata.author)}


def _filled(chapter: Chapter, book: Book, theme: Theme, edition: str, paged: bool) -> Chapter:
    template, values = _PAGES[chapter.kind]
    given = {**_common(book), **values(book, edition), "id": chapter.id, "title": chapter.title, "paged": paged}
    tree = etree.Element("section", {str(k): str(v) for k, v in chapter.tree.attrib.items()})
    tree.append(theme.page(template, **given))
    return dataclasses.replace(chapter, tree=tree)


def _nothing(book: Book, edition: str) -> Values:
    return {}


def _title_page(book: Book, edition: str) -> Values:
    return {"contributors": [person.name for person in book.metadata.contributor]}


def _imprint(book: Book, edition: str) -> Values:
    metadata = book.metadata
    identifier = metadata.identifier_for(edition)
    said = f"{metadata.rights}\n{metadata.publisher}"
    return {
        "by": "" if all(person.name in said for person in metadata.author) else joined(metadata.author),
        "date": date_in_words(metadata.date, metadata.lang),
        "identifiers": [] if identifier.scheme.lower() in _OF_MACHINES else [_named(identifier)],
    }


def _named(identifier: Identifier) -> tuple[str, str]:
    if isbn_digits(identifier):
        return "ISBN", isbn_shown(identifier)
    return identifier.scheme.upper(), identifier.value


def _disclosure(book: Book, edition: str) -> Values:
    statements = book.metadata.disclosure
    labels = {"publisher": "publisher", "independence": "independence", "earnings": "earnings", "ai": "how-made",
              "spoilers": "spoilers"}  # fmt: skip
    given = [(book.words[label], getattr(statements, key, "")) for key, label in labels.items()]
    lang, smart = book.metadata.lang, book.metadata.typography.smart
    return {"statements": [(label, inline_tree(text, lang, smart)) for label, text in given if text]}


def _content_note(book: Book, edition: str) -> Values:
    return {"statement": inline_tree(book.metadata.content_note, book.metadata.lang, book.metadata.typography.smart)}


def _contents(book: Book, edition: str) -> Values:
    """The entries, and how many figures the longest number of a chapter has: the others stand below its last ones."""
    chapters = [entry for entry in _every(book.contents) if entry.kind == "chapter"]
    figures = max((len(entry.number) for entry in chapters if entry.number.isdecimal()), default=0)
    return {"entries": book.contents, "figures": figures}


def _every(entries: Sequence[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _every(entry.children)


def _list_of(choose: Callable[[Book], tuple[Entry, ...]]) -> Callable[[Book, str], Values]:
    return lambda book, edition: {"entries": choose(book)}


def _index(book: Book, edition: str) -> Values:
    groups = groupby(book.index, key=lambda entry: sort_key(entry.sort or entry.heading)[:1].upper())
    return {"groups": [(letter, list(entries)) for letter, entries in groups]}


_PAGES: dict[str, tuple[str, Callable[[Book, str], Values]]] = {
    "halftitlepage": ("half-title.html", _nothing),
    "titlepage": ("title-page.html", _title_page),
    "copyright-page": ("imprint.html", _imprint),
    "disclosure": ("disclosure.html", _disclosure),
    "content-note": ("content-note.html", _content_note),
    "toc": ("contents.html", _contents),
    "loi": ("contents.html", _list_of(lambda book: book.figures)),
    "lot": ("contents.html", _list_of(lambda book: book.tables)),
    "index": ("index.html", _index),
}
