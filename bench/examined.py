"""A finished book examined: its pages held against what they have to say (`awaited`).

What a page number names is looked for in the text of the pages, where its letters stand; the file's own destinations are held
to the same. So contents, lists, index and references are right, each note is there once, and the order of reading is that of
the text.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.awaited import Awaited, Drawn, Maybe, Note, Number, Part, Piece, awaited, letters
from bench.printed import Printed, Run, printed
from publish.words import numeral

#: How far behind the last piece the next one is looked for, in letters: a short one near, since it may stand anywhere.
_NEAR, _FAR, _SHORT = 600, 60_000, 24
#: What may stand in the place of a drawing, of page numbers, between blocks of a note.
_DRAWN, _NUMBERS, _MARK = r".{0,400}?", r".{0,80}?", r".{0,8}?"
_LEADERS, _GOES_ON = ".…·", ",–"
#: Pages that one note may be divided over.
_DIVIDED = 12
_ROMAN = dict(zip("ivxlcdm", (1, 5, 10, 50, 100, 500, 1000), strict=True))
#: So many pages in a row are a range in an index.
_RANGE = 3


@dataclass(frozen=True)
class Examined:
    """How many notes, page numbers, places of names and pieces of text a book has, and what is wrong with each, in words."""

    notes: int = 0
    numbers: int = 0
    places: int = 0
    pieces: int = 0
    stray: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    misled: tuple[str, ...] = ()
    astray: tuple[str, ...] = ()

    @property
    def faults(self) -> int:
        return sum(map(len, (self.stray, self.wrong, self.misled, self.astray)))

    def __str__(self) -> str:
        counts = ((self.notes, "notes", "each once", self.stray), (self.numbers, "page numbers", "all right", self.wrong),
                  (self.places, "places", "all where links lead", self.misled),
                  (self.pieces, "pieces of text", "all in order", self.astray))  # fmt: skip
        return "; ".join(f"{n:,} {what}, {f'{len(bad)} wrong' if bad else good}" for n, what, good, bad in counts)


def examined(pdf: Path, manuscript: Path) -> Examined:
    """The screen's PDF of a manuscript, held against it. ValueError where the manuscript makes no book."""
    return compared(awaited(manuscript), printed(pdf))


def compared(documents: Sequence[Awaited], book: Printed) -> Examined:
    """What was awaited and what was printed."""
    read = _Read()
    text = _Text(_Flow([run for run in book.runs if "Note" not in run.path]), read)
    ends = [text.document(document) for document in documents]
    notes = list(_followed(documents, _noted(book.runs), read))
    last = {note.id: end for document, end in zip(documents, ends, strict=True) for note in document.notes}
    folios = [numeral(folio, documents[0].lang) for folio in book.folios]
    numbers = [_misnumbered(line, read.pages, folios) for line in read.lines]
    labels = [_mislabelled(folio, words) for folio, words in zip(folios, book.artifacts, strict=True) if words.strip()]
    places = [_misled(id, page, book) for id, page in read.pages.items() if id in book.destinations]
    return Examined(
        len(last),
        len(numbers) + len(labels),
        len(places),
        read.count,
        tuple(_stray(notes, last, read.pages, book.turned)),
        tuple(filter(None, (*numbers, *labels))),
        tuple(filter(None, places)),
        tuple(read.astray),
    )


class _Flow:
    """The letters of runs in a row, the page of each, and where blocks end."""

    def __init__(self, runs: Sequence[Run]) -> None:
        texts = [letters(run.text) for run in runs]
        starts = [0, *itertools.accumulate(map(len, texts))]
        self.text = "".join(texts)
        self._starts, self._pages = starts, [run.page for run in runs]
        blocks = [_block(run) for run in runs]
        self._cuts = [
            start for start, (one, other) in zip(starts[1:], itertools.pairwise(blocks), strict=False) if one != other
        ]

    def page(self, at: int) -> int:
        """The page of a letter."""
        return self._pages[bisect.bisect_right(self._starts, min(at, len(self.text) - 1)) - 1]

    def end_of_block(self, at: int) -> int:
        """Where the block ends whose letter stands before this place; a list of pages that is divided is one block."""
        for cut in self._cuts[bisect.bisect_left(self._cuts, at) :]:
            if self.text[cut - 1] not in _GOES_ON:
                return cut
        return len(self.text)


_WITHIN = frozenset({"Span", "Link", "NonStruct", "Lbl"})


def _block(run: Run) -> tuple[int, ...]:
    """The way to the block that a run stands in."""
    depth = len(run.path)
    while depth and run.path[depth - 1] in _WITHIN:
        depth -= 1
    return run.way[:depth]


@dataclass(frozen=True)
class _Line:
    """Page numbers as they were printed behind some words: `here` is the page that they stand on."""

    words: str
    numbers: tuple[Number, ...]
    text: str
    here: int


@dataclass
class _Read:
    """What the pages say: the pages of ids by where their letters stand, page numbers, the pages of notes by their ids."""

    pages: dict[str, int] = field(default_factory=dict)
    lines: list[_Line] = field(default_factory=list)
    astray: list[str] = field(default_factory=list)
    count: int = 0

    def take(
        self, name: str, piece: Piece, match: re.Match[str], first: int, page: Callable[[int], int], end: int
    ) -> None:
        """The ids and page numbers of a piece whose groups are those of a match from `first` on, and which ends at `end`."""
        groups = _grouped(piece.parts)
        starts = [match.start(first + at) for at, group in enumerate(groups) for _ in _parts(group)]
        for id, part in piece.ids.items():
            self.pages[id] = page(starts[part] if part < len(starts) else end - 1)
        for at, group in enumerate(groups):
            if isinstance(group, tuple):
                start, stop = match.start(first + at), match.end(first + at) if at + 1 < len(groups) else end
                said = _Line(f"{name}: {piece.letters[-40:]}", group, match.string[start:stop], page(max(start - 1, 0)))
                self.lines.append(said)


class _Text:
    """The text of a book, followed through the pages."""

    def __init__(self, flow: _Flow, into: _Read) -> None:
        self._flow, self._into, self._at = flow, into, 0

    def document(self, document: Awaited) -> int:
        """Follow a document; the page on which its text ends."""
        for piece in document.pieces:
            if piece.letters:
                self._into.count += 1
                self._piece(document.name, piece)
        return self._flow.page(max(self._at - 1, 0))

    def _piece(self, name: str, piece: Piece) -> None:
        pattern = re.compile(_pattern_of(piece))
        far = self._at + (_FAR if len(piece.letters) >= _SHORT else _NEAR)
        match = pattern.search(self._flow.text, self._at, far)
        if match is None:
            elsewhere = pattern.search(self._flow.text) is not None
            self._into.astray.append(f"{name}: {'moved' if elsewhere else 'lost'}: {piece.letters[:60]}")
            return
        self._at = self._flow.end_of_block(match.end()) if isinstance(piece.parts[-1], Number) else match.end()
        self._into.take(name, piece, match, 1, self._flow.page, self._at)


#: Parts of a piece with its page numbers that follow each other as one.
_Group = str | Drawn | Maybe | tuple[Number, ...]


def _grouped(parts: Sequence[Part]) -> list[_Group]:
    result: list[_Group] = []
    for is_number, group in itertools.groupby(parts, key=lambda part: isinstance(part, Number)):
        if is_number:
            result.append(tuple(part for part in group if isinstance(part, Number)))
        else:
            result += [part for part in group if not isinstance(part, Number)]
    return result


def _parts(group: _Group) -> Iterator[object]:
    yield from group if isinstance(group, tuple) else (group,)


def _pattern_of(piece: Piece) -> str:
    """A group for each of the piece's parts, its page numbers in a row as one."""
    return "".join(f"({_pattern(group)})" for group in _grouped(piece.parts))


def _pattern(group: _Group) -> str:
    if isinstance(group, str):
        return re.escape(group)
    if isinstance(group, Maybe):
        return f"(?:{re.escape(group.letters)})?"
    return _DRAWN if isinstance(group, Drawn) else _NUMBERS


def _misnumbered(line: _Line, pages: Mapping[str, int], folios: Sequence[str]) -> str | None:
    """What is wrong with page numbers: what stands there and what should."""
    if any(number.target not in pages for number in line.numbers):
        return f"{line.words}: a place that is not in the book"
    first = line.numbers[0]
    wanted = _closed_up([folios[pages[number.target]] for number in line.numbers])
    if first.reference:
        wanted = f"{first.before}{wanted}{first.after}"
    found = line.text.lstrip(_LEADERS)
    if not found and first.reference and pages.get(first.reference, line.here) == pages[first.target]:
        return None  # a reference to its own page needs no number
    return None if found == letters(wanted) else f"{line.words}: {found!r} for {wanted!r}"


def _closed_up(folios: Sequence[str]) -> str:
    """Each page once, three in a row and more as a range."""
    pages = list(dict.fromkeys(folios))
    said, at = [], 0
    while at < len(pages):
        end = at
        while end + 1 < len(pages) and _value(pages[end + 1]) == _value(pages[end]) + 1:
            end += 1
        if end - at + 1 >= _RANGE:
            said.append(f"{pages[at]}–{pages[end]}")
        else:
            said += pages[at : end + 1]
        at = end + 1
    return ",".join(said)


def _value(folio: str) -> int:
    """A number that is one more for the next page; roman ones lie far below."""
    if folio.isdigit():
        return int(folio)
    digits = [_ROMAN.get(letter, 0) for letter in folio.lower()]
    return sum(-one if one < after else one for one, after in itertools.pairwise([*digits, 0])) - 1_000_000


def _mislabelled(folio: str, words: str) -> str | None:
    return None if folio in words.split() else f"page {folio}: its head and folio say {words!r}"


def _misled(id: str, page: int, book: Printed) -> str | None:
    leads = book.destinations[id]
    return None if leads == page else f"{id}: leads to {book.folios[leads]}, stands on {book.folios[page]}"


# Notes -------------------------------------------------------------------------------------------


def _noted(runs: Sequence[Run]) -> list[tuple[str, int]]:
    """The notes as they were printed, each with its page; one that is divided is several."""
    noted: dict[tuple[int, ...], list[Run]] = {}
    for run in runs:
        if "Note" in run.path:
            noted.setdefault(run.way[: run.path.index("Note") + 1], []).append(run)
    return [(letters("".join(run.text for run in group)), group[0].page) for group in noted.values()]


def _followed(
    awaited: Sequence[Awaited], noted: Sequence[tuple[str, int]], into: _Read
) -> Iterator[tuple[Note, int | None]]:
    """Each note with the page that it begins on; None for one that is not there. At last those that were printed once more."""
    left = list(noted)
    for document in awaited:
        for note in document.notes:
            yield note, _taken(document.name, note, left, into)
    yield from ((Note(text[:60], "", ()), page) for text, page in left if text)


def _taken(name: str, note: Note, left: list[tuple[str, int]], into: _Read) -> int | None:
    """The page of the first print of a note, which is taken from those that are left."""
    pattern = re.compile(_MARK.join(map(_pattern_of, note.pieces)))
    for at in range(len(left)):
        text, page = "", left[at][1]
        for length, (part, _) in enumerate(left[at : at + _DIVIDED], 1):
            text += part
            if match := pattern.fullmatch(text):
                first = 1
                for piece in note.pieces:
                    groups = len(_grouped(piece.parts))
                    into.take(name, piece, match, first, lambda _, page=page: page, match.end(first + groups - 1))
                    first += groups
                del left[at : at + length]
                return page
    return None


def _stray(
    found: Iterable[tuple[Note, int | None]], ends: Mapping[str, int], pages: Mapping[str, int], turned: frozenset[int]
) -> Iterator[str]:
    """Notes that are not there once, on the page of their call or on the next, or behind the text of their document.

    Those of a turned table stand below it, at its end.
    """
    for note, page in found:
        call = pages.get(note.call, page)
        if not note.pieces:
            yield f"printed once more: {note.id}"
        elif page is None or call is None:
            yield f"{note.id}: lost"
        elif page < call or (page - call > 1 and page < ends[note.id] and not turned.issuperset(range(call, page))):
            yield f"{note.id}: called on page {call}, printed on page {page}"
