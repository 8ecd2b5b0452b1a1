"""Running heads and folios: margin boxes of documents of their own, one empty sheet a page, laid over the text.

They depend on the page and not on its text, so a chapter that moves is not laid out again, only its heads and folios are.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from publish.book import Document, Rendition
from publish.paged.layout import Press
from publish.paged.leaves import Section
from publish.paged.places import Place
from publish.words import direction_of, numeral

#: Pages that carry no head and no folio (Chicago Manual of Style).
BARE = frozenset({"cover", "halftitlepage", "titlepage", "copyright-page", "dedication", "epigraph", "part", "blank"})
#: Sheets of one document; an edit that moves pages has those behind it made again.
_SHEETS = 32


def furniture(
    press: Press, rendition: Rendition, places: Sequence[Place]
) -> tuple[list[Section], list[tuple[int, int]]]:
    """Sections of heads and folios, and for each page of the book the section that holds its own, and the leaf of that."""
    runs = [places[at : at + _SHEETS] for at in range(0, len(places), _SHEETS)]
    sections = press.layers([_document(rendition, run) for run in runs])
    for section, run in zip(sections, runs, strict=True):
        if len(section.leaves) != len(run):
            raise RuntimeError(f"a layer of heads and folios has {len(section.leaves)} pages, the book {len(run)}")
    return sections, [(number, at) for number, run in enumerate(runs) for at in range(len(run))]


def _document(rendition: Rendition, run: Sequence[Place]) -> bytes:
    rows = []
    for place in run:
        document = rendition.documents[place.document] if place.document >= 0 else None
        name, head = _sheet(place, document, rendition.metadata.title)
        folio = numeral(place.folio, rendition.metadata.lang) if name != "bare" else ""
        rows.append(f'<div class="sheet {name}" data-head={quoteattr(head)} data-folio={quoteattr(folio)}></div>')
    lang = f"{quoteattr(rendition.metadata.lang)} dir={quoteattr(direction_of(rendition.metadata.lang))}"
    title = escape(rendition.metadata.title)
    side = "recto-first" if run[0].recto else "verso-first"
    head = f"<head><title>{title}</title></head>"
    return f'<html lang={lang} class="{side}">{head}<body>{"".join(rows)}</body></html>'.encode()


def _sheet(place: Place, document: Document | None, title: str) -> tuple[str, str]:
    if document is None or place.kind in BARE:
        return "bare", ""
    if place.at == 0:
        return "opener", ""
    return ("recto", document.running_head) if place.recto else ("verso", title)
