"""Which chapter of the earlier book is which of this one, whatever it is called and wherever it stands, and which were moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from publish.book import ChapterText
from publish.changes.sequences import heaviest
from publish.changes.texts import Member

#: Words of a run by which a chapter is known.
_RUN = 4
#: Chapters of two names are the same where they share such a part of the shorter's characters at least.
_SAME = 0.1
_NOWHERE = (-1, 0)


def paired(
    old: Sequence[ChapterText],
    new: Sequence[ChapterText],
    before: Sequence[Sequence[Member]],
    after: Sequence[Sequence[Member]],
) -> dict[int, int]:
    """The chapters of the new book with those of the old that they were: those that share most of their text, one to one.

    Whole blocks tell most; then runs of words do; what shares neither goes by its source, its name, its title: a
    page that the press makes, a chapter written anew.
    """
    result: dict[int, int] = {}
    for known_by in (_blocks, _runs):
        there, here = (
            known_by([() if at in known else chapter for at, chapter in enumerate(chapters)])
            for chapters, known in ((before, set(result.values())), (after, set(result)))
        )
        shared: Counter[tuple[int, int]] = Counter()
        for sign, (place, weight) in here.items():
            if place >= 0 and (found := there.get(sign, _NOWHERE)[0]) >= 0:
                shared[found, place] += weight
        order = sorted(shared, key=lambda pair: (-shared[pair], old[pair[0]].source != new[pair[1]].source, pair))
        known = set(result.values())
        for at, to in order:
            enough = shared[at, to] >= _SAME * min(_size(before[at]), _size(after[to]))
            same_file = old[at].source != "" and old[at].source == new[to].source
            if to not in result and at not in known and (enough or same_file):
                result[to] = at
                known.add(at)
    for named in (lambda text: text.source, lambda text: text.name, _title):
        known = set(result.values())
        places = {named(text): at for at, text in enumerate(old) if at not in known and named(text)}
        for to, text in enumerate(new):
            if to not in result and (at_last := places.pop(named(text), None)) is not None:
                result[to] = at_last
    return result


def _title(text: ChapterText) -> str:
    """The letters of a title: neither apostrophes nor capitals make another of it."""
    return "".join(filter(str.isalnum, text.title.casefold()))


def moved(pairs: dict[int, int], after: Sequence[Sequence[Member]]) -> set[int]:
    """The chapters of the new book that stand elsewhere among those kept: as little text as can be is said to have moved."""
    order = sorted(pairs)
    still = heaviest([pairs[to] for to in order], [_size(after[to]) + 1 for to in order])
    return set(order) - {order[place] for place in still}


def _size(some: Sequence[Member]) -> int:
    """Its characters."""
    return sum(len(member.key) for member in some)


def _blocks(chapters: Sequence[Sequence[Member]]) -> dict[Hashable, tuple[int, int]]:
    """Blocks, the chapter that has them and their length; no chapter where several have."""
    found: dict[Hashable, tuple[int, int]] = {}
    for place, chapter in enumerate(chapters):
        for member in chapter:
            if found.setdefault(member.key, (place, len(member.key)))[0] != place:
                found[member.key] = _NOWHERE
    return found


def _runs(chapters: Sequence[Sequence[Member]]) -> dict[Hashable, tuple[int, int]]:
    """The same of runs of words."""
    found: dict[Hashable, tuple[int, int]] = {}
    for place, chapter in enumerate(chapters):
        for member in chapter:
            keys = [token.key for token in member.tokens]
            for run in zip(*(keys[at:] for at in range(_RUN)), strict=False):
                if found.setdefault(run, (place, len(run[-1])))[0] != place:
                    found[run] = _NOWHERE
    return found
