"""What has changed, shown on the pages of a proof: bars beside changed lines, tints over new words, carets where words are gone.

Nothing of it moves a line: marks are laid over the page where its lines stand.
"""

from __future__ import annotations

import bisect
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from publish.book import Altered, ChapterChange, Document, Edit, MarginNote, Removed
from publish.lazy import dataclass
from publish.paged.leaves import Line
from publish.paged.places import Place

#: Above and below its baseline a line reaches so far, in its size.
_ABOVE, _BELOW = 0.78, 0.24
#: Bars of lines nearer than this, in their size, are one.
_NEAR = 1.1
_END = 1 << 60
#: Kinds of notes that are seen in the text: of words put in, of words taken out, of words that are marked, of a point.
_IN_TEXT = frozenset({"inserted", "struck", "marked", "comment"})


@dataclass
class Marks:
    """The marks of a page, in CSS pixels from its top left: bars from and to; new words left, right and their baseline and
    size; words that a remark is about likewise (`lights`); carets and wedges (of blocks that are gone) at a point."""

    bars: list[tuple[float, float]] = field(default_factory=list)
    tints: list[tuple[float, float, float, float]] = field(default_factory=list)
    lights: list[tuple[float, float, float, float]] = field(default_factory=list)
    carets: list[tuple[float, float]] = field(default_factory=list)
    wedges: list[float] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.bars or self.tints or self.carets or self.wedges)


@dataclass(frozen=True)
class _Row:
    """A line of a block, on its page, and how many characters of the block stand before the next."""

    page: int
    line: Line
    end: int


def marked(
    documents: Sequence[Document],
    places: Sequence[Place],
    lines: Sequence[Sequence[Line]],
    chapters: Sequence[ChapterChange],
) -> list[Marks]:
    """The marks of every page."""
    found = [Marks() for _ in places]
    rows = _rows(documents, places, lines)
    for chapter in chapters:
        if chapter.name in rows:
            _Chapter(found, rows[chapter.name], chapter).mark()
    for marks in found:
        marks.bars = _joined(marks.bars)
    return found


def remarked(
    documents: Sequence[Document],
    places: Sequence[Place],
    lines: Sequence[Sequence[Line]],
    notes: Sequence[MarginNote],
) -> list[Marks]:
    """What notes mark in the text of every page: words that they speak of, or a point between two."""
    found = [Marks() for _ in places]
    seen = [note for note in notes if note.kind in _IN_TEXT]
    rows = _rows(documents, places, lines) if seen else {}
    begins: dict[tuple[str, int], list[int]] = {}
    for note in seen:
        of = rows.get(note.document, {}).get(note.block, ())
        known = begins.setdefault((note.document, note.block), [])
        if not known:
            known += [row.line.start.offset for row in of]
        _remarked(found, itertools.islice(of, max(bisect.bisect_right(known, note.offset) - 1, 0), None), note)
    return found


def _rows(
    documents: Sequence[Document], places: Sequence[Place], lines: Sequence[Sequence[Line]]
) -> dict[str, dict[int, list[_Row]]]:
    """The lines of each block of each document, in their order."""
    known: dict[str, dict[int, list[tuple[int, Line]]]] = defaultdict(lambda: defaultdict(list))
    for page, (place, on_page) in enumerate(zip(places, lines, strict=True)):
        if place.document >= 0:
            for line in on_page:
                if not line.repeated:
                    known[documents[place.document].name][line.start.block].append((page, line))
    result: dict[str, dict[int, list[_Row]]] = {}
    for name, blocks in known.items():
        result[name] = {}
        for block, some in blocks.items():
            ends = [line.start.offset for _, line in some[1:]] + [_END]
            result[name][block] = [_Row(page, line, end) for (page, line), end in zip(some, ends, strict=True)]
    return result


def _remarked(pages: Sequence[Marks], rows: Iterable[_Row], note: MarginNote) -> None:
    """A mark of an editor in the text, from the row on in which it begins: a tint over words, or a caret at a point."""
    for number, row in enumerate(rows):
        if number and row.line.start.offset >= note.end:
            return
        marks, words = pages[row.page], _words(row, note.offset, note.end)
        if words is not None:
            (marks.lights if note.kind == "marked" else marks.tints).append(words)
        if not number and (note.kind == "struck" or (note.kind == "comment" and note.end <= note.offset)):
            marks.carets.append((_x(row, note.offset), row.line.baseline))


def _words(row: _Row, start: int, end: int) -> tuple[float, float, float, float] | None:
    """One run over words of a row, the spaces between them with it."""
    line, words = row.line, row.line.words
    run: list[tuple[int, int, int]] = []
    for at, word in enumerate(words):
        before_next = words[at + 1][0] if at + 1 < len(words) else row.end
        if word[0] < end and before_next > start:
            run.append(word)
    edges = [edge / 100 for word in run for edge in word[1:]]
    return (min(edges), max(edges), line.baseline, line.size) if edges else None


def _x(row: _Row, at: int) -> float:
    """Where the first word begins that stands behind so many characters, or where the line ends."""
    words = row.line.words
    number = bisect.bisect_left([word[0] for word in words], at)
    leftward = len(words) > 1 and words[-1][1] < words[0][1]
    if number < len(words):
        return words[number][2 if leftward else 1] / 100
    return row.line.x if leftward else row.line.x + row.line.width


@dataclass
class _Chapter:
    """One chapter marked on its pages."""

    pages: Sequence[Marks]
    rows: Mapping[int, Sequence[_Row]]
    change: ChapterChange

    def mark(self) -> None:
        for altered in self.change.altered:
            rows = self.rows.get(altered.block, ())
            if not rows:  # a picture has no lines: what is below it has
                self._bar(self._near(altered.block)[:1])
            for row in rows:
                self._altered(row, altered)
        for gone in self.change.gone:
            self._gone(gone)

    def _altered(self, row: _Row, altered: Altered) -> None:
        if altered.new or altered.moved or not altered.edits:
            self._bar([row])
        for edit in altered.edits:
            self._edited(row, edit, tinted=self.change.state != "new")

    def _edited(self, row: _Row, edit: Edit, tinted: bool) -> None:
        begin, end = row.line.start.offset, row.end
        here = begin <= edit.at < end
        if edit.length and edit.at < end and edit.at + edit.length > begin:
            self._bar([row])
            if tinted:
                self._tint(row, edit.at, edit.at + edit.length)
        elif here and not edit.length:
            self._bar([row])
        if here and edit.removed:
            self._caret(row, edit.at)

    def _tint(self, row: _Row, start: int, end: int) -> None:
        if (words := _words(row, start, end)) is not None:
            self.pages[row.page].tints.append(words)

    def _caret(self, row: _Row, at: int) -> None:
        self.pages[row.page].carets.append((_x(row, at), row.line.baseline))
        self._bar([row])

    def _gone(self, gone: Removed) -> None:
        if gone.at >= 0:
            for row in self.rows.get(gone.after, ()):
                if row.line.start.offset <= gone.at < row.end:
                    self._caret(row, gone.at)
            return
        rows = self.rows.get(gone.after) or self._near(gone.after)
        if not rows:
            return
        first = gone.after < min(self.rows)
        row = rows[0] if first else rows[-1]
        line = row.line
        self.pages[row.page].wedges.append(line.baseline + line.size * (-_ABOVE - 0.2 if first else _BELOW + 0.2))

    def _near(self, block: int) -> Sequence[_Row]:
        """The lines of the next block that has any, or of the last."""
        numbers = sorted(self.rows)
        return self.rows[numbers[min(bisect.bisect_left(numbers, block), len(numbers) - 1)]] if numbers else ()

    def _bar(self, rows: Sequence[_Row]) -> None:
        for row in rows:
            line = row.line
            bar = (line.baseline - _ABOVE * line.size, line.baseline + _BELOW * line.size)
            self.pages[row.page].bars.append(bar)


def _joined(bars: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Bars of lines below each other as one."""
    result: list[tuple[float, float]] = []
    for top, foot in sorted(bars):
        if result and top - result[-1][1] < _NEAR * (foot - top):
            result[-1] = (result[-1][0], max(foot, result[-1][1]))
        else:
            result.append((top, foot))
    return result


def marks_markup(marks: Marks, recto: bool) -> Iterator[str]:
    """The marks of a page as elements of its sheet; what lies within the page is placed from its left edge."""
    edge = "var(--margin-inside)" if recto else "var(--margin-outside)"
    for name, tints in (("added", marks.tints), ("light", marks.lights)):
        for left, right, baseline, size in tints:
            top, height = baseline - _ABOVE * size, (_ABOVE + _BELOW) * size
            place = f"left: calc({left:.2f}px - {edge}); top: {top:.2f}px"
            yield f'<div class="{name}" style="{place}; width: {right - left:.2f}px; height: {height:.2f}px"></div>'
    for x, baseline in marks.carets:
        yield f'<div class="caret" style="left: calc({x:.2f}px - {edge}); top: {baseline:.2f}px"></div>'
    for top, foot in marks.bars:
        yield f'<div class="bar" style="top: {top:.2f}px; height: {foot - top:.2f}px"></div>'
    for top in marks.wedges:
        yield f'<div class="wedge" style="top: {top:.2f}px"></div>'
