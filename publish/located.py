"""Where words that were printed stand in a source.

Only letters and digits are compared: what the press sets otherwise than it is written (quotation marks, dashes, divided
words) and the marks of Markdown are none of either.
"""

from __future__ import annotations

import bisect
import itertools
import unicodedata
from collections.abc import Iterator

#: Fewer letters than these in a row say nothing of their place, unless they are all of a line.
_TELLING = 12
#: Letters of marks, addresses and ids that may stand between the words of two printed lines.
_BETWEEN = 400

#: A line of print has not more characters than these; what a stranger's map has more is not looked for.
_MOST = 500

#: Where the words of a printed line come from: from so many characters of it on, this line of the source.
Turns = tuple[tuple[int, int], ...]


def letters_of(text: str) -> tuple[str, list[int]]:
    """The letters and digits of a text without case, and where in it each stands."""
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if not character.isalnum():
            continue
        plain = character if character.isascii() else unicodedata.normalize("NFKC", character)
        for one in plain.casefold():
            letters.append(one)
            places.append(at)
    return "".join(letters), places


class Located:
    """A source in which printed lines are looked for."""

    def __init__(self, text: str) -> None:
        self._letters, places = letters_of(text)
        self._lines: list[int] = []  # of each letter
        line, before = 1, 0
        for place in places:
            line += text.count("\n", before, place)
            before = place
            self._lines.append(line)

    def start_of(self, line: int) -> int:
        """The number of the first letter that stands on a line of the source, or behind it."""
        return bisect.bisect_left(self._lines, line)

    def found(self, printed: str, begin: int) -> tuple[Turns, int] | None:
        """Where the words of a printed line come from, not far behind a letter of the source, and the letter behind them.
        None where they are not there."""
        line = _Line(printed)
        pieces = self._pieces(line, 0, len(line.letters), begin, begin + len(line.letters) + _BETWEEN)
        return (self._turns(line, pieces), max(at + last - first for first, last, at in pieces)) if pieces else None

    def nearest(self, printed: str, near: int, parts: bool = False) -> Turns | None:
        """Where the words of a printed line stand in a row, or with `parts` some of them do, nearest to a line of the source."""
        line = _Line(printed)
        for first, last in line.runs(0, len(line.letters)) if parts else [(0, len(line.letters))]:
            if found := list(self._all(line.letters[first:last])):
                at = min(found, key=lambda place: abs(self._lines[place] - near))
                before = self._pieces(line, 0, first, max(0, at - first - _BETWEEN), at)
                behind = at + last - first
                after = self._pieces(
                    line, last, len(line.letters), behind, behind + len(line.letters) - last + _BETWEEN
                )
                return self._turns(line, [*before, (first, last, at), *after])
        return None

    def has(self, printed: str) -> Turns | None:
        """Where all words of a printed line stand in a row, for the first time; None for a line of a few letters."""
        line = _Line(printed)
        at = self._letters.find(line.letters) if len(line.letters) >= _TELLING else -1
        return self._turns(line, [(0, len(line.letters), at)]) if at >= 0 else None

    def _all(self, letters: str) -> Iterator[int]:
        at = self._letters.find(letters) if letters else -1
        while at >= 0:
            yield at
            at = self._letters.find(letters, at + 1)

    def _pieces(self, line: _Line, first: int, last: int, begin: int, end: int) -> list[tuple[int, int, int]]:
        """Parts of a printed line, as letters of it from where to where, and where in a part of the source each stands: the
        longest, then what is left before and behind it."""
        for start, stop in line.runs(first, last):
            at = self._letters.find(line.letters[start:stop], begin, end)
            if at >= 0:
                before = self._pieces(line, first, start, begin, at)
                return [*before, (start, stop, at), *self._pieces(line, stop, last, at + stop - start, end)]
        return []

    def _turns(self, line: _Line, pieces: list[tuple[int, int, int]]) -> Turns:
        turns: list[tuple[int, int]] = []
        for first, last, at in pieces:
            for number in range(first, last):
                source = self._lines[at + number - first]
                if not turns or source != turns[-1][1]:
                    turns.append((line.places[number] if turns else 0, source))
        return tuple(turns)


class _Line:
    """A printed line as it is looked for."""

    def __init__(self, printed: str) -> None:
        self.letters, self.places = letters_of(printed[:_MOST])
        gaps = (printed[before:place] for before, place in itertools.pairwise(self.places))
        #: The letters with which words begin.
        self._words = [0, *(at for at, gap in enumerate(gaps, 1) if any(c.isspace() for c in gap))]

    def runs(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """The letters between two, then those of fewer and fewer words in a row, as long as they say something."""
        if last - first >= (_TELLING if (first, last) != (0, len(self.letters)) else 1):
            yield first, last
        edges = [*(at for at in self._words if first <= at < last), last]
        for count in range(len(edges) - 2, 0, -1):
            for begin in range(len(edges) - count):
                if edges[begin + count] - edges[begin] >= _TELLING:
                    yield edges[begin], edges[begin + count]


def line_of(turns: Turns, offset: int) -> int:
    """The line of the source that the character of a printed line comes from."""
    return next(line for at, line in reversed(turns) if at <= offset)
