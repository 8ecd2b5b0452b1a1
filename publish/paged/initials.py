"""Initials placed by their ink: what is seen of a letter begins at the margin, and the lines beside it keep clear of that.

The engine knows how far a letter moves the pen. Of a letter of three lines, what it leaves white on its left, or reaches into the
margin, is seen; so is an arm that goes farther than the pen. A tail keeps the fourth line clear of it, and no other.
"""

from __future__ import annotations

from typing import Any

from publish.paged.library import FROM_UNITS, block, create_layout, ffi, inline, pango
from publish.paged.rows import lines_of, texts_of

_engine_float = inline.float_layout

#: White between the ink of an initial and the lines beside it, in the size of the text.
_CLEAR = 0.25
#: How far a letter is moved at most, in its own size: more is no bearing but a swash, which may hang.
_MOST = 0.2
#: How far below the third line, in lines, the fourth begins to keep clear of a tail.
_LOWER = 0.1


def _float(context: Any, box: Any, containing: Any, *others: Any, **more: Any) -> Any:
    """The layout of what floats (float.float_layout)."""
    box, resume = _engine_float(context, box, containing, *others, **more)
    if box.element is not None and box.element.get("class") == "initial" and box.style["direction"] == "ltr":
        _by_ink(context, box, tailed=any("tailed" in (one.get("class") or "") for one in box.element))
    return box, resume


def _by_ink(context: Any, box: Any, tailed: bool) -> None:
    texts = [text for line in lines_of(box) for text in texts_of(line)]
    if not texts:
        return
    letter, clear = texts[-1], _CLEAR * box.style["font_size"]
    left, right = _ink(texts[0])[0], _ink(letter)[1]
    most = _MOST * letter.style["font_size"]
    move = max(-most, min(most, -left))
    for child in box.children:
        child.translate(dx=move)
    begin = letter.position_x - box.content_box_x()
    reach = begin + right + clear
    box.margin_right = 0
    box.width = min(reach, begin + letter.width + clear) if tailed else reach
    if tailed:
        leading = box.style.parent_style["line_height"].value
        box.height -= leading
        shape = box.copy()
        shape.position_y = box.position_y + box.margin_height() + _LOWER * leading
        shape.margin_top = shape.margin_bottom = shape.padding_top = 0
        shape.height, shape.width = (1 - 2 * _LOWER) * leading, reach
        context.excluded_shapes.append(shape)


def _ink(text: Any) -> tuple[float, float]:
    """Where the ink of a text begins and ends, from where its box begins, in CSS pixels."""
    layout = create_layout(text.text, text.style, None, None, 0)
    line, _ = layout.get_first_line()
    ink = ffi.new("PangoRectangle *")
    pango.pango_layout_line_get_extents(line, ink, ffi.NULL)
    layout.deactivate()
    return ink.x * FROM_UNITS, (ink.x + ink.width) * FROM_UNITS


block.float_layout = inline.float_layout = _float
