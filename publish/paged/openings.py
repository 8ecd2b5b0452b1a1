"""How far the spaces of facing pages are opened so that both end level: sums of lengths, and nothing of the layout engine.

Amounts are in lines of the grid. Text that stands on the grid stays on it: above it only whole lines are added.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from publish.lazy import dataclass

#: What entries of a list and speeches of a play may be set apart where no space is between them.
ENTRY = 0.15
#: What lines of code may.
CODE = 0.03
#: How much of a space may be closed.
CLOSED = 0.25
#: What is left over in sums of lengths.
HAIR = 0.04


@dataclass(frozen=True)
class Room:
    """What a space between two blocks can give: `limit`, how far it may be opened; `closes`, how far it may be closed.

    `gridded`: what stands below it stands on the grid.
    """

    limit: float
    gridded: bool = False
    closes: float = 0.0


def room_of(gap: float, gridded: bool, entries: bool = False) -> Room:
    """The room of a space of so many lines, between entries of a list or not: as much again, a line at most."""
    own = min(1.0, max(0.0, gap))
    limit = max(own, ENTRY) if entries else own if own > HAIR else 0.0
    return Room(limit, gridded, limit * CLOSED if limit > ENTRY else 0.0)


def levels(sides: Sequence[tuple[float, Sequence[Room]]], depth: float) -> tuple[float, list[list[float]]] | None:
    """Where facing pages can both end, in lines from the head, and how far each room of each is opened for that.

    `sides`: where each ends now, and its rooms. Best is the foot of the page, then where the deeper one ends, then the line
    before that.
    """
    bottoms = [bottom for bottom, _ in sides]
    lower = max(bottoms)
    for target in (depth, lower, math.floor(lower + HAIR)):
        if min(bottoms) - 1 < target <= depth + HAIR:
            amounts: list[list[float]] = []
            for bottom, rooms in sides:
                if (one := openings(rooms, target - bottom)) is None:
                    break
                amounts.append(one)
            else:
                return target, amounts
    return None


def openings(rooms: Sequence[Room], lines: float) -> list[float] | None:
    """How far each room of a page is opened so that it ends so many lines lower; None where it cannot be.

    Rooms above text on the grid are opened, together with those before them that are not, by whole lines. Those behind it
    take what is no whole line, or are closed where one too many was opened.
    """
    if lines > sum(room.limit for room in rooms) + HAIR * (len(rooms) + 1):
        return None  # as of most pages of prose: what follows is asked for thousands of spreads
    groups: list[list[int]] = [[]]
    for n, room in enumerate(rooms):
        groups[-1].append(n)
        if room.gridded:
            groups.append([])
    most = [sum(rooms[n].limit for n in group) for group in groups]
    less = sum(rooms[n].closes for n in groups[-1])
    for whole in (max(0, math.floor(lines + HAIR)), max(0, math.ceil(lines))):
        rest = lines - whole
        shares = _shares(most, whole, rest) if rest >= -less - HAIR else None
        if shares is not None:
            return _amounts(rooms, groups, shares)
    return None


def _shares(most: Sequence[float], whole: int, rest: float) -> list[float] | None:
    """Lines for each group of rooms, whole ones but in the last, at most so many for each."""
    shares = [0.0] * len(most)
    shares[-1] = rest if abs(rest) > HAIR else max(0.0, rest)
    if shares[-1] > most[-1] + HAIR:
        return None
    for _ in range(whole):
        free = [n for n in range(len(most)) if most[n] and shares[n] + 1 <= most[n] + HAIR]
        if not free:
            return None
        shares[min(free, key=lambda n: (shares[n] + 1) / most[n])] += 1
    return shares


def _amounts(rooms: Sequence[Room], groups: Sequence[Sequence[int]], shares: Sequence[float]) -> list[float]:
    """What each room takes of the share of its group, by its own limit; lines of code only where others have not enough."""
    amounts = [0.0] * len(rooms)
    for group, share in zip(groups, shares, strict=True):
        limits = {n: rooms[n].limit if share > 0 else rooms[n].closes for n in group}
        wide = {n: limit for n, limit in limits.items() if limit > CODE}
        if sum(wide.values()) >= share - HAIR:
            limits = wide
        for n, limit in limits.items():
            if limit:  # a share without room is what is left over in a sum
                amounts[n] = share * limit / sum(limits.values())
    return amounts
