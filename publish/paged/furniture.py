"""Running heads and folios: margin boxes of documents of their own, one empty sheet a page, laid over the text.

They depend on the page and not on its text, so a chapter that moves is not laid out again, only its heads and folios are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape

from publish.book import Document, Rendition
from publish.lazy import dataclass
from publish.paged.layout import Press, Sheet
from publish.paged.leaves import FIELD, Leaf, Section
from publish.paged.numbering import with_folio
from publish.paged.packing import joined
from publish.paged.places import Place
from publish.words import direction_of, in_capitals, numeral

#: Pages that carry no head and no folio (Chicago Manual of Style).
BARE = frozenset(
    {"cover", "halftitlepage", "titlepage", "copyright-page", "dedication", "epigraph", "part", "blank", "full"}
)
#: Sheets of one document. Each is remembered by what stands on it, digits of its folio aside: an edit that moves pages has none
#: laid out unless a folio has a digit more.
_SHEETS = 32


#: The sections of a layer, and for each page of the book the number of the one that its sheet belongs to, and the sheet.
Layer = tuple[list[Section], list[tuple[int, Leaf]]]


def furniture(press: Press, rendition: Rendition, places: Sequence[Place]) -> Layer:
    """Heads and folios."""
    looks = [_look(place, rendition) for place in places]
    sections, over = layer(press, rendition, [look.sheet for look in looks])
    unfit = [at for at, look in enumerate(looks) if look.number and over[at][1].folio is None]
    others, instead = layer(press, rendition, [looks[at].literal for at in unfit])
    for at, (which, leaf) in zip(unfit, instead, strict=True):
        over[at] = len(sections) + which, leaf
    filled = [(which, with_folio(leaf, look.number)) for look, (which, leaf) in zip(looks, over, strict=True)]
    return [*sections, *others], filled


def layer(press: Press, rendition: Rendition, sheets: Sequence[Sheet]) -> Layer:
    """A layer of one sheet for each page of the book; those that are the same are laid out once."""
    different = list(dict.fromkeys(sheets))
    runs = [different[at : at + _SHEETS] for at in range(0, len(different), _SHEETS)]
    found = press.layers(runs, lambda missing: _documents(rendition, missing))
    sections: list[Section] = []
    over: list[tuple[int, Leaf]] = []
    for run in found:
        for section in joined(run):
            over += [(len(sections), leaf) for leaf in section.leaves]
            sections.append(section)
    by_sheet = dict(zip(different, over, strict=True))
    return sections, [by_sheet[sheet] for sheet in sheets]


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


@dataclass(frozen=True)
class _Look:
    """What stands on a page: its sheet, on which `number` is to be filled in (empty: nothing), and the sheet with it as text."""

    sheet: Sheet
    literal: Sheet
    number: str = ""


def _look(place: Place, rendition: Rendition) -> _Look:
    document = rendition.documents[place.document] if place.document >= 0 else None
    name, head = _head(place, document)
    folio = numeral(place.folio, rendition.metadata.lang) if name != "bare" else ""
    literal = Sheet(place.recto, _markup(name, head, folio))
    if not (folio.isascii() and folio.isdigit()):
        return _Look(literal, literal)
    return _Look(Sheet(place.recto, _markup(name, head, "0" * len(folio), f' {FIELD}=""')), literal, folio)


def _markup(name: str, head: str, folio: str, more: str = "") -> str:
    return f'<div class="sheet {name}" data-head={_quoted(head)} data-folio={_quoted(folio)}{more}></div>'


def _head(place: Place, document: Document | None) -> tuple[str, str]:
    if document is None or place.kind in BARE:
        return "bare", ""
    if place.at == 0:
        return "opener", ""
    if not place.recto:
        return "verso", document.title
    return "capitals" if in_capitals(document.running_head) else "recto", document.running_head


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
