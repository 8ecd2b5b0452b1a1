"""The pages of a book as other editions want to know them: their folios, and where in the text each begins."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from publish.book import Document
from publish.lazy import dataclass
from publish.paged.leaves import Section, Start
from publish.paged.places import Place


@dataclass(frozen=True)
class Spot:
    """A place in the text of the book: a document by its name, and a place in it."""

    document: str
    start: Start


@dataclass(frozen=True)
class Printed:
    """A page: its folio as printed, its side, its kind (`blank` where nothing is printed), its document (blank: none).

    `spot` is where its text begins, at a whole word; before the row in a table; on a page on which only notes
    go on, or a figure stands that text before it has gone past, the first text after it. None for a page that has no text.
    """

    folio: str
    recto: bool
    kind: str
    document: str
    spot: Spot | None = None


@dataclass(frozen=True)
class PageMap:
    pages: tuple[Printed, ...]


def page_map(places: Sequence[Place], documents: Sequence[Document], sections: Sequence[Section]) -> PageMap:
    """The pages in their order; read from the last, since a page of notes points to the text behind it."""
    pages: list[Printed] = []
    after: Spot | None = None
    for place in reversed(places):
        spot = None
        name = documents[place.document].name if place.document >= 0 else ""
        if place.document >= 0:
            leaf = sections[place.document].leaves[place.at]
            if leaf.start is not None:
                spot = after = Spot(name, leaf.start)
            elif leaf.begins_later:
                spot = after
        pages.append(Printed(place.folio, place.recto, place.kind, name, spot))
    return PageMap(tuple(reversed(pages)))


_decoder = msgspec.msgpack.Decoder(PageMap)


def map_packed(pages: PageMap) -> bytes:
    return msgspec.msgpack.encode(pages)


def map_unpacked(content: bytes) -> PageMap:
    return _decoder.decode(content)
