"""Facing pages made to end level after they were laid out: the space between their blocks is opened, and nothing is laid out again.

Space that is there may grow by as much again, a line at most; between entries of a list, and speeches of a play, there may be a
little, between lines of code less than is seen. Text that stands on the grid of the page stays on it: above it only whole lines
are added, below the last of it space may be closed by a quarter; but a play leaves the grid for a level foot. What belongs
together, as a heading and its text, is not parted. Amounts are in lines of the grid, places in CSS pixels.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from publish.lazy import dataclass
from publish.paged.fragments import ground_changed, stretched
from publish.paged.library import Page, block, boxes
from publish.paged.measure import SetPage, bottom_of, first_leaf, in_flow, spreads_to_level

#: What entries of a list and speeches of a play may be set apart where no space is between them.
ENTRY = 0.15
#: What lines of code may.
CODE = 0.03
#: How much of a space may be closed.
CLOSED = 0.25
_LISTS = frozenset({"ul", "ol"})
_SPOKEN = frozenset({"speech", "stage"})
#: What is left over in sums of lengths.
_HAIR = 0.04


@dataclass(frozen=True)
class Joint:
    """A place between two blocks: for each box that holds it, from the page down, which of its children move.

    `limit`: how far it may be opened. `gridded`: what stands below it stands on the grid. `closes`: how far it may be closed.
    """

    moving: tuple[tuple[Any, int], ...]
    limit: float
    gridded: bool
    closes: float = 0.0


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
        for target in _targets(pages[at], [bottom for _, bottom, _ in facing], grid):
            found = [openings(joints, (target - bottom) / grid) for _, bottom, joints in facing]
            if all(amounts is not None for amounts in found):
                for (n, _, joints), amounts in zip(facing, found, strict=True):
                    pairs = zip(joints, amounts or (), strict=True)
                    opened[n] = [(joint, amount * grid) for joint, amount in pairs if amount]
                    result[n] = dataclasses.replace(measured[n], bottom=target)
                break
    return result, opened


def _targets(page: Any, bottoms: Sequence[float], grid: float) -> list[float]:
    """Where both pages of a spread could end, the best first: at the foot, where the deeper one does, on the line before that."""
    box = page._page_box
    top, foot, lower = box.content_box_y(), box.content_box_y() + box.height, max(bottoms)
    line = top + math.floor((lower - top) / grid + _HAIR) * grid
    return [target for target in (foot, lower, line) if foot + _HAIR >= target > min(bottoms) - grid]


def openings(joints: Sequence[Joint], lines: float) -> list[float] | None:
    """How far each joint of a page is opened so that it ends so many lines lower; None where it cannot be.

    Joints above text on the grid are opened, together with those before them that are not, by whole lines. Those behind it
    take what is no whole line, or are closed where one too many was opened.
    """
    groups: list[list[int]] = [[]]
    for n, joint in enumerate(joints):
        groups[-1].append(n)
        if joint.gridded:
            groups.append([])
    room = [sum(joints[n].limit for n in group) for group in groups]
    less = sum(joints[n].closes for n in groups[-1])
    for whole in (max(0, math.floor(lines + _HAIR)), max(0, math.ceil(lines))):
        rest = lines - whole
        shares = _shares(room, whole, rest) if rest >= -less - _HAIR else None
        if shares is not None:
            return _amounts(joints, groups, shares)
    return None


def _shares(room: Sequence[float], whole: int, rest: float) -> list[float] | None:
    """Lines for each group of joints, whole ones but in the last, within the room of each."""
    shares = [0.0] * len(room)
    shares[-1] = rest if abs(rest) > _HAIR else max(0.0, rest)
    if shares[-1] > room[-1] + _HAIR:
        return None
    for _ in range(whole):
        free = [n for n in range(len(room)) if room[n] and shares[n] + 1 <= room[n] + _HAIR]
        if not free:
            return None
        shares[min(free, key=lambda n: (shares[n] + 1) / room[n])] += 1
    return shares


def _amounts(joints: Sequence[Joint], groups: Sequence[Sequence[int]], shares: Sequence[float]) -> list[float]:
    """What each joint takes of the share of its group, by its own limit; lines of code only where others have not enough."""
    amounts = [0.0] * len(joints)
    for group, share in zip(groups, shares, strict=True):
        limits = {n: joints[n].limit if share > 0 else joints[n].closes for n in group}
        wide = {n: limit for n, limit in limits.items() if limit > CODE}
        if sum(wide.values()) >= share - _HAIR:
            limits = wide
        for n, limit in limits.items():
            if limit:  # a share without room is what is left over in a sum
                amounts[n] = share * limit / sum(limits.values())
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
            moving = (*above, (parent, index))
            if "code-line" in _class(child):
                yield Joint(moving, CODE, False)
            else:
                limit = _limit(before, child, grid)
                yield Joint(moving, limit, on_grid(child), limit * CLOSED if limit > ENTRY else 0.0)
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
                stretched(parent, amount)
    return [Page(page._page_box) if number in opened else page for number, page in enumerate(pages)]


def _moved(box: Any, down: float) -> None:
    box.translate(dy=down)
    pending = [box]
    while pending:
        one = pending.pop()
        pending += one.all_children()
        ground_changed(one, down)
