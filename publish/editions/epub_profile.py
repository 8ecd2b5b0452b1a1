"""What the EPUB editions differ in, as data: one tree, one way, and a value for each store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from publish.book import Element
from publish.lazy import dataclass

#: Pages that paper needs and an e-book does not.
OMITTED = frozenset({"halftitlepage"})

#: A change to the tree of one document, which is a copy: what a store's readers cannot show, or need besides.
Change = Callable[[Element], Element]


@dataclass(frozen=True)
class EpubProfile:
    """An EPUB for the world or for one store.

    `cover_page`: whether a page with the cover stands first (spec E2: Amazon shows it twice, Kobo wants it).
    `refused`: patterns of addresses that the store takes out or refuses a book for, with the reason that completes
    "the link ADDRESS …".
    """

    name: str
    suffix: str
    cover_page: bool = True
    changes: tuple[Change, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[str, ...] = ("epubcheck", "ace", "epub-sound", "stores")
