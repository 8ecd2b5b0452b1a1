"""Justified lines of East Asian text: what is left of a line is shared out among all its characters, a hair to each.

WeasyPrint widens the spaces of a line and nothing else, so that a line of Japanese with one Latin phrase gets one wide hole,
and a line without a space stays ragged. A line that cannot take one more character lacks less than two as a rule.
"""

from __future__ import annotations

import re
from typing import Any

from publish.paged.library import LineBox, ParentBox, TextBox, create_layout, line_size
from publish.paged.rows import LineText, Piece, enclosed, inlines_of, pieces_of, placed, read_line, texts_of

#: A line is opened by the width of so many characters at most; more would show.
_MOST = 4.0
#: Blocks of characters that are a square wide.
_SQUARE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffee\U00020000-\U0003ffff]")


def squares_spaced(page_box: Any) -> bool:
    """Justify the lines below a box that hold East Asian text, and say whether there were any."""
    stack, found = [page_box], False
    while stack:
        parent = stack.pop()
        if not isinstance(parent, ParentBox) or isinstance(parent, LineBox):
            continue
        children = parent.all_children()
        stack += children
        for line in children:
            if isinstance(line, LineBox) and line.style["text_align_all"] == "justify" and _goes_on(line):
                _spaced(line, parent.content_box_x() + parent.width)
                found = True
    return found


def _goes_on(line: Any) -> bool:
    """Whether a line is East Asian and goes on in the next one: the last of a paragraph and before a break is not full."""
    if getattr(line, "resume_at", None) is None or any(box.element_tag == "br" for box in inlines_of(line)):
        return False
    return any(_SQUARE.search(box.text) for box in texts_of(line))


def _spaced(line: Any, edge: float) -> None:
    read = LineText()
    read_line(line, (), read)
    pieces = pieces_of(read.owners, [0] * len(read.owners))
    if not pieces or line.style["direction"] == "rtl":
        return
    left = min(piece.box.position_x for piece in pieces)
    for piece in pieces:
        _opened(piece, 0.0)
    room = edge - left - placed(pieces, left)
    gaps = sum(piece.end - piece.start for piece in pieces) - 1
    if gaps and 0 < room < _MOST * line.style["font_size"]:
        for piece in pieces:
            _opened(piece, room / gaps)
        placed(pieces, left)
    enclosed(line)


def _opened(piece: Piece, space: float) -> None:
    """Set the text of a piece with so much space behind each character, and no wider spaces."""
    box = piece.box
    piece.width = box.margin_width()
    if not isinstance(box, TextBox):
        return
    style = box.style.copy()
    own = style["letter_spacing"]
    if space:
        style["letter_spacing"] = space + (0 if own == "normal" else own)
    box.justification_spacing = 0
    layout = create_layout(box.text, style, None, None, 0)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, style)
    layout.deactivate()
    box.style, box.pango_layout, box.width = style, layout, width
    piece.width = width
