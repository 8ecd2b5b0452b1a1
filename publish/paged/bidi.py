"""The order of a line: what stands in boxes of its own is put where the Unicode bidirectional algorithm (UAX 9) wants it.

WeasyPrint lays the boxes of a line out one after another, from the right where the direction says so, and leaves it to
Pango to order the characters within each. A run of words that goes through several boxes (GitHub **Pull** Request in a
Persian paragraph, two marked words in an Arabic phrase of an English one) then comes out in the wrong order, and the
indent of a first line stands at its end. Here the laid-out lines are set right: levels are found for the whole line, boxes are
divided where the level changes, and the pieces are put in visual order (rule L2). Boxes keep their logical order in
the tree, which is that of the PDF's structure and of the text that is read from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from publish.paged.library import Layout, TextBox, create_layout, ffi, line_size
from publish.paged.rows import (
    CLOSE,
    LineText,
    Piece,
    divided,
    enclosed,
    extent,
    inlines_of,
    lines_of,
    pieces_of,
    placed,
    read_line,
    texts_of,
)

#: Blocks of scripts that run from right to left.
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


def lines_ordered(box: Any) -> bool:
    """Set every line below a box in order, and say whether any was concerned; those of one direction are left alone."""
    concerned = [line for line in lines_of(box) if _concerned(line)]
    for line in concerned:
        _ordered(line)
    return bool(concerned)


def _concerned(line: Any) -> bool:
    texts = list(texts_of(line))
    if any(box.is_leader for box in inlines_of(line)):
        return False
    return line.style["direction"] == "rtl" or any(_RTL.search(box.text) for box in texts)


def _levels(text: str, style: Any) -> list[int]:
    """The embedding level of each character of a line, as Pango finds them; even levels run from left to right."""
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    places = [at for at, character in enumerate(text) for _ in character.encode()]
    base = 1 if style["direction"] == "rtl" else 0
    result = [base] * len(text)
    run = line.runs
    while run != ffi.NULL:
        item = run.data.item
        for at in places[item.offset : item.offset + item.length]:
            result[at] = item.analysis.level & 0xFF  # declared as an int, but a byte: gravity and flags follow it
        run = run.next
    for at in range(len(text) - 1, -1, -1):  # rule L1: space at the end of a line has the level of the line
        if not text[at].isspace() and text[at] != CLOSE:
            break
        result[at] = base
    return result


def visual(of: Sequence[int]) -> list[int]:
    """The places of runs with these levels, from left to right (rule L2)."""
    order = list(range(len(of)))
    for level in range(max(of, default=0), 0, -1):
        at = 0
        while at < len(order):
            if of[order[at]] < level:
                at += 1
                continue
            end = at
            while end < len(order) and of[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = end
    return order


def _ordered(line: Any) -> None:
    read = LineText()
    read_line(line, (), read)
    pieces = pieces_of(read.owners, _levels("".join(read.text), line.style))
    if not pieces:
        return
    rtl = line.style["direction"] == "rtl"
    left, right = extent(line)
    for piece in pieces:
        _cut(piece)
    divided(pieces)
    row = [pieces[at] for at in visual([piece.level for piece in pieces])]
    width = placed(row, left)
    if rtl:  # the indent of a first line was left at its end
        dx = right - left - width - line.text_indent
        for piece in pieces:
            piece.box.translate(dx)
    enclosed(line)


def _cut(piece: Piece) -> None:
    """Give a piece a box of its own, laid out in the direction of its level, where its box holds more or runs otherwise."""
    box = piece.box
    piece.width = box.margin_width()
    if not isinstance(box, TextBox):
        return
    direction = "rtl" if piece.level % 2 else "ltr"
    if (piece.start, piece.end) == (0, len(box.text)) and box.style["direction"] == direction:
        return
    part = box.copy_with_text(box.text[piece.start : piece.end])
    part.style = box.style.copy()
    part.style["direction"] = direction
    layout = create_layout(part.text, part.style, None, None, box.justification_spacing)
    line, _ = layout.get_first_line()
    width, _ = line_size(line, part.style)
    layout.deactivate()
    part.pango_layout = layout
    spaces = part.text.count(" ") + part.text.count("\u00a0")
    part.width = width + box.justification_spacing * spaces
    # Where a line is cut to its room (`text-overflow`), its painter asks each of its boxes for theirs.
    layout.max_width = part.width + 1
    piece.box, piece.width = part, part.width
