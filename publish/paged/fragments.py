"""Boxes that go over the turn of a page fill it and end at their last line.

Where what is drawn around a box is repeated on each page the engine keeps room below for the margin, and for the border and
padding twice, which costs a line or two, or divides a box that has room; and it draws the box on to the foot of the page.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from publish.paged.library import TextBox, block, boxes
from publish.paged.walking import edge, in_flow

#: Lengths in CSS pixels that differ by less are the same.
_HAIR = 0.01
_engine_container, _engine_flow = block.block_container_layout, block._in_flow_layout


def _container(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
    """The engine's own, without the margin in the space below. What its caller counts again is left out for now: of the height of
    what goes on, of the padding and border of what ends, which are part of its height until `_in_flow` takes them back."""
    if box.style["box_decoration_break"] != "clone":
        return _engine_container(context, box, bottom_space, *rest, **named)
    result = _engine_container(context, box, bottom_space - box.margin_bottom, *rest, **named)
    part, resume = result[:2]
    if part is None:
        return result
    below = part.padding_bottom + part.border_bottom_width
    if resume is not None:
        part.height = max(0.0, _end(part) - part.content_box_y() - below)
    elif getattr(box, "in_flow", False):
        part.closed = part.padding_bottom, part.border_bottom_width
        part.height += below
        part.padding_bottom = part.border_bottom_width = 0.0
    return result


def _in_flow(context: Any, box: Any, index: int, child: Any, *rest: Any) -> Any:
    child.in_flow = True
    result = _engine_flow(context, box, index, child, *rest)
    for part in result[6][-1:]:
        if closed := part.__dict__.pop("closed", None):
            part.height -= sum(closed)
            part.padding_bottom, part.border_bottom_width = closed
    return result


block.block_container_layout, block._in_flow_layout = _container, _in_flow


def ended_at_last_lines(sheets: Sequence[Any]) -> None:
    """Each box that the next page goes on with ends, with what is drawn around it, where its last line does."""
    for before, after in itertools.pairwise(sheets):
        going_on = {box.element for box in edge(after, 0)}
        for box in reversed([box for box in edge(before, -1) if box.element in going_on]):
            if type(box) is boxes.BlockBox and not box.is_table_wrapper and box.style["height"] == "auto":
                stretched(box, _end(box) - box.content_box_y() - box.height)


def _end(box: Any) -> float:
    """Where the last child of a box ends, and what floats beside it: empty lines of code do not count."""
    flowing = [child for child in box.children if in_flow(child)]
    last = [child for child in flowing if not _is_empty_code(child)][-1:] or flowing[-1:]
    if not last or last[0].is_column or not isinstance(last[0], boxes.LineBox | boxes.BlockLevelBox):
        return float(box.content_box_y() + box.height)
    floats = [child for child in box.children if not hasattr(child, "_box") and child.is_floated()]
    return float(max(child.position_y + child.margin_height() - child.margin_bottom for child in (*last, *floats)))


def _is_empty_code(box: Any) -> bool:
    """Whether a box is a line of code with nothing to see in it, not even its number."""
    classes = box.element.get("class", "").split() if box.element is not None else ()
    drawn = getattr(box, "background", None) is not None
    return (
        "code-line" in classes
        and not drawn
        and not any(one.text.strip() for one in box.descendants() if isinstance(one, TextBox))
    )


def stretched(box: Any, by: float) -> None:
    """Make a box higher by some pixels, and its ground, which was laid out with it."""
    if abs(by) > _HAIR:
        box.height += by
        ground_changed(box, higher=by)


def ground_changed(box: Any, down: float = 0.0, higher: float = 0.0) -> None:
    """The ground of a box that was moved or is higher."""
    ground = getattr(box, "background", None)
    if ground is not None:
        box.background = ground._replace(layers=[_layer_changed(layer, down, higher) for layer in ground.layers])


def _layer_changed(layer: Any, down: float, higher: float) -> Any:
    changed = {
        name: (area[0], area[1] + down, area[2], area[3] + higher)
        for name in ("painting_area", "positioning_area")
        if not isinstance(area := getattr(layer, name), str)
    }
    clipped = [(x, y + down, width, height + higher, *more) for x, y, width, height, *more in layer.clipped_boxes]
    return layer._replace(clipped_boxes=clipped, **changed)
