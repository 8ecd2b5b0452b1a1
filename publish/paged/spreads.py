"""Pages of a chapter planned as spreads: facing pages that end level, no word divided over a turn, no last page of a few lines.

A chapter is a strip of blocks, measured once. Means are few and within limits: a paragraph set a line longer or shorter where
its lines stay fair, another hyphen, both pages of a spread a line deeper or shorter. The plan is looked for spread by spread,
some of the best beginnings being kept; the engine lays it out, and what comes is measured again. Heights are in lines of the
grid. Nothing here knows the layout engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field

from publish.lazy import dataclass
from publish.paged.totalfit import LOOSE, Fit

#: Lines that a last page should have.
SHORT = 5
#: What a fault costs, and what its mending does.
UNEVEN, TURN, LAST, DEPTH, CHANGE, WIDE = 40.0, 25.0, 60.0, 4.0, 3.0, 2.0
#: How many lines deeper pages may be. One that opens a chapter on the right faces none of its own, and may be shorter by more.
_DEPTHS = (0, 1, -1)
_ALONE = (*_DEPTHS, -2, -3, -4, -5, -6)
#: Beginnings kept at each spread; costs that call for more than another depth.
_KEPT, _BAD = 6, 6.0
_HAIR = 0.04

#: The lines of a paragraph, by its number, count of lines and lines that should end in no hyphen; None where there are none.
Choices = Callable[[int, int, frozenset[int]], Fit | None]


@dataclass(frozen=True)
class Block:
    """What stands in the strip: a paragraph of `lines`, or what is not divided, of one.

    `gap` is the space above it where it does not begin a page; `holds`: it may not end a page; `gridded`: it begins on the grid.
    `notes`: lines, from 0, that call for a note, and its height at the foot of the page.
    """

    element: int
    lines: int
    height: float = 1.0
    gap: float = 0.0
    divides: bool = False
    holds: bool = False
    gridded: bool = False
    notes: tuple[tuple[int, float], ...] = ()


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
        if min(one.cost for one in found[:1]) - state.cost > _BAD:
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
            spot, *_ = self._page(spot, self._depth, {}, state.page == 0)
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

    def _set(self, state: _State, deeper: int, changes: Mapping[int, int]) -> list[_State]:
        """The state after the next spread at another depth, with changes; a list of none or one."""
        depth = self._depth + deeper
        first = state.page == 0
        cost = state.cost + (DEPTH + 2 * (abs(deeper) - 1) if deeper else 0.0)
        wishes = dict(state.wishes)
        for at, lines in changes.items():
            element = self._blocks[at].element
            cost += CHANGE + WIDE * self._wide(element, lines, self._blocks[at].lines)
            wishes[element] = Wish(lines)
        spot, left, noted = self._page(state.spot, depth, changes, first)
        numbers, last = [state.page], state.spot
        right = left
        if not (first and self._recto) and spot.block < len(self._blocks):
            last = spot
            spot, right, also = self._page(last, depth, changes, False)
            numbers.append(state.page + 1)
            if not (noted or also) and abs(left - right) > _HAIR and spot.block < len(self._blocks):
                cost += UNEVEN
        if spot.block >= len(self._blocks):
            if numbers[-1] and self._lines(last, changes) < SHORT:
                cost += LAST
            if deeper and len(numbers) == 1:
                return []
        elif spot.line:
            cost += self._turned(spot, wishes)
        depths = (*state.depths, *((number, deeper) for number in numbers if deeper))
        return [_State(spot, numbers[-1] + 1, cost, tuple(wishes.items()), depths)]

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
        if fit is None or not fit.marks[spot.line - 1]:
            return 0.0
        bare = known.bare | {spot.line}
        if self._fit(block.element, spot.lines, bare) is None:
            return TURN
        wishes[block.element] = Wish(spot.lines, bare)
        return CHANGE

    def _page(self, spot: _Spot, depth: float, changes: Mapping[int, int], first: bool) -> tuple[_Spot, float, bool]:
        """Fill a page as the engine does: where the next begins, how far down this one is filled, whether it has notes."""
        at, y, foot = spot.block, 0.0, 0.0
        if spot.line:
            block = self._blocks[at]
            taken = self._fitting(block, spot.line, spot.lines, depth)
            foot = self._foot(0.0, block, spot.line, spot.line + taken)
            if taken < spot.lines - spot.line:
                return _Spot(at, spot.line + taken, spot.lines), taken * block.height, foot > 0
            at, y = at + 1, taken * block.height
        begun, filled = at, [(y, foot)]
        while at < len(self._blocks):
            block = self._blocks[at]
            lines = changes.get(at, block.lines)
            top = y + (block.gap if y or first else 0.0)
            if block.gridded:
                top = -(-(top - _HAIR) // 1)
            end, below = top + lines * block.height, self._foot(foot, block, 0, lines)
            if end + below > depth + _HAIR:
                taken = self._fitting(block, 0, lines, depth - top - foot) if block.divides else 0
                if taken:
                    return _Spot(at, taken, lines), top + taken * block.height, self._foot(foot, block, 0, taken) > 0
                back = at
                while back > begun and self._blocks[back - 1].holds:
                    back -= 1
                if back == begun and not spot.line:
                    return _Spot(at + 1), end, below > 0
                y, foot = filled[back - begun]
                return _Spot(back), y, foot > 0
            y, foot, at = end, below, at + 1
            filled.append((y, foot))
        return _Spot(at), y, foot > 0

    def _foot(self, foot: float, block: Block, start: int, end: int) -> float:
        """The height of the notes of a page with those of some lines."""
        own = sum(height for line, height in block.notes if start <= line < end)
        return foot + own + (self._above_notes if own and not foot else 0.0)

    def _fitting(self, block: Block, start: int, lines: int, room: float) -> int:
        """How many lines of a paragraph go into a room without leaving one alone; 0 where it cannot be divided there."""
        rest = lines - start
        count = min(rest, int(room / block.height + _HAIR))
        while count and count * block.height + self._foot(0.0, block, start, start + count) > room + _HAIR:
            count -= 1
        if count == rest:
            return count
        count = min(count, rest - 2)
        return max(count, 1) if start else count if count >= 2 else 0
