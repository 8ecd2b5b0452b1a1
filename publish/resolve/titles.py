"""What `book.toml` says in words, as it is printed: a title page has the quotes and apostrophes that the text has."""

from __future__ import annotations

import dataclasses

from publish.book import Metadata, Person
from publish.markdown import typeset


def titles_set(metadata: Metadata) -> Metadata:
    """The metadata with typographic quotes in its titles, names and copy; those that a book writes in Markdown have them anyway."""

    def printed(text: str) -> str:
        return typeset(text, metadata.lang, metadata.typography.smart)

    def named(person: Person) -> Person:
        return dataclasses.replace(person, name=printed(person.name), file_as=printed(person.file_as))

    return dataclasses.replace(
        metadata,
        title=printed(metadata.title),
        subtitle=printed(metadata.subtitle),
        author=tuple(map(named, metadata.author)),
        contributor=tuple(map(named, metadata.contributor)),
        publisher=printed(metadata.publisher),
        rights=printed(metadata.rights),
        description=printed(metadata.description),
        cover=dataclasses.replace(metadata.cover, back=printed(metadata.cover.back)),
    )
