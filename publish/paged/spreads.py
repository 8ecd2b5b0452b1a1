"""Pages of a chapter planned as spreads: facing pages that end level, no word divided over a turn, no last page of a few lines.

A chapter is a strip of blocks, measured once. Means are few and within limits: a paragraph set a line longer or shorter where
its lines stay fair, another hyphen, both pages of a spread a line deeper or shorter, one that ends some lines early and whose
spaces are opened by as much. The plan is looked for spread by spread,
some of the best beginnings being kept; the engine lays it out, and what comes is measured again. What opened spaces will level
is level here. Heights are in lines of the grid. Nothing here knows the layout engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from publish.lazy import dataclass
from publish.paged.openings import CODE, Room, levels
from publish.paged.totalfit import LOOSE, Fit

#: Lines that a last page should have.
SHORT = 5
#: What a fault costs, and what its mending does.
UNEVEN, TURN, LAST, DEPTH, CHANGE, WIDE, OPENED = 40.0, 25.0, 60.0, 4.0, 3.0, 2.0, 1.0
#: How many lines deeper pages may be. One that opens a chapter on the right faces none of its own, and may be shorter by more.
_DEPTHS = (0, 1, -1)
_ALONE = (*_DEPTHS, -2, -3, -4, -5, -6)
#: How many lines each of two facing pages may end early, to be opened after until both are as deep as others, or two lines shorter.
_EARLY = tuple((left, right) for left in range(1, -5, -1) for right in range(1, -5, -1) if left != right)
_SHORTER = 2
#: Beginnings kept at each spread; costs that call for more than another depth.
_KEPT, _BAD = 6, 6.0
_HAIR = 0.04

#: The lines of a paragraph, by its number, count of lines and lines that should end in no hyphen; None where there are none.
Choices = Callable[[int, int, frozenset[int]], Fit | None]


@dataclass(frozen=True)
class Block:
    """What stands in the strip: a paragraph of `lines`, or what is not divided, of one.

    `gap` is the space above it where it does not begin a page; `holds`: it may not end a page; `gridded`: it begins on the grid.
    `notes`: lines, from 0, that call for a note, and its height at the foot of the page. `pad`: what is drawn around it takes above
    and below, on each page. `room`: what the space above it can give. `hyphens`: lines, from 1, that end in a hyphen and are not
    the press's to break. `anew`: it begins a page whatever stands before it.
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

    def high(self, lines: int) -> float:
        """What so many of its lines take on a page."""
        return lines * self.height + 2 * self.pad

    def rooms(self, lines: int) -> tuple[Room, ...]:
        """What so many of its lines can give between them."""
        return (Room(CODE * (lines - 1)),) if self.pad and lines > 1 else ()


@dataclass(frozen=True)
class Wish:
    """What the page wants of a paragraph: so many lines, and no hyphen at the end of those numbered in `bare`."""

    lines: int
    bare: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Plan:
    """Paragraphs to be set otherwise, by number, and pages to be deeper or shorter by some lines, by number from 0."""

    wishes: Mapping[int, Wish] = field(default_factory=dict)
    depths: Mapping[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.wishes or self.depths)


@dataclass(frozen=True)
class _Spot:
    """Where a page begins: at a block, behind so many of its lines, of which it has so many in all."""

    block: int
    line: int = 0
    lines: int = 0


@dataclass(frozen=True)
class _Filled:
    """A page that was filled: where the next begins, how far down it goes, whether it may end where it will, for it has notes or
    the next begins anew, what its spaces can give."""

    next: _Spot
    bottom: float
    free: bool
    rooms: tuple[Room, ...]


@dataclass(frozen=True)
class _State:
    """A beginning of the chapter, planned: where the next page begins, and what was asked for on the way."""

    spot: _Spot
    page: int
    cost: float
    wishes: tuple[tuple[int, Wish], ...] = ()
    depths: tuple[tuple[int, int], ...] = ()


class Planner:
    """Plans the pages of one strip. `depth`: lines of a page; the first page is a right-hand one where `recto`;
    `above_notes`: the space between text and notes."""

    def __init__(
        self, blocks: Sequence[Block], depth: int, recto: bool, choices: Choices, above_notes: float = 0.0
    ) -> None:
        self._blocks = blocks
        self._depth = depth
        self._recto = recto
        self._choices = choices
        self._above_notes = above_notes
        self._fits: dict[tuple[int, int, frozenset[int]], Fit | None] = {}
        self._pages: dict[tuple[_Spot, float, bool], _Filled] = {}

    def plan(self) -> Plan:
        """The best plan found; an empty one where nothing is to mend or nothing helps."""
        states = [_State(_Spot(0), 0, 0.0)]
        done: list[_State] = []
        while states:
            after: dict[_Spot, _State] = {}
            for state in states:
                for one in self._next(state):
                    if one.spot.block >= len(self._blocks):
                        done.append(one)
                    elif one.spot not in after or one.cost < after[one.spot].cost:
                        after[one.spot] = one
            states = sorted(after.values(), key=lambda s: s.cost)[:_KEPT]
        best = min(done, key=lambda s: s.cost)
        return Plan(dict(best.wishes), dict(best.depths))

    def _next(self, state: _State) -> list[_State]:
        """Ways to set the next spread, or the single right-hand page that opens the chapter."""
        alone = state.page == 0 and self._recto
        found = [one for deeper in (_ALONE if alone else _DEPTHS) for one in self._set(state, deeper, {})]
        if found[0].cost - state.cost > _BAD:
            if not alone:
                found += [one for left, right in _EARLY for one in self._set(state, left, {}, right)]
            changes = list(self._changes(state))
            found += [one for change in changes for one in self._set(state, 0, change)]
            if min(one.cost for one in found) - state.cost > 2 * _BAD:
                found += [one for change in changes for deeper in (1, -1) for one in self._set(state, deeper, change)]
                pairs = [{**a, **b} for a in changes for b in changes if min(a) < min(b)]
                found += [one for change in pairs[:60] for one in self._set(state, 0, change)]
        return found

    def _changes(self, state: _State) -> Iterator[dict[int, int]]:
        """Paragraphs that begin on the next pages, each a line longer or shorter, where they can be."""
        pages = 1 if state.page == 0 and self._recto else 2
        spot = state.spot
        for _ in range(pages):
            spot = self._filled(spot, self._depth, {}, state.page == 0).next
        first = state.spot.block + (1 if state.spot.line else 0)
        for at in range(first, min(spot.block + 1, len(self._blocks))):
            block = self._blocks[at]
            for lines in (block.lines - 1, block.lines + 1):
                if block.divides and lines > 0 and self._fit(block.element, lines) is not None:
                    yield {at: lines}

    def _fit(self, element: int, lines: int, bare: frozenset[int] = frozenset()) -> Fit | None:
        key = (element, lines, bare)
        if key not in self._fits:
            self._fits[key] = self._choices(*key)
        return self._fits[key]

    def _set(self, state: _State, deeper: int, changes: Mapping[int, int], other: int | None = None) -> list[_State]:
        """The state after the next spread at another depth, its right page at an `other`, with changes; a list of none or one."""
        first = state.page == 0
        both = (deeper, deeper if other is None else other)
        cost = state.cost
        wishes = dict(state.wishes)
        for at, lines in changes.items():
            element = self._blocks[at].element
            cost += CHANGE + WIDE * self._wide(element, lines, self._blocks[at].lines)
            wishes[element] = Wish(lines)
        left = self._filled(state.spot, self._depth + both[0], changes, first)
        numbers, last, spot = [state.page], state.spot, left.next
        if not (first and self._recto) and spot.block < len(self._blocks):
            last = spot
            right = self._filled(last, self._depth + both[1], changes, False)
            numbers.append(state.page + 1)
            spot = right.next
            if spot.block < len(self._blocks):
                cost += self._facing(left, right, both)
            elif other is not None:
                return []  # the end of a chapter is level with nothing
        if spot.block >= len(self._blocks):
            if numbers[-1] and self._lines(last, changes) < SHORT:
                cost += LAST
            if deeper and len(numbers) == 1:
                return []
        elif spot.line:
            cost += self._turned(spot, wishes)
        deepest = max(both[: len(numbers)])
        cost += (DEPTH + 2 * (abs(deepest) - 1) if deepest else 0.0) + (OPENED if both[0] != both[1] else 0.0)
        depths = (*state.depths, *((number, lines) for number, lines in zip(numbers, both, strict=False) if lines))
        return [_State(spot, numbers[-1] + 1, cost, tuple(wishes.items()), depths)]

    def _facing(self, left: _Filled, right: _Filled, both: tuple[int, int]) -> float:
        """The cost of two facing pages: none where they end level, little where opened spaces will level them."""
        if left.free or right.free:
            return 0.0
        target, opened = left.bottom, 0.0
        if abs(left.bottom - right.bottom) > _HAIR:
            level = levels([(left.bottom, left.rooms), (right.bottom, right.rooms)], self._depth + max(both))
            if level is None:
                return UNEVEN
            target, opened = level[0], OPENED + sum(map(sum, level[1])) / 2
        shorter = self._depth - target if both[0] != both[1] else 0.0
        return UNEVEN if shorter > _SHORTER + _HAIR else opened + DEPTH * max(0.0, shorter - 1)

    def _lines(self, spot: _Spot, changes: Mapping[int, int]) -> float:
        """How many lines there are from a spot on; what is not divided counts by its height."""
        behind = enumerate(self._blocks[spot.block :], spot.block)
        counts = [changes.get(at, block.lines) if block.divides else block.height for at, block in behind]
        return sum(counts) - (spot.line + self._blocks[spot.block].lines - spot.lines if spot.line else 0)

    def _wide(self, element: int, lines: int, usual: int) -> int:
        """How many more loose lines a paragraph has at another count of lines."""
        fits = [self._fit(element, count) for count in (lines, usual)]
        loose = [sum(ratio > 2 * (LOOSE - 1) for ratio in fit.ratios) if fit else 0 for fit in fits]
        return max(0, loose[0] - loose[1])

    def _turned(self, spot: _Spot, wishes: dict[int, Wish]) -> float:
        """The cost of the turn of the page at a spot; where another hyphen helps, it is wished for."""
        block = self._blocks[spot.block]
        known = wishes.get(block.element, Wish(spot.lines))
        fit = self._fit(block.element, spot.lines, known.bare)
        if fit is None:
            return TURN if spot.line in block.hyphens else 0.0
        if not fit.marks[spot.line - 1]:
            return 0.0
        bare = known.bare | {spot.line}
        if self._fit(block.element, spot.lines, bare) is None:
            return TURN
        wishes[block.element] = Wish(spot.lines, bare)
        return CHANGE

    def _filled(self, spot: _Spot, depth: float, changes: Mapping[int, int], first: bool) -> _Filled:
        """A page filled as the engine does."""
        if changes:
            return self._page(spot, depth, changes, first)
        key = (spot, depth, first)
        if key not in self._pages:
            self._pages[key] = self._page(spot, depth, changes, first)
        return self._pages[key]

    def _page(self, spot: _Spot, depth: float, changes: Mapping[int, int], first: bool) -> _Filled:
        at, y, foot = spot.block, 0.0, 0.0
        rooms: list[Room] = []
        if spot.line:
            block = self._blocks[at]
            taken = self._fitting(block, spot.line, spot.lines, depth)
            foot = self._foot(0.0, block, spot.line, spot.line + taken)
            rooms += block.rooms(taken)
            if taken < spot.lines - spot.line:
                return _Filled(_Spot(at, spot.line + taken, spot.lines), block.high(taken), foot > 0, tuple(rooms))
            at, y = at + 1, block.high(taken)
        begun, filled = at, [(y, foot, len(rooms))]
        while at < len(self._blocks):
            block = self._blocks[at]
            if block.anew and (y or at > spot.block):
                return _Filled(_Spot(at), y, True, tuple(rooms))
            lines = changes.get(at, block.lines)
            top = y + (block.gap if y or first else 0.0)
            if block.gridded:
                top = -(-(top - _HAIR) // 1)
            end, below = top + block.high(lines), self._foot(foot, block, 0, lines)
            if y:
                rooms.append(block.room)
            if end + below > depth + _HAIR:
                taken = self._fitting(block, 0, lines, depth - top - foot) if block.divides else 0
                if taken:
                    noted = self._foot(foot, block, 0, taken) > 0
                    rooms += block.rooms(taken)
                    return _Filled(_Spot(at, taken, lines), top + block.high(taken), noted, tuple(rooms))
                back = at
                while back > begun and self._blocks[back - 1].holds:
                    back -= 1
                    held = self._blocks[back]
                    if held.divides and changes.get(back, held.lines) >= 4:
                        return self._within(back, changes, filled[back - begun], rooms)
                if back == begun and not spot.line:
                    return _Filled(_Spot(at + 1), end, below > 0, tuple(rooms))
                y, foot, count = filled[back - begun]
                return _Filled(_Spot(back), y, foot > 0, tuple(rooms[:count]))
            rooms += block.rooms(lines)
            y, foot, at = end, below, at + 1
            filled.append((y, foot, len(rooms)))
        return _Filled(_Spot(at), y, foot > 0, tuple(rooms))

    def _within(
        self, at: int, changes: Mapping[int, int], before: tuple[float, float, int], rooms: Sequence[Room]
    ) -> _Filled:
        """A page that ends two lines before the end of a paragraph, which stays with what follows."""
        block, (y, foot, count) = self._blocks[at], before
        lines = changes.get(at, block.lines)
        top = y + (block.gap if y else 0.0)
        if block.gridded:
            top = -(-(top - _HAIR) // 1)
        noted = self._foot(foot, block, 0, lines - 2) > 0
        return _Filled(_Spot(at, lines - 2, lines), top + block.high(lines - 2), noted, tuple(rooms[: count + bool(y)]))

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
        return max(count, 1) if start else count if count >= 2 else 0
