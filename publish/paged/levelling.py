"""Facing pages made to end level after they were laid out: the space between their blocks is opened, and nothing is laid out again.

Space that is there may grow by as much again, a line at most; between entries of a list, and speeches of a play, there may be a
little, between lines of code less than is seen. Text that stands on the grid of the page stays on it: above it only whole lines
are added, below the last of it space may be closed by a quarter; but a play leaves the grid for a level foot. What belongs
together, as a heading and its text, is not parted. Places are in CSS pixels.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.faults import spreads_to_level
from publish.paged.fragments import ground_changed, stretched
from publish.paged.library import Page, block, boxes
from publish.paged.measure import SetPage
from publish.paged.openings import CODE, HAIR, Room, levels, room_of
from publish.paged.walking import bottom_of, first_leaf, in_flow

_LISTS = frozenset({"ul", "ol"})
_SPOKEN = frozenset({"speech", "stage"})


@dataclass(frozen=True)
class Joint:
    """A place between two blocks: for each box that holds it, from the page down, which of its children move.

    `gap`: the space that is seen there, in lines; `below_text`: text on the grid stands above it.
    """

    moving: tuple[tuple[Any, int], ...]
    room: Room
    gap: float
    below_text: bool


#: Joints of a page that are opened, each by how many pixels.
Opened = Sequence[tuple[Joint, float]]
#: Whether a box begins on the grid.
OnGrid = Callable[[Any], bool]


def levelled(
    measured: Sequence[SetPage], pages: Sequence[Any], recto: bool, grid: float, on_grid: OnGrid
) -> tuple[list[SetPage], Mapping[int, Opened]]:
    """The pages as they can be had by opening joints, and what is to be opened on them, by number."""
    result, opened = list(measured), {}
    for at in spreads_to_level(measured, recto) if grid else ():
        both = [pages[n]._page_box for n in (at, at + 1)]
        top, foot = both[0].content_box_y(), max(_foot(box) for box in both)
        facing = [(n, joints_of(pages[n]._page_box, grid, on_grid)) for n in (at, at + 1)]
        sides = [((measured[n].bottom - top) / grid, [joint.room for joint in joints]) for n, joints in facing]
        found = levels(sides, (foot - top) / grid)
        for (n, joints), amounts in zip(facing, found[1] if found else (), strict=bool(found)):
            opened[n] = [(joint, amount * grid) for joint, amount in zip(joints, amounts, strict=True) if amount]
            result[n] = dataclasses.replace(measured[n], bottom=top + (found[0] if found else 0.0) * grid)
    return result, opened


def joints_of(page_box: Any, grid: float, on_grid: OnGrid) -> list[Joint]:
    """The joints of a page, from its head to its foot."""
    return list(_joints(page_box.children[0], (), grid, on_grid))


def _joints(parent: Any, above: tuple[tuple[Any, int], ...], grid: float, on_grid: OnGrid) -> Iterator[Joint]:
    before = None
    for index, child in enumerate(parent.children):
        if not in_flow(child):
            continue
        if before is not None:
            code = "code-line" in _class(child)
            gap = 0.0 if code else _gap(before, child, grid)
            room = Room(CODE) if code else _room(before, child, gap, on_grid(child))
            yield Joint((*above, (parent, index)), room, gap, before.element_tag == "p" and on_grid(before))
        if _is_open(child):
            yield from _joints(child, (*above, (parent, index + 1)), grid, on_grid)
        before = child


def _class(box: Any) -> list[str]:
    return (box.element.get("class") or "").split() if box.element is not None else []


def _is_open(box: Any) -> bool:
    """Whether space may be added among the blocks of a box: it is a plain one, and nothing is drawn around them but around code."""
    drawn = any(getattr(box, f"border_{side}_width") for side in ("top", "bottom", "left", "right"))
    return (
        type(box) is boxes.BlockBox
        and not box.is_table_wrapper
        and (box.element_tag == "pre" or (not drawn and getattr(box, "background", None) is None))
        and all(
            isinstance(child, boxes.BlockLevelBox) and not child.is_column for child in box.children if in_flow(child)
        )
    )


def is_spoken(box: Any) -> bool:
    """Whether a block is a speech of a play, or says what is done between two."""
    return box.element is not None and box.element.get("class") in _SPOKEN


def _gap(before: Any, after: Any, grid: float) -> float:
    leaf = first_leaf(after)
    top = leaf.position_y if isinstance(leaf, boxes.LineBox) else leaf.border_box_y()
    return float(top - bottom_of(before)) / grid


def _room(before: Any, after: Any, gap: float, gridded: bool) -> Room:
    """How far two blocks may be set apart. A list stays on the page of the words before it, as the engine has it, and no nearer;
    so do its entries.
    """
    entries = before.element_tag == after.element_tag == "li"
    listed = after.element_tag in _LISTS
    held = before.style["break_after"] if listed else block.block_level_page_break(before, after)
    if not entries and held not in ("auto", "any"):
        return Room(0.0, gridded)
    return room_of(gap, gridded, entries or (is_spoken(before) and is_spoken(after)))


# Applied -----------------------------------------------------------------------------------------


def pages_opened(
    pages: Sequence[Any], recto: bool, opened: Mapping[int, Opened], grid: float, on_grid: OnGrid
) -> list[Any]:
    """The pages with their joints opened, their notes at one foot, and what stands between text in its middle; places of links and
    ids are taken anew. `recto`: the first is a right-hand page.
    """
    result, lowered = [], _notes_lowered(pages, recto)
    for number, page in enumerate(pages):
        _open(opened.get(number, ()))
        shifts = list(_shifts(joints_of(page._page_box, grid, on_grid), grid)) if grid else []
        _open(shifts)
        result.append(Page(page._page_box) if shifts or number in opened or number in lowered else page)
    return result


def _notes_lowered(pages: Sequence[Any], recto: bool) -> list[int]:
    """The notes of facing pages end at one height, the foot of the deeper one, where either was laid out shorter; the numbers of
    the pages whose notes gave way.
    """
    found = []
    for number, page in enumerate(pages):
        box = page._page_box
        area = next((child for child in box.children if isinstance(child, boxes.FootnoteAreaBox)), None)
        facing = number + (1 if (number % 2 == 1) == recto else -1)
        if area is None or not area.children or not 0 <= facing < len(pages):
            continue
        lower = _foot(pages[facing]._page_box) - _foot(box)
        if lower > HAIR:
            _moved(area, lower)
            box.height, box.margin_bottom = box.height + lower, box.margin_bottom - lower
            found.append(number)
    return found


def _foot(page_box: Any) -> float:
    return float(page_box.content_box_y() + page_box.height)


def _open(joints: Opened) -> None:
    for joint, amount in joints:
        for parent, first in joint.moving:
            for child in parent.children[first:]:
                _moved(child, amount)
            stretched(parent, amount)


def _shifts(joints: Sequence[Joint], grid: float) -> Iterator[tuple[Joint, float]]:
    """What is on no grid moves down between text that is: the room to the next line of the grid is all below it."""
    above: Joint | None = None
    for joint in joints:
        if joint.below_text and not joint.room.gridded:
            above = joint if joint.room.limit else None
        elif joint.room.gridded and above is not None:
            down = min((joint.gap - above.gap) / 2, 0.5)
            if joint.room.limit and down > HAIR:
                yield from ((above, down * grid), (joint, -down * grid))
            above = None


def _moved(box: Any, down: float) -> None:
    box.translate(dy=down)
    pending = [box]
    while pending:
        one = pending.pop()
        pending += one.all_children()
        ground_changed(one, down)
