"""Leaders: they reach the end of their line whatever its indent, and are one text.

The engine fills the measure, and forgets that the line hangs over it: the number behind an entry would stand an indent
short of the margin, and one on an entry's second line would not. It gives each point a box of its own, in contents nineteen
boxes of twenty, each painted, tagged and held in memory by itself.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from publish.paged.lettering import letters_of, shaped
from publish.paged.library import inline, leader_index, line_size

#: CSS pixels by which points may stand elsewhere than the engine puts them.
_NEAR = 0.05
_engine_leader = inline.handle_leader


def _led(context: Any, line: Any, containing: Any) -> None:
    """Fill the leader of a line, if it has one (weasyprint.layout.leader.handle_leader)."""
    place, box = leader_index(line)
    if place is None:
        return
    filled(context, line, containing)
    if len(box.children) > 1:
        _united(box)


def filled(context: Any, line: Any, containing: Any) -> None:
    """A leader in the room that its line has, its points counted from where the number ends, a box each.

    That is behind the measure where the number stands in a margin that titles have for themselves.
    """
    is_ltr, indent, before = line.style["direction"] == "ltr", line.text_indent, line.width
    last, side = line.children[-1], "margin_right" if is_ltr else "margin_left"
    hung = -min(getattr(last, side), 0)
    if not indent and not hung:
        _engine_leader(context, line, containing)
        return
    room = SimpleNamespace(width=containing.width - indent + hung)
    start = line.position_x
    line.position_x += indent - (0 if is_ltr else hung)
    setattr(last, side, getattr(last, side) + hung)
    _engine_leader(context, line, room)
    line.position_x = start
    setattr(last, side, getattr(last, side) - hung)
    if line.width != before:
        line.width -= hung
        if not is_ltr:  # the indent of a first line was left at its end
            for child in line.children:
                child.translate(dx=-indent)


def _united(box: Any) -> None:
    """One box for the points of a leader, unless they would stand elsewhere: letters that meet may be kerned."""
    first = min(box.children, key=lambda child: child.position_x)
    text = first.text * len(box.children)
    layout, shape = shaped(text, first.style)
    width, _ = line_size(shape, first.style)
    if abs(width - first.width * len(box.children)) < _NEAR:
        one = first.copy_with_text(text)
        one.width, one.pango_layout = width, letters_of(layout, shape)
        box.children = (one,)


inline.handle_leader = _led
