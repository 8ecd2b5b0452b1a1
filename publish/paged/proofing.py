"""What a proof has over its pages: numbers of lines, a word across, the foot of the sheet; and its map to the manuscript.

The sheet is wider and higher than the page, which keeps its size and place on it: lines and pages are those of the book to come.
All of it is one layer of artifacts, laid out as heads and folios are.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from lxml import etree

from publish.book import Document, Proof, Rendition
from publish.paged.furniture import layer
from publish.paged.layout import Press, Sheet
from publish.paged.leaves import Leaf, Line, Section
from publish.paged.noted import Margin, margin_markup
from publish.paged.places import Place

#: The name of the map among the files of a proof.
MAP = "lines.json"
#: Lines of a page whose baselines are nearer than this, in CSS pixels, are one: cells of a row, columns.
_SAME = 2.0
#: Every so many lines their number is printed.
_STEP = 5
_PIXELS = 96


def counted_lines(lines: Sequence[Line]) -> list[tuple[int, Line]]:
    """The lines of a page from its top, each with its number from 1; those that stand beside each other share one."""
    found: list[tuple[int, Line]] = []
    number, last = 0, -_SAME
    for line in sorted(lines, key=lambda line: (line.baseline, line.x)):
        if line.baseline - last >= _SAME:
            number, last = number + 1, line.baseline
        found.append((number, line))
    return found


def proof_layer(
    press: Press,
    rendition: Rendition,
    places: Sequence[Place],
    lines: Sequence[Sequence[Line]],
    margins: Sequence[Margin],
    proof: Proof,
) -> tuple[list[Section], list[tuple[int, int]]]:
    """Sections of what stands over the pages of a proof, and for each page the section that holds its own, and the leaf of that."""
    pages = zip(places, lines, margins, strict=True)
    return layer(press, rendition, [_sheet(place, on_page, margin, proof) for place, on_page, margin in pages])


def _sheet(place: Place, lines: Sequence[Line], margin: Margin, proof: Proof) -> Sheet:
    parts = [f'<p class="across">{escape(proof.across)}</p>']
    parts += [f'<p class="foot line-{at}">{escape(text)}</p>' for at, text in enumerate(proof.lines)]
    marked = {number: line.baseline for number, line in counted_lines(lines) if number % _STEP == 0}
    parts += [f'<p class="number" style="top: {top:.2f}px"><span>{number}</span></p>' for number, top in marked.items()]
    parts += margin_markup(margin)
    side = "recto" if place.recto else "verso"
    return Sheet(place.recto, f'<div class="proof {side}"><div class="edge"></div>{"".join(parts)}</div>')


def on_wide_sheet(leaf: Leaf, proof: Proof, outer_right: bool) -> Leaf:
    """The leaf with room around it: for notes outside, and as much above as below, which is the foot."""
    beside, below = proof.margin * _PIXELS, proof.foot * _PIXELS
    return dataclasses.replace(
        leaf, bleed=(below, beside if outer_right else 0.0, below, 0.0 if outer_right else beside)
    )


# The map -----------------------------------------------------------------------------------------


def line_map(rendition: Rendition, places: Sequence[Place], lines: Sequence[Sequence[Line]]) -> bytes:
    """Every line of every page as JSON: its number, its baseline and height in points from the top of the page, its text,
    and the path and line of its source. Paths are those below the folder of the manuscript."""
    origins = [_of_blocks(document) for document in rendition.documents]
    pages = []
    for place, on_page in zip(places, lines, strict=True):
        known = origins[place.document] if place.document >= 0 else {}
        rows = [_row(number, line, known) for number, line in counted_lines(on_page)]
        pages.append({"folio": place.folio, "kind": place.kind, "lines": rows})
    whole = {"title": rendition.metadata.title, "pages": pages}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _row(number: int, line: Line, known: Mapping[int, tuple[str, int]]) -> dict[str, object]:
    row: dict[str, object] = {
        "number": number,
        "baseline": round(line.baseline * 0.75, 2),
        "size": round(line.size * 0.75, 2),
        "x": round(line.x * 0.75, 2),
        "width": round(line.width * 0.75, 2),
        "text": line.text,
    }
    if (origin := known.get(line.start.block)) is not None:
        row |= {"path": origin[0], "line": origin[1]}
    return row


def _of_blocks(document: Document) -> dict[int, tuple[str, int]]:
    """The origin of each block by its number: its own, else that of the nearest element around it."""
    own = {number: (path, line) for number, path, line in document.origins}
    root = etree.fromstring(document.content)
    numbers = {element: number for number, element in enumerate(root.iter(etree.Element))}
    found: dict[int, tuple[str, int]] = {}
    for element in numbers:
        if (block := element.get("data-block")) is None:
            continue
        for around in _with_those_around(element):
            if (origin := own.get(numbers[around])) is not None:
                found[int(block)] = origin
                break
    return found


def _with_those_around(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()
