"""What stands in a laid-out line, piece by piece, so that rules of order and of space can set it anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Any

from publish.lazy import dataclass
from publish.paged.library import InlineBox, LineBox, ParentBox, TextBox

#: Isolates (UAX 9, 3.1): a box with a direction of its own orders nothing around it.
_OPEN = {"ltr": "\u2066", "rtl": "\u2067"}
CLOSE = "\u2069"
_OBJECT = "\ufffc"


@dataclass
class Piece:
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
class LineText:
    """The text of a line with the box of each character, None for a sign that only opens or closes an isolate."""

    text: list[str] = field(default_factory=list)
    owners: list[tuple[Any, Any, tuple[Any, ...]] | None] = field(default_factory=list)

    def add(self, text: str, owner: tuple[Any, Any, tuple[Any, ...]] | None) -> None:
        self.text.append(text)
        self.owners += [owner] * len(text)


def lines_of(box: Any) -> Iterator[Any]:
    stack = [box]
    while stack:
        box = stack.pop()
        if isinstance(box, LineBox):
            yield box
        if isinstance(box, ParentBox):
            stack += box.all_children()


def texts_of(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from texts_of(child)


def inlines_of(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, InlineBox):
            yield child
            yield from inlines_of(child)


def extent(line: Any) -> tuple[float, float]:
    """Where the content of a line begins and ends."""
    flow = [child for child in line.children if child.is_in_normal_flow()]
    return min(c.position_x for c in flow), max(c.position_x + c.margin_width() for c in flow)


def read_line(box: Any, inside: tuple[Any, ...], read: LineText) -> None:
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, TextBox):
            read.add(child.text.replace("\n", " ").replace("\u2029", " "), (child, box, inside))
        elif isinstance(child, InlineBox):
            isolates = _isolates(child, box)
            if isolates:
                read.add(_OPEN[child.style["direction"]], None)
            read_line(child, (*inside, child), read)
            if isolates:
                read.add(CLOSE, None)
        else:
            read.add(_OBJECT, (child, box, inside))


def _isolates(child: Any, parent: Any) -> bool:
    has_dir = child.element is not None and child.element.get("dir") in _OPEN
    return has_dir or child.style["direction"] != parent.style["direction"]


def pieces_of(owners: Sequence[tuple[Any, Any, tuple[Any, ...]] | None], of: Sequence[int]) -> list[Piece]:
    """Runs of one level in one box, in logical order."""
    pieces: list[Piece] = []
    for owner, level in zip(owners, of, strict=True):
        if owner is None:
            continue
        box, parent, inside = owner
        last = pieces[-1] if pieces else None
        if last is not None and last.whole is box and last.level == level:
            last.end += 1
        else:
            start = last.end if last is not None and last.whole is box else 0
            pieces.append(Piece(box, box, parent, start, start + 1, level, inside))
    return pieces


def divided(pieces: Sequence[Piece]) -> None:
    """Put the pieces of each box in its place among the children of its parent, in logical order."""
    parents = {id(piece.parent): piece.parent for piece in pieces}
    for parent in parents.values():
        own = [piece for piece in pieces if piece.parent is parent]
        children = []
        for child in parent.children:
            parts = [piece.box for piece in own if piece.whole is child]
            children += parts or [child]
        parent.children = children


def placed(row: Sequence[Piece], left: float) -> float:
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


def enclosed(parent: Any) -> None:
    """Stretch inline boxes around what they hold: links are clicked there."""
    for box in parent.children:
        if isinstance(box, InlineBox):
            enclosed(box)
            flow = [child for child in box.children if child.is_in_normal_flow()]
            if flow:
                left = min(child.position_x for child in flow)
                box.position_x = left - _before(box)
                box.width = max(child.position_x + child.margin_width() for child in flow) - left
