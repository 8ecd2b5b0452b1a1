"""Which blocks of the earlier book are which of this one: equal ones in order, equal ones that moved, and those that were edited.

What was edited goes by units: a paragraph that was divided is two blocks for one, one that took in its neighbour one for two.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict, deque
from collections.abc import Sequence

from publish.changes.sequences import aligned
from publish.changes.texts import Member
from publish.lazy import dataclass

#: A block of fewer words than these has moved only together with its neighbour.
_LEAST = 5
#: Words of a run by which an edited block is known, and in how many blocks a run may stand that tells something.
_RUN, _RARE = 3, 8
#: The part of its words that a block has from the one that it was; of a short one between the same neighbours.
_LIKE, _NEAR = 0.5, 0.34
#: Between equals that in the same stretch is taken; the part of its words that a part of a block has from the whole.
_NEARER, _WITHIN = 0.2, 0.7
#: A block of so many words at most is what stood alone in its place before, whatever it says.
_SHORT = 8
#: Blocks of a stretch, old times new, up to which each is held against each.
_FEW = 900


@dataclass(frozen=True)
class Unit:
    """Blocks of the old book in their order and what they are now. `moved`: they stand elsewhere."""

    old: tuple[Member, ...]
    new: tuple[Member, ...]
    moved: bool = False


def units(
    before: Sequence[Sequence[Member]], after: Sequence[Sequence[Member]], pairs: dict[int, int]
) -> tuple[list[Unit], dict[Member, Member]]:
    """All units that were edited or moved, and the blocks that stand unchanged in their places, each with what it was."""
    same: dict[Member, Member] = {}
    for to, at in pairs.items():
        for note in (False, True):
            there = [m for m in before[at] if m.block.note is note]
            here = [m for m in after[to] if m.block.note is note]
            _laid_beside(there, here, (to, note), same)
    for at in set(range(len(before))) - set(pairs.values()):
        for member in before[at]:  # a chapter that is gone shares no stretch with any
            member.gap = (-1 - at, member.block.note, 0)
    for to in set(range(len(after))) - set(pairs):
        for member in after[to]:
            member.gap = (to, member.block.note, 0)
    known = set(same.values())
    left_old = [m for chapter in before for m in chapter if m not in known]
    left_new = [m for chapter in after for m in chapter if m not in same]
    found = _moved(left_old, left_new, before, after)
    done = {m for unit in found for m in (*unit.old, *unit.new)}
    left_old = [m for m in left_old if m not in done]
    left_new = [m for m in left_new if m not in done]
    found += _edited(left_old, left_new)
    return found, same


def _laid_beside(
    there: Sequence[Member], here: Sequence[Member], stream: tuple[int, bool], same: dict[Member, Member]
) -> None:
    """Find what both have in order, and say of all others in which stretch between those they stand."""
    at = to = gap = 0
    runs = aligned([m.key for m in there], [m.key for m in here])
    for run in runs:
        for member in (*there[at : run.old], *here[to : run.new]):
            member.gap = (*stream, gap)
        for step in range(run.length):
            same[here[run.new + step]] = there[run.old + step]
        at, to, gap = run.old + run.length, run.new + run.length, gap + 1
    for member in (*there[at:], *here[to:]):
        member.gap = (*stream, gap)


def _moved(
    old: Sequence[Member], new: Sequence[Member], before: Sequence[Sequence[Member]], after: Sequence[Sequence[Member]]
) -> list[Unit]:
    """Equal blocks that stand elsewhere, with the short ones beside them: the heading of a section that moved."""
    waiting: dict[tuple[str, bool], deque[Member]] = defaultdict(deque)
    for member in old:
        waiting[member.key, member.block.note].append(member)
    origin: dict[Member, Member] = {}
    taken: set[Member] = set()
    for member in new:
        if member.words >= _LEAST and (there := waiting[member.key, member.block.note]):
            origin[member] = there.popleft()
            taken.add(origin[member])
    beside_old, beside_new = _neighbours(before, set(old)), _neighbours(after, set(new))
    for step in (-1, 1):
        for member in new if step > 0 else reversed(new):
            last = beside_new.get((member, -step))
            if member in origin or last not in origin:
                continue
            there_too = beside_old.get((origin[last], step))
            if there_too is not None and there_too not in taken and there_too.key == member.key:
                origin[member] = there_too
                taken.add(there_too)
    return [Unit((origin[member],), (member,), moved=True) for member in new if member in origin]


def _neighbours(chapters: Sequence[Sequence[Member]], left: set[Member]) -> dict[tuple[Member, int], Member]:
    """Of each block that is left, the one before it (-1) and the one behind it (1), where they are left as well."""
    found = {}
    for chapter in chapters:
        for one, other in itertools.pairwise(chapter):
            if one in left and other in left:
                found[one, 1], found[other, -1] = other, one
    return found


def _edited(old: Sequence[Member], new: Sequence[Member]) -> list[Unit]:
    """Blocks with much of the same words, the likest first. In one stretch a block may have become two, or two have become one."""
    found: list[Unit] = []
    taken: set[Member] = set()
    stretches = _stretches(old), _stretches(new)
    for one, other in _alike(old, new):
        if one in taken or other in taken:
            continue
        there: tuple[Member, ...] = (one,)
        here: tuple[Member, ...] = (other,)
        if one.gap == other.gap:
            here = _parts(other, one, stretches[1][one.gap], taken)
            if len(here) == 1:
                there = _parts(one, other, stretches[0][one.gap], taken)
        taken.update(there, here)
        found.append(Unit(there, here, moved=one.gap != other.gap))
    for gap, here_too in stretches[1].items():
        there_too = [m for m in stretches[0].get(gap, ()) if m not in taken]
        found += _near(there_too, [m for m in here_too if m not in taken])
    return found


def _stretches(some: Sequence[Member]) -> dict[tuple[int, bool, int], list[Member]]:
    found: dict[tuple[int, bool, int], list[Member]] = defaultdict(list)
    for member in some:
        found[member.gap].append(member)
    return found


def _parts(part: Member, whole: Member, stretch: Sequence[Member], taken: set[Member]) -> tuple[Member, ...]:
    """A block and its neighbours whose words are nearly all in the same block as its own."""
    first = last = stretch.index(part)
    while first and stretch[first - 1] not in taken and _share(stretch[first - 1], whole) >= _WITHIN:
        first -= 1
    while last + 1 < len(stretch) and stretch[last + 1] not in taken and _share(stretch[last + 1], whole) >= _WITHIN:
        last += 1
    return tuple(stretch[first : last + 1])


def _alike(old: Sequence[Member], new: Sequence[Member]) -> list[tuple[Member, Member]]:
    """Pairs of blocks that have rare runs of words in common, and much of their words; the likest first."""
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, member in enumerate(old):
        for run in _runs(member):
            if len(places[run]) <= _RARE:
                places[run].append(number)
    found: list[tuple[float, int, int]] = []
    for to, member in enumerate(new):
        votes: Counter[int] = Counter()
        for run in _runs(member):
            if len(there := places.get(run, ())) <= _RARE:
                votes.update(at for at in there if old[at].block.note is member.block.note)
        for at, _ in votes.most_common(_RARE):
            near = old[at].gap == member.gap
            like = max(_likeness(old[at], member), _share(old[at], member) * 0.9 if near else 0.0)
            if like >= _LIKE:
                found.append((-like - (_NEARER if near else 0.0), at, to))
    return [(old[at], new[to]) for _, at, to in sorted(found)]


def _near(old: Sequence[Member], new: Sequence[Member]) -> list[Unit]:
    """What is left of a stretch: pairs in order that are still somewhat alike, short ones mostly, that have no runs."""
    if len(old) * len(new) > _FEW:
        return []
    if len(old) == len(new) == 1 and max(old[0].words, new[0].words) <= _SHORT:
        return [Unit((old[0],), (new[0],))]  # a title in the place of another, a picture in that of one
    pairs = ((-_likeness(one, other), at, to) for at, one in enumerate(old) for to, other in enumerate(new))
    chosen: list[tuple[int, int]] = []
    for _, at, to in sorted(pair for pair in pairs if -pair[0] >= _NEAR):
        if all((a - at) * (t - to) > 0 for a, t in chosen):
            chosen.append((at, to))
    return [Unit((old[at],), (new[to],)) for at, to in sorted(chosen)]


def _runs(member: Member) -> dict[tuple[str, ...], None]:
    keys = [token.key for token in member.tokens]
    return dict.fromkeys(zip(*(keys[at:] for at in range(_RUN)), strict=False))


def _common(one: Member, other: Member) -> int:
    return (one.counts & other.counts).total()


def _likeness(one: Member, other: Member) -> float:
    """The part of the words of both that both have (Dice's coefficient)."""
    return 2 * _common(one, other) / (one.counts.total() + other.counts.total() or 1)


def _share(one: Member, other: Member) -> float:
    """The part of the words of the shorter that the other has too."""
    return _common(one, other) / (min(one.counts.total(), other.counts.total()) or 1)
