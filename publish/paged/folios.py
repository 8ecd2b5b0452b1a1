"""Folios: noughts at the edge of a page, laid out once for all pages with as many digits and the same head.

Where no figure of the face moves another, which of them stand there moves nothing else: a page that moves has its sheet
laid out as a rule already. Others have their number as text.
"""

from __future__ import annotations

import string
from typing import Any

import pydyf

from publish.lazy import dataclass
from publish.paged.leaves import FIELD, Folio
from publish.paged.lettering import Letters, letters_of, shaped
from publish.paged.library import FROM_UNITS, Page, TextBox, boxes, line_size

#: Each digit before and behind each.
PAIRS = "".join(map("{:02}".format, range(100)))
#: CSS pixels by which lengths may differ that are taken for the same.
_NEAR = 0.01


@dataclass(frozen=True)
class Figures:
    """The ten figures of a style of which none moves another: glyphs, advances in Pango's units; and a folio's share."""

    glyphs: tuple[int, ...]
    advances: tuple[int, ...]
    share: float


def folio_marked(page: Page, sheet: Any) -> None:
    """Mark the box of the noughts of a sheet, if it has such, and they are all that stands there, and only there."""
    text = sheet.get("data-folio", "")
    if sheet.get(FIELD) is None or not text:
        return
    margins = [box for box in page._page_box.children if isinstance(box, boxes.MarginBox)]
    found = [(m, box) for m in margins for box in m.descendants() if isinstance(box, TextBox) and box.text == text]
    if len(found) != 1:
        return
    ((margin, box),) = found
    layout, line = shaped(text, box.style)
    width, _ = line_size(line, box.style)
    letters = letters_of(layout, line)
    share = _share(margin, box)
    figures = None if share is None else _figures(letters, box.style, share)
    if figures is not None and abs(width - box.width) < _NEAR:
        box.pango_layout, box.figures = letters, figures


def _share(margin: Any, box: Any) -> float | None:
    """How much of the room beside a text is before it: none, half or all; None where there is no room, or another share."""
    before = box.position_x - margin.content_box_x()
    behind = margin.content_box_x() + margin.width - box.position_x - box.width
    if before + behind < _NEAR:
        return None
    for share in (0.0, 0.5, 1.0):
        if abs(before - share * (before + behind)) < _NEAR:
            return share
    return None


def _figures(letters: Letters, style: Any, share: float) -> Figures | None:
    """The figures of a style, if each is the same glyph of the same width beside every other."""
    pairs = letters_of(*shaped(PAIRS, style)).runs
    if len(letters.runs) != 1 or len(pairs) != 1 or pairs[0].font != letters.runs[0].font:
        return None
    if len(pairs[0].glyphs) != len(PAIRS):
        return None
    found = set(zip(PAIRS, pairs[0].glyphs, pairs[0].advances, strict=True))
    if len(found) != len(string.digits):
        return None
    _, glyphs, advances = zip(*sorted(found), strict=True)
    return Figures(tuple(glyphs), tuple(advances), share)


def folio_of(figures: Figures, operands: tuple[str, ...], painted: list[Any], begin: int) -> Folio | None:
    """A folio by the operators that painted it, a matrix first and figures last, and where in the content these begin."""
    matrix, *between, shown = (pydyf._to_bytes(one) for one in painted)
    if not matrix.endswith(b" Tm") or not shown.endswith(b"] TJ"):
        return None
    middle = b"\n".join(between)
    return Folio(
        begin=begin,
        end=begin + sum(len(part) + 1 for part in (matrix, *between, shown)) - 1,
        matrix=tuple(map(float, matrix.split()[:-1])),
        between=middle,
        figures=operands,
        advances=tuple(advance * FROM_UNITS for advance in figures.advances),
        share=figures.share,
    )
