"""What stands in the margin of a proof: marks of an editor, work left for later, mistakes, each at its place in the text."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from publish.book import Book, Diagnostic, EditorsMark, Element, MarginNote, Span
from publish.book.trees import line_of, path_of
from publish.editions.blocks import blocks_of, own_texts
from publish.lazy import regex
from publish.markdown.critic.places import divided

#: A block of a chapter and a number of its characters: the chapter by its index.
_Place = tuple[int, int, int]
_WORD = regex(r"\w+|[^\w\s]+")
#: What is said of words left for later, at most so many characters of their line.
_EXCERPT = 240
#: Of a block so many lines before a word are looked at for its like, and so many of these are passed over.
_NEAR = 200


class Texts(Protocol):
    """The lines of sources by path, each by its number from 1."""

    def line(self, path: str, number: int) -> str: ...


def ink(text: str) -> int:
    """The characters of a text that count: no white space, no soft hyphens."""
    return sum(1 for character in text if not character.isspace() and character != "\u00ad")


# Marks of an editor ------------------------------------------------------------------------------


def marks_placed(marked: Book, book: Book, marks: Sequence[EditorsMark]) -> tuple[MarginNote, ...]:
    """The marks as notes, but those of chapters that the book has not; `marked` is it with signs at their places in its text."""
    begins: dict[int, _Place] = {}
    ends: dict[int, _Place] = {}
    for number, chapter in enumerate(marked.chapters[: len(book.chapters)]):
        own = _same_blocks(chapter.tree, book.chapters[number].tree)
        for block, element in enumerate(blocks_of(chapter.tree)):
            offset = 0
            for piece in (piece for text in own_texts(element) for piece in divided(text)):
                if isinstance(piece, str):
                    offset += ink(piece)
                else:
                    named, first = piece
                    (begins if first else ends).setdefault(named, (number, own(block), offset))
    finder = Finder(book)
    notes = []
    for number, mark in enumerate(marks):
        place = begins.get(number) or finder.place(mark.source)
        if place is not None:
            end = ends.get(number, place)
            length = end[2] - place[2] if end[:2] == place[:2] else 0
            answered = (
                mark.kind == "highlight" and begins.get(number + 1) == end and marks[number + 1].kind == "comment"
            )
            notes.append(_note(book, place, length, mark, answered))
    return tuple(notes)


def _same_blocks(marked: Element, tree: Element) -> Callable[[int], int]:
    """From the number of a block of a marked text to that of the text itself: the same, but where a sign kept an image from
    being a figure, or the like; then that of the last block that begins on no later line."""
    theirs, own = blocks_of(marked), blocks_of(tree)
    if [block.tag for block in theirs] == [block.tag for block in own]:
        return lambda block: block
    lines = [line_of(block) for block in own]
    order = sorted(range(len(own)), key=lambda number: (lines[number], number))
    begun = [lines[number] for number in order]
    return lambda block: order[max(bisect.bisect_right(begun, line_of(theirs[block])) - 1, 0)]


def _note(book: Book, place: _Place, length: int, mark: EditorsMark, answered: bool) -> MarginNote:
    """`answered`: a comment on marked words follows, which says all that there is to say."""
    chapter, block, offset = place
    kind, text, listed = {
        "comment": ("comment", mark.text, ""),
        "insertion": ("inserted", "inserted", f"inserted: “{mark.text}”"),
        "deletion": ("struck", mark.old, f"deleted: “{mark.old}”"),
        "substitution": ("struck", mark.old, f"“{mark.old}” replaced by “{mark.text}”"),
        "highlight": ("marked", "marked", f"marked: “{mark.text}”"),
    }[mark.kind]
    name = book.chapters[chapter].name
    if answered:
        return MarginNote(name, block, offset, kind, "", mark.source, False, "", offset + length)
    return MarginNote(name, block, offset, kind, text, mark.source, True, listed, offset + length)


# What diagnostics say ----------------------------------------------------------------------------


def left_for_later(found: Iterable[Diagnostic], finder: Finder, texts: Texts) -> Iterator[MarginNote]:
    """Marks of unfinished work with the words that follow them on their line."""
    for one in found:
        words = texts.line(one.span.path, one.span.line)[one.span.column - 1 :].strip()
        words = words if len(words) <= _EXCERPT else words[:_EXCERPT].rsplit(" ", 1)[0] + "…"
        yield finder.note("todo", words or one.message, one.span)


def mistakes(found: Iterable[Diagnostic], finder: Finder) -> Iterator[MarginNote]:
    """What `check` reports: one that is of no chapter has no place, and stands in the list only."""
    for one in found:
        yield finder.note("mistake", f"{one.code} {one.message}", one.span)


class Finder:
    """From a place in a source to the place in the text of a book that it became."""

    def __init__(self, book: Book) -> None:
        self._chapters = book.chapters
        self._blocks: dict[str, list[tuple[int, int, int]]] = {}
        self._trees = [blocks_of(chapter.tree) for chapter in book.chapters]
        for number, chapter in enumerate(book.chapters):
            if not chapter.source.path:
                continue
            for block, element in enumerate(self._trees[number]):
                path = path_of(element, chapter.source.path)
                self._blocks.setdefault(path, []).append((line_of(element), number, block))
        for blocks in self._blocks.values():
            blocks.sort()
        self._known: dict[tuple[int, int], str] = {}
        self._texts: Texts | None = None

    def reading(self, texts: Texts) -> Finder:
        """Itself, with the sources at hand, by which it finds words."""
        self._texts = texts
        return self

    def note(self, kind: str, text: str, span: Span) -> MarginNote:
        place = self.place(span)
        if place is None:
            return MarginNote("", -1, 0, kind, text, span)
        return MarginNote(self._chapters[place[0]].name, place[1], place[2], kind, text, span)

    def place(self, span: Span) -> _Place | None:
        """The block that begins on the last line up to that of a span, and its word; None for a source that is not in the book."""
        blocks = self._blocks.get(span.path)
        if not blocks:
            return None
        at = max(bisect.bisect_right(blocks, (span.line, len(self._chapters), 0)) - 1, 0)
        line, chapter, block = blocks[at]
        return chapter, block, self._offset(span, line, chapter, block)

    def _offset(self, span: Span, line: int, chapter: int, block: int) -> int:
        """How many characters stand before the word of a span: its place among its like in the source is that in the text."""
        if self._texts is None or span.line < line:
            return 0
        here = self._texts.line(span.path, span.line)
        match = _WORD.search(here, span.column - 1)
        if match is None:
            return 0
        before = [self._texts.line(span.path, n) for n in range(max(line, span.line - _NEAR), span.line)]
        turn = sum(other.count(match[0]) for other in before) + here.count(match[0], 0, match.start())
        turn = min(turn, _NEAR)
        text = self._text(chapter, block)
        at = text.find(match[0])
        while turn and at >= 0:
            following = text.find(match[0], at + 1)
            if following < 0:
                break
            at, turn = following, turn - 1
        return ink(text[: max(at, 0)])

    def _text(self, chapter: int, block: int) -> str:
        if (chapter, block) not in self._known:
            self._known[chapter, block] = "".join(own_texts(self._trees[chapter][block]))
        return self._known[chapter, block]
