"""Facing pages made to end level after they were laid out: the space between their blocks is opened, and nothing is laid out again.

Space that is there may grow by as much again, a line at most; between entries of a list, and speeches of a play, there may be a
little. Text that stands on the grid of the page stays on it: above it only whole lines are added; but a play leaves the grid for
a level foot. What belongs together, as a heading and its text, is not parted.
Amounts are in lines of the grid, places in CSS pixels.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.library import Page, block, boxes
from publish.paged.measure import SetPage, bottom_of, first_leaf, in_flow, spreads_to_level

#: What entries of a list and speeches of a play may be set apart where no space is between them.
ENTRY = 0.15
_LISTS = frozenset({"ul", "ol"})
_SPOKEN = frozenset({"speech", "stage"})
#: What is left over in sums of lengths.
_HAIR = 0.04


@dataclass(frozen=True)
class Joint:
    """A place between two blocks: for each box that holds it, from the page down, which of its children move.

    `limit`: how far it may be opened. `gridded`: what stands below it stands on the grid.
    """

    moving: tuple[tuple[Any, int], ...]
    limit: float
    gridded: bool


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
        facing = [(n, measured[n].bottom, joints_of(pages[n]._page_box, grid, on_grid)) for n in (at, at + 1)]
        lower = max(bottom for _, bottom, _ in facing)
        for target in (_foot(pages[at]), lower):
            found = [openings(joints, (target - bottom) / grid) for _, bottom, joints in facing]
            if target > lower - _HAIR and all(amounts is not None for amounts in found):
                for (n, _, joints), amounts in zip(facing, found, strict=True):
                    pairs = zip(joints, amounts or (), strict=True)
                    opened[n] = [(joint, amount * grid) for joint, amount in pairs if amount]
                    result[n] = dataclasses.replace(measured[n], bottom=target)
                break
    return result, opened


def _foot(page: Any) -> float:
    box = page._page_box
    return float(box.content_box_y() + box.height)


def openings(joints: Sequence[Joint], lines: float) -> list[float] | None:
    """How far each joint of a page is opened so that it ends so many lines lower; None where it cannot be.

    Joints above text on the grid are opened, together with those before them that are not, by whole lines.
    """
    groups: list[list[int]] = [[]]
    for n, joint in enumerate(joints):
        groups[-1].append(n)
        if joint.gridded:
            groups.append([])
    room = [sum(joints[n].limit for n in group) for group in groups]
    whole = math.floor(lines + _HAIR)
    shares = [0.0] * len(groups)
    shares[-1] = max(0.0, lines - whole)
    if shares[-1] > room[-1] + _HAIR:
        return None
    for _ in range(whole):
        free = [n for n in range(len(groups)) if shares[n] + 1 <= room[n] + _HAIR]
        if not free:
            return None
        shares[min(free, key=lambda n: (shares[n] + 1) / room[n])] += 1
    amounts = [0.0] * len(joints)
    for group, share, limit in zip(groups, shares, room, strict=True):
        for n in group if limit else ():  # a share without room is what is left over in a sum
            amounts[n] = share * joints[n].limit / limit
    return amounts


def joints_of(page_box: Any, grid: float, on_grid: OnGrid) -> list[Joint]:
    """The joints of a page, from its head to its foot."""
    return list(_joints(page_box.children[0], (), grid, on_grid))


def _joints(parent: Any, above: tuple[tuple[Any, int], ...], grid: float, on_grid: OnGrid) -> Iterator[Joint]:
    before = None
    for index, child in enumerate(parent.children):
        if not in_flow(child):
            continue
        if before is not None:
            limit = _limit(before, child, grid)
            yield Joint((*above, (parent, index)), limit, on_grid(child))
        if _is_open(child):
            yield from _joints(child, (*above, (parent, index + 1)), grid, on_grid)
        before = child


def _is_open(box: Any) -> bool:
    """Whether space may be added among the blocks of a box: it is a plain one, and nothing is drawn around them."""
    return (
        type(box) is boxes.BlockBox
        and not box.is_table_wrapper
        and not any(getattr(box, f"border_{side}_width") for side in ("top", "bottom", "left", "right"))
        and getattr(box, "background", None) is None
        and all(
            isinstance(child, boxes.BlockLevelBox) and not child.is_column for child in box.children if in_flow(child)
        )
    )


def is_spoken(box: Any) -> bool:
    """Whether a block is a speech of a play, or says what is done between two."""
    return box.element is not None and box.element.get("class") in _SPOKEN


def _limit(before: Any, after: Any, grid: float) -> float:
    """How far two blocks may be set apart. A list stays on the page of the words before it, as the engine has it, and no nearer."""
    listed = after.element_tag in _LISTS
    if (before.style["break_after"] if listed else block.block_level_page_break(before, after)) not in ("auto", "any"):
        return 0.0
    leaf = first_leaf(after)
    top = leaf.position_y if isinstance(leaf, boxes.LineBox) else leaf.border_box_y()
    gap = min(1.0, max(0.0, (top - bottom_of(before)) / grid))
    entries = before.element_tag == after.element_tag == "li" or (is_spoken(before) and is_spoken(after))
    return max(gap, ENTRY) if entries else gap if gap > _HAIR else 0.0


# Applied -----------------------------------------------------------------------------------------


def pages_opened(pages: Sequence[Any], opened: Mapping[int, Opened]) -> list[Any]:
    """The pages with their joints opened; places of links and ids are taken anew."""
    for joints in opened.values():
        for joint, amount in joints:
            for parent, first in joint.moving:
                for child in parent.children[first:]:
                    _moved(child, amount)
                parent.height += amount
    return [Page(page._page_box) if number in opened else page for number, page in enumerate(pages)]


def _moved(box: Any, down: float) -> None:
    box.translate(dy=down)
    pending = [box]
    while pending:
        one = pending.pop()
        pending += one.all_children()
        ground = getattr(one, "background", None)
        if ground is not None:
            one.background = ground._replace(layers=[_layer_moved(layer, down) for layer in ground.layers])


def _layer_moved(layer: Any, down: float) -> Any:
    """A layer of a ground, which was laid out with its box."""
    moved = {
        name: (area[0], area[1] + down, *area[2:])
        for name in ("painting_area", "positioning_area")
        if not isinstance(area := getattr(layer, name), str)
    }
    return layer._replace(clipped_boxes=[(x, y + down, *more) for x, y, *more in layer.clipped_boxes], **moved)
