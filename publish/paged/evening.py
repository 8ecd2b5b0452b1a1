"""A chapter laid out until its spreads are even: measured, planned, laid out again where the plan asks for it.

The better of the layouts stands. A chapter with nothing to mend is laid out once; where space between blocks levels a spread,
that is nothing to mend.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.composing import Compositor, composing
from publish.paged.faults import faults_of
from publish.paged.filling import Block
from publish.paged.leaves import Fault
from publish.paged.levelling import Opened, is_spoken, levelled, pages_opened
from publish.paged.library import LineBox
from publish.paged.measure import SetLine, SetPage, pages_measured
from publish.paged.openings import room_of
from publish.paged.shortcuts import strut
from publish.paged.spreads import Plan, Planner, Wish
from publish.paged.totalfit import Fit, fitted_to
from publish.paged.walking import HEADINGS, first_box, first_leaf

#: What each kind of fault weighs, in the order in which wishes give way to each other.
WEIGHTS = {
    "stranded": 1000,
    "widow": 300,
    "orphan": 300,
    "short": 60,
    "uneven": 40,
    "turn": 25,
    "ladder": 15,
    "runt": 8,
    "loose": 1,
}
#: Faults that another plan of the pages may mend.
_MENDED = frozenset({"stranded", "widow", "orphan", "short", "uneven", "turn"})
#: What lists are made of: they keep the space from the words that they stay with, which may be opened.
_ENTRIES = frozenset({"li"})
#: Layouts of a chapter at most.
ROUNDS = 3
#: Lengths that differ by less, in lines of the grid, are the same.
_HAIR = 0.02

#: Lays out the document with a stylesheet over the others.
LayOut = Callable[[str], list[Any]]


@dataclass(frozen=True)
class _Tried:
    """A layout, and what it was made of."""

    pages: list[Any]
    faults: tuple[Fault, ...]
    wishes: Mapping[int, Wish]
    depths: str
    opened: Mapping[int, Opened]


def evened(lay_out: LayOut, compositor: Compositor, recto: bool) -> tuple[list[Any], tuple[Fault, ...]]:
    """The pages of a document and the faults that are left."""
    wishes: dict[int, Wish] = {}
    depths, height = "", 0.0
    tried: list[_Tried] = []

    def on_grid(box: Any) -> bool:
        leaf = first_leaf(box)
        if not isinstance(leaf, LineBox) or leaf.element_tag != "p" or is_spoken(box):
            return False  # a heading moves with the text below it, or with a list, which is on no grid
        number = compositor.kinds.numbers.get(id(leaf.element), -1)
        return number in compositor.kinds.body and abs(strut(leaf.style)[0] - compositor.grid) < _HAIR

    while True:
        with composing(compositor):
            pages = lay_out(depths)
        measured = pages_measured(pages, compositor.kinds.numbers)
        level, opened = levelled(measured, pages, recto, compositor.grid, on_grid)
        faults = faults_of(level, recto)
        tried.append(_Tried(pages, faults, wishes, depths, opened))
        if len(tried) == ROUNDS or not compositor.grid or all(fault.kind not in _MENDED for fault in faults):
            break
        height = height or pages[0]._page_box.height  # before any plan has made pages deeper
        plan = _planned(height, pages, measured, compositor, recto)
        wishes, depths = {**wishes, **plan.wishes}, depths_css(plan)
        if (wishes, depths) == (tried[-1].wishes, tried[-1].depths):
            break
        compositor.wish(wishes)
    best = min(tried, key=lambda one: weight(one.faults))
    breaks = breaks_at_edges(best.pages)
    if not breaks:
        return pages_opened(best.pages, recto, best.opened, compositor.grid, on_grid), best.faults
    for element in breaks:
        element.set("class", f"{element.get('class')} edge")
    compositor.wish(best.wishes)
    with composing(compositor):
        pages = lay_out(best.depths)
    _, opened = levelled(pages_measured(pages, compositor.kinds.numbers), pages, recto, compositor.grid, on_grid)
    return pages_opened(pages, recto, opened, compositor.grid, on_grid), best.faults


def breaks_at_edges(pages: Sequence[Any]) -> list[Any]:
    """Scene breaks that are a blank line, and begin a page: nobody would see them."""
    firsts = (first_box(page._page_box) for page in pages[1:])
    elements = (box.element for box in firsts if box is not None and box.element_tag == "hr")
    return [element for element in elements if "blank" in element.get("class", "").split()]


def weight(faults: Sequence[Fault]) -> int:
    """What some faults weigh together."""
    return sum(WEIGHTS[fault.kind] for fault in faults)


def depths_css(plan: Plan) -> str:
    """Pages that are deeper or shorter than others have another margin below; a deeper opening begins higher, for its folio
    stands below."""
    sides = {page: "top" if page == 0 and lines > 0 else "bottom" for page, lines in plan.depths.items()}
    return "\n".join(
        f"@page :nth({page + 1}) {{ margin-{sides[page]}: calc(var(--margin-{sides[page]}) - {lines} * var(--leading)) }}"
        for page, lines in sorted(plan.depths.items())
    )


def _planned(
    height: float, pages: Sequence[Any], measured: Sequence[SetPage], compositor: Compositor, recto: bool
) -> Plan:
    depth = round(height / compositor.grid)
    if abs(depth * compositor.grid - height) > 1:
        return Plan()

    def choices(element: int, lines: int, bare: frozenset[int]) -> Fit | None:
        known = compositor.composed.get(element)
        if known is None or not _may_be(known.copy, lines):
            return None
        if lines == known.fit.lines and not any(known.fit.marks[at - 1] for at in bare):
            return known.fit
        return fitted_to(known.copy, lines, bare)

    blocks = strip(measured, pages[0]._page_box.content_box_y(), compositor.grid, compositor.kinds.body)
    above = max(page.above_notes for page in measured) / compositor.grid
    return Planner(blocks, depth, recto, choices, above).plan()


def _may_be(copy: Any, lines: int) -> bool:
    """Whether a paragraph could have so many lines at all: most cannot, and to look for them takes its time."""
    natural, space, width = copy.ends[-1] + copy.indent, copy.spaces_end[-1], copy.width
    return bool(natural + space / 2 >= (lines - 1) * width + copy.runt and natural - space / 3 <= lines * width)


def strip(measured: Sequence[SetPage], top: float, grid: float, body: frozenset[int]) -> list[Block]:
    """The blocks of a document from its pages as they were laid out. Heights and gaps are in lines of the grid."""
    notes = {number: height / grid for page in measured for number, height in page.notes.items()}
    blocks: list[Block] = []
    before: list[SetLine] = []
    groups = _groups(measured)
    for lines, after in itertools.zip_longest(groups, groups[1:]):
        first = lines[0]
        above = _top(first) - first.pad - (_bottom(before) + before[-1].pad if before else top)
        if before and before[-1].page != first.page:
            above = measured[first.page].above  # the engine left it out
        divides = _divides(lines)
        height = (first.bottom - first.top if divides else _bottom(lines) - _top(first)) / grid
        gridded = first.element in body and (divides or first.tag in HEADINGS) and _is_line(first, grid)
        natural = _natural(before[-1], first) if before and before[-1].page == first.page else above
        held = bool(before) and (blocks[-1].holds and first.tag not in _ENTRIES)
        seen = (above + first.pad) / grid
        entries = bool(before) and before[-1].tag == first.tag == "li"
        blocks.append(
            Block(
                element=first.element,
                lines=len(lines) if divides else 1,
                height=height,
                gap=max(0.0, (natural if gridded and 0 < above - natural < grid else above) / grid),
                divides=divides,
                holds=first.tag in HEADINGS or bool(after and after[0].held),
                gridded=gridded,
                notes=tuple(
                    (at if divides else 0, notes.get(note, 0.0)) for at, line in enumerate(lines) for note in line.notes
                ),
                pad=first.pad / grid,
                room=room_of(0.0 if held else seen, gridded and first.tag == "p", entries),
                hyphens=frozenset(at for at, line in enumerate(lines, 1) if line.hyphen) if divides else frozenset(),
                anew=measured[first.page].anew and bool(before) and before[-1].page != first.page,
                kept=frozenset(at for at, line in enumerate(lines) if at and line.held),
            )
        )
        before = lines
    return blocks


def _divides(lines: Sequence[SetLine]) -> bool:
    """Whether a page may end within an element: text of one leading, or what was divided. Lines without height are one."""
    first, last = lines[0], lines[-1]
    if not first.divides or first.whole >= 0 or first.tag in HEADINGS or first.bottom <= first.top:
        return False
    even = abs((last.bottom - first.top) - len(lines) * (first.bottom - first.top)) < 1
    return first.tag == "p" or last.page != first.page or even


def _bottom(lines: Sequence[SetLine]) -> float:
    return max(max(line.bottom, line.around[1]) for line in lines if line.page == lines[-1].page)


def _top(first: SetLine) -> float:
    """Where what the line begins is placed; a heading where its line is, which stands on the grid."""
    return first.around[0] if first.whole >= 0 and first.tag not in HEADINGS else first.top


def _is_line(first: SetLine, grid: float) -> bool:
    return abs((first.bottom - first.top) / grid - 1) < _HAIR


def _natural(before: SetLine, first: SetLine) -> float:
    """The space between two blocks if nothing had to stand on the grid."""
    return before.under.within + max(before.under.margin, first.over.margin) + first.over.within


def _groups(measured: Sequence[SetPage]) -> list[list[SetLine]]:
    """Lines of one element; what does not flow and stands together."""
    groups: list[list[SetLine]] = []
    for line in (line for page in measured for line in page.strip):
        last = groups[-1][-1] if groups else None
        if last is not None and _together(last, line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _together(last: SetLine, line: SetLine) -> bool:
    if last.whole >= 0 or line.whole >= 0:
        return last.whole == line.whole and last.page == line.page
    return last.element == line.element and (line.divides or last.page == line.page)
