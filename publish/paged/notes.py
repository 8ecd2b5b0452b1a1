"""Notes that the foot of a page cannot hold, set at the end of their chapter.

WeasyPrint does not divide a note: one that is longer than the room left runs off the sheet, or over the text. What was laid
out is measured; such a note goes behind the text, where it is divided as text is, and its chapter is laid out again.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from publish.paged.library import Page, boxes, layouts
from publish.paged.rows import lines_of

_engine_area = layouts.LayoutContext._update_footnote_area

#: The part of the height of the text that one note may fill at most.
_MOST = 0.5
#: What a line may stand out of its page by reckoning alone, in CSS pixels.
_NEAR = 1.0


def overlong(pages: Sequence[Page]) -> list[Any]:
    """The elements of the notes to be moved: on a page whose notes do not fit, the tallest; and each that is too tall."""
    found = []
    for page in pages:
        box = page._page_box
        for area in (child for child in box.children if isinstance(child, boxes.FootnoteAreaBox)):
            notes = [note for note in area.children if note.element is not None]
            tall = [note for note in notes if note.margin_height() > _MOST * box.height]
            if not tall and notes and not _fits(box, area):
                tall = [max(notes, key=lambda note: note.margin_height())]
            found += [note.element for note in tall]
    return list(dict.fromkeys(found))


def _fits(box: Any, area: Any) -> bool:
    """Whether all lines of the notes are on the page, below its text."""
    top, bottom = box.content_box_y(), box.content_box_y() + box.height
    lines = [(line.position_y, line.position_y + line.height) for line in lines_of(area)]
    if any(start < top - _NEAR or end > bottom + _NEAR for start, end in lines):
        return False
    text = [line for child in box.children if child is not area for line in _flow(child)]
    return not lines or all(line.position_y + line.height <= lines[0][0] + _NEAR for line in text)


def _flow(box: Any) -> Iterable[Any]:
    """The lines of the flow: heads and folios are margin boxes, and what is placed absolutely hangs in placeholders."""
    return () if isinstance(box, boxes.MarginBox) else lines_of(box)


def _area_updated(context: Any) -> bool:
    """Make room for the notes of a page; whether they run over the area that a style says is all there is.

    The engine asks whether the last note ends below the area, of two sums that differ by a rounding where the area is as high as
    its notes: it then sends a note to the next page, and again from there, a line of text each.
    """
    over = _engine_area(context)
    style = context.current_footnote_area.style
    return bool(over and (style["height"] != "auto" or style["max_height"].value < math.inf))


layouts.LayoutContext._update_footnote_area = _area_updated
