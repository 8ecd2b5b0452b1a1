"""Two sequences laid beside each other: which runs of one are those of the other. Near-linear, whatever they hold."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

#: Divisions within divisions, after which no more anchors are looked for.
_DEPTH = 16
#: Insertions and removals between two anchors after which the rest counts as another text.
_MOST = 256


class Run(NamedTuple):
    """`length` members from `old` on in one sequence, equal to those from `new` on in the other."""

    old: int
    new: int
    length: int


def aligned(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Run]:
    """Runs that both have in the same order, none touching the next in both.

    Members that each has once are anchors (patience diff), and between them Myers' greedy way is gone, so many steps.
    """
    pairs: list[Run] = []
    pending = [(0, len(old), 0, len(new), 0)]
    while pending:
        low, high, begin, end, depth = pending.pop()
        head = 0
        while low + head < high and begin + head < end and old[low + head] == new[begin + head]:
            head += 1
        if head:
            pairs.append(Run(low, begin, head))
            low, begin = low + head, begin + head
        tail = 0
        while high - tail > low and end - tail > begin and old[high - tail - 1] == new[end - tail - 1]:
            tail += 1
        if tail:
            high, end = high - tail, end - tail
            pairs.append(Run(high, end, tail))
        if low == high or begin == end:
            continue
        anchors = _anchors(old, new, low, high, begin, end) if depth < _DEPTH else []
        if not anchors:
            pairs += _greedy(old, new, low, high, begin, end)
            continue
        for at, to in (*anchors, (high, end)):
            pending.append((low, at, begin, to, depth + 1))
            low, begin = at, to  # the anchor itself is the next one's head
    return _joined(sorted(pairs))


def _joined(runs: Sequence[Run]) -> list[Run]:
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last is not None and last.old + last.length == run.old and last.new + last.length == run.new:
            result[-1] = last._replace(length=last.length + run.length)
        else:
            result.append(run)
    return result


def _anchors(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, begin: int, end: int
) -> list[tuple[int, int]]:
    """Members that stand once in each range, as many of them as stand in the same order."""
    there, here = _once(old, low, high), _once(new, begin, end)
    pairs = [(at, here[one]) for one, at in there.items() if one in here]
    return [pairs[number] for number in rising([to for _, to in pairs])]


def _once(sequence: Sequence[Hashable], low: int, high: int) -> dict[Hashable, int]:
    places: dict[Hashable, int] = {}
    for at in range(low, high):
        places[sequence[at]] = -1 if sequence[at] in places else at
    return {one: at for one, at in places.items() if at >= 0}


def rising(numbers: Sequence[int]) -> list[int]:
    """The places of a longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    at_top: list[int] = []
    before: list[int] = []
    for place, number in enumerate(numbers):
        pile = bisect_left(tops, number)
        before.append(at_top[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(number)
            at_top.append(place)
        else:
            tops[pile], at_top[pile] = number, place
    found = []
    place = at_top[-1] if at_top else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def heaviest(numbers: Sequence[int], weights: Sequence[int]) -> list[int]:
    """The places of the rising subsequence whose weights add up to the most; numbers differ, weights are above 0."""
    ranks = {number: rank for rank, number in enumerate(sorted(numbers), start=1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(numbers) + 1)
    totals: list[tuple[int, int]] = []
    before: list[int] = []
    for place, (number, weight) in enumerate(zip(numbers, weights, strict=True)):
        rank = ranks[number] - 1
        known = (0, -1)
        while rank:  # Fenwick's tree of maxima
            known = max(known, best[rank])
            rank -= rank & -rank
        before.append(known[1])
        total = (known[0] + weight, place)
        totals.append(total)
        rank = ranks[number]
        while rank <= len(numbers):
            best[rank] = max(best[rank], total)
            rank += rank & -rank
    found = []
    place = max(totals)[1] if totals else -1
    while place >= 0:
        found.append(place)
        place = before[place]
    return found[::-1]


def _greedy(
    old: Sequence[Hashable], new: Sequence[Hashable], low: int, high: int, begin: int, end: int
) -> Iterator[Run]:
    """The fewest insertions and removals (Myers 1986), nothing where they are too many. Diagonals are old minus new."""
    wide, tall = high - low, end - begin
    #: For each count of steps, how far along the old each diagonal is reached, and from where it was entered.
    trail: list[dict[int, tuple[int, int]]] = []
    reach: dict[int, tuple[int, int]] = {1: (0, 0)}
    for steps in range(min(wide + tall, _MOST) + 1):
        found: dict[int, tuple[int, int]] = {}
        for diagonal in range(-steps, steps + 1, 2):
            ways = []
            if (added := reach.get(diagonal + 1)) is not None and added[0] - diagonal <= tall:
                ways.append((added[0], diagonal + 1))
            if (removed := reach.get(diagonal - 1)) is not None and removed[0] < wide:
                ways.append((removed[0] + 1, diagonal - 1))
            if not ways:
                continue
            x, source = max(ways)
            while x < wide and x - diagonal < tall and old[low + x] == new[begin + x - diagonal]:
                x += 1
            found[diagonal] = (x, source)
            if x == wide and x - diagonal == tall:
                yield from _back([*trail, found], low, begin, diagonal)
                return
        trail.append(found)
        reach = found


def _back(trail: Sequence[dict[int, tuple[int, int]]], low: int, begin: int, diagonal: int) -> Iterator[Run]:
    """The runs along the way to the end, from the last."""
    for steps in range(len(trail) - 1, 0, -1):
        x, source = trail[steps][diagonal]
        start = trail[steps - 1][source][0] + (1 if source < diagonal else 0)
        if x > start:
            yield Run(low + start, begin + start - diagonal, x - start)
        diagonal = source
    if (x := trail[0][0][0]) > 0:
        yield Run(low, begin, x)
