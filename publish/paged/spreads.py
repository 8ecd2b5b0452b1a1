"""Pages of a chapter planned as spreads: facing pages that end level, no word divided over a turn, no last page of a few lines,
nor one of them before a page break, which is an end as that of the chapter is.

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
from publish.paged.filling import Block, Filled, Spot, Strip
from publish.paged.openings import levels
from publish.paged.totalfit import LOOSE, Fit

#: Lines that a last page should have, and one before a page break.
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
class _State:
    """A beginning of the chapter, planned: where the next page begins, and what was asked for on the way."""

    spot: Spot
    page: int
    cost: float
    wishes: tuple[tuple[int, Wish], ...] = ()
    depths: tuple[tuple[int, int], ...] = ()


def _depth_cost(lines: int, pages: int) -> float:
    """What it costs that pages are deeper or shorter by so many lines: alone, the more they are, the more it looks like an end."""
    if pages == 1 and lines < -1:
        return DEPTH * abs(lines) + lines * lines / 2
    return DEPTH + 2 * (abs(lines) - 1) if lines else 0.0


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
        self._strip = Strip(blocks, above_notes)
        self._fits: dict[tuple[int, int, frozenset[int]], Fit | None] = {}

    def plan(self) -> Plan:
        """The best plan found; an empty one where nothing is to mend or nothing helps."""
        states = [_State(Spot(0), 0, 0.0)]
        done: list[_State] = []
        while states:
            after: dict[Spot, _State] = {}
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
            spot = self._strip.filled(spot, self._depth, {}, state.page == 0).next
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
        both = (deeper, deeper if other is None else other)
        pages = self._pages(state, both, changes)
        count, spot = len(pages), pages[-1][1].next
        at_the_end = spot.block >= len(self._blocks)
        if (count == 2 and other is not None and self._ends(spot)) or (count == 1 and deeper and at_the_end):
            return []  # the end of a chapter is level with nothing
        wishes = dict(state.wishes)
        cost = state.cost + self._changed(changes, wishes)
        if not at_the_end:
            cost += self._turned(spot, wishes) if spot.line else 0.0
            cost += self._facing(pages[0][1], pages[1][1], both) if count == 2 else 0.0
            pages.append(
                (spot, self._strip.filled(spot, self._depth, {}, False))
            )  # what it is can only be mended before it
        cost += LAST * sum(self._short(start, page.next, changes) for start, page in pages[1:])
        deepest = max(both[:count])
        cost += _depth_cost(deepest, count) + (OPENED if both[0] != both[1] else 0.0)
        numbers = range(state.page, state.page + count)
        depths = (*state.depths, *((number, lines) for number, lines in zip(numbers, both, strict=False) if lines))
        return [_State(spot, numbers.stop, cost, tuple(wishes.items()), depths)]

    def _pages(self, state: _State, both: tuple[int, int], changes: Mapping[int, int]) -> list[tuple[Spot, Filled]]:
        """The pages of the next spread, each with where it begins: two, but for an opening on the right and at the end."""
        first = state.page == 0
        left = self._strip.filled(state.spot, self._depth + both[0], changes, first)
        pages = [(state.spot, left)]
        if not (first and self._recto) and left.next.block < len(self._blocks):
            pages.append((left.next, self._strip.filled(left.next, self._depth + both[1], changes, False)))
        return pages

    def _changed(self, changes: Mapping[int, int], wishes: dict[int, Wish]) -> float:
        """The cost of paragraphs that are set longer or shorter, which are wished for."""
        cost = 0.0
        for at, lines in changes.items():
            element = self._blocks[at].element
            cost += CHANGE + WIDE * self._wide(element, lines, self._blocks[at].lines)
            wishes[element] = Wish(lines)
        return cost

    def _begins(self, spot: Spot) -> bool:
        """Whether the chapter begins at a spot, or what stands behind a page break."""
        return not spot.line and spot.block < len(self._blocks) and (not spot.block or self._blocks[spot.block].anew)

    def _ends(self, spot: Spot) -> bool:
        """Whether the page before a spot ends there however full it is."""
        return spot.block >= len(self._blocks) or self._begins(spot)

    def _short(self, start: Spot, end: Spot, changes: Mapping[int, int]) -> bool:
        """Whether a page is the last of several, before a page break or at the end, and has few lines."""
        return self._ends(end) and not self._begins(start) and self._lines(start, end.block, changes) < SHORT

    def _facing(self, left: Filled, right: Filled, both: tuple[int, int]) -> float:
        """The cost of two facing pages: none where they end level, little where opened spaces will level them."""
        if left.free or right.free:
            return DEPTH * abs(both[0] - both[1])
        target, opened = left.bottom, 0.0
        if abs(left.bottom - right.bottom) > _HAIR:
            level = levels([(left.bottom, left.rooms), (right.bottom, right.rooms)], self._depth + max(both))
            if level is None:
                return UNEVEN
            target, opened = level[0], OPENED + sum(map(sum, level[1])) / 2
        shorter = self._depth - target if both[0] != both[1] else 0.0
        return UNEVEN if shorter > _SHORTER + _HAIR else opened + DEPTH * max(0.0, shorter - 1)

    def _lines(self, spot: Spot, end: int, changes: Mapping[int, int]) -> float:
        """How many lines there are from a spot to a block; what is not divided counts by its height."""
        behind = enumerate(self._blocks[spot.block : end], spot.block)
        counts = [changes.get(at, block.lines) if block.divides else block.height for at, block in behind]
        return sum(counts) - (spot.line + self._blocks[spot.block].lines - spot.lines if spot.line else 0)

    def _wide(self, element: int, lines: int, usual: int) -> int:
        """How many more loose lines a paragraph has at another count of lines."""
        fits = [self._fit(element, count) for count in (lines, usual)]
        loose = [sum(ratio > 2 * (LOOSE - 1) for ratio in fit.ratios) if fit else 0 for fit in fits]
        return max(0, loose[0] - loose[1])

    def _turned(self, spot: Spot, wishes: dict[int, Wish]) -> float:
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
