"""A line spread to its measure: its spaces widened or narrowed, and where they would be wide, its letters set apart a little.

Letters are set apart by whole thousandths of an em, as a PDF writes them, all of a line alike, by no more than nobody sees.
"""

from __future__ import annotations

import array
import copy
import dataclasses
import math
from typing import Any

from publish.paged.copyfit import width_of
from publish.paged.lettering import Letters
from publish.paged.library import TO_UNITS, TextBox, inline
from publish.paged.rows import texts_of
from publish.paged.totalfit import STRETCH, WIDEST

#: How far letters may be set apart, in thousandths of an em: one per cent.
MOST = 10


def justified(line: Any, room: float) -> None:
    """Fill the room that a line leaves, or take back what it is too long. A line without spaces stays as it is, and so does one
    whose spaces would be the `WIDEST`, before an address or a formula that no line takes: it has `left_short`.
    """
    gaps = inline.count_expandable_spaces(line)
    if not gaps:
        return
    beyond = room - gaps * STRETCH * width_of(" ", line.style)
    more, glyphs = _tracking(line, beyond) if beyond > 0 else (0.0, 1)
    space = (room - more * (glyphs - 1)) / gaps  # nothing stands behind the last letter
    if not _is_left_short(line, space):
        _spread(line, space, more, 0.0)


def _is_left_short(line: Any, space: float) -> bool:
    own = width_of(" ", line.style)
    line.left_short = own + space > WIDEST * own
    return bool(line.left_short)


def _engine_justified(context: Any, line: Any, room: float) -> None:
    """A line of which the engine chose the end, as beside a formula."""
    gaps = inline.count_expandable_spaces(line)
    if line.style["direction"] == "rtl" or not gaps or not _is_left_short(line, room / gaps):
        _engine_line(context, line, room)


_engine_line = inline.justify_line
inline.justify_line = _engine_justified


def _tracking(line: Any, beyond: float) -> tuple[float, int]:
    """How far to set letters apart, in CSS pixels, so that spaces need not take what is beyond their stretch; the count of glyphs.

    Lines stay as they are in which glyphs are not known.
    """
    texts = list(texts_of(line))
    if any(not isinstance(box.pango_layout, Letters) or not box.pango_layout.runs for box in texts):
        return 0.0, 1
    glyphs = sum(_glyphs(box) for box in texts)
    em = line.style["font_size"]
    return min(MOST, math.ceil(1000 * beyond / max(1, glyphs - 1) / em)) * em / 1000, glyphs


def _glyphs(box: Any) -> int:
    return sum(len(run.glyphs) for run in box.pango_layout.runs)


def _spread(box: Any, space: float, more: float, dx: float) -> float:
    """Widen or narrow the spaces of a line by `space`, set its letters apart by `more`; where what follows is moved to."""
    box.position_x += dx
    if isinstance(box, TextBox):
        wider = space * float(inline.count_expandable_spaces(box))
        if more:
            box.pango_layout = _apart(box.pango_layout, more)
            wider += more * _glyphs(box)
        box.justification_spacing = box.pango_layout.justification_spacing = space
        box.width += wider
        return dx + wider
    before = dx
    for child in box.children:
        if child.is_in_normal_flow():
            dx = _spread(child, space, more, dx)
    box.width += dx - before
    return dx


def _apart(letters: Letters, more: float) -> Letters:
    """Letters each of which has so much more room."""
    units = round(more * TO_UNITS)
    result = copy.copy(letters)
    result.runs = tuple(
        dataclasses.replace(run, advances=array.array("i", (advance + units for advance in run.advances)))
        for run in letters.runs
    )
    return result
