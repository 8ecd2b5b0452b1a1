"""What a proof has over its pages: numbers of lines, a word across, the foot of the sheet.

The sheet is wider and higher than the page, which keeps its size and place on it: lines and pages are those of the book to come.
All of it is one layer of artifacts, laid out as heads and folios are.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from html import escape

from publish.book import Proof, Rendition
from publish.paged.furniture import Layer, layer
from publish.paged.layout import Press, Sheet
from publish.paged.leaves import Leaf, Line
from publish.paged.marks import Marks, marks_markup
from publish.paged.noted import Margin, margin_markup
from publish.paged.places import Place
from publish.words import direction_of

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
    marks: Sequence[Sequence[Marks]],
    proof: Proof,
) -> Layer:
    """What stands over the pages of a proof."""
    # What the looks call recto is a right-hand page: in a book that is read from right to left those are versos.
    ltr = direction_of(rendition.metadata.lang) == "ltr"
    sheets = []
    for place, on_page, margin, of in zip(places, lines, margins, marks, strict=True):
        sheet = _sheet(dataclasses.replace(place, recto=place.recto == ltr), on_page, margin, of, proof)
        sheets.append(dataclasses.replace(sheet, recto=place.recto))
    return layer(press, rendition, sheets)


def _sheet(place: Place, lines: Sequence[Line], margin: Margin, marks: Sequence[Marks], proof: Proof) -> Sheet:
    parts = [f'<p class="across">{escape(proof.across)}</p>']
    parts += [f'<p class="foot line-{at}">{escape(text)}</p>' for at, text in enumerate(proof.lines)]
    marked = {number: line.baseline for number, line in counted_lines(lines) if number % _STEP == 0}
    parts += [f'<p class="number" style="top: {top:.2f}px"><span>{number}</span></p>' for number, top in marked.items()]
    parts += margin_markup(margin)
    for of in marks:
        parts += marks_markup(of, place.recto)
    side = "recto" if place.recto else "verso"
    return Sheet(place.recto, f'<div class="proof {side}"><div class="edge"></div>{"".join(parts)}</div>')


def on_wide_sheet(leaf: Leaf, proof: Proof, outer_right: bool) -> Leaf:
    """The leaf with room around it: for notes outside, and as much above as below, which is the foot."""
    beside, below = proof.margin * _PIXELS, proof.foot * _PIXELS
    return dataclasses.replace(
        leaf, bleed=(below, beside if outer_right else 0.0, below, 0.0 if outer_right else beside)
    )
