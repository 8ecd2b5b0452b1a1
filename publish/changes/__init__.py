"""What became of a book: its text held against that of an earlier revision, word by word, wherever the words stand now.

Blocks that both books have are found first, in their order or moved; words are compared within what is left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field

from publish.book import Altered, Changes, ChapterChange, ChapterText, Edit, Removed
from publish.changes.blocks import Unit, units
from publish.changes.chapters import moved, paired
from publish.changes.sequences import Run
from publish.changes.texts import Member, members
from publish.changes.words import APART, GOES_ON, NUMBER, OBJECT, Token, edits_of, runs_of, shown, tokens, words_of
from publish.lazy import dataclass

__all__ = ["APART", "GOES_ON", "NUMBER", "OBJECT", "compared", "shown"]


def compared(old: Sequence[ChapterText], new: Sequence[ChapterText], since: str = "", whole: bool = True) -> Changes:
    """The changes that made the old texts the new. Where the new are not the `whole` book, nothing is said to be gone with
    its chapter."""
    before, after = members(old), members(new)
    pairs = paired(old, new, before, after)
    elsewhere = moved(pairs, after)
    found, same = units(before, after, pairs)
    comparison = _Comparison(old, new, before, after, pairs)
    for here, there in same.items():
        comparison.stands[there] = (here, None)
    for unit in found:
        comparison.edit(unit)
    comparison.rest(same)
    chapters = [comparison.chapter(to, to in elsewhere) for to in range(len(new))]
    return Changes(tuple(_with_gone(comparison, chapters) if whole else chapters), since)


@dataclass(frozen=True)
class _Way:
    """From characters of a unit's old text to those of its new."""

    runs: Sequence[Run]
    old: Sequence[Token]
    new: Sequence[Token]

    def to(self, at: int) -> int:
        there = next((n for n, token in enumerate(self.old) if token.at + token.length > at), len(self.old))
        here = len(self.new)
        for run in reversed(self.runs):
            if run.old <= there:
                here = run.new + min(there - run.old, run.length)
                break
        else:
            here = 0
        if here < len(self.new):
            return self.new[here].at
        return self.new[-1].at + self.new[-1].length if self.new else 0


@dataclass
class _Comparison:
    """What is found of two books, put together chapter by chapter of the new."""

    old: Sequence[ChapterText]
    new: Sequence[ChapterText]
    before: Sequence[Sequence[Member]]
    after: Sequence[Sequence[Member]]
    pairs: Mapping[int, int]
    #: Where a block of the old book stands in the new, and how its characters are found there; None: they are the same.
    stands: dict[Member, tuple[Member, _Way | None]] = field(default_factory=dict)
    altered: dict[int, list[Altered]] = field(default_factory=lambda: defaultdict(list))
    gone: dict[int, list[Removed]] = field(default_factory=lambda: defaultdict(list))
    added: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    removed: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    #: Words of chapters that are gone and stand nowhere else.
    lost: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    away: dict[Member, str] = field(default_factory=dict)

    def edit(self, unit: Unit) -> None:
        old_text, text = ("\n".join(m.block.text for m in some) for some in (unit.old, unit.new))
        old, new = tokens(old_text), tokens(text)
        runs = runs_of(old, new)
        ends = [sum(len(m.tokens) for m in unit.new[: n + 1]) for n in range(len(unit.new))]
        to = unit.new[0].chapter
        from_title = self.old[unit.old[0].chapter].title if unit.moved else ""
        for member, edits in zip(unit.new, edits_of(runs, old_text, old, text, new, ends), strict=True):
            self.altered[to].append(Altered(member.block.number, tuple(edits), moved=from_title))
            self.added[to] += sum(words_of(tokens(edit.added)) for edit in edits)
            self.removed[to] += sum(words_of(tokens(edit.removed)) for edit in edits)
        for member in unit.old:
            if unit.moved:
                self.away[member] = self.new[to].title
            self.stands[member] = (unit.new[0], _Way(runs, old, new))

    def rest(self, same: Mapping[Member, Member]) -> None:
        """Blocks that are new, and those of chapters that are still there and are gone or have moved away."""
        found = {(to, one.block) for to, some in self.altered.items() for one in some}
        for to, chapter in enumerate(self.after):
            for member in chapter:
                if member not in same and (to, member.block.number) not in found:
                    last = member.tokens[-1] if member.tokens else None
                    edit = Edit(0, last.at + last.length if last else 0, member.block.text.strip(), "")
                    self.altered[to].append(Altered(member.block.number, (edit,), new=True))
                    self.added[to] += member.words
        place = {at: to for to, at in self.pairs.items()}
        for at, chapter in enumerate(self.before):
            for note in (False, True):
                self._gone([m for m in chapter if m.block.note is note], at, place.get(at))

    def _gone(self, stream: Sequence[Member], at: int, to: int | None) -> None:
        after = -1
        for member in stream:
            known = self.stands.get(member)
            stays = known is not None and member not in self.away and known[0].chapter == to
            if stays and known is not None:
                after = known[0].block.number
                continue
            if member not in self.away:
                (self.lost if to is None else self.removed)[at if to is None else to] += member.words
            if to is not None:
                self.gone[to].append(self._removed(member, at, after))

    def _removed(self, member: Member, at: int, after: int) -> Removed:
        text, away = shown(member.block.text), self.away.get(member, "")
        if member.block.call is None:
            return Removed(after, text, moved=away)
        host, offset = member.block.call
        there = next((m for m in self.before[at] if m.block.number == host), None)
        if there in self.stands and there not in self.away:
            here, way = self.stands[there]
            return Removed(here.block.number, text, offset if way is None else way.to(offset), True, away)
        return Removed(self._behind(host, at), text, -1, True, away)

    def _behind(self, host: int, at: int) -> int:
        """The block behind which one stood that is gone itself."""
        after = -1
        for member in self.before[at]:
            if member.block.number == host:
                break
            if not member.block.note and member in self.stands and member not in self.away:
                after = self.stands[member][0].block.number
        return after

    def chapter(self, to: int, elsewhere: bool) -> ChapterChange:
        text, at = self.new[to], self.pairs.get(to)
        return ChapterChange(
            name=text.name,
            title=text.title,
            state="new" if at is None else "kept",
            added=self.added[to],
            removed=self.removed[to],
            moved=elsewhere,
            behind=self.old[at - 1].title if elsewhere and at else "",
            altered=tuple(sorted(self.altered[to], key=lambda one: one.block)),
            gone=tuple(self.gone[to]),
        )


def _with_gone(comparison: _Comparison, chapters: Sequence[ChapterChange]) -> list[ChapterChange]:
    """The chapters, each of those that are gone behind the one that it followed."""
    place = {at: to for to, at in comparison.pairs.items()}
    behind: dict[int, list[ChapterChange]] = defaultdict(list)
    last = -1
    for at, text in enumerate(comparison.old):
        if at in place:
            last = place[at]
        else:
            behind[last].append(ChapterChange("", text.title, "gone", removed=comparison.lost[at]))
    return [*behind[-1], *(one for to, chapter in enumerate(chapters) for one in (chapter, *behind[to]))]
