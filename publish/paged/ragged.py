"""Lines of the engine's own: the space that ends a box of text takes no room where the line ends behind it.

WeasyPrint measures that space with the line. Where it alone is too wide, the engine takes the first word of the line for one
that cannot be divided, and ends the line behind it, or within it. Lists, notes and entries of a glossary have such lines wherever
a link or an emphasised word follows. Nor is a word cut that is too long for what is left of a line: the engine does so within
an element that began with the line.

A line is as high as its leading, whatever faces stand in it: the engine makes room for each face about its own middle, so that
lines of Japanese with a Latin word, whose faces differ in that, would be higher, and off the grid.
"""

from __future__ import annotations

from typing import Any

from publish.paged.copyfit import width_of
from publish.paged.library import LineBox, inline
from publish.paged.shortcuts import strut

_engine_text, _engine_line = inline.split_text_box, inline.get_next_linebox
_engine_extent = inline.line_box_verticality
#: How far signs may go beyond their line without moving the next, in its leading: there is room for them.
_RAISED = 0.3
_COLLAPSES = frozenset({"normal", "pre-line"})
#: What begins no farther from where its line does, in its size, begins the line: there may be space around an element.
_NEAR = 1.5
#: The lines that are being filled, the innermost last.
_lines: list[Any] = []


def next_line(context: Any, line: Any, y: float, bottom: float, skip: Any, containing: Any, *others: Any) -> Any:
    """The next line of a block (inline.get_next_linebox)."""
    _lines.append(line)
    try:
        return _engine_line(context, line, y, bottom, skip, containing, *others)
    finally:
        _lines.pop()


def split_text(context: Any, box: Any, available: float | None, skip: int, is_line_start: bool = True) -> Any:
    """What of a text box stands in a line, and where the next begins (inline.split_text_box)."""
    if is_line_start and _lines:
        begin = _lines[-1].position_x + _lines[-1].text_indent
        is_line_start = bool(box.position_x - begin < _NEAR * box.style["font_size"])
    result = _engine_text(context, box, available, skip, is_line_start=is_line_start)
    piece, resume, _ = result
    if resume is None or piece is None or available is None or " " in piece.text.rstrip() or box.text[-1:] != " ":
        return result
    if box.style["white_space"] not in _COLLAPSES:
        return result
    whole = _engine_text(context, box, available + width_of(" ", box.style), skip, is_line_start=is_line_start)
    return whole if whole[1] is None else result


def extent(line: Any) -> Any:
    """How far a line goes below and above its baseline (inline.line_box_verticality): its leading's, where what stands in it goes
    beyond that by a little."""
    below, above = _engine_extent(line)
    if not isinstance(line, LineBox) or below is None or above is None:
        return below, above
    leading, baseline = strut(line.style)
    spare = leading * _RAISED
    if above >= -baseline - spare and below <= leading - baseline + spare:
        return leading - baseline, -baseline
    return below, above


inline.split_text_box, inline.get_next_linebox = split_text, next_line
inline.line_box_verticality = extent
