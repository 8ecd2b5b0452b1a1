"""What stands on laid-out pages, line by line, as plain values: the faults that a typographer would look for.

Lines of the flow are those of paragraphs, entries of lists and the like, outside of tables, columns and notes.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from publish.lazy import dataclass
from publish.paged.copyfit import width_of
from publish.paged.library import LineBox, ParentBox, boxes
from publish.paged.rows import lines_of, texts_of
from publish.paged.shortcuts import leading_of
from publish.paged.totalfit import WIDEST
from publish.paged.walking import CODE, Leaf, Space, bottom_of, edge, in_flow, leads, leaves_of

#: A last line that is no wider than this, in em, is lost under the indent of the next paragraph.
RUNT = 1.2
#: Lengths that differ by less are the same.
HAIR = 0.75
_FORCED = frozenset({"page", "left", "right", "recto", "verso", "always"})


@dataclass(frozen=True)
class SetLine:
    """A line: its page, the number of its element, its place, how wide its spaces are (1: their own width), its notes.

    `leads`: its paragraph is a head, or begins a letter. What does not flow (a picture, a row of a table, a line of code) is a line
    of its own that is none of the flow. `pad`: the height of what is drawn above code, and below it. `whole`: the number of the
    element around it that is not divided, or -1; `around`: where that begins and ends; `held`: no page ends before it; `over`,
    `under`: the space of boxes that begin and end with it.
    """

    page: int
    element: int
    tag: str
    top: float
    bottom: float
    width: float
    opens: bool
    closes: bool
    hyphen: bool
    spaces: float
    runt: bool
    flows: bool = True
    leads: bool = False
    justified: bool = True
    notes: tuple[int, ...] = ()
    pad: float = 0.0
    whole: int = -1
    held: bool = False
    around: tuple[float, float] = (0.0, 0.0)
    over: Space = Space()
    under: Space = Space()

    @property
    def divides(self) -> bool:
        """Whether a page may end between it and others of its kind, if nothing around them forbids it."""
        return self.flows or self.tag == CODE


@dataclass(frozen=True)
class SetPage:
    """A page: its lines of the flow, how far down it is filled, whether it is not prose alone.

    Where notes stand at its foot it is filled to there, but for the whole lines that would go between them and the text.
    `strip`: all that stands on it, in order. `notes`: the heights of its notes by number; `above_notes`: what is above them.
    `anew`: the page before it ends where the author, or what stands here, would have it. `above`: the space that would stand above
    what begins on it, if a page did not. `column`: the lines of its longest column, where its text stands in columns.
    """

    lines: tuple[SetLine, ...]
    bottom: float
    mixed: bool
    leading: float = 0.0
    strip: tuple[SetLine, ...] = ()
    notes: Mapping[int, float] = field(default_factory=dict)
    above_notes: float = 0.0
    anew: bool = False
    above: float = 0.0
    column: int = 0

    @property
    def text(self) -> tuple[SetLine, ...]:
        """Lines of the flow and of code."""
        return tuple(line for line in self.strip or self.lines if line.divides)


def pages_measured(pages: Sequence[Any], numbers: Mapping[int, int]) -> list[SetPage]:
    """Measure the laid-out pages of one document; `numbers` are those of its elements by identity."""
    seen: set[int] = set()
    sheets = [page._page_box for page in pages]
    leading = next((leading_of(line.style) for sheet in sheets[:1] for line in lines_of(sheet)), 0.0)
    turns = [(False, 0.0), *itertools.starmap(_turn, itertools.pairwise(sheets))]
    return [_page(at, sheet, numbers, seen, leading, *turns[at]) for at, sheet in enumerate(sheets)]


def _page(
    at: int, page_box: Any, numbers: Mapping[int, int], seen: set[int], leading: float, anew: bool, above: float
) -> SetPage:
    strip: list[SetLine] = []
    notes: dict[int, float] = {}
    above_notes, bottom = 0.0, bottom_of(page_box.children[0])
    for child in page_box.children:
        if isinstance(child, boxes.FootnoteAreaBox):
            notes = {numbers.get(id(note.element), -1): note.margin_height() for note in child.children}
            if notes:
                above_notes = child.margin_height() - sum(notes.values())
                bottom = _filled_to(page_box, child.position_y - bottom, leading)
        elif not isinstance(child, boxes.MarginBox):
            for leaf in leaves_of(child):
                if leaf.flows:
                    number = numbers.get(id(leaf.box.element), -1)
                    strip.append(_line(at, leaf, number, number not in seen, numbers))
                    seen.add(number)
                else:
                    strip.append(_apart(at, leaf, numbers))
    lines = tuple(line for line in strip if line.flows)
    first = next((n for n, line in enumerate(strip) if line.flows), 0) if at == 0 else 0  # what opens a chapter
    mixed = any(not line.flows for line in strip[first:])
    column = _longest_column(page_box.children[0])
    return SetPage(
        lines,
        bottom,
        mixed,
        leading,
        tuple(strip),
        notes,
        above_notes,
        anew,
        above,
        column,
    )


def _filled_to(page_box: Any, free: float, leading: float) -> float:
    """How far down a page is filled that has so much `free` between its text and its notes."""
    foot = float(page_box.content_box_y() + page_box.height)
    return foot - max(0.0, (free + HAIR) // leading) * leading if leading else foot


def _longest_column(box: Any) -> int:
    """The lines of the longest column of a page that has nothing but columns; 0 on others."""
    while isinstance(box, ParentBox) and not isinstance(box, LineBox):
        children = [child for child in box.children if in_flow(child)]
        columns = [child for child in children if getattr(child, "is_column", False)]
        if columns:
            return max(len(list(lines_of(one))) for one in columns) if columns == children else 0
        if len(children) != 1:
            return 0
        box = children[0]
    return 0


def _apart(page: int, leaf: Leaf, numbers: Mapping[int, int]) -> SetLine:
    """What does not flow, or is a line of code."""
    box, code = leaf.box, leaf.code
    top, below = box.position_y, box.position_y + box.margin_height()
    number, tag = (numbers.get(id(code.element), -1), CODE) if code is not None else (-1, "")
    pad = code.border_top_width + code.padding_top if code is not None else 0.0
    return SetLine(page, number, tag, top, below, 0.0, True, True, False, 1.0, False, flows=False, pad=pad,
                   whole=_whole(leaf, numbers), held=leaf.held, around=_around(leaf), over=leaf.over, under=leaf.under)  # fmt: skip


def _whole(leaf: Leaf, numbers: Mapping[int, int]) -> int:
    """The number of the element around a leaf that is not divided; -1 where there is none."""
    return numbers.get(id(leaf.whole.element), -1) if leaf.whole is not None else -1


def _around(leaf: Leaf) -> tuple[float, float]:
    """Where the box around a leaf that is not divided begins and ends, with what is drawn around it."""
    if leaf.whole is None:
        return 0.0, 0.0
    top = float(leaf.whole.border_box_y())
    return top, top + float(leaf.whole.border_height())


def _turn(before: Any, after: Any) -> tuple[bool, float]:
    """Whether the page turns because it must, and not because it is full; the margins that meet there, which collapse."""
    last, first = list(edge(before, -1)), list(edge(after, 0))
    ending, going_on = {box.element for box in last}, {box.element for box in first}
    ended = [box for box in last if box.element not in going_on]
    begun = [box for box in first if box.element not in ending]
    must = (
        before.page_type.name != after.page_type.name
        or any(box.style["break_after"] in _FORCED for box in ended)
        or any(box.style["break_before"] in _FORCED for box in begun)
    )
    ended, begun = _outside(ended), _outside(begun)
    margins = [*(box.style["margin_bottom"] for box in ended), *(box.style["margin_top"] for box in begun)]
    drawn = sum(_drawn(box, "bottom") for box in ended) + sum(_drawn(box, "top") for box in begun)
    return must, drawn + max((length.value for length in margins if getattr(length, "unit", "") == "px"), default=0.0)


def _outside(chain: list[Any]) -> list[Any]:
    """Of boxes from the root down, those to the first that is not divided, or is code: what is in it is its own."""
    ends = (n for n, box in enumerate(chain, 1) if box.style["break_inside"] == "avoid" or box.element_tag == CODE)
    return chain[: next(ends, len(chain))]


def _drawn(box: Any, side: str) -> float:
    """The border and padding of a box at a side; those of code, and of what is not divided, are counted with them."""
    if box.element_tag == CODE or box.style["break_inside"] == "avoid":
        return 0.0
    return float(getattr(box, f"border_{side}_width") + getattr(box, f"padding_{side}"))


def _line(page: int, leaf: Leaf, number: int, opens: bool, numbers: Mapping[int, int]) -> SetLine:
    line = leaf.box
    texts = list(texts_of(line))
    gaps = sum(box.text.count(" ") + box.text.count("\u00a0") for box in texts)
    own = sum(width_of(" ", box.style) * (box.text.count(" ") + box.text.count("\u00a0")) for box in texts)
    more = sum(box.justification_spacing * (box.text.count(" ") + box.text.count("\u00a0")) for box in texts)
    closes = getattr(line, "resume_at", None) is None
    last = texts[-1].text.rstrip() if texts else ""
    indent = line.style["font_size"] * RUNT
    return SetLine(
        page=page,
        element=number,
        tag=line.element_tag.partition("::")[0],
        top=line.position_y,
        bottom=line.position_y + line.height,
        width=line.width,
        opens=opens,
        closes=closes,
        hyphen=not closes and last.endswith(("‐", "-")),
        spaces=WIDEST if getattr(line, "left_short", False) else 1 + more / own if gaps and own else 1.0,
        justified=line.style["text_align_all"] == "justify",
        notes=tuple(
            numbers.get(id(box.footnote.element), -1) for box in line.descendants() if getattr(box, "footnote", None)
        ),
        whole=_whole(leaf, numbers),
        held=leaf.held,
        around=_around(leaf),
        over=leaf.over,
        under=leaf.under,
        leads=leads(line),
        runt=closes and not opens and line.style["text_align_all"] == "justify" and line.width < indent,
    )
