"""A strip of blocks filled into pages as the layout engine fills them: heights are in lines of the grid."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from publish.lazy import dataclass
from publish.paged.openings import CODE, Room, room_of

_HAIR = 0.04
#: So far below a line of the grid text still goes on to it (`Compositor.on_grid`).
_SNAP = 0.005


@dataclass(frozen=True)
class Block:
    """What stands in the strip: a paragraph of `lines`, or what is not divided, of one.

    `gap` is the space above it where it does not begin a page; `holds`: it may not end a page; `gridded`: it begins on the grid.
    `notes`: lines, from 0, that call for a note, and its height at the foot of the page. `pad`: what is drawn around it takes above
    and below, on each page. `room`: what the space above it can give. `hyphens`: lines, from 1, that end in a hyphen and are not
    the press's to break. `anew`: it begins a page whatever stands before it. `kept`: counts of lines, from 1, behind which it
    is not divided, such as those within a line of code that goes on in the next row.
    """

    element: int
    lines: int
    height: float = 1.0
    gap: float = 0.0
    divides: bool = False
    holds: bool = False
    gridded: bool = False
    notes: tuple[tuple[int, float], ...] = ()
    pad: float = 0.0
    room: Room = Room(0.0)
    hyphens: frozenset[int] = frozenset()
    anew: bool = False
    kept: frozenset[int] = frozenset()

    def high(self, lines: int) -> float:
        """What so many of its lines take on a page."""
        return lines * self.height + 2 * self.pad

    def rooms(self, lines: int) -> tuple[Room, ...]:
        """What so many of its lines can give between them."""
        return (Room(CODE * (lines - 1)),) if self.pad and lines > 1 else ()


@dataclass(frozen=True)
class Spot:
    """Where a page begins: at a block, behind so many of its lines, of which it has so many in all."""

    block: int
    line: int = 0
    lines: int = 0


@dataclass(frozen=True)
class Filled:
    """A page that was filled: where the next begins, how far down it goes, whether it may end where it will, for the next begins
    anew, what its spaces can give. With notes it goes to its foot, but for the whole lines that are free above them."""

    next: Spot
    bottom: float
    free: bool
    rooms: tuple[Room, ...]


def _filled(next_: Spot, bottom: float, foot: float, depth: float, rooms: Sequence[Room]) -> Filled:
    """A page that is full, with notes of so much height at its `foot`, or none."""
    if foot:
        bottom = depth - max(0, math.floor(depth - foot - bottom + _HAIR))
    return Filled(next_, bottom, False, tuple(rooms))


class Strip:
    """Blocks to be filled into pages. `above_notes`: the space between text and notes."""

    def __init__(self, blocks: Sequence[Block], above_notes: float = 0.0) -> None:
        self._blocks = blocks
        self._above_notes = above_notes
        self._pages: dict[tuple[Spot, float, bool], Filled] = {}

    def filled(self, spot: Spot, depth: float, changes: Mapping[int, int], first: bool) -> Filled:
        """A page filled as the engine does."""
        if changes:
            return self._page(spot, depth, changes, first)
        key = (spot, depth, first)
        if key not in self._pages:
            self._pages[key] = self._page(spot, depth, changes, first)
        return self._pages[key]

    def _page(self, spot: Spot, depth: float, changes: Mapping[int, int], first: bool) -> Filled:
        at, y, foot = spot.block, 0.0, 0.0
        rooms: list[Room] = []
        if spot.line:
            block = self._blocks[at]
            taken = self._fitting(block, spot.line, spot.lines, depth)
            foot = self._foot(0.0, block, spot.line, spot.line + taken)
            rooms += block.rooms(taken)
            if taken < spot.lines - spot.line:
                return _filled(Spot(at, spot.line + taken, spot.lines), block.high(taken), foot, depth, rooms)
            at, y = at + 1, block.high(taken)
        begun, filled = at, [(y, foot, len(rooms))]
        while at < len(self._blocks):
            block = self._blocks[at]
            if block.anew and (y or at > spot.block):
                return Filled(Spot(at), y, True, tuple(rooms))
            lines = changes.get(at, block.lines)
            top = y + (block.gap if y or first else 0.0)
            if block.gridded:
                top = -(-(top - _SNAP) // 1)
            end, below = top + block.high(lines), self._foot(foot, block, 0, lines)
            if y:
                snapped = block.room.limit and abs(top - y - block.gap) > _HAIR
                rooms.append(room_of(top - y, block.room.gridded) if snapped else block.room)
            if end + below > depth + _HAIR:
                taken = self._fitting(block, 0, lines, depth - top - foot) if block.divides else 0
                if taken:
                    foot = self._foot(foot, block, 0, taken)
                    rooms += block.rooms(taken)
                    return _filled(Spot(at, taken, lines), top + block.high(taken), foot, depth, rooms)
                back = at
                while back > begun and self._blocks[back - 1].holds:
                    back -= 1
                    held = self._blocks[back]
                    if held.divides and changes.get(back, held.lines) >= 4:
                        return self._within(back, changes, depth, filled[back - begun], rooms)
                if back == begun and not spot.line:
                    return _filled(Spot(at + 1), end, below, depth, rooms)
                y, foot, count = filled[back - begun]
                return _filled(Spot(back), y, foot, depth, rooms[:count])
            rooms += block.rooms(lines)
            y, foot, at = end, below, at + 1
            filled.append((y, foot, len(rooms)))
        return _filled(Spot(at), y, foot, depth, rooms)

    def _within(
        self,
        at: int,
        changes: Mapping[int, int],
        depth: float,
        before: tuple[float, float, int],
        rooms: Sequence[Room],
    ) -> Filled:
        """A page that ends two lines before the end of a paragraph, which stays with what follows."""
        block, (y, foot, count) = self._blocks[at], before
        lines = changes.get(at, block.lines)
        top = y + (block.gap if y else 0.0)
        if block.gridded:
            top = -(-(top - _SNAP) // 1)
        foot = self._foot(foot, block, 0, lines - 2)
        return _filled(Spot(at, lines - 2, lines), top + block.high(lines - 2), foot, depth, rooms[: count + bool(y)])

    def _foot(self, foot: float, block: Block, start: int, end: int) -> float:
        """The height of the notes of a page with those of some lines."""
        own = sum(height for line, height in block.notes if start <= line < end)
        return foot + own + (self._above_notes if own and not foot else 0.0)

    def _fitting(self, block: Block, start: int, lines: int, room: float) -> int:
        """How many lines of a paragraph go into a room without leaving one alone; 0 where it cannot be divided there."""
        rest = lines - start
        count = max(0, min(rest, int((room - 2 * block.pad) / block.height + _HAIR)))
        while count and block.high(count) + self._foot(0.0, block, start, start + count) > room + _HAIR:
            count -= 1
        if count == rest:
            return count
        count = min(count, rest - 2)
        while count > 0 and start + count in block.kept:
            count -= 1
        return max(count, 1) if start else count if count >= 2 else 0
