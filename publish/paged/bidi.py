"""The order of a line: what stands in boxes of its own is put where the Unicode bidirectional algorithm (UAX 9) wants it.

WeasyPrint lays the boxes of a line out one after another, from the right where the direction says so, and leaves it to
Pango to order the characters within each. A run of words that goes through several boxes (GitHub **Pull** Request in a
Persian paragraph, two marked words in an Arabic phrase of an English one) then comes out in the wrong order, and the
indent of a first line stands at its end. Here the laid-out lines are set right: levels are found for the whole line, boxes are
divided where the level changes, and the pieces are put in visual order (rule L2). Boxes keep their logical order in
the tree, which is that of the PDF's structure and of the text that is read from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, ParentBox, TextBox
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout, create_layout, line_size

#: Isolates (UAX 9, 3.1): a box with a direction of its own orders nothing around it.
_OPEN = {"ltr": "\u2066", "rtl": "\u2067"}
_CLOSE = "\u2069"
_OBJECT = "\ufffc"


@dataclass
class _Piece:
    """Characters of one level of a `whole` box, or a box that is not text; `inside`: the inline boxes around it."""

    whole: Any
    box: Any
    parent: Any
    start: int
    end: int
    level: int
    inside: tuple[Any, ...]
    width: float = 0.0


@dataclass
class _Line:
    """The text of a line with the box of each character, None for a sign that only opens or closes an isolate."""

    text: list[str] = field(default_factory=list)
    owners: list[tuple[Any, Any, tuple[Any, ...]] | None] = field(default_factory=list)

    def add(self, text: str, owner: tuple[Any, Any, tuple[Any, ...]] | None) -> None:
        self.text.append(text)
        self.owners += [owner] * len(text)


def lines_ordered(box: Any) -> bool:
    """Set every line below a box in order, and say whether any was concerned; those of one direction are left alone."""
    concerned = [line for line in _lines(box) if _concerned(line)]
    for line in concerned:
        _ordered(line)
    return bool(concerned)


def _lines(box: Any) -> Iterator[Any]:
    stack = [box]
    while stack:
        box = stack.pop()
        if isinstance(box, LineBox):
            yield box
        if isinstance(box, ParentBox):
            stack += box.all_children()


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from _texts(child)


def _concerned(line: Any) -> bool:
    texts = list(_texts(line))
    if any(box.is_leader for box in _inlines(line)):
        return False
    return line.style["direction"] == "rtl" or any(is_rtl(c) for box in texts for c in box.text)


def _inlines(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, InlineBox):
            yield child
            yield from _inlines(child)


def is_rtl(character: str) -> bool:
    """Whether a character belongs to a block of scripts that run from right to left."""
    code = ord(character)
    return (
        0x590 <= code <= 0x8FF or 0xFB1D <= code <= 0xFEFC or 0x10800 <= code <= 0x10FFF or 0x1E800 <= code <= 0x1EFFF
    )


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
        if not text[at].isspace() and text[at] != _CLOSE:
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
    read = _Line()
    _read(line, (), read)
    pieces = _pieces(read.owners, _levels("".join(read.text), line.style))
    if not pieces:
        return
    rtl = line.style["direction"] == "rtl"
    left, right = _extent(line)
    for piece in pieces:
        _cut(piece)
    _divided(pieces)
    row = [pieces[at] for at in visual([piece.level for piece in pieces])]
    width = _placed(row, left)
    if rtl:  # the indent of a first line was left at its end
        dx = right - left - width - line.text_indent
        for piece in pieces:
            piece.box.translate(dx)
    _enclosed(line)


def _extent(line: Any) -> tuple[float, float]:
    """Where the content of a line begins and ends."""
    flow = [child for child in line.children if child.is_in_normal_flow()]
    return min(c.position_x for c in flow), max(c.position_x + c.margin_width() for c in flow)


def _read(box: Any, inside: tuple[Any, ...], read: _Line) -> None:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, TextBox):
            read.add(child.text.replace("\n", " ").replace("\u2029", " "), (child, box, inside))
        elif isinstance(child, InlineBox):
            isolates = _isolates(child, box)
            if isolates:
                read.add(_OPEN[child.style["direction"]], None)
            _read(child, (*inside, child), read)
            if isolates:
                read.add(_CLOSE, None)
        else:
            read.add(_OBJECT, (child, box, inside))


def _isolates(child: Any, parent: Any) -> bool:
    has_dir = child.element is not None and child.element.get("dir") in _OPEN
    return has_dir or child.style["direction"] != parent.style["direction"]


def _pieces(owners: Sequence[tuple[Any, Any, tuple[Any, ...]] | None], of: Sequence[int]) -> list[_Piece]:
    """Runs of one level in one box, in logical order."""
    pieces: list[_Piece] = []
    for owner, level in zip(owners, of, strict=True):
        if owner is None:
            continue
        box, parent, inside = owner
        last = pieces[-1] if pieces else None
        if last is not None and last.whole is box and last.level == level:
            last.end += 1
        else:
            start = last.end if last is not None and last.whole is box else 0
            pieces.append(_Piece(box, box, parent, start, start + 1, level, inside))
    return pieces


def _cut(piece: _Piece) -> None:
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
    piece.box, piece.width = part, part.width


def _divided(pieces: Sequence[_Piece]) -> None:
    """Put the pieces of each box in its place among the children of its parent, in logical order."""
    parents = {id(piece.parent): piece.parent for piece in pieces}
    for parent in parents.values():
        own = [piece for piece in pieces if piece.parent is parent]
        children = []
        for child in parent.children:
            parts = [piece.box for piece in own if piece.whole is child]
            children += parts or [child]
        parent.children = children


def _placed(row: Sequence[_Piece], left: float) -> float:
    """Place pieces from left to right, with the space that the boxes around them have at their ends; the width of all."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for at, piece in enumerate(row):
        for around in piece.inside:
            first.setdefault(id(around), at)
            last[id(around)] = at
    x = left
    for at, piece in enumerate(row):
        x += sum(_before(around) for around in piece.inside if first[id(around)] == at)
        piece.box.translate(x - piece.box.position_x)
        x += piece.width
        x += sum(_after(around) for around in piece.inside if last[id(around)] == at)
    return x - left


def _before(box: Any) -> float:
    return float(box.margin_left + box.border_left_width + box.padding_left)


def _after(box: Any) -> float:
    return float(box.margin_right + box.border_right_width + box.padding_right)


def _enclosed(parent: Any) -> None:
    """Stretch inline boxes around what they hold: links are clicked there."""
    for box in parent.children:
        if isinstance(box, InlineBox):
            _enclosed(box)
            flow = [child for child in box.children if child.is_in_normal_flow()]
            if flow:
                left = min(child.position_x for child in flow)
                box.position_x = left - _before(box)
                box.width = max(child.position_x + child.margin_width() for child in flow) - left
