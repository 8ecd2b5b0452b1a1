"""Running heads and folios: margin boxes of documents of their own, one empty sheet a page, laid over the text.

They depend on the page and not on its text, so a chapter that moves is not laid out again, only its heads and folios are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape

from publish.book import Document, Rendition
from publish.paged.layout import Press, Sheet
from publish.paged.leaves import Section
from publish.paged.packing import joined
from publish.paged.places import Place
from publish.words import direction_of, numeral

#: Pages that carry no head and no folio (Chicago Manual of Style).
BARE = frozenset(
    {"cover", "halftitlepage", "titlepage", "copyright-page", "dedication", "epigraph", "part", "blank", "full"}
)
#: Sheets of one document. Each is remembered by what stands on it, so an edit that moves pages has only those made that the
#: book did not have: another folio under the same head.
_SHEETS = 32


def furniture(
    press: Press, rendition: Rendition, places: Sequence[Place]
) -> tuple[list[Section], list[tuple[int, int]]]:
    """Sections of heads and folios, and for each page of the book the section that holds its own, and the leaf of that."""
    return layer(press, rendition, [_sheet(place, rendition) for place in places])


def layer(press: Press, rendition: Rendition, sheets: Sequence[Sheet]) -> tuple[list[Section], list[tuple[int, int]]]:
    """The sections of a layer of one sheet for each page of the book, and for each page the section and the leaf of it."""
    runs = [sheets[at : at + _SHEETS] for at in range(0, len(sheets), _SHEETS)]
    found = press.layers(runs, lambda missing: _documents(rendition, missing))
    sections: list[Section] = []
    over: list[tuple[int, int]] = []
    for run in found:
        for section in joined(run):
            over += [(len(sections), at) for at in range(len(section.leaves))]
            sections.append(section)
    return sections, over


def _documents(rendition: Rendition, sheets: Sequence[Sheet]) -> list[tuple[bytes, tuple[Sheet, ...]]]:
    """Documents of sheets on their sides, left-hand and right-hand ones by turns, with bare ones where there are none left."""
    sides = ([s for s in sheets if s.recto], [s for s in sheets if not s.recto])
    bare = (Sheet(True, _markup("bare", "", "")), Sheet(False, _markup("bare", "", "")))
    order = [one for pair in itertools.zip_longest(*sides) for one in (pair[0] or bare[0], pair[1] or bare[1])]
    runs = [tuple(order[at : at + _SHEETS]) for at in range(0, len(order), _SHEETS)]
    return [(_document(rendition, run), run) for run in runs]


def _document(rendition: Rendition, run: Sequence[Sheet]) -> bytes:
    lang = f"{_quoted(rendition.metadata.lang)} dir={_quoted(direction_of(rendition.metadata.lang))}"
    head = f"<head><title>{escape(rendition.metadata.title)}</title></head>"
    body = "".join(sheet.markup for sheet in run)
    return f'<html lang={lang} class="recto-first">{head}<body>{body}</body></html>'.encode()


def _sheet(place: Place, rendition: Rendition) -> Sheet:
    document = rendition.documents[place.document] if place.document >= 0 else None
    name, head = _head(place, document, rendition.metadata.title)
    folio = numeral(place.folio, rendition.metadata.lang) if name != "bare" else ""
    return Sheet(place.recto, _markup(name, head, folio))


def _markup(name: str, head: str, folio: str) -> str:
    return f'<div class="sheet {name}" data-head={_quoted(head)} data-folio={_quoted(folio)}></div>'


def _head(place: Place, document: Document | None, title: str) -> tuple[str, str]:
    if document is None or place.kind in BARE:
        return "bare", ""
    if place.at == 0:
        return "opener", ""
    return ("recto", document.running_head) if place.recto else ("verso", title)


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
