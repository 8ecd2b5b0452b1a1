"""Text in columns that ends on a page: its columns are as nearly alike in height as can be, the first the highest.

The engine looks for their height in trials, and lays columns out by other rules than it tried them by: it may leave one short
and send lines to the next page for which there is room. Here each trial is the layout itself.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from typing import Any

from publish.paged.library import block
from publish.paged.walking import bottom_of

_engine_columns = block.columns_layout

#: Heights that differ by less, in CSS pixels, are the same; no line is as low as the second.
_HAIR, _LEAST = 0.5, 6.0
#: Columns that there may be where only their width is said.
_MANY = 8


@contextlib.contextmanager
def balancing() -> Iterator[None]:
    """While this is in force, columns are balanced by the press."""
    block.columns_layout = _columns
    try:
        yield
    finally:
        block.columns_layout = _engine_columns


def _columns(
    context: Any,
    box: Any,
    bottom_space: float,
    skip: Any,
    containing: Any,
    empty: bool,
    absolute: Any,
    fixed: Any,
    margins: Any,
    *styles: Any,
) -> Any:
    """What the engine's own returns: columns filled one after the other, at the least height at which all of them fit."""
    notes = any(getattr(one, "footnote", None) for one in box.descendants())
    if box.style["column_fill"] != "balance" or notes:
        return _engine_columns(context, box, bottom_space, skip, containing, empty, absolute, fixed, margins, *styles)
    filling = box.copy()
    filling.style = box.style.copy()
    filling.style["column_fill"] = "auto"

    def filled(higher: float, absolute: Any, fixed: Any) -> Any:
        space, first = bottom_space + higher, empty and not higher  # or it parts what belongs together
        return _engine_columns(context, filling, space, skip, containing, first, absolute, fixed, margins, *styles)

    def ends(higher: float) -> list[tuple[float, float]]:
        """Where columns begin and end that end so much higher; none where the text does not end in them."""
        result = filled(higher, list(absolute), list(fixed))
        if result[0] is None or result[1] is not None:
            return []
        return [(child.position_y, bottom_of(child)) for child in result[0].children if child.is_column]

    foot = context.page_bottom - bottom_space
    columns = ends(0)
    if not columns:
        return filled(0, absolute, fixed)
    fits, top, count = 0.0, columns[0][0], box.style["column_count"]
    least = sum(end - top for _, end in columns) / (_MANY if count == "auto" else count)
    beyond = foot - top - least + _LEAST
    while beyond - fits > _LEAST:
        middle = (fits + beyond) / 2
        columns = ends(middle)
        lowest = max((end for _, end in columns), default=math.inf)
        if lowest <= foot - middle + _HAIR:
            fits = middle
        else:
            beyond = middle
    return filled(fits, absolute, fixed)
