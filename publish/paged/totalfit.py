"""Lines of a paragraph chosen for the paragraph as a whole (Knuth and Plass, “Breaking Paragraphs into Lines”, 1981).

Widths are CSS pixels. A line stretches by half of its spaces' width and shrinks by a third, as TeX sets a text face; how far it
goes is its ratio: 1 is all of the stretch, -1 all of the shrink. Nothing here knows of pages or of the layout engine.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STRETCH, SHRINK = 1 / 2, 1 / 3
#: Ratios up to which a line may be opened: without hyphens, with hyphens, so that the last line is no stub, where nothing else is
#: left.
PLAIN, HYPHENED, UNSTUBBED, DESPERATE = 1.0, 1.26, 1.8, 60.0
#: Spaces so many times their own width make a loose line: all of its stretch is used.
LOOSE = 1 + STRETCH
#: Spaces so many times their own width are worse than a line that ends short, before an address or a formula that no line takes.
WIDEST = 4.0
#: Hyphenated lines that may follow each other.
MOST_HYPHENS = 2
_LINE, _HYPHEN, _SECOND_HYPHEN, _BEFORE_LAST, _CONTRAST, _RUNT = 10.0, 50.0, 1e4, 1.5e4, 1e4, 4e6
#: What it costs to divide code: less than a line that is looser than all of its stretch; what more at a poor place.
_CODE, _POOR = 3e4, 1e4
#: What it costs that nothing but the end of a divided word stands in the last line: more than all fair lines do.
_STUB = 1e6

#: The ratio from which a line is not spread, but ends short, and what that costs, and twice that where it is half empty; as much
#: again with a hyphen.
_SHORT = (WIDEST - 1) / STRETCH
_ENDS_SHORT = (_LINE + 100 * _SHORT**3) ** 2

#: The last of ragged lines should fill this part of the measure, or be as wide as its `runt`; what it costs that it is nothing,
#: what a hyphen and what a line more, beside the square of the part of the measure that a line leaves empty. A line is not made
#: narrower for the last one by more than a fifth or so.
_STUBBY, _ALONE, _DIVIDED, _ROW = 0.3, 0.25, 0.06, 10.0
#: What it costs among ragged lines to divide code: more than a line; what more at a poor place: a line that is half empty.
_CODE_RAGGED, _POOR_RAGGED = 11.0, 0.3
#: What it costs that a word or two stand alone in a line that is not the last: more than to divide code.
_LONE = 12.0
#: What a line may be too long by reckoning alone, in CSS pixels.
_HAIR = 1e-6


@dataclass(frozen=True)
class Copy:
    """A paragraph with its widths taken. Break 0 is its beginning, the last one its end.

    For each break: where the line before it `ends` and the line behind it `starts`, with how much of the width to there is
    space (`spaces_end`, `spaces_start`), and the width of the hyphen that it prints (`hyphens`; 0: none). `marks`: whether
    the line then ends in a hyphen, printed or the author's. `runt`: a last line should be wider. `dear`: breaks within code and
    addresses, and between a title and its name, which are taken where lines would be too loose without them; `poor`: which of
    them are worse than others, with how much (1, 2).
    """

    ends: Sequence[float]
    starts: Sequence[float]
    spaces_end: Sequence[float]
    spaces_start: Sequence[float]
    hyphens: Sequence[float]
    marks: Sequence[bool]
    width: float
    indent: float
    runt: float
    dear: frozenset[int] = frozenset()
    poor: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Fit:
    """Chosen breaks, the last being the paragraph's end; `marks`: which lines end in a hyphen; `cost` in demerits."""

    breaks: tuple[int, ...]
    marks: tuple[bool, ...]
    ratios: tuple[float, ...]
    cost: float

    @property
    def lines(self) -> int:
        return len(self.breaks)


@dataclass(eq=False, slots=True)
class _Node:
    at: int
    line: int
    fitness: int
    run: int
    ratio: float
    cost: float
    x: float
    space: float
    before: _Node | None = field(default=None)


def fitted(copy: Copy) -> Fit | None:
    """The best lines; None where no line can hold what cannot be divided."""
    found: list[_Node] = []
    for hyphens, limit in ((False, PLAIN), (True, HYPHENED), (True, UNSTUBBED), (True, DESPERATE)):
        if found and limit == DESPERATE:
            break
        found += _ends(copy, hyphens, limit, counted=False, bare=frozenset())
        if found and min(node.cost for node in found) < _STUB:
            break
    return _fit(copy, min(found, key=lambda node: node.cost)) if found else None


def fitted_to(copy: Copy, lines: int, bare: frozenset[int] = frozenset()) -> Fit | None:
    """The best of so many lines of which those numbered in `bare` end in no hyphen; None unless all are fair."""
    ends = [node for node in _ends(copy, True, HYPHENED, counted=True, bare=bare) if node.line == lines]
    return _fit(copy, min(ends, key=lambda node: node.cost)) if ends else None


def ragged(copy: Copy) -> Fit | None:
    """Ragged lines, as few as there can be: much alike, few hyphens, and a last one that is no word or two, as far as the others
    need not be much narrower for that.

    None where something that cannot be divided is wider than its line.
    """
    ends, starts, width, last = copy.ends, copy.starts, copy.width, len(copy.ends) - 1
    full = min(_STUBBY * width, copy.runt) or _HAIR
    costs, before = [0.0] + [math.inf] * last, [0] * (last + 1)
    for at in range(1, last + 1):
        mark = (_DIVIDED if copy.hyphens[at] else 0.0) + (_ROW if at < last else 0.0)
        if at in copy.dear:
            mark += _CODE_RAGGED + _POOR_RAGGED * copy.poor.get(at, 0)
        for begin in range(at - 1, -1, -1):
            length = ends[at] - starts[begin] + copy.hyphens[at] + (0.0 if begin else copy.indent)
            if length > width + _HAIR:
                if length + min(copy.indent, 0.0) > width + _HAIR:
                    break
                continue
            if at < last:
                rag = (1 - length / width) ** 2 + (_LONE if length < full else 0.0)
            else:
                rag = _stubby(length / full) if begin else 0.0
            if at == last and copy.hyphens[begin]:
                rag += _DIVIDED
            cost = costs[begin] + mark + rag
            if cost < costs[at]:
                costs[at], before[at] = cost, begin
    if costs[last] == math.inf:
        return None
    breaks = [last]
    while before[breaks[-1]]:
        breaks.append(before[breaks[-1]])
    breaks.reverse()
    return Fit(tuple(breaks), tuple(copy.marks[at] for at in breaks), (0.0,) * len(breaks), costs[last])


def _stubby(part: float) -> float:
    """What a last line costs that has a part of the width that it should have."""
    return _ALONE * max(1 - part, 0.0) ** 2


def _fit(copy: Copy, node: _Node) -> Fit:
    nodes: list[_Node] = []
    step: _Node | None = node
    while step is not None and step.at:
        nodes.append(step)
        step = step.before
    nodes.reverse()
    marks = tuple(copy.marks[n.at] for n in nodes)
    return Fit(tuple(n.at for n in nodes), marks, tuple(n.ratio for n in nodes), node.cost)


def _words_behind(copy: Copy) -> list[int]:
    """For each break the next one behind it that is at the end of a word, or the paragraph's end."""
    found, last = [0] * len(copy.ends), len(copy.ends) - 1
    word = last
    for at in range(last, -1, -1):
        found[at] = word
        if not copy.hyphens[at] and at not in copy.dear:
            word = at
    return found


def _ends(copy: Copy, hyphens: bool, limit: float, counted: bool, bare: frozenset[int]) -> list[_Node]:
    """The best ways to the end of the paragraph: by the class of the last line, and by count of lines where `counted`."""
    ends, starts, spaces_end, spaces_start = copy.ends, copy.starts, copy.spaces_end, copy.spaces_start
    last, width = len(ends) - 1, copy.width
    # Lines that begin later are shorter: where one is too short, so are all behind it.
    in_order = limit < DESPERATE and copy.indent >= 0
    behind = _words_behind(copy) if limit > _SHORT else ()
    active = [_Node(0, 0, 1, 0, 0.0, 0.0, starts[0], spaces_start[0])]
    for at in range(1, last + 1):
        hyphen, dear = copy.hyphens[at], at in copy.dear
        if (hyphen or dear) and not hyphens:
            continue
        end, space_end, marked = ends[at], spaces_end[at], copy.marks[at]
        best: dict[tuple[int, int], _Node] = {}
        dead: list[_Node] = []
        for node in active:
            room = width - (end - node.x)
            if node.at == 0:
                room -= copy.indent
            space = space_end - node.space
            if room < 0 and -room > space * SHRINK:
                dead.append(node)  # too long from here on
                continue
            room -= hyphen
            if at == last:
                ratio = 0.0 if room >= 0 else room / (space * SHRINK) if space else -9.0
            elif room >= 0:
                ratio = room / (space * STRETCH) if space else DESPERATE * room / width
            else:
                ratio = room / (space * SHRINK) if space else -9.0
            if ratio > limit:
                if in_order:
                    break
                continue
            if ratio < -1:
                continue
            if at == last and node.at in copy.dear and not space and limit < DESPERATE:
                continue  # the rest of a word of code is no line
            if ratio > _SHORT and room + hyphen >= ends[behind[at]] - end:
                continue  # what ends short has no room for the next word
            run = node.run + 1 if marked else 0
            if marked and (run > MOST_HYPHENS or node.line + 1 in bare):
                continue
            fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
            cost = _LINE + 100 * abs(ratio) ** 3
            cost = node.cost + (cost * cost if ratio <= _SHORT else _ENDS_SHORT * (1 + 4 * (room / width) ** 2))
            if marked:
                cost += _HYPHEN * _HYPHEN + (_SECOND_HYPHEN if run > 1 else 0)
                cost += _ENDS_SHORT if ratio > _SHORT else 0
            if dear:
                cost += _CODE + _POOR * copy.poor.get(at, 0)
            if abs(fitness - node.fitness) > 1:
                cost += _CONTRAST
            if at == last:
                if node.run:
                    cost += _BEFORE_LAST if space else _STUB
                if node.at and end - node.x < copy.runt:
                    cost += _RUNT
            key = (node.line if counted else 0, fitness)
            known = best.get(key)
            if known is None or cost < known.cost:
                best[key] = _Node(at, node.line + 1, fitness, run, ratio, cost, starts[at], spaces_start[at], node)
        if dead:
            active = [node for node in active if node not in dead]
        if at == last:
            return list(best.values())
        active += best.values()
        if not active:
            return []
    return []
